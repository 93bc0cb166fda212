"""The groups of unexpected exceptions as they are kept: counts of all processes that share a database add up.

Every process writes at most once in five seconds, what it has noted since in one transaction. A process that
is killed loses those seconds' counts, nothing else.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
import structlog

from octavo.chassis.database import Database
from octavo.chassis.errors import HOUR, ErrorGroup, Errors, Noted

__all__ = ["ErrorBook", "State", "keeping"]

MOST: Final = 200
"""Groups that are kept; of more, those go that are dealt with, then those not seen for longest."""
_DAYS: Final = 90 * 24 * HOUR
"""What was not seen for so long is forgotten."""
_A_DAY: Final = 24
_EVERY: Final = 5.0
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

_ADD: Final = """
INSERT INTO octavo_errors (id, kind, place, doing, message, stack, trace, occurred, first_at, last_at,
    first_release, last_release, settled_at, settled_release, again)
VALUES (:id, :kind, :place, :doing, :message, :stack, :trace, :count, :first, :last,
    :release, :release, NULL, '', 0)
ON CONFLICT (id) DO UPDATE SET occurred = octavo_errors.occurred + excluded.occurred,
    doing = excluded.doing, message = excluded.message, stack = excluded.stack, trace = excluded.trace,
    last_at = CASE WHEN excluded.last_at > octavo_errors.last_at THEN excluded.last_at
        ELSE octavo_errors.last_at END,
    last_release = excluded.last_release
"""
_AGAIN: Final = """
UPDATE octavo_errors SET again = 1
WHERE id = :id AND settled_at IS NOT NULL AND (
    SELECT since FROM octavo_releases WHERE release = :release
) > (SELECT since FROM octavo_releases r WHERE r.release = octavo_errors.settled_release)
"""
_ADD_HOUR: Final = """
INSERT INTO octavo_error_hours (id, hour, occurred) VALUES (:id, :hour, :count)
ON CONFLICT (id, hour) DO UPDATE SET occurred = octavo_error_hours.occurred + excluded.occurred
"""
_DROP: Final = """
INSERT INTO octavo_errors_dropped (release, occurred) VALUES (:release, :count)
ON CONFLICT (release) DO UPDATE SET occurred = octavo_errors_dropped.occurred + excluded.occurred
"""
_FORGET: Final = "DELETE FROM octavo_errors WHERE last_at < :before"
_BEYOND: Final = """
SELECT id, occurred FROM octavo_errors
ORDER BY CASE WHEN settled_at IS NULL OR again = 1 THEN 0 ELSE 1 END, last_at DESC, id
LIMIT 1000 OFFSET :most
"""
_FORGET_THESE: Final = "DELETE FROM octavo_errors WHERE id IN :ids"
_FORGET_HOURS: Final = """
DELETE FROM octavo_error_hours
WHERE hour < :before OR NOT EXISTS (SELECT 1 FROM octavo_errors e WHERE e.id = octavo_error_hours.id)
"""
_RELEASE: Final = """
INSERT INTO octavo_releases (release, since) VALUES (:release, :now) ON CONFLICT (release) DO NOTHING
"""
_SETTLE: Final = """
UPDATE octavo_errors SET settled_at = :now, again = 0, settled_release = (
    SELECT release FROM octavo_releases ORDER BY since DESC, release DESC LIMIT 1
)
WHERE id = :id
"""

_log = structlog.get_logger("octavo.errors")


class State(msgspec.Struct, frozen=True, kw_only=True):
    """All groups of one database, the last seen first, and how many exceptions found no place."""

    groups: tuple[ErrorGroup, ...] = ()
    dropped: int = 0


class ErrorBook:
    """The groups in one database. release: what runs in this process."""

    def __init__(
        self, db: Database, *, release: str, clock: Callable[[], datetime], most: int = MOST
    ) -> None:
        self._db = db
        self._release = release
        self._clock = clock
        self._most = most

    @property
    def database(self) -> str:
        """The name of the database."""
        return self._db.name

    async def open(self) -> None:
        """Say that this release runs here."""
        await self._db.execute(_RELEASE, release=self._release, now=self._now())

    async def add(self, noted: list[Noted], dropped: int, *, release: str = "") -> None:
        """Write down what was noted, in one transaction. release: where another process noted it."""
        release, now = release or self._release, self._now()

        async def work() -> None:
            await self._db.execute(_RELEASE, release=release, now=now)
            for one in noted:
                await self._add(one, release)
            await self._tidy(dropped, release, now)

        await self._db.run(work)

    async def _add(self, one: Noted, release: str) -> None:
        values: dict[str, Any] = msgspec.structs.asdict(one)
        hours = values.pop("hours")
        await self._db.execute(_ADD, **values, release=release)
        await self._db.execute(_AGAIN, id=one.id, release=release)
        for hour, count in hours.items():
            await self._db.execute(_ADD_HOUR, id=one.id, hour=hour, count=count)

    async def _tidy(self, dropped: int, release: str, now: int) -> None:
        await self._db.execute(_FORGET, before=now - _DAYS)
        beyond = await self._db.all(_BEYOND, most=self._most)
        if beyond:
            await self._db.execute(_FORGET_THESE, ids=[row["id"] for row in beyond])
        lost = dropped + sum(row["occurred"] for row in beyond)
        if lost:
            await self._db.execute(_DROP, release=release, count=lost)
        await self._db.execute(_FORGET_HOURS, before=now // HOUR - _A_DAY)

    async def state(self) -> State:
        """All that is kept."""
        async with self._db.transaction(read_only=True):
            rows = await self._db.all("SELECT * FROM octavo_errors ORDER BY last_at DESC, id")
            hours = await self._db.all("SELECT id, hour, occurred FROM octavo_error_hours")
            dropped = await self._db.one("SELECT SUM(occurred) AS occurred FROM octavo_errors_dropped")
        first = self._now() // HOUR - _A_DAY + 1
        counts: dict[str, list[int]] = {row["id"]: [0] * _A_DAY for row in rows}
        for row in hours:
            if row["id"] in counts and 0 <= row["hour"] - first < _A_DAY:
                counts[row["id"]][row["hour"] - first] = row["occurred"]
        return State(
            groups=tuple(_kept(row, counts[row["id"]]) for row in rows),
            dropped=int(dropped["occurred"] or 0) if dropped else 0,
        )

    async def settle(self, group: str) -> bool:
        """Mark a group as dealt with, as far as the newest release goes; False where there is none."""
        return bool(await self._db.execute(_SETTLE, id=group, now=self._now()))

    def _now(self) -> int:
        return int(self._clock().astimezone(UTC).timestamp() * 1_000_000)


def _kept(row: Any, hours: list[int]) -> ErrorGroup:
    return ErrorGroup(
        id=row["id"],
        kind=row["kind"],
        place=row["place"],
        doing=row["doing"],
        message=row["message"],
        stack=row["stack"],
        trace=row["trace"],
        count=row["occurred"],
        first=_moment(row["first_at"]),
        last=_moment(row["last_at"]),
        first_release=row["first_release"],
        last_release=row["last_release"],
        settled=row["settled_at"] is not None and not row["again"],
        again=bool(row["again"]),
        hours=tuple(hours),
    )


def _moment(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


@asynccontextmanager
async def keeping(
    errors: Errors, write: Callable[[list[Noted], int], Awaitable[object]], *, every: float = _EVERY
) -> AsyncIterator[None]:
    """Hand what is noted to `write` at most once in so many seconds while the block runs, and at its end.

    What ends the block is noted too. Where writing fails the counts wait for the next time.
    """

    async def flush() -> None:
        noted, dropped = errors.take()
        if not noted and not dropped:
            return
        try:
            await write(noted, dropped)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not become an error of its own
            errors.give_back(noted, dropped)
            _log.warning("errors are not written down yet", groups=len(noted), reason=str(error))

    stopping = asyncio.Event()

    async def again_and_again() -> None:
        ended = False
        while not ended:
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), every)
            ended = stopping.is_set()
            await flush()  # never cancelled: what is half written would be lost or counted twice

    task = asyncio.create_task(again_and_again(), name="keep errors", context=Context())
    try:
        yield
    except Exception as error:
        errors.note(error, doing="the process ended")
        raise
    finally:
        stopping.set()
        await task
