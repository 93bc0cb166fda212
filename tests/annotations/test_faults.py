"""What the annotations keep when their process dies while somebody marks, and without their database."""

import pytest

from octavo.annotations.api import CONTRACT, Annotations
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


async def mark(reach: Reach, story_id: StoryId) -> object:
    annotations: Annotations = reach(CONTRACT)
    words = "It was a fine day."
    return await annotations.highlight(
        story_id=story_id, block_id="bLockzzzzz1", start=0, end=len(words), quote=words
    )


async def marked(reach: Reach, story_id: StoryId) -> int:
    annotations: Annotations = reach(CONTRACT)
    return len((await annotations.list_own_highlights(story_id=story_id)).highlights)


HIGHLIGHT = Act(before=story, write=mark, count=marked)


async def test_a_highlight_is_there_once_or_not_at_all_when_the_process_dies(whole_site: Standing) -> None:
    await once_or_not_at_all(whole_site, HIGHLIGHT)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, HIGHLIGHT)
