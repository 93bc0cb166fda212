"""Where long texts stand when it is not in the rows: bodies of revisions, and what was rendered of them.

A text is written under an address of its own before the transaction that names it, and never changed: a new
text has a new address. So what is committed names only what is there, a copy never grows old, and what nobody
came to name is swept away.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from octavo.stories.api import StoryId

WHOLE = "*"


class Texts(Protocol):
    """A store of texts by address. Whoever fails raises StorageUnavailable."""

    async def put(self, story_id: StoryId, text: str) -> str:
        """Write it whole, durable when it returns, under an address that nobody else has: `STORY/…`.
        Raises Invalid where it is too long. It is unsettled until `settle`."""
        ...

    async def get(self, addresses: Collection[str]) -> dict[str, str]:
        """Those that are there."""
        ...

    async def settle(self, addresses: Collection[str]) -> None:
        """They are known to the rows, one way or the other."""
        ...

    async def delete(self, addresses: Collection[str]) -> None:
        """Gone when it returns, those that are not there too; `STORY/*` is all that a story ever had."""
        ...

    async def unsettled(self, before: datetime, *, limit: int) -> list[str]:
        """Some of those that were put before a moment and not settled since."""
        ...

    async def turn(self) -> str:
        """What whoever keeps the store wrote there last; empty: nobody has."""
        ...

    async def next_turn(self, before: str, after: str) -> bool:
        """Write it anew; false where it is not as it was before."""
        ...

    async def listed(self, after: str, *, limit: int) -> tuple[list[str], str]:
        """Every address there is, in no order, some at a time; and what to ask with for the next ones: empty
        after the last."""
        ...

    async def keep(self, address: str, text: str) -> None:
        """Write a text that was read elsewhere under the address that it has there; the same again changes
        nothing. It is settled: for whoever copies a store."""
        ...


def story_of(address: str) -> StoryId:
    """Whose text it is."""
    return StoryId(address.partition("/")[0])


def whole(story_id: StoryId) -> str:
    """All texts of a story, for `Texts.delete`."""
    return f"{story_id}/{WHOLE}"
