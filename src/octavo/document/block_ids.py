"""Ids of blocks: random for what is written here, derived for what is imported."""

import re
import secrets
from collections import Counter
from hashlib import blake2b

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_LENGTH = 11

BLOCK_ID = re.compile(r"[1-9A-HJ-NP-Za-km-z]{8,22}")


def random_id() -> str:
    """A new block id: 64 random bits, which no two blocks of a site will share."""
    return _base58(secrets.randbits(64))


class DerivedIds:
    """Ids for the blocks of one imported source, the same at every import.

    An id depends on the source's name, the block's type and its text, and on how often that text
    came before: an edit elsewhere in the source leaves it alone.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._seen: Counter[tuple[str, str]] = Counter()

    def mint(self, kind: str, text: str) -> str:
        """The id of the next block of this kind with this text."""
        number = self._seen[kind, text]
        self._seen[kind, text] += 1
        key = "\0".join((self._source, kind, str(number), text)).encode("utf-8", "surrogatepass")
        return _base58(int.from_bytes(blake2b(key, digest_size=8).digest()))


def _base58(number: int) -> str:
    digits = []
    for _ in range(_LENGTH):
        number, digit = divmod(number, 58)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))
