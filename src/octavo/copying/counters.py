"""The numbers that a database gives out by itself: they go on in the target where they were in the source.

Events and purges are numbered so, and whoever follows them (a consumer's position, a near cache, Redis)
would believe that it had seen what is new if a number were given twice.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from octavo.chassis.sql import Dialect
from octavo.copying.links import Work

_SEQUENCES: Final = """
SELECT c.relname AS place, CAST(CAST(d.objid AS regclass) AS TEXT) AS name
FROM pg_class c JOIN pg_depend d ON d.refobjid = c.oid AND d.deptype = 'i'
JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
WHERE c.relnamespace = CAST(CAST(current_schema() AS TEXT) AS regnamespace)
"""
_SHARDS: Final = """
SELECT name, owner, term, expires_at FROM octavo_leases WHERE name LIKE 'shard/%' AND expires_at > :now
"""
_LEASE: Final = "INSERT INTO octavo_leases (name, owner, term, expires_at) VALUES (:a, :b, :c, :d)"


async def read(work: Work) -> dict[str, int]:
    """The last number that each table's own counter gave out; only those that gave one."""
    if work.dialect is Dialect.SQLITE:
        rows = await work.all("SELECT name, seq FROM sqlite_sequence WHERE seq > 0")
        return {row["name"]: row["seq"] for row in rows if row["name"] != "octavo_copy_changes"}
    found = {}
    for sequence in await _sequences(work):
        row = await work.one(f"SELECT last_value AS seq, is_called AS used FROM {sequence[1]}")  # noqa: S608 - the server's name
        if row is not None and row["used"]:
            found[sequence[0]] = int(row["seq"])
    return found


async def go_on(work: Work, counters: Mapping[str, int]) -> None:
    """Have the next number of each counter be the one after these."""
    if work.dialect is Dialect.SQLITE:
        for name, number in counters.items():
            await work.execute("DELETE FROM sqlite_sequence WHERE name = :name", name=name)
            await work.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)", name=name, number=number
            )
        return
    for place, sequence in await _sequences(work):
        if place in counters:
            await work.all(
                "SELECT setval(CAST(:name AS regclass), :number)",
                name=sequence,
                number=counters[place],
            )


async def _sequences(work: Work) -> list[tuple[str, str]]:
    rows = await work.all(_SEQUENCES)
    return [(row["place"], row["name"]) for row in rows if row["place"] != "octavo_copy_changes"]


async def keep_shards(source: Work, target: Work) -> None:
    """Shards of ids that a process of the old place still holds are taken in the new one until they run out,
    so that nobody makes ids beside it under the same number. No other lease moves: its holder works there."""
    now = int(datetime.now(UTC).timestamp() * 1_000_000)
    held = await source.all(_SHARDS, now=now)
    await target.execute("DELETE FROM octavo_leases")
    await target.many(_LEASE, [(row["name"], row["owner"], row["term"], row["expires_at"]) for row in held])
