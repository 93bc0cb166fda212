"""Counting, and telling those who wrote. What was counted waits in memory for a moment, then is written."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context
from datetime import datetime, timedelta
from typing import Final

import structlog

from octavo.chassis.cache import NearCache
from octavo.chassis.context import ANONYMOUS, acting_as, current_caller
from octavo.chassis.engine import StorageFault
from octavo.chassis.faults import Invalid, NotFound, Unauthenticated
from octavo.chassis.rates import Rate
from octavo.readership import entities
from octavo.readership.api import DayNumbers, Kind, Numbers, PersonId, Source, StoryId, StoryUnread, Totals
from octavo.readership.entities import Seen
from octavo.readership.ports import Ledger
from octavo.stories.api import Stories

_MOST_AT_ONCE: Final = 100
_MOST_WAITING: Final = 100_000
_NEAR_SECONDS: Final = 60.0
_ENTRY_BYTES: Final = 400
_HIGHEST: Final = (1 << 31) - 1
_GONE: Final = timedelta(days=2)

_log = structlog.get_logger(__name__)


class ReadershipInteractor:
    """The Readership of the contract."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        stories: Stories,
        near: NearCache,
        own_host: str,
        readers: Rate,
        crowd: Rate,
        sources_days: int,
        pause: float,
        clock: Callable[[], datetime],
    ) -> None:
        self._ledger = ledger
        self._stories = stories
        self._near = near
        self._own_host = own_host
        self._readers = readers
        self._crowd = crowd
        self._sources_days = sources_days
        self._pause = pause
        self._clock = clock
        self._salt: tuple[int, bytes] = (0, b"")
        self._waiting: dict[str, Seen] = {}
        self._done: set[str] = set()
        self._writer: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._midnight: asyncio.TimerHandle | None = None

    async def count(
        self, *, story_id: StoryId, kind: Kind, address: str, agent: str, referrer: str = ""
    ) -> None:
        if kind not in (Kind.VIEW, Kind.READ):
            raise Invalid("kind", "A view or a read.")
        writers = await self._writers(story_id)
        if not writers:
            raise StoryUnread(story_id=story_id)
        if current_caller().person_id in writers or entities.is_program(agent):
            return
        now = self._clock()
        day = entities.day_of(now)
        salt = await self._salt_of(day)
        if not self._readers.allows(entities.mark_of(salt, address), now):
            return
        host = entities.host_of(referrer, self._own_host)
        for read in (False, True) if kind is Kind.READ else (False,):
            what = "read" if read else "view"
            mark = entities.mark_of(salt, address, agent, story_id, what)
            if mark in self._done or mark in self._waiting or not self._crowd.allows(story_id + what, now):
                continue
            self._note(
                Seen(story_id=story_id, author_id=writers[0], day=day, mark=mark, read=read, host=host)
            )

    def _note(self, seen: Seen) -> None:
        if len(self._waiting) >= _MOST_WAITING:
            return  # the database has been away for long: what cannot be kept is not counted
        self._waiting[seen.mark] = seen
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_soon(), context=Context())

    async def _write_soon(self) -> None:
        while self._waiting:
            await asyncio.sleep(self._pause)
            try:
                await self.write()
            except StorageFault as error:
                _log.warning("counts wait for the database", reason=str(error), waiting=len(self._waiting))

    async def write(self) -> None:
        """Writes what waits; where that fails, it goes on waiting."""
        async with self._turn:
            batch = list(self._waiting.values())
            if not batch:
                return
            await self._ledger.add(batch)
            if len(self._done) > _MOST_WAITING:
                self._done.clear()  # the database knows them all the same
            for seen in batch:
                del self._waiting[seen.mark]
                self._done.add(seen.mark)

    async def close(self) -> None:
        """Writes what waits, at the end."""
        if self._writer is not None:
            self._writer.cancel()
            with suppress(asyncio.CancelledError):
                await self._writer
        try:
            await self.write()
        except StorageFault as error:
            _log.warning("counts are lost", reason=str(error), lost=len(self._waiting))
        self.forget_readers()

    async def get_numbers(self, *, story_id: StoryId) -> Numbers:
        _signed_in()
        try:
            await self._stories.list_co_authors(story_id=story_id)  # only those may who read its drafts
        except NotFound:
            raise StoryUnread(story_id=story_id) from None
        today = entities.day_of(self._clock())
        since = today - entities.SHOWN_DAYS + 1
        totals = await self._ledger.totals((story_id,))
        known = await self._ledger.days(story_id, since=since)
        hosts = await self._ledger.sources(story_id, since=since)
        direct, elsewhere = hosts.pop("", 0), hosts.pop(entities.ELSEWHERE, 0)
        most = sorted(hosts.items(), key=lambda one: (-one[1], one[0]))
        days = map(entities.shown, range(since, today + 1))
        return Numbers(
            totals=totals.get(story_id) or Totals(story_id=story_id, views=0, reads=0),
            days=tuple(known.get(day) or DayNumbers(day=day, views=0, reads=0) for day in days),
            sources=tuple(Source(host=host, views=views) for host, views in most[: entities.HOSTS_A_DAY]),
            direct=direct,
            elsewhere=min(_HIGHEST, elsewhere + sum(views for _, views in most[entities.HOSTS_A_DAY :])),
        )

    async def list_totals(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Totals, ...]:
        person_id = _signed_in()
        if len(story_ids) > _MOST_AT_ONCE:
            raise Invalid("story_ids", f"At most {_MOST_AT_ONCE} at once.")
        stories = await self._stories.get_stories(story_ids=story_ids)
        own = [one.id for one in stories if person_id in (one.author_id, *one.co_author_ids)]
        totals = await self._ledger.totals(own)
        return tuple(totals.get(one) or Totals(story_id=one, views=0, reads=0) for one in own)

    async def forget_story(self, story_id: StoryId) -> None:
        """It is no more: neither are its numbers, nor those that still wait in any process."""
        await self._ledger.forget_story(story_id, self._clock())

    async def tidy(self) -> None:
        """Forgets what told readers apart before today, and sources that are old."""
        now = self._clock()
        today = entities.day_of(now)
        await self._ledger.forget_readers(today)
        await self._ledger.sweep(sources_before=today - self._sources_days, gone_before=now - _GONE)

    def forget_readers(self) -> None:
        """What this process holds of a day's readers, as soon as the day is over."""
        if self._midnight is not None:
            self._midnight.cancel()
        self._salt, self._midnight = (0, b""), None
        self._done.clear()
        self._readers.clear()

    async def _salt_of(self, day: int) -> bytes:
        if self._salt[0] != day:
            self.forget_readers()
            self._salt = (day, await self._ledger.salt(day))
            loop, left = asyncio.get_running_loop(), 86_400 - self._clock().timestamp() % 86_400
            self._midnight = loop.call_later(left, self.forget_readers)
        return self._salt[1]

    async def _writers(self, story_id: StoryId) -> tuple[PersonId, ...]:
        """Who wrote a published story, its author first; empty: there is none."""

        async def load() -> tuple[PersonId, ...]:
            with acting_as(ANONYMOUS):
                stories = await self._stories.get_stories(story_ids=(story_id,))
            return (stories[0].author_id, *stories[0].co_author_ids) if stories else ()

        return await self._near.get_or_load(
            ("writers", story_id), load, ttl=_NEAR_SECONDS, tags=(f"story:{story_id}",), size=_ENTRY_BYTES
        )


def _signed_in() -> PersonId:
    person_id = current_caller().person_id
    if person_id is None:
        raise Unauthenticated("Sign in first.")
    return PersonId(person_id)
