"""Every column about a person has its mark in the contract; every other says why it needs none."""

from pathlib import Path

from octavo.chassis.contract import personal_fields
from octavo.syndication.api import StoredPrivateFeed
from octavo.syndication.service import MIGRATIONS
from tests.conftest import DatabaseFactory

PERSONAL = {
    "private_feeds.person_id": "person_id",
    "private_feeds.name": "name",
    "private_feeds.digest": "digest",
    "private_feeds.created_at": "created_at",
    "private_feeds.opened_at": "opened_at",
}
NOT_PERSONAL = {"private_feeds.id": "a number"}


async def columns(database_factory: DatabaseFactory, service: str, folder: Path) -> set[str]:
    db = await database_factory(service, folder)
    if database_factory.engine == "sqlite":  # type: ignore[attr-defined]  # Databases has it
        query = """SELECT m.name AS table_name, c.name AS column_name
            FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"""
        rows = await db.all(query)
    else:
        query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = :service"
        rows = await db.all(query, service=service)
    return {
        f"{row['table_name']}.{row['column_name']}"
        for row in rows
        if not row["table_name"].startswith(("octavo_", "sqlite_"))
    }


async def test_each_column_is_marked_or_says_why_not(database_factory: DatabaseFactory) -> None:
    stored = await columns(database_factory, "syndication", Path(str(MIGRATIONS)))
    assert stored == PERSONAL.keys() | NOT_PERSONAL.keys()


def test_each_mark_stands_for_something_that_is_stored() -> None:
    marks = personal_fields(StoredPrivateFeed)
    assert set(PERSONAL.values()) == set(marks)
    for name, mark in marks.items():
        assert mark.subject in StoredPrivateFeed.__struct_fields__, name
