"""Texts that were read lately, kept in this process: a text never changes, so a copy is right until its story
is purged, and one that is asked for by many is read once."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from sys import getsizeof
from typing import Final

from octavo.chassis.batches import BatchReader
from octavo.chassis.cache import NearCache
from octavo.stories.texts import Texts, story_of

_TOGETHER: Final = 50
_OWN: Final = 1_000  # bytes of an entry itself


class _Missing(Exception):  # noqa: N818 - an outcome, never kept
    """It is not there."""


class NearTexts:
    """What `SqlTexts` reads from: a store behind the near cache."""

    def __init__(self, store: Texts, near: NearCache) -> None:
        self._near = near
        self._reader = BatchReader(store.get, most=_TOGETHER)

    async def get(self, addresses: Collection[str]) -> dict[str, str]:
        """Those that are there. Raises StorageUnavailable."""
        found = await asyncio.gather(*map(self._one, addresses))
        return {address: text for address, text in zip(addresses, found, strict=True) if text is not None}

    async def hold(self, address: str, text: str) -> None:
        """Keep a text that was just put: whoever saves reads it again with the next save."""

        async def known() -> str:
            return text

        await self._kept(address, known)

    async def _one(self, address: str) -> str | None:
        async def load() -> str:
            text = await self._reader.one(address)
            if text is None:
                raise _Missing
            return text

        try:
            return await self._kept(address, load)
        except _Missing:
            return None

    async def _kept(self, address: str, load: Callable[[], Awaitable[str]]) -> str:
        return await self._near.get_or_load(
            ("stories/text", address),
            load,
            tags=(f"story:{story_of(address)}",),
            size=lambda text: getsizeof(text) + _OWN,
        )
