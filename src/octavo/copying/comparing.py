"""Compares source and target: by counts and SHA-256 for each table, in ranges of keys, each difference named.

Both are read in the order of keys, which both engines sort alike. Ranges end where the source's chunks end,
and the last one has no end, so that rows which only the target has are found wherever they stand.
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from typing import Final

import msgspec

from octavo.copying.bulk import Chunks
from octavo.copying.canon import digest, form
from octavo.copying.links import Work
from octavo.copying.tables import Key, Table, named, rows_of

Seen = Callable[[str, int], None]
"""Told after each range: the table, how many of its rows are compared."""
_ALL: Final = 1 << 40


class Difference(msgspec.Struct, frozen=True):
    """A row that is not the same: "missing" or "too many" in the target, or "different"."""

    key: Key
    what: str


class Compared(msgspec.Struct, frozen=True):
    """A table on both sides."""

    table: str
    rows: int
    """In the source."""
    digest: str
    """Of the source's ranges, in hex; the target's is the same where nothing differs."""
    differences: tuple[Difference, ...]
    waiting: int
    """Rows that differ because a change of them is noted and not brought yet."""


async def compare(
    source: Work, target: Work, table: Table, noted: Collection[Key] = (), seen: Seen | None = None
) -> Compared:
    """Compare a table whole. Rows whose keys are `noted` may differ, and are counted."""
    known = frozenset(noted)
    found: list[Difference] = []
    whole, waiting, count = hashlib.sha256(), 0, 0
    chunks = Chunks()
    after: Key | None = ()
    while after is not None:
        ours, theirs, after = await _both(source, target, table, after, chunks.rows)
        mark = digest(ours)
        whole.update(mark)
        count += len(ours)
        if digest(theirs) != mark:
            differ = _differences(table, ours, theirs)
            found += [one for one in differ if one.key not in known]
            waiting += sum(one.key in known for one in differ)
        if seen is not None:
            seen(table.name, count)
        chunks.had(ours)
    return Compared(table.name, count, whole.hexdigest(), tuple(found), waiting)


async def compare_keys(source: Work, target: Work, table: Table, keys: Sequence[Key]) -> list[Difference]:
    """Compare the rows of these keys alone, and how many rows there are."""
    both = [[table.values_of(row) for row in await rows_of(work, table, keys)] for work in (source, target)]
    differ = _differences(table, both[0], both[1])
    counts = [await work.one(table.count()) for work in (source, target)]
    if not differ and counts[0] != counts[1]:
        differ.append(Difference((), "different in number"))
    return differ


async def _both(
    source: Work, target: Work, table: Table, after: Key, most: int
) -> tuple[list[Key], list[Key], Key | None]:
    """The next chunk of the source, what the target has in that range, and where it ends."""
    bounds = named("a", after)
    rows = await source.all(table.select(after=bool(after)), **bounds, most=most if table.key else _ALL)
    ours = [table.values_of(row) for row in rows]
    until = table.key_of(rows[-1]) if table.key and len(rows) == most else None
    if until is not None:
        bounds |= named("u", until)
    text = table.select(after=bool(after), until=until is not None, limited=False)
    theirs = [table.values_of(row) for row in await target.all(text, **bounds)]
    if not table.key:
        return sorted(ours, key=form), sorted(theirs, key=form), None
    return ours, theirs, until


def _differences(table: Table, ours: Sequence[Key], theirs: Sequence[Key]) -> list[Difference]:
    if not table.key:
        same = sorted(map(form, ours)) == sorted(map(form, theirs))
        return [] if same else [Difference((), "different")]
    here, there = _by_key(table, ours), _by_key(table, theirs)
    found = [Difference(key, "missing") for key in here if key not in there]
    found += [Difference(key, "too many") for key in there if key not in here]
    changed = [key for key, values in here.items() if key in there and values != there[key]]
    return found + [Difference(key, "different") for key in changed]


def _by_key(table: Table, rows: Sequence[Key]) -> dict[Key, bytes]:
    places = [table.columns.index(name) for name in table.key]
    return {tuple(values[place] for place in places): form(values) for values in rows}
