"""What one did not look for: related stories, what is read most just now, and topics to begin with."""

import asyncio
from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.edge import forms
from octavo.edge.pages.graph import target_of
from octavo.edge.pages.home import LONGEST_TAG, shown_tags, tag_name
from octavo.edge.pages.views import Sharing
from octavo.edge.pages.views_discovery import TopicChoice, TopicsPage, TrendingPage
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.showing import writers
from octavo.edge.workbench import Asked, Workbench
from octavo.graph.api import Kind, Target
from octavo.serving.page_cache import Page
from octavo.stories.api import Story, StoryId, Tag

_RELATED: Final = 4
_ALSO: Final = 2
_TRENDING: Final = 20
_TOPICS: Final = 40
_PEOPLE: Final = 8
_TRENDING_SECONDS: Final = 60.0
"""How long the page stays as it is: what is read most changes by itself."""


# For everyone


async def related(bench: Workbench, parts: Parts, story_id: StoryId) -> tuple[Story, ...]:
    """Stories that its readers clapped for too, then those that are like it."""
    also, like = await asyncio.gather(
        parts.optional("what readers like too", bench.graph.list_alike(story_id=story_id, limit=_ALSO), ()),
        parts.optional("related stories", bench.feed.list_related(story_id=story_id, limit=_RELATED), ()),
    )
    return (await _stories(bench, parts, list(dict.fromkeys((*also, *like)))))[:_RELATED]


async def trending(bench: Workbench, asked: Asked) -> Page:
    """`/trending` and `/tag/NAME/trending`."""
    parts, name = Parts(), asked.parts.get("name", "")
    proper = tag_name(name)
    if len(proper) > LONGEST_TAG or name != proper:
        return bench.unknown(asked)
    asking = bench.feed.list_trending(tag=name, limit=_TRENDING)
    found, tags = await asyncio.gather(
        parts.optional("trending stories", asking, ()),
        parts.optional("tags", bench.stories.list_tags(limit=12), ()),
    )
    stories = await _stories(bench, parts, [one.story_id for one in found])
    key = [f"tag:{name}"] if name else []
    if name and not stories and not await _written_of(bench, parts, name):
        return bench.unknown(asked, tags=key)
    people = await bench.authors(parts, writers(stories))
    await bench.mastheads.fetch(parts, stories)
    view = TrendingPage(
        topic=bench.showing.topic(name) if name else None,
        stories=bench.showing.cards(stories, people),
        topics=bench.showing.topics(tags, without=name),
        sharing=Sharing(canonical=bench.addresses.absolute(bench.addresses.trending(name))),
    )
    return bench.kept(view, asked, tags=[*key, *shown_tags(stories)], parts=parts, ttl=_TRENDING_SECONDS)


async def _written_of(bench: Workbench, parts: Parts, tag: str) -> bool:
    """Whether the topic has stories, liked or not; where that cannot be told, that it has."""
    found = await parts.optional("stories", bench.stories.list_stories(tag=tag, limit=1), None)
    return found is None or bool(found.stories)


async def _stories(bench: Workbench, parts: Parts, ids: Sequence[StoryId]) -> tuple[Story, ...]:
    """In the order of the ids, as far as everybody may read them."""
    if not ids:
        return ()
    found = await parts.optional("stories", bench.stories.get_stories(story_ids=tuple(ids)), ())
    known = {one.id: one for one in found}
    return tuple(known[one] for one in ids if one in known)


# For one


async def topics(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """GET `/me/topics`: where whoever is new chooses what to follow, and everybody may again."""
    parts, first = Parts(), "first" in request.query_params
    tags, found = await asyncio.gather(
        parts.optional("tags", bench.stories.list_tags(limit=_TOPICS), ()),
        parts.optional("trending stories", bench.feed.list_trending(limit=_TRENDING), ()),
    )
    if first and not tags:
        return bench.see(bench.addresses.desk(said=request.query_params.get("said", "")))
    stories = await _stories(bench, parts, [one.story_id for one in found])
    authors = [one for one in dict.fromkeys(story.author_id for story in stories) if one != visitor.person_id]
    people = await bench.authors(parts, authors[:_PEOPLE])
    targets = (
        *(Target(kind=Kind.TAG, id=tag.name) for tag in tags if _may_follow(tag)),
        *(Target(kind=Kind.PERSON, id=one) for one in people),
    )
    asking = bench.graph.get_standings(targets=targets[:_TOPICS])
    standings = [
        *await parts.optional("follows", asking, ()),
        *await parts.optional("follows", bench.graph.get_standings(targets=targets[_TOPICS:]), ()),
    ]
    followed = {one.target.id for one in standings if one.followed}
    view = TopicsPage(
        topics=tuple(
            TopicChoice(of=f"tag:{tag.name}", name=tag.name, chosen=tag.name in followed, stories=tag.stories)
            for tag in tags
            if _may_follow(tag)
        ),
        people=tuple(
            TopicChoice(
                of=f"person:{id_}", name=one.name, chosen=id_ in followed, author=bench.showing.author(one)
            )
            for id_, one in people.items()
        ),
        first=first,
    )
    return await bench.page(request, view, visitor)


async def choose(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/topics`: what is ticked (`follow`), of what was `shown`, is followed; the rest no longer."""
    form = await forms.read(request)
    wanted, shown = set(form.all("follow")), list(dict.fromkeys(form.all("shown")))
    targets = {one: target_of(one) for one in shown[: _TOPICS + _PEOPLE]}
    for one, target in targets.items():
        if one in wanted:
            await bench.graph.follow(target=target)
        else:
            await bench.graph.unfollow(target=target)
    return bench.see("/?said=saved" if targets else "/")


def _may_follow(tag: Tag) -> bool:
    return 0 < len(tag.name) <= LONGEST_TAG
