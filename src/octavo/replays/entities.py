"""The rules of replays: how long what is remembered, and what a repetition is told. No I/O, no clock."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from octavo.chassis.faults import Invalid
from octavo.replays.api import Answer, KeyReused, OutcomeUnknown, StillRunning

KEPT: Final = timedelta(hours=24)
"""A key that is older is as good as new."""
RUNS: Final = timedelta(seconds=40)
"""No call takes longer: it has thirty seconds, and what it asks of others less. The rest is for clocks that
differ, and for work that ends a moment after it is told to."""
LONGEST_KEY: Final = 255


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """A call as it is remembered."""

    key: str
    method: str
    digest: bytes
    begun_at: datetime
    answer: Answer | None = None
    """None: it is not finished."""

    def over(self, now: datetime) -> bool:
        return now - self.begun_at >= KEPT

    def repeated(self, method: str, digest: bytes, now: datetime) -> Answer:
        """What a repetition is told. Raises KeyReused, StillRunning, OutcomeUnknown."""
        if (self.method, self.digest) != (method, digest):
            raise KeyReused(key=self.key)
        if self.answer is not None:
            return self.answer
        if now - self.begun_at < RUNS:
            raise StillRunning(key=self.key)
        raise OutcomeUnknown(key=self.key)


def check_key(key: str) -> str:
    """A key of 1 to 255 printable characters of ASCII; raises Invalid."""
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Invalid("key", f"1 to {LONGEST_KEY} printable characters of ASCII.")
    return key
