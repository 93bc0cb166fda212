"""What the Connect protocol asks of HTTP: bodies within limits, gzip either way, timeouts, other origins."""

import base64
import binascii
import zlib
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from hashlib import blake2b
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec

from octavo.chassis.faults import Invalid, ResourceExhausted, Unimplemented

__all__ = [
    "CROSS_ORIGIN",
    "PREFLIGHT",
    "Answer",
    "Gone",
    "Head",
    "Receive",
    "Refused",
    "Scope",
    "Send",
    "check_version",
    "compress",
    "etag_of",
    "expand",
    "media_type",
    "query_message",
    "read_body",
    "timeout_of",
]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Head = list[tuple[bytes, bytes]]

_COMPRESSED_FROM: Final = 1024
"""Bytes; below that gzip saves less than a packet."""
_GZIP_LEVEL: Final = 1
"""The quickest: an answer is compressed for one reader, while others wait."""

_EXPOSED: Final = b", ".join(
    (b"ratelimit", b"ratelimit-policy", b"retry-after", b"idempotency-replayed", b"etag", b"x-request-id")
)
CROSS_ORIGIN: Final[Head] = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED),
]
"""Scripts of any site may call with an access token. `*` allows no cookies, so nobody's sign-in is lent."""
PREFLIGHT: Final[Head] = [
    *CROSS_ORIGIN,
    (b"access-control-allow-methods", b"GET, POST"),
    (
        b"access-control-allow-headers",
        b"authorization, content-type, content-encoding, connect-protocol-version, connect-timeout-ms, "
        b"connect-content-encoding, connect-accept-encoding, idempotency-key, if-none-match, x-user-agent",
    ),
    (b"access-control-max-age", b"7200"),
    (b"vary", b"origin"),
]


class Gone(Exception):  # noqa: N818 - the client is
    """The client went away before all was said."""


class Refused(Exception):  # noqa: N818 - an answer below the protocol
    """HTTP itself refuses: a status and headers, no Connect error."""

    def __init__(self, status: int, headers: Head, text: str) -> None:
        super().__init__(text)
        self.status, self.headers, self.text = status, headers, text


class Answer(msgspec.Struct):
    """A whole answer; `said` is "ok" or the code of its error."""

    status: int
    said: str
    headers: Head
    body: bytes


def media_type(headers: Mapping[bytes, bytes]) -> bytes:
    """The content type without parameters; empty where its charset is another than UTF-8."""
    kind, _, parameter = headers.get(b"content-type", b"").partition(b";")
    charset = parameter.strip().lower().removeprefix(b"charset=").strip(b'"')
    return kind.strip().lower() if charset in (b"", b"utf-8") else b""


def check_version(version: bytes) -> None:
    """Raise Invalid for another version of the protocol than the one there is."""
    if version != b"1":
        raise Invalid("", "Connect-Protocol-Version must be 1.")


def timeout_of(headers: Mapping[bytes, bytes], patience: float) -> float:
    """Seconds from Connect-Timeout-Ms, a whole number of up to ten digits; `patience` at most."""
    asked = headers.get(b"connect-timeout-ms")
    if asked is None:
        return patience
    if not asked.isdigit() or len(asked) > 10:
        raise Invalid("", "Connect-Timeout-Ms is a whole number of milliseconds.")
    return min(patience, int(asked) / 1000)


async def read_body(headers: Mapping[bytes, bytes], receive: Receive, limit: int) -> bytes:
    """The whole body as it was sent; raises ResourceExhausted beyond `limit` bytes, Gone."""
    told = headers.get(b"content-length", b"0")
    if told.isdigit() and int(told) > limit:
        raise _too_large(limit)
    body = bytearray()
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise Gone
        body += event.get("body", b"")
        if len(body) > limit:
            raise _too_large(limit)
        if not event.get("more_body", False):
            return bytes(body)


def expand(data: bytes, encoding: bytes, limit: int) -> bytes:
    """What was compressed by `encoding`; raises Unimplemented, Invalid, ResourceExhausted."""
    encoding = encoding.strip().lower()
    if encoding in (b"", b"identity"):
        return data
    if encoding != b"gzip":
        raise Unimplemented("This compression is not read here; gzip and identity are.")
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(data, limit + 1)
    except zlib.error:
        raise Invalid("", "The message is not gzip, though it says so.") from None
    if len(plain) > limit:
        raise _too_large(limit)
    if not unpacking.eof or unpacking.unused_data:
        raise Invalid("", "The gzip ends too early, or goes on beyond its end.")
    return plain


def compress(data: bytes, accepted: bytes) -> bytes | None:
    """The data as gzip where that is accepted and worth it, else None."""
    if len(data) < _COMPRESSED_FROM or not _takes_gzip(accepted):
        return None
    packing = zlib.compressobj(_GZIP_LEVEL, wbits=31)
    return packing.compress(data) + packing.flush()


def _takes_gzip(accepted: bytes) -> bool:
    for part in accepted.lower().split(b","):
        name, _, weight = part.partition(b";")
        if name.strip() in (b"gzip", b"*"):
            return weight.replace(b" ", b"").rstrip(b"0") not in (b"q=", b"q=0.")
    return False


def query_message(query: bytes) -> tuple[bytes, bytes]:
    """The encoding ("json", "proto") and the message of a GET.

    Its parameters are those of the protocol: connect, encoding, message, base64, compression.
    """
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=10)
    except ValueError:
        raise Invalid("", "The query cannot be read.") from None
    found = dict(pairs)
    if unknown := sorted(found.keys() - {"connect", "encoding", "message", "base64", "compression"}):
        raise Invalid(unknown[0][:40], "The query holds a parameter that the protocol does not know.")
    if len(found) < len(pairs):
        raise Invalid("", "A parameter stands twice in the query.")
    if found.get("connect", "v1") != "v1":
        raise Invalid("connect", "connect must be v1.")
    if "message" not in found:
        raise Invalid("message", "The message is missing.")
    return found.get("encoding", "").encode(), _message(found)


def _message(found: Mapping[str, str]) -> bytes:
    text = found["message"]
    if found.get("base64", "0") not in ("0", "1"):
        raise Invalid("base64", "base64 is 1 or left out.")
    if found.get("base64") != "1":
        data = text.encode()
    else:
        try:
            plain = text.rstrip("=").replace("-", "+").replace("_", "/")
            data = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
        except (binascii.Error, ValueError):
            raise Invalid("message", "The message is not base64.") from None
    return expand(data, found.get("compression", "").encode(), len(text) * 100 + 1024)


def etag_of(body: bytes) -> bytes:
    """A validator for what the body says, however it is compressed."""
    return b'W/"' + blake2b(body, digest_size=12).hexdigest().encode() + b'"'


def _too_large(limit: int) -> ResourceExhausted:
    return ResourceExhausted(0.0, f"The request is larger than {limit} bytes.")
