"""`/` for those who are signed in: their own home page, why each story is on it, how it is put in order."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final, NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import Invalid, NotFound
from octavo.edge import forms
from octavo.edge.addresses import local_path
from octavo.edge.forms import Refused
from octavo.edge.pages.views_home import (
    Because,
    Dial,
    HiddenRow,
    HomeCard,
    HomeItem,
    HomeReason,
    OwnFeedPage,
    OwnHomePage,
    ReceiptPage,
    WeighedPart,
    WeighedStory,
)
from octavo.edge.parts import Parts
from octavo.edge.render import Frame
from octavo.edge.sessions import Visitor
from octavo.edge.showing import writers
from octavo.edge.workbench import Workbench
from octavo.feed.api import Candidate, Dials, Filter, GetHomeResponse, Item, ReceiptId, Source
from octavo.stories.api import Story, StoryId

_ITEMS: Final = 20
_ROWS: Final = 20
_SHOWN: Final = 40
_LEFT_OUT: Final = 60
_AT_ONCE: Final = 100
_CARD_SECONDS: Final = 3_600.0
_CARD_BYTES: Final = 3_000
DIALS: Final = ("people", "topics", "new_voices", "length")
ACTS: Final = ("dials", "hide", "unhide")
_FEED: Final = "/me/feed"
_FRAME_SECONDS: Final = 60.0
_FRAME_BYTES: Final = 60_000
_FRAGMENT_BYTES: Final = 600
# Marks in kept pieces of pages, where what differs goes: no text can hold them.
_ITEMS_GO, _OLDER_GOES = "\ue000items\ue001", "\ue000older\ue001"
_CARD, _REASONS, _STORY = "\ue000card\ue001", "\ue000reasons\ue001", "\ue000story\ue001"
_THEN, _RECEIPT = "\ue000then\ue001", "\ue000receipt\ue001"


def _(text: str) -> str:
    """Marks words for the catalogues."""
    return text


async def home(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The reader's own home page; raises what the feed raises."""
    after = request.query_params.get("after", "")
    try:
        made = await bench.feed.get_home(limit=_ITEMS, after=after)
    except Invalid:
        # A place in the list that everybody sees: the first page of one's own says more than an error.
        after, made = "", await bench.feed.get_home(limit=_ITEMS)
    here = bench.addresses.home(after=after)
    items = await _items(bench, request, visitor, made, here)
    older = bench.addresses.home(after=made.next) if made.next else ""
    view = OwnHomePage(
        items_html=_ITEMS_GO if items else "",
        latest_first=made.latest_first,
        older=_OLDER_GOES if older else "",
        first=bench.addresses.home() if after else "",
    )
    frame = await _framed(bench, request, visitor, view)
    # Each piece goes where the frame was cut: its words are no marks.
    pieces = {_OLDER_GOES: escape(older).encode(), _ITEMS_GO: items.encode()}
    body = b"".join([pieces[part] if isinstance(part, str) else part for part in frame.parts])
    answer = Response(body, status_code=frame.status)
    answer.raw_headers = [*frame.headers, (b"content-length", b"%d" % len(body))]
    return answer


class _CutFrame(NamedTuple):
    """A page in pieces, marks where others go."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    parts: tuple[bytes | str, ...]


async def _framed(bench: Workbench, request: Request, visitor: Visitor, view: OwnHomePage) -> _CutFrame:
    """The page around the stories: the same for a reader until they change, so it is kept for a while."""

    async def made() -> _CutFrame:
        return _cut(await bench.page(request, view, visitor))

    if "said" in request.query_params:  # told once
        return await made()
    key = ("home frame", visitor.person_id, bench.language(request, visitor), msgspec.structs.astuple(view))
    kept: _CutFrame = await bench.near.get_or_load(
        key, made, ttl=_FRAME_SECONDS, tags=(f"person:{visitor.person_id}",), size=_FRAME_BYTES
    )
    return kept


def _cut(page: Response) -> _CutFrame:
    pieces = re.split(f"({_OLDER_GOES}|{_ITEMS_GO})", bytes(page.body).decode())
    headers = tuple(one for one in page.raw_headers if one[0] != b"content-length")
    marks = (_OLDER_GOES, _ITEMS_GO)
    return _CutFrame(
        page.status_code, headers, tuple(piece if piece in marks else piece.encode() for piece in pieces)
    )


async def _items(
    bench: Workbench, request: Request, visitor: Visitor, made: GetHomeResponse, here: str
) -> str:
    parts, language = Parts(), bench.language(request, visitor)
    cards = await _cards(bench, parts, [item.story_id for item in made.items], language)
    because = await _because(bench, parts, made.items, language)
    around = await _around(bench, language)
    fixed = around.replace(_THEN, escape(here)).replace(_RECEIPT, f"{_FEED}/why/{made.receipt_id}")
    before, between, after, end = re.split("|".join((_CARD, _REASONS, _STORY)), fixed)
    found = []
    for item in made.items:
        card = cards.get(item.story_id)
        if card:
            reasons = "".join([because[one.source, one.about] for one in item.reasons])
            found.append(f"{before}{card}{between}{reasons}{after}{item.story_id}{end}")
    return "".join(found)


async def _around(bench: Workbench, language: str) -> str:
    """What stands around each story."""
    view = HomeItem(story=_STORY, card=_CARD, reasons=_REASONS, receipt=_RECEIPT, then=_THEN)
    return await _rendered(bench, ("home item", language), view, language)


async def _reason(bench: Workbench, language: str, one: Because) -> str:
    key = ("home reason", language, one.source, one.name, one.address)
    return await _rendered(bench, key, HomeReason(one=one), language)


async def _rendered(
    bench: Workbench, key: tuple[str, ...], view: HomeItem | HomeReason, language: str
) -> str:
    near: str | None = bench.near.peek(key)
    if near is not None:
        return near

    async def render() -> str:
        return bench.look.page(view, Frame(language=language))

    html: str = await bench.near.get_or_load(key, render, ttl=_CARD_SECONDS, tags=(), size=_FRAGMENT_BYTES)
    return html


async def _cards(
    bench: Workbench, parts: Parts, story_ids: Sequence[StoryId], language: str
) -> Mapping[str, str]:
    """The stories as they are rendered in this language, kept until something that they show changes."""
    found: dict[str, str] = {}
    missing = []
    for one in story_ids:
        html = bench.near.peek(("home card", language, one))
        if html is None:
            missing.append(one)
        else:
            found[one] = html
    if not missing:
        return found

    async def load(story_id: StoryId) -> tuple[str, str]:
        tags: list[str] = [f"story:{story_id}"]

        async def render() -> str:
            story = (await asked).get(story_id)
            if story is None:
                return ""
            tags.extend(f"person:{one}" for one in writers([story]))
            tags.extend(await bench.mastheads.fetch(parts, [story]))
            people = await bench.authors(parts, writers([story]))
            view = HomeCard(card=bench.showing.card(story, people))
            return bench.look.page(view, Frame(language=language))

        html: str = await bench.near.get_or_load(
            ("home card", language, story_id),
            render,
            ttl=_CARD_SECONDS,
            tags=lambda _: tuple(tags),
            size=_CARD_BYTES,
        )
        return story_id, html

    asked = asyncio.ensure_future(_stories(bench, missing))
    return found | dict(await asyncio.gather(*map(load, missing)))


async def _stories(bench: Workbench, story_ids: Sequence[StoryId]) -> dict[str, Story]:
    found = await bench.stories.get_stories(story_ids=tuple(story_ids)) if story_ids else ()
    return {story.id: story for story in found}


async def _because(
    bench: Workbench, parts: Parts, items: Sequence[Item], language: str
) -> Mapping[tuple[Source, str], str]:
    """Each reason as it is rendered: with names of the people and publications that they are about."""
    reasons = dict.fromkeys((reason.source, reason.about) for item in items for reason in item.reasons)
    people = await bench.authors(parts, [about for source, about in reasons if source is Source.PERSON])
    houses = [about for source, about in reasons if source is Source.PUBLICATION]
    if houses:
        await bench.mastheads.fetch_ids(parts, houses)

    def told(source: Source, about: str) -> Because:
        word = source.value.lower()
        if source is Source.PERSON and about in people:
            author = bench.showing.author(people[about])
            return Because(source=word, name=author.name, address=author.address)
        if source in (Source.TAG, Source.SIMILAR) and about:
            return Because(source=word, name=about, address=bench.addresses.tag(about))
        house = bench.mastheads.near(about) if source is Source.PUBLICATION else None
        if house is not None:
            return Because(source=word, name=house.name, address=bench.addresses.publication(house.slug))
        return Because(source=word)

    return {one: await _reason(bench, language, told(*one)) for one in reasons}


async def feed(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """GET `/me/feed`: the dials, and what the reader hid."""
    after = request.query_params.get("after", "")
    dials = await bench.feed.get_dials()
    hidden = await bench.feed.list_hidden(limit=_ROWS, after=after)
    told = await _titles(bench, hidden.story_ids)
    view = OwnFeedPage(
        dials=tuple(Dial(name=name, value=getattr(dials, name)) for name in DIALS),
        latest_first=dials.latest_first,
        hidden=tuple(
            HiddenRow(story_id=one, title=told[one][0], address=told[one][1])
            if one in told
            else HiddenRow(story_id=one)
            for one in hidden.story_ids
        ),
        older=f"{_FEED}?after={hidden.next}" if hidden.next else "",
        first=_FEED if after else "",
    )
    return await bench.page(request, view, visitor)


async def act(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/feed/…`: turn the dials, hide a story or show it again."""
    form, what = await forms.read(request), request.url.path.rpartition("/")[2]
    if what == "dials":
        turned = {name: form.number(name, signed=True) for name in DIALS if name in form}
        await bench.feed.set_dials(dials=Dials(**turned, latest_first=form["latest_first"] == "1"))
        return bench.see(f"{_FEED}?said=saved")
    story_id = StoryId(form["story"])
    if not bench.addresses.is_id(story_id):
        raise Refused(404, "")
    if what == "hide":
        await bench.feed.hide_story(story_id=story_id)
    else:
        await bench.feed.unhide_story(story_id=story_id)
    return bench.see(local_path(form["then"]) or _FEED)


async def why(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """GET `/me/feed/why/ID`: the whole record of a home page."""
    try:
        receipt = await bench.feed.get_receipt(receipt_id=ReceiptId(request.path_params["receipt_id"]))
    except (Invalid, NotFound):
        raise Refused(404, _("This record is not kept any more, or never was.")) from None
    ranked = [one for one in receipt.candidates if one.rank][:_SHOWN]
    out = [one for one in receipt.candidates if not one.rank][:_LEFT_OUT]
    told = await _titles(bench, [one.story_id for one in (*ranked, *out)])
    view = ReceiptPage(
        at=receipt.at,
        weights=receipt.weights,
        latest_first=receipt.dials.latest_first,
        shown=tuple(_weighed(one, told) for one in ranked),
        left_out=tuple(_weighed(one, told) for one in out if one.story_id in told),
    )
    return await bench.page(request, view, visitor)


def _weighed(one: Candidate, told: Mapping[str, tuple[str, str]]) -> WeighedStory:
    title, address = told.get(one.story_id, ("", ""))
    parts = (
        WeighedPart(
            feature=part.feature,
            value=part.value,
            weight=part.weight,
            points=part.value * part.weight // 1000,
        )
        for part in one.weighed
    )
    return WeighedStory(
        story_id=one.story_id,
        title=title,
        address=address,
        rank=one.rank,
        score=one.score,
        parts=tuple(sorted(parts, key=lambda part: -abs(part.points))),
        left_out="" if one.left_out is Filter.UNSPECIFIED else one.left_out.value.lower(),
    )


async def _titles(bench: Workbench, story_ids: Sequence[StoryId]) -> dict[str, tuple[str, str]]:
    """Title and address of those that are there."""
    stories = await _stories(bench, list(story_ids)[:_AT_ONCE])
    parts = Parts()
    people = await bench.authors(parts, writers(stories.values()))
    await bench.mastheads.fetch(parts, stories.values())
    return {
        id_: (story.title, bench.showing.address(story, people.get(story.author_id)))
        for id_, story in stories.items()
    }
