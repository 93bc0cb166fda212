"""What is stored about people is marked in the contract; what is over is deleted."""

import asyncio

import msgspec
import pytest

from octavo.accounts.api import SessionOver, StoredLink, StoredPerson, StoredSession
from octavo.accounts.service import keep_tidy
from octavo.chassis.context import acting_as
from octavo.chassis.contract import personal_fields
from octavo.chassis.sql import Dialect
from tests.accounts.world import PASSWORD, World

MARKED: dict[str, tuple[type[msgspec.Struct], dict[str, str]]] = {
    "people": (StoredPerson, {}),
    "handles": (StoredPerson, {"handle": "former_handles"}),
    "sessions": (StoredSession, {}),
    "one_time_links": (StoredLink, {}),
    "mails": (StoredLink, {}),
}
NOT_PERSONAL = {
    "people.id": "names the row; the mark's subject",
    "people.role": "what the site entrusts, not what is known of somebody",
    "people.suspended_at": "that the site refuses somebody; why is marked",
    "handles.person_id": "names the subject",
    "handles.taken_at": "kept so that an old handle is never given to another",
    "sessions.id": "names the row",
    "sessions.expires_at": "follows from last_used_at, which is marked",
    "one_time_links.id": "names the row",
    "one_time_links.purpose": "one of four words",
    "one_time_links.grounds": "one of five words",
    "one_time_links.created_at": "deleted a day after it is over",
    "one_time_links.expires_at": "the same",
    "one_time_links.used_at": "the same",
    "mails.id": "names the row",
    "mails.kind": "one of six words",
    "mails.created_at": "deleted within a week",
    "mails.attempts": "a count",
    "mails.tried_at": "deleted within a week",
    "mails.sent_at": "the same",
    "mails.problem": "what the mail server answered, without the address",
    "attempts.bucket": "a keyed hash that nobody can read back; deleted within a day",
    "attempts.full_at": "when that hash is deleted",
    "spent_challenges.digest": "of random bits",
    "spent_challenges.expires_at": "of random bits",
}


async def columns(world: World) -> set[str]:
    if world.db.dialect is Dialect.SQLITE:
        sql = """SELECT m.name AS tbl, c.name AS col FROM sqlite_master m JOIN pragma_table_info(m.name) c
                 WHERE m.type = 'table'"""
    else:
        sql = """SELECT table_name AS tbl, column_name AS col FROM information_schema.columns
                 WHERE table_schema = current_schema()"""
    rows = await world.db.all(sql)
    return {f"{row['tbl']}.{row['col']}" for row in rows if not row["tbl"].startswith(("octavo_", "sqlite_"))}


async def test_every_column_is_marked_or_is_not_about_a_person(room: World) -> None:
    stored = await columns(room)
    assert "people.email" in stored
    marked = set()
    for table, (kind, names) in MARKED.items():
        marks = personal_fields(kind)
        marked |= {
            column
            for column in stored
            if column.startswith(f"{table}.")
            and names.get(column.partition(".")[2], column.partition(".")[2]) in marks
        }
    assert marked & NOT_PERSONAL.keys() == set()
    assert stored - marked - NOT_PERSONAL.keys() == set(), "mark these in the contract, or say why not"
    assert NOT_PERSONAL.keys() - stored == set(), "these are gone"


async def test_every_mark_is_stored_somewhere(room: World) -> None:
    stored = {column.partition(".")[2] for column in await columns(room)} | {"former_handles"}
    for kind in (StoredPerson, StoredSession, StoredLink):
        assert personal_fields(kind).keys() - stored == set()


async def test_what_is_over_is_swept_away_and_the_rest_stays(room: World) -> None:
    caller = await room.join("anna", password=PASSWORD)
    await room.ask("anna@example.org")
    signed_in = await room.sign_in("anna")
    room.clock.turn(minutes=5)
    await room.inside.tidy()
    assert await room.accounts.authenticate(token=signed_in.token)
    assert await room.db.all("SELECT id FROM one_time_links WHERE used_at IS NULL")
    room.clock.turn(days=8)
    assert await room.inside.tidy() > 0
    for table in ("one_time_links", "mails", "attempts", "spent_challenges"):
        assert await room.db.all(f"SELECT * FROM {table}") == []
    with acting_as(caller):
        assert len(await room.accounts.list_sessions()) == 2
    room.clock.turn(days=90)
    await room.inside.tidy()
    room.inside.tools.cache.empty()
    assert await room.db.all("SELECT * FROM sessions") == []
    assert len(await room.db.all("SELECT * FROM handles")) == 1
    with pytest.raises(SessionOver):
        await room.accounts.authenticate(token=signed_in.token)


async def test_the_broom_goes_by_itself(room: World) -> None:
    await room.join("anna")
    room.clock.turn(days=200)
    sweeping = asyncio.create_task(keep_tidy(room.inside, room.db, clock=room.clock, seconds=0.01))
    try:
        async with asyncio.timeout(10):
            while await room.db.all("SELECT id FROM sessions"):  # noqa: ASYNC110 - a table has no event to wait on
                await asyncio.sleep(0.01)
    finally:
        sweeping.cancel()
        await asyncio.wait([sweeping])
