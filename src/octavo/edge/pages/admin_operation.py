"""`/admin/operation`: how the whole site does, for its owner."""

from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import NotFound
from octavo.edge import forms
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_admin import OperationAdmin
from octavo.edge.pages.views_private import Said
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench


async def operation(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Everything, asked now."""
    return await bench.page(request, OperationAdmin(overview=await bench.operations.overview()), visitor)


async def settle(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/admin/operation/settle`: a group of errors is dealt with."""
    form = await forms.read(request)
    try:
        await bench.operations.settle_error(form["group"])
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    return bench.see(bench.addresses.admin_part("operation", said=Said.ERROR_SETTLED))
