"""What comparing came to, in words."""

from collections.abc import Iterable
from typing import Final

from octavo.copying.comparing import Compared
from octavo.trouble import Exit, Trouble

_NAMED: Final = 20
"""Differences of a table that are told one by one; the others are counted."""


def told(service: str, compared: Iterable[Compared]) -> None:
    """Trouble that names what differs, where something does."""
    lines = [line for one in compared for line in _lines(service, one)]
    if lines:
        raise Trouble("\n".join(["source and target differ:", *lines]), Exit.BAD_DATA)


def _lines(service: str, one: Compared) -> list[str]:
    lines = [
        f"{service}.{one.table} {_key(difference.key)}: {difference.what}"
        for difference in one.differences[:_NAMED]
    ]
    more = len(one.differences) - _NAMED
    return [*lines, f"{service}.{one.table}: and {more} more"] if more > 0 else lines


def _key(key: tuple[object, ...]) -> str:
    return ", ".join(map(str, key)) if key else "(all rows)"
