"""What holds up the loop, and what requests wait for, is seen while it lasts."""

import asyncio
import threading
import time
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import generate_latest

from octavo.serving.slow import SlowRequests
from octavo.serving.stalls import Stalls
from tests.serving.site import serving


def hold_up_until(done: threading.Event) -> None:
    while not done.is_set():
        time.sleep(0.001)


async def test_what_holds_up_the_loop_is_named_while_it_does() -> None:
    stalls, registry = Stalls(), CollectorRegistry()
    registry.register(stalls)
    async with stalls.running():
        await asyncio.sleep(0.05)
        seen = threading.Event()

        def wait_until_seen() -> None:
            # For as long as it takes on a busy machine: a thread that was late itself notes nothing.
            while not stalls.places.count:
                time.sleep(0.005)
            seen.set()

        watcher = threading.Thread(target=wait_until_seen)
        watcher.start()
        hold_up_until(seen)
        watcher.join()
        await asyncio.sleep(0.05)
        place = next(one for one in stalls.places.told() if "hold_up_until" in " ".join(one.stack))
        assert place.longest > 0.05
        assert stalls.seconds > 0.05
        told = generate_latest(registry).decode()
        assert 'octavo_loop_stalls_total{seen="yes"} 1.0' in told


async def test_a_loop_that_is_quick_is_not_noted() -> None:
    clock = [0.0]
    stalls = Stalls(clock=lambda: clock[0])
    async with stalls.running():
        for _ in range(20):
            await asyncio.sleep(0.005)
    assert stalls.places.told() == ()
    assert stalls.unseen == 0


async def test_a_request_that_waits_too_long_is_told_with_what_it_waits_for() -> None:
    clock = [0.0]
    slow, registry = SlowRequests(2.0, clock=lambda: clock[0]), CollectorRegistry()
    registry.register(slow)
    async with serving(slow=slow) as served:
        waiting = asyncio.create_task(served.ask(served.request("/slow")))
        await served.site.entered.wait()
        slow.look()
        assert slow.places.told() == ()
        clock[0] = 2.5
        slow.look()
        slow.look()
        (place,) = slow.places.told()
        assert (place.count, place.longest) == (1, 2.5)
        assert place.stack[-1].endswith("wait")
        assert any("gate.py" in step for step in place.stack)
        served.site.go.set()
        assert (await waiting).status == 200
        # One whose answer has begun, or that is over, is none.
        assert (await served.ask(served.request("/echo"))).status == 200
        clock[0] = 9.0
        slow.look()
    assert slow.places.count == 1
    assert "octavo_http_slow_requests_total 1.0" in generate_latest(registry).decode()


async def test_an_answer_that_has_begun_may_last() -> None:
    clock, go, begun = [0.0], asyncio.Event(), asyncio.Event()
    slow = SlowRequests(2.0, clock=lambda: clock[0])

    async def stream(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"news", "more_body": True})
        begun.set()
        await go.wait()
        await send({"type": "http.response.body", "body": b""})

    async with serving(slow=slow, wrap=lambda site: stream) as served, served.wire() as wire:
        await wire.send(served.request("/stream"))
        await begun.wait()
        clock[0] = 60.0
        slow.look()
        go.set()
    assert slow.places.told() == ()
