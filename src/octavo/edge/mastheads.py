"""The publications that stories stand in, kept near: their names and where they are."""

import asyncio
from collections.abc import Iterable
from typing import Final

import msgspec

from octavo.chassis.batches import BatchReader
from octavo.chassis.cache import NearCache
from octavo.chassis.sharing import Codec
from octavo.edge.parts import FAILURES, Parts, within_reason
from octavo.publications.api import Publication, PublicationId, Publications
from octavo.stories.api import Story

_ENTRY_BYTES: Final = 4_000
_SECONDS: Final = 86_400.0
_UNKNOWN_SECONDS: Final = 10.0
_MOST_AT_ONCE: Final = 200


class Mastheads:
    """Publications by id. An entry stays near until its publication changes."""

    def __init__(self, *, publications: Publications, near: NearCache) -> None:
        self._publications = publications
        self._near = near
        self._asked = BatchReader(self._ask, most=_MOST_AT_ONCE)

    def near(self, publication_id: str) -> Publication | None:
        """A publication, if it can be told at once."""
        entry: _Entry | None = self._near.peek(_key(publication_id)) if publication_id else None
        return entry.publication if entry else None

    async def fetch(self, parts: Parts, stories: Iterable[Story]) -> list[str]:
        """Has the publications of these stories near; the keys of the pages that show their names.

        Where they cannot be told, the stories stand below their authors, whose addresses lead on.
        """
        return await self.fetch_ids(parts, {story.publication_id for story in stories})

    async def fetch_ids(self, parts: Parts, publication_ids: Iterable[str]) -> list[str]:
        """The same by their ids; empty ones are none."""
        wanted = {str(one) for one in publication_ids} - {""}
        missing = sorted(one for one in wanted if self._near.peek(_key(one)) is None)
        if missing:
            try:
                await within_reason(asyncio.gather(*map(self._load, missing)))
            except FAILURES as fault:
                parts.note("publications", fault)
        return [f"publication:{one}" for one in sorted(wanted)]

    async def _load(self, wanted: str) -> "_Entry":
        async def load() -> _Entry:
            return _Entry(publication=await self._asked.one(wanted))

        return await self._near.get_or_load(
            _key(wanted),
            load,
            ttl=lambda entry: _SECONDS if entry.publication else _UNKNOWN_SECONDS,
            tags=(f"publication:{wanted}",),
            size=_ENTRY_BYTES,
            codec=_CODEC,
        )

    async def _ask(self, wanted: list[str]) -> dict[str, Publication]:
        ids = tuple(map(PublicationId, wanted))
        return {one.id: one for one in await self._publications.get_publications(publication_ids=ids)}


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A publication, or that there is none of this id."""

    publication: Publication | None = None


_CODEC: Final = Codec("publication", _Entry)


def _key(publication_id: str) -> tuple[str, str]:
    return ("publication", publication_id)
