"""A copy is given up: the target is emptied, the source has neither notes nor marks and is as it was."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from importlib.resources.abc import Traversable

from octavo.chassis.engine import Engine
from octavo.chassis.sql import Dialect
from octavo.copying import marks, notes, tables
from octavo.copying.links import Work, insist, looking, writing
from octavo.copying.marks import Mark
from octavo.copying.moving import Tell
from octavo.copying.pairs import SOURCE_PATIENCE, TARGET_PATIENCE, read_mark
from octavo.copying.places import Place
from octavo.trouble import Exit, Trouble

_ALL = {
    Dialect.SQLITE: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    Dialect.POSTGRESQL: "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()",
}


async def abandon(
    services: Mapping[str, Traversable], source: Place, target: Place | None, tell: Tell
) -> None:
    """Give the copy up that was begun in `source`. Without `target` what is there stays, and can be emptied.

    Trouble where the site was moved and may be in use in the new place; done again, it does what is left.
    """
    async with AsyncExitStack() as stack:
        ours = await _open(stack, source, services, SOURCE_PATIENCE)
        theirs = await _open(stack, target, services, TARGET_PATIENCE) if target is not None else {}
        copies = {mark.copy for _, mark in ours.values() if mark is not None and mark.role == "FROM"}
        if not copies:
            tell.line(f"No copy of {source.shown} is under way.")
            return
        _check_left(source, ours, theirs)
        for name, (engine, mark) in theirs.items():
            if mark is not None and mark.copy in copies and mark.role == "TO":
                tell.doing(f"{name}: the target is emptied")
                await _empty(engine)
        for name, (engine, mark) in ours.items():
            if mark is not None:
                tell.doing(f"{name}: the source is as it was")
                await _free(engine, name)
    tell.line(f"The copy is given up; {source.shown} is as it was.")


def _check_left(
    source: Place,
    ours: Mapping[str, tuple[Engine, Mark | None]],
    theirs: Mapping[str, tuple[Engine, Mark | None]],
) -> None:
    """Only when every database was left is the target opened: then only what is there can say."""
    states = [mark.state if mark is not None else "" for _, mark in ours.values()]
    if any(state != "MOVED" for state in states):
        return
    if len(theirs) < len(ours) or any(mark is None for _, mark in theirs.values()):
        other = next(mark.other for _, mark in ours.values() if mark is not None)
        text = (
            f"{source.shown} was moved to {other}, which may be in use: copy it back from there into an "
            f"empty place instead"
        )
        raise Trouble(text, Exit.SETTINGS)


async def _open(
    stack: AsyncExitStack, place: Place, services: Mapping[str, Traversable], patience: float
) -> dict[str, tuple[Engine, Mark | None]]:
    used = await place.used()
    opened = {}
    for name in services:
        if name in used:
            engine = await place.open(name, patience=patience)
            stack.push_async_callback(engine.close)
            opened[name] = (engine, await read_mark(engine))
    return opened


async def _empty(engine: Engine) -> None:
    """All of it in one transaction, with the mark: what is half empty is not taken for something else."""
    async with writing(engine) as work:
        for row in await work.all(_ALL[engine.dialect]):
            await work.command(f'DROP TABLE "{row["name"]}"')


async def _free(engine: Engine, name: str) -> None:
    async with looking(engine) as look:
        known = await tables.read(look, name)
    await marks.come_back(engine, known)
    await notes.end(engine, known)

    async def unmark(work: Work) -> None:
        await marks.remove(work)

    await insist(engine, unmark)
