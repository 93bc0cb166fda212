"""Processes of a site for the tests of replicas: each with what it knows of the others' changes."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from octavo.chassis import database, lagging
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.positions import Positions
from octavo.chassis.purges import PurgeFollower, Purges
from octavo.chassis.replicas import Replicas

TABLE = """
CREATE TABLE notes (
    id BIGINT PRIMARY KEY,
    text TEXT NOT NULL
);
INSERT INTO notes (id, text) VALUES (1, 'old');
"""
PORT = "SELECT inet_server_port() AS port"


@dataclass
class Process:
    """One process: its databases, replicas, copies, and how far it follows."""

    db: Database
    other: Database
    replicas: Replicas
    near: NearCache
    follower: PurgeFollower

    async def write(self, text: str, *, purges: bool = True) -> int:
        """Changes the note, with a purge or without; the number of the purge."""

        async def change() -> None:
            await self.db.execute("UPDATE notes SET text = :text WHERE id = 1", text=text)
            if purges:
                await Purges(self.db).add("note:1")

        await self.db.run(change)
        row = await self.db.one("SELECT MAX(number) AS number FROM octavo_purges")
        assert row is not None
        return int(row["number"] or 0)

    async def read(self) -> str:
        """The note, by a call of its own that may lag."""
        with may_lag():
            row = await self.db.one("SELECT text FROM notes WHERE id = 1")
        assert row is not None
        return str(row["text"])

    async def near_read(self) -> str:
        """The same, from this process's copies."""
        found: str = await self.near.get_or_load("note", self.read, tags=("note:1",), size=100)
        return found

    async def port(self, *, other: bool = False) -> int:
        """Of the server that such a call reads from."""
        with may_lag():
            row = await (self.other if other else self.db).one(PORT)
        assert row is not None
        return int(row["port"])

    async def settled(self, port: int) -> None:
        """Until it reads there again; nothing but that may be awaited."""
        async with asyncio.timeout(20):
            while await self.port() != port:
                await asyncio.sleep(0.005)
                await self.replicas.look()


@contextmanager
def may_lag() -> Iterator[None]:
    """A call that may lag."""
    token = lagging.here.set(lagging.Reading())
    try:
        yield
    finally:
        lagging.here.reset(token)


@asynccontextmanager
async def process(
    primary: str, urls: Sequence[str], folder: Path, *, most_behind: float = 60.0
) -> AsyncIterator[Process]:
    """One more process of the same site. Its replicas were looked at once; nobody looks again by itself."""
    replicas = Replicas(primary, urls, most_behind=most_behind, positions=Positions())
    near = NearCache(max_bytes=10_000)
    db = await database.open(primary, name="notes", migrations=folder, replicas=replicas)
    other = await database.open(primary, name="others", migrations=folder, replicas=replicas)
    try:
        async with PurgeFollower.of(db, near).running() as follower, PurgeFollower.of(other).running():
            await replicas.look()
            yield Process(db, other, replicas, near, follower)
    finally:
        replicas.close()
        await db.close()
        await other.close()
