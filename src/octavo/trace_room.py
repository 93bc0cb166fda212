"""The kept traces of a process, put together for the owner's pages."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from octavo.chassis.faults import NotFound
from octavo.chassis.spans import Kind, Span
from octavo.chassis.traces import Kept, Traces, Why
from octavo.edge.traced import TraceLine, TraceRow, TraceShown

__all__ = ["rows", "shown"]

_DEEPEST: Final = 24
_MOST: Final = 2_000
_MICRO: Final = 1_000_000


def rows(traces: Traces, why: str = "") -> tuple[TraceRow, ...]:
    """What is kept, the newest first, one row for each trace; only those kept for one reason where it is
    named."""
    found: dict[str, list[Kept]] = defaultdict(list)
    for one in traces.kept():
        found[one.trace].append(one)
    made = [_row(parts[::-1]) for parts in found.values()]
    made.sort(key=lambda row: row.at, reverse=True)
    return tuple(row for row in made if why in ("", row.why))


def shown(traces: Traces, trace: str) -> TraceShown:
    """One trace; NotFound where none of it is held (any more)."""
    parts = traces.found(trace)
    if not parts:
        raise NotFound("No such trace is kept here.")
    link = next((one.part.link.trace for one in parts if one.part.link is not None), "")
    lost = sum(one.part.lost for one in parts)
    return TraceShown(row=_row(parts), lines=tuple(_lines(parts)), lost=lost, link=link)


def _row(parts: Sequence[Kept]) -> TraceRow:
    """Of the parts of one trace, in their order."""
    first, root = parts[0], parts[0].root
    whys = {one.why for one in parts}
    return TraceRow(
        trace=first.trace,
        title=root.title,
        why=next(why for why in Why if why in whys).value,
        at=datetime.fromtimestamp(first.began_at, UTC),
        took=round((root.ended - root.began) * _MICRO),
        spans=sum(one.part.size for one in parts),
        error=root.error,
    )


class _Placed(NamedTuple):
    began: float
    ended: float
    span: Span


def _placed(parts: Iterable[Kept]) -> list[_Placed]:
    found = [
        _Placed(one.at(span.began), one.at(span.ended), span) for one in parts for span in one.part.told()
    ]
    return sorted(found, key=lambda one: (one.began, -one.ended))


def _lines(parts: Sequence[Kept]) -> Iterator[TraceLine]:
    placed = _placed(parts)[:_MOST]
    began, ended = min(one.began for one in placed), max(one.ended for one in placed)
    ids = {one.span.id for one in placed}
    below: dict[int, list[_Placed]] = defaultdict(list)
    for one in placed:
        below[one.span.parent if one.span.parent in ids else 0].append(one)
    waiting = [(one, 0) for one in reversed(below[0])]
    while waiting:
        one, depth = waiting.pop()
        yield _line(one, depth, began, max(ended - began, 1e-9))
        waiting += [(inner, depth + 1) for inner in reversed(below[one.span.id])]


def _line(one: _Placed, depth: int, began: float, whole: float) -> TraceLine:
    span, start = one.span, round((one.began - began) / whole * 1000)
    return TraceLine(
        depth=min(depth, _DEEPEST),
        title=span.title,
        service=span.service,
        kind=span.kind.name.lower(),
        began=round((one.began - began) * _MICRO),
        took=round((one.ended - one.began) * _MICRO),
        start=min(start, 998),
        width=max(2, round((one.ended - one.began) / whole * 1000)),
        error=span.error,
        failed=span.is_failure,
        text=" ".join(span.name.split()) if span.kind is Kind.SQL else "",
    )
