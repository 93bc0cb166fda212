"""`/feed`, `/feed/@handle`, `/feed/tag/NAME`: whole stories for feed readers."""

from typing import Final

from octavo.accounts.api import PersonId, PersonNotFound
from octavo.edge import feeds
from octavo.edge.addresses import is_handle
from octavo.edge.pages.home import LONGEST_TAG, shown_tags, tag_name
from octavo.edge.pages.profile import person_tags
from octavo.edge.parts import Parts
from octavo.edge.workbench import A_DAY, INCOMPLETE_SECONDS, Asked, Workbench
from octavo.serving.page_cache import Page

_ANYBODY: Final = PersonId("")


async def site(bench: Workbench, asked: Asked) -> Page:
    """The newest stories of all."""
    feed = feeds.Feed(
        title=bench.config.name,
        address=bench.addresses.absolute(bench.addresses.home()),
        self_address=bench.addresses.absolute(bench.addresses.feed()),
        description=bench.config.description,
        language=bench.config.language,
    )
    return await _filled(bench, feed, tags=["stories"])


async def person(bench: Workbench, asked: Asked) -> Page:
    """The stories of one person."""
    handle = asked.parts["handle"]
    if not is_handle(handle):
        return bench.unknown(asked)
    try:
        found = await bench.accounts.find_person(handle=handle)
    except PersonNotFound:
        return bench.unknown(asked, tags=[f"handle:{handle}"])
    keys = person_tags(found.person, handle)
    if not found.current:
        return bench.moved(bench.addresses.person_feed(found.person.handle), tags=keys)
    if found.person.suspended:
        return bench.unknown(asked, tags=keys)
    feed = feeds.Feed(
        title=f"{found.person.name} \u2013 {bench.config.name}",
        address=bench.addresses.absolute(bench.addresses.person(handle)),
        self_address=bench.addresses.absolute(bench.addresses.person_feed(handle)),
        description=found.person.bio,
        language=bench.config.language,
    )
    return await _filled(bench, feed, tags=keys, author_id=found.person.id)


async def tag(bench: Workbench, asked: Asked) -> Page:
    """The stories of one tag; a tag that nobody has used yet has an empty feed."""
    name = asked.parts["name"]
    proper = tag_name(name)
    if not proper or len(proper) > LONGEST_TAG:
        return bench.unknown(asked)
    if name != proper:
        return bench.moved(bench.addresses.tag_feed(proper), tags=())
    feed = feeds.Feed(
        title=f"{name} \u2013 {bench.config.name}",
        address=bench.addresses.absolute(bench.addresses.tag(name)),
        self_address=bench.addresses.absolute(bench.addresses.tag_feed(name)),
        description="",
        language=bench.config.language,
    )
    return await _filled(bench, feed, tags=[f"tag:{name}", "stories"], tag=name)


async def _filled(
    bench: Workbench,
    feed: feeds.Feed,
    *,
    tags: list[str],
    author_id: PersonId = _ANYBODY,
    tag: str = "",
) -> Page:
    parts = Parts()
    listed = await bench.stories.list_stories(
        author_id=author_id, tag=tag, limit=bench.config.page_size, with_text=True
    )
    people = await bench.authors(parts, [story.author_id for story in listed.stories])
    _ = bench.look.words(bench.config.language)
    items = []
    for full in listed.full:
        story = full.story
        person = people.get(story.author_id)
        address = bench.addresses.absolute(bench.showing.address(story, person))
        items.append(
            feeds.Item(
                title=story.title,
                address=address,
                mark=bench.addresses.absolute(bench.addresses.short(story.id)),
                published_at=story.published_at,
                author=person.name if person else "",
                tags=story.tags,
                summary=story.subtitle or story.excerpt,
                html=feeds.absolute(full.html, origin=bench.addresses.origin, address=address),
                more=_("Read on") if full.teaser_only else "",
            )
        )
    changed = max((full.story.updated_at for full in listed.full), default=None)
    complete = feeds.Feed(
        title=feed.title,
        address=feed.address,
        self_address=feed.self_address,
        description=feed.description,
        language=feed.language,
        items=tuple(items),
        changed_at=changed,
    )
    return Page(
        body=feeds.rss(complete),
        tags=tuple(dict.fromkeys([*tags, *shown_tags(listed.stories)])),
        media_type=feeds.MEDIA_TYPE,
        headers=(("x-content-type-options", "nosniff"),),
        ttl=A_DAY if parts.complete else INCOMPLETE_SECONDS,
    )
