"""How the webhooks are put together, and what runs beside them."""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import resources
from typing import Annotated, Final

import msgspec
import structlog
from msgspec import Meta

from octavo.accounts.api import Accounts, PersonJoined, PersonSuspended
from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault
from octavo.chassis.events import Envelope, Outbox
from octavo.chassis.fetching import Policy
from octavo.chassis.leases import LeaseLost, alone, lease
from octavo.publications.api import (
    MembershipChanged,
    PublicationChanged,
    PublicationDeleted,
    Publications,
    StorySubmitted,
    SubmissionDecided,
)
from octavo.stories.api import Stories, StoryMoved, StoryPublished, StoryRevised, StoryWithdrawn
from octavo.webhooks.adapters.http import HttpSender
from octavo.webhooks.adapters.sql_deliveries import SqlDeliveries
from octavo.webhooks.adapters.sql_hooks import SqlHooks
from octavo.webhooks.api import WebhookGaveUp
from octavo.webhooks.delivering import Round
from octavo.webhooks.desk import Limits
from octavo.webhooks.interactors import WebhooksInteractor
from octavo.webhooks.personal import HOLDINGS as HOLDINGS

MIGRATIONS: Final = resources.files("octavo.webhooks").joinpath("migrations")
CONSUMER: Final = "webhooks"
"""Under this name the webhooks follow the events of accounts, stories, publications and their own."""

_LEASE_SECONDS: Final = 15.0
_TIDY_SECONDS: Final = 3600.0
_ANSWER_BYTES: Final = 4096

_log = structlog.get_logger(__name__)


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How many webhooks there may be, and how they are served."""

    max_webhooks: Annotated[int, Meta(ge=0, le=1000)] = 20
    """Of one person; 0: nobody makes one."""
    max_by_hand: Annotated[int, Meta(ge=1)] = 100
    """Tests and replays of one person within an hour."""
    max_waiting: Annotated[int, Meta(ge=10)] = 10_000
    """Deliveries that wait for one webhook; with one more it is stopped."""
    days_kept: Annotated[int, Meta(ge=1, le=365)] = 30
    """How long the log is."""
    seconds: Annotated[float, Meta(gt=0, le=60)] = 10.0
    """What a receiver may take to answer."""
    at_once: Annotated[int, Meta(ge=1, le=1000)] = 50
    """Webhooks that are served at the same time."""
    plain_http: bool = False
    """Whether an address may begin with http://; what is sent then can be read on its way."""
    networks: tuple[str, ...] = ()
    """Private networks that may be sent to, such as 10.1.0.0/16; otherwise the open internet alone."""


def policy(config: Config, own_host: str) -> Policy:
    """What may be sent to: not the site itself, or one event would beget the next."""
    return Policy(
        seconds=config.seconds,
        max_bytes=_ANSWER_BYTES,
        plain_http=config.plain_http,
        networks=config.networks,
        not_hosts=frozenset({own_host}),
    )


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """The webhooks, and what tells them that there is something to deliver."""

    webhooks: WebhooksInteractor
    wake: asyncio.Event


def build(
    config: Config,
    db: Database,
    *,
    accounts: Accounts,
    stories: Stories,
    publications: Publications,
    secret: bytes,
    url: str,
    story_address: Callable[[str], str],
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    chance: Callable[[], float] = random.random,
) -> Service:
    """The webhooks over an open database.

    secret: the site's; all secrets of webhooks are made from it. url: where readers reach the site.
    story_address: the whole address of a story by its id. clock: the time now, in UTC. new_id: makes ids that
    nobody else makes.
    """
    wake = asyncio.Event()
    webhooks = WebhooksInteractor(
        hooks=SqlHooks(db, Outbox(db, clock=clock)),
        deliveries=SqlDeliveries(db),
        sender=HttpSender(policy(config, url.partition("://")[2].rstrip("/").lower())),
        accounts=accounts,
        stories=stories,
        publications=publications,
        limits=Limits(
            hooks=config.max_webhooks,
            by_hand=config.max_by_hand,
            waiting=config.max_waiting,
            kept=timedelta(days=config.days_kept),
        ),
        site_secret=secret,
        source=url.rstrip("/"),
        story_address=story_address,
        clock=clock,
        new_id=new_id,
        chance=chance,
        arrived=wake.set,
    )
    return Service(webhooks=webhooks, wake=wake)


class StoryEvents:
    """What is told of stories; to be subscribed to the events of stories, into no database: what it does asks
    the stories, so it is idempotent by itself."""

    TYPES: Final = (StoryPublished, StoryRevised, StoryMoved, StoryWithdrawn)

    def __init__(self, webhooks: WebhooksInteractor) -> None:
        self._webhooks = webhooks

    async def __call__(
        self, event: StoryPublished | StoryRevised | StoryMoved | StoryWithdrawn, envelope: Envelope
    ) -> None:
        """Effect of one event."""
        if isinstance(event, StoryPublished) and event.imported:
            await self._webhooks.hear_import(event)
            return
        revision = event.revision_id if isinstance(event, StoryPublished | StoryRevised) else ""
        await self._webhooks.hear_story(event.story_id, event.author_id, envelope, revision_id=revision)


class PersonEvents:
    """What is told of people, and what a suspension ends; to be subscribed to the events of accounts."""

    TYPES: Final = (PersonJoined, PersonSuspended)

    def __init__(self, webhooks: WebhooksInteractor) -> None:
        self._webhooks = webhooks

    async def __call__(self, event: PersonJoined | PersonSuspended, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        if isinstance(event, PersonSuspended):
            await self._webhooks.hear_suspension(event.person_id)
        else:
            await self._webhooks.hear_person(event, envelope)


class PublicationEvents:
    """What is told of publications; to be subscribed to their events."""

    TYPES: Final = (
        PublicationChanged,
        StorySubmitted,
        SubmissionDecided,
        MembershipChanged,
        PublicationDeleted,
    )

    def __init__(self, webhooks: WebhooksInteractor) -> None:
        self._webhooks = webhooks

    async def __call__(
        self,
        event: PublicationChanged
        | StorySubmitted
        | SubmissionDecided
        | MembershipChanged
        | PublicationDeleted,
        envelope: Envelope,
    ) -> None:
        """Effect of one event; the same again changes nothing."""
        if isinstance(event, PublicationDeleted):
            await self._webhooks.hear_end(event)
        else:
            await self._webhooks.hear_publication(event, envelope)


class OwnEvents:
    """Has the owner of a webhook that gave up told; a letter leaves the site, so into no database."""

    TYPES: Final = (WebhookGaveUp,)

    def __init__(self, webhooks: WebhooksInteractor) -> None:
        self._webhooks = webhooks

    async def __call__(self, event: WebhookGaveUp, envelope: Envelope) -> None:
        """One letter."""
        await self._webhooks.tell_owner(event)


async def keep_delivering(
    service: Service,
    db: Database,
    config: Config,
    *,
    clock: Callable[[], datetime],
    seconds: float = 1.0,
) -> None:
    """Delivers what is due, until cancelled; one process of all on this database does it, under a lease.

    What was on its way when a process died is sent again by the next one.
    """
    while True:
        try:
            async with lease(db, "webhooks/delivery", _LEASE_SECONDS, clock=clock):
                work = Round(service.webhooks, service.wake, lines=config.at_once, seconds=seconds)
                await work.run()
        except (LeaseLost, StorageFault) as error:
            _log.warning("webhooks wait", reason=str(error))
            await asyncio.sleep(seconds)


async def keep_tidy(
    service: Service, db: Database, *, clock: Callable[[], datetime], seconds: float = _TIDY_SECONDS
) -> None:
    """Forgets what the log no longer keeps, every `seconds`, until cancelled."""
    await alone(db, "webhooks/tidy", service.webhooks.tidy, seconds=seconds, ttl=_LEASE_SECONDS, clock=clock)
