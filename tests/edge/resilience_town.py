"""What is asked while calls are taken away: every page and form of a site with everybody in it."""

import json
import secrets
from typing import Final
from urllib.parse import urlencode

import msgspec

from octavo.chassis.context import acting_as
from octavo.graph.api import Kind, ListId, Target
from octavo.stories.api import StoryId
from tests.chassis.story_events import drained
from tests.edge.browser import Answer, Browser
from tests.edge.world import OPERATOR, URL, Site
from tests.hostile.permissions import address_of, every_route
from tests.hostile.town import BLOCK, Town

READERS: Final = ("anonymous", "author", "publisher", "owner")
HOOKS: Final = "/octavo.webhooks.v1.Webhooks/CreateWebhook"
WRITERS: Final = ("author", "publisher", "owner")


class Asked(msgspec.Struct, frozen=True):
    """A request, as somebody sends it."""

    role: str
    verb: str
    address: str
    fields: tuple[tuple[str, str], ...] = ()
    """Of a form, where they are not as in all."""
    host: str = "octavo.test"

    async def of(self, site: Site, town: Town) -> Answer:
        """What is answered."""
        if self.verb == "CALL":
            return await self._of_program(site, town)
        browser = Browser(site.edge, host=self.host, cookies=dict(town.cookies[self.role]))
        if self.verb == "GET":
            return await browser.get(self.address)
        return await browser.send(self.address, urlencode({**form(town), **dict(self.fields)}).encode())

    async def _of_program(self, site: Site, town: Town) -> Answer:
        """As somebody's program asks, with their token."""
        headers = {
            "content-type": "application/json",
            "authorization": f"Bearer {town.tokens[self.role]}",
            "idempotency-key": secrets.token_hex(8),
        }
        return await Browser(site.edge).send(self.address, json.dumps(dict(self.fields)).encode(), headers)


def of_programs(town: Town) -> list[Asked]:
    """Calls of the API under keys that make them once: one that is made, and one that may be made later."""
    hook = (("url", "https://hooks.example/more"), ("reach", "OWN"))
    return [
        Asked("stories:write", "CALL", "/octavo.stories.v1.Stories/CreateSeries", (("title", "The lake"),)),
        Asked("webhooks:write", "CALL", HOOKS, hook),
    ]


async def move_on(site: Site, town: Town) -> None:
    """Much of what was told so far is another way now."""
    ids = town.ids
    await site.revise("anna", StoryId(ids["walkId"]), "A walk by the lake", "No waves.", tags=("lake",))
    ben = await site.person_id("ben")
    with acting_as(await site.caller("anna")):
        draft = await site.stories.get_draft(story_id=StoryId(ids["otherId"]))
        await site.stories.unpublish(story_id=draft.id)
        await site.accounts.update_profile(name="Anna of the lake", bio="Moved.")
        await site.graph.follow(target=Target(kind=Kind.PERSON, id=ben))
        await site.graph.change_list(
            list_id=ListId(ids["bestId"]), name="The worst", description="", public=False
        )
    with acting_as(await site.caller("ben")):
        await site.graph.clap(story_id=StoryId(ids["walkId"]), claps=5)
        await site.graph.follow(target=Target(kind=Kind.PERSON, id=ids["personId"]))
        await site.accounts.change_handle(handle="benedict")
        await site.responses.respond(story_id=StoryId(ids["storyIds"]), text="Was it?")
    with acting_as(await site.caller("olga")):
        publication = await site.publications.find_publication(slug="the-paper")
        await site.publications.change_settings(
            publication_id=publication.id, version=publication.version, name="The Post", slug="the-paper"
        )
    await drained(site.relay)
    await site.index()


async def _furnish_programs(site: Site, town: Town) -> None:
    """A publication that may be deleted, and as many webhooks as one may have."""
    with acting_as(await site.caller("olga")):
        gone = await site.publications.found(name="To be gone")
    town.ids |= {"goneId": gone.id, "goneSlug": gone.slug}
    bearer = {"content-type": "application/json", "authorization": f"Bearer {town.tokens['webhooks:write']}"}
    hook = b'{"url": "https://hooks.example/all", "reach": "OWN"}'
    while (await Browser(site.edge).send(HOOKS, hook, bearer)).status == 200:
        pass


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
    await _furnish_programs(site, town)
    await drained(site.relay)
    await site.index()
    slug = f"/@anna/a-walk-by-the-sea-{story.id}"
    town.ids |= {"bestId": shown.id, "seaId": series.id, "walkId": story.id, "otherId": other.id}
    with acting_as(OPERATOR):
        town.ids["link"] = (await site.accounts.create_login_link(email="ben@mail.test")).removeprefix(URL)
    town.ids["benId"] = await site.person_id("ben")
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
        town.ids["link"],
        "/admin?q=anna",
        "/admin/stories?q=sea",
        f"/report?story={story.id}",
        f"/report?person={town.ids['personId']}",
        f"/me/here?path={slug}",
        "/sitemaps/stories-1.xml",
        "/sitemaps/people-1.xml",
        "/sitemaps/tags-1.xml",
        "/me/following?show=muted",
        "/me/following?show=muted-publication",
        "/me/responses?show=written",
        "/me/stories?show=published",
        "/admin/reports?show=decided",
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


def pointed(town: Town) -> list[Asked]:
    """Forms that do something only with fields of their own."""
    ben, ids = f"person:{town.ids['benId']}", town.ids
    place, best = f"/me/publications/{ids['publicationId']}", f"/me/lists/{ids['bestId']}"
    asked: list[tuple[str, str, dict[str, str]]] = [
        *(("author", "/me/follow", {"of": ben, "undo": undo}) for undo in ("", "1")),
        *(
            ("author", "/me/avoid", {"of": of, "how": how, "undo": undo})
            for of in (ben, f"publication:{ids['publicationId']}")
            for how in ("muted", "blocked")
            for undo in ("", "1")
        ),
        ("author", "/me/save", {"story": ids["walkId"], "undo": "1"}),
        ("author", "/me/history/mark", {"share": "50", "story": ids["storyIds"]}),
        ("publisher", f"/p/{ids['storyIds']}/seen", {"kind": "view"}),
        ("publisher", f"/r/{ids['responseId']}/clap", {"claps": "1"}),
        ("author", f"{best}/down", {"story": ids["walkId"], "place": "0"}),
        ("author", f"/me/series/{ids['seaId']}/down", {"story": ids["walkId"], "story_id": ids["walkId"]}),
        ("author", f"/me/stories/{ids['walkId']}/together/link", {"typed": ids["otherId"]}),
        ("owner", f"/admin/people/{ids['benId']}/role", {"role": "member"}),
        ("owner", f"/admin/people/{ids['benId']}/role", {"role": "MEMBER"}),
        ("owner", "/me/publications/appointment", {"appointed": "ben"}),
        *(("publisher", f"{place}/stories", {"act": act}) for act in ("section", "lead", "publish", "out")),
        ("publisher", f"{place}/pages", {"act": "delete"}),
        *(("publisher", f"{place}/settings", {"picture_id": one * 11, "slug": "the-paper"}) for one in "121"),
        ("publisher", f"/me/publications/{ids['goneId']}/deletion", {"confirmation": ids["goneSlug"]}),
        ("anonymous", ids["link"], {}),
    ]
    return [Asked(role, "POST", address, tuple(more.items())) for role, address, more in asked]


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
