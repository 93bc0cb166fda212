"""Files from one store to another while the first is in use: copied, and compared by their SHA-256.

It notes nothing: what is there already is passed over, so that whoever is killed begins again and is soon
where they were. Nothing is ever removed from the second store.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Sequence
from typing import Any, Final, TypeVar

import msgspec

from octavo.chassis.files import PIECE, File, FileDamaged, Files, digest, pieces

T = TypeVar("T")

_AT_ONCE: Final = 8

Seen = Callable[[File], None]
"""Told of each file that was copied or compared."""


class Copied(msgspec.Struct, frozen=True):
    """What came of a copy: files that were written, their bytes, and files that were there and the same."""

    written: int = 0
    bytes: int = 0
    there: int = 0


class Compared(msgspec.Struct, frozen=True):
    """What came of a comparison: files that are the same in both, their bytes, and the keys of the others."""

    same: int = 0
    bytes: int = 0
    missing: tuple[str, ...] = ()
    different: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the second store has all of the first."""
        return not (self.missing or self.different)


async def copy(
    source: Files,
    target: Files,
    prefixes: Sequence[str],
    *,
    anew: Collection[str] = (),
    seen: Seen | None = None,
) -> Copied:
    """Bring below each prefix what the target lacks or has in another size, and the keys `anew` whatever it
    has there.

    What is written to the source meanwhile comes along, or with the next copy. What is removed from it
    meanwhile is passed over. Raises StorageUnavailable where one of the two cannot go on.
    """
    written = size = there = 0
    async for some in _batches(_pairs(source, target, prefixes)):
        works = []
        for file, other in some:
            is_there = other is not None and other.size == file.size and file.key not in anew
            there += is_there
            if not is_there:
                works.append(_bring(source, target, file))
        for brought in await _together(works):
            written, size = written + (brought is not None), size + (brought or 0)
        if seen is not None:
            for file, _ in some:
                seen(file)
    return Copied(written, size, there)


async def compare(
    source: Files, target: Files, prefixes: Sequence[str], *, seen: Seen | None = None
) -> Compared:
    """Whether the target has each file of the source with the same SHA-256; those that a store does not know
    are read. What is removed from the source meanwhile does not count."""
    same = size = 0
    missing: list[str] = []
    different: list[str] = []
    async for some in _batches(_pairs(source, target, prefixes)):
        found = await _together([_alike(source, target, file, other) for file, other in some])
        for (file, other), alike in zip(some, found, strict=True):
            if seen is not None:
                seen(file)
            if alike:
                same, size = same + 1, size + file.size
            elif alike is not None:
                (missing if other is None else different).append(file.key)
    return Compared(same, size, tuple(missing), tuple(different))


async def _pairs(
    source: Files, target: Files, prefixes: Sequence[str]
) -> AsyncIterator[tuple[File, File | None]]:
    """Each file of the source with that of the target under the same key."""
    for prefix in prefixes:
        others = target.list(prefix)
        other = await anext(others, None)
        async for file in source.list(prefix):
            while other is not None and other.key < file.key:
                other = await anext(others, None)
            yield file, other if other is not None and other.key == file.key else None


async def _batches(
    pairs: AsyncIterator[tuple[File, File | None]],
) -> AsyncIterator[list[tuple[File, File | None]]]:
    some: list[tuple[File, File | None]] = []
    async for pair in pairs:
        some.append(pair)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some


async def _together(works: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
    """All side by side; the first failure once none goes on any more."""
    outcomes = await asyncio.gather(*works, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]


async def _bring(source: Files, target: Files, file: File) -> int | None:
    """The bytes that were written; None where it is gone."""
    if file.size <= PIECE:
        data = await source.get(file.key)
        if data is None:
            return None
        await target.put(file.key, data)
        return len(data)
    try:
        await target.put(file.key, pieces(source, file), sha256=await digest(source, file))
    except FileDamaged:
        now = await source.find(file.key)
        if now is None:
            return None
        if (now.size, now.written_at) == (file.size, file.written_at):
            raise
        return await _bring(source, target, now)  # it was written anew while it was read
    return file.size


async def _alike(source: Files, target: Files, file: File, other: File | None) -> bool | None:
    """None: it is gone from the source."""
    alike = False
    if other is not None and other.size == file.size:
        ours, theirs = await _together([_told(source, file), _told(target, other)])
        alike = ours is not None and ours == theirs
    if alike:
        return True
    now = await source.find(file.key)
    return None if now is None else False


async def _told(files: Files, file: File) -> str | None:
    try:
        return await digest(files, file)
    except FileDamaged:
        return None
