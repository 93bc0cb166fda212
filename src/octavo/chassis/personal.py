"""What a service keeps about people: found, exported and erased by the marks of its contract.

A service says once, as `HOLDINGS` in its `personal.py`, which column of which table holds which marked
field; the rest is done here. For one person:

- export: every row about them, as JSON, without what proves who somebody is;
- erasure: a row goes where all its marks for that person say DELETE. Where one says BLANK or KEEP others
  need the row: then what is marked DELETE or BLANK is emptied, and what is marked KEEP stays.

A row may name several people (who wrote it, who deleted it): each mark's `subject` says whose it is.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, get_type_hints

import msgspec

from octavo.chassis.contract import Category, Erasure, Personal, personal_fields
from octavo.chassis.database import Database
from octavo.chassis.events import moment
from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text, to_text
from octavo.chassis.purges import Purges
from octavo.chassis.sql import Dialect, Row

__all__ = ["Fill", "Holdings", "Step", "Table", "erase", "files", "gaps", "rows"]

Step = Callable[[Any], Awaitable[None]]
"""What a service does itself, given the person's id, before its rows about them go; may be told twice."""
Fill = Callable[[str, Mapping[str, Any]], Awaitable[Mapping[str, Any]]]
"""A row of a table with what it only names: for values that stand beside the database."""

_ROWS_AT_ONCE: Final = 20
_TABLES: Final = """
SELECT m.name AS tbl, c.name AS col, c.type AS kind, c."notnull" AS needed, c.pk AS place
FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid
"""
_SCHEMA: Final = """
SELECT c.table_name AS tbl, c.column_name AS col, c.data_type AS kind,
    CASE WHEN c.is_nullable = 'NO' THEN 1 ELSE 0 END AS needed, COALESCE(k.ordinal_position, 0) AS place
FROM information_schema.columns c
LEFT JOIN information_schema.table_constraints t ON t.table_schema = c.table_schema
    AND t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY'
LEFT JOIN information_schema.key_column_usage k ON k.constraint_schema = t.constraint_schema
    AND k.constraint_name = t.constraint_name AND k.column_name = c.column_name
WHERE c.table_schema = current_schema() ORDER BY c.table_name, c.ordinal_position
"""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One table: what is marked in it, and why the rest is not about a person."""

    name: str
    kind: type[msgspec.Struct] | None = None
    """The `Stored…` message with the marks; None: the table holds nothing about people."""
    marked: Sequence[str] = ()
    """Columns called as the field that they hold."""
    named: Mapping[str, str] = {}
    """Other columns that hold a marked field: column to field."""
    others: Mapping[str, str] = {}
    """Columns that are not about a person: column to the reason."""
    told: Sequence[str] = ()
    """Those of the others that an export shows beside ids, for without them nobody could read the rows."""
    whose: Mapping[str, str] = {}
    """Where the subject stands in no column of this table: the subject's field to a condition in SQL, over
    `:number` (the person's id as a number) or `:text` (the same in base58)."""
    emptied: Mapping[str, str] = {}
    """What is written in the place of a value that is emptied, in SQL; otherwise NULL, '' or 0."""

    @property
    def fields(self) -> Mapping[str, str]:
        """Column to marked field."""
        return {**{column: column for column in self.marked}, **self.named}

    @property
    def marks(self) -> Mapping[str, Personal]:
        """Column to mark; LookupError where the message has no such mark."""
        found = {} if self.kind is None else personal_fields(self.kind)
        return {column: found[field] for column, field in self.fields.items()}


class Holdings(msgspec.Struct, frozen=True, kw_only=True):
    """All tables of a service, in the order in which they are erased: those that lead to others last."""

    tables: Sequence[Table]
    elsewhere: Mapping[str, str] = {}
    """Marked fields that stand in no table, as "StoredImage.original", to where they are: the service's own
    step erases them."""


class _Column(msgspec.Struct, frozen=True):
    kind: str
    needed: bool
    key: int


class _Part(msgspec.Struct, frozen=True):
    """The marks of one table that have one subject, and the rows that are about that subject."""

    table: Table
    subject: str
    marks: Mapping[str, Personal]
    where: str


async def rows(
    db: Database, holdings: Holdings, person_id: str, *, fill: Fill | None = None
) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Every row about a person with the name of its table, as plain values that JSON can hold."""
    schema = await _schema(db)
    for table in holdings.tables:
        columns = schema[table.name]
        for part in _parts(table, columns):
            shown = [
                column for column, mark in part.marks.items() if mark.category is not Category.CREDENTIAL
            ]
            ids = [column for column in table.others if column == "id" or column.endswith("_id")]
            ids += [column for column in table.told if column not in ids]
            async for row in _each(db, part, columns, person_id):
                full = row if fill is None else await fill(table.name, row)
                yield table.name, {name: _plain(full[name], table, name) for name in [*ids, *shown]}


async def files(
    db: Database, holdings: Holdings, person_id: str, *, fill: Fill | None = None
) -> AsyncIterator[tuple[str, bytes]]:
    """The rows as files, one of JSON for each table that has some: the file's name and its next bytes."""
    open_one = ""
    async for name, row in rows(db, holdings, person_id, fill=fill):
        data = msgspec.json.format(msgspec.json.encode(row), indent=2)
        if open_one and open_one != name:
            yield f"{open_one}.json", b"\n]\n"
        yield f"{name}.json", (b",\n" if open_one == name else b"[\n") + data
        open_one = name
    if open_one:
        yield f"{open_one}.json", b"\n]\n"


async def erase(db: Database, holdings: Holdings, person_id: str) -> dict[str, int]:
    """Forget a person in one transaction, then wipe what the engine still holds of it; the rows touched,
    by table. The same again changes nothing. Whoever keeps a copy tagged `person:ID` forgets it too."""
    schema = await _schema(db)
    purges = Purges(db)

    async def work() -> dict[str, int]:
        touched: dict[str, int] = {}
        for table in holdings.tables:
            for part in _parts(table, schema[table.name]):
                statement = _erasure(part, schema[table.name])
                if statement:
                    touched.setdefault(table.name, 0)
                    touched[table.name] += await db.execute(statement, **_person(statement, person_id))
        await purges.add(f"person:{person_id}")
        await purges.trim()
        return touched

    return await db.run(work)


async def gaps(db: Database, holdings: Holdings) -> list[str]:
    """What is wrong with the mapping, in words; a service whose mapping is whole has none."""
    schema, found = await _schema(db), []
    told = {table.name for table in holdings.tables}
    found += [f"{name}: a table that the mapping does not know" for name in schema.keys() - told]
    found += [f"{name}: there is no such table" for name in told - schema.keys()]
    kinds: dict[type[msgspec.Struct], set[str]] = {}
    for table in (table for table in holdings.tables if table.name in schema):
        found += _table_gaps(table, schema[table.name])
        if table.kind is not None:
            kinds.setdefault(table.kind, set()).update(table.fields.values())
    for kind, kept in kinds.items():
        away = {name.partition(".")[2] for name in holdings.elsewhere if name.startswith(f"{kind.__name__}.")}
        lost = personal_fields(kind).keys() - kept - away
        found += [f"{kind.__name__}.{field}: marked, but kept nowhere" for field in lost]
    return sorted(found)


def _table_gaps(table: Table, columns: Mapping[str, _Column]) -> list[str]:
    fields, known = table.fields, {} if table.kind is None else personal_fields(table.kind)
    wrong = [
        f"{table.name}.{column}: {field} has no mark"
        for column, field in fields.items()
        if field not in known
    ]
    if wrong:
        return wrong
    told = {**fields, **table.others}
    wrong += [
        f"{table.name}.{column}: no mark, and no reason why not" for column in columns.keys() - told.keys()
    ]
    wrong += [f"{table.name}.{column}: there is no such column" for column in told.keys() - columns.keys()]
    wrong += [
        f"{table.name}.{column}: marked and not marked" for column in fields.keys() & table.others.keys()
    ]
    if fields and not wrong:
        if not any(column.key for column in columns.values()):
            wrong.append(f"{table.name}: has no primary key, so it cannot be read piece by piece")
        try:
            _parts(table, columns)
        except LookupError as error:
            wrong.append(str(error.args[0]))
    return wrong


def _parts(table: Table, columns: Mapping[str, _Column]) -> list[_Part]:
    by_subject: dict[str, dict[str, Personal]] = {}
    for column, mark in table.marks.items():
        by_subject.setdefault(mark.subject, {})[column] = mark
    return [
        _Part(table, subject, marks, _whose(table, subject, columns)) for subject, marks in by_subject.items()
    ]


def _whose(table: Table, subject: str, columns: Mapping[str, _Column]) -> str:
    if subject in table.whose:
        return table.whose[subject]
    column = next((name for name, field in table.fields.items() if field == subject), subject)
    if column not in columns:
        raise LookupError(f"{table.name}: whose row is it? No column holds {subject}; say it in `whose`")
    return f"{column} = {':text' if _is_text(columns[column]) else ':number'}"


def _erasure(part: _Part, columns: Mapping[str, _Column]) -> str:
    """The statement that does what the marks say; empty: nothing is to be done."""
    kinds = {mark.erasure for mark in part.marks.values()}
    if kinds == {Erasure.DELETE}:
        return f"DELETE FROM {part.table.name} WHERE {part.where}"  # noqa: S608 - the service's own words
    emptied = [
        f"{name} = {part.table.emptied.get(name) or _nothing(columns[name])}"
        for name, mark in part.marks.items()
        if mark.erasure is not Erasure.KEEP
    ]
    if not emptied:
        return ""
    return f"UPDATE {part.table.name} SET {', '.join(emptied)} WHERE {part.where}"  # noqa: S608 - the same


def _nothing(column: _Column) -> str:
    if not column.needed:
        return "NULL"
    return "''" if _is_text(column) else "0"


def _is_text(column: _Column) -> bool:
    return column.kind.upper() in ("TEXT", "CHARACTER VARYING")


def _person(statement: str, person_id: str) -> dict[str, Any]:
    """The values that a condition asks for."""
    values: dict[str, Any] = {"text": person_id} if ":text" in statement else {}
    if ":number" in statement:
        try:
            values["number"] = from_text(person_id)
        except Invalid:
            values["number"] = -1  # nobody's
    return values


async def _each(
    db: Database, part: _Part, columns: Mapping[str, _Column], person_id: str
) -> AsyncIterator[Row]:
    """The rows about the subject in the order of the table's key, a few at a time."""
    ordered = sorted((column.key, name) for name, column in columns.items() if column.key)
    key = [name for _, name in ordered]
    names = ", ".join(key)
    where, last = f"({part.where})", dict[str, Any]()
    while True:
        sql = f"SELECT * FROM {part.table.name} WHERE {where} ORDER BY {names} LIMIT {_ROWS_AT_ONCE}"  # noqa: S608 - the service's own words
        found = await db.all(sql, **_person(sql, person_id), **last)
        for row in found:
            yield row
        if len(found) < _ROWS_AT_ONCE:
            return
        last = {f"after_{name}": found[-1][name] for name in key}
        where = f"({part.where}) AND ({names}) > ({', '.join(f':after_{name}' for name in key)})"


def _plain(value: Any, table: Table, column: str) -> Any:
    """A stored value as a person reads it: ids in base58, times with their zone, JSON as what it holds."""
    if value is None or isinstance(value, float):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    field = table.fields.get(column)
    hint = get_type_hints(table.kind)[field] if field is not None and table.kind is not None else None
    if isinstance(value, int):
        if datetime in (hint, *getattr(hint, "__args__", ())):
            return moment(value).isoformat()
        is_id = column == "id" or column.endswith(("_id", "_by"))
        return to_text(value) if is_id and value >= 0 else value
    if hint is not str and value[:1] in ("{", "["):
        try:
            return msgspec.json.decode(value)
        except msgspec.DecodeError:
            return value
    return value


async def _schema(db: Database) -> dict[str, dict[str, _Column]]:
    """The tables of the service itself, without the chassis' own."""
    found: dict[str, dict[str, _Column]] = {}
    for row in await db.all(_TABLES if db.dialect is Dialect.SQLITE else _SCHEMA):
        if not row["tbl"].startswith(("octavo_", "sqlite_")):
            column = _Column(row["kind"], bool(row["needed"]), row["place"])
            found.setdefault(row["tbl"], {})[row["col"]] = column
    return found
