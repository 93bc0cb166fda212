"""How far databases' own logs had come when this process last heard of a change in them.

A replica that has not come so far is not asked. A position belongs to a PostgreSQL server as a whole,
whatever service wrote; it travels with purges and with calls, as "7312345678901234567=4242": the server's own
number, and the bytes of its log.
"""

import re
from typing import Final

__all__ = ["METADATA", "Positions"]

METADATA: Final = "octavo-positions"
"""The name in gRPC's metadata."""

_MOST: Final = 16
_POSITION: Final = re.compile(r"([0-9]{1,20})=([0-9]{1,18})")


class Positions:
    """The furthest position of each server that this process knows of. They only grow."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def raise_to(self, system: str, position: int) -> None:
        """A change was heard of that lies at or before this position."""
        if position > self._known.get(system, 0) and (system in self._known or len(self._known) < _MOST):
            self._known[system] = position

    def of(self, system: str) -> int:
        """How far that server had come, as far as we know; 0 where we know nothing."""
        return self._known.get(system, 0)

    def told(self) -> str:
        """All of them, as they travel; empty where there is none."""
        return ",".join(f"{system}={position}" for system, position in self._known.items())

    def hear(self, text: object) -> None:
        """What another process told. What is no position is left out: a caller can do nothing about it."""
        if not isinstance(text, str):
            return
        for piece in text.split(",", _MOST)[:_MOST]:
            match = _POSITION.fullmatch(piece)
            if match is not None:
                self.raise_to(match[1], int(match[2]))
