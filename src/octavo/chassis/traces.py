"""Which traces are kept: those that were slow, those in which something failed by our own fault, and a share.

Whether a request is slow or fails is known at its end, so that all of it is recorded and thrown away. What is
thrown away can still be kept for some seconds where others had a part in it: a consumer's of its events may
turn out to be of interest, or that of the process which asked. Kept traces are held here, a bounded number of
each reason, and given to who sends them on (`collector.py`).
"""

import random
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Token
from enum import StrEnum
from time import perf_counter
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta
from prometheus_client.core import CounterMetricFamily, Metric

from octavo.chassis import spans
from octavo.chassis.spans import Kind, Parent, Part, Span

__all__ = ["HOLD_SECONDS", "Config", "Kept", "Rooted", "Traces", "Why"]

HOLD_SECONDS: Final = 15.0
"""For so long what was thrown away can still be kept."""
HELD_SPANS: Final = 20_000
"""And no more than so many of the last."""
KEPT_PARTS: Final = 100
"""Of each reason, held in the process."""
KEPT_SPANS: Final = 10_000
"""Of each reason."""
_REMEMBERED: Final = 4_000


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What requests did, from click to consumer: which are kept, and where they are sent."""

    recorded: bool = True
    """Whether it is recorded at all."""
    share: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.01
    """Of all requests, so many are kept whatever comes of them; the slow and the failed always are."""
    slow_seconds: Annotated[float, Meta(gt=0.0)] = 1.0
    """A request whose answer has not begun by then is slow; so is a call from afar or the handling of an
    event that takes longer."""
    url: Annotated[str, Meta(pattern="^(https?://.+)?$")] = ""
    """Where kept traces are sent, by OTLP over HTTP: http://collector:4318 (with /v1/traces where it names no
    path); not set: nowhere, and the last ones are at /admin/traces."""
    token: str | None = None
    """Sent to it as `Authorization: Bearer …`."""


class Why(StrEnum):
    """Why a trace is kept."""

    FAILED = "failed"
    SLOW = "slow"
    SAMPLED = "sampled"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A part that is kept. What is still going on beside it may add to its spans."""

    part: Part
    why: Why
    began_at: float
    """Seconds since 1970 at which the part began."""
    weight: int
    """Spans that it had when it ended."""

    @property
    def trace(self) -> str:
        """32 hex digits."""
        return self.part.trace

    @property
    def root(self) -> Span:
        """The part's outermost span."""
        (found,) = [one for one in self.part.told() if one.id == self.part.root]
        return found

    def at(self, moment: float) -> float:
        """Seconds since 1970 of a span's time."""
        return self.began_at + (moment - self.part.began)


class Rooted:
    """The outermost span of a part, while it goes on: whoever does the work says here what came of it."""

    __slots__ = ("_traces", "error", "kind", "more", "name", "part", "took", "where")

    def __init__(self, traces: "Traces", part: Part, kind: Kind, where: str, name: str) -> None:
        self._traces = traces
        self.part = part
        self.kind = kind
        self.where = where
        self.name = name
        self.error = ""
        self.more: Any = None
        self.took: float | None = None
        """Seconds that decide whether it was slow, where that is not its whole time."""

    def failed(self, error: str, *, ours: bool = True) -> None:
        """It came to this; `ours` where by our own fault."""
        self.error = error
        self.part.failed = self.part.failed or ours


class Traces:
    """Records in this process, and keeps. Also a Prometheus collector.

    send: given each part that is kept, to be sent on. tell: given a peer that was asked in a trace which is
    kept after all, and the trace.
    """

    def __init__(
        self,
        config: Config | None = None,
        *,
        clock: Callable[[], float] = perf_counter,
        wall: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.config = config or Config(recorded=False)
        """What is recorded and kept; may be replaced at any time."""
        self._clock = clock
        self._wall = wall
        self._chance = chance
        self._recent: deque[tuple[float, int, Part]] = deque()
        self._recent_spans = 0
        self._by_trace: dict[str, Part] = {}  # the last of each; they lead to those before
        self._kept: dict[Why, deque[Kept]] = {why: deque() for why in Why}
        self._kept_spans: Counter[Why] = Counter()
        self._decided: OrderedDict[str, Why] = OrderedDict()
        self.counts: Counter[Why] = Counter()
        """Parts that were kept."""
        self.lost = 0
        """Spans that were too many for their part."""
        self.send: Callable[[Kept], None] = lambda kept: None
        self.tell: Callable[[Any, str, Why], None] = lambda peer, trace, why: None

    @contextmanager
    def part(
        self,
        kind: Kind,
        where: str,
        name: str,
        *,
        parent: Parent | None = None,
        link: Parent | None = None,
        called: str = "",
    ) -> Iterator[Rooted]:
        """Record what is done inside the block as this process's part of a trace: of `parent`'s, or a new
        one. Whether it is kept is decided at the end.

        link: what an unknown client says it belongs to. called: the request's name in the log.
        """
        rooted = Rooted(self, self._begun(parent, called), kind, where, name)
        rooted.part.link = link
        token: Token[Any] = spans.enter((rooted.part, rooted.part.root))
        try:
            yield rooted
        finally:
            spans.leave(token)
            self.end(rooted)

    def begin(self, kind: Kind, where: str, name: str, parent: Parent | None) -> Rooted:
        """As `part`, in a task that does nothing else: from here on. It must `end`."""
        rooted = Rooted(self, self._begun(parent, ""), kind, where, name)
        spans.enter((rooted.part, rooted.part.root))
        return rooted

    def end(self, rooted: Rooted) -> None:
        """It is over: whether it is kept is decided here."""
        if rooted.part.recording:
            self._ended(rooted)

    def _begun(self, parent: Parent | None, called: str) -> Part:
        config = self.config
        if not config.recorded:
            return Part(parent, name=called)
        sampled = parent.sampled if parent is not None else self._chance() < config.share
        return Part(parent, recording=True, sampled=sampled, slow_after=config.slow_seconds, name=called)

    def _ended(self, rooted: Rooted) -> None:
        part, now = rooted.part, self._clock()
        outermost = rooted.where, rooted.name, part.began, now, rooted.error, rooted.more
        part.noted += (part.root, part.parent, rooted.kind.value, *outermost)
        self.lost += part.lost
        took = now - part.began if rooted.took is None else rooted.took
        why = self._decided.get(part.trace)
        if part.failed:
            why = Why.FAILED
        elif took > self.config.slow_seconds:
            why = Why.SLOW
        elif part.sampled and why is None:
            why = Why.SAMPLED
        if why is not None:
            self.keep(part.trace, why)
            self._keep(part, why)
        elif part.alone:
            part.recording = False  # nobody can come who would have it kept
        else:
            self._hold(part, now)

    def _hold(self, part: Part, now: float) -> None:
        part.before = self._by_trace.get(part.trace)
        self._by_trace[part.trace] = part
        self._recent.append((now, part.size, part))
        self._recent_spans += part.size
        while self._recent_spans > HELD_SPANS or now - self._recent[0][0] > HOLD_SECONDS:
            _, count, oldest = self._recent.popleft()
            self._recent_spans -= count
            if self._by_trace.get(oldest.trace) is oldest:
                del self._by_trace[oldest.trace]
            if not oldest.kept:
                oldest.recording = False

    def keep(self, trace: str, why: Why) -> None:
        """Keep all that this process did for the trace, as far as it is still held, and what it will do."""
        if trace in self._decided and self._decided[trace] is not Why.SAMPLED:
            return
        self._decided[trace] = why
        if len(self._decided) > _REMEMBERED:
            self._decided.popitem(last=False)
        part = self._by_trace.pop(trace, None)
        while part is not None:
            if part.recording:
                self._keep(part, why)
            part = part.before

    def _keep(self, part: Part, why: Why) -> None:
        if part.kept:
            return
        part.kept = True
        began_at = self._wall() - (self._clock() - part.began)
        kept = Kept(part=part, why=why, began_at=began_at, weight=part.size)
        self.counts[why] += 1
        ring = self._kept[why]
        ring.append(kept)
        self._kept_spans[why] += kept.weight
        while len(ring) > KEPT_PARTS or (self._kept_spans[why] > KEPT_SPANS and len(ring) > 1):
            oldest = ring.popleft()
            oldest.part.recording = False
            self._kept_spans[why] -= oldest.weight
        self.send(kept)
        if not part.sampled:  # or they were told with each call
            for peer in part.peers or ():
                self.tell(peer, part.trace, why)

    def kept(self) -> list[Kept]:
        """What is held of what was kept, the newest first."""
        every = [one for ring in self._kept.values() for one in ring]
        return sorted(every, key=lambda one: -one.began_at)

    def found(self, trace: str) -> list[Kept]:
        """What is held of one trace, in the order in which its parts began."""
        return [one for one in reversed(self.kept()) if one.trace == trace]

    def collect(self) -> Iterator[Metric]:
        """The counts as Prometheus wants them."""
        what = "Parts of traces that were kept, by why."
        family = CounterMetricFamily("octavo_traces_kept", what, labels=["why"])
        for why in Why:
            family.add_metric([why.value], self.counts[why])
        yield family
        yield CounterMetricFamily(
            "octavo_traces_spans_lost", "Spans that were too many for their part of a trace.", self.lost
        )
