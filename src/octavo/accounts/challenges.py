"""The riddle that a form must carry to be believed: dated and signed, so that nothing is stored when it
is given out, with a small proof of work that costs a browser a fraction of a second, and a sender of
thousands much.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

from octavo.accounts.api import LooksAutomated

_VERSION: Final = b"\x01"
_MAC_BYTES: Final = 16
_LENGTH: Final = 1 + 1 + 8 + 8 + _MAC_BYTES
_LONGEST_ANSWER: Final = 64


class Challenges:
    """Gives out riddles and judges answers. `difficulty` is in leading zero bits: 2^difficulty hashes."""

    def __init__(self, secret: bytes, *, difficulty: int, youngest: timedelta, oldest: timedelta) -> None:
        self.difficulty = difficulty
        self.youngest = youngest
        self.oldest = oldest
        self._key = hashlib.blake2b(b"challenge", key=secret[:64], digest_size=32).digest()

    def issue(self, now: datetime) -> str:
        """A fresh riddle."""
        stamp = int(now.timestamp()).to_bytes(8, "big")
        body = _VERSION + bytes([self.difficulty]) + stamp + secrets.token_bytes(8)
        return base64.urlsafe_b64encode(body + self._mac(body)).decode().rstrip("=")

    def judge(self, challenge: str, answer: str, now: datetime) -> tuple[str, datetime]:
        """Its digest, to be noted as spent, and until when it must be remembered. Raises LooksAutomated."""
        body = self._opened(challenge)
        given = datetime.fromtimestamp(int.from_bytes(body[2:10], "big"), tz=UTC)
        age = now - given
        if age > self.oldest or age < timedelta(seconds=-5):
            raise LooksAutomated(problem="This form was open for too long: please send it once more.")
        if age < self.youngest:
            raise LooksAutomated(problem="That was faster than a person: please send it once more.")
        digest = hashlib.sha256(challenge.encode() + answer[: _LONGEST_ANSWER + 1].encode()).digest()
        if len(answer) > _LONGEST_ANSWER or int.from_bytes(digest, "big") >> (256 - body[1]):
            raise LooksAutomated(problem="The form's check did not succeed: please send it once more.")
        return hashlib.sha256(body).hexdigest(), given + self.oldest

    def _opened(self, challenge: str) -> bytes:
        try:
            whole = base64.b64decode(challenge + "=" * (-len(challenge) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            whole = b""
        body, mac = whole[:-_MAC_BYTES], whole[-_MAC_BYTES:]
        if len(whole) != _LENGTH or not hmac.compare_digest(mac, self._mac(body)) or body[:1] != _VERSION:
            raise LooksAutomated(problem="The form's check is missing: please load the page again.")
        return body

    def _mac(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, "sha256")[:_MAC_BYTES]


class Riddles:
    """Challenges that only one purpose and person may answer: dated and signed, so that nothing is stored
    when one is given out; whoever judges notes the digest, so that each is answered once."""

    def __init__(self, secret: bytes, *, lasts: timedelta) -> None:
        self._key = hashlib.blake2b(b"riddle", key=secret[:64], digest_size=32).digest()
        self._lasts = lasts

    def issue(self, purpose: str, person_id: str, now: datetime) -> bytes:
        """40 bytes."""
        body = int(now.timestamp()).to_bytes(8, "big") + secrets.token_bytes(16)
        return body + self._mac(body, purpose, person_id)

    def judge(
        self, challenge: bytes, purpose: str, person_id: str, now: datetime
    ) -> tuple[str, datetime] | None:
        """Its digest, to be noted as spent, and until when; None: it is none of ours, or too old."""
        body, mac = challenge[:-_MAC_BYTES], challenge[-_MAC_BYTES:]
        if len(challenge) != 24 + _MAC_BYTES or not hmac.compare_digest(
            mac, self._mac(body, purpose, person_id)
        ):
            return None
        given = datetime.fromtimestamp(int.from_bytes(body[:8], "big"), tz=UTC)
        if not timedelta(seconds=-5) <= now - given <= self._lasts:
            return None
        return hashlib.sha256(challenge).hexdigest(), given + self._lasts

    def _mac(self, body: bytes, purpose: str, person_id: str) -> bytes:
        said = body + f"{purpose}\n{person_id}".encode()
        return hmac.digest(self._key, said, "sha256")[:_MAC_BYTES]


def solve(challenge: str, difficulty: int) -> str:
    """An answer, found as a browser finds it; for programs that may sign up, such as tests."""
    number = 0
    while int.from_bytes(hashlib.sha256(f"{challenge}{number}".encode()).digest(), "big") >> (
        256 - difficulty
    ):
        number += 1
    return str(number)
