"""What the replays need from outside; `adapters/sql.py` keeps them in a database."""

from datetime import datetime
from typing import Protocol

from octavo.replays.api import Answer, PersonId
from octavo.replays.entities import Begun


class Memory(Protocol):
    """Calls by person and key. Ids that are none are unknown ids."""

    async def begin(self, person_id: PersonId, call: Begun, *, now: datetime, most: int) -> Begun | None:
        """Remembers a call, durable when it returns, and gives None; or the call that has the key already and
        is not over. Raises TooManyKeys where the person has `most`."""
        ...

    async def finish(self, person_id: PersonId, key: str, answer: Answer) -> None: ...
    async def forget(self, person_id: PersonId, key: str) -> None:
        """Forgets a call that is not finished."""
        ...

    async def sweep(self, before: datetime) -> int:
        """Forgets some of what was begun before; how many."""
        ...
