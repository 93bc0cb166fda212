"""What the embeds need from outside; `adapters/` has the web and a database."""

from datetime import datetime
from typing import Protocol

from octavo.embeds.api import PersonId
from octavo.embeds.entities import Told


class Pages(Protocol):
    """Other sites. Everything comes back bounded, and nothing of a private network."""

    async def told(self, address: str) -> Told:
        """What the page says; a `problem` where there is none. Raises nothing."""
        ...

    async def thing(self, provider: str, address: str) -> Told:
        """What a known provider says of one of its things; all empty where it does not."""
        ...

    async def picture(self, address: str) -> bytes | None:
        """The bytes of a picture; None where they are not to be had."""
        ...


class Memory(Protocol):
    """What was told, and who asks how often."""

    async def find(self, digest: str, now: datetime) -> Told | None: ...
    async def keep(self, digest: str, told: Told, until: datetime) -> None: ...
    async def count(self, person_id: PersonId, *, now: datetime, since: datetime) -> int:
        """Notes one more of a person's; how many it makes in the minute, which began after `since`."""
        ...

    async def sweep(self, now: datetime) -> int:
        """Forgets what is over, some at a time; how many."""
        ...
