"""What all processes say, added up for the owner's page."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from octavo.board.desk import Everything
from octavo.board.figures import Process, Store
from octavo.board.ring import Series, Window
from octavo.chassis.errors import ErrorGroup
from octavo.edge.overview import (
    Budget,
    CacheRow,
    DiskRow,
    FaultRow,
    LeaseRow,
    LongRow,
    Overview,
    ProcessRow,
    QueueRow,
    ServiceRow,
    SilentRow,
    StoreRow,
)
from octavo.objectives import Objective

__all__ = ["added_up", "quantile"]

_FAULTS: Final = 20
_LONG: Final = 20
_EDGE: Final = "edge"


def added_up(everything: Everything, objectives: Mapping[str, Objective]) -> Overview:
    """The page's view of it. objectives: what is asked of each service."""
    processes = everything.processes
    stores = _once(processes)
    groups = _groups(stores)
    return Overview(
        release=processes[0].release,
        asked=_moment(processes[0].told),
        processes=tuple(_process(one, mine=at == 0) for at, one in enumerate(processes)),
        silent=tuple(
            SilentRow(name=one.name, where=one.where, last=_moment(one.last) if one.last else None)
            for one in everything.silent
        ),
        services=tuple(_services(processes, objectives)),
        caches=tuple(_caches(processes)),
        shared=tuple(sorted(_summed(one.shared for one in processes).items())),
        queues=tuple(_queues(stores)),
        leases=tuple(
            LeaseRow(service=lease.service, name=lease.name, term=lease.term, left=round(lease.left))
            for store in stores
            for lease in store.leases
        ),
        stores=tuple(StoreRow(name=one.service, bytes=one.size, away=one.away) for one in stores),
        disks=tuple(_disks(processes)),
        long=tuple(_long(processes)),
        faults=tuple(_faults(processes)),
        errors=tuple(groups),
        dropped=sum(store.dropped for store in stores),
    )


def quantile(bounds: Sequence[float], buckets: Sequence[int], share: float) -> int | None:
    """Milliseconds within which that share of calls was answered, as if they lay evenly between two bounds;
    -1 beyond the last, None where there was none."""
    total, had, below = sum(buckets), 0, 0.0
    if not total:
        return None
    for bound, count in zip(bounds, buckets, strict=False):
        if count and had + count >= share * total:
            return max(1, round(1000 * (below + (bound - below) * (share * total - had) / count)))
        had, below = had + count, bound
    return -1


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _once(processes: Iterable[Process]) -> list[Store]:
    """Each database once, whoever told of it: by one that reaches it, where any does."""
    found: dict[str, Store] = {}
    for process in processes:
        for store in process.stores:
            if store.service not in found or found[store.service].away:
                found[store.service] = store
    return sorted(found.values(), key=lambda one: one.service)


def _process(one: Process, *, mine: bool) -> ProcessRow:
    served = [series.lately for series in one.series if series.side == "served"]
    return ProcessRow(
        name=one.name,
        where=one.where,
        mine=mine,
        release=one.release,
        since=_moment(one.since),
        memory=one.memory,
        rate=sum(_rate(window) for window in served),
        leases_lost=one.leases_lost,
        problems=one.problems,
    )


def _rate(window: Window) -> float:
    return window.calls / window.seconds if window.seconds > 0 else 0.0


def _series(processes: Iterable[Process], side: str) -> dict[str, Series]:
    found: dict[str, Series] = {}
    for process in processes:
        for one in process.series:
            if one.side == side and one.name in found:
                found[one.name].add(one)
            elif one.side == side:
                found[one.name] = msgspec.convert(msgspec.to_builtins(one), Series)  # a copy to add to
    return found


def _services(processes: Sequence[Process], objectives: Mapping[str, Objective]) -> Iterator[ServiceRow]:
    served, asked = _series(processes, "served"), _series(processes, "asked")
    for name in sorted(served.keys() | asked.keys(), key=lambda name: (name != _EDGE, name)):
        one = served.get(name) or asked[name]
        lately = one.lately
        yield ServiceRow(
            name=name,
            rate=_rate(lately),
            failed=lately.failed / lately.calls if lately.calls else 0.0,
            p50=quantile(one.bounds, lately.buckets, 0.5),
            p95=quantile(one.bounds, lately.buckets, 0.95),
            p99=quantile(one.bounds, lately.buckets, 0.99),
            calls=tuple(one.calls),
            lost=tuple(one.failed),
            asked=name not in served,
            budgets=tuple(_budgets(one, objectives.get(name))),
        )


def _budgets(series: Series, objective: Objective | None) -> Iterator[Budget]:
    if objective is None:
        return
    windows = (series.lately, series.hour)
    shares = [window.failed / window.calls if window.calls else 0.0 for window in windows]
    spare = 1 - objective.available / 100
    yield Budget(percent=objective.available, lately=shares[0] / spare, hour=shares[1] / spare)
    if objective.fast is not None and objective.fast_seconds in series.bounds:
        fast = series.bounds.index(objective.fast_seconds) + 1
        shares = [sum(window.reads[fast:]) / (sum(window.reads) or 1) for window in windows]
        spare = 1 - objective.fast / 100
        yield Budget(
            percent=objective.fast,
            seconds=objective.fast_seconds,
            lately=shares[0] / spare,
            hour=shares[1] / spare,
        )


def _caches(processes: Sequence[Process]) -> Iterator[CacheRow]:
    held: Counter[str] = Counter()
    most: Counter[str] = Counter()
    entries: Counter[str] = Counter()
    for process in processes:
        for cache in process.caches:
            held[cache.name] += cache.held
            most[cache.name] += cache.most
            entries[cache.name] += cache.entries
    for name, one in sorted(_series(processes, "cache").items()):
        hour = one.hour
        yield CacheRow(
            name=name,
            hits=1 - hour.failed / hour.calls if hour.calls else None,
            asked=hour.calls,
            held=held[name],
            most=most[name],
            entries=entries[name],
        )


def _summed(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return total


def _queues(stores: Iterable[Store]) -> list[QueueRow]:
    """What waits longest first; those with nothing before them say nothing."""
    rows = [
        QueueRow(
            service=one.service,
            consumer=one.consumer,
            waiting=one.waiting,
            dead=one.dead,
            oldest=round(one.oldest),
        )
        for store in stores
        for one in store.queues
    ]
    return sorted(rows, key=lambda one: (-one.dead, -one.oldest, -one.waiting, one.service, one.consumer))


def _disks(processes: Iterable[Process]) -> Iterator[DiskRow]:
    """Each disk once: processes that see the same free bytes of the same size see the same one."""
    seen = set()
    for one in processes:
        if one.disk_size and one.disk_size not in seen:
            seen.add(one.disk_size)
            yield DiskRow(name=one.name, free=one.disk_free, size=one.disk_size)


def _long(processes: Iterable[Process]) -> list[LongRow]:
    rows = [
        LongRow(
            process=process.name,
            loop=one.what == "loop",
            where=one.where,
            count=one.count,
            longest=round(1000 * one.longest),
            last=_moment(one.last),
            stack=one.stack,
        )
        for process in processes
        for one in process.long
    ]
    return sorted(rows, key=lambda one: (-one.count * one.longest, one.where, one.process))[:_LONG]


def _faults(processes: Iterable[Process]) -> Iterator[FaultRow]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for process in processes:
        for one in process.faults:
            counts[one.service, one.method, one.fault] += one.count
    for (service, method, fault), count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[
        :_FAULTS
    ]:
        yield FaultRow(service=service, method=method, fault=fault, count=count)


def _groups(stores: Iterable[Store]) -> list[ErrorGroup]:
    """The groups of all databases; one that is kept in several is one."""
    found: dict[str, ErrorGroup] = {}
    for store in stores:
        for one in store.errors:
            found[one.id] = _both(found[one.id], one) if one.id in found else one
    return sorted(found.values(), key=lambda one: (-one.last.timestamp(), one.id))


def _both(one: ErrorGroup, other: ErrorGroup) -> ErrorGroup:
    first, last = (
        min((one, other), key=lambda kept: kept.first),
        max((one, other), key=lambda kept: kept.last),
    )
    return msgspec.structs.replace(
        last,
        count=one.count + other.count,
        first=first.first,
        first_release=first.first_release,
        settled=one.settled and other.settled,
        again=one.again or other.again,
        hours=tuple(a + b for a, b in zip(one.hours, other.hours, strict=True)),
    )
