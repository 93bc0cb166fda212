"""What the graph keeps when its process dies while somebody writes, and when its database is away."""

import pytest

from octavo.chassis.context import current_caller
from octavo.graph.api import CONTRACT, Graph, PersonId
from tests.faults.standing import (
    Act,
    Reach,
    Standing,
    comes_back_with_its_database,
    once_or_not_at_all,
)

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def make(reach: Reach, name: str) -> object:
    graph: Graph = reach(CONTRACT)
    return await graph.create_list(name=name)


async def made(reach: Reach, name: str) -> int:
    graph: Graph = reach(CONTRACT)
    me = PersonId(str(current_caller().person_id))
    return sum(one.name == name for one in (await graph.list_lists(person_id=me, limit=50)).lists)


LIST = Act(write=make, count=made)


async def test_a_list_is_there_once_or_not_at_all_when_the_process_dies(whole_site: Standing) -> None:
    await once_or_not_at_all(whole_site, LIST)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, LIST)
