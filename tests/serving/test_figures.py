"""What the operator is told of events, leases, the disk and the time of answers."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.core import Metric

from octavo.chassis import leases
from octavo.chassis.backlog import backlog
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope
from octavo.chassis.leases import LeaseLost
from octavo.chassis.relay import Relay
from octavo.chassis.telemetry import Health
from octavo.serving.counters import Counters
from octavo.serving.figures import DiskFigures, EventFigures, LeaseFigures
from octavo.serving.gate import Gate
from octavo.serving.hosts import KnownHosts, TrustedProxies
from tests.chassis.story_events import QUICK, StoryPublished, drained, open_stories, publish, until
from tests.conftest import Databases


@pytest.fixture
async def source(database_factory: Databases, tmp_path: Path) -> Database:
    return await open_stories(database_factory, tmp_path)


def values(families: Iterator[Metric]) -> dict[str, float]:
    """Each sample, by its name and the values of its labels."""
    return {
        " ".join([one.name, *one.labels.values()]): one.value for family in families for one in family.samples
    }


async def test_the_age_of_what_waits_longest_grows_until_it_is_had(source: Database) -> None:
    heard: list[str] = []
    broken = True

    async def handler(event: StoryPublished, envelope: Envelope) -> None:
        if broken and event.story_id == "bad":
            raise RuntimeError("cannot")
        heard.append(event.story_id)

    relay = Relay(source)
    relay.subscribe(consumer="feed", types=[StoryPublished], handler=handler, patience=QUICK)
    async with relay.running():
        await publish(source, "good", 1)
        await drained(relay)
    await publish(source, "late", 1)
    (waits,) = await backlog(source)
    assert waits.oldest is not None  # nobody delivers: it is unseen
    figures = EventFigures({"stories": source}, clock=lambda: waits.oldest / 1_000_000 + 90)
    watching = asyncio.create_task(figures.watch())

    async def looked() -> bool:
        return bool(values(figures.collect()))

    await until(looked)
    watching.cancel()
    assert values(figures.collect())["octavo_events_oldest_seconds stories feed"] == 90

    again = Relay(source)
    again.subscribe(consumer="feed", types=[StoryPublished], handler=handler, patience=QUICK)
    async with again.running():
        await publish(source, "bad", 1)
        await publish(source, "bad", 2)

        async def dead() -> bool:
            return len(await again.dead_letters()) == 1

        async def parked() -> bool:
            (one,) = await backlog(source)
            # The second waits behind the dead one, and that it does so is told.
            return (one.waiting, one.dead, one.unseen) == (2, 1, 0) and one.oldest is not None

        await until(dead)
        await until(parked)
        broken = False
        await again.replay((await again.dead_letters())[0].id)
        await drained(again)
    (nothing,) = await backlog(source)
    assert nothing.oldest is None
    assert heard == ["good", "late", "bad", "bad"]


async def test_a_lost_lease_is_counted_under_its_service(source: Database) -> None:
    figures = LeaseFigures({"stories": source, "feed": source})
    before = values(figures.collect())
    assert before["octavo_leases_lost_total feed"] == 0
    with pytest.raises(LeaseLost):
        async with leases.lease(source, "scheduler", 0.2):
            await source.execute("UPDATE octavo_leases SET owner = 'somebody else'")
            await asyncio.sleep(60)
    after = values(figures.collect())
    name = "octavo_leases_lost_total stories"
    assert after[name] == before[name] + 1


def test_the_disk_is_that_of_the_folder_and_no_folder_is_no_figure(tmp_path: Path) -> None:
    found = values(DiskFigures(tmp_path).collect())
    assert found["octavo_disk_size_bytes"] == shutil.disk_usage(tmp_path).total
    assert 0 < found["octavo_disk_free_bytes"] <= found["octavo_disk_size_bytes"]
    assert values(DiskFigures(tmp_path / "gone").collect()) == {}


async def test_an_answer_that_lasts_for_hours_took_as_long_as_its_head() -> None:
    now = 0.0
    counters = Counters(monotonic=lambda: now)

    async def streaming(scope: Any, receive: Any, send: Any) -> None:
        nonlocal now
        now += 0.02
        await send({"type": "http.response.start", "status": 200, "headers": []})
        now += 3600
        await send({"type": "http.response.body", "body": b"news"})

    async def nothing(message: Any = None) -> None:
        pass

    gate = Gate(
        streaming,
        hosts=KnownHosts("http://site"),
        trusted=TrustedProxies([]),
        health=Health("1"),
        counters=counters,
        url="http://site",
        monotonic=lambda: now,
    )
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", b"site")], "client": None}
    await gate(scope, nothing, nothing)
    counted = values(counters.collect())
    assert counted["octavo_http_seconds_sum"] == pytest.approx(0.02)
    assert counted["octavo_http_seconds_bucket 0.025"] == 1
