"""Long texts are moved from the rows into a store, or back, while the site goes on: `octavo copy`.

    copy      each text is written where it lacks, and its row has both from then on: text and address.
              Whoever writes over it writes one of the two, as ever, so what changed lacks again.
    verify    both are read and compared.
    switch    one line in the database (`sql_text_state`) says where texts stand now. Nobody waits.

Each step is right by itself and may be taken twice: a process that is killed leaves rows that have both, and
at most texts in the store that nobody names, which are swept. Readers take the row's own text where there is
one.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Final, NamedTuple

from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault
from octavo.chassis.ids import to_text
from octavo.chassis.sql import Row
from octavo.stories.adapters import sql_text_state
from octavo.stories.adapters.sql_rows import micros
from octavo.stories.adapters.sql_text_keeping import LET_GO, SqlTextKeeping
from octavo.stories.adapters.sql_text_rows import KINDS, TextRows, bound
from octavo.stories.adapters.sql_text_state import INTO, OUT, ROWS, TABLE
from octavo.stories.api import StoryId
from octavo.stories.texts import Texts

_TOGETHER: Final = 20
_LISTED: Final = 500
_FEW: Final = 20
_PASSES: Final = 10

Seen = Callable[[str, int], None]
"""Told what is being done, and with how many texts it was so far."""


class CopyRefused(StorageFault):
    """This cannot be copied so; nothing was changed."""


class Compared(NamedTuple):
    """The texts of one table, which stand in rows and store, or in the store alone."""

    table: str
    texts: int
    bytes: int
    digest: str
    """Of what the rows and the store have both, in hex; the same on both sides where nothing differs."""
    waiting: int
    """Texts that are not copied yet."""
    differences: tuple[str, ...]


class TextCopy:
    """A copy between the rows of a database and a store. place: the store's address, for the line in the
    database."""

    def __init__(self, db: Database, store: Texts, *, place: str, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._store = store
        self._place = place
        self._clock = clock
        self._keeping = SqlTextKeeping(db, store, clock=clock, leaving=True)

    async def begin(self, way: str) -> bool:
        """Begin a copy, or go on with one; False where texts were moved this way before. Raises CopyRefused
        where another is under way, or rows name texts of another store.

        way: INTO the store, or OUT of it.
        """
        state, place = await sql_text_state.read(self._db)
        if state in (INTO, OUT) and (state, place) != (way, self._place):
            where = "into" if state == INTO else "out of"
            text = f"texts are being copied {where} {place}: finish that, or give it up with --abandon"
            raise CopyRefused(text)
        await self._check_place()
        if state == (TABLE if way == INTO else ROWS) and place == self._place:
            return False
        await sql_text_state.write(self._db, way, self._place)
        return True

    async def _check_place(self) -> None:
        """What the rows name, one of each kind, must be here."""
        for kind in KINDS:
            for row in await self._db.all(kind.in_store, last=-1, most=1):
                if not await self._store.get([row["at"]]) and await self._is_named(kind, row):
                    text = f"rows name texts that {self._place} does not have: they stand in another table"
                    raise CopyRefused(text)

    async def _is_named(self, kind: TextRows, row: Row) -> bool:
        rows = await self._db.all(kind.in_store, last=row["id"] - 1, most=1)
        return any((one["id"], one["at"]) == (row["id"], row["at"]) for one in rows)

    async def copy(self, way: str, seen: Seen) -> int:
        """Passes over all rows until one finds next to nothing; how many texts were copied."""
        copied = 0
        for _ in range(_PASSES):
            found = await self._pass(way, seen, copied)
            copied += found
            if found <= _FEW:
                break
        while await self._keeping.delete_due():  # what was erased meanwhile
            pass
        return copied

    async def _pass(self, way: str, seen: Seen, before: int) -> int:
        done = 0
        for kind in KINDS:
            ask, last, more = kind.in_rows if way == INTO else kind.in_store, -1, True
            while more:
                rows = await self._db.all(ask, last=last, most=_TOGETHER)
                more = len(rows) == _TOGETHER  # whoever goes on writing is not run after
                if rows:
                    done += await (self._into(kind, rows) if way == INTO else self._out(kind, rows))
                    last = rows[-1]["id"]
                    seen("copied", before + done)
        return done

    async def _into(self, kind: TextRows, rows: Sequence[Row]) -> int:
        puts = (self._store.put(StoryId(to_text(row["story_id"])), kind.text_of(row)) for row in rows)
        addresses = await asyncio.gather(*puts)

        async def name() -> list[bool]:
            pairs = zip(rows, addresses, strict=True)
            return [bool(await self._db.execute(kind.name, at=at, **bound(kind, row))) for row, at in pairs]

        named = await self._db.run(name)
        await self._store.settle([at for at, was in zip(addresses, named, strict=True) if was])
        # Written over, or erased, since it was read.
        await self._store.delete([at for at, was in zip(addresses, named, strict=True) if not was])
        return sum(named)

    async def _out(self, kind: TextRows, rows: Sequence[Row]) -> int:
        texts = await self._store.get([row["at"] for row in rows])
        lost = [row["at"] for row in rows if row["at"] not in texts and await self._is_named(kind, row)]
        if lost:
            raise CopyRefused(f"{self._place} lacks texts that rows name: {', '.join(lost[:5])}")

        async def fill() -> int:
            there = [row for row in rows if row["at"] in texts]
            return sum(
                [
                    await self._db.execute(
                        kind.fill, id=row["id"], at=row["at"], **kind.values_of(texts[row["at"]])
                    )
                    for row in there
                ]
            )

        return await self._db.run(fill)

    async def compare(self, way: str, seen: Seen) -> list[Compared]:
        """Read both sides of every text and compare them."""
        return [await self._compare(kind, way, seen) for kind in KINDS]

    async def _compare(self, kind: TextRows, way: str, seen: Seen) -> Compared:
        whole, texts, size, last = hashlib.sha256(), 0, 0, -1
        differences: list[str] = []
        while rows := await self._db.all(kind.elsewhere, last=last, most=_TOGETHER):
            theirs = await self._store.get([row["at"] for row in rows])
            for row in rows:
                text = theirs.get(row["at"])
                ours = kind.text_of(row) if kind.has_text(row) else text
                if text is None or text != ours:
                    if await self._still_named(kind, row):
                        what = "missing" if text is None else "different"
                        differences.append(f"stories.{kind.table} {to_text(row['id'])}: {what}")
                    continue
                data = text.encode()
                whole.update(b"%d:%d:" % (row["id"], len(data)) + data)
                texts, size = texts + 1, size + len(data)
            last = rows[-1]["id"]
            seen("compared", texts)
        counted = await self._db.one(kind.counted_in_rows if way == INTO else kind.counted_in_store)
        waiting = counted["number"] if counted else 0
        return Compared(kind.table, texts, size, whole.hexdigest(), waiting, tuple(differences))

    async def _still_named(self, kind: TextRows, row: Row) -> bool:
        """Whether it is so still: it may have been written over between the two reads."""
        rows = await self._db.all(kind.elsewhere, last=row["id"] - 1, most=1)
        return any(
            (one["id"], one["at"]) == (row["id"], row["at"]) and kind.own_values(one) == kind.own_values(row)
            for one in rows
        )

    async def settle_in_table(self) -> None:
        """The switch of a copy INTO the store: no process starts any more that does not know it. Whoever did
        not know it when it was started writes into rows; the site moves that, and empties the rows."""
        await sql_text_state.write(self._db, TABLE, self._place)

    async def settle_in_rows(self, seen: Seen) -> list[Compared]:
        """The switch of a copy OUT of the store, and the way back from one INTO it: from the first moment on
        nobody puts a text there. What had been put is brought, all is compared, rows name no address any
        more, and the store is emptied.

        What comparing came to; where something differs, or is lost (CopyRefused), nothing is let go of, and
        writers may put texts there again.
        """
        before = await sql_text_state.read(self._db)
        await sql_text_state.write(self._db, ROWS, self._place)
        found: list[Compared] = []
        try:
            while await self._pass(OUT, seen, 0):
                pass
            found = await self.compare(OUT, seen)
        except CopyRefused:
            await sql_text_state.write(self._db, before.state, before.place)
            raise
        if any(one.differences for one in found):
            await sql_text_state.write(self._db, before.state, before.place)
            return found
        for kind in KINDS:
            while rows := await self._db.all(kind.in_both, last=-1, most=_LISTED):
                await self._db.run(partial(self._unname, kind, rows))
        await self._clear(seen)
        return found

    async def _unname(self, kind: TextRows, rows: Sequence[Row]) -> None:
        for row in rows:
            if await self._db.execute(kind.unname, id=row["id"], at=row["at"]):
                await self._db.execute(LET_GO, address=row["at"], now=micros(self._clock()))

    async def _clear(self, seen: Seen) -> None:
        """Delete from the store whatever no row names: what was let go of, and what killed processes left.

        A writer that began before the switch may still be about to name its text: what nobody names is let
        go of first, in a transaction, so that of the two one finds the other.
        """
        await self._keeping.all_due()
        after, deleted = "", 0
        while True:
            addresses, after = await self._store.listed(after, limit=_LISTED)
            if addresses:
                await self._db.run(partial(self._keeping.let_go_of_unnamed, addresses))
            while found := await self._keeping.delete_due():
                deleted += found
                seen("deleted", deleted)
            if not after:
                break
        # Nobody may name any text now, so nobody needs to know which were deleted.
        await self._db.execute("DELETE FROM texts_let_go WHERE deleted_at IS NOT NULL")

    async def give_up(self, seen: Seen) -> bool:
        """Give a copy up that is not finished: texts stand where they stood. False where there is none."""
        state, place = await sql_text_state.read(self._db)
        if state not in (INTO, OUT):
            return False
        if place != self._place:
            raise CopyRefused(f"texts are being copied into or out of {place}, not {self._place}")
        if state == OUT:
            await sql_text_state.write(self._db, TABLE, place)  # the site empties the rows again
            return True
        found = await self.settle_in_rows(seen)
        lines = [line for one in found for line in one.differences]
        if lines:
            raise CopyRefused("\n".join(["rows and table differ, so nothing was given up:", *lines]))
        return True
