"""Two at once: one wins, the other is told, nothing is half done."""

import asyncio
from collections import Counter

import pytest

from octavo.accounts.api import HandleTaken, LinkInvalid, Role, TooManyAttempts
from octavo.accounts.ports import Rate
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.faults import Forbidden
from tests.accounts.conftest import QUICK, built
from tests.accounts.world import World, person, token_in


def outcomes(results: list[object]) -> Counter[str]:
    return Counter(
        type(result).__name__ if isinstance(result, BaseException) else "done" for result in results
    )


async def test_one_of_many_uses_a_link(room: World) -> None:
    await room.join("anna")
    link = token_in(await room.accounts.create_login_link(email="anna@example.org"))
    other = built(room.db, room.clock, QUICK, shard=8)
    calls = [who.redeem_link(token=link) for who in (room.inside, other) * 4]
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert outcomes(list(results)) == {"done": 1, "LinkInvalid": 7}


async def test_one_of_two_gets_a_handle(room: World) -> None:
    people = [await room.join(name) for name in ("anna", "bert", "cleo")]

    async def change(caller: Caller) -> object:
        with acting_as(caller):
            return await room.accounts.change_handle(handle="wanted")

    results = await asyncio.gather(*map(change, people), return_exceptions=True)
    assert outcomes(list(results)) == {"done": 1, "HandleTaken": 2}
    rows = await room.db.all("SELECT handle FROM people WHERE handle = 'wanted'")
    assert len(rows) == 1


async def test_one_of_two_who_join_gets_a_handle_and_the_other_keeps_the_link(room: World) -> None:
    links = [
        token_in(await room.accounts.create_login_link(email=f"{name}@example.org"))
        for name in ("anna", "bert")
    ]
    calls = [room.accounts.redeem_link(token=link, handle="wanted", name="W") for link in links]
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert outcomes(list(results)) == {"done": 1, "HandleTaken": 1}
    loser = links[next(place for place, result in enumerate(results) if isinstance(result, HandleTaken))]
    assert (await room.accounts.redeem_link(token=loser, handle="other", name="O")).signed_in.created


async def test_one_of_two_becomes_the_first_owner(room: World) -> None:
    links = [token_in(await room.accounts.create_owner_link()) for _ in range(3)]
    calls = [
        room.accounts.redeem_link(token=link, handle=f"owner-{number}", name="O")
        for number, link in enumerate(links)
    ]
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert outcomes(list(results)) == {"done": 1, "LinkInvalid": 2}


async def test_one_address_is_confirmed_for_one_of_two(room: World) -> None:
    tokens = []
    for name in ("anna", "bert"):
        caller = await room.join(name)
        with acting_as(caller):
            await room.accounts.change_email(email="shared@example.org")
        await room.post()
        tokens.append(room.mailbox.token("shared@example.org"))
    calls = [room.accounts.redeem_link(token=token) for token in tokens]
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert outcomes(list(results)) == {"done": 1, "LinkInvalid": 1}


async def test_two_owners_who_demote_each_other_leave_one(room: World) -> None:
    olga, otto = await room.join("olga", role=Role.OWNER), await room.join("otto", role=Role.OWNER)

    async def demote(by: Caller, whom: Caller) -> None:
        with acting_as(by):
            await room.accounts.set_role(person_id=person(whom), role=Role.MEMBER)

    results = await asyncio.gather(demote(olga, otto), demote(otto, olga), return_exceptions=True)
    # Whoever came second is no owner any more.
    assert outcomes(list(results)) == {"done": 1, Forbidden.__name__: 1}


async def test_one_source_is_imported_once(room: World) -> None:
    other = built(room.db, room.clock, QUICK, shard=8)
    calls = [who.import_person(source="x:mel", handle="mel", name="Mel") for who in (room.inside, other) * 3]
    imported = await asyncio.gather(*calls)
    assert Counter(one.created for one in imported) == {True: 1, False: 5}
    assert len({one.person.id for one in imported}) == 1


async def test_attempts_are_counted_over_all_processes(room: World) -> None:
    other = built(room.db, room.clock, QUICK, shard=8)
    rate = Rate(5, 60)

    async def attempt(who: object) -> None:
        await who._limit("test", "x", rate)  # type: ignore[attr-defined]

    results = await asyncio.gather(
        *(attempt(who) for who in (room.inside, other) * 6), return_exceptions=True
    )
    assert outcomes(list(results)) == {"done": 5, "TooManyAttempts": 7}
    room.clock.turn(seconds=12)
    await attempt(other)
    with pytest.raises(TooManyAttempts):
        await attempt(room.inside)


async def test_a_link_used_here_is_over_there(room: World) -> None:
    await room.join("anna")
    link = token_in(await room.accounts.create_login_link(email="anna@example.org"))
    await built(room.db, room.clock, QUICK, shard=8).redeem_link(token=link)
    with pytest.raises(LinkInvalid):
        await room.accounts.redeem_link(token=link)
