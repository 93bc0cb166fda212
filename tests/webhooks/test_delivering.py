"""Deliveries: signed, tried again, given up, replayed; each webhook in its own line."""

import asyncio
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.chassis.context import acting_as
from octavo.webhooks.api import Attempt, Reach, State, Stop, WebhookId
from octavo.webhooks.delivering import Round
from octavo.webhooks.entities import PAUSES, Hook, outcome, secret, signature, waits
from octavo.webhooks.service import OwnEvents
from tests.stories.desk import ANNA, BERT
from tests.webhooks import world as worlds
from tests.webhooks.world import SECRET, Receiver, World, verified


async def test_a_test_arrives_signed_and_is_logged(world: World, receiver: Receiver) -> None:
    with acting_as(ANNA):
        made = await world.hook(receiver.url)
        delivery_id = await world.webhooks.send_test(webhook_id=made.webhook.id)
    assert await world.serve() == 1
    headers, body = receiver.came[0]
    assert verified(made.secret, headers, body)
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == delivery_id
    assert int(headers["webhook-timestamp"]) == int(world.clock.now.timestamp())
    assert json.loads(body) == {
        "specversion": "1.0",
        "id": delivery_id,
        "type": "ping",
        "source": "http://octavo.test",
        "subject": f"webhooks/{made.webhook.id}",
        "time": "2026-03-01T12:00:00.000Z",
        "datacontenttype": "application/json",
        "data": {"webhookId": made.webhook.id},
    }
    with acting_as(ANNA):
        (logged,) = await world.webhooks.list_deliveries(webhook_id=made.webhook.id)
    assert (logged.state, logged.kind, logged.next_at) == (State.DELIVERED, "ping", None)
    assert logged.body == body.decode()
    (attempt,) = logged.attempts
    assert (attempt.status, attempt.answer, attempt.problem) == (200, "thanks", "")
    assert attempt.at == world.clock.now
    assert await world.serve() == 0


def test_a_signature_is_that_of_the_standard() -> None:
    """The vector of the specification's own libraries."""
    made = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        delivery_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body='{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_for_a_day_after_a_rotation_both_secrets_count(world: World, receiver: Receiver) -> None:
    with acting_as(ANNA):
        made = await world.hook(receiver.url)
        fresh = await world.webhooks.rotate_secret(webhook_id=made.webhook.id)
        assert fresh != made.secret
        for hours, both in ((0, True), (23, True), (1, False)):
            world.turn(hours=hours)
            await world.webhooks.send_test(webhook_id=made.webhook.id)
            await world.serve()
            headers, body = receiver.came[-1]
            assert verified(fresh, headers, body)
            assert verified(made.secret, headers, body) is both


async def test_what_fails_is_tried_again_over_a_day_then_the_webhook_stops_and_its_owner_is_told(
    room: World, receiver: Receiver
) -> None:
    receiver.status, receiver.body = 500, b"no\x00 way"
    with acting_as(ANNA):
        hook = (await room.hook(receiver.url)).webhook
        await room.webhooks.send_test(webhook_id=hook.id)
    began, tried = room.clock.now, 0
    for _ in range(5000):
        tried += await room.serve()
        with acting_as(ANNA):
            now = await room.webhooks.get_webhook(webhook_id=hook.id)
        if now.stopped is not Stop.UNSPECIFIED:
            break
        assert now.failing_since == began
        room.turn(seconds=30)
    assert tried == len(PAUSES) + 1
    assert timedelta(hours=23) < room.clock.now - began < timedelta(hours=25)
    assert (now.stopped, now.stopped_at) == (Stop.FAILING, room.clock.now)
    with acting_as(ANNA):
        (logged,) = await room.webhooks.list_deliveries(webhook_id=hook.id)
    assert logged.state is State.FAILED
    assert len(logged.attempts) == tried
    assert {(one.status, one.answer) for one in logged.attempts} == {(500, "no way")}
    assert {headers["webhook-id"] for headers, _ in receiver.came} == {logged.id}
    events = await room.db.all("SELECT type, payload FROM octavo_outbox")
    assert [row["type"] for row in events] == ["webhooks.WebhookGaveUp"]
    event = OwnEvents.TYPES[0]()
    await OwnEvents(room.inside)(
        type(event)(webhook_id=hook.id, person_id=ANNA.person_id, stopped=Stop.FAILING), room.envelope()
    )
    assert [person for person, _ in room.others.notices] == [ANNA.person_id]


async def test_one_bad_delivery_among_good_ones_stops_nothing(room: World, receiver: Receiver) -> None:
    with acting_as(ANNA):
        hook = (await room.hook(receiver.url)).webhook
        bad = await room.webhooks.send_test(webhook_id=hook.id)
        for number, pause in enumerate((*PAUSES, timedelta())):
            receiver.status = 400
            await room.serve()
            if number == len(PAUSES) - 1:
                receiver.status = 200
                await room.webhooks.send_test(webhook_id=hook.id)
                await room.serve()
            room.clock.now += pause * 1.3
        logged = {one.id: one for one in await room.webhooks.list_deliveries(webhook_id=hook.id)}
        assert logged[bad].state is State.FAILED
        assert len(logged[bad].attempts) == len(PAUSES) + 1
        assert (await room.webhooks.get_webhook(webhook_id=hook.id)).stopped is Stop.UNSPECIFIED


async def test_who_says_that_it_is_gone_is_asked_no_more(world: World, receiver: Receiver) -> None:
    receiver.status = 410
    with acting_as(ANNA):
        hook = (await world.hook(receiver.url)).webhook
        await world.webhooks.send_test(webhook_id=hook.id)
        await world.serve()
        assert (await world.webhooks.get_webhook(webhook_id=hook.id)).stopped is Stop.GONE
    assert len(receiver.came) == 1


async def test_a_receiver_may_ask_for_time(world: World, receiver: Receiver) -> None:
    receiver.status, receiver.headers = 503, {"retry-after": "3600"}
    with acting_as(ANNA):
        hook = (await world.hook(receiver.url)).webhook
        await world.webhooks.send_test(webhook_id=hook.id)
        await world.serve()
        (logged,) = await world.webhooks.list_deliveries(webhook_id=hook.id)
    assert logged.next_at == world.clock.now + timedelta(hours=1)


async def test_a_redirect_is_not_followed(world: World, receiver: Receiver) -> None:
    async with worlds.receiver() as other:
        receiver.status, receiver.headers = 307, {"location": other.url}
        with acting_as(ANNA):
            hook = (await world.hook(receiver.url)).webhook
            await world.webhooks.send_test(webhook_id=hook.id)
            await world.serve()
            (logged,) = await world.webhooks.list_deliveries(webhook_id=hook.id)
        assert logged.attempts[0].status == 307
        assert logged.state is State.WAITING
        assert other.came == []


@pytest.mark.parametrize(
    "url",
    [
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]:8000/",
        "http://localhost/",
    ],
)
async def test_into_a_private_network_nothing_is_sent(room: World, url: str) -> None:
    strict = worlds.built(
        room.db, room.clock, room.others, room.ids, worlds.Config(plain_http=True, seconds=2)
    ).webhooks
    with acting_as(ANNA):
        hook = (await strict.create_webhook(url=url, reach=Reach.OWN)).webhook
        await strict.send_test(webhook_id=hook.id)
        await strict.serve(hook.id)
        (logged,) = await strict.list_deliveries(webhook_id=hook.id)
    assert logged.attempts[0].status == 0
    assert "private network" in logged.attempts[0].problem


async def test_a_replay_sends_the_same_once_more(world: World, receiver: Receiver) -> None:
    with acting_as(ANNA):
        made = await world.hook(receiver.url)
        delivery_id = await world.webhooks.send_test(webhook_id=made.webhook.id)
        await world.serve()
        world.turn(minutes=2)
        await world.webhooks.replay(delivery_id=delivery_id)
        await world.serve()
        (logged,) = await world.webhooks.list_deliveries(webhook_id=made.webhook.id)
    (first, body), (second, again) = receiver.came
    assert body == again
    assert first["webhook-id"] == second["webhook-id"]
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 120
    assert verified(made.secret, second, again)
    assert (logged.state, len(logged.attempts)) == (State.DELIVERED, 2)


async def test_stopped_by_hand_what_waits_is_kept_for_a_replay(world: World, receiver: Receiver) -> None:
    with acting_as(ANNA):
        hook = (await world.hook(receiver.url)).webhook
        delivery_id = await world.webhooks.send_test(webhook_id=hook.id)
        await world.webhooks.set_enabled(webhook_id=hook.id, enabled=False)
        assert await world.serve() == 0
        await world.webhooks.set_enabled(webhook_id=hook.id, enabled=True)
        assert await world.serve() == 0
        world.turn(minutes=2)
        await world.webhooks.replay(delivery_id=delivery_id)
        assert await world.serve() == 1


async def test_a_slow_receiver_holds_up_nobody_else(room: World, receiver: Receiver) -> None:
    async with worlds.receiver() as slow:
        slow.wait = 0.9
        with acting_as(ANNA):
            hook = (await room.hook(slow.url)).webhook
            for _ in range(2):
                await room.webhooks.send_test(webhook_id=hook.id)
        with acting_as(BERT):
            hook = (await room.hook(receiver.url)).webhook
            for _ in range(3):
                await room.webhooks.send_test(webhook_id=hook.id)
        running = asyncio.create_task(Round(room.inside, room.service.wake, lines=5, seconds=0.05).run())
        try:
            await receiver.until(3)
            assert len(slow.came) == 1
            await slow.until(2)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await asyncio.sleep(1)  # the one on its way is let finish before its database goes


async def test_who_died_in_the_middle_of_a_delivery_is_relieved(room: World, receiver: Receiver) -> None:
    """Nothing is noted until the answer is here: what was on its way goes out again, under the same id."""
    receiver.wait = 5
    with acting_as(ANNA):
        hook = (await room.hook(receiver.url)).webhook
        await room.webhooks.send_test(webhook_id=hook.id)
    dying = asyncio.create_task(room.inside.serve(hook.id))
    await receiver.until(1)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    receiver.wait = 0
    assert await room.serve() == 1
    assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 1
    assert len(receiver.came) == 2


async def test_the_log_is_kept_for_so_long(room: World, receiver: Receiver) -> None:
    with acting_as(ANNA):
        hook = (await room.hook(receiver.url)).webhook
        await room.webhooks.send_test(webhook_id=hook.id)
        await room.serve()
        room.turn(days=29)
        await room.webhooks.send_test(webhook_id=hook.id)
        room.turn(days=2)
        assert await room.inside.tidy() == 1
        assert len(await room.webhooks.list_deliveries(webhook_id=hook.id)) == 1
    assert await room.db.all("SELECT * FROM delivery_attempts") == []


# Rules alone

A_HOOK = Hook(
    id=WebhookId("11111111111"),
    person_id=ANNA.person_id,  # type: ignore[arg-type]
    name="",
    url="",
    reach=Reach.OWN,
    kinds=(),
    created_at=worlds.Clock().now,
)


@given(st.integers(1, len(PAUSES)), st.floats(0, 1), st.integers(0, 599), st.none() | st.floats(0, 1e9))
def test_pauses_grow_and_stay_within_bounds(
    tries: int, chance: float, status: int, wait: float | None
) -> None:
    now = A_HOOK.created_at
    attempt = Attempt(at=now, status=status)
    found = outcome(A_HOOK, tries, attempt, now=now, chance=chance, wait=wait)
    if 200 <= status < 300:
        assert found.state is State.DELIVERED
    elif status == 410:
        assert (found.state, found.stop) == (State.FAILED, Stop.GONE)
    else:
        assert found.state is State.WAITING
        assert PAUSES[tries - 1] * 0.79 <= found.next_at - now <= timedelta(hours=8) * 1.21


def test_secrets_differ_by_webhook_version_and_site() -> None:
    made = {
        secret(key, WebhookId(hook), version)
        for key in (SECRET, b"another")
        for hook in ("a", "b")
        for version in (1, 2)
    }
    assert len(made) == 8


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30", 30.0), (" 5 ", 5.0), ("-1", None), ("Wed, 21 Oct", None), ("", None), ("٣", None)],
)
def test_only_seconds_are_waited_for(text: str, seconds: float | None) -> None:
    assert waits(text) == seconds
