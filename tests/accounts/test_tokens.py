"""Access tokens: shown once, good for what they name, and over when they should be."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from octavo.accounts import tokens
from octavo.accounts.api import (
    AccountSuspended,
    Role,
    TokenId,
    TokenNotFound,
    TokenOver,
    TooManyTokens,
    token_caller_of,
)
from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.chassis.scopes import SCOPES
from tests.accounts.world import World, person


async def made(world: World, caller: Caller, *scopes: str, days: int = 30) -> str:
    with acting_as(caller):
        answer = await world.accounts.create_token(
            name="script", scopes=scopes or ("stories:read",), days=days
        )
    return answer.token


async def test_a_token_is_its_persons_and_good_for_its_scopes(world: World) -> None:
    anna = await world.join("anna")
    token = await made(world, anna, "search", "stories:read", "search")
    found = await world.accounts.authenticate_token(token=token)
    assert found.person_id == anna.person_id
    assert found.scopes == ("stories:read", "search")
    caller = token_caller_of(found)
    assert caller.scopes == {"stories:read", "search"}
    assert caller.roles == anna.roles
    assert caller.session_id is None


async def test_the_list_shows_everything_but_the_token(world: World) -> None:
    anna, ben = await world.join("anna"), await world.join("ben")
    first = await made(world, anna, days=1)
    await made(world, anna, *SCOPES)
    await made(world, ben)
    with acting_as(anna):
        newest, oldest = await world.accounts.list_tokens()
    assert newest.scopes == tuple(SCOPES)
    assert (oldest.name, oldest.scopes) == ("script", ("stories:read",))
    assert (oldest.expires_at - oldest.created_at).days == 1
    assert oldest.last_used_on is None
    stored = await world.db.all("SELECT * FROM access_tokens")
    assert first not in str(stored)


async def test_its_use_is_noted_by_day(world: World) -> None:
    anna = await world.join("anna")
    token = await made(world, anna)
    for hours in (0, 3, 22):
        world.clock.turn(hours=hours)
        world.inside.tools.cache.empty()
        await world.accounts.authenticate_token(token=token)
        with acting_as(anna):
            (listed,) = await world.accounts.list_tokens()
        assert listed.last_used_on == tokens.day_of(world.clock())


async def test_a_revoked_token_is_over_at_once(world: World) -> None:
    anna, ben = await world.join("anna"), await world.join("ben")
    token, other = await made(world, anna), await made(world, anna)
    found = await world.accounts.authenticate_token(token=token)
    with acting_as(ben), pytest.raises(TokenNotFound):
        await world.accounts.revoke_token(token_id=found.token_id)
    with acting_as(anna):
        await world.accounts.revoke_token(token_id=found.token_id)
        with pytest.raises(TokenNotFound):
            await world.accounts.revoke_token(token_id=found.token_id)
        for unknown in ("", "0", "x" * 500):
            with pytest.raises(TokenNotFound):
                await world.accounts.revoke_token(token_id=TokenId(unknown))
    with pytest.raises(TokenOver):
        await world.accounts.authenticate_token(token=token)
    assert await world.accounts.authenticate_token(token=other)


async def test_a_token_ends_when_it_was_said_even_where_a_copy_is_near(world: World) -> None:
    token = await made(world, await world.join("anna"), days=1)
    world.clock.turn(days=1, seconds=-1)
    assert await world.accounts.authenticate_token(token=token)
    world.clock.turn(seconds=1)
    with pytest.raises(TokenOver):
        await world.accounts.authenticate_token(token=token)


async def test_a_token_that_is_over_is_listed_for_a_month_and_then_gone(room: World) -> None:
    anna = await room.join("anna")
    await made(room, anna, days=1)
    room.clock.turn(days=30)
    await room.inside.tidy()
    with acting_as(anna):
        assert len(await room.accounts.list_tokens()) == 1
    room.clock.turn(days=1, seconds=1)
    await room.inside.tidy()
    with acting_as(anna):
        assert await room.accounts.list_tokens() == ()


async def test_suspension_ends_tokens_for_good(world: World) -> None:
    anna, owner = await world.join("anna"), await world.join("olga", role=Role.OWNER)
    token = await made(world, anna)
    assert await world.accounts.authenticate_token(token=token)
    with acting_as(owner):
        await world.accounts.set_suspended(person_id=person(anna), suspended=True)
    with pytest.raises(TokenOver):
        await world.accounts.authenticate_token(token=token)
    with acting_as(anna), pytest.raises(AccountSuspended):
        await world.accounts.create_token(name="script", scopes=("search",), days=1)
    with acting_as(owner):
        await world.accounts.set_suspended(person_id=person(anna), suspended=False)
    with pytest.raises(TokenOver):
        await world.accounts.authenticate_token(token=token)


async def test_a_token_is_no_way_to_other_tokens(world: World) -> None:
    anna = await world.join("anna")
    found = await world.accounts.authenticate_token(token=await made(world, anna, *SCOPES))
    with acting_as(token_caller_of(found)):
        for refused in (
            world.accounts.create_token(name="more", scopes=("search",), days=1),
            world.accounts.list_tokens(),
            world.accounts.revoke_token(token_id=found.token_id),
        ):
            with pytest.raises(Forbidden):
                await refused


async def test_nobody_is_refused(world: World) -> None:
    with acting_as(ANONYMOUS):
        with pytest.raises(Unauthenticated):
            await world.accounts.create_token(name="script", scopes=("search",), days=1)
        with pytest.raises(Unauthenticated):
            await world.accounts.list_tokens()


@pytest.mark.parametrize(
    ("field", "name", "scopes", "days"),
    [
        ("name", "", ("search",), 1),
        ("name", "\u200b \n", ("search",), 1),
        ("name", "x" * 81, ("search",), 1),
        ("scopes", "script", (), 1),
        ("scopes", "script", ("search", "stories:erase"), 1),
        ("scopes", "script", ("any",), 1),
        ("scopes", "script", ("",), 1),
        ("days", "script", ("search",), 0),
        ("days", "script", ("search",), -1),
        ("days", "script", ("search",), 366),
    ],
)
async def test_what_cannot_be_is_refused_by_field(
    world: World, field: str, name: str, scopes: tuple[str, ...], days: int
) -> None:
    with acting_as(await world.join("anna")), pytest.raises(Invalid) as raised:
        await world.accounts.create_token(name=name, scopes=scopes, days=days)
    assert raised.value.field == field


async def test_a_person_has_fifty_tokens_at_most(room: World) -> None:
    anna = await room.join("anna")
    for _ in range(tokens.MOST_TOKENS):
        await made(room, anna, days=2)
    with acting_as(anna), pytest.raises(TooManyTokens) as raised:
        await room.accounts.create_token(name="one more", scopes=("search",), days=1)
    assert raised.value.limit == tokens.MOST_TOKENS
    room.clock.turn(days=2)
    assert await made(room, anna)


@pytest.mark.parametrize("token", ["", "oct_", "x" * 48, "oct_" + "0" * 44, "oct_" + "ä" * 44, "\x00" * 48])
async def test_what_is_no_token_is_told_without_asking_the_database(world: World, token: str) -> None:
    with pytest.raises(TokenOver):
        await world.accounts.authenticate_token(token=token)


def test_a_token_knows_its_own_form() -> None:
    made = {tokens.new_access_token() for _ in range(200)}
    assert len(made) == 200
    assert all(tokens.well_formed(token) for token in made)
    assert {len(token) for token in made} == {48}


@given(place=st.integers(0, 47), letter=st.characters(min_codepoint=33, max_codepoint=126))
def test_one_wrong_letter_is_noticed(place: int, letter: str) -> None:
    token = tokens.new_access_token()
    wrong = token[:place] + letter + token[place + 1 :]
    assert tokens.well_formed(wrong) is (wrong == token)


def test_a_day_begins_at_midnight_utc() -> None:
    noon = datetime(2026, 3, 1, 12, 30, 15, 7, tzinfo=UTC)
    assert tokens.day_of(noon) == datetime(2026, 3, 1, tzinfo=UTC)
    stored = tokens.StoredAccessToken(
        id=TokenId("t"),
        person_id=person(Caller(person_id="p")),
        name="n",
        token_hash="h",
        scopes=(),
        created_at=noon,
        expires_at=noon,
        last_used_on=datetime(2026, 3, 1, tzinfo=UTC),
    )
    assert not stored.to_be_touched(noon)
    assert replace(stored, last_used_on=None).to_be_touched(noon)
