"""`/feed`, `/feed/@handle`, `/feed/tag/NAME`, each in three forms, and `/feed/private/TOKEN`: whole stories
for feed readers."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import PersonId, PersonNotFound
from octavo.chassis.context import Caller, acting_as
from octavo.edge.addresses import feed_addresses, is_handle, read_feed_path
from octavo.edge.pages.home import LONGEST_TAG, shown_tags, tag_name
from octavo.edge.pages.profile import person_tags
from octavo.edge.pages.publication import slug_tag
from octavo.edge.pages.views import ErrorPage
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.showing import writers
from octavo.edge.workbench import A_DAY, INCOMPLETE_SECONDS, Asked, Workbench
from octavo.publications.api import PublicationGone, PublicationId, PublicationNotFound
from octavo.serving.page_cache import Page
from octavo.stories.api import FullStory, Story
from octavo.syndication.api import MEDIA_TYPES, Author, Feed, Format, PrivateFeedNotFound, write

_ANYBODY: Final = PersonId("")
_NOWHERE: Final = PublicationId("")
_HEADERS: Final = (("x-content-type-options", "nosniff"), ("access-control-allow-origin", "*"))
"""A public feed may be read by the scripts of other sites: readers that live in a browser."""
_HIDDEN: Final = {
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
    "referrer-policy": "no-referrer",
}


async def site(bench: Workbench, asked: Asked) -> Page:
    """The newest stories of all."""
    _, form = read_feed_path(asked.path)
    return await _filled(bench, _site_feed(bench), form, tags=["stories"])


async def person(bench: Workbench, asked: Asked) -> Page:
    """The stories of one person."""
    handle, form = read_feed_path(asked.parts["handle"])
    if not is_handle(handle):
        return bench.unknown(asked)
    try:
        found = await bench.accounts.find_person(handle=handle)
    except PersonNotFound:
        return bench.unknown(asked, tags=[f"handle:{handle}"])
    keys = person_tags(found.person, handle)
    if not found.current:
        return bench.moved(bench.addresses.person_feed(found.person.handle, form), tags=keys)
    if found.person.suspended:
        return bench.unknown(asked, tags=keys)
    feed = Feed(
        title=f"{found.person.name} \u2013 {bench.config.name}",
        address=bench.addresses.absolute(bench.addresses.person(handle)),
        mark=bench.addresses.feed_mark("person", found.person.id),
        addresses=feed_addresses(bench.addresses, lambda form: bench.addresses.person_feed(handle, form)),
        author=bench.clippings.author(found.person),
        description=found.person.bio,
        language=bench.config.language,
    )
    return await _filled(bench, feed, form, tags=keys, author_id=found.person.id)


async def tag(bench: Workbench, asked: Asked) -> Page:
    """The stories of one tag; a tag that nobody has used yet has an empty feed."""
    name, form = read_feed_path(asked.parts["name"])
    proper = tag_name(name)
    if not proper or len(proper) > LONGEST_TAG:
        return bench.unknown(asked)
    if name != proper:
        return bench.moved(bench.addresses.tag_feed(proper, form), tags=())
    feed = Feed(
        title=f"{name} \u2013 {bench.config.name}",
        address=bench.addresses.absolute(bench.addresses.tag(name)),
        mark=bench.addresses.feed_mark("tag", name),
        addresses=feed_addresses(bench.addresses, lambda form: bench.addresses.tag_feed(name, form)),
        author=_site_author(bench),
        language=bench.config.language,
    )
    return await _filled(bench, feed, form, tags=[f"tag:{name}", "stories"], tag=name)


async def publication(bench: Workbench, asked: Asked) -> Page:
    """The stories of one publication."""
    slug, form = read_feed_path(asked.parts["slug"])
    slugged = slug_tag(f"/{slug}")
    if not slugged:
        return bench.unknown(asked)
    try:
        found = await bench.publications.find_publication(slug=slug)
    except PublicationNotFound:
        return bench.unknown(asked, tags=[slugged])
    except PublicationGone:
        return bench.unknown(asked, tags=[slugged], status=410)
    keys = [slugged, f"publication:{found.id}", f"publication-stories:{found.id}"]
    if found.slug != slug:
        return bench.moved(bench.addresses.publication_feed(found.slug, form), tags=keys)
    address = bench.addresses.absolute(bench.addresses.publication(slug))
    feed = Feed(
        title=f"{found.name} \u2013 {bench.config.name}",
        address=address,
        mark=bench.addresses.feed_mark("publication", found.id),
        addresses=feed_addresses(bench.addresses, lambda form: bench.addresses.publication_feed(slug, form)),
        author=Author(name=found.name, address=address),
        description=found.description,
        language=bench.config.language,
    )
    return await _filled(bench, feed, form, tags=keys, publication_id=found.id)


async def private(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/feed/private/TOKEN`: the newest stories with all that the token's owner may read; kept nowhere.

    Whoever asks is nobody but the token's owner, also where a browser that is signed in asks.
    """
    token, form = read_feed_path(request.path_params["token"])
    try:
        person_id = await bench.syndication.open_private_feed(token=token)
    except PrivateFeedNotFound:
        return await bench.page(request, ErrorPage(status=404), status=404, headers=_HIDDEN)
    parts = Parts()
    with acting_as(Caller(person_id=person_id, roles=frozenset({"member", "confirmed"}))):
        listed = await bench.stories.list_stories(limit=bench.config.page_size, with_text=True)
    people = await bench.authors(parts, writers(listed.stories))
    await bench.mastheads.fetch(parts, listed.stories)
    more = bench.look.words(bench.config.language)("Read on")
    items = [bench.clippings.written(form, full, people, more=more) for full in listed.full]
    feed = replace(
        _site_feed(bench),
        addresses=feed_addresses(bench.addresses, lambda form: bench.addresses.private_feed(token, form)),
        changed_at=_changed(listed.stories),
    )
    body = write(feed, form, items)
    mark = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {**_HIDDEN, "etag": mark}
    if mark in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=MEDIA_TYPES[form])


def _site_feed(bench: Workbench) -> Feed:
    return Feed(
        title=bench.config.name,
        address=bench.addresses.absolute(bench.addresses.home()),
        mark=bench.addresses.absolute(bench.addresses.feed()),
        addresses=feed_addresses(bench.addresses, bench.addresses.feed),
        author=_site_author(bench),
        description=bench.config.description,
        language=bench.config.language,
    )


def _site_author(bench: Workbench) -> Author:
    return Author(name=bench.config.name, address=bench.addresses.absolute(bench.addresses.home()))


def _changed(stories: Sequence[Story]) -> datetime | None:
    return max((story.updated_at for story in stories), default=None)


async def _filled(
    bench: Workbench,
    feed: Feed,
    form: Format,
    *,
    tags: list[str],
    author_id: PersonId = _ANYBODY,
    tag: str = "",
    publication_id: PublicationId = _NOWHERE,
) -> Page:
    parts, limit = Parts(), bench.config.page_size
    listed = await bench.stories.list_stories(
        author_id=author_id, tag=tag, publication_id=publication_id, limit=limit
    )

    async def all_texts() -> Sequence[FullStory]:
        again = await bench.stories.list_stories(
            author_id=author_id, tag=tag, publication_id=publication_id, limit=limit, with_text=True
        )
        return again.full

    people = await bench.authors(parts, writers(listed.stories))
    await bench.mastheads.fetch(parts, listed.stories)
    more = bench.look.words(bench.config.language)("Read on")
    items = await bench.clippings.known(form, listed.stories, people, all_texts=all_texts, more=more)
    return Page(
        body=write(replace(feed, changed_at=_changed(listed.stories)), form, items),
        tags=tuple(dict.fromkeys([*tags, *shown_tags(listed.stories)])),
        media_type=MEDIA_TYPES[form],
        headers=_HEADERS,
        modified=bench.clock(),
        ttl=A_DAY if parts.complete else INCOMPLETE_SECONDS,
    )
