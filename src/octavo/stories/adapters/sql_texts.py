"""Between rows and the long texts that they name: in the row itself, or in a store beside the database.

A text goes to the store first and is named by a row in the transaction after it. What a transaction names no
more it lets go of, in `texts_let_go`, and `SqlTextKeeping` deletes it from the store later. Rows whose text
stands in them are read as they are, so a site may begin with a store at any time.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, Protocol

import structlog

from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault, StorageUnavailable
from octavo.stories.adapters.sql_rows import micros
from octavo.stories.adapters.sql_text_rows import BODIES, KINDS, PAGES, TextRows, packed_page
from octavo.stories.adapters.sql_text_state import ROWS, state_of
from octavo.stories.api import StoryId
from octavo.stories.rendering import Rendered
from octavo.stories.texts import Texts, whole

_ATTEMPTS: Final = 4
_LET_GO: Final = """
INSERT INTO texts_let_go (address, due) VALUES (:address, :due) ON CONFLICT (address) DO UPDATE
SET due = excluded.due, deleted_at = NULL
"""
_NOT_TO_BE_NAMED: Final = """
SELECT 1 AS one
WHERE EXISTS (SELECT 1 FROM texts_let_go WHERE address = :address)
    OR EXISTS (SELECT 1 FROM texts_copy WHERE state = 'ROWS')
"""
_IN_A_STORE: Final = "SELECT 1 AS one FROM texts_copy WHERE state <> 'ROWS'"

_log = structlog.get_logger(__name__)

Line = Mapping[str, Any]
"""A row, perhaps with its text put into it."""


class Laid(NamedTuple):
    """A text as a row takes it: itself, or the address at which it stands; one of the two is empty."""

    text: str
    at: str | None = None


class LaidPage(NamedTuple):
    """The same of what is rendered."""

    html: str
    teaser: str
    at: str | None = None


class Near(Protocol):
    """Copies of texts before the store."""

    async def get(self, addresses: Collection[str]) -> dict[str, str]:
        """Those that are there, of the store where they are not here."""
        ...

    async def hold(self, address: str, text: str) -> None:
        """Keep what was just put."""
        ...


class TextLost(StorageFault):
    """A row names a text that the store does not have."""


class SqlTexts:
    """Texts of rows. store: None where they stand in the rows. near: copies before the store.

    kept: how long a text that was written over stays in the store, so that an older state of the database,
    put back from a backup, still finds it. leaving: what is written stands in its row again.
    """

    def __init__(
        self,
        db: Database,
        store: Texts | None = None,
        near: Near | None = None,
        *,
        clock: Callable[[], datetime],
        kept: timedelta = timedelta(hours=24),
        leaving: bool = False,
    ) -> None:
        self._db = db
        self._store = store
        self._near = near
        self._clock = clock
        self._kept = kept
        self._leaving = leaving

    async def lay(self, story_id: StoryId, body: str) -> Laid:
        """Before the transaction that names it: a body, durable when it returns."""
        if self._store is None or await self._in_rows():
            return Laid(body)
        return Laid("", await self._put(self._store, story_id, body))

    async def lay_page(self, story_id: StoryId, rendered: Rendered) -> LaidPage:
        """The same of what was rendered."""
        if self._store is None or await self._in_rows():
            return LaidPage(rendered.html, rendered.teaser)
        both = packed_page(rendered.html, rendered.teaser)
        return LaidPage("", "", await self._put(self._store, story_id, both))

    async def _in_rows(self) -> bool:
        """Whether what is written stands in its row: as it was set, or since `octavo copy` has moved it."""
        return self._leaving or await state_of(self._db) == ROWS

    async def _put(self, store: Texts, story_id: StoryId, text: str) -> str:
        address = await store.put(story_id, text)
        if self._near is not None:
            await self._near.hold(address, text)
        return address

    async def named(self, laid: Laid | LaidPage, before: str | None) -> None:
        """Inside the transaction that names a text, where another stood at `before`. Raises
        StorageUnavailable where it was put so long ago that it was swept away as nobody's, or where texts
        were moved into the rows since."""
        if laid.at is not None and await self._db.one(_NOT_TO_BE_NAMED, address=laid.at):
            raise StorageUnavailable(f"{self._db.name}: a text waited too long to be named")
        if before is not None and before != laid.at:
            await self.let_go([before])

    async def let_go(self, addresses: Sequence[str]) -> None:
        """Inside a transaction: these are named no more."""
        due = micros(self._clock() + self._kept)
        for address in addresses:
            await self._db.execute(_LET_GO, address=address, due=due)

    async def let_go_all(self, story_id: StoryId) -> None:
        """Inside the transaction that erases a story: all that it ever had, without delay."""
        if self._store is not None or await self._db.one(_IN_A_STORE):
            await self._db.execute(_LET_GO, address=whole(story_id), due=micros(self._clock()))

    async def delete_all(self, story_id: StoryId) -> None:
        """After that transaction; where the store is away its keeping does it later."""
        if self._store is None or self._db.in_transaction:
            return
        try:
            await self._store.delete([whole(story_id)])
        except StorageUnavailable as error:
            _log.warning("erased_texts_wait", story_id=story_id, why=str(error))
            return
        await self._db.execute(
            "UPDATE texts_let_go SET deleted_at = :now WHERE address = :address",
            now=micros(self._clock()),
            address=whole(story_id),
        )

    async def bodies(self, ask: Callable[[], Awaitable[Sequence[Line]]]) -> Sequence[Line]:
        """The rows of a question with `body` as it was written. Raises TextLost."""
        return await self._whole(ask, BODIES)

    async def pages(self, ask: Callable[[], Awaitable[Sequence[Line]]]) -> Sequence[Line]:
        """The same of `html` and `teaser`."""
        return await self._whole(ask, PAGES)

    async def in_full(self, table: str, row: Line) -> Line:
        """A row of a table with its text in it, for an export; as it is where its text is gone by now."""
        kind = _TABLES.get(table)
        if kind is None or row[kind.at] is None or kind.has_text(row):
            return row
        text = (await self._read([row[kind.at]])).get(row[kind.at])
        return row if text is None else {**row, **kind.values_of(text)}

    async def _whole(self, ask: Callable[[], Awaitable[Sequence[Line]]], kind: TextRows) -> Sequence[Line]:
        before: set[str] = set()
        for _ in range(_ATTEMPTS):
            rows = await ask()
            named = {row[kind.at] for row in rows if _stands_elsewhere(kind, row)}
            if not named:
                return rows
            texts = await self._read(named)
            gone = named - texts.keys()
            if not gone:
                return [
                    {**row, **kind.values_of(texts[row[kind.at]])} if _stands_elsewhere(kind, row) else row
                    for row in rows
                ]
            if gone <= before:  # named still, and still not there: not written over between the two reads
                break
            before = gone
        _log.error("text_lost", addresses=sorted(before)[:5])
        raise TextLost(f"{self._db.name}: the store of texts lacks {len(before)} that are named")

    async def _read(self, addresses: Collection[str]) -> dict[str, str]:
        if self._store is None:
            raise StorageUnavailable(f"{self._db.name}: texts stand in a store that is not set")
        return await (self._near or self._store).get(addresses)


def _stands_elsewhere(kind: TextRows, row: Line) -> bool:
    """Whether a row's text is to be read from the store; not where it has both, while it is being copied."""
    return row[kind.at] is not None and not kind.has_text(row)


_TABLES: Final = {kind.table: kind for kind in KINDS}
