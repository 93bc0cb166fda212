"""Plain reads that are too much are turned away as soon as their headers are read, and lose no place."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.chassis.admission import Admission
from octavo.chassis.context import Priority
from octavo.serving.door import Door
from tests.serving.site import serving
from tests.serving.test_shedding import Before, hold, until


async def test_what_is_turned_away_reads_as_what_is_refused_behind_and_reaches_nothing() -> None:
    before = Before(1)
    async with serving(wrap=before, door=before.door) as served, served.wire() as wire:
        await hold(served, before, 1)
        away = await wire.ask(served.request("/echo"))
        # One with a body takes the long road.
        behind = await wire.ask(served.request("/echo", "Content-Length: 0", method="GET"))
        assert before.door.turned_away == 1
        assert (away.status, away.body) == (behind.status, behind.body)
        told = {"content-type", "content-length", "cache-control", "x-content-type-options", "date"}
        assert {name: away.headers[name] for name in told} == {name: behind.headers[name] for name in told}
        assert {away.headers["retry-after"], behind.headers["retry-after"]} <= {"2", "3", "4", "5"}
        assert len(served.site.seen) == 1
        served.site.go.set()
        await until(lambda: before.admission.inside == 0)
        assert (await wire.ask(served.request("/echo"))).status == 200


async def test_an_answer_to_head_has_no_body_and_health_is_never_turned_away() -> None:
    before = Before(1)
    async with serving(wrap=before, door=before.door) as served, served.wire() as wire:
        await hold(served, before, 1)
        answer = await wire.ask(served.request("/echo", method="HEAD"))
        assert answer.status == 503
        assert int(answer.headers["content-length"]) > 100
        for path in ("/up", "/livez", "/readyz?x=1"):
            assert (await wire.ask(served.request(path))).status == 200
        assert before.door.turned_away == 1


async def test_those_who_come_in_one_moment_are_counted_before_any_has_begun() -> None:
    before = Before(4)
    async with serving(wrap=before, door=before.door) as served, served.wire() as wire:
        await hold(served, before, 3)
        tasks = [asyncio.create_task(served.ask(served.request("/slow"))) for _ in range(20)]
        await until(lambda: sum(task.done() for task in tasks) == 19)
        answers = [task.result().status for task in tasks if task.done()]
        assert answers == [503] * 19
        assert before.admission.inside == 4
        served.site.go.set()
        assert (await wire.ask(served.request("/echo"))).status == 200


async def test_who_hangs_up_before_the_work_begins_leaves_no_place_taken() -> None:
    before = Before(3)
    async with serving(wrap=before, door=before.door) as served:
        for _ in range(50):
            _, writer = await asyncio.open_connection("127.0.0.1", served.port)
            writer.write(served.request("/echo") * 2)
            writer.transport.abort()
        await until(lambda: before.admission.inside == 0)
        async with served.wire() as wire:
            assert [(await wire.ask(served.request("/echo"))).status for _ in range(3)] == [200] * 3
        assert before.admission.inside == 0


@given(
    limit=st.integers(1, 40),
    inside=st.integers(0, 40),
    coming=st.integers(0, 40),
    member=st.booleans(),
)
def test_the_door_and_the_shedding_behind_it_agree(
    limit: int, inside: int, coming: int, member: bool
) -> None:
    async def asked() -> tuple[bool, bool]:
        admission = Admission(lambda: 0.0, target=0.5, least=limit, most=limit)
        door = Door(admission)
        for _ in range(inside):
            admission.enter()
        for _ in range(coming):
            door.passed()
        headers = [(b"cookie", b"session=x")] if member else []
        away = not door.stands_open and door.refusal(b"GET", b"/", headers) is not None
        # Those who are coming have come.
        await asyncio.sleep(0)
        for _ in range(coming):
            admission.enter()
        return away, admission.admits(Priority.MEMBER if member else Priority.PUBLIC)

    away, admitted = asyncio.run(asked())
    assert away is not admitted


@pytest.mark.parametrize("priority", list(Priority))
def test_coming_counts_like_being_inside(priority: Priority) -> None:
    for share in range(12):
        one, other = (Admission(lambda: 0.0, target=0.5, least=8, most=8) for _ in range(2))
        for _ in range(share):
            one.enter()
        assert one.admits(priority) is other.admits(priority, coming=share)
