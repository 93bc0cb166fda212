"""What the syndication keeps when its process dies while somebody writes, and without its database."""

import pytest

from octavo.syndication.api import CONTRACT, Syndication
from tests.faults.standing import Act, Reach, Standing, comes_back_with_its_database, once_or_not_at_all

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def make(reach: Reach, name: str) -> object:
    syndication: Syndication = reach(CONTRACT)
    return await syndication.create_private_feed(name=name)


async def made(reach: Reach, name: str) -> int:
    syndication: Syndication = reach(CONTRACT)
    return sum(one.name == name for one in await syndication.list_private_feeds())


FEED = Act(write=make, count=made)


async def test_a_private_feed_is_there_once_or_not_at_all_when_the_process_dies(whole_site: Standing) -> None:
    await once_or_not_at_all(whole_site, FEED)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, FEED)
