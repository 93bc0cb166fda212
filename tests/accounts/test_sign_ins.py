"""Passwords and sessions."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from octavo.accounts.api import (
    AccountSuspended,
    Role,
    SessionId,
    SessionOver,
    TooManyAttempts,
    WeakPassword,
    WrongCredentials,
)
from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Unauthenticated
from tests.accounts.world import PASSWORD, World, person


async def test_a_password_signs_in_by_handle_or_address(world: World) -> None:
    caller = await world.join("anna", password=PASSWORD)
    for login in ("anna", "@Anna", " anna ", "Anna@Example.org"):
        signed_in = await world.sign_in(login)
        assert signed_in.person_id == caller.person_id
        assert signed_in.expires_at == world.clock() + timedelta(days=90)


async def test_a_former_handle_signs_in_too(world: World) -> None:
    caller = await world.join("anna", password=PASSWORD)
    with acting_as(caller):
        await world.accounts.change_handle(handle="annabel")
    assert (await world.sign_in("anna")).person_id == caller.person_id


@pytest.mark.parametrize("login", ["anna", "nobody", "nobody@example.org", "", "@", "\x00", "x" * 1000])
async def test_a_wrong_password_and_an_unknown_login_look_the_same(world: World, login: str) -> None:
    await world.join("anna", password=PASSWORD)
    with pytest.raises(WrongCredentials):
        await world.sign_in(login, "three quiet green rivers")


async def test_no_password_at_all_lets_nobody_in(world: World) -> None:
    await world.join("anna")
    for password in ("", PASSWORD):
        with pytest.raises(WrongCredentials):
            await world.sign_in("anna", password)


async def test_accents_may_be_typed_either_way(world: World) -> None:
    await world.join("anna", password="grüne Flüsse im März")
    assert (await world.sign_in("anna", "gru\u0308ne Flu\u0308sse im Ma\u0308rz")).token


async def test_guessing_is_slowed_down_for_a_login_and_goes_on_later(world: World) -> None:
    await world.join("anna", password=PASSWORD)
    for _ in range(10):
        with pytest.raises(WrongCredentials):
            await world.sign_in("anna", "wrong wrong wrong")
    with pytest.raises(TooManyAttempts) as raised:
        await world.sign_in("anna")
    world.clock.turn(seconds=raised.value.retry_after_seconds)
    assert (await world.sign_in("anna")).token


async def test_another_spelling_of_a_login_is_not_another_limit(world: World) -> None:
    await world.join("anna", password=PASSWORD)
    for login in ("anna", "@anna", " Anna", "ANNA ", "@ANNA") * 2:
        with pytest.raises(WrongCredentials):
            await world.sign_in(login, "wrong wrong wrong")
    for login in ("anna", "@anna", "@@anna"):
        with pytest.raises((TooManyAttempts, WrongCredentials)) as raised:
            await world.sign_in(login)
        assert isinstance(raised.value, TooManyAttempts) or login == "@@anna"


async def test_guessing_is_slowed_down_for_a_network(world: World) -> None:
    for number in range(50):
        with pytest.raises(WrongCredentials):
            await world.accounts.sign_in(login=f"a{number}", password="x", address="2001:db8::1")
    with pytest.raises(TooManyAttempts):
        await world.accounts.sign_in(login="b", password="x", address="2001:db8::2")
    with pytest.raises(WrongCredentials):
        await world.accounts.sign_in(login="b", password="x", address="192.0.2.7")


async def test_no_address_is_stored_as_it_is(world: World) -> None:
    await world.join("anna", password=PASSWORD)
    await world.sign_in("anna")
    await world.ask("anna@example.org")
    for table in ("sessions", "attempts", "mails", "one_time_links", "people"):
        assert "192.0.2.1" not in repr(await world.db.all(f"SELECT * FROM {table}"))


async def test_no_token_is_stored_as_it_is(world: World) -> None:
    await world.join("anna", password=PASSWORD)
    signed_in = await world.sign_in("anna")
    await world.ask("anna@example.org")
    link = world.mailbox.token("anna@example.org")
    for table in ("sessions", "mails", "one_time_links", "people", "octavo_outbox"):
        stored = repr(await world.db.all(f"SELECT * FROM {table}"))
        assert signed_in.token not in stored
        assert link not in stored
        assert PASSWORD not in stored


@pytest.mark.parametrize("password", ["short", "password123", "anna-anna-anna", "x" * 201, ""])
async def test_a_weak_password_is_refused_with_a_reason(world: World, password: str) -> None:
    caller = await world.join("anna")
    with acting_as(caller):
        with pytest.raises(WeakPassword) as raised:
            await world.accounts.set_password(password=password)
        assert raised.value.problem
        assert not (await world.accounts.get_me()).has_password


async def test_a_new_password_needs_the_present_one_unless_the_sign_in_is_young(world: World) -> None:
    caller = await world.join("anna", password=PASSWORD)
    with acting_as(caller):
        await world.accounts.set_password(password="nine blue birds sing")
        world.clock.turn(minutes=11)
        for present in ("", PASSWORD):
            with pytest.raises(WrongCredentials):
                await world.accounts.set_password(password=PASSWORD, present_password=present)
        await world.accounts.set_password(password=PASSWORD, present_password="nine blue birds sing")
    assert (await world.sign_in("anna")).token


async def test_a_new_password_signs_out_everywhere_else(world: World) -> None:
    await world.join("anna", password=PASSWORD)
    elsewhere = await world.sign_in("anna")
    here = await world.sign_in("anna")
    with acting_as(await world.caller(here)):
        await world.accounts.set_password(password="nine blue birds sing")
    assert (await world.accounts.authenticate(token=here.token)).session_id == here.session_id
    with pytest.raises(SessionOver):
        await world.accounts.authenticate(token=elsewhere.token)


async def test_sign_ins_are_listed_newest_use_first_with_their_device(world: World) -> None:
    caller = await world.join("anna", password=PASSWORD)
    world.clock.turn(minutes=1)
    await world.sign_in("anna")
    with acting_as(caller):
        sessions = await world.accounts.list_sessions()
    assert [(session.device, session.current) for session in sessions] == [
        ("Firefox on Mac", False),
        ("Firefox on Linux", True),
    ]


async def test_a_revoked_sign_in_is_over_at_once_and_the_others_go_on(world: World) -> None:
    caller = await world.join("anna", password=PASSWORD)
    first, second = await world.sign_in("anna"), await world.sign_in("anna")
    for signed_in in (first, second):
        await world.accounts.authenticate(token=signed_in.token)
    with acting_as(caller):
        await world.accounts.revoke_session(session_id=first.session_id)
        with pytest.raises(SessionOver):
            await world.accounts.authenticate(token=first.token)
        await world.accounts.authenticate(token=second.token)
        await world.accounts.revoke_session()
        with pytest.raises(SessionOver):
            await world.accounts.authenticate(token=second.token)
        assert [session.current for session in await world.accounts.list_sessions()] == [True]


async def test_nobody_ends_the_sign_in_of_another(world: World) -> None:
    await world.join("anna", password=PASSWORD)
    annas = await world.sign_in("anna")
    with acting_as(await world.join("bert")):
        await world.accounts.revoke_session(session_id=annas.session_id)
        await world.accounts.revoke_session(session_id=SessionId("no id"))
    assert await world.accounts.authenticate(token=annas.token)


async def test_signing_out_ends_the_present_sign_in_alone(world: World) -> None:
    caller = await world.join("anna", password=PASSWORD)
    other = await world.sign_in("anna")
    with acting_as(await world.caller(other)):
        await world.accounts.sign_out()
    with pytest.raises(SessionOver):
        await world.accounts.authenticate(token=other.token)
    with acting_as(caller):
        assert len(await world.accounts.list_sessions()) == 1


async def test_a_sign_in_lasts_ninety_days_after_its_last_use(world: World) -> None:
    await world.join("anna", password=PASSWORD)
    signed_in = await world.sign_in("anna")
    for _ in range(3):
        world.clock.turn(days=80)
        world.inside.tools.cache.empty()
        await world.accounts.authenticate(token=signed_in.token)
    world.clock.turn(days=91)
    world.inside.tools.cache.empty()
    with pytest.raises(SessionOver):
        await world.accounts.authenticate(token=signed_in.token)


async def test_a_use_is_noted_at_most_every_ten_minutes(world: World) -> None:
    caller = await world.join("anna", password=PASSWORD)
    signed_in = await world.sign_in("anna")
    begun = world.clock()
    for minutes, noted in ((9, begun), (2, begun + timedelta(minutes=11))):
        world.clock.turn(minutes=minutes)
        world.inside.tools.cache.empty()
        await world.accounts.authenticate(token=signed_in.token)
        with acting_as(caller):
            sessions = await world.accounts.list_sessions()
        assert sessions[0].last_used_at == noted


async def test_who_is_asked_for_is_told_with_role_and_preferences(world: World) -> None:
    caller = await world.join("olga", role=Role.OWNER, password=PASSWORD)
    with acting_as(caller):
        await world.accounts.update_preferences(language="de", time_zone="Europe/Berlin")
    answer = await world.accounts.authenticate(token=(await world.sign_in("olga")).token)
    assert (answer.person_id, answer.role, answer.language, answer.time_zone, answer.email_confirmed) == (
        caller.person_id,
        Role.OWNER,
        "de",
        "Europe/Berlin",
        True,
    )
    assert caller.roles == {"owner", "moderator", "member", "confirmed"}


async def test_a_suspended_person_is_out_and_stays_out(world: World) -> None:
    owner = await world.join("olga", role=Role.OWNER)
    caller = await world.join("anna", password=PASSWORD)
    signed_in = await world.sign_in("anna")
    await world.accounts.authenticate(token=signed_in.token)
    with acting_as(owner):
        await world.accounts.set_suspended(person_id=person(caller), suspended=True, reason="spam")
    with pytest.raises(SessionOver):
        await world.accounts.authenticate(token=signed_in.token)
    with pytest.raises(AccountSuspended):
        await world.sign_in("anna")
    with pytest.raises(WrongCredentials):
        await world.sign_in("anna", "wrong wrong wrong")
    with acting_as(caller), pytest.raises(AccountSuspended):
        await world.accounts.get_me()


@pytest.mark.parametrize(
    "caller", [ANONYMOUS, Caller(person_id="1111111Ghost", roles=frozenset({"owner", "moderator"}))]
)
async def test_who_is_not_signed_in_has_no_account(world: World, caller: Caller) -> None:
    with acting_as(caller):
        for call in (
            world.accounts.get_me(),
            world.accounts.list_sessions(),
            world.accounts.revoke_session(session_id=SessionId("x")),
            world.accounts.set_password(password=PASSWORD),
            world.accounts.change_handle(handle="anna"),
            world.accounts.change_email(email="anna@example.org"),
            world.accounts.update_profile(name="Anna"),
            world.accounts.update_preferences(language="de"),
            world.accounts.invite(email="anna@example.org"),
        ):
            with pytest.raises(Unauthenticated):
                await call


async def test_the_hash_is_made_anew_when_its_parameters_change(room: World) -> None:
    await room.join("anna", password=PASSWORD)

    async def stored() -> str:
        row = await room.db.one("SELECT password_hash FROM people")
        assert row is not None
        return str(row["password_hash"])

    before = await stored()
    assert before.startswith("$argon2id$")
    await room.sign_in("anna")
    assert await stored() == before
    weak = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$invalid"
    await room.db.execute("UPDATE people SET password_hash = :weak", weak=weak)
    with pytest.raises(WrongCredentials):
        await room.sign_in("anna")
    older = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    await room.db.execute("UPDATE people SET password_hash = :older", older=older)
    await room.sign_in("anna")
    fresh = await stored()
    assert fresh != older
    assert "m=8,t=1,p=1" in fresh
    assert (await room.sign_in("anna")).token


async def test_guessing_by_another_name_of_the_same_person_counts_too(world: World) -> None:
    with acting_as(await world.join("anna", password=PASSWORD)):
        await world.accounts.change_handle(handle="annabel")
    for login in ("anna", "annabel", "anna@example.org", "@ANNA", "annabel") * 2:
        with pytest.raises(WrongCredentials):
            await world.sign_in(login, "wrong wrong wrong")
    with pytest.raises(TooManyAttempts):
        await world.sign_in("anna@example.org")
