"""The tables of a service as a database has them, and the statements that copy them.

Names come from our own migrations, and stand in quotes; values are always bound.
"""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from octavo.chassis.sql import Dialect, Row
from octavo.copying.canon import Value
from octavo.copying.links import Work
from octavo.trouble import Exit, Trouble

Key = tuple[Value, ...]

LEFT: Final = frozenset(
    {
        "octavo_migrations",  # the target has its own, which are compared
        "octavo_leases",  # held by living processes; see switching
        "octavo_claims",  # who is giving a consumer its events just now: nobody, in the new place
        "octavo_copy",
        "octavo_copy_progress",
        "octavo_copy_changes",
    }
)
"""Tables that are not copied."""
AT_ONCE: Final = 100  # keys that one statement asks for

_KINDS: Final = {
    "INTEGER": "integer",
    "BIGINT": "integer",
    "SMALLINT": "integer",
    "REAL": "double",
    "DOUBLE PRECISION": "double",
    "TEXT": "text",
    "BLOB": "bytes",
    "BYTEA": "bytes",
}
_COLUMNS: Final = {
    Dialect.SQLITE: """
SELECT m.name AS place, c.name, UPPER(c.type) AS kind, c.pk AS rank
FROM sqlite_schema m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid
""",
    Dialect.POSTGRESQL: """
SELECT c.relname AS place, a.attname AS name, UPPER(format_type(a.atttypid, NULL)) AS kind,
    COALESCE(array_position(string_to_array(CAST(i.indkey AS TEXT), ' '), CAST(a.attnum AS TEXT)), 0) AS rank
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relnamespace = CAST(CAST(current_schema() AS TEXT) AS regnamespace) AND c.relkind = 'r'
ORDER BY c.relname, a.attnum
""",
}


class Table(msgspec.Struct, frozen=True):
    """A table: its columns, of which kinds they are, and which of them are its primary key (none: a table of
    a few rows, which is copied whole)."""

    name: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    key: tuple[str, ...]

    def key_of(self, row: Row) -> Key:
        """What names a row."""
        return tuple([row[name] for name in self.key])

    def values_of(self, row: Row) -> Key:
        """All of a row, in the order of `columns`."""
        return tuple([row[name] for name in self.columns])

    @property
    def _listed(self) -> str:
        return ", ".join(f'"{name}"' for name in self.columns)

    @property
    def _keyed(self) -> str:
        return ", ".join(f'"{name}"' for name in self.key)

    @property
    def insert(self) -> str:
        """Puts one row in; its values stand in the order of `columns`."""
        values = ", ".join(f":v{place}" for place in range(len(self.columns)))
        return f'INSERT INTO "{self.name}" ({self._listed}) VALUES ({values})'  # noqa: S608 - our own names

    @property
    def delete(self) -> str:
        """Takes one row out, by its key; every row where the table has none."""
        return f'DELETE FROM "{self.name}"' + (f" WHERE {self._is(0)}" if self.key else "")  # noqa: S608 - as above

    def _is(self, number: int) -> str:
        return " AND ".join(f'"{name}" = :k{number}_{place}' for place, name in enumerate(self.key))

    def select(self, *, after: bool, until: bool = False, limited: bool = True) -> str:
        """Rows in the order of the key: behind `:a0 …`, up to and with `:u0 …`, `:most` of them."""
        tests = []
        if after:
            tests.append(f"({self._keyed}) > ({_places('a', self.key)})")
        if until:
            tests.append(f"({self._keyed}) <= ({_places('u', self.key)})")
        where = f" WHERE {' AND '.join(tests)}" if tests else ""
        order = f" ORDER BY {self._keyed}" if self.key else ""
        limit = " LIMIT :most" if limited else ""
        return f'SELECT {self._listed} FROM "{self.name}"{where}{order}{limit}'  # noqa: S608 - our own names

    def select_keys(self) -> str:
        """The rows of `AT_ONCE` keys."""
        tests = " OR ".join(f"({self._is(number)})" for number in range(AT_ONCE))
        return f'SELECT {self._listed} FROM "{self.name}" WHERE {tests}'  # noqa: S608 - our own names

    def count(self) -> str:
        """How many rows there are."""
        return f'SELECT COUNT(*) AS number FROM "{self.name}"'  # noqa: S608 - our own names


def _places(letter: str, names: Sequence[str]) -> str:
    return ", ".join(f":{letter}{place}" for place in range(len(names)))


def named(letter: str, key: Key) -> dict[str, Any]:
    """A key as `Table.select` names its values."""
    return {f"{letter}{place}": value for place, value in enumerate(key)}


async def rows_of(work: Work, table: Table, keys: Sequence[Key]) -> list[Row]:
    """The rows of these keys, those that there are; all rows of a table that has no key."""
    if not table.key:
        return await work.all(table.select(after=False, limited=False))
    found = []
    for start in range(0, len(keys), AT_ONCE):
        some = [*keys[start : start + AT_ONCE]]
        some += some[-1:] * (AT_ONCE - len(some))  # always as many, so that it is one text
        values = {
            f"k{number}_{place}": value for number, key in enumerate(some) for place, value in enumerate(key)
        }
        found += await work.all(table.select_keys(), **values)
    return found


async def read(work: Work, service: str) -> tuple[Table, ...]:
    """The tables that a copy has to do with. Trouble for a column of a type that is none of the portable
    ones, and for a key that the notes could not name."""
    columns: dict[str, list[Row]] = {}
    for row in await work.all(_COLUMNS[work.dialect]):
        if row["place"] not in LEFT:
            columns.setdefault(row["place"], []).append(row)
    return tuple(_table(service, name, rows) for name, rows in sorted(columns.items()))


def _table(service: str, name: str, rows: list[Row]) -> Table:
    for row in rows:
        kind = _KINDS.get(row["kind"])
        if kind is None or (row["rank"] and kind in ("bytes", "double")):
            text = f"{service}: {name}.{row['name']} is {row['kind']}, which cannot be copied"
            raise Trouble(text, Exit.BAD_DATA)
    key = sorted((row["rank"], row["name"]) for row in rows if row["rank"])
    return Table(
        name,
        columns=tuple(row["name"] for row in rows),
        kinds=tuple(_KINDS[row["kind"]] for row in rows),
        key=tuple(column for _, column in key),
    )
