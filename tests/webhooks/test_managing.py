"""Webhooks made, changed, stopped and deleted by their owners; who may have which."""

import asyncio

import pytest

from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.webhooks.api import (
    KINDS,
    DeliveryId,
    DeliveryNotFound,
    PublicationId,
    Reach,
    Stop,
    TooManyByHand,
    TooManyWebhooks,
    WebhookId,
    WebhookNotFound,
    WebhookStopped,
)
from tests.stories.desk import ANNA, BERT, MODERATOR, NEWCOMER
from tests.webhooks.world import OTHER_PRESS, OWNER, PRESS, SMALL, World

ADDRESS = "https://receiver.example/hook?a=b"


async def test_a_webhook_is_made_and_shown_without_its_secret(world: World) -> None:
    with acting_as(ANNA):
        made = await world.hook(f" {ADDRESS} ")
        assert made.secret.startswith("whsec_")
        assert len(made.secret) == 50
        hook = made.webhook
        assert (hook.url, hook.name, hook.reach) == (ADDRESS, "receiver.example", Reach.OWN)
        assert hook.kinds == KINDS[Reach.OWN]
        assert hook.stopped is Stop.UNSPECIFIED
        assert await world.webhooks.list_webhooks() == (hook,)
        assert await world.webhooks.get_webhook(webhook_id=hook.id) == hook
    rows = [dict(row) for row in await world.db.all("SELECT * FROM webhooks")]
    assert made.secret not in repr(rows)
    assert made.secret.removeprefix("whsec_") not in repr(rows)


async def test_it_is_changed_in_part(world: World) -> None:
    with acting_as(ANNA):
        hook = (await world.hook(ADDRESS, kinds=("story.withdrawn", "story.published"))).webhook
        assert hook.kinds == ("story.published", "story.withdrawn")
        renamed = await world.webhooks.update_webhook(webhook_id=hook.id, name=" My  machine ")
        assert (renamed.name, renamed.url, renamed.kinds) == ("My machine", ADDRESS, hook.kinds)
        moved = await world.webhooks.update_webhook(
            webhook_id=hook.id, url="https://else.example/", kinds=("story.revised",)
        )
        assert (moved.name, moved.url, moved.kinds) == (
            "My machine",
            "https://else.example/",
            ("story.revised",),
        )
        await world.webhooks.delete_webhook(webhook_id=hook.id)
        assert await world.webhooks.list_webhooks() == ()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "receiver.example",
        "ftp://receiver.example/",
        "https://user:pass@receiver.example/",
        "https://receiver.example:25/",
        "http://octavo.test/",
        "http://OCTAVO.test:80/octavo.stories.v1.Stories/Publish",
        "http://octavo.test./x",
        "https://" + "x" * 2000,
        "https://receiver.example/\x00",
    ],
)
async def test_what_is_never_sent_to_is_refused_at_once(world: World, url: str) -> None:
    with acting_as(ANNA):
        with pytest.raises(Invalid) as caught:
            await world.hook(url)
        assert caught.value.details["field"] == "url"
        hook = (await world.hook(ADDRESS)).webhook
        if url:
            with pytest.raises(Invalid):
                await world.webhooks.update_webhook(webhook_id=hook.id, url=url)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"reach": Reach.UNSPECIFIED}, "reach"),
        ({"kinds": ("story.read",)}, "kinds"),
        ({"kinds": ("person.joined",)}, "kinds"),
        ({"name": "x" * 81}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"publication_id": PRESS}, "publication_id"),
    ],
)
async def test_what_is_wrong_is_named(world: World, arguments: dict[str, object], field: str) -> None:
    with acting_as(ANNA), pytest.raises(Invalid) as caught:
        await world.hook(ADDRESS, **{"reach": Reach.OWN, **arguments})  # type: ignore[arg-type]
    assert caught.value.details["field"] == field


async def test_who_may_be_told_of_what(world: World) -> None:
    world.others.owners = {str(ANNA.person_id): {PRESS}}
    with acting_as(ANNA):
        hook = (await world.hook(ADDRESS, Reach.PUBLICATION, publication_id=PRESS)).webhook
        assert (hook.publication_id, hook.kinds) == (PRESS, KINDS[Reach.PUBLICATION])
        for place in (OTHER_PRESS, PublicationId("")):
            with pytest.raises(Forbidden):
                await world.hook(ADDRESS, Reach.PUBLICATION, publication_id=place)
        with pytest.raises(Forbidden):
            await world.hook(ADDRESS, Reach.SITE)
    with acting_as(MODERATOR), pytest.raises(Forbidden):
        await world.hook(ADDRESS, Reach.SITE)
    with acting_as(OWNER):
        assert (await world.hook(ADDRESS, Reach.SITE)).webhook.kinds == KINDS[Reach.SITE]
    with acting_as(NEWCOMER), pytest.raises(Forbidden):
        await world.hook(ADDRESS)


async def test_nobody_else_knows_of_it(world: World) -> None:
    with acting_as(ANNA):
        hook = (await world.hook(ADDRESS)).webhook
        delivery_id = await world.webhooks.send_test(webhook_id=hook.id)
    webhooks = world.webhooks
    for who in (BERT, OWNER):
        with acting_as(who):
            assert await webhooks.list_webhooks() == ()
            for hook_id in (hook.id, WebhookId(""), WebhookId("no id")):
                for ask in (
                    lambda one: webhooks.get_webhook(webhook_id=one),
                    lambda one: webhooks.update_webhook(webhook_id=one, name="x"),
                    lambda one: webhooks.set_enabled(webhook_id=one, enabled=False),
                    lambda one: webhooks.delete_webhook(webhook_id=one),
                    lambda one: webhooks.rotate_secret(webhook_id=one),
                    lambda one: webhooks.send_test(webhook_id=one),
                    lambda one: webhooks.list_deliveries(webhook_id=one),
                ):
                    with pytest.raises(WebhookNotFound):
                        await ask(hook_id)
            for one in (delivery_id, DeliveryId(""), DeliveryId("x")):
                with pytest.raises(DeliveryNotFound):
                    await webhooks.replay(delivery_id=one)
    with acting_as(ANONYMOUS):
        for call in (webhooks.list_webhooks(), webhooks.get_webhook(webhook_id=hook.id), world.hook(ADDRESS)):
            with pytest.raises(Unauthenticated):
                await call


async def test_there_is_a_most_also_for_those_who_ask_at_once(world: World) -> None:
    with acting_as(ANNA):
        asked = [world.hook(ADDRESS) for _ in range(SMALL.max_webhooks + 2)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        refused = [answer for answer in answers if isinstance(answer, TooManyWebhooks)]
        assert [fault.limit for fault in refused] == [SMALL.max_webhooks] * 2
        assert len(await world.webhooks.list_webhooks()) == SMALL.max_webhooks


async def test_stopped_it_takes_no_tests_and_starts_again(world: World) -> None:
    with acting_as(ANNA):
        hook = (await world.hook(ADDRESS)).webhook
        stopped = await world.webhooks.set_enabled(webhook_id=hook.id, enabled=False)
        assert (stopped.stopped, stopped.stopped_at) == (Stop.BY_HAND, world.clock.now)
        with pytest.raises(WebhookStopped):
            await world.webhooks.send_test(webhook_id=hook.id)
        started = await world.webhooks.set_enabled(webhook_id=hook.id, enabled=True)
        assert (started.stopped, started.stopped_at) == (Stop.UNSPECIFIED, None)
        await world.webhooks.send_test(webhook_id=hook.id)


async def test_who_no_longer_may_does_not_start_it_again(world: World) -> None:
    world.others.owners = {str(ANNA.person_id): {PRESS}}
    with acting_as(ANNA):
        hook = (await world.hook(ADDRESS, Reach.PUBLICATION, publication_id=PRESS)).webhook
        await world.webhooks.set_enabled(webhook_id=hook.id, enabled=False)
        world.others.owners.clear()
        with pytest.raises(Forbidden):
            await world.webhooks.set_enabled(webhook_id=hook.id, enabled=True)


async def test_tests_and_replays_have_a_most(world: World) -> None:
    with acting_as(ANNA):
        hook = (await world.hook(ADDRESS)).webhook
        first = await world.webhooks.send_test(webhook_id=hook.id)
        with pytest.raises(TooManyByHand):
            await world.webhooks.replay(delivery_id=first)
        world.turn(seconds=61)
        await world.webhooks.replay(delivery_id=first)
        for _ in range(SMALL.max_by_hand - 1):
            await world.webhooks.send_test(webhook_id=hook.id)
        with pytest.raises(TooManyByHand) as caught:
            await world.webhooks.send_test(webhook_id=hook.id)
        assert caught.value.limit == SMALL.max_by_hand
        world.turn(hours=1)
        await world.webhooks.send_test(webhook_id=hook.id)


@pytest.mark.parametrize("limit", [0, -1, 101])
async def test_a_page_of_the_log_has_its_limits(world: World, limit: int) -> None:
    with acting_as(ANNA):
        hook = (await world.hook(ADDRESS)).webhook
        with pytest.raises(Invalid):
            await world.webhooks.list_deliveries(webhook_id=hook.id, limit=limit)


async def test_the_log_goes_on_page_by_page(world: World) -> None:
    with acting_as(ANNA):
        hook = (await world.hook(ADDRESS)).webhook
        made = [await world.webhooks.send_test(webhook_id=hook.id) for _ in range(5)]
        first = await world.webhooks.list_deliveries(webhook_id=hook.id, limit=3)
        rest = await world.webhooks.list_deliveries(webhook_id=hook.id, limit=3, before=first[-1].id)
        assert [one.id for one in (*first, *rest)] == made[::-1]
