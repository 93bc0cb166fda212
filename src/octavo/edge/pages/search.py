"""`/search`: stories by words, people and tags beside them; what is suggested while one types; OpenSearch."""

import asyncio
from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import escape

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import Invalid
from octavo.edge.guards import NO_STORE
from octavo.edge.hides import NOTHING
from octavo.edge.hiding import hidden_from
from octavo.edge.pages.views import Link, SearchHit, SearchPage
from octavo.edge.parts import COME_AGAIN, FAILURES, Parts, note, within_reason
from octavo.edge.sessions import Visitor
from octavo.edge.showing import writers
from octavo.edge.workbench import Workbench
from octavo.search.api import FindStoriesResponse, SuggestedTag, SuggestResponse
from octavo.stories.api import Story

_HITS: Final = 10
_SUGGESTED: Final = 5
_LONGEST: Final = 500
_FILTERS: Final = ("author", "tag", "place", "since", "until")
_OPERATORS: Final = {"author": "author", "tag": "tag", "place": "in", "since": "after", "until": "before"}
_NOTHING: Final = SuggestResponse()
SUGGESTIONS: Final = "application/x-suggestions+json"


def _(text: str) -> str:
    """Marks words for the catalogues."""
    return text


async def search(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """What is found. It depends on who asks, and there is no end of questions: nothing of it is kept."""
    asked = {name: request.query_params.get(name, "")[:_LONGEST].strip() for name in ("q", *_FILTERS)}
    after = request.query_params.get("after", "")[:100]
    query = _query(asked)
    view = _empty(bench, asked)
    if not query:
        return await bench.page(request, view, visitor)
    parts = Parts()
    try:
        found, suggested = await asyncio.gather(
            within_reason(_find(bench, query, after, bench.language(request, visitor))),
            parts.optional("people and tags", _beside(bench, asked, after), _NOTHING),
        )
        stories = await within_reason(_stories(bench, found))
    except FAILURES as fault:
        note("search", fault)
        away = msgspec.structs.replace(view, away=True)
        return await bench.page(request, away, visitor, status=503, headers=COME_AGAIN)
    named = [*writers(stories.values()), *(one.person_id for one in suggested.people)]
    hidden, unasked = await asyncio.gather(
        hidden_from(bench.graph, parts, visitor, named), bench.hides.of(parts, visitor.person_id)
    )
    # Who names a person or a place as a filter asks for what they muted.
    unasked = NOTHING if asked["author"] or asked["place"] else unasked
    stories = {
        id_: one
        for id_, one in stories.items()
        if hidden.isdisjoint(writers([one])) and not unasked.hides(writers([one]), one.publication_id)
    }
    everybody = await bench.authors(parts, named)
    people = {id_: one for id_, one in everybody.items() if id_ not in hidden}
    await bench.mastheads.fetch(parts, stories.values())
    view = msgspec.structs.replace(
        view,
        hits=tuple(
            SearchHit(
                card=bench.showing.card(story, people),
                title_html=hit.title_html,
                snippet_html=hit.snippet_html,
            )
            for hit in found.hits
            if (story := stories.get(hit.story_id)) is not None
        ),
        people=tuple(
            bench.showing.author(people[one.person_id]) for one in suggested.people if one.person_id in people
        ),
        houses=tuple(
            Link(label=house.name, address=bench.addresses.publication(house.slug))
            for house in suggested.publications
        ),
        topics=tuple(bench.showing.topic(tag.name, stories=tag.stories) for tag in suggested.tags),
        more=bench.addresses.search(after=found.next, **asked) if found.next else "",
        first=bench.addresses.search(**asked) if after else "",
    )
    return await bench.page(request, view, visitor)


def _empty(bench: Workbench, asked: dict[str, str]) -> SearchPage:
    return SearchPage(
        query=asked["q"],
        author=asked["author"],
        tag=asked["tag"],
        place=asked["place"],
        since=asked["since"],
        until=asked["until"],
        unfiltered=bench.addresses.search(q=asked["q"]),
    )


def _query(asked: dict[str, str]) -> str:
    """The filters first, so that a long query does not push them out."""
    filters = [
        f'{_OPERATORS[name]}:"{asked[name].replace(chr(34), " ").strip()}"'
        for name in _FILTERS
        if asked[name]
    ]
    return " ".join([*filters, asked["q"]]).strip()


async def _find(bench: Workbench, query: str, after: str, language: str) -> FindStoriesResponse:
    try:
        return await bench.search.find_stories(query=query, limit=_HITS, after=after, language=language)
    except Invalid as fault:
        if fault.details.get("field") != "after":
            raise
        # An old or mutilated link to a further page: the first one says more than an error.
        return await bench.search.find_stories(query=query, limit=_HITS, language=language)


async def _stories(bench: Workbench, found: FindStoriesResponse) -> dict[str, Story]:
    ids = tuple(hit.story_id for hit in found.hits)
    return {story.id: story for story in (await bench.stories.get_stories(story_ids=ids) if ids else ())}


async def _beside(bench: Workbench, asked: dict[str, str], after: str) -> SuggestResponse:
    """People and tags of this name, on the first page of an unfiltered search."""
    if after or not asked["q"] or any(asked[name] for name in _FILTERS):
        return _NOTHING
    return await bench.search.suggest(text=asked["q"], limit=_SUGGESTED)


async def suggestions(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """People and tags that begin with what is typed, as OpenSearch has it: the text, then what is suggested,
    what each is, and where it leads. Where search is away there is nothing to suggest."""
    text = request.query_params.get("q", "")[:100]
    try:
        suggested = await within_reason(bench.search.suggest(text=text, limit=_SUGGESTED))
    except FAILURES as fault:
        note("suggestions", fault)
        suggested = _NOTHING
    words = bench.look.words(bench.language(request, visitor))
    named = [str(person.person_id) for person in suggested.people]
    hidden = await hidden_from(bench.graph, Parts(), visitor, named)
    lines = [
        (person.name or person.handle, f"@{person.handle}", bench.addresses.person(person.handle))
        for person in suggested.people
        if person.person_id not in hidden
    ]
    house_words = words(_("Publication"))
    lines += [
        (house.name, house_words, bench.addresses.publication(house.slug)) for house in suggested.publications
    ]
    lines += [(tag.name, _about(tag, words), bench.addresses.tag(tag.name)) for tag in suggested.tags]
    body = msgspec.json.encode(
        [
            text,
            [name for name, _, _ in lines],
            [about for _, about, _ in lines],
            [bench.addresses.absolute(address) for _, _, address in lines],
        ]
    )
    return Response(
        body, media_type=SUGGESTIONS, headers={"cache-control": NO_STORE, "x-content-type-options": "nosniff"}
    )


def _about(tag: SuggestedTag, words: Callable[[str], str]) -> str:
    topic = words(_("Topic"))
    return f"{topic} · {tag.stories}"


async def description(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """By this a browser can search the site from its address bar (OpenSearch 1.1)."""
    find = bench.addresses.absolute(bench.addresses.search())
    suggest = bench.addresses.absolute(bench.addresses.suggestions())
    name, icon = escape(bench.config.name), escape(bench.addresses.absolute(bench.icon))
    body = f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{name[:16]}</ShortName>
<LongName>{name[:48]}</LongName>
<Description>{escape(bench.config.description[:1024]) or name}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Image type="image/svg+xml">{icon}</Image>
<Url type="text/html" template="{find}?q={{searchTerms}}"/>
<Url type="{SUGGESTIONS}" template="{suggest}?q={{searchTerms}}"/>
</OpenSearchDescription>
"""
    return Response(
        body,
        media_type="application/opensearchdescription+xml",
        headers={"cache-control": "public, max-age=86400"},
    )
