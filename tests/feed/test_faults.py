"""What the feed keeps when its process dies while somebody hides a story, and when its database is away."""

import pytest

from octavo.feed.api import CONTRACT, Feed
from octavo.stories.api import StoryId
from tests.faults.standing import (
    Act,
    Reach,
    Standing,
    comes_back_with_its_database,
    once_or_not_at_all,
    published,
)

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def story(reach: Reach, mark: str) -> StoryId:
    return (await published(reach, mark)).id


async def hide(reach: Reach, story_id: StoryId) -> None:
    feed: Feed = reach(CONTRACT)
    await feed.hide_story(story_id=story_id)


async def hidden(reach: Reach, story_id: StoryId) -> int:
    feed: Feed = reach(CONTRACT)
    return (await feed.list_hidden(limit=50)).story_ids.count(story_id)


HIDDEN = Act(before=story, write=hide, count=hidden)


async def test_what_is_hidden_is_there_once_or_not_at_all_when_the_process_dies(whole_site: Standing) -> None:
    await once_or_not_at_all(whole_site, HIDDEN)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, HIDDEN)
