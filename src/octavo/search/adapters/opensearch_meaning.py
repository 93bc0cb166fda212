"""What the stories are about, kept in OpenSearch, for who asks.

The vectors of the first hits are fetched with each question, and the hits are put in order here, as those of
the folder are: OpenSearch has no part in it but to keep them.
"""

import asyncio
from base64 import b64decode
from collections.abc import Sequence
from typing import Any, Final

import msgspec
import structlog

from octavo.chassis.ids import to_text
from octavo.search.adapters.meaning import WINDOW, Hit
from octavo.search.adapters.opensearch_forms import SEAL, story_id
from octavo.search.adapters.opensearch_link import Answer, OpenSearchLink, RefusedError, entry_path
from octavo.search.ports import Wish

_log = structlog.get_logger(__name__)
_FEW: Final = 3
"""Of fewer words none is looked at: see ordering.LEAST_WORDS."""


class Aim(msgspec.Struct, frozen=True, kw_only=True):
    """Where a question points, in one space."""

    link: OpenSearchLink
    index: str
    space: Any
    at: Any

    @property
    def epoch(self) -> int:
        """By which space; never 0."""
        return int(self.space.epoch)

    async def ordered(self, hits: Sequence[Hit]) -> list[Hit] | None:
        """Fits meaning.Meaning, with the vectors of the first hits alone."""
        from octavo.search.adapters.ordering import Meaning
        from octavo.search.adapters.vectors import Rows

        first = hits[:WINDOW]
        if not first:
            return None
        body = msgspec.json.encode({"ids": [story_id(to_text(hit.story)) for hit in first]})
        try:
            answer = await self.link.ask("POST", f"/{self.index}/_mget?_source_includes=row", body)
            found = {
                hit.story: b64decode(entry["_source"]["row"])
                for hit, entry in zip(first, answer["docs"], strict=True)
                if entry.get("found")
            }
            points = Rows(found, self.space.dimensions)
        except RefusedError:  # it was learned anew, or the index is another: words alone decide this time
            return None
        except (ValueError, KeyError) as error:
            _log.warning("what the stories are about is damaged", reason=str(error))
            return None
        return Meaning(space=self.space, points=points).ordered(self.at, hits)


class Understanding:
    """Holds the space in memory that was asked for last."""

    def __init__(self, link: OpenSearchLink) -> None:
        self._link = link
        self._index = ""
        self._space: Any = None

    async def aim(self, index: str, wish: Wish, languages: Sequence[str]) -> Aim | None:
        """Where the question points in the space of these vectors; None: words alone decide.

        index: of the vectors; empty where nothing was learned.
        """
        if not index or wish.relaxed or wish.space == 0 or len(wish.question.words) < _FEW:
            return None
        space = self._space
        if index != self._index:
            space = await self._fetched(index)
            self._space, self._index = space, index
        from octavo.search.adapters.ordering import aimed  # numpy takes 20 MB, which small sites need not

        at = None if space is None else aimed(space, wish, languages)
        return None if at is None else Aim(link=self._link, index=index, space=space, at=at)

    async def _fetched(self, index: str) -> Any:
        try:
            answer = await self._link.ask("GET", seal_path(index))
            return (await asyncio.to_thread(read_shelf, answer))[1]
        except (ValueError, KeyError) as error:
            _log.warning("what the stories are about is damaged", reason=str(error))
            return None


def seal_path(index: str) -> str:
    """Where the space is read that vectors belong to."""
    return entry_path(index, SEAL)


def read_shelf(answer: Answer) -> tuple[Any, Any]:
    """What was stored with vectors, and their space. ValueError, KeyError: it is damaged."""
    from octavo.search.adapters.vectors import read_space, read_stored

    stored = read_stored(b64decode(answer["_source"]["space"]))
    return stored, read_space(stored)
