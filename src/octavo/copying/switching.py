"""The switch: writers wait for seconds, the last changes are brought and compared, the source is left.

Nothing tells the site to stop writing. The copy holds the databases' own locks, in transactions: writers wait
for them, readers do not, and a copy that dies lets go of them with everything as it was. What commits with
the end of those locks is the refusal of every further write.
"""

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from typing import Final

from octavo.chassis.engine import Conflict, Locked
from octavo.chassis.sql import Dialect
from octavo.copying import counters, marks, notes
from octavo.copying.comparing import Compared, compare, compare_keys
from octavo.copying.links import Work, be_brief, writing
from octavo.copying.pairs import Pair
from octavo.copying.places import Place
from octavo.copying.rounds import bring
from octavo.copying.tables import Key
from octavo.copying.verifying import told
from octavo.trouble import Exit, Trouble

Touched = Mapping[str, frozenset[tuple[str, Key]]]
_PATIENCE: Final = 30.0  # seconds for a moment in which nothing is being written


async def switch(pairs: Sequence[Pair], target: Place, touched: Touched, *, whole: bool) -> float:
    """Leave the source for the target; for how many seconds writers waited.

    touched: what was brought by service since all was compared. whole: compare all once more while writers
    wait. Trouble when the databases are never at rest or differ: then the source is as it was.
    """
    held = await _hold(pairs)
    began = time.monotonic()
    left = 0
    try:
        for pair, work in held:
            await _last(pair, work, touched[pair.service], whole=whole)
        for pair, work in held:
            await marks.leave(work, pair.tables, target.shown)
        for _, work in held:
            await work.link.commit()
            left += 1
    finally:
        for _, work in held[left:]:
            await work.link.rollback()
    return time.monotonic() - began


async def _last(pair: Pair, source: Work, touched: frozenset[tuple[str, Key]], *, whole: bool) -> None:
    """The last changes of a service, and whether all is the same after them."""
    pending = await notes.pending(source, 1 << 40)
    async with writing(pair.target) as target:
        await marks.still_ours(target, pair.term)
        await bring(source, target, pair, pending)
        await counters.go_on(target, await counters.read(source))
        await counters.keep_shards(source, target)
        found = []
        for table in pair.tables:
            if whole:
                found.append(await compare(source, target, table))
                continue
            keys = [key for place, key in touched | pending.numbers.keys() if place == table.name]
            differ = await compare_keys(source, target, table, keys)
            found.append(Compared(table.name, len(keys), "", tuple(differ), 0))
        told(pair.service, found)
    await source.execute("DELETE FROM octavo_copy_changes")


async def _hold(pairs: Sequence[Pair]) -> list[tuple[Pair, Work]]:
    """Every source's writers wait, or none: who holds one and waits for another must not meet us."""
    until = time.monotonic() + _PATIENCE
    while True:
        held: list[tuple[Pair, Work]] = []
        try:
            for pair in pairs:
                held.append((pair, await _held(pair)))  # noqa: PERF401 - what is held so far is let go of
        except BaseException as error:
            for _, work in held:
                await work.link.rollback()
            if not isinstance(error, Locked | Conflict):
                raise
        else:
            return held
        if time.monotonic() > until:
            text = (
                "the databases are never at rest, so nothing was switched; try again when there is less to do"
            )
            raise Trouble(text, Exit.LOCKED)
        await asyncio.sleep(random.uniform(0.05, 0.3))  # noqa: S311 - no secret


async def _held(pair: Pair) -> Work:
    work = Work(await pair.source.alone(), pair.source.dialect)
    if work.dialect is Dialect.SQLITE:  # its one lock for writers is taken already
        return work
    try:
        await be_brief(work)
        names = ", ".join(f'"{name}"' for name in (*(table.name for table in pair.tables), "octavo_claims"))
        await work.command(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
    except BaseException:
        await work.link.rollback()
        raise
    return work


async def open_target(pair: Pair) -> None:
    """Let the site begin in the target."""
    async with writing(pair.target) as work:
        await marks.remove(work)
