"""What the publications keep when their process dies while somebody founds one, and without a database."""

import pytest

from octavo.publications.api import CONTRACT, Publications
from tests.faults.standing import Act, Reach, Standing, comes_back_with_its_database, once_or_not_at_all

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def found(reach: Reach, name: str) -> object:
    publications: Publications = reach(CONTRACT)
    return await publications.found(name=name, slug=f"x{name}")


async def founded(reach: Reach, name: str) -> int:
    publications: Publications = reach(CONTRACT)
    own = tuple(one.publication_id for one in await publications.list_memberships())
    found = await publications.get_publications(publication_ids=own)
    return sum(one.name == name for one in found)


PUBLICATION = Act(write=found, count=founded)


async def test_a_publication_is_there_once_or_not_at_all_when_the_process_dies(whole_site: Standing) -> None:
    await once_or_not_at_all(whole_site, PUBLICATION)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, PUBLICATION)
