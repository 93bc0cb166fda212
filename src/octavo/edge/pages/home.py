"""`/` and `/tag/NAME`: the newest stories."""

import asyncio
import unicodedata
from typing import Final

from octavo.accounts.api import PersonId
from octavo.chassis.faults import Invalid
from octavo.edge.pages.graph import follow_button
from octavo.edge.pages.views import HomePage, TagPage
from octavo.edge.parts import Parts
from octavo.edge.showing import writers
from octavo.edge.workbench import Asked, Workbench
from octavo.serving.page_cache import Page
from octavo.stories.api import ListStoriesResponse, Story

_TOPICS: Final = 12
LONGEST_TAG: Final = 40


async def home(bench: Workbench, asked: Asked) -> Page:
    """The newest stories of all, by page; the tags most used beside them."""
    parts, after = Parts(), asked.query.get("after", "")
    listed, tags = await asyncio.gather(
        listing(bench, after=after),
        parts.optional("tags", bench.stories.list_tags(limit=_TOPICS), ()),
    )
    if listed is None:
        return bench.unknown(asked)
    stories = listed.stories
    people = await bench.authors(parts, writers(stories))
    await bench.mastheads.fetch(parts, stories)
    cards = bench.showing.cards(stories, people)
    leads = 0 if after else 1
    view = HomePage(
        lead=cards[0] if leads and cards else None,
        stories=cards[leads:],
        topics=bench.showing.topics(tags),
        older=bench.addresses.home(after=listed.next) if listed.next else "",
        first=bench.addresses.home() if after else "",
        sharing=bench.sharer.home(after=after),
    )
    return bench.kept(view, asked, tags=["stories", *shown_tags(stories)], parts=parts)


async def tag(bench: Workbench, asked: Asked) -> Page:
    """The stories of one tag; nothing (404) where it has none."""
    parts, after, name = Parts(), asked.query.get("after", ""), asked.parts["name"]
    key, proper = f"tag:{name}", tag_name(name)
    if not proper or len(proper) > LONGEST_TAG:
        return bench.unknown(asked)
    if name != proper:
        return bench.moved(bench.addresses.tag(proper), tags=())
    listed, tags = await asyncio.gather(
        listing(bench, after=after, tag=name),
        parts.optional("tags", bench.stories.list_tags(limit=_TOPICS), ()),
    )
    if listed is None or not listed.stories:
        return bench.unknown(asked, tags=[key])
    stories = listed.stories
    people = await bench.authors(parts, writers(stories))
    await bench.mastheads.fetch(parts, stories)
    topic = bench.showing.topic(name, stories=next((tag.stories for tag in tags if tag.name == name), 0))
    follow = await follow_button(bench, parts, "tag", name, bench.addresses.tag(name))
    view = TagPage(
        topic=topic,
        stories=bench.showing.cards(stories, people),
        follow=follow,
        related=bench.showing.topics(tags, without=name),
        older=bench.addresses.tag(name, after=listed.next) if listed.next else "",
        first=bench.addresses.tag(name) if after else "",
        sharing=bench.sharer.tag(name, after=after),
    )
    return bench.kept(
        view, asked, tags=[key, "stories", f"followers:{name}", *shown_tags(stories)], parts=parts
    )


def tag_name(text: str) -> str:
    """A tag as it is kept: NFC, lower case, single spaces inside."""
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


async def listing(
    bench: Workbench, *, after: str, tag: str = "", author_id: str = ""
) -> ListStoriesResponse | None:
    """A page of public stories; None where `after` is no place in a list."""
    try:
        return await bench.stories.list_stories(
            tag=tag, author_id=PersonId(author_id), limit=bench.config.page_size, after=after
        )
    except Invalid as fault:
        if fault.details.get("field") == "after":
            return None
        raise


def shown_tags(stories: tuple[Story, ...]) -> list[str]:
    """The keys of what a list of stories shows."""
    named = sorted({story.publication_id for story in stories} - {""})
    return [
        *(f"story:{story.id}" for story in stories),
        *(f"person:{one}" for one in writers(stories)),
        *(f"publication:{publication_id}" for publication_id in named),
    ]
