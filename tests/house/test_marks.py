"""Every column about a person has its mark in the contract; every other says why it needs none."""

from pathlib import Path

import pytest

from octavo.chassis.contract import personal_fields
from octavo.chassis.personal import gaps
from octavo.register import HOLDINGS, MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.house.test_laws import SERVICES


def test_every_service_says_what_it_keeps_about_people() -> None:
    assert HOLDINGS.keys() == MIGRATIONS.keys() == set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
async def test_each_column_is_marked_or_says_why_not(service: str, database_factory: DatabaseFactory) -> None:
    db = await database_factory(service, Path(str(MIGRATIONS[service])))
    assert await gaps(db, HOLDINGS[service]) == []


@pytest.mark.parametrize("service", SERVICES)
def test_each_mark_names_the_person_it_is_about(service: str) -> None:
    for table in HOLDINGS[service].tables:
        if table.kind is not None:
            for name, mark in personal_fields(table.kind).items():
                assert mark.subject in table.kind.__struct_fields__, f"{table.kind.__name__}.{name}"
