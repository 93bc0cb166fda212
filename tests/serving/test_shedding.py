"""Too much to do: refused early, cheaply, and in an order; slow clients hold no place."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import generate_latest

from octavo.chassis.admission import Admission
from octavo.chassis.context import Priority, current_priority
from octavo.serving.door import Door, priority_of
from octavo.serving.shedding import AdmissionFigures, Shedding
from tests.serving.site import Served, serving


class Before:
    """Puts the shedding before the small site, with a limit set by hand."""

    def __init__(self, limit: int) -> None:
        self.admission = Admission(lambda: 0.0, target=0.5, least=limit, most=limit)
        self.door = Door(self.admission)

    def __call__(self, site: Any) -> Any:
        return Shedding(site, self.admission)


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not done():  # noqa: ASYNC110 - a count has no event
            await asyncio.sleep(0.005)


async def hold(served: Served, before: Before, count: int) -> list[asyncio.Task[Any]]:
    """So many requests that are being worked at."""
    tasks = [asyncio.create_task(served.ask(served.request("/slow"))) for _ in range(count)]
    await until(lambda: before.admission.inside == count)
    return tasks


async def test_one_too_many_is_told_when_to_come_again_and_the_connection_stays() -> None:
    before = Before(2)
    async with serving(wrap=before, door=before.door) as served, served.wire() as wire:
        held = await hold(served, before, 2)
        answers = [await wire.ask(served.request("/echo")) for _ in range(5)]
        assert [answer.status for answer in answers] == [503] * 5
        assert [answer.headers["retry-after"] for answer in answers] == ["3", "4", "5", "2", "3"]
        assert answers[0].headers["cache-control"] == "no-store"
        assert b"Please try again shortly" in answers[0].body
        assert len(served.site.seen) == 2  # none of them reached the site
        served.site.go.set()
        assert [(await one).status for one in held] == [200, 200]
        assert (await wire.ask(served.request("/echo"))).status == 200
        assert before.admission.inside == 0


async def test_stored_pages_and_health_are_answered_whatever_there_is_to_do() -> None:
    before = Before(1)
    async with serving(wrap=before, door=before.door) as served, served.wire() as wire:
        assert (await wire.ask(served.request())).status == 200
        await hold(served, before, 1)
        assert (await wire.ask(served.request("/echo"))).status == 503
        assert (await wire.ask(served.request())).status == 200
        assert (await wire.ask(served.request("/up"))).status == 200


async def test_writes_are_refused_first_then_members_then_everybody() -> None:
    before = Before(20)
    async with serving(wrap=before, door=before.door) as served, served.wire() as wire:

        async def statuses() -> list[int]:
            asked = [
                served.request("/echo", method="POST"),
                served.request("/echo", "Cookie: session=x"),
                served.request("/echo"),
            ]
            return [(await wire.ask(request)).status for request in asked]

        assert await statuses() == [200, 200, 200]
        await hold(served, before, 15)
        assert await statuses() == [503, 200, 200]
        for _ in range(3):
            before.admission.enter()
        assert await statuses() == [503, 503, 200]
        for _ in range(2):
            before.admission.enter()
        assert await statuses() == [503, 503, 503]
        assert before.admission.refused == {Priority.WRITE: 3, Priority.MEMBER: 2, Priority.PUBLIC: 1}


async def test_who_sends_slowly_holds_no_place_until_all_is_there() -> None:
    before = Before(1)
    async with serving(wrap=before, door=before.door) as served, served.wire() as slow:
        await slow.send(served.request("/slow", "Content-Length: 4", method="POST") + b"ab")
        await until(lambda: len(served.site.seen) == 1)
        assert before.admission.inside == 0
        assert (await served.ask(served.request("/echo"))).status == 200
        await slow.send(b"cd")
        await until(lambda: before.admission.inside == 1)
        assert (await served.ask(served.request("/echo"))).status == 503
        served.site.go.set()
        assert (await slow.read()).status == 200
        assert before.admission.inside == 0


async def test_an_answer_that_has_begun_holds_no_place() -> None:
    before, go, seen = Before(1), asyncio.Event(), list[Priority]()

    async def stream(scope: Any, receive: Any, send: Any) -> None:
        seen.append(current_priority())
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"news", "more_body": True})
        await go.wait()
        await send({"type": "http.response.body", "body": b""})

    async with serving(wrap=lambda site: before(stream)) as served, served.wire() as wire:
        await wire.send(served.request("/stream"))
        await until(lambda: bool(seen))
        assert (await wire.read()).status == 200
        assert before.admission.inside == 0
        go.set()
    assert seen == [Priority.PUBLIC]


async def test_a_site_that_fails_leaves_its_place() -> None:
    before = Before(1)
    async with serving(wrap=before, door=before.door) as served:
        for _ in range(3):
            assert (await served.ask(served.request("/broken"))).status == 500
        assert before.admission.inside == 0


@pytest.mark.parametrize(
    ("method", "headers", "priority"),
    [
        ("GET", [], Priority.PUBLIC),
        ("HEAD", [(b"cookie", b"look=dark")], Priority.PUBLIC),
        ("GET", [(b"cookie", b"a=1; __Host-session=x")], Priority.MEMBER),
        ("GET", [(b"authorization", b"Bearer x")], Priority.MEMBER),
        ("POST", [], Priority.WRITE),
        ("DELETE", [(b"cookie", b"session=x")], Priority.WRITE),
    ],
)
def test_how_much_an_answer_matters(
    method: str, headers: list[tuple[bytes, bytes]], priority: Priority
) -> None:
    assert priority_of(method, headers) is priority


def test_operators_see_what_was_learned_and_refused() -> None:
    admission, registry = Admission(lambda: 0.0, target=0.5, least=1, most=1), CollectorRegistry()
    door = Door(admission)
    registry.register(AdmissionFigures("http_requests", admission, door))
    admission.enter()
    assert door.refusal(b"GET", b"/", []) is not None
    assert not admission.admits(Priority.WRITE)
    told = generate_latest(registry).decode()
    assert "octavo_http_requests_limit 1.0" in told
    assert "octavo_http_requests_inside 1.0" in told
    assert "octavo_http_requests_turned_away_total 1.0" in told
    assert 'octavo_http_requests_shed_total{priority="write"} 1.0' in told
