"""Between a text and its items in DynamoDB.

    address   STORY/NONCE.PARTS.DIGEST
    part      story/STORY
    place     text/NONCE.PARTS.DIGEST/00, …/01, …: the text, compressed, 350 KB in each
              new/NONCE.PARTS.DIGEST: that nobody has settled it yet

An address says all that is needed to ask for it, and whether what comes is what was written.
"""

import asyncio
import hashlib
import re
import zlib
from collections.abc import Sequence
from typing import Final

from octavo.chassis.dynamo_table import MOST_BYTES, MOST_TOGETHER, Item, Key
from octavo.chassis.faults import Invalid

_LONG: Final = 64_000
_MOST_TEXT: Final = 32_000_000
"""Bytes that a text may have unpacked; a body has two million."""
_ADDRESS: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]{1,20}/[A-Za-z0-9_-]{22}\.([1-9]\d?)\.[0-9a-f]{32}")


class TextTorn(Exception):  # noqa: N818 - says what happened
    """What came is not what was written."""


async def packed(story_id: str, nonce: str, text: str) -> tuple[str, list[Item]]:
    """The address of a text, and its items; the same for the same text and nonce.

    Raises Invalid where it has more than 3.9 MB compressed, which DynamoDB would not write all or none.
    """
    if len(text) < _LONG:
        return _packed(story_id, nonce, text)
    return await asyncio.to_thread(_packed, story_id, nonce, text)


def _packed(story_id: str, nonce: str, text: str) -> tuple[str, list[Item]]:
    plain = text.encode()
    small = zlib.compress(plain, 6)
    if len(small) > MOST_TOGETHER or len(plain) > _MOST_TEXT:
        raise Invalid("body", "This text is too long to be stored.")
    parts = [small[at : at + MOST_BYTES] for at in range(0, len(small), MOST_BYTES)]
    rest = f"{nonce}.{len(parts)}.{hashlib.sha256(plain).hexdigest()[:32]}"
    items = [
        Item(partition_of(story_id), f"text/{rest}/{number:02}", part) for number, part in enumerate(parts)
    ]
    return f"{story_id}/{rest}", items


async def unpacked(address: str, parts: Sequence[bytes]) -> str:
    """The text of all its items, in order. Raises TextTorn."""
    if sum(map(len, parts)) < _LONG:
        return _unpacked(address, parts)
    return await asyncio.to_thread(_unpacked, address, parts)


def _unpacked(address: str, parts: Sequence[bytes]) -> str:
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(b"".join(parts), _MOST_TEXT)
        text = plain.decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise TextTorn(f"{address}: {error}") from None
    if not unpacking.eof or hashlib.sha256(plain).hexdigest()[:32] != address.rpartition(".")[2]:
        raise TextTorn(f"{address}: it has another digest")
    return text


def partition_of(story_id: str) -> str:
    """Where all of a story's items are."""
    return f"story/{story_id}"


def keys_of(address: str) -> list[Key]:
    """Of all items of a text, in order."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise Invalid("address", "This is not the address of a text.")
    story_id, _, rest = address.partition("/")
    return [(partition_of(story_id), f"text/{rest}/{number:02}") for number in range(int(found[1]))]


def mark_of(address: str) -> Key:
    """Of the mark that it is not settled."""
    story_id, _, rest = address.partition("/")
    return partition_of(story_id), f"new/{rest}"


def address_of(key: Key) -> str | None:
    """The address that a mark is about, or the first item of a text; None where the key is another's."""
    part, place = key
    story_id, kind, rest = part.removeprefix("story/"), *place.partition("/")[::2]
    if kind == "text":
        rest, _, number = rest.rpartition("/")
        if number != "00":
            return None
    address = f"{story_id}/{rest}"
    return address if kind in ("text", "new") and _ADDRESS.fullmatch(address) else None
