"""Who asks, told by one process of the site to another: signed with the site's secret, good for a minute.

A peer takes no call without it, so that nobody who merely reaches the port can ask anything.
"""

import hmac
from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b

import msgspec
import structlog

from octavo.chassis.clock import utc_now
from octavo.chassis.context import Caller
from octavo.chassis.faults import Unauthenticated, Unavailable

_log = structlog.get_logger(__name__)

__all__ = ["LIFETIME", "METADATA", "Signer"]

LIFETIME = 60.0
"""Seconds."""

METADATA = "octavo-caller-bin"

_MAC_BYTES = 32
_AGAIN_SECONDS = 1.0
"""For so long the same one is written for the same caller and method."""
_REMEMBERED = 1024


class _Assertion(msgspec.Struct, array_like=True, frozen=True):
    until: float
    caller: Caller


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Assertion).decode


class Signer:
    """Writes and reads assertions. All processes of a site share the `secret` of at least 32 bytes.

    An assertion holds for one method only, so that one overheard for a harmless call opens no other.
    """

    def __init__(self, secret: bytes, clock: Callable[[], datetime] = utc_now) -> None:
        if len(secret) < _MAC_BYTES:
            raise ValueError(f"the site's secret needs at least {_MAC_BYTES} bytes")
        # Keyed BLAKE2b (RFC 7693) is a MAC by itself; HMAC through OpenSSL was a sixth of a call's own cost.
        self._key = blake2b(secret, person=b"octavo caller").digest()
        self._clock = clock
        self._written: dict[tuple[Caller, str], tuple[float, bytes]] = {}
        self._known: dict[tuple[bytes, str], _Assertion] = {}

    def _mac(self, method: str, text: bytes) -> bytes:
        return blake2b(method.encode() + b"\0" + text, key=self._key, digest_size=_MAC_BYTES).digest()

    def sign(self, caller: Caller, method: str) -> bytes:
        """Return the assertion that `caller` calls `method` within a minute, counted from this second."""
        now = self._clock().timestamp()
        written = self._written.get((caller, method))
        if written is not None and 0 <= now - written[0] < _AGAIN_SECONDS:
            return written[1]
        text = _encode(_Assertion(now + LIFETIME, caller))
        signed = self._mac(method, text) + text
        if len(self._written) >= _REMEMBERED:
            self._written.clear()
        self._written[caller, method] = now, signed
        return signed

    def read(self, assertion: bytes, method: str) -> Caller:
        """Return who calls `method`. Raises Unauthenticated where it is forged or for another, and
        Unavailable where it has expired: it is the machines that do not agree, and one may ask again."""
        found = self._known.get((assertion, method))
        if found is None:
            mac, text = assertion[:_MAC_BYTES], assertion[_MAC_BYTES:]
            if not hmac.compare_digest(mac, self._mac(method, text)):
                raise Unauthenticated("This call is not signed by the site.")
            found = _decode(text)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[assertion, method] = found
        late = self._clock().timestamp() - found.until
        if late > 0:
            _log.warning("signature_expired", method=method, seconds=round(late), why="do all clocks agree?")
            raise Unavailable
        return found.caller
