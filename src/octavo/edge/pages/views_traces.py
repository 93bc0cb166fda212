"""What the pages of kept traces show."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from octavo.edge.traced import TraceRow, TraceShown

__all__ = ["TraceAdmin", "TracesAdmin", "TracesPage"]


class TracesAdmin(msgspec.Struct, frozen=True, kw_only=True):
    """`/admin/traces`, all or those kept for one reason. `asked`: what was typed and is no trace's id."""

    template: ClassVar[str] = "admin/traces.html"
    rows: Sequence[TraceRow]
    why: str = ""
    asked: str = ""


class TraceAdmin(msgspec.Struct, frozen=True, kw_only=True):
    """`/admin/traces/ID`."""

    template: ClassVar[str] = "admin/trace.html"
    trace: TraceShown


TracesPage = TracesAdmin | TraceAdmin
