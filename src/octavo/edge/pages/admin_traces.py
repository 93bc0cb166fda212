"""`/admin/traces`: what requests did that were slow, failed or chosen, for the site's owner."""

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import NotFound
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_traces import TraceAdmin, TracesAdmin
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench

WHYS: Final = ("failed", "slow", "sampled")
_TRACE: Final = re.compile(r"[0-9a-f]{32}")


async def traces(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """All that are kept, the newest first; with `why` one kind of them, with `trace` straight to that one."""
    asked = request.query_params.get("trace", "").strip()
    if _TRACE.fullmatch(asked):
        return bench.see(bench.addresses.admin_part(f"traces/{asked}"))
    why = request.query_params.get("why", "")
    why = why if why in WHYS else ""
    view = TracesAdmin(rows=await bench.operations.traces(why), why=why, asked=asked)
    return await bench.page(request, view, visitor)


async def trace(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """One of them, span by span."""
    try:
        found = await bench.operations.trace(request.path_params["trace"])
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    return await bench.page(request, TraceAdmin(trace=found), visitor)
