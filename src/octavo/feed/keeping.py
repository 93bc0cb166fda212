"""The catalogue of this process, kept fresh by what changed in the database."""

import asyncio
from time import monotonic
from typing import Final

from octavo.feed.catalogue import Catalogue
from octavo.feed.ports import Listings

_POLL_SECONDS: Final = 0.5
_LIKED_SECONDS: Final = 20.0
_WHOLE_SECONDS: Final = 600.0
_OVERLAP: Final = 10_000_000
"""Microseconds: a change may be committed later than its time says."""
_QUIET_SECONDS: Final = 60.0
"""When nothing changed for so long, what changed last is not read again and again."""
_AT_ONCE: Final = 2_000
_STRETCH: Final = 500


class CatalogueKeeper:
    """What a process knows of all that is published, at most half a second old when it is asked for."""

    def __init__(self, listings: Listings, most: int) -> None:
        self._listings = listings
        self._most = most
        self._catalogue = Catalogue(most)
        self._lock = asyncio.Lock()
        self._polled = self._weighed = self._loaded = -_WHOLE_SECONDS
        self._changed = monotonic()
        self._making = False

    async def fresh(self) -> Catalogue:
        """The catalogue, brought up to date where it was not lately."""
        if monotonic() - self._polled < _POLL_SECONDS or (self._making and len(self._catalogue)):
            return self._catalogue
        async with self._lock:
            if monotonic() - self._polled >= _POLL_SECONDS:
                await self._refresh()
                self._polled = monotonic()
        return self._catalogue

    def stale(self) -> None:
        """Whoever asks next has it brought up to date: this process knows of a change."""
        self._polled = self._weighed = -_WHOLE_SECONDS

    async def now(self) -> Catalogue:
        """Brought up to date at once, within the caller's transaction."""
        await self._follow(self._catalogue)
        return self._catalogue

    async def _refresh(self) -> None:
        now = monotonic()
        if now - self._loaded >= _WHOLE_SECONDS:
            self._making = True
            try:
                self._catalogue = await self._anew()
            finally:
                self._making = False
            self._loaded = self._weighed = now
            return
        if now - self._weighed >= _LIKED_SECONDS:
            self._catalogue.liked, self._weighed = await self._listings.liked(), now
        await self._follow(self._catalogue)

    async def _anew(self) -> Catalogue:
        """From time to time, as what was erased is told by no row. Who comes meanwhile has the old one."""
        whole = Catalogue(self._most)
        whole.until = self._catalogue.until
        for at, story in enumerate(await self._listings.newest(self._most), 1):
            whole.put(story)
            if at % _STRETCH == 0:
                await asyncio.sleep(0)
        whole.liked = await self._listings.liked()
        await self._follow(whole)
        return whole

    async def _follow(self, catalogue: Catalogue) -> None:
        quiet = monotonic() - self._changed > _QUIET_SECONDS
        since = catalogue.until + 1 if quiet else max(0, catalogue.until - _OVERLAP)
        while True:
            changes = await self._listings.changes(since, _AT_ONCE)
            for change in changes:
                if change.story is None:
                    catalogue.remove(change.number)
                elif change.story != catalogue.get(change.number):
                    catalogue.put(change.story)
            if changes and changes[-1].at > catalogue.until:
                self._changed = monotonic()
            if changes:
                catalogue.until = max(catalogue.until, changes[-1].at)
            if len(changes) < _AT_ONCE or changes[-1].at == since:
                return
            since = changes[-1].at
