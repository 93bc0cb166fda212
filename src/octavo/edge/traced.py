"""What the owner's pages are told of kept traces."""

from datetime import datetime

import msgspec

__all__ = ["TraceLine", "TraceRow", "TraceShown"]


class TraceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A trace that is kept. why: "failed", "slow" or "sampled". took: microseconds. error: what its outermost
    span came to, empty where that went well."""

    trace: str
    title: str
    why: str
    at: datetime
    took: int
    spans: int
    error: str


class TraceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A span. depth: how many others it is inside of. began, took: microseconds, the first since the trace
    began. start, width: the same in thousandths of the whole. text: a statement. failed: by our own fault."""

    depth: int
    title: str
    service: str
    kind: str
    began: int
    took: int
    start: int
    width: int
    error: str
    failed: bool
    text: str


class TraceShown(msgspec.Struct, frozen=True, kw_only=True):
    """One trace, as a tree from above to below. lost: spans that were too many to be recorded. link: the
    trace that an unknown client says this belongs to."""

    row: TraceRow
    lines: tuple[TraceLine, ...]
    lost: int
    link: str
