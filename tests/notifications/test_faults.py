"""What one is told when the process dies while somebody follows, and without the database."""

import pytest

from octavo.accounts.api import CONTRACT as ACCOUNTS
from octavo.accounts.api import Accounts, PersonId
from octavo.chassis.context import Caller, acting_as, current_caller
from octavo.graph.api import CONTRACT as GRAPH
from octavo.graph.api import Graph, Kind, Target
from octavo.notifications.api import CONTRACT, Notifications
from tests.faults.standing import Act, Reach, Standing, comes_back_with_its_database, once_or_not_at_all, seen
from tests.stories.desk import OPERATOR

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def writer(reach: Reach, mark: str) -> PersonId:
    accounts: Accounts = reach(ACCOUNTS)
    with acting_as(OPERATOR):
        return (await accounts.import_person(source=mark, handle=f"x{mark}", name="Ada")).person.id


async def follow(reach: Reach, writer_id: PersonId) -> None:
    graph: Graph = reach(GRAPH)
    await graph.follow(target=Target(kind=Kind.PERSON, id=writer_id))


async def told(reach: Reach, writer_id: PersonId) -> int:
    """Who is followed is told a moment later, once for each who does."""
    graph: Graph = reach(GRAPH)
    notifications: Notifications = reach(CONTRACT)
    me = PersonId(str(current_caller().person_id))
    followed = len((await graph.list_followers(target=Target(kind=Kind.PERSON, id=writer_id))).followers)

    async def letters() -> int:
        with acting_as(Caller(person_id=writer_id, roles=frozenset({"member"}))):
            found = (await notifications.list_notifications(limit=50)).notifications
        return sum(one.people.count(me) for one in found)

    return await seen(letters, followed)


FOLLOWED = Act(before=writer, write=follow, count=told)


async def test_what_one_is_told_is_there_once_or_not_at_all_when_the_process_dies(
    whole_site: Standing,
) -> None:
    await once_or_not_at_all(whole_site, FOLLOWED)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, FOLLOWED)
