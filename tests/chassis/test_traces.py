"""Which traces are kept, and how long what was thrown away can still be kept."""

import pytest

from octavo.chassis import spans, traces
from octavo.chassis.spans import Kind, Parent
from octavo.chassis.traces import HOLD_SECONDS, KEPT_PARTS, Config, Kept, Traces, Why


class World:
    """Traces with a clock and a chance of ours."""

    def __init__(self, **settings: float | bool) -> None:
        self.now = 1000.0
        self.chance = 0.5
        self.sent: list[Kept] = []
        self.told: list[tuple[object, str, Why]] = []
        config = Config(**settings)  # type: ignore[arg-type] # some of them
        self.traces = Traces(
            config, clock=lambda: self.now, wall=lambda: 5e8 + self.now, chance=lambda: self.chance
        )
        self.traces.send = self.sent.append
        self.traces.tell = lambda peer, trace, why: self.told.append((peer, trace, why))

    def request(
        self,
        seconds: float = 0.01,
        *,
        parent: Parent | None = None,
        fails: bool = False,
        work: int = 1,
        peer: object = None,
        alone: bool = False,
    ) -> spans.Part:
        with self.traces.part(Kind.HTTP, "edge", "GET /", parent=parent) as rooted:
            part = rooted.part
            part.began = self.now
            for _ in range(work):
                part.add(spans.next_id(), part.root, Kind.SQL, "stories", "SELECT 1", self.now, self.now)
            if not alone:
                spans.carried(part, part.root)
            if peer is not None:
                part.peers = {peer}
            self.now += seconds
            if fails:
                rooted.failed("Broken")
        return part

    def whys(self) -> list[Why]:
        return [one.why for one in self.traces.kept()]


def test_what_is_usual_is_thrown_away() -> None:
    world = World()
    world.request()
    assert world.whys() == []
    assert world.sent == []


@pytest.mark.parametrize(
    ("seconds", "fails", "chance", "why"),
    [(2.0, False, 0.5, Why.SLOW), (0.01, True, 0.5, Why.FAILED), (0.01, False, 0.001, Why.SAMPLED)],
)
def test_slow_failed_and_a_share_of_the_others_are_kept(
    seconds: float, fails: bool, chance: float, why: Why
) -> None:
    world = World()
    world.chance = chance
    part = world.request(seconds, fails=fails)
    assert world.whys() == [why]
    assert [one.part for one in world.sent] == [part]
    assert world.sent[0].root.name == "GET /"
    assert part.size == 2
    assert world.traces.counts == {why: 1}


def test_how_long_it_took_may_be_said() -> None:
    world = World()
    with world.traces.part(Kind.HTTP, "edge", "GET /") as rooted:
        rooted.part.began = world.now
        rooted.took = 0.01  # to the head of the answer
        world.now += 3600
    assert world.whys() == []


def test_whoever_began_the_trace_decides_about_its_share() -> None:
    world = World(share=1.0)
    world.request(parent=Parent("a" * 32, 1, sampled=False))
    assert world.whys() == []
    world = World(share=0.0)
    world.request(parent=Parent("a" * 32, 1, sampled=True))
    assert world.whys() == [Why.SAMPLED]


def test_what_ended_before_is_kept_when_its_trace_turns_out_to_matter() -> None:
    world = World()
    first = world.request()
    usual = world.request()
    world.now += HOLD_SECONDS - 1
    failed = world.request(parent=Parent(first.trace, first.root, sampled=False), fails=True)
    assert [one.part for one in world.traces.found(first.trace)] == [first, failed]
    assert world.whys() == [Why.FAILED, Why.FAILED]
    assert world.traces.found(usual.trace) == []


def test_what_nobody_else_had_a_part_in_is_not_held() -> None:
    world = World()
    part = world.request(alone=True)
    world.traces.keep(part.trace, Why.SLOW)
    assert world.whys() == []
    assert not part.recording


def test_what_comes_after_belongs_to_the_kept_trace() -> None:
    world = World()
    slow = world.request(3.0)
    heard = world.request(parent=Parent(slow.trace, slow.root, sampled=False))
    assert [one.part for one in world.traces.found(slow.trace)] == [slow, heard]


def test_what_is_held_is_forgotten_in_time() -> None:
    world = World()
    first = world.request()
    world.now += HOLD_SECONDS + 1
    world.request()
    world.traces.keep(first.trace, Why.SLOW)
    assert world.whys() == []
    assert not first.recording


def test_no_more_spans_are_held_than_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "HELD_SPANS", 100)
    world = World()
    first = world.request(work=49)
    second = world.request(work=49)
    world.request(work=1)
    for part in (first, second):
        world.traces.keep(part.trace, Why.SLOW)
    assert [one.part for one in world.traces.kept()] == [second]


def test_of_each_reason_so_many_are_kept_and_none_is_pushed_out_by_another() -> None:
    world = World()
    world.request(2.0)
    failed = [world.request(fails=True) for _ in range(KEPT_PARTS + 5)]
    assert world.whys().count(Why.SLOW) == 1
    kept = [one.part for one in world.traces.kept() if one.why is Why.FAILED]
    assert kept == failed[:4:-1]
    assert not failed[0].recording


def test_kept_spans_are_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "KEPT_SPANS", 100)
    world = World()
    for _ in range(4):
        world.request(fails=True, work=40)
    assert len(world.traces.kept()) == 2


def test_times_are_of_the_wall() -> None:
    world = World()
    part = world.request(2.0)
    (kept,) = world.traces.kept()
    assert kept.began_at == 5e8 + 1000.0
    assert kept.at(part.began + 0.5) == 5e8 + 1000.5


def test_peers_are_told_of_what_they_did_not_know() -> None:
    world = World()
    slow = world.request(2.0, peer="there")
    assert world.told == [("there", slow.trace, Why.SLOW)]
    world.request(parent=Parent("a" * 32, 1, sampled=True), peer="there")
    assert len(world.told) == 1  # with each call they were


def test_where_nothing_is_recorded_there_is_still_a_trace() -> None:
    world = World(recorded=False)
    part = world.request(3.0, fails=True)
    assert len(bytes.fromhex(part.trace)) == 16
    assert (world.whys(), part.size) == ([], 0)


def test_a_failure_is_not_hidden_by_an_earlier_choice() -> None:
    world = World()
    first = world.request(parent=Parent("a" * 32, 1, sampled=True))
    world.request(parent=Parent(first.trace, first.root, sampled=True), fails=True)
    assert sorted(world.whys()) == [Why.FAILED, Why.SAMPLED]
