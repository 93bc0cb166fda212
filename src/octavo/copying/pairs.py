"""A service's two databases, source and target, and how a copy finds out whether it may begin or go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from octavo.chassis import migrations
from octavo.chassis.engine import Engine
from octavo.copying import marks, tables
from octavo.copying.links import looking
from octavo.copying.marks import Mark
from octavo.copying.places import Place
from octavo.copying.tables import Table
from octavo.trouble import Exit, Trouble

SOURCE_PATIENCE = 1.0  # seconds: whoever writes to the site goes first
TARGET_PATIENCE = 10.0


@dataclass
class Pair:
    """One service's source and target, open."""

    service: str
    migrations: Traversable
    source: Engine
    target: Engine
    tables: tuple[Table, ...]
    mark: Mark | None
    """What stands in the source; None where no copy was begun."""
    term: int = 0
    """By which this process is told from others that went on with the copy."""

    async def close(self) -> None:
        await self.source.close()
        await self.target.close()


async def check_source(place: Place, services: Mapping[str, Traversable]) -> None:
    """Trouble where the source has not every service's tables."""
    used = await place.used()
    lacking = [name for name in services if name not in used]
    if len(lacking) == len(services):
        raise Trouble(f"{place.shown} holds no site", Exit.BAD_DATA)
    if lacking:
        text = (
            f"{place.shown} has no tables for {', '.join(lacking)}: start the site once with this "
            f"version of Octavo, then copy it"
        )
        raise Trouble(text, Exit.BAD_DATA)


async def open_source(place: Place, service: str, folder: Traversable) -> tuple[Engine, tuple[Table, ...]]:
    """The engine of a site's database and the tables in it. Trouble unless it stands at this program's
    migrations."""
    engine = await place.open(service, patience=SOURCE_PATIENCE)
    try:
        async with looking(engine) as work:
            lacking = await migrations.lacking(work.link, engine.dialect, service, folder)
            if lacking:
                text = (
                    f"the database of {service} in {place.shown} lacks {', '.join(lacking)}: start the site "
                    f"with this version of Octavo, then copy it"
                )
                raise Trouble(text, Exit.BAD_DATA)
            return engine, await tables.read(work, service)
    except BaseException:
        await engine.close()
        raise


async def read_mark(engine: Engine) -> Mark | None:
    """What a database says of a copy."""
    async with looking(engine) as work:
        return await marks.read(work)


def check_tables(service: str, ours: tuple[Table, ...], theirs: tuple[Table, ...]) -> None:
    """Trouble where the two engines have not the same tables: nothing would be sure then."""
    if ours == theirs:
        return
    here, there = {table.name: table for table in ours}, {table.name: table for table in theirs}
    different = sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
    names = ", ".join(different)
    text = f"{service}: the tables {names} differ in source and target; were they altered by hand?"
    raise Trouble(text, Exit.BAD_DATA)
