"""A story: at its address, at addresses that it had, and its whole text for members."""

import asyncio
from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from octavo.accounts.api import Person, PersonId, PersonNotFound
from octavo.edge.addresses import ID, is_handle, read_story_path
from octavo.edge.guards import NO_STORE
from octavo.edge.hiding import hidden_from
from octavo.edge.pages import beside, discovery, graph
from octavo.edge.pages.highlights import top_mark
from octavo.edge.pages.home import shown_tags
from octavo.edge.pages.views import ErrorPage, Sharing, StoryPage
from octavo.edge.pages.views_graph import ClapButton, TopMark
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.showing import writers
from octavo.edge.workbench import Asked, Workbench
from octavo.serving.page_cache import Page
from octavo.stories.api import (
    FullStory,
    ListStoriesResponse,
    Story,
    StoryGone,
    StoryId,
    StoryNotFound,
    Visibility,
)

_MORE: Final = 3
"""Other stories of the author's, below the story."""
_STORY_SECONDS: Final = 3_600.0
"""What is related to a story changes without a word."""
_WORTH_TELLING_DAYS: Final = 2
"""A change so many days after the publication is told to the reader."""
_LONGEST_ADDRESS: Final = 1000
_ANYBODY: Final = PersonId("")


async def story(bench: Workbench, asked: Asked) -> Page:
    """`/@handle/slug-ID`: only the ID decides; any other handle or slug leads to the present address."""
    read = read_story_path(asked.parts["slug"])
    if not read.story_id:
        return await _former_slug(bench, asked)
    key = f"story:{read.story_id}"
    try:
        full = await bench.stories.read_story(story_id=StoryId(read.story_id))
    except StoryNotFound:
        # Eleven letters at the end of a mere slug look like an id.
        return await _former_slug(bench, asked, tags=[key])
    except StoryGone:
        return bench.unknown(asked, tags=[key], status=410)
    return await _shown(bench, asked, full)


async def by_id(bench: Workbench, asked: Asked, last: str) -> Page | None:
    """`/<publication>/slug-ID`: as above; None where the last part names no story."""
    read = read_story_path(last)
    if not read.story_id:
        return None
    try:
        full = await bench.stories.read_story(story_id=StoryId(read.story_id))
    except StoryNotFound:
        return None
    except StoryGone:
        return bench.unknown(asked, tags=[f"story:{read.story_id}"], status=410)
    return await _shown(bench, asked, full)


async def _shown(bench: Workbench, asked: Asked, full: FullStory) -> Page:
    """The page of a story at its present address; from any other one leads there."""
    parts, shown = Parts(), full.story
    author_id = shown.author_id
    people, listed, around, follow, (claps, responses, top), near = await asyncio.gather(
        bench.authors(parts, writers([full.story])),
        parts.optional(
            "more by the author",
            bench.stories.list_stories(author_id=author_id, limit=_MORE + 1),
            ListStoriesResponse(),
        ),
        beside.beside(bench, parts, full.story),
        graph.follow_button(bench, parts, "person", author_id, asked.path),
        _said(bench, parts, shown.id),
        discovery.related(bench, parts, shown.id),
    )
    person = people.get(author_id)
    named = await bench.mastheads.fetch(parts, [shown, *listed.stories, *near])
    keys = [
        f"story:{shown.id}",
        *(f"person:{one}" for one in writers([shown])),
        f"person-stories:{author_id}",
        f"claps:{shown.id}",
        f"responses:{shown.id}",
        f"highlights:{shown.id}",
        *named,
    ]
    # Where its publication cannot be told just now, it is read wherever it was asked for.
    if bench.mastheads.near(shown.publication_id) or (person and not shown.publication_id):
        present = bench.showing.address(shown, person)
        if present != asked.path:
            return bench.moved(present, tags=keys)
    more = tuple(other for other in listed.stories if other.id != shown.id)[:_MORE]
    near = tuple(other for other in near if other.id not in {shown.id, *(one.id for one in more)})
    people = {**people, **await bench.authors(parts, writers([*more, *near]))}
    view = story_view(bench, full, people, address=asked.path, more=more, around=around)
    view = replace(view, follow=follow, claps=claps, responses=responses, top=top)
    view = replace(view, related=bench.showing.cards(near, people))
    tags = [*keys, *shown_tags((*more, *near)), *around.tags]
    return bench.kept(view, asked, tags=tags, parts=parts, ttl=_STORY_SECONDS)


async def _said(bench: Workbench, parts: Parts, story_id: StoryId) -> tuple[ClapButton, int, TopMark | None]:
    """What its readers said of it: claps, how many responses, and what most of them marked."""
    claps, counted, top = await asyncio.gather(
        graph.clap_button(bench, parts, story_id),
        parts.optional("responses", bench.responses.count_responses(story_ids=(story_id,)), ()),
        top_mark(bench, parts, story_id),
    )
    return claps, counted[0].responses if counted else 0, top


def story_view(
    bench: Workbench,
    full: FullStory,
    people: Mapping[str, Person],
    *,
    address: str,
    more: tuple[Story, ...] = (),
    around: beside.Beside = beside.NOTHING,
) -> StoryPage:
    """What the page of a published story shows; a members' story as far as its text is here."""
    shown, showing = full.story, bench.showing
    person = people.get(shown.author_id)
    publication = bench.mastheads.near(shown.publication_id)
    lasted = shown.updated_at - shown.published_at
    return StoryPage(
        story_id=shown.id,
        title=shown.title,
        subtitle=shown.subtitle,
        author=showing.author(person),
        co_authors=showing.co_authors(shown.co_author_ids, people),
        body_html=full.html,
        address=address,
        published_at=shown.published_at,
        updated_at=shown.updated_at if lasted.days >= _WORTH_TELLING_DAYS else None,
        minutes=shown.reading_minutes,
        cover=showing.cover_above(shown.cover, full.html),
        topics=tuple(map(showing.topic, shown.tags)),
        language=shown.language,
        members_only=shown.visibility is Visibility.MEMBERS,
        members_part=shown.members_part,
        full_address=bench.addresses.full(shown.id) if full.teaser_only else "",
        unlisted=shown.visibility is Visibility.UNLISTED,
        original=shown.canonical_url,
        plate=showing.plate(publication) if publication else None,
        series=around.series,
        languages=around.languages,
        more=showing.cards(more, people),
        sharing=bench.sharer.story(shown, address, people, publication),
    )


async def short(bench: Workbench, asked: Asked) -> Page:
    """`/p/ID`: leads to the present address."""
    story_id = asked.parts["story_id"]
    if not ID.fullmatch(story_id):
        return bench.unknown(asked)
    key = f"story:{story_id}"
    try:
        full = await bench.stories.read_story(story_id=StoryId(story_id))
    except StoryNotFound:
        return bench.unknown(asked, tags=[key])
    except StoryGone:
        return bench.unknown(asked, tags=[key], status=410)
    parts = Parts()
    people = await bench.authors(parts, writers([full.story]))
    person = people.get(full.story.author_id)
    named = await bench.mastheads.fetch(parts, [full.story])
    keys = [key, *(f"person:{one}" for one in writers([full.story])), *named]
    if person is None:
        # Its name is out of reach just now: the story is read here meanwhile.
        view = story_view(bench, full, people, address=asked.path)
        return bench.kept(view, asked, tags=keys, parts=parts)
    return bench.moved(bench.showing.address(full.story, person), tags=keys)


async def whole(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/p/ID/full`: the whole text of a members' story; with `?fragment=1` only the text."""
    story_id = request.path_params["story_id"]
    fragment = "fragment" in request.query_params
    if not visitor.signed_in:
        if fragment:
            return HTMLResponse("", status_code=401, headers={"cache-control": NO_STORE})
        return bench.see(bench.addresses.sign_in(then=bench.addresses.full(story_id)))
    try:
        full = await bench.stories.read_story(story_id=StoryId(story_id))
    except StoryNotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except StoryGone:
        return await bench.page(request, ErrorPage(status=410), visitor, status=410)
    if await hidden_from(bench.graph, Parts(), visitor, writers([full.story])):
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    if full.teaser_only:
        _ = bench.look.words(bench.language(request, visitor))
        message = _("Please confirm your e-mail address first: the settings say how.")
        return await bench.page(request, ErrorPage(status=403, message=message), visitor, status=403)
    if fragment:
        return HTMLResponse(full.html, headers={**dict(bench.headers), "cache-control": NO_STORE})
    people = await bench.authors(Parts(), writers([full.story]))
    await bench.mastheads.fetch(Parts(), [full.story])
    address = bench.showing.address(full.story, people.get(full.story.author_id))
    view = story_view(bench, full, people, address=address)
    return await bench.page(request, view, visitor)


async def shared_draft(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/draft/KEY`: a draft by its secret link."""
    hidden = {"x-robots-tag": "noindex, nofollow", "referrer-policy": "no-referrer"}
    try:
        found = await bench.stories.read_shared(share_key=request.path_params["key"])
    except StoryNotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404, headers=hidden)
    draft, content = found.draft, found.draft.content
    people = await bench.authors(Parts(), [draft.author_id, *draft.co_author_ids])
    writes = visitor.person_id in {draft.author_id, *draft.co_author_ids}
    view = StoryPage(
        story_id=draft.id,
        title=content.title,
        subtitle=content.subtitle,
        author=bench.showing.author(people.get(draft.author_id)),
        co_authors=bench.showing.co_authors(draft.co_author_ids, people),
        body_html=found.html,
        address=request.url.path,
        minutes=draft.reading_minutes,
        cover=bench.showing.cover_above(content.cover, found.html),
        topics=tuple(map(bench.showing.topic, content.tags)),
        language=content.language,
        shared_draft=True,
        edit_address=bench.addresses.edit(draft.id) if writes else "",
        sharing=Sharing(indexed=False),
    )
    return await bench.page(request, view, visitor, headers=hidden)


async def _former_slug(bench: Workbench, asked: Asked, *, tags: list[str] | None = None) -> Page:
    """`/@handle/old-slug`: to the story that stood there."""
    handle, slug = asked.parts["handle"], asked.parts["slug"]
    keys = [*(tags or []), f"handle:{handle}"]
    if not is_handle(handle) or len(slug) > _LONGEST_ADDRESS:
        return bench.unknown(asked)
    try:
        person = (await bench.accounts.find_person(handle=handle)).person
    except PersonNotFound:
        return bench.unknown(asked, tags=keys)
    return await _to_old_address(bench, asked, slug, keys, author_id=person.id)


async def old_address(bench: Workbench, asked: Asked, *, tags: list[str] | None = None) -> Page:
    """A path that is none of ours: perhaps a story stood there on the site that it came from."""
    if len(asked.path) > _LONGEST_ADDRESS:
        return bench.unknown(asked)
    return await _to_old_address(bench, asked, asked.path, tags or [])


async def _to_old_address(
    bench: Workbench, asked: Asked, address: str, keys: list[str], *, author_id: PersonId = _ANYBODY
) -> Page:
    parts = Parts()
    try:
        found = await bench.stories.find_by_old_address(address=address, author_id=author_id)
    except StoryNotFound:
        return bench.unknown(asked, tags=keys)
    person = (await bench.authors(parts, [found.author_id])).get(found.author_id)
    keys = [*keys, *await bench.mastheads.fetch(parts, [found])]
    return bench.moved(
        bench.showing.address(found, person),
        tags=[*keys, f"story:{found.id}", f"person:{found.author_id}"],
        keep=parts.complete,
    )
