"""What services stand on while they are built: databases, ids, near copies, peers; and what they leave."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prometheus_client.registry import Collector

from octavo import event_engine, file_engine, second_tier
from octavo.accounts.api import PersonErased
from octavo.chassis import database, holders, purge_streams, shards, trace_telling
from octavo.chassis.cache import NearCache
from octavo.chassis.clock import utc_now
from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope, Handler
from octavo.chassis.exchange import Exchange
from octavo.chassis.holders import Holders, PersonalData
from octavo.chassis.ids import IdMaker
from octavo.chassis.personal import Holdings
from octavo.chassis.place import Place
from octavo.chassis.purge_streams import PurgeStreams
from octavo.chassis.purges import PurgeFollower
from octavo.chassis.relay import Relay
from octavo.config import Config
from octavo.images.api import ImageAddresses
from octavo.serving.last_pages import LastPages
from octavo.trouble import Exit, Trouble

if TYPE_CHECKING:
    from octavo.chassis.replicas import Replicas

Work = Callable[[], Coroutine[Any, Any, None]]


def database_url(config: Config, data: Path, name: str) -> str:
    """Where a service's database is."""
    return config.database.url or f"sqlite:///{data / name}.db"


def _replicas(config: Config, place: Place) -> "Replicas | None":
    """The read replicas that the settings name; None where they name none."""
    if not config.database.replicas:
        return None
    from octavo.chassis.replicas import Replicas  # asyncpg is loaded only where it is used

    return Replicas(
        config.database.url,
        config.database.replicas,
        most_behind=config.database.replica_lag,
        positions=place.positions,
    )


class Ground:
    """What services stand on: databases, ids, near copies, peers; and what they leave to be run."""

    def __init__(
        self,
        config: Config,
        *,
        data: Path,
        secret: bytes,
        url: str,
        place: Place,
        migrations: Mapping[str, Traversable],
        holdings: Mapping[str, Holdings],
        stack: AsyncExitStack,
    ) -> None:
        self.config = config
        self.data = data
        self.secret = secret
        self.url = url
        self.place = place
        self.tier = second_tier.build(config, secret=secret, url=url)
        """What all processes share behind their caches, where there is one."""
        self.near = NearCache(max_bytes=config.http.near_cache_bytes, tier=self.tier)
        """Copies of what the services say."""
        self.pages = NearCache(max_bytes=config.http.page_cache_bytes, tier=self.tier)
        """Stored pages. Both caches are purged by the services' streams."""
        self.last_pages = LastPages()
        """Those that may still be shown when a service is away."""
        self._keepers = (self.near, self.pages, self.last_pages)
        self.image_addresses = ImageAddresses(secret)
        self.databases: dict[str, Database] = {}
        self.bus = event_engine.build(config.events, secret=secret)
        """What carries events between services, where it is not their databases."""
        if self.bus is not None:
            stack.push_async_callback(self.bus.close)
        self.files = file_engine.build(config.files, data=data)
        """What all processes share that is no row: pictures, exports."""
        stack.push_async_callback(self.files.close)
        self.relays: dict[str, Relay | Exchange] = {}
        """What delivers the events of each service here, or takes in those that it hears."""
        self.work: dict[str, Work] = {}
        """What goes on beside requests in the services that are here."""
        self.work["sweep files"] = partial(file_engine.keep_swept, self.files, clock=utc_now)
        self.figures: list[Collector] = []
        """What services here count of their own, for the operator."""
        self.checks: dict[str, Callable[[], Coroutine[Any, Any, object]]] = {}
        """What else services here stand on, and without which they go on with less; asked for readiness."""
        self.replicas = _replicas(config, place)
        """Of the databases' server, where there are any."""
        self._look_at_replicas()
        self.holders = Holders()
        """Who of those that are here keeps what about people."""
        self._migrations = migrations
        self._holdings = holdings
        self._stack = stack
        self._hearers: list[Callable[[], None]] = []
        self.streams = purge_streams.Streams(self.databases)
        self._followers: dict[str, PurgeFollower] = {}
        place.reach = self
        place.here[purge_streams.CONTRACT] = self.streams
        place.here[holders.CONTRACT] = self.holders
        place.here[trace_telling.CONTRACT] = trace_telling.Keeping(place.traces)

    def _look_at_replicas(self) -> None:
        if self.replicas is not None:
            self.place.lags = True
            self.work["look at replicas"] = self.replicas.watch
            self.figures.append(self.replicas)
            self.checks["replicas"] = self.replicas.check

    async def database(self, name: str) -> Database:
        """The service's own database, brought up to date; its purges reach our near copies from here on."""
        url = database_url(self.config, self.data, name)
        db = await database.open(url, name=name, migrations=self._migrations[name], replicas=self.replicas)
        self._stack.push_async_callback(db.close)
        await self._stack.enter_async_context(
            PurgeFollower.of(db, *self._keepers, carrier=self.tier).running()
        )
        self.databases[name] = db
        self.holders.add(name, db, self._holdings[name])
        self.relays[name] = (
            Relay(db, clock=utc_now, traces=self.place.traces)
            if self.bus is None
            else Exchange(db, self.bus, clock=utc_now, traces=self.place.traces)
        )
        return db

    async def new_ids(self, db: Database) -> Callable[[], str]:
        """A maker of ids under a shard that no other process of this database has."""
        shard = await self._stack.enter_async_context(shards.held(db, clock=utc_now))
        return IdMaker(shard.number, clock=utc_now).text

    def at_end(self, step: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Await it when the services end, before what they stand on goes."""
        self._stack.push_async_callback(step)

    def hear(
        self,
        source: str,
        consumer: str,
        types: Sequence[type[Event]],
        handler: Handler,
        *,
        into: Database | None,
    ) -> None:
        """Have `handler` told of the events of another service, which may be built later."""
        self._hearers.append(partial(self._subscribe, source, consumer, types, handler, into))

    def _subscribe(
        self,
        source: str,
        consumer: str,
        types: Sequence[type[Event]],
        handler: Handler,
        into: Database | None,
    ) -> None:
        if self.bus is None:
            if source not in self.relays:
                text = (
                    f"{consumer.partition('/')[0]} hears what {source} tells, which runs in another process: "
                    "set OCTAVO_EVENTS_URL for both, or run them in one"
                )
                raise Trouble(text, Exit.SETTINGS)
            relay = self.relays[source]
        else:  # a consumer is a service's own, by its database or its name, wherever the source may be
            own = consumer.partition("/")[0]
            relay = self.relays[into.name if into is not None else own if own in self.relays else source]
        if isinstance(relay, Exchange):
            relay.subscribe(source, consumer=consumer, types=types, handler=handler, into=into)
        else:
            relay.subscribe(consumer=consumer, types=types, handler=handler, into=into)

    def introduce(self) -> None:
        """Every service that is here is built: subscribe to its events those who want to hear of them.

        Every one that keeps something about people hears when somebody is to be forgotten.
        """
        for name in self.holders.names:
            if name != "accounts":  # which erases first, and tells the others
                self.hear(
                    "accounts", f"{name}/erasure", (PersonErased,), partial(self._erase, name), into=None
                )
        for subscribe in self._hearers:
            subscribe()

    async def _erase(self, name: str, event: PersonErased, envelope: Envelope) -> None:
        await self.holders.erase(name, event.person_id)

    async def reached(self, source: str, number: int) -> None:
        """Returns when the purges of a service elsewhere are applied here up to this number."""
        follower = self._followers.get(source)
        if follower is not None:
            await follower.reached(number)

    async def follow_peers(self) -> None:
        """Have near copies of what services elsewhere say purged by their streams, and what they keep about
        people in exports; then ask the second tier, where there is one."""
        for name in self._migrations:
            if not self.place.is_here(name):
                # Not counted: each try while its process restarts would be a failure of the service.
                streams = await self.place.get(
                    name, PurgeStreams, purge_streams.CONTRACT, _nowhere, counted=False
                )
                stream = purge_streams.follow(name, streams, self.place.positions)
                follower = PurgeFollower(name, stream, *self._keepers, carrier=self.tier)
                self._stack.push_async_callback(follower.stop)
                self._followers[name] = follower
                keeper = await self.place.get(
                    name, PersonalData, holders.CONTRACT, _keeps_nothing, counted=False
                )
                self.holders.add_elsewhere(name, keeper)
        # Side by side: each waits a moment for a process that is not there yet.
        await asyncio.gather(*(follower.start() for follower in self._followers.values()))
        if self.tier is not None:
            await self._stack.enter_async_context(self.tier.running(self.near, self.pages))


def _nowhere() -> PurgeStreams:
    raise LookupError("a service that is here is followed in its database")


def _keeps_nothing() -> PersonalData:
    raise LookupError("what a service that is here keeps is read in its database")
