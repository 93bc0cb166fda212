"""Ids: 64-bit Snowflakes, in order of time; outside of SQL always 11 characters of base58.

    1 bit 0 · 41 bits milliseconds since 2025-01-01 (until 2094) · 10 bits shard · 12 bits sequence

The layout is Twitter's (2010); the alphabet is Bitcoin's, in ASCII order, so that texts sort as numbers do.
"""

import os
import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from octavo.chassis.faults import Invalid, Unavailable

EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
SHARDS = 1024
_SEQUENCES = 4096
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_LENGTH = 11
_LIMIT = 2**63
_MILLISECOND = timedelta(milliseconds=1)


class WrongProcess(Exception):  # noqa: N818 - says what happened
    """A maker of ids was used in a child made by fork: it would give out its parent's ids again."""


class IdMaker:
    """Makes ids that no other maker makes, as long as each has a shard of its own.

    A clock that steps back does not matter: the maker goes on from the last moment that it used, and takes
    the next millisecond when 4096 ids were made in one. Safe to use from several threads.
    shard: which, or what says which just now, and None while it has none; `Shard.number` of a leased one.
    clock: the time now, in UTC.
    """

    def __init__(
        self,
        shard: int | Callable[[], int | None],
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        if isinstance(shard, int) and not 0 <= shard < SHARDS:
            raise ValueError(f"a shard is 0 to {SHARDS - 1}, not {shard}")
        self._shard_now = shard if callable(shard) else lambda: shard
        self._shard: int | None = None
        self._clock = clock
        self._last = -1
        self._sequence = 0
        self._guard = threading.Lock()
        self._process = os.getpid()

    def number(self) -> int:
        """The next id as SQL stores it; always greater than the one before.

        Raises WrongProcess, and Unavailable while it has no shard.
        """
        if os.getpid() != self._process:
            raise WrongProcess(
                "processes are spawned here, never forked: make an IdMaker with a shard of its own"
            )
        shard = self._shard_now()
        if shard is None:
            raise Unavailable("No new id can be made just now.")
        with self._guard:
            if shard != self._shard:
                self._shard = shard
                self._last += 1  # greater than what was made under another
            now = max(0, (self._clock() - EPOCH) // _MILLISECOND)
            if now > self._last:
                self._last = now
                # not from zero: ids made one by one would all end alike, and whatever is split by an id's
                # last bits would fall on one side
                self._sequence = random.getrandbits(4)
            else:
                self._sequence += 1
                if self._sequence == _SEQUENCES:
                    self._last += 1
                    self._sequence = 0
            return self._last << 22 | shard << 12 | self._sequence

    def text(self) -> str:
        """The next id as APIs carry it."""
        return to_text(self.number())


@lru_cache(maxsize=1 << 16)  # the same stories and people are listed over and over
def to_text(number: int) -> str:
    """11 characters of base58. ValueError for what is not a positive 64-bit integer or zero."""
    if not 0 <= number < _LIMIT:
        raise ValueError(f"not an id: {number}")
    letters = []
    for _ in range(_LENGTH):
        number, rest = divmod(number, 58)
        letters.append(_ALPHABET[rest])
    return "".join(reversed(letters))


def from_text(text: str, field: str = "id") -> int:
    """The number of an id. Raises Invalid, naming `field`, for anything that `to_text` does not write."""
    # Nothing longer is kept: whoever asks may send anything.
    number = _decoded(text) if len(text) == _LENGTH else -1
    if not 0 <= number < _LIMIT:
        raise Invalid(field, "This is not an id.")
    return number


@lru_cache(maxsize=1 << 15)  # as above, and ten times slower
def _decoded(text: str) -> int:
    """The number of 11 characters; -1 where one of them is none of ours."""
    number = 0
    for letter in text:
        value = _VALUES.get(letter)
        if value is None:
            return -1
        number = number * 58 + value
    return number


def number_of(text: str) -> int:
    """An id as SQL has it; 0, which is nobody's, where the text is no id."""
    try:
        return from_text(text)
    except Invalid:
        return 0


def made_at(number: int) -> datetime:
    """When an id was made, to the millisecond."""
    return EPOCH + (number >> 22) * _MILLISECOND
