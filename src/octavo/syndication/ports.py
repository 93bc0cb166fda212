"""What syndication needs from outside; `adapters/sql.py` keeps it in a database."""

from datetime import datetime
from typing import Protocol

from octavo.syndication.api import PersonId, PrivateFeedId
from octavo.syndication.entities import Kept


class PrivateFeeds(Protocol):
    """The private feeds. Ids that are none are unknown ids."""

    async def add(self, feed: Kept, *, most: int) -> bool:
        """Durable when it returns; False where its owner has `most` already."""
        ...

    async def of(self, person_id: PersonId) -> list[Kept]:
        """Newest first."""
        ...

    async def find(self, digest: str) -> Kept | None: ...
    async def note(self, feed_id: PrivateFeedId, now: datetime) -> None:
        """That somebody asked for it."""
        ...

    async def remove(self, person_id: PersonId, feed_id: PrivateFeedId) -> bool:
        """False where this person has none of this id."""
        ...

    async def remove_all(self, person_id: PersonId) -> None: ...
