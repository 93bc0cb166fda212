"""What all processes say, added up."""

from datetime import UTC, datetime

import pytest

from octavo.board.desk import Everything, Silent
from octavo.board.figures import Cache, Lease, Process, Queue, Store, packed, unpacked
from octavo.board.ring import Series, Window
from octavo.board.whole import added_up, quantile
from octavo.chassis.errors import ErrorGroup
from octavo.objectives import Objective

BOUNDS = (0.1, 1.0)


def window(calls: int, failed: int, buckets: list[int]) -> Window:
    return Window(seconds=100.0, calls=calls, failed=failed, buckets=buckets, reads=list(buckets))


def series(name: str, side: str, calls: int, failed: int, buckets: list[int]) -> Series:
    return Series(
        name=name,
        side=side,
        bounds=BOUNDS,
        lately=window(calls, failed, buckets),
        hour=window(calls, failed, buckets),
        calls=[0] * 29 + [calls],
        failed=[0] * 29 + [failed],
    )


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def kept(last: int, *, count: int = 1, settled: bool = False) -> ErrorGroup:
    return ErrorGroup(
        id="aa", kind="KeyError", place="p", doing="d", message="", stack=str(last), trace="", count=count,
        first=moment(last - 5), last=moment(last),
        first_release=f"r{last}", last_release=f"r{last}", settled=settled,
        again=False, hours=(0,) * 23 + (count,),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("buckets", "share", "expected"),
    [([0, 0, 0], 0.5, None), ([10, 0, 0], 0.5, 50), ([8, 2, 0], 0.95, 775), ([1, 0, 9], 0.95, -1)],
)
def test_times_are_estimated_within_their_bounds(
    buckets: list[int], share: float, expected: int | None
) -> None:
    assert quantile(BOUNDS, buckets, share) == expected


def test_services_of_all_processes_are_added_up_and_held_against_what_is_asked() -> None:
    one = Process(id="1", name="a", series=[series("stories", "served", 60, 3, [50, 10, 0])])
    two = Process(id="2", name="b", series=[series("stories", "served", 40, 0, [40, 0, 0])])
    asked = {"stories": Objective(available=99.0, fast=95.0, fast_seconds=0.1)}
    row = next(iter(added_up(Everything(processes=(one, two)), asked).services))
    assert (row.name, row.rate, row.failed, row.asked) == ("stories", 1.0, 0.03, False)
    assert (row.calls[-1], row.lost[-1]) == (100, 3)
    failures, slow = row.budgets
    assert failures.lately == pytest.approx(3.0)  # 3 % of calls, where 1 % may
    assert (slow.seconds, slow.hour) == (0.1, pytest.approx(2.0))
    # Adding up does not change what the processes said.
    assert one.series[0].lately.calls == 60


def test_of_a_service_that_is_away_those_tell_that_call_it() -> None:
    edge = Process(id="1", series=[series("images", "asked", 9, 9, [0, 9, 0])])
    (row,) = added_up(Everything(processes=(edge,)), {}).services
    assert (row.asked, row.failed, row.budgets) == (True, 1.0, ())


def test_a_database_that_several_reach_is_there_once() -> None:
    store = Store(
        service="stories",
        size=7,
        queues=(Queue(service="stories", consumer="feed", waiting=2),),
        leases=(Lease(service="stories", name="shard/1"),),
        errors=(kept(50),),
        dropped=3,
    )
    away = Store(service="stories", away=True)
    processes = tuple(Process(id=str(at), stores=(one,)) for at, one in enumerate((away, store, store)))
    whole = added_up(Everything(processes=processes), {})
    assert [(one.name, one.bytes, one.away) for one in whole.stores] == [("stories", 7, False)]
    assert (len(whole.queues), len(whole.leases), whole.dropped) == (1, 1, 3)
    assert [one.count for one in whole.errors] == [1]


def test_an_error_that_is_kept_in_several_databases_is_one() -> None:
    stores = (
        Store(service="a", errors=(kept(50, count=2, settled=True),)),
        Store(service="b", errors=(kept(90, count=3),)),
    )
    (group,) = added_up(Everything(processes=(Process(stores=stores),)), {}).errors
    assert (group.count, group.hours[-1], group.settled) == (5, 5, False)
    assert (group.first_release, group.last_release, group.stack) == ("r50", "r90", "90")


def test_caches_are_added_up() -> None:
    processes = tuple(
        Process(
            id=str(at),
            caches=(Cache(name="copies", held=5, most=10, entries=1),),
            shared={"hits": 2},
            series=[series("copies", "cache", 10, 1 + at, [])],
        )
        for at in range(2)
    )
    whole = added_up(Everything(processes=processes), {})
    (row,) = whole.caches
    assert (row.hits, row.asked, row.held, row.most, row.entries) == (pytest.approx(0.85), 20, 10, 20, 2)
    assert whole.shared == (("hits", 4),)


def test_who_is_silent_is_named() -> None:
    silent = (Silent(name="images", where="10.0.0.1:5000"), Silent(name="edge", where="x", last=99.0))
    whole = added_up(Everything(processes=(Process(),), silent=silent), {})
    assert [(one.name, one.last is None) for one in whole.silent] == [("images", True), ("edge", False)]


def test_what_is_sent_may_be_of_another_release() -> None:
    sent = packed([Process(id="1", name="worker 1")]).replace(b'"name"', b'"newer":[1],"name"')
    assert unpacked(sent)[0].name == "worker 1"
    assert unpacked(b'[{"id":"2"}]')[0].memory == 0
    with pytest.raises(ValueError, match="JSON"):
        unpacked(b"<html>")
