"""What a link to a page of the site stands for when the process dies while somebody pastes it, and when the
database is away in which it is counted who pastes how many."""

import pytest

from octavo.embeds.api import CONTRACT, Embeds
from tests.faults.standing import (
    URL,
    Act,
    Reach,
    Standing,
    comes_back_with_its_database,
    once_or_not_at_all,
    published,
)

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def page(reach: Reach, mark: str) -> tuple[str, str]:
    story = await published(reach, mark)
    return f"{URL}/p/{story.id}", mark


async def paste(reach: Reach, about: tuple[str, str]) -> object:
    embeds: Embeds = reach(CONTRACT)
    return await embeds.unfurl(url=about[0])


async def told(reach: Reach, about: tuple[str, str]) -> int:
    embeds: Embeds = reach(CONTRACT)
    return int((await embeds.unfurl(url=about[0])).title == about[1])


LINK = Act(before=page, write=paste, count=told)


async def test_a_link_is_told_as_before_when_the_process_dies(whole_site: Standing) -> None:
    await once_or_not_at_all(whole_site, LINK)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, LINK)
