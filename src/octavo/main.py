"""The composition root: every service, in order, on one page. No registry, no container."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from importlib.resources.abc import Traversable
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, Final

import msgspec
from prometheus_client import CollectorRegistry

from octavo import __version__
from octavo.accounts import service as accounts_service
from octavo.accounts.api import CONTRACT as ACCOUNTS
from octavo.accounts.api import Accounts
from octavo.chassis import database
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.database import Database
from octavo.chassis.place import Place
from octavo.chassis.telemetry import Health, OperatorApp, new_registry
from octavo.config import Config
from octavo.edge import app as edge
from octavo.ground import Ground, database_url, utc_now
from octavo.images import http as images_http
from octavo.images import service as images_service
from octavo.images.api import CONTRACT as IMAGES
from octavo.images.api import UPLOAD_BYTES, Images
from octavo.process import Process
from octavo.serving.background import in_background
from octavo.serving.counters import Counters
from octavo.serving.figures import CacheFigures, CallFigures, EventFigures
from octavo.serving.gate import Gate
from octavo.serving.hosts import KnownHosts, TrustedProxies, loopback_hosts
from octavo.serving.limits import HTTP_LIMITS
from octavo.serving.listener import Listener
from octavo.serving.page_cache import PageCache
from octavo.stories import service as stories_service
from octavo.stories.api import CONTRACT as STORIES
from octavo.stories.api import Stories

if TYPE_CHECKING:
    from octavo.chassis.rpc import Server

SERVICES: Final = ("accounts", "images", "stories")
OPERATOR: Final = Caller(roles=frozenset({"owner", "moderator", "member", "confirmed", "operator"}))
"""Who works at the command line: whoever can read the data folder may do anything."""

MIGRATIONS: Final[Mapping[str, Traversable]] = {
    "accounts": accounts_service.MIGRATIONS,
    "images": images_service.MIGRATIONS,
    "stories": stories_service.MIGRATIONS,
}


class Services(msgspec.Struct, kw_only=True):
    """All services, here or elsewhere, and what those that are here stand on."""

    accounts: Accounts
    images: Images
    stories: Stories
    ground: Ground


@asynccontextmanager
async def services(
    config: Config, *, data: Path, secret: bytes, peers: Mapping[str, str], url: str
) -> AsyncIterator[Services]:
    """Every service, in order: those that `peers` name at the end of a wire, the others built here.

    data: the folder of those that are here. secret: the site's. url: where readers reach the site.
    """
    async with AsyncExitStack() as stack:
        place = Place(secret=secret, peers=peers)
        stack.push_async_callback(place.close)
        ground = Ground(
            config, data=data, secret=secret, url=url, place=place, migrations=MIGRATIONS, stack=stack
        )
        services = Services(
            accounts=await place.get("accounts", Accounts, ACCOUNTS, partial(_accounts, ground)),
            images=await place.get("images", Images, IMAGES, partial(_images, ground)),
            stories=await place.get("stories", Stories, STORIES, partial(_stories, ground)),
            ground=ground,
        )
        ground.introduce()
        await ground.follow_peers()
        yield services


@asynccontextmanager
async def databases(config: Config, data: Path) -> AsyncIterator[Mapping[str, Database]]:
    """The databases alone, brought up to date: for what is looked at or mended in all of them alike."""
    async with AsyncExitStack() as stack:
        opened: dict[str, Database] = {}
        for name, migrations in MIGRATIONS.items():
            opened[name] = await database.open(
                database_url(config, data, name), name=name, migrations=migrations
            )
            stack.push_async_callback(opened[name].close)
        yield opened


async def _accounts(ground: Ground) -> Accounts:
    db = await ground.database("accounts")
    accounts = accounts_service.build(
        ground.config.accounts,
        db,
        cache=ground.near,
        clock=utc_now,
        new_id=await ground.new_ids(db),
        secret=ground.secret,
        home=ground.url,
        site=ground.config.edge.name,
        templates=edge.letters(ground.config.edge, url=ground.url),
    )
    # A mail leaves the site: there is nothing of ours that its mark could commit with.
    mails = accounts_service.MailEvents(accounts)
    ground.hear("accounts", accounts_service.MAIL_CONSUMER, mails.TYPES, mails, into=None)
    ground.work["tidy accounts"] = partial(accounts_service.keep_tidy, accounts, db, clock=utc_now)
    return accounts


async def _images(ground: Ground) -> Images:
    db = await ground.database("images")
    images = images_service.build(
        ground.config.images,
        db,
        folder=ground.data / "images",
        clock=utc_now,
        new_id=await ground.new_ids(db),
    )
    ground.at_end(images.close)
    uses = images_service.StoryEvents(images)
    ground.hear("stories", images_service.CONSUMER, uses.TYPES, uses, into=db)
    ground.work["tidy images"] = partial(images_service.keep_tidy, images, db, clock=utc_now)
    return images


async def _stories(ground: Ground) -> Stories:
    db = await ground.database("stories")
    stories = stories_service.build(
        ground.config.stories,
        db,
        clock=utc_now,
        new_id=await ground.new_ids(db),
        image_address=ground.image_addresses,
        image_edition=ground.image_addresses.edition,
    )
    people = stories_service.PersonEvents(stories)
    ground.hear("accounts", stories_service.CONSUMER, people.TYPES, people, into=db)
    ground.work["stories' time"] = partial(
        stories_service.keep_time, stories, db, ground.config.stories, clock=utc_now
    )
    return stories


class Site(msgspec.Struct, kw_only=True):
    """What a process of the site serves."""

    url: str
    services: Services
    health: Health
    registry: CollectorRegistry
    listener: Callable[[socket], Listener]
    """Makes the server of the site's port."""
    operator_listener: Callable[[socket], Listener]
    """Makes the server of the operator's port."""

    async def serve_calls(self, address: str) -> "Server":
        """Let other processes and the operator's commands call what runs here; OSError where it cannot."""
        server = await self.services.ground.place.serve(address)
        what = "Calls of other processes, whatever became of them."
        self.registry.register(CallFigures("octavo_rpc_calls", what, ["method"], server.calls))
        return server

    async def owner_link(self) -> str:
        """The link that makes whoever opens it the owner; empty once there is one."""
        with acting_as(OPERATOR):
            return await self.services.accounts.create_owner_link()


@asynccontextmanager
async def site(process: Process) -> AsyncIterator[Site]:
    """What runs in a process that serves: the services, what goes on beside them, and the edge over them."""
    config, health, registry = process.config, Health(__version__), new_registry()
    port = process.web.getsockname()[1] if process.web is not None else config.site.port
    url = config.site.address(port)
    async with AsyncExitStack() as stack:
        parts = await stack.enter_async_context(
            services(config, data=process.data, secret=process.secret, peers=process.peers, url=url)
        )
        ground = parts.ground
        events = EventFigures(ground.databases)
        registry.register(events)
        registry.register(CacheFigures({"copies": ground.near, "pages": ground.pages}))
        ground.work["count events"] = events.watch
        for name, db in ground.databases.items():
            health.add(name, partial(db.one, "SELECT 1 AS alive"))
        for relay in ground.relays.values():
            await stack.enter_async_context(relay.running())
        for name, work in ground.work.items():
            await stack.enter_async_context(in_background(name, work))
        operator = OperatorApp(registry, health)
        yield Site(
            url=url,
            services=parts,
            health=health,
            registry=registry,
            listener=partial(_listener, parts, url, health, registry),
            operator_listener=lambda listening: Listener(
                operator, [listening], limits=HTTP_LIMITS, counters=Counters(), known_host=lambda host: True
            ),
        )


def _listener(
    parts: Services, url: str, health: Health, registry: CollectorRegistry, listening: socket
) -> Listener:
    """The site on its port: stored pages, then the gate, then the edge."""
    ground, config = parts.ground, parts.ground.config
    counters = Counters()
    registry.register(counters)
    pages = PageCache(ground.pages, query=edge.QUERY)
    app = edge.build(
        config.edge,
        url=url,
        accounts=parts.accounts,
        stories=parts.stories,
        images=parts.images,
        pictures=images_http.Pictures(parts.images, ground.image_addresses),
        image_address=ground.image_addresses,
        near=ground.near,
        pages=pages,
        last_pages=ground.last_pages,
        clock=utc_now,
    )
    what = "Calls of browsers and other programs over the Connect protocol."
    registry.register(app)
    registry.register(CallFigures("octavo_connect_calls", what, ["path", "code"], app.connect.calls))
    port = listening.getsockname()[1]
    hosts = KnownHosts(url, more=loopback_hosts(port) if config.site.is_local else ())
    trusted = TrustedProxies(config.site.trusted_proxies)
    gate = Gate(app, hosts=hosts, trusted=trusted, health=health, counters=counters, url=url)
    return Listener(
        gate,
        [listening],
        limits=config.http,
        counters=counters,
        known_host=hosts,
        pages=pages,
        body_limit=lambda method, path: UPLOAD_BYTES if path == "/images" else app.body_limit(method, path),
    )
