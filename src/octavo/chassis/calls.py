"""What every call of a service's method came to and how long it took: rate, errors and durations.

Counted where a service is handed out (`place.py`), so that each has it with no line of its own. The side
"served" is a service that runs in this process, whoever calls it; "asked" is one at the end of a wire, seen
from here: that a service is gone shows on that side alone.
"""

import asyncio
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from time import perf_counter
from typing import Any, Final

import msgspec
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

from octavo.chassis import spans
from octavo.chassis.context import time_left
from octavo.chassis.contract import Contract, Idempotency, Method
from octavo.chassis.faults import Cancelled, Code, DeadlineExceeded, Fault, Overloaded
from octavo.chassis.spans import Kind

__all__ = ["BLAMES", "BOUNDS", "OURS", "READ", "SIDES", "Calls", "Counts", "Failed", "Told", "blame", "kind"]

BOUNDS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds up to which durations are told apart; an objective of time is one of them."""
SIDES: Final = ("served", "asked")
READ: Final = "read"
"""The kind of a method without side effects: what pages wait for. The others are of the kind "write"."""
BLAMES: Final = ("none", "caller", "ours")
"""Whose fault an answer was: all went well, the question was wrong, or we failed."""
OURS: Final = frozenset(
    {
        Code.UNKNOWN,
        Code.DEADLINE_EXCEEDED,
        Code.UNIMPLEMENTED,
        Code.INTERNAL,
        Code.UNAVAILABLE,
        Code.DATA_LOSS,
    }
)
"""The codes that spend an error budget; the others say something about the question."""

_UNEXPECTED: Final = ("Exception", Code.INTERNAL)


def kind(method: Method) -> str:
    """Whether a method reads or writes, by its contract."""
    return READ if method.idempotency is Idempotency.NO_SIDE_EFFECTS else "write"


def blame(fault: str, code: Code) -> str:
    """Whose fault a failure of this name and code is: too much is the caller's, more than we can do ours."""
    return "ours" if code in OURS or fault == Overloaded.proto_name else "caller"


class _Tally:
    """Counts of one method: plain numbers, as they are hot."""

    def __init__(self, kind: str, name: str, method: str, side: str) -> None:
        self.kind = kind
        self.span = int(Kind.ASKED if side == "asked" else Kind.CALL), name, method
        """What its calls are called in traces."""
        self.well = 0
        self.faults: Counter[tuple[str, Code]] = Counter()
        self.buckets = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0

    def took(self, seconds: float) -> None:
        self.seconds += seconds
        self.buckets[bisect_left(BOUNDS, seconds)] += 1

    def failed(self, error: BaseException) -> tuple[str, Code]:
        what = _what(error)
        self.faults[what] += 1
        return what

    def recorded(
        self,
        here: tuple[spans.Part, int],
        number: int,
        times: tuple[float, float],
        what: tuple[str, Code] | None,
    ) -> None:
        """Note the call in the trace that it belongs to."""
        part, parent = here
        if what is None:
            part.add(number, parent, *self.span, *times)
            return
        ours = blame(*what) == "ours"
        part.failed = part.failed or ours
        part.add(number, parent, *self.span, *times, what[0], ours)

    def blamed(self) -> Mapping[str, int]:
        counts = dict.fromkeys(BLAMES, 0) | {"none": self.well}
        for (fault, code), count in list(self.faults.items()):
            counts[blame(fault, code)] += count
        return counts

    def cumulative(self) -> list[tuple[str, float]]:
        total, rows = 0, []
        for bound, count in zip((*BOUNDS, math.inf), self.buckets, strict=True):
            total += count
            rows.append(("+Inf" if bound == math.inf else str(bound), float(total)))
        return rows


def _what(error: BaseException) -> tuple[str, Code]:
    """A failure's name and code. Who is cancelled at a deadline took too long; otherwise the caller left."""
    if isinstance(error, Fault):
        return error.proto_name, error.code
    if isinstance(error, asyncio.CancelledError):
        kind = DeadlineExceeded if time_left() == 0.0 else Cancelled
        return kind.proto_name, kind.code
    return _UNEXPECTED


class _Counted:
    """A service's methods, each of which counts."""

    def __init__(self, methods: Mapping[str, Callable[..., Any]]) -> None:
        self.__dict__.update(methods)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the calls of one service came to since the process began.

    half, most: the bounds, in seconds, within which half of all calls were answered, and 95 of 100; infinite
    beyond the last bound, None before the first call.
    """

    calls: int
    ours: int
    """Those that failed by our own fault."""
    half: float | None
    most: float | None


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What the calls of one service came to. ours: those that failed by our own fault. buckets: how many took
    how long, up to each of BOUNDS and beyond; reads: those alone that pages wait for."""

    calls: int
    ours: int
    buckets: Sequence[int]
    reads: Sequence[int]


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """How often a method failed by one fault of ours."""

    service: str
    method: str
    fault: str
    count: int


class Calls:
    """Counts of one process. Also a Prometheus collector: `registry.register(calls)`."""

    def __init__(self) -> None:
        self._tallies: dict[tuple[str, str, str], _Tally] = {}

    def count(self, name: str, side: str, contract: Contract, service: Any) -> Any:
        """The methods of `service`, which has the contract's Protocol, with every call of them counted.

        name: as the figures call it ("stories"). side: one of SIDES.
        """
        methods: dict[str, Callable[..., Any]] = {}
        for method in contract.methods:
            tally = self._tallies.setdefault(
                (name, method.name, side), _Tally(kind(method), name, method.name, side)
            )
            call = getattr(service, method.call)
            methods[method.call] = _stream(call, tally) if method.streams else _unary(call, tally)
        return _Counted(methods)

    def told(self) -> dict[str, Told]:
        """What became of all calls, by service."""
        services: dict[str, list[_Tally]] = {}
        for (name, _, _), tally in self._tallies.items():
            services.setdefault(name, []).append(tally)
        return {name: _told(tallies) for name, tallies in services.items()}

    def counts(self) -> dict[tuple[str, str], Counts]:
        """What calls came to up to now, by service and side."""
        found: dict[tuple[str, str], list[_Tally]] = {}
        for (name, _, side), tally in self._tallies.items():
            found.setdefault((name, side), []).append(tally)
        return {
            key: Counts(
                calls=sum(tally.well + tally.faults.total() for tally in tallies),
                ours=sum(tally.blamed()["ours"] for tally in tallies),
                buckets=_buckets(tallies),
                reads=_buckets([tally for tally in tallies if tally.kind == READ]),
            )
            for key, tallies in found.items()
        }

    def failures(self) -> list[Failed]:
        """What failed by our own fault, the most frequent first."""
        found = [
            Failed(service=name, method=method, fault=fault, count=count)
            for (name, method, _), tally in self._tallies.items()
            for (fault, code), count in tally.faults.items()
            if blame(fault, code) == "ours"
        ]
        return sorted(found, key=lambda one: (-one.count, one.service, one.method, one.fault))

    def collect(self) -> Iterator[Metric]:
        """The counts as Prometheus wants them: every method from the start, so that no first failure is lost;
        times only of those that were called."""
        labels = ["service", "method", "side"]
        calls = CounterMetricFamily(
            "octavo_calls",
            "Calls of services' methods, by whose fault they failed.",
            labels=[*labels, "blame"],
        )
        faults = CounterMetricFamily(
            "octavo_call_faults", "Calls that failed, by fault.", labels=[*labels, "fault", "code"]
        )
        times = HistogramMetricFamily(
            "octavo_call_seconds", "Time of calls, failed or not.", labels=[*labels, "kind"]
        )
        for key, tally in self._tallies.items():
            for whose, count in tally.blamed().items():
                calls.add_metric([*key, whose], count)
            for (fault, code), count in list(tally.faults.items()):
                faults.add_metric([*key, fault, code.connect_name], count)
            if any(tally.buckets):
                times.add_metric([*key, tally.kind], tally.cumulative(), tally.seconds)
        yield from (calls, faults, times)


def _buckets(tallies: list[_Tally]) -> list[int]:
    columns = zip(*(tally.buckets for tally in tallies), strict=True)
    return [sum(column) for column in columns] or [0] * (len(BOUNDS) + 1)


def _told(tallies: list[_Tally]) -> Told:
    counts = _buckets(tallies)
    blamed = [tally.blamed() for tally in tallies]

    def within(share: float) -> float | None:
        wanted, had = share * sum(counts), 0
        for bound, count in zip((*BOUNDS, math.inf), counts, strict=True):
            had += count
            if had and had >= wanted:
                return bound
        return None

    return Told(
        calls=sum(sum(one.values()) for one in blamed),
        ours=sum(one["ours"] for one in blamed),
        half=within(0.5),
        most=within(0.95),
    )


def _unary(call: Callable[..., Any], tally: _Tally) -> Callable[..., Any]:
    async def counted(**arguments: Any) -> Any:
        here = spans.recording()
        if here is not None:
            number = spans.next_id()
            token = spans.enter((here[0], number))
        what = None
        began = perf_counter()
        try:
            if time_left() == 0.0:
                raise DeadlineExceeded  # as at the end of a wire: nobody waits for it any more
            answer = await call(**arguments)
        except BaseException as error:
            what = tally.failed(error)
            raise
        else:
            tally.well += 1
        finally:
            ended = perf_counter()
            tally.took(ended - began)
            if here is not None:
                spans.leave(token)
                tally.recorded(here, number, (began, ended), what)
        return answer

    return counted


def _stream(call: Callable[..., Any], tally: _Tally) -> Callable[..., Any]:
    """A stream counts when it ends; how long it lasted says nothing. In traces it is one span, of which
    nothing else is a part: its steps may be taken in another context each."""

    async def counted(**arguments: Any) -> AsyncIterator[Any]:
        here, began, what = spans.recording(), perf_counter(), None
        try:
            async with aclosing(call(**arguments)) as items:
                async for item in items:
                    yield item
        except GeneratorExit:  # the caller has enough
            tally.well += 1
            raise
        except BaseException as error:
            what = tally.failed(error)
            raise
        else:
            tally.well += 1
        finally:
            if here is not None:
                tally.recorded(here, spans.next_id(), (began, perf_counter()), what)

    return counted
