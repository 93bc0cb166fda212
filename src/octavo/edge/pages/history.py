"""What a reader read: told by the story's page, shown to themselves, forgotten when they say so."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.edge import forms
from octavo.edge.guards import NO_STORE
from octavo.edge.pages.story_rows import story_lines
from octavo.edge.pages.views_graph import HistoryPage, HistoryRow, StoryLine
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.graph.api import Reading, StoryId

ACTS: Final = ("forget", "forget-all", "keep")
_HISTORY: Final = "/me/history"
_ROWS: Final = 50
_MOST_BYTES: Final = 1024


async def mark(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/history/mark` of the story page's own script: how far the reader came.

    Whoever is not signed in, or does not want to be watched (DNT, GPC), has no history.
    """
    form = await forms.read(request, max_bytes=_MOST_BYTES)
    headers = request.headers
    if visitor.signed_in and headers.get("dnt") != "1" and headers.get("sec-gpc") != "1":
        await bench.graph.mark_read(
            story_id=StoryId(form["story"]), share=form.number("share"), block=form["block"]
        )
    return Response(status_code=204, headers={"cache-control": NO_STORE})


async def history(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/me/history`: what the reader read, last read first."""
    after = request.query_params.get("after", "")
    found = await bench.graph.list_readings(limit=_ROWS, after=after)
    lines = await story_lines(bench, visitor, [one.story_id for one in found.readings])
    view = HistoryPage(
        rows=tuple(_row(one, lines.get(one.story_id)) for one in found.readings),
        kept=found.kept,
        older=f"{_HISTORY}?after={found.next}" if found.next else "",
        first=_HISTORY if after else "",
    )
    return await bench.page(request, view, visitor)


def _row(one: Reading, line: StoryLine | None) -> HistoryRow:
    unread = line is not None and not one.finished and one.block
    return HistoryRow(
        line=line or StoryLine(story_id=one.story_id),
        read_at=one.read_at,
        share=one.share,
        finished=one.finished,
        resume=f"{line.address}#b-{one.block}" if line and unread else "",
    )


async def act(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/history/…`: forget one story or all; keep what is read from now on, or no longer."""
    form, what = await forms.read(request), request.url.path.rpartition("/")[2]
    if what == "forget":
        await bench.graph.forget_reading(story_id=StoryId(form["story"]))
    elif what == "forget-all":
        await bench.graph.forget_readings()
    else:
        await bench.graph.keep_readings(kept=form["kept"] == "1")
    return bench.see(_HISTORY)
