"""Passkeys: made, used to sign in, removed; and everything that is not quite one."""

import asyncio
import json
from typing import Any

import pytest

from octavo.accounts.adapters.passkeys import Place, place_of
from octavo.accounts.api import (
    AccountSuspended,
    HappeningKind,
    LastWayIn,
    Passkey,
    PasskeyId,
    PasskeyNotFound,
    PasskeyRefused,
    PasskeysUnavailable,
    Role,
    WrongCredentials,
)
from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Invalid, Unauthenticated
from tests.accounts.authenticator import PRESENT, Authenticator, encoded
from tests.accounts.world import PASSWORD, World, person


async def made(world: World, caller: Caller, key: Authenticator, name: str = "Phone") -> Passkey:
    with acting_as(caller):
        options = await world.accounts.begin_passkey()
        return await world.accounts.add_passkey(credential=json.dumps(key.create(options)), name=name)


async def entered(world: World, key: Authenticator) -> str:
    options = await world.accounts.begin_passkey_sign_in()
    signed_in = await world.accounts.sign_in_with_passkey(
        credential=json.dumps(key.get(options)), user_agent="Firefox on Linux", address="192.0.2.1"
    )
    return signed_in.person_id


async def test_a_passkey_says_itself_whose_it_is(world: World) -> None:
    anna, bert = await world.join("anna"), await world.join("bert")
    phone, laptop = Authenticator(), Authenticator(credential_id=b"another")
    assert (await made(world, anna, phone)).name == "Phone"
    await made(world, bert, laptop, "Laptop")
    assert await entered(world, phone) == anna.person_id
    assert await entered(world, laptop) == bert.person_id
    assert await entered(world, phone) == anna.person_id
    with acting_as(anna):
        (listed,) = await world.accounts.list_passkeys()
        assert listed.last_used_at == world.clock()
        happened = (await world.accounts.list_happenings()).happenings
        assert (happened[0].kind, happened[0].detail) == (HappeningKind.SIGNED_IN, "passkey")
        assert HappeningKind.PASSKEY_ADDED in {one.kind for one in happened}


async def test_the_options_ask_for_a_verified_user_and_a_key_that_is_found_without_a_name(
    world: World,
) -> None:
    anna = await world.join("anna")
    await made(world, anna, Authenticator())
    with acting_as(anna):
        options = json.loads(await world.accounts.begin_passkey())
    assert options["rp"] == {"id": "site.example", "name": "Octavo"}
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert [one["id"] for one in options["excludeCredentials"]] == [encoded(Authenticator().credential_id)]
    asked = json.loads(await world.accounts.begin_passkey_sign_in())
    assert asked["userVerification"] == "required"
    assert asked["rpId"] == "site.example"
    assert not asked.get("allowCredentials")


WRONG: dict[str, dict[str, Any]] = {
    "another site's origin": {"origin": "https://evil.example"},
    "another site's key": {"host": "evil.example"},
    "a user who was not verified": {"flags": PRESENT},
    "nobody there": {"flags": 0},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
async def test_what_is_wrong_makes_no_passkey_and_opens_no_account(
    world: World, wrong: dict[str, Any]
) -> None:
    anna = await world.join("anna")
    with pytest.raises(PasskeyRefused):
        await made(world, anna, Authenticator(**wrong))
    key = Authenticator()
    await made(world, anna, key)
    for name, value in wrong.items():
        setattr(key, name, value)
    with pytest.raises(PasskeyRefused):
        await entered(world, key)


async def test_a_challenge_is_answered_once_and_by_whom_it_was_given_to(world: World) -> None:
    anna, bert = await world.join("anna"), await world.join("bert")
    key = Authenticator()
    with acting_as(anna):
        options = await world.accounts.begin_passkey()
    with acting_as(bert), pytest.raises(PasskeyRefused):
        await world.accounts.add_passkey(credential=json.dumps(key.create(options)), name="x")
    with acting_as(anna):
        await world.accounts.add_passkey(credential=json.dumps(key.create(options)), name="x")
        with pytest.raises(PasskeyRefused):
            await world.accounts.add_passkey(credential=json.dumps(key.create(options)), name="x")
    entering = await world.accounts.begin_passkey_sign_in()
    answer = json.dumps(key.get(entering))
    await world.accounts.sign_in_with_passkey(credential=answer)
    with pytest.raises(PasskeyRefused):
        await world.accounts.sign_in_with_passkey(credential=answer)
    with pytest.raises(PasskeyRefused):  # one that was given out to make a key
        await world.accounts.sign_in_with_passkey(credential=json.dumps(key.get(options)))
    forged = json.dumps({"challenge": encoded(b"\x00" * 40)})
    with pytest.raises(PasskeyRefused):
        await world.accounts.sign_in_with_passkey(credential=json.dumps(key.get(forged)))


async def test_a_challenge_ends_after_half_an_hour(world: World) -> None:
    anna = await world.join("anna", password=PASSWORD)
    key = Authenticator()
    await made(world, anna, key)
    options = await world.accounts.begin_passkey_sign_in()
    world.clock.turn(minutes=31)
    with pytest.raises(PasskeyRefused):
        await world.accounts.sign_in_with_passkey(credential=json.dumps(key.get(options)))


async def test_a_counter_that_does_not_grow_means_a_copy(world: World) -> None:
    anna = await world.join("anna")
    key = Authenticator()
    await made(world, anna, key)
    await entered(world, key)
    key.uses = 0
    with pytest.raises(PasskeyRefused):
        await entered(world, key)
    key.uses = 5
    await entered(world, key)


async def test_a_key_that_never_counts_is_fine(world: World) -> None:
    anna = await world.join("anna")
    key = Authenticator(counts=False)
    await made(world, anna, key)
    assert await entered(world, key) == anna.person_id
    assert await entered(world, key) == anna.person_id


async def test_another_key_with_the_same_name_opens_nothing(world: World) -> None:
    anna = await world.join("anna")
    await made(world, anna, Authenticator())
    with pytest.raises(PasskeyRefused):
        await entered(world, Authenticator(person=person(anna).encode()))
    with pytest.raises(PasskeyRefused):
        await entered(world, Authenticator(credential_id=b"unknown", person=person(anna).encode()))


async def test_one_key_is_one_persons(world: World) -> None:
    anna, bert = await world.join("anna"), await world.join("bert")
    await made(world, anna, Authenticator())
    with pytest.raises(PasskeyRefused):
        await made(world, bert, Authenticator())
    key = Authenticator(credential_id=b"berts")
    await made(world, bert, key)
    key.person = person(anna).encode()
    with pytest.raises(PasskeyRefused):
        await entered(world, key)


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[]", "{}", '{"response":{"clientDataJSON":"e30"}}', "x" * 20_001]
)
async def test_nonsense_is_refused(world: World, text: str) -> None:
    anna = await world.join("anna")
    with pytest.raises(PasskeyRefused):
        await world.accounts.sign_in_with_passkey(credential=text)
    with acting_as(anna), pytest.raises(PasskeyRefused):
        await world.accounts.add_passkey(credential=text, name="x")


async def test_making_one_wants_a_recent_sign_in_or_the_password(world: World) -> None:
    anna = await world.join("anna", password=PASSWORD)
    world.clock.turn(minutes=11)
    with pytest.raises(WrongCredentials):
        await made(world, anna, Authenticator())
    with acting_as(anna):
        options = await world.accounts.begin_passkey()
        await world.accounts.add_passkey(
            credential=json.dumps(Authenticator().create(options)), name="x", present_password=PASSWORD
        )
    with pytest.raises(Unauthenticated), acting_as(ANONYMOUS):
        await world.accounts.begin_passkey()


async def test_a_removed_one_opens_nothing_any_more(world: World) -> None:
    anna, bert = await world.join("anna"), await world.join("bert")
    key = Authenticator()
    passkey = await made(world, anna, key)
    with acting_as(bert), pytest.raises(PasskeyNotFound):
        await world.accounts.remove_passkey(passkey_id=passkey.id)
    with acting_as(anna):
        for strange in ("", "x", "11111111111"):
            with pytest.raises(PasskeyNotFound):
                await world.accounts.remove_passkey(passkey_id=PasskeyId(strange))
        await world.accounts.remove_passkey(passkey_id=passkey.id)
        assert await world.accounts.list_passkeys() == ()
    with pytest.raises(PasskeyRefused):
        await entered(world, key)


async def test_the_last_way_in_stays(room: World) -> None:
    anna = await room.join("anna")
    key = Authenticator()
    passkey = await made(room, anna, key)
    await room.db.execute("UPDATE people SET email = NULL")
    with acting_as(anna):
        with pytest.raises(LastWayIn):
            await room.accounts.remove_passkey(passkey_id=passkey.id)
        second = await made(room, anna, Authenticator(credential_id=b"second"))
        await room.accounts.remove_passkey(passkey_id=passkey.id)
        with pytest.raises(LastWayIn):
            await room.accounts.remove_passkey(passkey_id=second.id)


async def test_there_are_twenty_at_most(room: World) -> None:
    anna = await room.join("anna")
    for number in range(20):
        await made(room, anna, Authenticator(credential_id=b"key %d" % number))
    with pytest.raises(Invalid):
        await made(room, anna, Authenticator(credential_id=b"one more"))


async def test_two_uses_of_one_answer_at_once_are_one(room: World) -> None:
    anna = await room.join("anna")
    key = Authenticator()
    await made(room, anna, key)
    options = await room.accounts.begin_passkey_sign_in()
    answer = json.dumps(key.get(options))
    found = await asyncio.gather(
        *(room.accounts.sign_in_with_passkey(credential=answer) for _ in range(3)), return_exceptions=True
    )
    assert len([one for one in found if isinstance(one, PasskeyRefused)]) == 2


async def test_who_is_suspended_stays_out_and_who_is_leaving_is_back(world: World) -> None:
    olga, anna = await world.join("olga", role=Role.OWNER), await world.join("anna")
    key = Authenticator()
    await made(world, anna, key)
    with acting_as(anna):
        await world.accounts.delete_account(handle="anna")
    await entered(world, key)
    assert not (await world.accounts.find_person(handle="anna")).person.suspended
    with acting_as(olga):
        await world.accounts.set_suspended(person_id=person(anna), suspended=True)
    with pytest.raises(AccountSuspended):
        await entered(world, key)


@pytest.mark.parametrize(
    ("home", "place"),
    [
        ("https://example.org", Place("example.org", "https://example.org")),
        ("https://example.org:8443", Place("example.org", "https://example.org:8443")),
        ("http://localhost:8000", Place("localhost", "http://localhost:8000")),
        ("http://127.0.0.1:8000", Place("localhost", "http://localhost:8000")),
        ("http://[::1]:8000", Place("localhost", "http://localhost:8000")),
        ("http://example.org", None),
        ("https://192.0.2.1", None),
        ("http://192.0.2.1:8000", None),
    ],
)
def test_passkeys_need_a_name_and_https(home: str, place: Place | None) -> None:
    assert place_of(home) == place


async def test_where_they_work_is_said_and_elsewhere_they_are_refused(room: World) -> None:
    anna = await room.join("anna")
    assert (await room.accounts.get_registration()).passkeys_at == "https://site.example"
    object.__setattr__(room.inside.tools, "works", None)
    assert (await room.accounts.get_registration()).passkeys_at == ""
    with acting_as(anna), pytest.raises(PasskeysUnavailable):
        await room.accounts.begin_passkey()
    with pytest.raises(PasskeysUnavailable):
        await room.accounts.begin_passkey_sign_in()
    with pytest.raises(PasskeysUnavailable):
        await room.accounts.sign_in_with_passkey(credential="{}")
