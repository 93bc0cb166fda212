"""Highlights: made in a story's page, listed for one reader, led to by `/h/ID`, and told as Web Annotations
(W3C Recommendation, 2017-02-23). But for the top one nothing is kept, as nobody
is shown whom they blocked."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import Person
from octavo.annotations.api import (
    Fate,
    HighlightId,
    HighlightNotFound,
    ListHighlightsResponse,
    ListOwnHighlightsResponse,
    MarkedWords,
    NotThere,
    TooManyHighlights,
)
from octavo.chassis.faults import Fault, Invalid, NotFound
from octavo.edge import forms
from octavo.edge.addresses import local_path
from octavo.edge.forms import Form
from octavo.edge.guards import NO_STORE
from octavo.edge.pages.story_rows import story_lines
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_graph import StoryLine, TopMark
from octavo.edge.pages.views_highlights import MarkRow, OwnHighlightsPage, StoryHighlightsPage
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.showing import writers
from octavo.edge.text_fragments import to_words
from octavo.edge.web_annotations import MEDIA_TYPE, annotation, annotation_page
from octavo.edge.workbench import Workbench
from octavo.stories.api import Story, StoryId

ACTS: Final = ("change", "remove")
_ROWS: Final = 50
_IN_A_STORY: Final = 100
"""Of the reader's own, and of others for the author, that are drawn into a text."""
_OWN: Final = "/me/highlights"
_MOST_BYTES: Final = 64 * 1024


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A mark, as the story page's script draws it."""

    id: str
    block: str
    start: int
    end: int
    quote: str
    note: str
    public: bool
    mine: bool
    moved: bool
    by: str = ""
    """Whose it is, where it is not the reader's own."""


# For everyone


async def top_mark(bench: Workbench, parts: Parts, story_id: StoryId) -> TopMark | None:
    """What most readers marked; it goes with the tag "highlights:ID"."""
    asked = bench.annotations.get_top_highlight(story_id=story_id)
    found = await parts.optional("highlights", asked, None)
    if found is None:
        return None
    anchor = found.anchor
    return TopMark(
        block=anchor.block_id,
        start=anchor.start,
        end=anchor.end,
        quote=anchor.quote,
        readers=found.readers,
        fragment=to_words(anchor.block_id, anchor.quote, anchor.prefix, anchor.suffix),
    )


# For one


async def mark(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/p/ID/highlights` (block, start, end, quote, note, private): the words are marked."""
    form, story_id = await forms.read(request, max_bytes=_MOST_BYTES), request.path_params["story_id"]
    if not visitor.signed_in:
        return bench.see(bench.addresses.sign_in(then=bench.addresses.short(story_id)))
    try:
        made = await bench.annotations.highlight(
            story_id=StoryId(story_id),
            block_id=form["block"],
            start=form.number("start"),
            end=form.number("end"),
            quote=form["quote"],
            note=form.text("note"),
            private=form["private"] == "1",
        )
    except (Invalid, NotThere, TooManyHighlights) as fault:
        if _by_script(request):
            return _json({"problem": fault.message}, status=fault.code.http_status)
        raise
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    if _by_script(request):
        return _json(_drawn(made, visitor), status=201)
    return bench.see(bench.addresses.highlight(made.id))


async def drawn(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """GET `/me/highlights/in/ID`: what the script draws: the reader's own, and for an author everybody's."""
    story_id, parts = StoryId(request.path_params["story_id"]), Parts()
    if not visitor.signed_in or not bench.addresses.is_id(story_id):
        return _json(())
    asked = bench.annotations.list_own_highlights(story_id=story_id, limit=_IN_A_STORY)
    found = await parts.optional("highlights", asked, ListOwnHighlightsResponse())
    rows = [_drawn(one, visitor) for one in found.highlights if one.fate is not Fate.LOST]
    stub = await bench.shelf.stub(parts, story_id)
    if visitor.person_id in (stub.author_id, *stub.co_author_ids):
        everybody = bench.annotations.list_highlights(story_id=story_id, limit=_IN_A_STORY)
        public = await parts.optional("highlights", everybody, ListHighlightsResponse())
        others = [one for one in public.highlights if one.reader_id != visitor.person_id]
        people = await bench.authors(parts, [one.reader_id for one in others])
        rows += [_drawn(one, visitor, people.get(one.reader_id)) for one in others]
    return _json(rows)


async def of_story(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """GET `/p/ID/highlights`, and `/p/ID/highlights.json` as a page of Web Annotations."""
    story_id, after = request.path_params["story_id"], request.query_params.get("after", "")
    stories = await bench.stories.get_stories(story_ids=(StoryId(story_id),))
    try:
        found = await bench.annotations.list_highlights(story_id=StoryId(story_id), limit=_ROWS, after=after)
    except (NotFound, Invalid):
        found = None
    if not stories or found is None:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    parts, story = Parts(), stories[0]
    people = await bench.authors(parts, [*writers(stories), *(one.reader_id for one in found.highlights)])
    await bench.mastheads.fetch(parts, stories)
    address = bench.showing.address(story, people.get(story.author_id))
    here = f"/p/{story_id}/highlights"
    if request.url.path.endswith(".json"):
        told = annotation_page(
            bench.addresses, story, address, found.highlights, people, after=after, following=found.next
        )
        return _json(told, media_type=MEDIA_TYPE)
    view = StoryHighlightsPage(
        title=story.title,
        story=address,
        rows=tuple(_row(bench, one, visitor, people) for one in found.highlights),
        older=f"{here}?{urlencode({'after': found.next})}" if found.next else "",
        first=here if after else "",
    )
    return await bench.page(request, view, visitor)


async def one(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """GET `/h/ID`: leads to the words in their story; `/h/ID.json` is the Web Annotation."""
    highlight_id, told = request.path_params["highlight_id"], request.url.path.endswith(".json")
    try:
        found = await bench.annotations.find_highlight(highlight_id=HighlightId(highlight_id))
        stories = await bench.stories.get_stories(story_ids=(found.story_id,))
    except HighlightNotFound:
        stories = ()
    if not stories:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    address, people = await _place(bench, stories[0], found)
    if told:
        return _json(annotation(bench.addresses, address, found, people), media_type=MEDIA_TYPE)
    if found.fate is Fate.LOST:
        return bench.see(address)
    anchor = found.anchor
    return bench.see(f"{address}{to_words(anchor.block_id, anchor.quote, anchor.prefix, anchor.suffix)}")


async def own(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """GET `/me/highlights`."""
    return await _own(bench, request, visitor)


async def act(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/h/ID/change` (note, private) and `/h/ID/remove`."""
    form, what = await forms.read(request, max_bytes=_MOST_BYTES), request.url.path.rpartition("/")[2]
    highlight_id = HighlightId(request.path_params["highlight_id"])
    try:
        if what == "remove":
            await bench.annotations.remove_highlight(highlight_id=highlight_id)
        else:
            await bench.annotations.change_highlight(
                highlight_id=highlight_id, note=form.text("note"), public=form["private"] != "1"
            )
    except Invalid as fault:
        if _by_script(request):
            return _json({"problem": fault.message}, status=fault.code.http_status)
        return await _own(bench, request, visitor, form=form, fault=fault, refused=highlight_id)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    if _by_script(request):
        return Response(status_code=204, headers={"cache-control": NO_STORE})
    return bench.see(local_path(form["then"], otherwise=_OWN))


async def _own(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: Form | None = None,
    fault: Fault | None = None,
    refused: str = "",
) -> Response:
    after = request.query_params.get("after", "") if fault is None else ""
    found = await bench.annotations.list_own_highlights(limit=_ROWS, after=after)
    ids = list(dict.fromkeys(StoryId(one.story_id) for one in found.highlights))
    lines = await story_lines(bench, visitor, ids)
    rows = [_row(bench, one, visitor, {}, lines.get(one.story_id)) for one in found.highlights]
    if form is not None:
        kept = form.text("note")
        rows = [
            msgspec.structs.replace(row, note=kept) if row.highlight_id == refused else row for row in rows
        ]
    view = OwnHighlightsPage(
        here=f"{_OWN}?{urlencode({'after': after})}" if after else _OWN,
        rows=tuple(rows),
        older=f"{_OWN}?{urlencode({'after': found.next})}" if found.next else "",
        first=_OWN if after else "",
        problem=fault.message if fault else "",
        refused=refused,
    )
    return await bench.page(request, view, visitor, status=fault.code.http_status if fault else 200)


async def _place(bench: Workbench, story: Story, found: MarkedWords) -> tuple[str, Mapping[str, Person]]:
    parts = Parts()
    people = await bench.authors(parts, [*writers([story]), found.reader_id])
    await bench.mastheads.fetch(parts, [story])
    return bench.showing.address(story, people.get(story.author_id)), people


def _row(
    bench: Workbench,
    found: MarkedWords,
    visitor: Visitor,
    people: Mapping[str, Person],
    line: StoryLine | None = None,
) -> MarkRow:
    reader = people.get(found.reader_id)
    return MarkRow(
        highlight_id=found.id,
        quote=found.anchor.quote,
        address=bench.addresses.highlight(found.id),
        made_at=found.made_at,
        note=found.note,
        public=found.public,
        mine=found.reader_id == visitor.person_id,
        fate=found.fate.value.lower(),
        reader=bench.showing.author(reader) if reader else None,
        line=line,
    )


def _drawn(found: MarkedWords, visitor: Visitor, reader: Person | None = None) -> Drawn:
    anchor = found.anchor
    return Drawn(
        id=found.id,
        block=anchor.block_id,
        start=anchor.start,
        end=anchor.end,
        quote=anchor.quote,
        note=found.note,
        public=found.public,
        mine=found.reader_id == visitor.person_id,
        moved=found.fate is Fate.MOVED,
        by=reader.name if reader else "",
    )


def _by_script(request: Request) -> bool:
    return request.headers.get("accept", "").startswith("application/json")


def _json(value: object, *, status: int = 200, media_type: str = "application/json") -> Response:
    headers = {"cache-control": NO_STORE, "vary": "cookie"}
    return Response(msgspec.json.encode(value), status_code=status, media_type=media_type, headers=headers)
