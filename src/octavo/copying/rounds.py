"""Rounds: what was noted since is brought to the target, until it is the source as it was a moment ago.

A round looks at one moment of the source. When it takes up all notes of that moment, the target is then
exactly the source in it: whatever has no note is as it was when it was brought last. Deletions come first and
insertions after, in one transaction, so no unique index can be in the way.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from octavo.copying import marks, notes
from octavo.copying.bulk import put
from octavo.copying.links import Work, looking, writing
from octavo.copying.notes import Pending
from octavo.copying.pairs import Pair
from octavo.copying.tables import Key, rows_of

_KEYS_AT_ONCE = 2000


class Round(msgspec.Struct, frozen=True):
    """What a round came to: notes taken up, whether they were all, and what they named."""

    notes: int
    whole: bool
    keys: frozenset[tuple[str, Key]]


async def catch_up(pair: Pair) -> Round:
    """One round."""
    async with exactly(pair, whole=False) as (_, pending):
        return Round(pending.count, pending.whole, frozenset(pending.numbers))


@asynccontextmanager
async def exactly(pair: Pair, *, whole: bool = True) -> AsyncIterator[tuple[Work, Pending]]:
    """In the block the target is the source as it is seen there, and what its notes were.

    whole: however many notes there are. Without, so many that there may be more to bring.
    """
    async with looking(pair.source) as source:
        pending = await notes.pending(source, 1 << 40 if whole else notes.MOST)
        async with writing(pair.target) as target:
            await marks.still_ours(target, pair.term)
            clashed = await bring(source, target, pair, pending)
        yield source, pending
    numbers = [number for key, some in pending.numbers.items() if key not in clashed for number in some]
    if numbers:
        async with writing(pair.source) as work:
            await notes.forget(work, numbers)


async def bring(source: Work, target: Work, pair: Pair, pending: Pending) -> set[tuple[str, Key]]:
    """Bring what these notes name; returns what clashed with something that has still to be brought."""
    clashed = set()
    for table in pair.tables:
        keys = pending.keys(table)
        if not keys:
            continue
        await target.many(table.delete, keys)
        for start in range(0, len(keys), _KEYS_AT_ONCE):
            rows = await rows_of(source, table, keys[start : start + _KEYS_AT_ONCE])
            clashes: list[Key] | None = None if pending.whole else []
            await put(target, pair.service, table, [table.values_of(row) for row in rows], clashes)
            places = [table.columns.index(name) for name in table.key]
            for values in clashes or ():
                clashed.add((table.name, tuple(values[place] for place in places)))
    return clashed
