"""How often a story was seen and read: what the reader's page says of it, and what its authors are shown."""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import Invalid, NotFound
from octavo.edge import forms, guards
from octavo.edge.forms import Refused
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_numbers import DayRow, NumbersPage, SourceRow
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.readership.api import Kind, Numbers, StoryId, StoryUnread

_KINDS: Final = {"view": Kind.VIEW, "read": Kind.READ}
_MOST_BYTES: Final = 1024
_LONGEST: Final = 512


def _(text: str) -> str:
    """Marks words for the catalogues; they are translated when the page is made."""
    return text


async def seen(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/p/ID/seen` of the page's own script: the story was seen (`kind` "view") or read ("read").

    The answer is the same whether it counts or not. Whoever does not want to be counted (DNT, GPC) is not.
    """
    headers = request.headers
    if "origin" not in headers and headers.get("sec-fetch-site") != "same-origin":
        raise Refused(403, _("Only a page of this site can say that it was seen."))
    form = await forms.read(request, max_bytes=_MOST_BYTES)
    kind = _KINDS.get(form["kind"])
    if kind is None:
        raise Invalid("kind", "view or read")
    if headers.get("dnt") != "1" and headers.get("sec-gpc") != "1":
        client = request.client
        await bench.readership.count(
            story_id=StoryId(request.path_params["story_id"]),
            kind=kind,
            address=client.host if client else "",
            agent=headers.get("user-agent", "")[:_LONGEST],
            referrer=form["from"][:_LONGEST],
        )
    return Response(status_code=204, headers={"cache-control": guards.NO_STORE})


async def numbers(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/me/stories/ID/numbers`, for its authors and editors."""
    story_id = StoryId(request.path_params["story_id"])
    try:
        found = await bench.readership.get_numbers(story_id=story_id)
        draft = await bench.stories.get_draft(story_id=story_id)
    except (StoryUnread, NotFound):
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    return await bench.page(request, _shown(found, draft.content.title, visitor), visitor)


def _shown(found: Numbers, title: str, visitor: Visitor) -> NumbersPage:
    zone, totals = ZoneInfo(visitor.time_zone or "UTC"), found.totals
    most = max((one.views for one in found.days), default=0)
    rows = [SourceRow(kind="host", host=one.host, views=one.views) for one in found.sources]
    rows += [
        SourceRow(kind=kind, views=views)
        for kind, views in (("direct", found.direct), ("elsewhere", found.elsewhere))
        if views
    ]
    return NumbersPage(
        story_id=totals.story_id,
        title=title,
        views=totals.views,
        reads=totals.reads,
        percent=round(100 * totals.reads / totals.views) if totals.views else None,
        views_lately=sum(one.views for one in found.days),
        reads_lately=sum(one.reads for one in found.days),
        most=most,
        days=tuple(
            DayRow(
                day=datetime.combine(date.fromisoformat(one.day), time(12), zone),
                views=one.views,
                reads=one.reads,
                views_height=_height(one.views, most),
                reads_height=_height(min(one.reads, one.views), most),
            )
            for one in found.days
        ),
        sources=tuple(sorted(rows, key=lambda row: -row.views)),
    )


def _height(count: int, most: int) -> int:
    """Of 100, and at least a line where there was anything."""
    return max(2, round(100 * count / most)) if count else 0
