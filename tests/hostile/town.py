"""A site with everybody in it, from those who may least to those who may most, and what they ask for."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from octavo.chassis.context import acting_as
from octavo.chassis.scopes import SCOPES
from tests.chassis.story_events import drained
from tests.edge import world
from tests.edge.browser import Browser
from tests.edge.test_publications import founded, joined, paper, submitted
from tests.edge.world import Site

ROLES: Final = (
    "anonymous",
    "suspended",
    "unconfirmed",
    "member",
    "writer",
    "editor",
    "publisher",
    "co-author",
    "author",
    "moderator",
    "owner",
)
"""From those who may least to those who may most; a publisher owns a publication, an owner the site."""
TEXT: Final = "The sea was calm."
BLOCK: Final = "b1ockzz1"


@dataclass
class Town:
    """A site's data folder with everybody in it, and what they hold."""

    folder: Path
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)


async def settle(folder: Path) -> Town:
    """Everybody comes, and makes what the others ask for."""
    town = Town(folder)
    async with world.site(folder) as site:
        people: dict[str, Browser] = {"anonymous": site.browser(), "owner": await site.owner()}
        for role, handle in (
            ("publisher", "olga"),
            ("author", "anna"),
            ("writer", "wanda"),
            ("editor", "emil"),
            ("member", "ben"),
            ("co-author", "cleo"),
            ("moderator", "mona"),
            ("suspended", "sven"),
        ):
            people[role] = await site.member(handle)
        people["unconfirmed"] = await _unconfirmed(site, people["owner"])
        base = await founded(site, people["publisher"])
        for role, handle, rank in (
            ("author", "anna", "WRITER"),
            ("writer", "wanda", "WRITER"),
            ("editor", "emil", "EDITOR"),
        ):
            await joined(site, people["publisher"], base, people[role], handle, rank)
        town.ids = await _things(site, people)
        await _powers(site, people)
        for scope in SCOPES:
            with acting_as(await site.caller("anna")):
                made = await site.accounts.create_token(name=scope, scopes=(scope,), days=30)
            town.tokens[scope] = made.token
        town.cookies = {role: dict(people[role].cookies) for role in ROLES}
    return town


async def _unconfirmed(site: Site, owner: Browser) -> Browser:
    answer = await owner.call("accounts.v1.Accounts/Invite", email="una@mail.test")
    browser = site.browser()
    path = answer.json["link"].removeprefix(world.URL)
    assert (await browser.post(path, handle="una", name="Una")).status == 303
    return browser


async def _powers(site: Site, people: dict[str, Browser]) -> None:
    moderator, suspended = await site.person_id("mona"), await site.person_id("sven")
    accounts = "accounts.v1.Accounts"
    for request in (
        {"method": f"{accounts}/SetRole", "personId": moderator, "role": "MODERATOR"},
        {"method": f"{accounts}/SetSuspended", "personId": suspended, "suspended": True},
    ):
        assert (await people["owner"].call(**request)).status == 200


async def _things(site: Site, people: dict[str, Browser]) -> dict[str, str]:
    author = people["author"]
    story_id, case = await submitted(site, author)
    series = await author.call("stories.v1.Stories/CreateSeries", title="Walks")
    webhook = await author.call(
        "webhooks.v1.Webhooks/CreateWebhook", url="https://hooks.example/octavo", reach="OWN"
    )
    assert (series.status, webhook.status) == (200, 200), series.text + webhook.text
    published = await site.publish("anna", "By the sea", TEXT)
    words = {"blockId": BLOCK, "start": 0, "end": 3, "quote": "The", "note": "Mine"}
    marked = await author.call("annotations.v1.Annotations/Highlight", storyId=published.id, **words)
    assert marked.status == 200, marked.text
    said = await author.call("responses.v1.Responses/Respond", storyId=published.id, text="It was.")
    assert said.status == 200, said.text
    cleo = await site.person_id("cleo")
    for asked in (
        await author.call("stories.v1.Stories/InviteCoAuthor", storyId=story_id, personId=cleo),
        await people["co-author"].call(
            "stories.v1.Stories/AnswerInvitation", storyId=story_id, accepted=True
        ),
    ):
        assert asked.status == 200, asked.text
    await drained(site.relay)
    revisions = await author.call("stories.v1.Stories/ListRevisions", storyId=story_id)
    sessions = await author.call("accounts.v1.Accounts/ListSessions")
    return {
        "storyId": story_id,
        "storyIds": published.id,
        "personId": await site.person_id("anna"),
        "publicationId": (await paper(site)).id,
        "revisionId": revisions.json["revisions"][0]["id"],
        "sessionId": sessions.json["sessions"][0]["id"],
        "submissionId": case.rpartition("/")[2],
        "seriesId": series.json["series"]["id"],
        "webhookId": webhook.json["webhook"]["id"],
        "highlightId": marked.json["highlight"]["id"],
        "responseId": said.json["response"]["id"],
    }
