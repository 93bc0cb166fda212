"""A small world of events: a service that publishes, one that keeps a feed of it."""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar, Final

from octavo.chassis.bus import Carried
from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope, Outbox, moment
from octavo.chassis.handling import Patience
from tests.chassis.event_engines import Deliverer
from tests.conftest import Databases


class StoryPublished(Event, frozen=True, kw_only=True):
    event_name: ClassVar[str] = "stories.StoryPublished"
    story_id: str = ""
    version: int = 0


class StoryDeleted(Event, frozen=True, kw_only=True):
    event_name: ClassVar[str] = "stories.StoryDeleted"
    story_id: str = ""


_FEED: Final = "CREATE TABLE feed (nth BIGINT NOT NULL, story TEXT NOT NULL, version BIGINT NOT NULL)"
_nth = itertools.count()  # rows that several connections wrote come in any order by themselves

QUICK = Patience(attempts=3, pause=0.001, longest=0.002)


async def open_stories(databases: Databases, home: Path) -> Database:
    folder = home / "stories"
    folder.mkdir(exist_ok=True)
    (folder / "0001_stories.sql").write_text("CREATE TABLE stories (id TEXT PRIMARY KEY NOT NULL)")
    return await databases("stories", folder)


async def open_feed(databases: Databases, home: Path) -> Database:
    folder = home / "feed"
    folder.mkdir(exist_ok=True)
    (folder / "0001_feed.sql").write_text(_FEED)
    return await databases("feed", folder)


async def publish(db: Database, story: str, *versions: int) -> None:
    async def work() -> None:
        for version in versions:
            await Outbox(db).add(StoryPublished(story_id=story, version=version))

    await db.run(work)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(100):
        while not await condition():  # noqa: ASYNC110 - what is awaited happens in a database
            await asyncio.sleep(0.005)


async def drained(relay: Deliverer) -> None:
    async def empty() -> bool:
        return all(each.unseen == 0 and each.waiting == 0 for each in await relay.backlog())

    await until(empty)


async def feed(target: Database) -> dict[str, list[int]]:
    versions: dict[str, list[int]] = defaultdict(list)
    for row in await target.all("SELECT story, version FROM feed ORDER BY nth"):
        versions[row["story"]].append(row["version"])
    return versions


def into_feed(target: Database) -> Callable[[StoryPublished, Envelope], Awaitable[None]]:
    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        await target.execute(
            "INSERT INTO feed (nth, story, version) VALUES (:nth, :story, :version)",
            nth=next(_nth),
            story=event.story_id,
            version=event.version,
        )

    return handler


def carried(number: int, aggregate: str = "a") -> Carried:
    """The event with this number, written at as many microseconds after 1970."""
    envelope = Envelope(
        number=number,
        source="stories",
        type="stories.StoryPublished",
        aggregate=aggregate,
        sequence=number,
        written_at=moment(number),
        trace="",
    )
    return Carried(envelope, '{"story_id":"a"}')
