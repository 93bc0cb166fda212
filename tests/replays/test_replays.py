"""What calls under a key came to: told again, refused for another request, forgotten after a day."""

import asyncio

import pytest

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Invalid, Unauthenticated
from octavo.chassis.ids import to_text
from octavo.replays.api import Answer, KeyReused, OutcomeUnknown, StillRunning, TooManyKeys
from tests.replays.conftest import MOST, World

ANNA, BEN = Caller(person_id=to_text(11)), Caller(person_id=to_text(12))
DONE = Answer(status=200, said="ok", body=b'{"story": "' + b"x" * 5000 + b'"}')


async def begin(
    world: World, key: str = "k", *, method: str = "/a/B", digest: bytes = b"\x00\xff"
) -> Answer | None:
    return await world.replays.begin(key=key, method=method, digest=digest)


async def test_a_call_is_told_again_what_it_came_to(world: World) -> None:
    with acting_as(ANNA):
        assert await begin(world) is None
        await world.replays.finish(key="k", answer=DONE)
        assert await begin(world) == DONE
        assert await begin(world) == DONE


async def test_everybody_has_keys_of_their_own(world: World) -> None:
    with acting_as(ANNA):
        await begin(world)
        await world.replays.finish(key="k", answer=DONE)
    with acting_as(BEN):
        assert await begin(world) is None
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        await begin(world)


async def test_a_key_is_for_one_request(world: World) -> None:
    with acting_as(ANNA):
        await begin(world)
        for finished in (False, True):
            if finished:
                await world.replays.finish(key="k", answer=DONE)
            with pytest.raises(KeyReused):
                await begin(world, digest=b"other")
            with pytest.raises(KeyReused):
                await begin(world, method="/a/C")


async def test_of_two_at_once_one_is_made(world: World) -> None:
    with acting_as(ANNA):
        found = await asyncio.gather(*(begin(world) for _ in range(8)), return_exceptions=True)
    assert [one for one in found if not isinstance(one, StillRunning)] == [None]


async def test_a_call_that_died_with_its_process_is_not_made_again_unseen(world: World) -> None:
    with acting_as(ANNA):
        await begin(world)
        world.clock.turn(seconds=39)
        with pytest.raises(StillRunning):
            await begin(world)
        world.clock.turn(seconds=1)
        with pytest.raises(OutcomeUnknown):
            await begin(world)


async def test_what_came_to_nothing_begins_anew(world: World) -> None:
    with acting_as(ANNA):
        await begin(world)
        await world.replays.forget(key="k")
        assert await begin(world) is None
        await world.replays.finish(key="k", answer=DONE)
        await world.replays.forget(key="k")
        assert await begin(world) == DONE


async def test_a_key_lasts_a_day(world: World) -> None:
    with acting_as(ANNA):
        await begin(world)
        await world.replays.finish(key="k", answer=DONE)
        world.clock.turn(hours=24, seconds=-1)
        assert await begin(world) == DONE
        world.clock.turn(seconds=1)
        assert await begin(world, digest=b"other") is None


async def test_what_is_over_is_swept(world: World) -> None:
    with acting_as(ANNA):
        await begin(world)
    world.clock.turn(hours=12)
    with acting_as(BEN):
        await begin(world)
    world.clock.turn(hours=12)
    assert await world.inside.tidy() == 1
    assert len(await world.db.all("SELECT * FROM replays")) == 1


async def test_a_person_has_so_many_keys_in_a_day(world: World) -> None:
    with acting_as(ANNA):
        for number in range(MOST):
            assert await begin(world, f"k{number}") is None
        with pytest.raises(TooManyKeys) as raised:
            await begin(world, "one more")
        assert raised.value.limit == MOST
        world.clock.turn(hours=24)
        assert await begin(world, "one more") is None


@pytest.mark.parametrize("key", ["", "x" * 256, "ä", "a\nb", "\x00"])
async def test_a_key_that_is_none_is_refused(world: World, key: str) -> None:
    with acting_as(ANNA):
        with pytest.raises(Invalid):
            await begin(world, key)
        with pytest.raises(Invalid):
            await world.replays.finish(key=key, answer=DONE)


async def test_nobody_finishes_what_is_anothers(world: World) -> None:
    with acting_as(ANNA):
        await begin(world)
    with acting_as(BEN):
        await world.replays.finish(key="k", answer=DONE)
        await world.replays.forget(key="k")
    with acting_as(ANNA), pytest.raises(StillRunning):
        await begin(world)
