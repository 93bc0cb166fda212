"""What the accounts keep when their process dies while somebody writes, and when their database is away."""

import pytest

from octavo.accounts.api import CONTRACT, Accounts
from octavo.chassis.context import Caller, acting_as
from tests.faults.standing import Act, Reach, Standing, comes_back_with_its_database, once_or_not_at_all
from tests.stories.desk import OPERATOR

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def person(reach: Reach, mark: str) -> tuple[Caller, str]:
    accounts: Accounts = reach(CONTRACT)
    with acting_as(OPERATOR):
        found = await accounts.import_person(source=mark, handle=f"x{mark}", name="Ada")
    return Caller(person_id=found.person.id, roles=frozenset({"member", "confirmed"})), mark


async def make(reach: Reach, about: tuple[Caller, str]) -> object:
    accounts: Accounts = reach(CONTRACT)
    with acting_as(about[0]):
        return await accounts.create_token(name=about[1], scopes=("stories:read",), days=30)


async def made(reach: Reach, about: tuple[Caller, str]) -> int:
    accounts: Accounts = reach(CONTRACT)
    with acting_as(about[0]):
        return sum(one.name == about[1] for one in await accounts.list_tokens())


TOKEN = Act(before=person, write=make, count=made)


async def test_an_access_token_is_there_once_or_not_at_all_when_the_process_dies(
    whole_site: Standing,
) -> None:
    await once_or_not_at_all(whole_site, TOKEN)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, TOKEN)
