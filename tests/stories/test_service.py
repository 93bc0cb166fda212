import asyncio
import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from octavo.chassis import settings
from octavo.chassis.context import acting_as
from octavo.stories.api import CONTRACT, InvalidDocument, Stories, StoryId
from octavo.stories.interactors import StoriesInteractor
from octavo.stories.service import MIGRATIONS, Config, keep_time
from tests.conftest import DatabaseFactory
from tests.stories.desk import ANNA, Clock, World, built, text

OFTEN = Config(schedule_seconds=0.01)


@asynccontextmanager
async def beside(work: asyncio.Task[None]) -> AsyncIterator[None]:
    try:
        yield
    finally:
        work.cancel()
        await asyncio.wait([work])


def kept(room: World, clock: Clock) -> asyncio.Task[None]:
    return asyncio.create_task(keep_time(room.inside, room.db, OFTEN, clock=clock))


async def seen(stories: Stories, story_id: StoryId) -> None:
    """Waits until it is out; one that never comes ends in the test's own time limit."""
    while not await stories.get_stories(story_ids=(story_id,)):  # noqa: ASYNC110 - the schedule tells nobody
        await asyncio.sleep(0.01)


async def test_what_fell_due_while_the_site_was_down_goes_out_at_start(
    database_factory: DatabaseFactory, clock: Clock
) -> None:
    db = await database_factory("stories", Path(str(MIGRATIONS)))
    before = World(*[built(db, clock)] * 2, db, clock)
    with acting_as(ANNA):
        draft = await before.stories.create_draft(content=text())
        await before.stories.schedule(story_id=draft.id, version=1, at=clock.now + timedelta(hours=1))
    clock.turn(days=3)
    again = await database_factory("stories", Path(str(MIGRATIONS)))  # as after a restart
    after = World(*[built(again, clock)] * 2, again, clock)
    async with beside(kept(after, clock)):
        await seen(after.stories, draft.id)


async def test_two_processes_let_a_story_out_once(database_factory: DatabaseFactory, clock: Clock) -> None:
    rooms = []
    for _ in range(2):
        db = await database_factory("stories", Path(str(MIGRATIONS)))
        rooms.append(World(*[built(db, clock)] * 2, db, clock))
    with acting_as(ANNA):
        drafts = [await rooms[0].stories.create_draft(content=text()) for _ in range(5)]
        for draft in drafts:
            await rooms[0].stories.schedule(story_id=draft.id, version=1, at=clock.now + timedelta(hours=1))
    async with beside(kept(rooms[0], clock)), beside(kept(rooms[1], clock)):
        clock.turn(hours=2)
        for draft in drafts:
            await seen(rooms[1].stories, draft.id)
    assert len(await rooms[0].db.all("SELECT number FROM octavo_outbox")) == 5


async def test_the_loop_erases_what_was_deleted_long_ago(room: World, clock: Clock) -> None:
    with acting_as(ANNA):
        draft = await room.stories.create_draft(content=text())
        await room.stories.delete(story_id=draft.id)
    clock.turn(days=31)
    async with beside(kept(room, clock)):
        while await room.db.all("SELECT id FROM stories"):  # noqa: ASYNC110 - the schedule tells nobody
            await asyncio.sleep(0.01)


async def test_limits_are_settings(database_factory: DatabaseFactory, clock: Clock) -> None:
    db = await database_factory("stories", Path(str(MIGRATIONS)))
    stories = built(db, clock, config=Config(max_title=3, max_tags=1))
    with acting_as(ANNA):
        await stories.create_draft(content=text("abc", tags=("a",)))
        for bad in (text("abcd"), text("abc", tags=("a", "b"))):
            with pytest.raises(InvalidDocument):
                await stories.create_draft(content=bad)


class Everything(msgspec.Struct, frozen=True):
    """A configuration that has only this section."""

    stories: Config = Config()


def test_wrong_limits_are_named() -> None:
    environ = {"OCTAVO_STORIES_MAX_TITLE": "0", "OCTAVO_STORIES_MAX_BODY": "99999999"}
    with pytest.raises(settings.SettingsError) as caught:
        settings.read(Everything, environ=environ)
    assert {mistake.name for mistake in caught.value.mistakes} == set(environ)


@pytest.mark.parametrize("method", [method.call for method in CONTRACT.methods])
def test_the_interactor_has_each_method_as_the_contract_says(method: str) -> None:
    offered = inspect.signature(getattr(StoriesInteractor, method))
    promised = inspect.signature(getattr(Stories, method))
    assert {name: (given.kind, given.default) for name, given in offered.parameters.items()} == {
        name: (given.kind, given.default) for name, given in promised.parameters.items()
    }
