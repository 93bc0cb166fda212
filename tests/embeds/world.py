"""A small world for the tests of embeds: real sites on this machine, and the services that embeds ask."""

import asyncio
from collections.abc import Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from octavo.accounts.api import Person, PersonId, PersonNotFound
from octavo.chassis.cache import NearCache
from octavo.chassis.context import current_caller
from octavo.chassis.database import Database
from octavo.chassis.fetching import Policy
from octavo.embeds.adapters.web import Web
from octavo.embeds.api import Embeds
from octavo.embeds.interactors import EmbedsInteractor
from octavo.embeds.service import Config, build
from octavo.images.api import Image, ImageId, UnsupportedImage
from octavo.stories.api import StoryId, StoryNotFound
from tests.stories.desk import Clock

SITE = "https://octavo.test"
PNG = b"\x89PNG a picture"
STORY = "11111111111"


class Site:
    """Other people's pages: answers by path, and keeps what it was asked."""

    def __init__(self) -> None:
        self.port = 0
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.pages: dict[str, tuple[int, str, bytes]] = {}
        self.wait = 0.0

    def page(
        self, path: str, html: str | bytes, *, kind: str = "text/html; charset=utf-8", status: int = 200
    ) -> str:
        self.pages[path] = (status, kind, html.encode() if isinstance(html, str) else html)
        return f"{self.url}{path}"

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        target = head.split(" ")[1]
        self.asked.append(target)
        self.agents.update(line for line in head.split("\r\n") if line.startswith("user-agent"))
        await asyncio.sleep(self.wait)
        status, kind, body = self.pages.get(
            target, self.pages.get(target.partition("?")[0], (404, "text/html", b""))
        )
        writer.write(
            f"HTTP/1.1 {status} x\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n\r\n".encode()
            + body
        )
        try:
            await writer.drain()
        except ConnectionError:
            pass  # whoever asked has had enough
        finally:
            writer.close()

    @property
    def url(self) -> str:
        return f"http://other.test:{self.port}"


@asynccontextmanager
async def another_site() -> Any:
    site = Site()
    server = await asyncio.start_server(site, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    async with server:
        yield site


@dataclass
class Album:
    """Of the images what embeds ask."""

    kept: list[tuple[str | None, bytes]] = field(default_factory=list)
    full: Exception | None = None

    async def store(self, *, data: bytes, name: str = "", owner_id: str = "") -> Image:
        if self.full:
            raise self.full
        if not data.startswith(b"\x89PNG"):
            raise UnsupportedImage(name=name, problem="no picture")
        self.kept.append((current_caller().person_id, data))
        now = datetime(2026, 1, 1, tzinfo=UTC)
        return Image(
            id=ImageId("22222222222"),
            owner_id=PersonId(STORY),
            width=1,
            height=1,
            bytes=1,
            created_at=now,
            color="",
        )


class Shelf:
    """Of the stories and accounts what embeds ask: one story of one person, who must be asked as anybody."""

    async def read_story(self, *, story_id: StoryId) -> Any:
        assert current_caller().person_id is None
        if story_id != STORY:
            raise StoryNotFound(story_id=story_id)

        @dataclass
        class Shown:
            title: str = "Ours"
            subtitle: str = "A <b>subtitle</b>"
            excerpt: str = ""
            cover: Any = None

        @dataclass
        class Full:
            story: Shown

        return Full(Shown())

    async def find_person(self, *, handle: str) -> Any:
        if handle != "ada":
            raise PersonNotFound(handle=handle)

        @dataclass
        class Found:
            person: Person

        now = datetime(2026, 1, 1, tzinfo=UTC)
        return Found(Person(id=PersonId(STORY), handle="ada", name="Ada", bio="Writes.", joined_at=now))


@dataclass
class World:
    """Embeds as a caller sees them (here or over the wire), and what lies behind."""

    embeds: Embeds
    inside: EmbedsInteractor
    site: Site
    album: Album
    clock: Clock
    db: Database
    names: dict[str, Sequence[str]]


def built(
    db: Database, clock: Clock, site: Site, album: Album, names: dict[str, Sequence[str]]
) -> tuple[EmbedsInteractor, Web]:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return names.get(host, (host,) if host[0].isdigit() or ":" in host else ())

    policy = Policy(
        seconds=2, max_bytes=50_000, redirects=5, plain_http=True, networks=("127.0.0.1/32",),
        ports=frozenset({80, 443, site.port}), agent=f"Octavo (+{SITE})",
    )  # fmt: skip
    endpoints = dict.fromkeys(("youtube", "vimeo", "spotify"), f"http://other.test:{site.port}/oembed")
    web = Web(policy, picture_bytes=20_000, endpoints=endpoints, resolve=resolve)
    shelf: Any = Shelf()
    embeds = build(
        cast(Config, Config(per_minute=5)), db, pages=web, near=NearCache(max_bytes=1 << 20),
        images=cast(Any, album), stories=shelf, accounts=shelf, url=SITE, name="The Test", clock=clock,
    )  # fmt: skip
    return embeds, web


DAY = timedelta(days=1)
