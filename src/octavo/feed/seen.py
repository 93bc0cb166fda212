"""What a reader has seen: the last stories exactly, those before them in a Bloom filter.

Of an author whom the reader follows a story is left out only when the exact part says so, so none is lost by
chance. Of others the filter takes a new story for a seen one with a chance of at most 1 in 500: it is two
filters of 1 in 1,000, of which the older is dropped when the newer is full.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

import msgspec
from rbloom import Bloom

SHOWN_ENOUGH: Final = 3
"""So often a story is shown to somebody who does not open it."""
EXACT: Final = 400
"""Stories that are remembered one by one."""
_FILTER_STORIES: Final = 2_000
_CHANCE: Final = 0.001
_READ: Final = 1_000_000


class _Kept(msgspec.Struct, array_like=True):
    recent: dict[int, int]
    newer: bytes = b""
    older: bytes = b""
    count: int = 0


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(_Kept).decode


class Seen:
    """Made from the bytes that are kept of a reader, and written back as such."""

    def __init__(self, kept: bytes = b"") -> None:
        self._kept = _decode(kept) if kept else _Kept({})
        self._filters: list[Bloom] | None = None

    def shown(self, number: int) -> int:
        """How often the story was shown lately without being opened."""
        return self._kept.recent.get(number, 0) % _READ

    def times(self, numbers: Iterable[int]) -> list[int]:
        """The same of each."""
        recent = self._kept.recent
        return [recent[number] % _READ if number in recent else 0 for number in numbers]

    @property
    def is_exact(self) -> bool:
        """Whether nothing stands in the filter yet."""
        return self._filters is None and not self._kept.count and not self._kept.older

    def over(self, number: int, *, followed: bool) -> bool:
        """Whether the story is not to be shown again."""
        times = self._kept.recent.get(number)
        if times is not None:
            return times >= SHOWN_ENOUGH
        return not followed and self._in_filter(number)

    def note_shown(self, number: int) -> None:
        """Once more."""
        self._set(number, self._kept.recent.pop(number, 0) + 1)

    def note_read(self, number: int) -> None:
        """It was opened: once is enough."""
        times = self._kept.recent.pop(number, 0)
        self._set(number, times if times >= _READ else times + _READ)

    def to_bytes(self) -> bytes:
        """What is kept: at most about 15 KB, mostly less than 4."""
        if self._filters is not None:
            self._kept.newer, self._kept.older = (
                one.save_bytes() if kept or one.approx_items else b""
                for one, kept in zip(self._filters, (self._kept.count, True), strict=True)
            )
        return _encode(self._kept)

    def _set(self, number: int, times: int) -> None:
        recent = self._kept.recent
        recent[number] = times  # last in the order of the dictionary
        if len(recent) > EXACT:
            oldest = next(iter(recent))
            if recent.pop(oldest) >= SHOWN_ENOUGH:
                self._to_filter(oldest)

    def _to_filter(self, number: int) -> None:
        filters = self._open()
        if self._kept.count >= _FILTER_STORIES:
            filters[:] = [_new(), filters[0]]
            self._kept.count = 0
        filters[0].add(number)
        self._kept.count += 1

    def _in_filter(self, number: int) -> bool:
        if self.is_exact:
            return False
        return any(number in one for one in self._open())

    def _open(self) -> list[Bloom]:
        if self._filters is None:
            self._filters = [
                Bloom.load_bytes(kept, _hash) if kept else _new()
                for kept in (self._kept.newer, self._kept.older)
            ]
        return self._filters


def _new() -> Bloom:
    return Bloom(_FILTER_STORIES, _CHANCE, _hash)


def _hash(number: object) -> int:
    # Python's own hash of a number is the number itself, of which the filter takes no account.
    digest = blake2b(int(number).to_bytes(8, "big"), digest_size=16).digest()  # type: ignore[call-overload]
    return int.from_bytes(digest, "big", signed=True)
