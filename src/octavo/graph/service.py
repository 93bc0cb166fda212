"""How the graph is put together, and what it hears of accounts and stories."""

import asyncio
import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import resources
from typing import Annotated, Final, NamedTuple

import msgspec
import structlog
from msgspec import Meta

from octavo.accounts.api import Accounts, PersonReinstated, PersonSuspended
from octavo.chassis.addresses import mistake_in
from octavo.chassis.backlog import add_consumer, forget_consumer
from octavo.chassis.batches import BatchWriter, StaleTags
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault
from octavo.chassis.events import Envelope, Outbox
from octavo.chassis.faults import Fault
from octavo.chassis.ids import number_of
from octavo.chassis.leases import LeaseLost, lease
from octavo.chassis.purges import Purges
from octavo.chassis.rates import Rate
from octavo.graph.adapters.memory_neighbours import MemoryNeighbours
from octavo.graph.adapters.sql_avoided import SqlAvoiding
from octavo.graph.adapters.sql_claps import SqlApplause, SqlEdges
from octavo.graph.adapters.sql_counts import SqlCounts
from octavo.graph.adapters.sql_follows import SqlFollows
from octavo.graph.adapters.sql_hides import SqlHides
from octavo.graph.adapters.sql_lists import SqlLists
from octavo.graph.adapters.sql_readings import SqlReadings
from octavo.graph.adapters.sql_saved import SqlShelf
from octavo.graph.adapters.sql_standing import SqlStanding
from octavo.graph.adapters.sql_tracks import SqlClapTracks, SqlFollowTracks, SqlMaking
from octavo.graph.api import Clapped, ClapsForgotten, Followed, Kind, Recounted, Unfollowed
from octavo.graph.interactors import GraphInteractor
from octavo.graph.personal import HOLDINGS as HOLDINGS
from octavo.graph.ports import NeighbourKeeper, Neighbours
from octavo.graph.walk_keeping import WalkKeeper
from octavo.publications.api import PublicationDeleted, Publications
from octavo.stories.api import Stories, StoryErased

MIGRATIONS: Final = resources.files("octavo.graph").joinpath("migrations")
CONSUMER: Final = "graph"
"""Under this name the graph follows the events of accounts and stories."""

NEIGHBOURS_CONSUMER: Final = "neighbours"
"""Under this name a graph that is kept elsewhere follows the events of the graph, where one is."""

_PURGE_SECONDS: Final = 1.8
_LEASE_SECONDS: Final = 15.0
_LOOK_SECONDS: Final = 10.0

_log = structlog.get_logger(__name__)


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
    neighbours: Annotated[str, Meta(pattern=r"^((neo4j|bolt)(\+s|\+ssc)?://.+)?$")] = ""
    """neo4j://user:password@host:7687 (neo4j+s:// over TLS, bolt:// without routing): a Neo4j of the site's
    own, which tells what the same people clap for and whom they follow; not set: each process does, from its
    memory."""
    neighbours_seconds: Annotated[float, Meta(gt=0.0, le=30.0)] = 1.0
    """What one question to it may take."""
    max_walk_edges: Annotated[int, Meta(ge=1_000, le=100_000_000)] = 10_000_000
    """Claps, and as many follows, that a process holds in memory to walk over: about 10 bytes each, and ten
    times that while they are read. Of more there are no walks. Where Neo4j is set it holds them all."""

    def mistakes(self) -> Mapping[str, str]:
        """What the types cannot say."""
        if not self.neighbours:
            return {}
        what = mistake_in(self.neighbours, such_as="neo4j://user:password@graph.internal:7687")
        return {"neighbours": what} if what else {}


class Neighbourhood(NamedTuple):
    """What tells who and what is near, and what keeps it like the store; None: it keeps itself."""

    neighbours: Neighbours
    keeper: NeighbourKeeper | None


def near_by(config: Config, db: Database, *, near: NearCache, secret: bytes) -> Neighbourhood:
    """The neighbours that the settings name: those in the memory of this process, or a Neo4j's.

    secret: the site's, which parts its graph from others'.
    """
    claps, follows = SqlClapTracks(db), SqlFollowTracks(db)
    if not config.neighbours:
        most = config.max_walk_edges
        return Neighbourhood(
            MemoryNeighbours(WalkKeeper(claps, near, most=most), WalkKeeper(follows, near, most=most)), None
        )
    # a site without one does not load the client
    from octavo.graph.adapters.neo4j_keeping import Neo4jKeeper
    from octavo.graph.adapters.neo4j_link import Neo4jLink
    from octavo.graph.adapters.neo4j_neighbours import Neo4jNeighbours

    site = hmac.digest(secret, b"graph", "sha256").hex()[:16]
    link = Neo4jLink(config.neighbours, site=site)
    return Neighbourhood(
        Neo4jNeighbours(link, seconds=config.neighbours_seconds),
        Neo4jKeeper(link, claps, follows, SqlMaking(db)),
    )


def build(
    config: Config,
    db: Database,
    *,
    accounts: Accounts,
    stories: Stories,
    publications: Publications,
    neighbours: Neighbours,
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
        clap_tracks=SqlClapTracks(db),
        neighbours=neighbours,
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


class NeighbourEvents:
    """What a graph that is kept elsewhere hears; to be subscribed to the events of the graph, into no
    database: it reads in the store what is so."""

    TYPES: Final = (Followed, Unfollowed, Clapped, Recounted, ClapsForgotten)

    def __init__(self, keeper: NeighbourKeeper) -> None:
        self._keeper = keeper

    async def __call__(
        self, event: Followed | Unfollowed | Clapped | Recounted | ClapsForgotten, envelope: Envelope
    ) -> None:
        """Effect of one event; the same again changes nothing."""
        match event:
            case ClapsForgotten():
                await self._keeper.forget_story(number_of(event.story_id))
            case Recounted():
                await self._keeper.settle_person(number_of(event.person_id))
            case Clapped():
                await self._keeper.settle_clap(number_of(event.person_id), number_of(event.story_id))
            case _ if event.kind is Kind.PERSON:
                await self._keeper.settle_follow(number_of(event.person_id), number_of(event.target_id))


async def keep_neighbours(keeper: NeighbourKeeper, db: Database, *, clock: Callable[[], datetime]) -> None:
    """Has a graph that is kept elsewhere made anew when that is due; one process of all does it."""
    away = False
    while True:
        try:
            async with lease(db, "graph/neighbours", _LEASE_SECONDS, clock=clock):
                while True:
                    if await keeper.is_due(clock()):
                        _log.info("neighbours_made_anew", people=await keeper.make_anew(clock))
                    elif away:
                        _log.info("neighbours_back")
                    away = False
                    await asyncio.sleep(_LOOK_SECONDS)
        except (LeaseLost, StorageFault, Fault) as error:
            if not away:
                _log.warning("neighbours_away", reason=str(error) or type(error).__name__)
            away = True
            await asyncio.sleep(_LOOK_SECONDS)


async def with_keeper(db: Database) -> None:
    """A graph is kept elsewhere: it is made anew where it is new, and hears what happens from now on."""

    async def work() -> None:
        if await add_consumer(db, NEIGHBOURS_CONSUMER):
            await SqlMaking(db).forget()

    await db.run(work)


async def without_keeper(db: Database) -> None:
    """No graph is kept elsewhere (any more): no event waits for it, and one that comes is made anew."""
    await SqlMaking(db).forget()
    await forget_consumer(db, NEIGHBOURS_CONSUMER)
