"""`/admin/settings`, `/admin/health`, `/admin/events`, `/admin/storage`: the running site, for its owner."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import NotFound
from octavo.edge import forms
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_admin import EventsAdmin, HealthAdmin, SettingsAdmin, StorageAdmin
from octavo.edge.pages.views_private import Said
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.search.api import IndexState

EVENT_ACTS: Final = ("replay", "drop")
_UNKNOWN: Final = IndexState(documents=-1, waiting=0, building=False, built_at=None)


async def settings(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Every setting: what it means, what it is, and where that comes from."""
    return await bench.page(request, SettingsAdmin(parts=bench.operations.settings()), visitor)


async def try_setting(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/admin/settings`: whether a value could work, and the line that sets it."""
    form = await forms.read(request)
    try:
        tried = bench.operations.try_setting(form["variable"], form.line("value"))
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    view = SettingsAdmin(parts=bench.operations.settings(), tried=tried)
    return await bench.page(request, view, visitor, status=422 if tried.wrong else 200)


async def health(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """How the site does, asked now."""
    state = await bench.operations.state()
    index = await Parts().optional("the index's state", bench.search.get_index_state(), _UNKNOWN)
    view = HealthAdmin(
        state=state, documents=index.documents, unindexed=index.waiting, building=index.building
    )
    return await bench.page(request, view, visitor)


async def events(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """What could not be delivered."""
    view = EventsAdmin(letters=await bench.operations.dead_letters())
    return await bench.page(request, view, visitor)


async def event(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/admin/events/SERVICE/ACT`: deliver one again, or give it up for good."""
    form = await forms.read(request)
    replays = request.url.path.endswith("/replay")
    act = bench.operations.replay if replays else bench.operations.drop
    try:
        await act(request.path_params["service"], form["letter"])
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    said = Said.EVENT_REPLAYED if replays else Said.EVENT_DROPPED
    return bench.see(bench.addresses.admin_part("events", said=said))


async def storage(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """What everything takes."""
    kept = await bench.operations.storage()
    view = StorageAdmin(
        storage=kept, used=sum(store.bytes for store in kept.stores if store.kind != "bucket")
    )
    return await bench.page(request, view, visitor)
