"""What is counted when the process dies while readers come, and when its database is away."""

import pytest

from octavo.chassis.context import Caller, acting_as
from octavo.readership.api import CONTRACT, Kind, Readership, StoryId
from octavo.stories.api import CONTRACT as STORIES
from octavo.stories.api import Stories
from tests.faults.standing import (
    Act,
    Reach,
    Standing,
    answered_again,
    database_away,
    once_or_not_at_all,
    seen,
    somebody,
)
from tests.readership.world import FIREFOX
from tests.stories.desk import text

Own = tuple[StoryId, Caller]

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def own_story(reach: Reach, mark: str) -> Own:
    """A story and who wrote it, who alone is told how many read it."""
    stories: Stories = reach(STORIES)
    writer = somebody()
    with acting_as(writer):
        draft = await stories.create_draft(content=text(mark))
        return (await stories.publish(story_id=draft.id, version=draft.version)).id, writer


async def read(reach: Reach, own: Own) -> None:
    readership: Readership = reach(CONTRACT)
    await readership.count(story_id=own[0], kind=Kind.VIEW, address="192.0.2.1", agent=FIREFOX)


async def counted(reach: Reach, own: Own) -> int:
    readership: Readership = reach(CONTRACT)
    with acting_as(own[1]):
        return (await readership.get_numbers(story_id=own[0])).totals.views


VIEW = Act(before=own_story, write=read, count=counted, promised=False)
"""Counts wait in memory for a moment: one that dies with the process is lost, and none is counted twice."""


async def test_a_reader_is_counted_once_or_not_at_all_when_the_process_dies(whole_site: Standing) -> None:
    await once_or_not_at_all(whole_site, VIEW)


async def test_readers_who_come_while_its_database_is_away_are_counted_once(
    site_on_postgres: Standing,
) -> None:
    async with site_on_postgres.reached() as peer:
        before, during = [await own_story(peer.client, mark) for mark in ("before", "during")]
        await read(peer.client, before)
        assert await seen(lambda: counted(peer.client, before)) == 1
        # Whose story it is was asked before: that is near.
        await read(peer.client, during)
        with database_away(site_on_postgres):
            await read(peer.client, during)
        await answered_again(lambda: counted(peer.client, during))
        assert await seen(lambda: counted(peer.client, during)) == 1
