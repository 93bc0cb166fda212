"""What is asked while calls are taken away: every page and form of a site with everybody in it."""

from typing import Final
from urllib.parse import urlencode

import msgspec

from octavo.chassis.context import acting_as
from tests.chassis.story_events import drained
from tests.edge.browser import Answer, Browser
from tests.edge.world import Site
from tests.hostile.permissions import address_of, every_route
from tests.hostile.town import BLOCK, Town

READERS: Final = ("anonymous", "author", "publisher", "owner")
WRITERS: Final = ("author", "publisher", "owner")


class Asked(msgspec.Struct, frozen=True):
    """A request, as somebody sends it."""

    role: str
    verb: str
    address: str

    async def of(self, site: Site, town: Town) -> Answer:
        """What is answered."""
        browser = Browser(site.edge, cookies=dict(town.cookies[self.role]))
        if self.verb == "GET":
            return await browser.get(self.address)
        return await browser.send(self.address, urlencode(form(town)).encode())


async def furnish(site: Site, town: Town) -> list[str]:
    """More than the town has, and the addresses of it."""
    story = await site.publish("anna", "A walk by the sea", "Waves.", tags=("sea",))
    other = await site.publish("anna", "Another walk", "Sand.", tags=("sea",))
    with acting_as(await site.caller("anna")):
        key = await site.stories.share_draft(story_id=town.ids["storyId"], shared=True)  # type: ignore[arg-type]
        series = await site.stories.create_series(title="The sea")
        await site.stories.arrange_series(
            series_id=series.id, version=series.version, story_ids=(story.id, other.id)
        )
        private = await site.syndication.create_private_feed(name="")
        shown = await site.graph.create_list(name="The best", public=True)
        await site.graph.add_to_list(list_id=shown.id, story_id=story.id)
        await site.graph.save(story_id=other.id)
        await site.graph.mark_read(story_id=other.id, share=100, block=BLOCK)
    await drained(site.relay)
    await site.index()
    slug = f"/@anna/a-walk-by-the-sea-{story.id}"
    return [
        slug,
        f"/p/{story.id}",
        f"/p/{story.id}/embed",
        f"/oembed?url=http://octavo.test{slug}",
        f"/draft/{key}",
        f"/feed/private/{private.token}",
        f"/@anna/series/the-sea-{series.id}",
        f"/@anna/lists/{shown.id}",
        f"/me/lists/{shown.id}",
        f"/me/series/{series.id}",
        "/the-paper",
        "/the-paper/nothing",
        "/feed/the-paper",
        "/nowhere/at/all",
        "/search?q=sea",
        "/search/suggestions?q=se",
        "/admin?q=anna",
        "/admin/stories?q=sea",
        f"/report?story={story.id}",
        f"/report?person={town.ids['personId']}",
        f"/me/here?path={slug}",
        "/sitemaps/stories-1.xml",
        "/sitemaps/people-1.xml",
        "/sitemaps/tags-1.xml",
        "/@anna/followers",
        "/@anna/following",
    ]


def pages(town: Town, more: list[str]) -> list[Asked]:
    """Every page for everybody, draft and published story alike."""
    plain = [
        address_of(path, ids)
        for verb, path in every_route()
        if verb == "GET"
        for ids in (town.ids, {**town.ids, "storyId": town.ids["storyIds"]})
    ]
    return [Asked(role, "GET", one) for one in dict.fromkeys([*plain, *more]) for role in READERS]


def forms(town: Town) -> list[Asked]:
    """Every form, by those who may have something to send with it."""
    plain = [
        address_of(path, ids)
        for verb, path in every_route()
        if verb == "POST"
        for ids in (town.ids, {**town.ids, "storyId": town.ids["storyIds"]})
    ]
    return [Asked(role, "POST", one) for one in dict.fromkeys(plain) for role in WRITERS]


def form(town: Town) -> dict[str, str]:
    """A form with every field that any of ours has."""
    ids = town.ids
    return {
        "title": "A title",
        "name": "A name",
        "handle": "ben",
        "email": "ben@mail.test",
        "text": "Some words.",
        "words": "Some words.",
        "note": "A note.",
        "note_id": "1" * 11,
        "bio": "A life.",
        "description": "About it.",
        "quote": "The",
        "block": BLOCK,
        "block_id": BLOCK,
        "start": "0",
        "end": "3",
        "version": "1",
        "at": "2026-12-31T08:00",
        "story": ids["storyIds"],
        "story_id": ids["storyIds"],
        "person_id": ids["personId"],
        "publication_id": ids["publicationId"],
        "id": ids["personId"],
        "kind": "person",
        "how": "muted",
        "act": "accept",
        "in": "1",
        "of": ids["storyIds"],
        "role": "EDITOR",
        "rule": "FIRST_HELD",
        "reason": "SPAM",
        "verdict": "NOTHING",
        "statement": "It is all right.",
        "reach": "OWN",
        "address": "https://hooks.example/other",
        "scopes": "search",
        "days": "30",
        "accepted": "1",
        "answer": "1",
        "suspended": "1",
        "private": "1",
        "public": "1",
        "settled": "1",
        "latex": "x^2",
        "password": "four quiet green rivers",
        "present_password": "four quiet green rivers",
        "confirmation": "anna",
        "language": "de",
        "login": "ben@mail.test",
        "from": "",
        "website": "",
    }
