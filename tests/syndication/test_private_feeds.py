"""Private feeds: made, listed, opened and ended; who is let in, and who no longer."""

import asyncio
import re

import pytest

from octavo.accounts.api import PersonId, PersonSuspended
from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.events import Envelope
from octavo.chassis.faults import Invalid, Unauthenticated
from octavo.syndication.api import NotConfirmed, PrivateFeedId, PrivateFeedNotFound, TooManyPrivateFeeds
from octavo.syndication.service import PersonEvents
from tests.stories.desk import ANNA, BERT, NEWCOMER
from tests.syndication.world import MOST, World


async def test_a_token_opens_its_owners_feed_and_no_other(world: World) -> None:
    with acting_as(ANNA):
        made = await world.syndication.create_private_feed(name="  My   reader ")
    assert made.feed.name == "My reader"
    assert made.feed.opened_at is None
    assert re.fullmatch(r"[\w-]{43}", made.token)
    with acting_as(BERT):
        other = await world.syndication.create_private_feed()
    assert other.feed.name == "2026-03-01"
    assert await world.syndication.open_private_feed(token=made.token) == ANNA.person_id
    assert await world.syndication.open_private_feed(token=other.token) == BERT.person_id


async def test_the_token_is_kept_as_its_digest_alone(world: World) -> None:
    with acting_as(ANNA):
        made = await world.syndication.create_private_feed(name="x")
    rows = await world.db.all("SELECT * FROM private_feeds")
    assert made.token not in repr([dict(row) for row in rows])
    with acting_as(ANNA):
        assert made.token not in repr(await world.syndication.list_private_feeds())


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "A" * 5000, "ä" * 43, "\x00" * 43])
async def test_no_other_text_opens_any(world: World, token: str) -> None:
    with acting_as(ANNA):
        await world.syndication.create_private_feed()
    with pytest.raises(PrivateFeedNotFound):
        await world.syndication.open_private_feed(token=token)


async def test_an_ended_feed_is_over_at_once(world: World) -> None:
    with acting_as(ANNA):
        made = await world.syndication.create_private_feed()
        kept = await world.syndication.create_private_feed()
        await world.syndication.revoke_private_feed(feed_id=made.feed.id)
        with pytest.raises(PrivateFeedNotFound):
            await world.syndication.revoke_private_feed(feed_id=made.feed.id)
        assert [feed.id for feed in await world.syndication.list_private_feeds()] == [kept.feed.id]
    with pytest.raises(PrivateFeedNotFound):
        await world.syndication.open_private_feed(token=made.token)
    assert await world.syndication.open_private_feed(token=kept.token) == ANNA.person_id


async def test_nobody_sees_or_ends_anothers(world: World) -> None:
    with acting_as(ANNA):
        made = await world.syndication.create_private_feed()
    with acting_as(BERT):
        assert await world.syndication.list_private_feeds() == ()
        for feed_id in (made.feed.id, PrivateFeedId(""), PrivateFeedId("no id at all")):
            with pytest.raises(PrivateFeedNotFound):
                await world.syndication.revoke_private_feed(feed_id=feed_id)
    assert await world.syndication.open_private_feed(token=made.token) == ANNA.person_id


async def test_who_may_not_have_one_is_told_why(world: World) -> None:
    with acting_as(NEWCOMER), pytest.raises(NotConfirmed):
        await world.syndication.create_private_feed()
    with acting_as(ANONYMOUS):
        with pytest.raises(Unauthenticated):
            await world.syndication.create_private_feed()
        with pytest.raises(Unauthenticated):
            await world.syndication.list_private_feeds()
        with pytest.raises(Unauthenticated):
            await world.syndication.revoke_private_feed(feed_id=PrivateFeedId("11111111111"))


@pytest.mark.parametrize("name", ["x" * 81, "a\x00b", "a\x07b"])
async def test_a_name_has_its_limits(world: World, name: str) -> None:
    with acting_as(ANNA), pytest.raises(Invalid) as caught:
        await world.syndication.create_private_feed(name=name)
    assert caught.value.details["field"] == "name"


async def test_there_is_a_most_also_for_those_who_ask_at_once(world: World) -> None:
    with acting_as(ANNA):
        asked = [world.syndication.create_private_feed() for _ in range(MOST + 3)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        refused = [answer for answer in answers if isinstance(answer, TooManyPrivateFeeds)]
        assert [fault.limit for fault in refused] == [MOST] * 3
        feeds = await world.syndication.list_private_feeds()
        assert len(feeds) == MOST
        await world.syndication.revoke_private_feed(feed_id=feeds[0].id)
        await world.syndication.create_private_feed()


async def test_when_it_was_asked_for_is_known_to_the_hour(world: World) -> None:
    with acting_as(ANNA):
        made = await world.syndication.create_private_feed()

    async def opened() -> object:
        await world.syndication.open_private_feed(token=made.token)
        with acting_as(ANNA):
            return (await world.syndication.list_private_feeds())[0].opened_at

    first = world.clock.now
    assert await opened() == first
    world.clock.turn(minutes=59)
    assert await opened() == first
    world.clock.turn(minutes=1)
    assert await opened() == world.clock.now


async def test_it_dies_with_its_owners_account(world: World) -> None:
    tokens = {}
    for caller in (ANNA, BERT):
        with acting_as(caller):
            tokens[caller.person_id] = (await world.syndication.create_private_feed()).token
    world.everybody.suspended.add(str(ANNA.person_id))
    world.everybody.erased.add(str(BERT.person_id))
    for token in tokens.values():
        with pytest.raises(PrivateFeedNotFound):
            await world.syndication.open_private_feed(token=token)


async def test_a_suspension_ends_it_for_good(world: World) -> None:
    with acting_as(ANNA):
        made = await world.syndication.create_private_feed()
    event = PersonSuspended(person_id=PersonId(str(ANNA.person_id)))
    envelope = Envelope(
        number=1,
        source="accounts",
        type=event.event_name,
        aggregate=event.aggregate_id,
        sequence=1,
        written_at=world.clock.now,
        trace="",
    )
    for _ in range(2):
        await PersonEvents(world.inside)(event, envelope)
    with pytest.raises(PrivateFeedNotFound):
        await world.syndication.open_private_feed(token=made.token)
