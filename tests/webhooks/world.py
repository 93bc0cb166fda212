"""A small world for the tests of webhooks: a receiver that really listens, stories that are told, a clock."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from octavo.accounts.api import Accounts, Notice, PersonId
from octavo.chassis.context import Caller
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope
from octavo.chassis.ids import IdMaker
from octavo.publications.api import Membership, PublicationId, Publications, Role
from octavo.stories.api import RevisionId, Stories, Story, StoryId, Visibility
from octavo.webhooks.api import Reach, Webhooks
from octavo.webhooks.interactors import WebhooksInteractor
from octavo.webhooks.service import Config, Service, build
from tests.stories.desk import ANNA, Clock

OWNER = Caller(person_id="111111owner", roles=frozenset({"owner", "moderator", "member", "confirmed"}))
PRESS = PublicationId("1111111pub1")
OTHER_PRESS = PublicationId("1111111pub2")
SECRET = b"the secret of the tests, 32 bytes or more"
URL = "http://octavo.test"
SMALL = Config(
    max_webhooks=3,
    max_by_hand=5,
    max_waiting=10,
    seconds=1.0,
    plain_http=True,
    networks=("127.0.0.0/8",),
)


class Receiver:
    """Another site's address: keeps what came, and answers as it is told."""

    def __init__(self) -> None:
        self.port = 0
        self.status = 200
        self.body = b"thanks"
        self.headers: dict[str, str] = {}
        self.wait = 0.0
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.arrived = asyncio.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lines = [line.partition(": ") for line in head.split("\r\n")[1:] if line]
            headers = {name.lower(): value for name, _, value in lines}
            body = await reader.readexactly(int(headers["content-length"]))
            self.came.append((headers, body))
            self.arrived.set()
            await asyncio.sleep(self.wait)
            more = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
            writer.write(
                f"HTTP/1.1 {self.status} x\r\ncontent-length: {len(self.body)}\r\n{more}\r\n".encode()
                + self.body
            )
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the sender has gone
        finally:
            writer.close()

    async def until(self, many: int) -> None:
        """So many have come."""
        async with asyncio.timeout(20):
            while len(self.came) < many:
                self.arrived.clear()
                await self.arrived.wait()

    def told(self) -> list[dict[str, Any]]:
        """The envelopes that came."""
        return [json.loads(body) for _, body in self.came]

    def kinds(self) -> list[str]:
        return [envelope["type"] for envelope in self.told()]


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    one = Receiver()
    server = await asyncio.start_server(one, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    async with server:
        yield one


def verified(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As a receiver checks a signature, by the words of Standard Webhooks alone."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    right = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return right in headers["webhook-signature"].split(" ")


@dataclass
class Others:
    """Of accounts, stories and publications what the webhooks ask."""

    stories: dict[str, Story] = field(default_factory=dict)
    owners: dict[str, set[PublicationId]] = field(default_factory=dict)
    notices: list[tuple[str, Notice]] = field(default_factory=list)

    async def get_stories(self, *, story_ids: Sequence[StoryId]) -> tuple[Story, ...]:
        return tuple(self.stories[one] for one in story_ids if one in self.stories)

    async def list_memberships(self) -> tuple[Membership, ...]:
        from octavo.chassis.context import current_caller

        me = str(current_caller().person_id)
        return tuple(
            Membership(
                publication_id=one,
                person_id=PersonId(me),
                role=Role.OWNER,
                since=datetime(2026, 1, 1, tzinfo=UTC),
            )
            for one in self.owners.get(me, ())
        )

    async def send_notice(self, *, person_id: PersonId, notice: Notice) -> None:
        self.notices.append((person_id, notice))


@dataclass
class World:
    """The webhooks as a caller sees them (here or over the wire), and what lies behind."""

    webhooks: Webhooks
    service: Service
    db: Database
    clock: Clock
    others: Others
    ids: IdMaker
    number: int = 0

    @property
    def inside(self) -> WebhooksInteractor:
        return self.service.webhooks

    def envelope(self, source: str = "stories") -> Envelope:
        """Of the next event."""
        self.number += 1
        return Envelope(
            number=self.number,
            source=source,
            type="",
            aggregate="",
            sequence=1,
            written_at=self.clock.now,
            trace="",
        )

    def publish(
        self,
        story_id: str,
        author: Caller = ANNA,
        *,
        visibility: Visibility = Visibility.EVERYBODY,
        publication_id: str = "",
    ) -> StoryId:
        """Stands before its readers from now on."""
        self.others.stories[story_id] = Story(
            id=StoryId(story_id),
            author_id=PersonId(str(author.person_id)),
            title="A title that is nobody's business",
            visibility=visibility,
            published_at=self.clock.now,
            updated_at=self.clock.now,
            revision_id=RevisionId("1111111rev1"),
            publication_id=PublicationId(publication_id),
        )
        return StoryId(story_id)

    async def heard(self, story_id: str, author: Caller = ANNA, envelope: Envelope | None = None) -> None:
        """Something happened to it."""
        await self.inside.hear_story(
            StoryId(story_id), PersonId(str(author.person_id)), envelope or self.envelope(), revision_id="rev"
        )

    async def serve(self) -> int:
        """Deliver all that is due; how many were tried."""
        tried = 0
        while due := await self.inside.deliveries.due(self.clock(), busy=(), limit=100):
            for hook_id in due:
                tried += await self.inside.serve(hook_id)
        return tried

    async def hook(self, url: str, reach: Reach = Reach.OWN, **more: Any) -> Any:
        return await self.webhooks.create_webhook(url=url, reach=reach, **more)

    def turn(self, **by: float) -> None:
        self.clock.now += timedelta(**by)


def built(db: Database, clock: Clock, others: Others, ids: IdMaker, config: Config = SMALL) -> Service:
    return build(
        config,
        db,
        accounts=cast(Accounts, others),
        stories=cast(Stories, others),
        publications=cast(Publications, others),
        secret=SECRET,
        url=URL,
        story_address=lambda story_id: f"{URL}/p/{story_id}",
        clock=clock,
        new_id=ids.text,
        chance=lambda: 0.5,
    )
