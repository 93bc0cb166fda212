"""Both ends are compared and nothing is changed: `octavo copy --verify-only`."""

from collections.abc import Mapping, Sequence
from functools import partial
from importlib.resources.abc import Traversable

from octavo.chassis.engine import Engine
from octavo.copying import marks, notes, verifying
from octavo.copying.comparing import Compared, compare
from octavo.copying.links import Work, looking
from octavo.copying.moving import Tell
from octavo.copying.pairs import check_source, check_tables, open_source
from octavo.copying.places import Place
from octavo.copying.tables import Key, Table
from octavo.trouble import Exit, Trouble


async def check(services: Mapping[str, Traversable], source: Place, target: Place, tell: Tell) -> None:
    """Compare every table; Trouble that names what differs, once all was looked at.

    While a copy is under way, rows that have a note may differ: they are told as waiting.
    """
    for place in (source, target):
        await check_source(place, services)
    wrong: list[str] = []
    for name, folder in services.items():
        here, ours = await open_source(source, name, folder)
        try:
            there, theirs = await open_source(target, name, folder)
            try:
                check_tables(name, ours, theirs)
                found = await _compared(name, ours, here, there, tell)
            finally:
                await there.close()
        finally:
            await here.close()
        lines = verifying.lines(name, found)
        wrong += lines
        if not lines:
            tell.line(verifying.report(name, found))
    if wrong:
        raise Trouble("\n".join(["source and target differ:", *wrong]), Exit.BAD_DATA)


async def _compared(
    name: str, known: Sequence[Table], here: Engine, there: Engine, tell: Tell
) -> list[Compared]:
    def seen(table: str, rows: int) -> None:
        tell.doing(f"{name}.{table}: {rows:,} rows compared")

    async with looking(here) as source, looking(there) as target:
        await _check_whole(name, target, known)
        noted: dict[str, list[Key]] = {}
        if await marks.has_table(source, "octavo_copy_changes"):
            pending = await notes.pending(source, 1 << 40)
            noted = {table.name: pending.keys(table) for table in known}
        one = partial(compare, source, target, seen=seen)
        return [await one(table, noted=noted.get(table.name, ())) for table in known]


async def _check_whole(name: str, target: Work, known: Sequence[Table]) -> None:
    if not await marks.has_table(target, "octavo_copy_progress"):
        return
    done = await marks.progress(target)
    missing = [table.name for table in known if table.name not in done or not done[table.name].done]
    if missing:
        text = f"{name}: {', '.join(missing)} is not copied yet: go on with `octavo copy` first"
        raise Trouble(text, Exit.BAD_DATA)
