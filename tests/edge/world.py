"""A whole site in one process: real services over real databases, and switches that take them away."""

import inspect
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from msgspec.structs import replace

from octavo.accounts import service as accounts_service
from octavo.accounts.api import CONTRACT as ACCOUNTS
from octavo.accounts.api import PersonId
from octavo.accounts.challenges import solve
from octavo.accounts.interactors import AccountsInteractor
from octavo.annotations import service as annotations_service
from octavo.annotations.interactors import AnnotationsInteractor
from octavo.chassis import database
from octavo.chassis.cache import NearCache
from octavo.chassis.calls import Calls
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.database import Database
from octavo.chassis.faults import Unavailable
from octavo.chassis.holders import Holders
from octavo.chassis.ids import IdMaker
from octavo.chassis.purges import PurgeFollower
from octavo.chassis.relay import Relay
from octavo.edge import app as edge_app
from octavo.edge.app import Edge
from octavo.embeds import service as embeds_service
from octavo.feed import service as feed_service
from octavo.feed.interactors import FeedInteractor
from octavo.graph import service as graph_service
from octavo.graph.interactors import GraphInteractor
from octavo.images import service as images_service
from octavo.images.api import ImageAddresses
from octavo.images.http import Pictures
from octavo.moderation import service as moderation_service
from octavo.moderation.interactors import ModerationInteractor
from octavo.notifications import service as notifications_service
from octavo.notifications.interactors import NotificationsInteractor
from octavo.publications import service as publications_service
from octavo.publications.interactors import PublicationsInteractor
from octavo.readership import service as readership_service
from octavo.readership.interactors import ReadershipInteractor
from octavo.register import HOLDINGS
from octavo.replays import service as replays_service
from octavo.responses import service as responses_service
from octavo.responses.interactors import ResponsesInteractor
from octavo.search import service as search_service
from octavo.search.service import Searching
from octavo.serving.last_pages import LastPages
from octavo.serving.page_cache import PageCache
from octavo.stories import service as stories_service
from octavo.stories.api import Content, Story, StoryId, Visibility
from octavo.stories.interactors import StoriesInteractor
from octavo.syndication import service as syndication_service
from octavo.syndication.interactors import SyndicationInteractor
from octavo.webhooks import service as webhooks_service
from tests.clock import Clock as Clock
from tests.echo import Echo
from tests.edge import building, engine
from tests.edge.browser import Browser

URL = "http://octavo.test"
_SERVICES = (
    ("accounts", accounts_service),
    ("stories", stories_service),
    ("images", images_service),
    ("moderation", moderation_service),
    ("annotations", annotations_service),
    ("publications", publications_service),
    ("syndication", syndication_service),
    ("webhooks", webhooks_service),
    ("search", search_service),
    ("replays", replays_service),
    ("embeds", embeds_service),
    ("readership", readership_service),
    ("graph", graph_service),
    ("feed", feed_service),
    ("responses", responses_service),
    ("notifications", notifications_service),
)
PASSWORD = "four quiet green rivers"
OPERATOR = Caller(roles=frozenset({"operator"}))


class Switch:
    """A service that can be taken away: while `off`, every call fails as one to a dead process does."""

    def __init__(self, service: Any) -> None:
        self._service = service
        self.off = False
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        async def call(**arguments: Any) -> Any:
            self.calls.append(name)
            if self.off:
                raise Unavailable
            return await getattr(self._service, name)(**arguments)

        async def stream(**arguments: Any) -> AsyncIterator[Any]:
            self.calls.append(name)
            if self.off:
                raise Unavailable
            async for item in getattr(self._service, name)(**arguments):
                yield item

        return stream if inspect.isasyncgenfunction(getattr(self._service, name, None)) else call


@dataclass
class Site:
    edge: Edge
    accounts: AccountsInteractor
    stories: StoriesInteractor
    syndication: SyndicationInteractor
    publications: PublicationsInteractor
    relay: Relay
    accounts_switch: Switch
    stories_switch: Switch
    accounts_db: Database
    near: NearCache
    last_pages: LastPages
    clock: Clock
    searching: Searching
    search_switch: Switch
    moderation: ModerationInteractor
    readership: ReadershipInteractor
    graph: GraphInteractor
    feed: FeedInteractor
    feed_switch: Switch
    responses: ResponsesInteractor
    notifications: NotificationsInteractor
    annotations: AnnotationsInteractor
    databases: dict[str, Database]
    people: dict[str, Browser] = field(default_factory=dict)

    def browser(self) -> Browser:
        """One that nobody has signed in with."""
        return Browser(self.edge)

    async def owner(self) -> Browser:
        """Ada, whose site it is, in her browser."""
        link = await self.accounts.create_owner_link()
        return await self._redeem(link, handle="ada", name="Ada", email="ada@mail.test")

    async def member(self, handle: str) -> Browser:
        """Somebody who has joined, in their browser."""
        with acting_as(OPERATOR):
            link = await self.accounts.create_login_link(email=f"{handle}@mail.test")
        return await self._redeem(link, handle=handle, name=handle.title())

    async def _redeem(self, link: str, **fields: str) -> Browser:
        browser = self.browser()
        answer = await browser.post(link.removeprefix(URL), **fields)
        assert answer.status == 303
        self.people[fields["handle"]] = browser
        return browser

    async def caller(self, handle: str) -> Caller:
        person = (await self.accounts.find_person(handle=handle)).person
        return Caller(person_id=person.id, roles=frozenset({"member", "confirmed"}))

    async def write(self, handle: str, title: str, *texts: str, **more: Any) -> StoryId:
        """A draft."""
        with acting_as(await self.caller(handle)):
            content = Content(title=title, body=document(*(texts or ("It was a fine day.",))), **more)
            return (await self.stories.create_draft(content=content)).id

    async def publish(self, handle: str, title: str, *texts: str, **more: Any) -> Story:
        story_id = await self.write(handle, title, *texts, **more)
        with acting_as(await self.caller(handle)):
            return await self.stories.publish(story_id=story_id, version=1)

    async def revise(self, handle: str, story_id: StoryId, title: str, *texts: str, **more: Any) -> Story:
        """Changes what readers see."""
        with acting_as(await self.caller(handle)):
            version = (await self.stories.get_draft(story_id=story_id)).version
            content = Content(title=title, body=document(*texts), visibility=Visibility.EVERYBODY, **more)
            saved = await self.stories.save_draft(story_id=story_id, version=version, content=content)
            return await self.stories.publish(story_id=story_id, version=saved.version)

    async def index(self) -> None:
        """Make the index of the search anew, of all that is there."""
        await self.searching.interactor.notes.want_rebuild(self.clock())
        while await self.searching.indexing.step():
            pass

    async def revise_draft(self, handle: str, story_id: StoryId, title: str) -> None:
        """Changes the working copy alone."""
        with acting_as(await self.caller(handle)):
            draft = await self.stories.get_draft(story_id=story_id)
            content = replace(draft.content, title=title)
            await self.stories.save_draft(story_id=story_id, version=draft.version, content=content)

    async def person_id(self, handle: str) -> PersonId:
        return (await self.accounts.find_person(handle=handle)).person.id

    async def letters(self) -> int:
        """How many letters were asked for."""
        return len(await self.accounts_db.all("SELECT id FROM mails"))

    async def riddle(self) -> dict[str, str]:
        """A solved challenge, as the sign-in form carries it."""
        riddle = await self.accounts.issue_challenge()
        self.clock.turn(seconds=5)
        return {"challenge": riddle.challenge, "answer": solve(riddle.challenge, riddle.difficulty)}


def document(*texts: str) -> str:
    blocks = [
        {
            "type": "paragraph",
            "attrs": {"id": f"b1ock{number:03d}".replace("0", "z")},
            "content": [{"type": "text", "text": text}],
        }
        for number, text in enumerate(texts, 1)
    ]
    return json.dumps({"type": "doc", "content": blocks})


async def _opened(
    stack: AsyncExitStack, folder: Path, near: NearCache, last_pages: LastPages, holders: Holders
) -> dict[str, Database]:
    """A database for each service, whose purges reach the near copies."""
    opened = {}
    for name, service in _SERVICES:
        db = await database.open(
            f"sqlite:///{folder / name}.db", name=name, migrations=Path(str(service.MIGRATIONS))
        )
        stack.push_async_callback(db.close)
        await stack.enter_async_context(PurgeFollower.of(db, near, last_pages).running())
        opened[name] = db
        holders.add(name, db, HOLDINGS[name])
    return opened


@asynccontextmanager
async def site(
    folder: Path,
    *,
    registration: Literal["open", "invitation", "closed"] = "open",
    around: Callable[[str, Any], Any] = lambda name, service: service,
) -> AsyncIterator[Site]:
    """`around` is given each service as the edge has it, and what it returns is put in its place."""
    clock = Clock()
    ids = IdMaker(7, clock=lambda: datetime.now(UTC))
    near = NearCache(max_bytes=32 << 20, tier=Echo())
    last_pages, addresses = LastPages(), ImageAddresses(building.SECRET)
    async with AsyncExitStack() as stack:
        holders = Holders()
        opened = await _opened(stack, folder, near, last_pages, holders)
        ground = building.Ground(opened, folder, near, clock, ids, addresses, stack)
        made = building.services(ground, registration, holders)
        await stack.enter_async_context(made.relay.running())
        calls = Calls()
        accounts = calls.count("accounts", "served", ACCOUNTS, made.accounts)
        switches = Switch(accounts), Switch(made.stories)
        search_switch, feed_switch = Switch(made.search.interactor), Switch(made.feed)
        held: dict[str, Any] = {
            "accounts": switches[0],
            "stories": switches[1],
            "images": made.images,
            "publications": made.publications,
            "syndication": made.syndication,
            "moderation": made.moderation,
            "annotations": made.annotations,
            "webhooks": made.webhooks,
            "search": search_switch,
            "readership": made.readership,
            "graph": made.graph,
            "responses": made.responses,
            "notifications": made.notifications,
            "feed": feed_switch,
            "embeds": made.embeds,
            "replays": made.replays,
        }
        edge = edge_app.build(
            edge_app.Config(name="The Test"),
            url=URL,
            services=edge_app.Services(**{name: around(name, service) for name, service in held.items()}),
            pictures=Pictures(made.images, addresses),
            image_address=addresses,
            near=near,
            pages=PageCache(near, query=edge_app.QUERY, own=edge_app.OWN_PATHS),
            last_pages=last_pages,
            clock=clock,
            operations=engine.engine_room(opened, near, folder, clock, calls),
        )
        yield Site(
            edge, made.accounts, made.stories, made.syndication, made.publications, made.relay,
            *switches, opened["accounts"], near, last_pages, clock, searching=made.search,
            search_switch=search_switch, moderation=made.moderation, readership=made.readership,
            graph=made.graph, feed=made.feed, feed_switch=feed_switch, responses=made.responses,
            annotations=made.annotations, notifications=made.notifications, databases=opened,
        )  # fmt: skip
