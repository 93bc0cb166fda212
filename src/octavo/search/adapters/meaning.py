"""What reading asks of whoever knows what stories are about; without numpy, which small sites need not."""

from collections.abc import Sequence
from typing import Any, Final, Protocol

import msgspec

from octavo.search.ports import Wish

WINDOW: Final = 100
"""So many of the first hits are put in order by meaning; what follows stays as it is."""


class Hit(msgspec.Struct, frozen=True):
    """A hit as the index gave it."""

    rank: float
    story: int
    revision: int


class Meaning(Protocol):
    """What the stories are about: `ordering.Meaning`, which needs numpy, where that was learned."""

    @property
    def epoch(self) -> int:
        """By which space; never 0."""
        ...

    def aim(self, wish: Wish, languages: Sequence[str]) -> Any:
        """Where the question points; None where it is to be answered by words alone."""
        ...

    def ordered(self, aimed: Any, hits: Sequence[Hit]) -> list[Hit] | None:
        """All of them, best first, of equals the newer id; those of the first WINDOW by meaning, too. None:
        too little is known of them, so words alone decide.

        hits: best first, of equals the newer id; where there are more than WINDOW, at least one more, so that
        it does not depend on how many were asked for which of equal ones belong to the first.
        """
        ...
