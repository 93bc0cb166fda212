"""What comparing came to, in words."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from octavo.copying.comparing import Compared
from octavo.trouble import Exit, Trouble

_NAMED: Final = 20
"""Differences of a table that are told one by one; the others are counted."""


def told(service: str, compared: Iterable[Compared]) -> None:
    """Trouble that names what differs, where something does."""
    found = lines(service, compared)
    if found:
        raise Trouble("\n".join(["source and target differ:", *found]), Exit.BAD_DATA)


def lines(service: str, compared: Iterable[Compared]) -> list[str]:
    """What differs, a line each."""
    return [line for one in compared for line in _lines(service, one)]


def report(service: str, found: Sequence[Compared]) -> str:
    """A line for a service in which nothing differs."""
    rows = sum(one.rows for one in found)
    whole = hashlib.sha256("".join(one.digest for one in found).encode()).hexdigest()
    waiting = sum(one.waiting for one in found)
    later = f", {waiting:,} of them waiting to be brought" if waiting else " on both sides"
    return f"{service}: {rows:,} rows in {len(found)} tables, sha256 {whole}{later}"


def _lines(service: str, one: Compared) -> list[str]:
    told = [
        f"{service}.{one.table} {_key(difference.key)}: {difference.what}"
        for difference in one.differences[:_NAMED]
    ]
    more = len(one.differences) - _NAMED
    return [*told, f"{service}.{one.table}: and {more} more"] if more > 0 else told


def _key(key: tuple[object, ...]) -> str:
    return ", ".join(map(str, key)) if key else "(all rows)"
