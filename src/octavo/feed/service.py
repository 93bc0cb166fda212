"""How the feed is put together, what it hears, and what runs beside it."""

import asyncio
import math
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import resources
from time import monotonic
from typing import Annotated, Final

import msgspec
import structlog
from msgspec import Meta

from octavo.chassis.batches import BatchWriter
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault
from octavo.chassis.events import Envelope
from octavo.chassis.faults import Fault
from octavo.chassis.leases import LeaseLost, lease
from octavo.chassis.purges import Purges
from octavo.feed.adapters.sql_listings import SqlListings
from octavo.feed.adapters.sql_models import SqlModels
from octavo.feed.adapters.sql_readers import SqlReaders
from octavo.feed.adapters.sql_receipts import SqlReceipts, SqlState
from octavo.feed.adapters.sql_timelines import SqlTimelines
from octavo.feed.adapters.tutor import ProcessTutor
from octavo.feed.copying import Copying
from octavo.feed.homes import Homes
from octavo.feed.interactors import FeedInteractor
from octavo.feed.keeping import CatalogueKeeper
from octavo.feed.learned import LearnedKeeper
from octavo.feed.learning import Learning
from octavo.feed.personal import HOLDINGS as HOLDINGS
from octavo.feed.weighing import default_weights
from octavo.graph.api import (
    Clapped,
    Followed,
    Graph,
    ListItemAdded,
    ListItemRemoved,
    StoryRead,
    Unfollowed,
)
from octavo.stories.api import (
    AuthorHidden,
    AuthorShown,
    Stories,
    StoryErased,
    StoryMoved,
    StoryPublished,
    StoryRevised,
    StoryWithdrawn,
)

MIGRATIONS: Final = resources.files("octavo.feed").joinpath("migrations")
CONSUMER: Final = "feed"
"""Under this name the feed follows the events of stories and the graph."""
MEMORY_MIB: Final = 1536
"""It learns once an hour what readers want, in a process beside it."""

_LEASE_SECONDS: Final = 10.0
_TROUBLE_SECONDS: Final = 5.0
_SLICE: Final = 1_000
_SHORTEST_PAUSE: Final = 0.005
_WAIT_SECONDS: Final = 0.3
_WEIGH_SECONDS: Final = 30.0
_WEIGH_SHARE: Final = 50
_LEARN_SECONDS: Final = 60.0
_TIDY_SECONDS: Final = 3_600.0

_log = structlog.get_logger(__name__)


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How home pages come about."""

    most_written: Annotated[int, Meta(ge=0, le=10_000_000)] = 20_000
    """A story of somebody with more followers than this is written to nobody's timeline: they find it when
    they read."""
    catalogue: Annotated[int, Meta(ge=100, le=1_000_000)] = 50_000
    """How many of the newest stories home pages are made of; each takes about half a kilobyte of memory."""
    receipt_days: Annotated[int, Meta(ge=1, le=365)] = 14
    """How long it is kept why a home page was as it was."""
    learn_minutes: Annotated[int, Meta(ge=0, le=100_000)] = 60
    """How often it is learned anew, in a process of its own, what readers are likely to want; 0: never."""


def build(
    config: Config,
    db: Database,
    *,
    stories: Stories,
    graph: Graph,
    near: NearCache,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> FeedInteractor:
    """The feed over an open database; whoever builds it calls `close` at the end.

    clock: the time now, in UTC.
    """
    purges = Purges(db, clock=clock)
    listings, readers = SqlListings(db), SqlReaders(db, purges)
    timelines, receipts = SqlTimelines(db, purges), SqlReceipts(db)
    models, keeper = SqlModels(db), CatalogueKeeper(listings, config.catalogue)
    return FeedInteractor(
        homes=Homes(
            keeper=keeper,
            readers=readers,
            timelines=timelines,
            receipts=receipts,
            graph=graph,
            near=near,
            learned=LearnedKeeper(models, near),
            writer=BatchWriter(receipts.put),
            new_id=new_id,
            weights=default_weights(),
        ),
        keeper=keeper,
        readers=readers,
        receipts=receipts,
        copying=Copying(
            listings=listings,
            readers=readers,
            timelines=timelines,
            receipts=receipts,
            state=SqlState(db),
            keeper=keeper,
            stories=stories,
            graph=graph,
            clock=clock,
            most_written=config.most_written,
            receipt_days=config.receipt_days,
        ),
        learning=Learning(
            readers=readers,
            models=models,
            keeper=keeper,
            stories=stories,
            tutor=ProcessTutor(),
            clock=clock,
            every=timedelta(minutes=config.learn_minutes),
        ),
        clock=clock,
    )


class StoryEvents:
    """What is published; to be subscribed to the events of stories."""

    TYPES: Final = (
        StoryPublished,
        StoryRevised,
        StoryMoved,
        StoryWithdrawn,
        StoryErased,
        AuthorHidden,
        AuthorShown,
    )

    def __init__(self, feed: FeedInteractor) -> None:
        self._copying = feed.copying

    async def __call__(
        self,
        event: StoryPublished
        | StoryRevised
        | StoryMoved
        | StoryWithdrawn
        | StoryErased
        | AuthorHidden
        | AuthorShown,
        envelope: Envelope,
    ) -> None:
        """Effect of one event; the same again changes nothing."""
        copying = self._copying
        if isinstance(event, AuthorHidden | AuthorShown):
            await copying.author(event.author_id)
        elif isinstance(event, StoryErased):
            await copying.erased(event.story_id)
        elif isinstance(event, StoryWithdrawn):
            await copying.withdrawn(event.story_id)
        elif isinstance(event, StoryPublished):
            await copying.story(event.story_id, news=not event.imported)
        elif isinstance(event, StoryMoved):
            await copying.story(event.story_id, news=bool(event.publication_id), to=event.publication_id)
        else:
            await copying.story(event.story_id, news=False)


class GraphEvents:
    """Who follows and likes what; to be subscribed to the events of the graph."""

    TYPES: Final = (Followed, Unfollowed, Clapped, ListItemAdded, ListItemRemoved, StoryRead)

    def __init__(self, feed: FeedInteractor) -> None:
        self._copying = feed.copying

    async def __call__(
        self,
        event: Followed | Unfollowed | Clapped | ListItemAdded | ListItemRemoved | StoryRead,
        envelope: Envelope,
    ) -> None:
        """Effect of one event; the same again changes nothing."""
        copying = self._copying
        if isinstance(event, Followed | Unfollowed):
            active = isinstance(event, Followed)
            await copying.followed(event.person_id, event.kind, event.target_id, active=active)
        elif isinstance(event, Clapped):
            await copying.liked(event.person_id, event.story_id, clapped=event.claps)
        elif isinstance(event, StoryRead):
            await copying.liked(event.reader_id, event.story_id, opened=True)
        else:
            kept = isinstance(event, ListItemAdded) or event.still_kept
            await copying.liked(event.person_id, event.story_id, kept=kept)


async def keep_delivered(
    feed: FeedInteractor, db: Database, *, clock: Callable[[], datetime], seconds: float = _WAIT_SECONDS
) -> None:
    """Writes stories to timelines, slice by slice, until cancelled; one process of all does it.

    Between two slices it rests as long as one took, so that requests come to the database too.
    """
    while True:
        try:
            async with lease(db, "feed/delivery", _LEASE_SECONDS, clock=clock):
                while True:
                    began = monotonic()
                    more = await feed.copying.timelines.step(_SLICE)
                    took = monotonic() - began
                    await asyncio.sleep(max(_SHORTEST_PAUSE, took) if more else seconds)
        except (LeaseLost, StorageFault) as error:
            _log.warning("deliveries wait", reason=str(error) or type(error).__name__)
            await asyncio.sleep(_TROUBLE_SECONDS)


async def keep_fresh(
    feed: FeedInteractor, db: Database, *, clock: Callable[[], datetime], seconds: float = _WEIGH_SECONDS
) -> None:
    """Copies, trends and tidiness, until cancelled; one process of all on this database does it."""
    tidied, weigh_at = -_TIDY_SECONDS, -math.inf
    while True:
        try:
            async with lease(db, "feed/copies", _LEASE_SECONDS, clock=clock):
                while True:
                    await feed.copying.rebuild_if_wanted()
                    if (began := monotonic()) >= weigh_at:
                        await feed.copying.weigh()
                        # Where very much is liked, what it costs to weigh it stays a small share of the time.
                        weigh_at = began + max(seconds, _WEIGH_SHARE * (monotonic() - began))
                    if monotonic() - tidied >= _TIDY_SECONDS:
                        await feed.copying.tidy()
                        tidied = monotonic()
                    await asyncio.sleep(seconds)
        except (LeaseLost, StorageFault, Fault) as error:
            _log.warning("the feed's copies wait", reason=str(error) or type(error).__name__)
            await asyncio.sleep(_TROUBLE_SECONDS)


async def keep_learned(
    feed: FeedInteractor, db: Database, *, clock: Callable[[], datetime], seconds: float = _LEARN_SECONDS
) -> None:
    """Has it learned what readers like when that is due, until cancelled; one process of all does it."""
    while True:
        try:
            async with lease(db, "feed/learning", _LEASE_SECONDS, clock=clock):
                while True:
                    await feed.learning.step()
                    await asyncio.sleep(seconds)
        except (LeaseLost, StorageFault, Fault, OSError) as error:
            _log.warning("it is not learned what readers like", reason=str(error) or type(error).__name__)
            await asyncio.sleep(_TROUBLE_SECONDS)
