"""What the search finds after its process died while somebody published, and when its database is away."""

import pytest

from octavo.search.api import CONTRACT, Search
from octavo.stories.api import CONTRACT as STORIES
from octavo.stories.api import Status, Stories
from tests.faults.standing import Act, Reach, Standing, comes_back_with_its_database, once_or_not_at_all, seen
from tests.stories.desk import text

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def publish(reach: Reach, title: str) -> object:
    stories: Stories = reach(STORIES)
    draft = await stories.create_draft(content=text(title))
    return await stories.publish(story_id=draft.id, version=draft.version)


async def found(reach: Reach, title: str) -> int:
    """It hears of stories a moment later, once for each that is there."""
    stories: Stories = reach(STORIES)
    search: Search = reach(CONTRACT)
    there = sum(
        one.title == title and one.status is Status.PUBLISHED for one in (await stories.list_desk()).items
    )

    async def hits() -> int:
        return len((await search.find_stories(query=title)).hits)

    return await seen(hits, there)


STORY = Act(write=publish, count=found)


async def test_a_story_in_the_index_is_there_once_or_not_at_all_when_the_process_dies(
    whole_site: Standing,
) -> None:
    await once_or_not_at_all(whole_site, STORY)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, STORY)
