"""`/<publication>`: its home, its sections and pages; its stories are in `pages.story`."""

import asyncio
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import Invalid
from octavo.edge import accent
from octavo.edge.pages.graph import follow_button
from octavo.edge.pages.home import shown_tags
from octavo.edge.pages.story import by_id
from octavo.edge.pages.views import Sharing
from octavo.edge.pages.views_publication import PublicationPage, StaticPage
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.showing import writers
from octavo.edge.statics import IMMUTABLE
from octavo.edge.workbench import Asked, Workbench
from octavo.publications.api import (
    PageNotFound,
    Publication,
    PublicationGone,
    PublicationNotFound,
    Section,
)
from octavo.serving.page_cache import Page
from octavo.stories.api import ListStoriesResponse, SectionId, Story, StoryId

_LONGEST: Final = 300
_LONGEST_SLUG: Final = 40


def slug_tag(path: str) -> str:
    """The key of what is said at the address of a publication, also that there is none; empty where no
    publication could stand."""
    first = path.strip("/").partition("/")[0]
    plain = first.isascii() and first.replace("-", "").isalnum() and first == first.lower()
    return f"publication-slug:{first}" if plain and 3 <= len(first) <= _LONGEST_SLUG else ""


async def at(bench: Workbench, asked: Asked) -> Page | None:
    """What stands at `/<publication>` or below it; None where there is no such publication."""
    slugged, names = slug_tag(asked.path), asked.path.strip("/").split("/")
    if not slugged or len(names) > 2 or len(asked.path) > _LONGEST:
        return None
    story = await by_id(bench, asked, names[1]) if len(names) == 2 else None
    if story is not None:
        return story
    try:
        publication = await bench.publications.find_publication(slug=names[0])
    except PublicationNotFound:
        return None
    except PublicationGone:
        return bench.unknown(asked, tags=[slugged], status=410)
    keys = [slugged, f"publication:{publication.id}"]
    part = names[1] if len(names) == 2 else ""
    address = bench.addresses.publication(publication.slug, part)
    if asked.path != address:
        return bench.moved(address, tags=keys)
    if not part:
        return await _stories(bench, asked, publication, None, keys)
    for section in publication.sections:
        if section.slug == part:
            return await _stories(bench, asked, publication, section, keys)
    return await _page(bench, asked, publication, part, keys)


async def _page(bench: Workbench, asked: Asked, publication: Publication, slug: str, keys: list[str]) -> Page:
    try:
        page = await bench.publications.read_page(publication_id=publication.id, slug=slug)
    except PageNotFound:
        return bench.unknown(asked, tags=keys)
    view = StaticPage(
        plate=bench.showing.plate(publication, here=slug),
        title=page.title,
        body_html=page.html,
        sharing=Sharing(canonical=bench.addresses.absolute(asked.path)),
    )
    return bench.kept(view, asked, tags=keys)


async def _stories(
    bench: Workbench, asked: Asked, publication: Publication, section: Section | None, keys: list[str]
) -> Page:
    parts, after = Parts(), asked.query.get("after", "")
    is_home = section is None and not after
    try:
        listed, lead = await asyncio.gather(
            parts.optional("stories", _listed(bench, publication, section, after), ListStoriesResponse()),
            _lead(bench, parts, publication) if is_home else _none(),
        )
    except Invalid:
        return bench.unknown(asked)
    stories = listed.stories
    if lead is None and is_home and stories:
        lead = stories[0]
    rest = tuple(story for story in stories if lead is None or story.id != lead.id)
    shown = (lead, *rest) if lead else rest
    people = await bench.authors(parts, writers(shown))
    named = await bench.mastheads.fetch(parts, shown)
    showing, slug = bench.showing, section.slug if section else ""
    here = bench.addresses.publication(publication.slug)
    follow = await follow_button(bench, parts, "publication", publication.id, here)
    view = PublicationPage(
        plate=showing.plate(publication, here=slug),
        title=section.name if section else "",
        follow=follow,
        lead=showing.card(lead, people, inside=True) if lead else None,
        stories=tuple(showing.card(story, people, inside=True) for story in rest),
        older=bench.addresses.publication(publication.slug, slug, after=listed.next) if listed.next else "",
        first=bench.addresses.publication(publication.slug, slug) if after else "",
        sharing=bench.sharer.publication(publication, slug, after=after),
    )
    tags = [
        *keys,
        f"followers:{publication.id}",
        f"publication-stories:{publication.id}",
        *named,
        *shown_tags(shown),
    ]
    return bench.kept(view, asked, tags=tags, parts=parts)


async def _listed(
    bench: Workbench, publication: Publication, section: Section | None, after: str
) -> ListStoriesResponse:
    by_hand = section is not None and not section.tag
    return await bench.stories.list_stories(
        publication_id=publication.id,
        tag=section.tag if section else "",
        section_id=SectionId(section.id) if section and by_hand else SectionId(""),
        limit=bench.config.page_size,
        after=after,
    )


async def _lead(bench: Workbench, parts: Parts, publication: Publication) -> Story | None:
    """The story that was chosen to stand first, as long as it stands there."""
    if not publication.lead_story_id:
        return None
    found = await parts.optional(
        "lead", bench.stories.get_stories(story_ids=(StoryId(publication.lead_story_id),)), ()
    )
    return next((story for story in found if story.publication_id == publication.id), None)


async def _none() -> None:
    return None


async def look(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/look/RRGGBB.css`: the site in another colour, made readable; the same for ever."""
    digits, dot, ending = request.path_params["name"].partition(".")
    try:
        css = accent.sheet(digits) if (dot, ending) == (".", "css") else ""
    except ValueError:
        css = ""
    if not css:
        raise HTTPException(404)
    headers = {"cache-control": IMMUTABLE, "x-content-type-options": "nosniff"}
    return Response(css, media_type="text/css", headers=headers)
