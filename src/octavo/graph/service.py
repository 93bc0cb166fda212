"""How the graph is put together, and what it hears of accounts and stories."""

from collections.abc import Callable
from datetime import datetime
from importlib import resources
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from octavo.accounts.api import Accounts, PersonReinstated, PersonSuspended
from octavo.chassis.batches import BatchWriter, StaleTags
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope, Outbox
from octavo.chassis.purges import Purges
from octavo.graph.adapters.sql_avoided import SqlAvoiding
from octavo.graph.adapters.sql_claps import SqlApplause, SqlEdges
from octavo.graph.adapters.sql_counts import SqlCounts
from octavo.graph.adapters.sql_follows import SqlFollows
from octavo.graph.adapters.sql_hides import SqlHides
from octavo.graph.adapters.sql_lists import SqlLists
from octavo.graph.adapters.sql_readings import SqlReadings
from octavo.graph.adapters.sql_saved import SqlShelf
from octavo.graph.adapters.sql_standing import SqlStanding
from octavo.graph.adapters.sql_tracks import SqlClapTracks, SqlFollowTracks
from octavo.graph.entities import Rate
from octavo.graph.interactors import GraphInteractor
from octavo.graph.personal import HOLDINGS as HOLDINGS
from octavo.graph.walk_keeping import WalkKeeper
from octavo.publications.api import PublicationDeleted, Publications
from octavo.stories.api import Stories, StoryErased

MIGRATIONS: Final = resources.files("octavo.graph").joinpath("migrations")
CONSUMER: Final = "graph"
"""Under this name the graph follows the events of accounts and stories."""

_PURGE_SECONDS: Final = 1.8


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How much one reader does."""

    max_follows: Annotated[int, Meta(ge=1, le=1_000_000)] = 10_000
    """What a person follows at most, and whom they mute and block at most."""
    follows_a_minute: Annotated[int, Meta(ge=1, le=100_000)] = 60
    """New follows of one person."""
    acts_a_minute: Annotated[int, Meta(ge=1, le=100_000)] = 300
    """Follows, claps, mutes and blocks of one person in a process, undone ones too."""
    max_lists: Annotated[int, Meta(ge=1, le=10_000)] = 200
    """Lists of one person."""
    max_in_list: Annotated[int, Meta(ge=1, le=5_000)] = 500
    """Stories in one list."""
    marks_a_minute: Annotated[int, Meta(ge=1, le=100_000)] = 120
    """How often the pages that one person reads say how far they came, in a process."""
    max_readings: Annotated[int, Meta(ge=1, le=1_000_000)] = 10_000
    """How many stories a person's reading history holds; of more, those read longest ago are forgotten."""
    max_walk_edges: Annotated[int, Meta(ge=1_000, le=100_000_000)] = 10_000_000
    """Claps, and as many follows, that a process holds in memory to walk over: about 10 bytes each, and ten
    times that while they are read. Of more there are no walks."""


def build(
    config: Config,
    db: Database,
    *,
    accounts: Accounts,
    stories: Stories,
    publications: Publications,
    near: NearCache,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> GraphInteractor:
    """The graph over an open database; whoever builds it calls `close` at the end.

    clock: the time now, in UTC.
    """
    outbox, purges = Outbox(db, clock=clock), Purges(db, clock=clock)
    counts = SqlCounts(db)
    applause, edges = SqlApplause(db, outbox, counts), SqlEdges(db, purges)
    clapped = SqlClapTracks(db)
    readings = SqlReadings(db, outbox, most=config.max_readings)
    return GraphInteractor(
        follows=SqlFollows(db, outbox, counts),
        avoiding=SqlAvoiding(db, outbox, purges, counts),
        hides=SqlHides(db, outbox, purges),
        applause=applause,
        edges=edges,
        standing=SqlStanding(db, outbox, purges, counts),
        shelf=SqlShelf(db, outbox),
        lists=SqlLists(db, outbox, purges, most=config.max_lists, most_in_one=config.max_in_list),
        readings=readings,
        clap_tracks=clapped,
        clap_walks=WalkKeeper(clapped, near, most=config.max_walk_edges),
        follow_walks=WalkKeeper(SqlFollowTracks(db), near, most=config.max_walk_edges),
        accounts=accounts,
        stories=stories,
        publications=publications,
        near=near,
        writer=BatchWriter(applause.put),
        reader=BatchWriter(readings.put),
        stale=StaleTags(edges.stale, _PURGE_SECONDS),
        acts=Rate(config.acts_a_minute),
        marks=Rate(config.marks_a_minute),
        follows_allowed=config.max_follows,
        follows_a_minute=config.follows_a_minute,
        clock=clock,
        new_id=new_id,
    )


class PersonEvents:
    """What counts and what does not; to be subscribed to the events of accounts."""

    TYPES: Final = (PersonSuspended, PersonReinstated)

    def __init__(self, graph: GraphInteractor) -> None:
        self._graph = graph

    async def __call__(self, event: PersonSuspended | PersonReinstated, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        await self._graph.suspend(event.person_id, suspended=isinstance(event, PersonSuspended))


class PlaceEvents:
    """Who follows goes with what is followed; to be subscribed to the events of publications."""

    TYPES: Final = (PublicationDeleted,)

    def __init__(self, graph: GraphInteractor) -> None:
        self._graph = graph

    async def __call__(self, event: PublicationDeleted, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        await self._graph.forget_publication(event.publication_id)


class StoryEvents:
    """Claps go with their story; to be subscribed to the events of stories."""

    TYPES: Final = (StoryErased,)

    def __init__(self, graph: GraphInteractor) -> None:
        self._graph = graph

    async def __call__(self, event: StoryErased, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        await self._graph.forget_story(event.story_id)
