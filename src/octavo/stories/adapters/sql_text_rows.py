"""Rows that have a long text: bodies of revisions, and what is rendered of a published one.

A row has its text, or names the address at which it stands in a store, or both while texts are being copied
from one to the other; then the two are the same.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

from octavo.chassis.sql import Row

_PAIR: Final = msgspec.json.Decoder(tuple[str, str])
_GONE: Final = "AND NOT EXISTS (SELECT 1 FROM texts_let_go t WHERE t.address = :at)"


class TextRows(NamedTuple):
    """A table whose rows have texts; its names stand in the statements as they are."""

    table: str
    id: str
    at: str
    """The column that has the address."""
    columns: tuple[str, ...]

    def text_of(self, row: Row) -> str:
        """What a store keeps of a row that has its text."""
        first, *rest = [row[name] for name in self.columns]
        return packed_page(first, *rest) if rest else str(first)

    def values_of(self, text: str) -> dict[str, str]:
        """The columns of a text."""
        texts = page_of(text) if len(self.columns) > 1 else (text,)
        return dict(zip(self.columns, texts, strict=True))

    def own_values(self, row: Row) -> dict[str, str]:
        """The columns of a row's text as it has them."""
        return {name: row[name] for name in self.columns}

    def has_text(self, row: Mapping[str, Any]) -> bool:
        """Whether a row has its text in itself."""
        return any(row[name] for name in self.columns)

    @property
    def _filled(self) -> str:
        return "(" + " OR ".join(f"{name} <> ''" for name in self.columns) + ")"

    def _rows(self, which: str) -> str:
        columns = f"{self.id} AS id, story_id, {self.at} AS at, {', '.join(self.columns)}"
        order = f"{self.id} > :last AND {which} ORDER BY {self.id} LIMIT :most"
        return f"SELECT {columns} FROM {self.table} WHERE {order}"  # noqa: S608 - our own names

    @property
    def with_text(self) -> str:
        """Rows that have their text, by id, behind `:last`, `:most` of them."""
        return self._rows(self._filled)

    @property
    def in_rows(self) -> str:
        """The same of those whose text stands nowhere else."""
        return self._rows(f"{self.at} IS NULL AND {self._filled}")

    @property
    def in_store(self) -> str:
        """Of those that have only the address."""
        return self._rows(f"{self.at} IS NOT NULL AND NOT {self._filled}")

    @property
    def in_both(self) -> str:
        """Of those that have both."""
        return self._rows(f"{self.at} IS NOT NULL AND {self._filled}")

    @property
    def elsewhere(self) -> str:
        """Of those that have the address, whatever else."""
        return self._rows(f"{self.at} IS NOT NULL")

    @property
    def by_address(self) -> str:
        """`:most` of those that have the address, whatever else."""
        columns = f"{self.id} AS id, {self.at} AS at"
        which = f"{self.at} IS NOT NULL ORDER BY {self.at} LIMIT :most"
        return f"SELECT {columns} FROM {self.table} WHERE {which}"  # noqa: S608 - as above

    def _counted(self, which: str) -> str:
        return f"SELECT COUNT(*) AS number FROM {self.table} WHERE {which}"  # noqa: S608 - as above

    @property
    def counted_in_rows(self) -> str:
        """How many have their text and no address."""
        return self._counted(f"{self.at} IS NULL AND {self._filled}")

    @property
    def counted_in_store(self) -> str:
        """How many have only the address."""
        return self._counted(f"{self.at} IS NOT NULL AND NOT {self._filled}")

    def _update(self, values: str, which: str) -> str:
        return f"UPDATE {self.table} SET {values} WHERE {self.id} = :id AND {which}"  # noqa: S608 - as above

    @property
    def _unchanged(self) -> str:
        """Nothing where it was written meanwhile, or where the text waited so long that it was swept away."""
        same = " AND ".join(f"{name} = :{name}" for name in self.columns)
        return f"{self.at} IS NULL AND {same} {_GONE}"

    @property
    def name(self) -> str:
        """A row that has its text names the address too."""
        return self._update(f"{self.at} = :at", self._unchanged)

    @property
    def move(self) -> str:
        """It names the address in the text's place."""
        return self._update(f"{self._emptied}, {self.at} = :at", self._unchanged)

    @property
    def fill(self) -> str:
        """A row that names this address has its text too."""
        return self._update(self._set, f"{self.at} = :at")

    @property
    def take(self) -> str:
        """It has its text in the address's place."""
        return self._update(f"{self._set}, {self.at} = NULL", f"{self.at} = :at")

    @property
    def empty(self) -> str:
        """A row that names this address has no text in itself."""
        return self._update(self._emptied, f"{self.at} = :at")

    @property
    def unname(self) -> str:
        """A row that has its text names no address."""
        return self._update(f"{self.at} = NULL", f"{self.at} = :at AND {self._filled}")

    @property
    def _emptied(self) -> str:
        return ", ".join(f"{name} = ''" for name in self.columns)

    @property
    def _set(self) -> str:
        return ", ".join(f"{name} = :{name}" for name in self.columns)


BODIES: Final = TextRows("revisions", "id", "body_at", ("body",))
PAGES: Final = TextRows("published", "story_id", "html_at", ("html", "teaser"))
KINDS: Final = (BODIES, PAGES)


def packed_page(html: str, teaser: str) -> str:
    """What was rendered as one text."""
    return msgspec.json.encode((html, teaser)).decode()


def page_of(text: str) -> tuple[str, str]:
    """The HTML and the teaser of such a text."""
    return _PAIR.decode(text)


def bound(kind: TextRows, row: Row) -> dict[str, Any]:
    """What `name` and `move` compare a row with."""
    return {"id": row["id"], **kind.own_values(row)}
