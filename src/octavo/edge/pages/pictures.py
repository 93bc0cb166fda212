"""`/images/ID?width=N`: where a picture is, for the editor, which cannot sign addresses."""

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from octavo.document.rendering import IMAGE_WIDTHS
from octavo.edge.addresses import ID
from octavo.edge.pages.views import ErrorPage
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench

_SHOWN: Final = 1080
_KEPT: Final = "private, max-age=3600"


async def picture(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Leads to the picture in the offered width that is next to the one asked for, not below it."""
    image_id, asked = request.path_params["image_id"], request.query_params.get("width", str(_SHOWN))
    if not ID.fullmatch(image_id) or not (asked.isascii() and asked.isdigit() and len(asked) < 6):
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    width = next((offered for offered in IMAGE_WIDTHS if offered >= int(asked)), IMAGE_WIDTHS[-1])
    address = bench.showing.picture(image_id, width)
    return RedirectResponse(address, status_code=302, headers={"cache-control": _KEPT})
