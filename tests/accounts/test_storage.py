"""What is over is deleted."""

import asyncio

import pytest

from octavo.accounts.api import SessionOver
from octavo.accounts.service import keep_tidy
from octavo.chassis.context import acting_as
from tests.accounts.world import PASSWORD, World


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
