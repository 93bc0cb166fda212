"""`/me/settings/data`: one's own data, to be had in one file, or to be erased with the account."""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from octavo.accounts.api import Export, ExportId, ExportNotFound, ReadExportResponse, WrongCredentials
from octavo.chassis.context import acting_as, deadline
from octavo.chassis.faults import Fault, Invalid
from octavo.edge import forms, guards, problems, ranges
from octavo.edge.forms import Form
from octavo.edge.pages.settings_account import wrong_proof
from octavo.edge.pages.views_private import Problem, Said, Trouble
from octavo.edge.pages.views_settings import DataSettings, ExportRow
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench

_PIECE_SECONDS: Final = 30.0


async def data(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The page."""
    return await _page(bench, request, visitor)


async def ask_export(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/settings/export`: have a file made."""
    form = await forms.read(request)
    try:
        await bench.accounts.request_export()
    except Fault as fault:
        answered = problems.trouble(fault, form.items())
        return await _page(bench, request, visitor, part="export", answered=answered)
    return bench.see(bench.addresses.data_settings(said=Said.EXPORT_ASKED))


async def delete(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/settings/deletion`: have the account erased in a while, and be signed out."""
    form = await forms.read(request)
    try:
        await bench.accounts.delete_account(
            handle=form.line("handle"), present_password=form["present_password"]
        )
    except Fault as fault:
        answered = _answered(fault, form)
        return await _page(bench, request, visitor, form=form, part="deletion", answered=answered)
    response = bench.see(bench.addresses.sign_in(said=Said.LEAVING))
    bench.sessions.clear(response)
    return response


def _answered(fault: Fault, form: Form) -> problems.Answered:
    if isinstance(fault, WrongCredentials):
        return wrong_proof(form)
    if isinstance(fault, Invalid) and fault.details.get("field") == "handle":
        return problems.Answered(Problem(kind=Trouble.NOT_YOUR_HANDLE, field="handle"), 422)
    return problems.trouble(fault, form.items())


async def export(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The file itself, piece by piece, or a part of it, or where to fetch it; nobody keeps it on the way."""
    export_id = ExportId(request.path_params["export_id"])
    tag = f'"{export_id}"'
    start, end = ranges.asked(request.headers, tag)
    first = await bench.accounts.read_export(
        export_id=export_id, offset=start, by_address=request.method == "GET"
    )
    if first.address:
        headers = {
            "location": first.address,
            "cache-control": guards.NO_STORE,
            "referrer-policy": "no-referrer",
        }
        return Response(status_code=HTTPStatus.SEE_OTHER, headers=headers)
    if start and start >= first.size:
        headers = {"content-range": f"bytes */{first.size}", "cache-control": guards.NO_STORE}
        return Response(status_code=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    last = first.size if end is None else min(end, first.size)
    headers = {
        "content-length": str(last - start),
        "accept-ranges": "bytes",
        "etag": tag,
        "content-disposition": f'attachment; filename="octavo-export-{export_id}.zip"',
        "cache-control": guards.NO_STORE,
        "x-content-type-options": "nosniff",
    }
    status = HTTPStatus.OK
    if last - start < first.size:
        status = HTTPStatus.PARTIAL_CONTENT
        headers["content-range"] = f"bytes {start}-{last - 1}/{first.size}"
    if request.method == "HEAD":
        return Response(headers=headers, media_type="application/zip", status_code=status)
    sent = _pieces(bench, visitor, export_id, first, start, last)
    return StreamingResponse(sent, headers=headers, media_type="application/zip", status_code=status)


async def _pieces(
    bench: Workbench,
    visitor: Visitor,
    export_id: ExportId,
    first: ReadExportResponse,
    start: int,
    end: int,
) -> AsyncIterator[bytes]:
    """Each piece is asked for anew, so that whoever is suspended meanwhile gets no more."""
    data, sent = first.data, start
    while data:
        yield data[: end - sent]
        sent += len(data)
        if sent >= end:
            return
        async with deadline(_PIECE_SECONDS):
            with acting_as(visitor.caller):
                data = (await bench.accounts.read_export(export_id=export_id, offset=sent)).data
    raise ExportNotFound


async def _page(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: Form | None = None,
    part: str = "",
    answered: problems.Answered | None = None,
) -> Response:
    parts = Parts()
    exports: tuple[Export, ...] = ()
    me, exports = await asyncio.gather(
        bench.accounts.get_me(), parts.optional("exports", bench.accounts.list_exports(), exports)
    )
    view = DataSettings(
        handle=me.person.handle,
        typed_handle=form["handle"] if form else "",
        has_password=me.has_password,
        exports=tuple(map(_row, exports)),
        part=part,
        problems=(answered.problem,) if answered else (),
    )
    status = answered.status if answered else 200
    return await bench.page(
        request, view, visitor, status=status, headers=answered.headers if answered else None
    )


def _row(export: Export) -> ExportRow:
    return ExportRow(
        export_id=export.id,
        status=export.status.value,
        asked_at=export.asked_at,
        until=export.until,
        size=_size(export.bytes),
    )


def _size(count: int) -> str:
    """Such as "3.2 MB"; empty where there is nothing."""
    for unit, many in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if count >= many:
            return f"{count / many:.1f} {unit}"
    return f"{count} B" if count else ""
