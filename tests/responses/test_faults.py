"""What the responses keep when their process dies while somebody answers, and without their database."""

import pytest

from octavo.responses.api import CONTRACT, Responses, StoryId
from tests.faults.standing import (
    Act,
    Reach,
    Standing,
    comes_back_with_its_database,
    once_or_not_at_all,
    published,
)

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def story(reach: Reach, mark: str) -> tuple[StoryId, str]:
    return StoryId((await published(reach, mark)).id), mark


async def answer(reach: Reach, about: tuple[StoryId, str]) -> object:
    responses: Responses = reach(CONTRACT)
    return await responses.respond(story_id=about[0], text=f"I walked there too, {about[1]}.")


async def answered(reach: Reach, about: tuple[StoryId, str]) -> int:
    responses: Responses = reach(CONTRACT)
    return sum(one.story_id == about[0] for one in (await responses.list_own(limit=50)).responses)


RESPONSE = Act(before=story, write=answer, count=answered)


async def test_a_response_is_there_once_or_not_at_all_when_the_process_dies(whole_site: Standing) -> None:
    await once_or_not_at_all(whole_site, RESPONSE)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, RESPONSE)
