"""One portable SQL text for SQLite and PostgreSQL.

A statement names its values as `:name`, and a list as `IN :names` (or `NOT IN :names`); what stands in
string literals, quoted names and comments is left alone, and so is PostgreSQL's `::type`. Migrations are
written with BIGINT, INTEGER, SMALLINT, DOUBLE PRECISION, TEXT and BLOB.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import msgspec


class Dialect(StrEnum):
    """The two engines that one text must serve."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


class SqlMistake(Exception):  # noqa: N818 - named as faults are
    """The program's own mistake: a missing value, a write in a read-only transaction, a list without IN."""


class Row(Mapping[str, Any]):
    """One row: `row["title"]`; a Mapping, so `dict(row)` and `Story(**row)` work."""

    __slots__ = ("_index", "_values")

    def __init__(self, index: dict[str, int], values: Sequence[Any]) -> None:
        self._index = index
        self._values = values

    def __getitem__(self, name: str) -> Any:
        return self._values[self._index[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)

    def __repr__(self) -> str:
        return f"Row({dict(self)!r})"


@lru_cache(maxsize=4096)
def indexed(columns: tuple[str, ...]) -> dict[str, int]:
    """Where each column stands; shared by all rows with these columns."""
    return {name: place for place, name in enumerate(columns)}


_TOKENS = re.compile(
    r"""
      (?P<aside> '(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/
        | \$(?P<tag>[A-Za-z_]*)\$.*?\$(?P=tag)\$ | :: )
    | \b (?P<negated> NOT \s+ )? IN \s* :(?P<many>[A-Za-z_]\w*)
    | (?P<before> [\w\]] )? :(?P<one>[A-Za-z_]\w*)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+")
_WRITES = frozenset({"INSERT", "UPDATE", "DELETE", "REPLACE"})


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as one engine takes it: numbered places, and the names that fill them."""

    text: str
    source: str
    names: tuple[str, ...]
    lists: frozenset[str]
    reads: bool
    counts: bool
    dialect: Dialect

    def bind(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values in the engine's order. A missing or unknown name, or a list where a value must
        stand, is a SqlMistake, as is text that holds NUL (PostgreSQL cannot store it)."""
        if len(values) != len(self.names) or any(name not in values for name in self.names):
            missing = sorted(set(self.names) - set(values))
            unknown = sorted(set(values) - set(self.names))
            raise SqlMistake(f"values missing: {missing}, not in the statement: {unknown}: {self.source}")
        return tuple([self._bound(name, values[name]) for name in self.names])

    def _bound(self, name: str, value: Any) -> Any:
        if name in self.lists:
            if isinstance(value, (str, bytes)):
                raise SqlMistake(f"{name} stands after IN and must be a list of values")
            items = list(value)
            return items if self.dialect is Dialect.POSTGRESQL else msgspec.json.encode(items).decode()
        if isinstance(value, str) and "\0" in value:
            raise SqlMistake(f"{name} holds a NUL character")
        if isinstance(value, bool):
            return int(value)
        return value


@lru_cache(maxsize=4096)
def compiled(source: str, dialect: Dialect) -> Statement:
    """The statement for one engine; kept, since a program has a few hundred texts."""
    names: dict[str, int] = {}
    lists: set[str] = set()

    def place(name: str) -> str:
        number = names.setdefault(name, len(names) + 1)
        return f"${number}" if dialect is Dialect.POSTGRESQL else f"?{number}"

    def replaced(match: re.Match[str]) -> str:
        if match["aside"]:
            return match[0]
        if match["many"]:
            lists.add(match["many"])
            where = place(match["many"])
            if dialect is Dialect.POSTGRESQL:
                return f"<> ALL({where})" if match["negated"] else f"= ANY({where})"
            return f"{match['negated'] or ''}IN (SELECT value FROM json_each({where}))"  # noqa: S608 - a number
        if match["before"]:  # a:b is a slice of an array or part of a name, never one of ours
            return match[0]
        return place(match["one"])

    text = _TOKENS.sub(replaced, source)
    words = [word.upper() for word in _WORD.findall(_bare(source))]
    verb = words[0] if words else ""
    writes = verb in _WRITES or (verb == "WITH" and not _WRITES.isdisjoint(words))
    reads = not writes and verb in {"SELECT", "VALUES", "WITH", "EXPLAIN"}
    return Statement(text, source, tuple(names), frozenset(lists), reads, writes, dialect)


def _bare(text: str) -> str:
    """The text without literals and comments."""
    return _TOKENS.sub(lambda match: " " if match["aside"] else match[0], text)


def statements(script: str) -> list[str]:
    """The statements of a script, cut at the semicolons that are not inside a literal or a comment."""
    cuts = re.compile(_TOKENS.pattern + r" | (?P<end>;)", _TOKENS.flags)
    parts, start = [], 0
    for match in cuts.finditer(script):
        if match["end"]:
            parts.append(script[start : match.start()])
            start = match.end()
    parts.append(script[start:])
    return [part.strip() for part in parts if _bare(part).strip()]


_SQLITE_TYPES = (
    (
        re.compile(r"\bBIGINT\s+GENERATED\s+BY\s+DEFAULT\s+AS\s+IDENTITY\s+PRIMARY\s+KEY\b", re.I),
        "INTEGER PRIMARY KEY AUTOINCREMENT",  # numbers are never given twice, even after rows were deleted
    ),
    (
        re.compile(r"\bBIGINT\s+PRIMARY\s+KEY\b", re.I),
        "INTEGER PRIMARY KEY",
    ),  # the row's own number: one lookup
    (re.compile(r"\b(?:BIGINT|SMALLINT)\b", re.I), "INTEGER"),
    (re.compile(r"\bDOUBLE\s+PRECISION\b", re.I), "REAL"),
)
_POSTGRESQL_TYPES = ((re.compile(r"\bBLOB\b", re.I), "BYTEA"),)


def definition(statement: str, dialect: Dialect) -> str:
    """A statement of a migration with the engine's names for the portable types. SQLite's tables are
    made STRICT, so that a value of the wrong type is refused there as it is by PostgreSQL."""
    types = _POSTGRESQL_TYPES if dialect is Dialect.POSTGRESQL else _SQLITE_TYPES
    bare = _bare(statement).strip()
    if not re.match(r"(CREATE|ALTER)\s+TABLE\b", bare, re.I):
        return statement

    def swapped(text: str) -> str:
        for pattern, name in types:
            text = pattern.sub(name, text)
        return text

    parts, start = [], 0
    for match in _TOKENS.finditer(statement):
        if match["aside"]:
            parts += [swapped(statement[start : match.start()]), match[0]]
            start = match.end()
    result = "".join([*parts, swapped(statement[start:])])
    if dialect is Dialect.SQLITE and bare.upper().startswith("CREATE") and bare.endswith(")"):
        result += "\nSTRICT"
    return result
