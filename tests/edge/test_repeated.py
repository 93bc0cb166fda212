"""A call with an Idempotency-Key whose time is over may be sent again."""

import asyncio

import pytest

from octavo.chassis.calling import Overdue, Unanswered
from octavo.chassis.calls import Calls
from octavo.chassis.connect import Outcome
from octavo.chassis.context import Caller, acting_as, current_caller, deadline, time_left
from octavo.chassis.engine import CommitLost
from octavo.chassis.faults import DeadlineExceeded, Fault
from octavo.edge import repeated
from octavo.edge.repeated import RepeatedCalls
from octavo.replays.api import CONTRACT, Answer


class Keys:
    """Remembers who forgot what, and in which time."""

    def __init__(self) -> None:
        self.forgotten: list[tuple[str, str | None, bool]] = []

    async def begin(self, *, key: str, method: str, digest: bytes) -> Answer | None:
        return None

    async def finish(self, *, key: str, answer: Answer) -> None:
        raise AssertionError("it never came to an end")

    async def forget(self, *, key: str) -> None:
        self.forgotten.append((key, current_caller().person_id, time_left() != 0.0))


async def test_a_key_is_forgotten_when_the_time_of_the_work_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeated, "_SECONDS", 0.05)
    keys = Keys()
    counted = Calls().count("replays", "served", CONTRACT, keys)

    async def work() -> Outcome:
        async with deadline(20):
            await asyncio.sleep(20)
        raise AssertionError("its time was over")

    with acting_as(Caller(person_id="anna")), pytest.raises(DeadlineExceeded):
        await RepeatedCalls(counted).once("key", "method", b"digest", work)
    assert keys.forgotten == [("key", "anna", True)]


async def test_a_key_is_kept_where_nobody_knows_whether_the_work_was_done() -> None:
    keys = Keys()
    counted = Calls().count("replays", "served", CONTRACT, keys)
    for unsettled in (Unanswered(), Overdue(), CommitLost("the line was cut")):

        async def work(fault: Fault = unsettled) -> Outcome:
            raise fault

        with acting_as(Caller(person_id="anna")), pytest.raises(type(unsettled)):
            await RepeatedCalls(counted).once("key", "method", b"digest", work)
    assert keys.forgotten == []
