"""The way to Neo4j: one driver, opened when it is first needed; how its failures are told."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any, Final, TypeVar

import structlog
from neo4j import AsyncDriver, AsyncGraphDatabase, AsyncManagedTransaction, unit_of_work
from neo4j.exceptions import DriverError, Neo4jError

from octavo.chassis.addresses import parted
from octavo.chassis.faults import Unavailable

T = TypeVar("T")
Work = Callable[[AsyncManagedTransaction], Awaitable[T]]

_CONNECT_SECONDS: Final = 3.0
_RETRY_SECONDS: Final = 1.0
"""So long transactions that collide are begun again; then whoever asked decides."""
_FIRST_RETRY_SECONDS: Final = 0.03
_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 10.0

_log = structlog.get_logger(__name__)
_SCHEMA: Final = tuple(
    f"CREATE CONSTRAINT octavo_{label.lower()} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for label in ("Octavo", "Person", "Story")
)
_OWNED: Final = "MERGE (o:Octavo {id: 1}) ON CREATE SET o.site = $site RETURN o.site AS site"
# What passes, or somebody else mends; of others (a mistake in a query) nothing gets better by waiting.
_PASSING: Final = (
    "Neo.TransientError.",
    "Neo.DatabaseError.",
    "Neo.ClientError.Security.",
    "Neo.ClientError.Cluster.",
    "Neo.ClientError.Database.",
    "Neo.ClientError.Transaction.",
    "Neo.ClientError.Statement.EntityNotFound",  # it went while we waited for its lock
    "Neo.ClientError.Schema.ConstraintValidationFailed",
)


class Neo4jAway(Unavailable):
    """Neo4j could not do it now. `str()` is the operator's line; `message` tells the public nothing of it."""

    def __init__(self, line: str) -> None:
        super().__init__()
        self.args = (line,)


class Neo4jLink:
    """Runs work in one Neo4j, in transactions that are tried again when they collide.

    url: neo4j:// or bolt://, with user and password where it wants them. site: what parts this site from
    others; a Neo4j belongs to the site that used it first.
    """

    def __init__(self, url: str, *, site: str) -> None:
        self._address, self._auth = parted(url)
        self._site = site
        self._driver: AsyncDriver | None = None
        self._is_ours = False
        self._opening = asyncio.Lock()
        self._pause = 0.0
        """How long it is left alone after a failure; 0 where it is in use."""
        self._again = 0.0
        """When it is asked again, by the clock of this process."""

    def admit(self) -> None:
        """Raises Neo4jAway at once where it was away a moment ago: nobody waits for what is not there.

        Now and then one is let through to look; the others are refused meanwhile.
        """
        now = monotonic()
        if now < self._again:
            raise Neo4jAway(f"{self._address} is left alone for {self._again - now:.1f} s")
        if self._pause:
            self._again = now + self._pause

    async def read(self, work: Work[T], *, seconds: float) -> T:
        """What it finds, within that time. Raises Neo4jAway."""
        return await self._within(seconds, False, work)

    async def write(self, work: Work[T], *, seconds: float) -> T:
        """The same, durable when it returns; `work` is repeated when it collides with another."""
        return await self._within(seconds, True, work)

    async def check(self, *, seconds: float) -> None:
        """See whether it is there and ours, and bring its constraints up to date. Raises Neo4jAway."""
        self._is_ours = False
        await self._within(seconds, False, _nothing)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._driver is not None:
            await self._driver.close()

    async def _within(self, seconds: float, writes: bool, work: Work[T]) -> T:
        try:
            found = await self._asked(seconds, writes, work)
        except Neo4jAway as error:
            if not self._pause:
                _log.warning("neighbours_left_alone", reason=str(error))
            self._pause = min(_LONGEST_PAUSE, 2 * self._pause or _PAUSE)
            self._again = monotonic() + self._pause
            raise
        if self._pause:
            _log.info("neighbours_in_use")
            self._pause = self._again = 0.0
        return found

    async def _asked(self, seconds: float, writes: bool, work: Work[T]) -> T:
        limited = unit_of_work(timeout=seconds)(work)
        timer = asyncio.timeout(seconds)
        try:
            async with timer:
                driver = await self._opened()
                async with driver.session() as session:
                    if writes:
                        return await session.execute_write(limited)
                    return await session.execute_read(limited)
        except TimeoutError as error:
            if timer.expired():
                raise Neo4jAway(f"{self._address} took longer than {seconds:.1f} s") from error
            raise Neo4jAway(f"{self._address}: {error}") from error
        except (DriverError, OSError) as error:
            raise Neo4jAway(f"{self._address}: {_line(error)}") from error
        except Neo4jError as error:
            if (error.code or "").startswith(_PASSING):
                raise Neo4jAway(f"{self._address}: {_line(error)}") from error
            raise

    async def _opened(self) -> AsyncDriver:
        async with self._opening:
            if self._driver is None:
                # What it would say of each connection that breaks is said once, by whoever asked.
                logging.getLogger("neo4j").setLevel(logging.CRITICAL)
                self._driver = AsyncGraphDatabase.driver(
                    self._address,
                    auth=self._auth,
                    connection_timeout=_CONNECT_SECONDS,
                    max_transaction_retry_time=_RETRY_SECONDS,
                    initial_retry_delay=_FIRST_RETRY_SECONDS,
                    telemetry_disabled=True,
                    notifications_min_severity="OFF",
                )
            if not self._is_ours:
                for statement in _SCHEMA:
                    await self._driver.execute_query(statement)
                found = await self._driver.execute_query(_OWNED, site=self._site)
                if found.records[0]["site"] != self._site:
                    raise Neo4jAway(f"{self._address} holds another site's graph: each needs one of its own")
                self._is_ours = True
            return self._driver


async def _nothing(transaction: AsyncManagedTransaction) -> None:
    """Only to have it opened."""


def _line(error: BaseException) -> str:
    text: Any = getattr(error, "message", None) or str(error) or type(error).__name__
    return str(text).splitlines()[0][:300]
