"""The bulk of a table, in chunks by primary key, while its site goes on writing.

Each chunk is read in a moment of its own, and commits in the target together with the key at which it ended,
so that a copy that died goes on there. What changes behind a chunk is noted, and brought by the rounds.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from octavo.chassis.engine import ConstraintBroken, Duplicate, StorageFault
from octavo.chassis.sql import Row
from octavo.copying import marks
from octavo.copying.canon import form
from octavo.copying.links import Work, looking, writing
from octavo.copying.marks import Progress
from octavo.copying.pairs import Pair
from octavo.copying.tables import Key, Table, named
from octavo.trouble import Exit, Trouble

Copied = Callable[[str, str, int], None]
"""Told after each chunk: service, table, how many rows of it are copied."""

MOST_ROWS: Final = 2000
_MOST_BYTES: Final = 4 * 1024 * 1024
_WITHOUT_KEY: Final = 1000


class Chunks:
    """How many rows to take at once: as many as a few megabytes hold."""

    def __init__(self) -> None:
        self.rows = 200

    def had(self, rows: Sequence[Key]) -> None:
        """Learn from a chunk."""
        size = sum(map(_size, rows))
        if size > _MOST_BYTES:
            self.rows = max(1, self.rows // 2)
        elif size < _MOST_BYTES // 4:
            self.rows = min(MOST_ROWS, self.rows * 2)


def _size(values: Key) -> int:
    return sum(len(value) if isinstance(value, str | bytes) else 8 for value in values)


async def copy(pair: Pair, copied: Copied) -> None:
    """Copy all tables of a service as far as they are not copied yet."""
    async with looking(pair.target) as work:
        known = await marks.progress(work)
    for table in pair.tables:
        progress = known.get(table.name)
        if progress is None:
            progress = await _empty(pair, table)
        chunks = Chunks()
        while not progress.done:
            progress = await _chunk(pair, table, progress, chunks)
            copied(pair.service, table.name, progress.copied)


async def _empty(pair: Pair, table: Table) -> Progress:
    """What migrations put into the target's table is the source's to say."""
    progress = Progress((), 0, done=False)
    async with writing(pair.target) as work:
        await marks.still_ours(work, pair.term)
        await work.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 - our own names
        await marks.note_progress(work, table, progress)
    return progress


async def _chunk(pair: Pair, table: Table, before: Progress, chunks: Chunks) -> Progress:
    rows = await _read(pair, table, before.after, chunks.rows)
    values = [table.values_of(row) for row in rows]
    done = not table.key or len(rows) < chunks.rows
    after = table.key_of(rows[-1]) if rows else before.after
    progress = Progress(after, before.copied + len(rows), done)
    chunks.had(values)
    async with writing(pair.target) as work:
        await marks.still_ours(work, pair.term)
        # What clashes is not as it is in the source any more: it was changed since, and so it is noted.
        await put(work, pair.service, table, values, clashes=[])
        await marks.note_progress(work, table, progress)
    return progress


async def _read(pair: Pair, table: Table, after: Key, most: int) -> list[Row]:
    values: dict[str, Any] = named("a", after)
    if not table.key:
        most = _WITHOUT_KEY + 1
    try:
        async with looking(pair.source) as work:
            rows = await work.all(table.select(after=bool(after)), **values, most=most)
    except UnicodeDecodeError as error:
        text = f"{pair.service}: {table.name} holds text that is not UTF-8, behind {list(after)}: {error}"
        raise Trouble(text, Exit.BAD_DATA) from error
    if not table.key and len(rows) > _WITHOUT_KEY:
        text = f"{pair.service}: {table.name} has no primary key and more than {_WITHOUT_KEY} rows"
        raise Trouble(text, Exit.BAD_DATA)
    return rows


async def put(work: Work, service: str, table: Table, rows: Sequence[Key], clashes: list[Key] | None) -> None:
    """Insert rows whose keys are not there.

    clashes: where given, takes the rows that a unique index refuses, which are then left out; otherwise that
    is a Duplicate. Trouble for a value that the target cannot hold, by table and key.
    """
    try:
        async with work.attempt():
            await work.many(table.insert, rows)
    except Exception as error:
        if isinstance(error, StorageFault) and not isinstance(error, Duplicate | ConstraintBroken):
            raise
        if isinstance(error, Duplicate) and clashes is None:
            raise
        await _one_by_one(work, service, table, rows, clashes)


async def _one_by_one(
    work: Work, service: str, table: Table, rows: Sequence[Key], clashes: list[Key] | None
) -> None:
    for values in rows:
        try:
            async with work.attempt():
                await work.many(table.insert, [values])
        except Duplicate:
            if clashes is None:
                raise
            clashes.append(values)
        except Exception as error:
            if isinstance(error, StorageFault) and not isinstance(error, ConstraintBroken):
                raise
            key = dict(zip(table.columns, values, strict=True))
            where = {name: key[name] for name in table.key}
            text = f"{service}: the target refuses the row {where} of {table.name}: {error}"
            raise Trouble(text, Exit.BAD_DATA) from error


def sorted_rows(rows: Sequence[Key]) -> list[Key]:
    """Rows of a table without a key, in an order that both engines share."""
    return sorted(rows, key=form)
