"""What the stories keep when their process dies while somebody writes, and when their database is away."""

import pytest

from octavo.stories.api import CONTRACT, Stories
from tests.faults.standing import Act, Reach, Standing, comes_back_with_its_database, once_or_not_at_all
from tests.stories.desk import text

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def make(reach: Reach, title: str) -> object:
    stories: Stories = reach(CONTRACT)
    return await stories.create_draft(content=text(title))


async def made(reach: Reach, title: str) -> int:
    stories: Stories = reach(CONTRACT)
    return sum(one.title == title for one in (await stories.list_desk()).items)


DRAFT = Act(write=make, count=made)


async def test_a_draft_is_there_once_or_not_at_all_when_the_process_dies(whole_site: Standing) -> None:
    await once_or_not_at_all(whole_site, DRAFT)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, DRAFT)
