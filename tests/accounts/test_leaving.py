"""Leaving for good: asked for, undone by signing in, carried out when the time has come."""

import asyncio
import io
import json
import os
import zipfile

import pytest

from octavo.accounts.api import (
    AccountSuspended,
    ExportId,
    ExportNotFound,
    ExportStatus,
    HandleTaken,
    HappeningKind,
    LastOwner,
    PersonNotFound,
    Role,
    SessionOver,
    TooManyAttempts,
    WrongCredentials,
)
from octavo.accounts.service import keep_packing, keep_tidy
from octavo.chassis.context import acting_as
from octavo.chassis.faults import Invalid, Unauthenticated
from octavo.chassis.ids import from_text
from tests.accounts.world import PASSWORD, World, person, token_in


async def test_an_account_is_hidden_at_once_and_had_back_by_signing_in(world: World) -> None:
    caller = await world.join("anna", password=PASSWORD)
    signed_in = await world.sign_in("anna")
    with acting_as(caller):
        erased_at = await world.accounts.delete_account(handle="@Anna")
        with pytest.raises(AccountSuspended):
            await world.accounts.get_me()
    assert (erased_at - world.clock()).days == 7
    with pytest.raises(SessionOver):
        await world.accounts.authenticate(token=signed_in.token)
    assert (await world.accounts.find_person(handle="anna")).person.suspended
    world.clock.turn(days=6, hours=23)
    assert await world.inside.erase_due() == 0
    back = await world.sign_in("anna")
    assert not (await world.accounts.find_person(handle="anna")).person.suspended
    world.clock.turn(days=2)
    assert await world.inside.erase_due() == 0
    assert (await world.accounts.authenticate(token=back.token)).person_id == caller.person_id
    assert [one for one in await world.events() if one.startswith("Person")] == [
        "PersonJoined",
        "PersonSuspended",
        "PersonReinstated",
    ]


async def test_a_mailed_link_brings_an_account_back_too_and_the_letter_says_so(world: World) -> None:
    caller = await world.join("anna")
    with acting_as(caller):
        await world.accounts.delete_account(handle="anna")
    await world.post()
    letter = world.mailbox.newest("anna@example.org")
    assert "will be erased" in letter["Subject"]
    body = letter.get_body(("plain",))
    assert body is not None
    assert "7 days" in body.get_content()
    await world.ask("anna@example.org")
    await world.accounts.redeem_link(token=world.mailbox.token("anna@example.org"))
    assert not (await world.accounts.find_person(handle="anna")).person.suspended


async def test_what_a_moderator_suspended_stays_so_whatever_its_person_asks(world: World) -> None:
    owner = await world.join("olga", role=Role.OWNER)
    caller = await world.join("anna", password=PASSWORD)
    with acting_as(caller):
        await world.accounts.delete_account(handle="anna")
    with acting_as(owner):
        (line,) = [one for one in (await world.accounts.list_people()).people if one.person.handle == "anna"]
        assert line.erased_at is not None
        await world.accounts.set_suspended(person_id=person(caller), suspended=True)
    with pytest.raises(AccountSuspended):
        await world.sign_in("anna")
    with acting_as(owner):
        await world.accounts.set_suspended(person_id=person(caller), suspended=False)
    assert (await world.accounts.find_person(handle="anna")).person.suspended
    await world.sign_in("anna")
    assert not (await world.accounts.find_person(handle="anna")).person.suspended


async def test_when_the_time_has_come_all_is_gone_and_others_are_told(world: World) -> None:
    caller = await world.join("anna", password=PASSWORD)
    bert = await world.join("bert")
    with acting_as(caller):
        await world.accounts.change_handle(handle="anna-b")
        await world.accounts.request_export()
        await world.inside.pack_exports()
        assert len(list(world.exports.iterdir())) == 1
        await world.accounts.delete_account(handle="anna-b")
    world.clock.turn(days=7)
    assert await world.inside.erase_due() == 1
    assert await world.inside.erase_due() == 0
    assert list(world.exports.iterdir()) == []
    assert (await world.events())[-1] == "PersonErased"
    number = from_text(person(caller))
    for table in ("sessions", "one_time_links", "mails", "handles", "happenings", "exports"):
        rows = await world.db.all(f"SELECT person_id FROM {table}")
        assert number not in {row["person_id"] for row in rows}, table
    assert await world.accounts.get_people(person_ids=(person(caller), person(bert))) == (
        (await world.accounts.find_person(handle="bert")).person,
    )
    for handle in ("anna", "anna-b"):
        with pytest.raises(PersonNotFound):
            await world.accounts.find_person(handle=handle)
    with pytest.raises(WrongCredentials):
        await world.sign_in("anna-b")
    with acting_as(caller), pytest.raises(Unauthenticated):
        await world.accounts.get_me()


async def test_nobody_ever_takes_the_handle_of_somebody_who_is_gone(world: World) -> None:
    caller = await world.join("anna")
    with acting_as(caller):
        await world.accounts.delete_account(handle="anna")
    world.clock.turn(days=7)
    await world.inside.erase_due()
    link = await world.accounts.create_login_link(email="other@example.org")
    with pytest.raises(HandleTaken) as taken:
        await world.accounts.redeem_link(token=token_in(link), handle="anna", name="Another")
    assert taken.value.suggestion
    assert taken.value.suggestion != "anna"
    # the address may come again
    link = await world.accounts.create_login_link(email="anna@example.org")
    await world.accounts.redeem_link(token=token_in(link), handle="anna-again", name="Anna")


async def test_leaving_wants_the_password_where_the_sign_in_is_old(world: World) -> None:
    caller = await world.join("anna", password=PASSWORD)
    world.clock.turn(minutes=11)
    with acting_as(caller):
        with pytest.raises(WrongCredentials):
            await world.accounts.delete_account(handle="anna")
        with pytest.raises(WrongCredentials):
            await world.accounts.delete_account(handle="anna", present_password="wrong")
        with pytest.raises(Invalid):
            await world.accounts.delete_account(handle="bert", present_password=PASSWORD)
        await world.accounts.delete_account(handle="anna", present_password=PASSWORD)
    without = await world.join("bert")
    world.clock.turn(minutes=11)
    with acting_as(without), pytest.raises(WrongCredentials):
        await world.accounts.delete_account(handle="bert")


async def test_the_last_owner_stays(world: World) -> None:
    olga = await world.join("olga", role=Role.OWNER)
    with acting_as(olga), pytest.raises(LastOwner):
        await world.accounts.delete_account(handle="olga")
    otto = await world.join("otto", role=Role.OWNER)
    with acting_as(olga):
        await world.accounts.delete_account(handle="olga")
    with acting_as(otto):
        with pytest.raises(LastOwner):  # who is leaving runs no site
            await world.accounts.delete_account(handle="otto")
        with pytest.raises(LastOwner):
            await world.accounts.set_role(person_id=person(otto), role=Role.MEMBER)


async def test_two_who_leave_at_once_leave_one_owner(room: World) -> None:
    callers = [await room.join(name, role=Role.OWNER) for name in ("olga", "otto")]

    async def leave(number: int) -> str:
        with acting_as(callers[number]):
            try:
                await room.accounts.delete_account(handle=("olga", "otto")[number])
            except LastOwner:
                return "stays"
        return "goes"

    assert sorted(await asyncio.gather(leave(0), leave(1))) == ["goes", "stays"]


async def fetched(world: World, export_id: ExportId) -> bytes:
    data = b""
    while True:
        piece = await world.accounts.read_export(export_id=export_id, offset=len(data))
        if not piece.data:
            assert len(data) == piece.size
            return data
        data += piece.data


async def test_an_export_holds_what_the_marks_name_and_no_secret(world: World) -> None:
    caller = await world.join("anna", password=PASSWORD)
    await world.sign_in("anna")
    with acting_as(caller):
        asked = await world.accounts.request_export()
        assert asked.status is ExportStatus.PACKING
        assert (await world.accounts.request_export()).id == asked.id
        with pytest.raises(ExportNotFound):
            await world.accounts.read_export(export_id=asked.id, offset=0)
        assert await world.inside.pack_exports() == 1
        (ready,) = await world.accounts.list_exports()
        assert ready.status is ExportStatus.READY
        data = await fetched(world, ready.id)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        people = json.loads(packed.read("accounts/people.json"))
        texts = b"".join(packed.read(name) for name in names)
    assert people[0]["handle"] == "anna"
    assert people[0]["email"] == "anna@example.org"
    assert {"README.txt", "accounts/sessions.json", "accounts/happenings.json"} <= set(names)
    (row,) = await world.db.all("SELECT password_hash FROM people")
    assert row["password_hash"].encode() not in texts
    for row in await world.db.all("SELECT token_hash FROM sessions"):
        assert row["token_hash"].encode() not in texts


async def test_an_export_is_only_for_its_person_and_only_for_some_days(world: World) -> None:
    anna, bert = await world.join("anna"), await world.join("bert")
    with acting_as(anna):
        export = await world.accounts.request_export()
        await world.inside.pack_exports()
    with acting_as(bert):
        assert await world.accounts.list_exports() == ()
        with pytest.raises(ExportNotFound):
            await world.accounts.read_export(export_id=export.id, offset=0)
    with pytest.raises(Unauthenticated):
        await world.accounts.read_export(export_id=export.id, offset=0)
    with acting_as(anna):
        for strange in ("", "../../etc/passwd", "11111111111"):
            with pytest.raises(ExportNotFound):
                await world.accounts.read_export(export_id=ExportId(strange), offset=0)
        with pytest.raises(Invalid):
            await world.accounts.read_export(export_id=export.id, offset=-1)
        assert (await world.accounts.read_export(export_id=export.id, offset=1 << 40)).data == b""
        world.clock.turn(days=3)
        with pytest.raises(ExportNotFound):
            await world.accounts.read_export(export_id=export.id, offset=0)
        assert await world.accounts.list_exports() == ()
    world.clock.turn(seconds=1)
    assert await world.inside.drop_old_exports() == 1
    assert list(world.exports.iterdir()) == []


async def test_a_file_of_an_export_that_nobody_knows_is_removed_after_an_hour(room: World) -> None:
    caller = await room.join("anna")
    with acting_as(caller):
        await room.accounts.request_export()
        await room.inside.pack_exports()
        (known,) = await room.accounts.list_exports()
    lost, fresh = room.exports / "1111111Lost.zip", room.exports / "111111Fresh.zip"
    other = room.exports / "not-an-export.zip"
    now = room.clock().timestamp()
    for path, age in ((lost, 7200), (other, 7200), (room.exports / f"{known.id}.zip", 7200), (fresh, 60)):
        path.touch()
        os.utime(path, (now - age, now - age))
    assert await room.inside.drop_old_exports() == 1
    assert {path.name for path in room.exports.iterdir()} == {f"{known.id}.zip", fresh.name, other.name}


async def test_exports_are_limited(world: World) -> None:
    caller = await world.join("anna")
    with acting_as(caller):
        for _ in range(3):
            await world.accounts.request_export()
            await world.inside.pack_exports()
        with pytest.raises(TooManyAttempts):
            await world.accounts.request_export()
        world.clock.turn(days=1)
        await world.accounts.request_export()


async def test_an_export_that_cannot_be_made_is_tried_thrice_and_says_so(room: World) -> None:
    caller = await room.join("anna")
    room.exports.write_text("a file where the folder should be")
    with acting_as(caller):
        await room.accounts.request_export()
        for _ in range(3):
            await room.inside.pack_exports()
            assert (await room.accounts.list_exports())[0].status is ExportStatus.PACKING
        await room.inside.pack_exports()
        assert (await room.accounts.list_exports())[0].status is ExportStatus.FAILED


async def test_more_than_the_site_packs_is_refused_in_words_and_leaves_no_file(room: World) -> None:
    caller = await room.join("anna")
    room.inside.tools.packing._most = 2000  # type: ignore[attr-defined]  # its setting begins at a megabyte
    with acting_as(caller):
        await room.accounts.update_profile(bio="so much " * 60)
        await room.accounts.request_export()
        await room.inside.pack_exports()
        assert (await room.accounts.list_exports())[0].status is ExportStatus.TOO_LARGE
    assert list(room.exports.iterdir()) == []


async def test_both_go_by_themselves(room: World) -> None:
    caller = await room.join("anna")
    packing = asyncio.create_task(keep_packing(room.inside, room.db, clock=room.clock, seconds=0.01))
    with acting_as(caller):
        await room.accounts.request_export()
        async with asyncio.timeout(10):
            while (await room.accounts.list_exports())[0].status is ExportStatus.PACKING:  # noqa: ASYNC110 - as below
                await asyncio.sleep(0.01)
        await room.accounts.delete_account(handle="anna")
    room.clock.turn(days=8)
    sweeping = asyncio.create_task(keep_tidy(room.inside, room.db, clock=room.clock, seconds=0.01))
    try:
        async with asyncio.timeout(10):
            while await room.db.all("SELECT id FROM people"):  # noqa: ASYNC110 - a table has no event to wait on
                await asyncio.sleep(0.01)
    finally:
        for task in (packing, sweeping):
            task.cancel()
        await asyncio.wait([packing, sweeping])


async def test_the_log_tells_what_happened_and_no_address(world: World) -> None:
    caller = await world.join("anna", password=PASSWORD)
    with pytest.raises(WrongCredentials):
        await world.sign_in("anna", "wrong")
    with pytest.raises(WrongCredentials):
        await world.sign_in("nobody", "wrong")
    await world.sign_in("anna")
    with acting_as(caller):
        await world.accounts.change_handle(handle="anna-b")
        await world.accounts.revoke_session()
        page = await world.accounts.list_happenings()
        assert [(one.kind, one.detail) for one in page.happenings] == [
            (HappeningKind.SIGN_INS_ENDED, "1"),
            (HappeningKind.HANDLE_CHANGED, "anna-b"),
            (HappeningKind.SIGNED_IN, "password"),
            (HappeningKind.SIGN_IN_FAILED, ""),
            (HappeningKind.PASSWORD_SET, ""),
            (HappeningKind.SIGNED_IN, "link"),
            (HappeningKind.JOINED, ""),
        ]
        assert page.happenings[2].device == "Firefox on Mac"
        first = await world.accounts.list_happenings(limit=2)
        rest = await world.accounts.list_happenings(limit=200, after=first.next)
        assert (*first.happenings, *rest.happenings) == page.happenings
        for strange in ("x", "' OR 1=1"):
            with pytest.raises(Invalid):
                await world.accounts.list_happenings(after=strange)
        with pytest.raises(Invalid):
            await world.accounts.list_happenings(limit=0)
    for row in await world.db.all("SELECT * FROM happenings"):
        assert "192.0.2.1" not in str(dict(row))
    with pytest.raises(Unauthenticated):
        await world.accounts.list_happenings()


async def test_the_log_ends_after_a_year_and_nobodys_tries_at_once(room: World) -> None:
    caller = await room.join("anna", password=PASSWORD)
    with pytest.raises(WrongCredentials):
        await room.sign_in("nobody", "wrong")
    assert await room.db.all("SELECT id FROM happenings WHERE person_id IS NULL")
    await room.inside.tidy()
    assert await room.db.all("SELECT id FROM happenings WHERE person_id IS NULL") == []
    with acting_as(caller):
        assert (await room.accounts.list_happenings()).happenings
        room.clock.turn(days=366)
        await room.inside.tidy()
        assert (await room.accounts.list_happenings()).happenings == ()
