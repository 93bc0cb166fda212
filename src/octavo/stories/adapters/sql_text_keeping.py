"""What goes on beside requests where texts stand in a store: what nobody names goes, what is in rows moves.

Deleting is sure: a line of `texts_let_go` stays until the store has done it. Sweeping is safe: before a text
that nobody came to name is deleted, its line says that nobody may name it any more, and a writer looks there
in the transaction that names (`SqlTexts.named`); of the two, serialisable transactions let one be first.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog

from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault
from octavo.chassis.ids import to_text
from octavo.chassis.sql import Row
from octavo.stories.adapters.sql_rows import micros
from octavo.stories.adapters.sql_text_rows import KINDS, TextRows, bound
from octavo.stories.adapters.sql_text_state import INTO, OUT, ROWS, state_of
from octavo.stories.api import StoryId
from octavo.stories.texts import Texts

UNNAMED_FOR: Final = timedelta(hours=1)
"""How long a text waits for the transaction that names it, before it is taken to be nobody's."""
REMEMBERED: Final = timedelta(days=30)
"""How long a line stays after the store has deleted the text."""
_TOGETHER: Final = 100
_MOVED_TOGETHER: Final = 20

_NAMED: Final = """
SELECT body_at AS address FROM revisions WHERE body_at IN :addresses
UNION SELECT html_at FROM published WHERE html_at IN :addresses
"""
_ANY: Final = """
SELECT 1 AS one
WHERE EXISTS (SELECT 1 FROM revisions WHERE body_at IS NOT NULL AND body = '')
    OR EXISTS (SELECT 1 FROM published WHERE html_at IS NOT NULL AND html = '' AND teaser = '')
    OR EXISTS (SELECT 1 FROM texts_copy WHERE state = 'TABLE')
    OR EXISTS (SELECT 1 FROM texts_let_go WHERE deleted_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM texts_copy WHERE state = 'INTO')
"""
_LOOKS: Final = 3
_NEXT_TURN: Final = """
INSERT INTO texts_turn (one, present, next) VALUES (1, :before, :after)
ON CONFLICT (one) DO UPDATE SET present = excluded.present, next = excluded.next
"""
LET_GO: Final = """
INSERT INTO texts_let_go (address, due) VALUES (:address, :now) ON CONFLICT (address) DO NOTHING
"""
_ALL_DUE: Final = "UPDATE texts_let_go SET due = :now WHERE deleted_at IS NULL AND due > :now"
_FORKED: Final = (
    "the table of texts has gone on with another database than this. A copy of a site needs a copy of its"
    " table; where this is the site itself, put back from a backup, delete the table's item part=octavo"
    " place=turn and start again"
)

_log = structlog.get_logger(__name__)


class TextsForked(StorageFault):
    """The store has gone on with another database: this one is a copy of it, or was put back."""


async def any_elsewhere(db: Database) -> bool:
    """Whether rows name texts in a store, or texts there are still to be deleted."""
    return await db.one(_ANY) is not None


async def require_turn(db: Database, store: Texts) -> None:
    """That store and database go together. Raises TextsForked where the store has a history that the database
    does not know: what a copy of a site deletes would be deleted from the site itself."""
    if await _known_turn(db, store) is None:
        raise TextsForked(_FORKED)


async def _known_turn(db: Database, store: Texts) -> str | None:
    """What stands in the store, where this database knows it; empty: nothing stands there."""
    for _ in range(_LOOKS):  # whoever keeps the store may write both between the two reads
        present = await store.turn()
        row = await db.one("SELECT present, next FROM texts_turn")
        if not present or (row and present in (row["present"], row["next"])):
            return present
    return None


class SqlTextKeeping:
    """The rows' side of keeping the store. leaving: texts move into rows, and the store is left empty."""

    def __init__(
        self, db: Database, store: Texts, *, clock: Callable[[], datetime], leaving: bool = False
    ) -> None:
        self._db = db
        self._store = store
        self._clock = clock
        self._leaving = leaving
        self._state = ""
        self._moved = dict.fromkeys(KINDS, -1)

    async def take_turn(self) -> None:
        """Before what follows, and again each minute: see that store and database still go together, and have
        both remember it. Raises TextsForked."""
        before = await _known_turn(self._db, self._store)
        if before is None:
            raise TextsForked(_FORKED)
        after = secrets.token_hex(8)
        await self._db.execute(_NEXT_TURN, before=before, after=after)
        if not await self._store.next_turn(before, after):
            raise TextsForked(_FORKED)
        await self._db.execute("UPDATE texts_turn SET present = :after WHERE next = :after", after=after)

    async def keep(self) -> int:
        """One round of all that follows; how much was done. While texts are being copied none is moved."""
        state = await state_of(self._db)
        if state != self._state:  # what was moved may have come back since
            self._state, self._moved = state, dict.fromkeys(KINDS, -1)
        done = await self.delete_due() + await self.settle()
        if self.leaving:
            done += await self.move_out()
        elif state not in (INTO, OUT):
            done += await self.move_in()
        if not done:
            await self.forget()
        return done

    @property
    def leaving(self) -> bool:
        """Whether texts move into the rows, as it was set or since the last `octavo copy`."""
        return self._leaving or self._state == ROWS

    async def delete_due(self) -> int:
        """Delete from the store what was let go of and is due, at most 100; how many it was."""
        rows = await self._db.all(
            "SELECT address FROM texts_let_go WHERE deleted_at IS NULL AND due <= :now"
            " ORDER BY due LIMIT :most",
            now=micros(self._clock()),
            most=_TOGETHER,
        )
        addresses = [row["address"] for row in rows]
        if addresses:
            await self._store.delete(addresses)
            await self._db.execute(
                "UPDATE texts_let_go SET deleted_at = :now WHERE address IN :addresses",
                now=micros(self._clock()),
                addresses=addresses,
            )
        return len(addresses)

    async def settle(self) -> int:
        """Look at texts that were put more than an hour ago, at most a hundred: who is named is settled, who
        is not is let go of. How many it was."""
        addresses = await self._store.unsettled(self._clock() - UNNAMED_FOR, limit=_TOGETHER)
        if addresses:
            await self._db.run(lambda: self.let_go_of_unnamed(addresses))
            await self._store.settle(addresses)
        return len(addresses)

    async def let_go_of_unnamed(self, addresses: Sequence[str]) -> None:
        """Inside a transaction: those of these that no row names may be named no more."""
        rows = await self._db.all(_NAMED, addresses=list(addresses))
        for address in sorted(set(addresses) - {row["address"] for row in rows}):
            await self._db.execute(
                LET_GO,
                address=address,
                now=micros(self._clock()),
            )

    async def forget(self) -> None:
        """Lines of texts that were deleted long ago."""
        await self._db.execute(
            "DELETE FROM texts_let_go WHERE deleted_at < :long_ago",
            long_ago=micros(self._clock() - REMEMBERED),
        )

    async def move_in(self) -> int:
        """Put into the store what stands in rows, twenty of each kind at most, and empty rows whose text was
        copied there; how many. Once through all rows: what is written meanwhile goes there by itself."""
        return sum([await self._move(kind) for kind in KINDS])

    async def _move(self, kind: TextRows) -> int:
        rows = await self._db.all(kind.with_text, last=self._moved[kind], most=_MOVED_TOGETHER)
        copied = await self._store.get([row["at"] for row in rows if row["at"] is not None])
        for row in rows:
            if row["at"] is not None and copied.get(row["at"]) == kind.text_of(row):
                await self._db.execute(kind.empty, id=row["id"], at=row["at"])
            else:
                await self._move_one(kind, row)
            self._moved[kind] = row["id"]
        return len(rows)

    async def _move_one(self, kind: TextRows, row: Row) -> None:
        if row["at"] is not None:
            _log.error("text_lost", addresses=[row["at"]])
            await self._db.execute(kind.unname, id=row["id"], at=row["at"])
        at = await self._store.put(StoryId(to_text(row["story_id"])), kind.text_of(row))
        await self._db.execute(kind.move, at=at, **bound(kind, row))

    async def move_out(self) -> int:
        """Take into rows what stands in the store, twenty of each kind at most, and let go of it there at
        once; how many."""
        done = 0
        for kind in KINDS:
            rows = await self._db.all(kind.by_address, most=_MOVED_TOGETHER)
            texts = await self._store.get([row["at"] for row in rows])
            for row in rows:
                if row["at"] in texts:
                    await self._db.run(partial(self._take, kind, row, texts[row["at"]]))
                    done += 1
        await self.all_due()
        return done

    async def all_due(self) -> None:
        """What was let go of need not wait any longer."""
        await self._db.execute(_ALL_DUE, now=micros(self._clock()))

    async def _take(self, kind: TextRows, row: Row, text: str) -> None:
        if await self._db.execute(kind.take, id=row["id"], at=row["at"], **kind.values_of(text)):
            await self._db.execute(LET_GO, address=row["at"], now=micros(self._clock()))
