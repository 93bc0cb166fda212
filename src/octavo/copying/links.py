"""Transactions on the engines of a copy, with the statements of the chassis' portable SQL."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from octavo.chassis.engine import Conflict, Engine, Link, Locked
from octavo.chassis.sql import Dialect, Row, compiled

_ATTEMPTS: Final = 20
_INSISTING: Final = 100


class Work:
    """An open transaction, which knows its engine's dialect."""

    def __init__(self, link: Link, dialect: Dialect) -> None:
        self.link = link
        self.dialect = dialect

    async def all(self, sql: str, **values: Any) -> list[Row]:
        """Every row of a query."""
        statement = compiled(sql, self.dialect)
        return await self.link.fetch(statement, statement.bind(values))

    async def one(self, sql: str, **values: Any) -> Row | None:
        """The first row, or None."""
        rows = await self.all(sql, **values)
        return rows[0] if rows else None

    async def execute(self, sql: str, **values: Any) -> int:
        """Run a statement; the number of rows that it changed."""
        statement = compiled(sql, self.dialect)
        return await self.link.execute(statement, statement.bind(values))

    async def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement for each row of values, which stand in the order of the statement's names."""
        if rows:
            await self.link.many(compiled(sql, self.dialect), rows)

    async def command(self, text: str) -> None:
        """Run the engine's own text."""
        await self.link.command(text)

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A part that may fail alone."""
        await self.command("SAVEPOINT attempt")
        try:
            yield
        except Exception:
            await self.command("ROLLBACK TO SAVEPOINT attempt")
            await self.command("RELEASE SAVEPOINT attempt")
            raise
        await self.command("RELEASE SAVEPOINT attempt")


@asynccontextmanager
async def writing(engine: Engine) -> AsyncIterator[Work]:
    """A transaction that no other copy's runs beside; committed at the end of the block."""
    link = await _begun(engine)
    try:
        yield Work(link, engine.dialect)
    except BaseException:
        await link.rollback()
        raise
    await link.commit()


async def _begun(engine: Engine) -> Link:
    """The site's own writers may go first, a number of times."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return await engine.alone()
        except Locked:
            await asyncio.sleep(random.uniform(0.01, 0.1))  # noqa: S311 - no secret
    return await engine.alone()


async def insist(engine: Engine, step: Callable[[Work], Awaitable[None]]) -> None:
    """A step in a transaction that alters tables which a site works with: whoever holds one of them is waited
    for half a second, and goes first as often as it takes."""
    for attempt in range(_INSISTING):
        try:
            async with writing(engine) as work:
                await be_brief(work)
                await step(work)
                return
        except (Locked, Conflict):
            if attempt == _INSISTING - 1:
                raise
            await asyncio.sleep(random.uniform(0.05, 0.3))  # noqa: S311 - no secret


async def be_brief(work: Work) -> None:
    """Give up soon where a table is not to be had: those who want it meanwhile stand in line behind us."""
    if work.dialect is Dialect.POSTGRESQL:
        await work.command("SET LOCAL lock_timeout = '500ms'")


@asynccontextmanager
async def looking(engine: Engine) -> AsyncIterator[Work]:
    """One moment of a database, seen as long as the block lasts."""
    link = await engine.snapshot()
    try:
        yield Work(link, engine.dialect)
    finally:
        await link.rollback()
