"""What the notifications need from outside; `adapters/sql.py` keeps them in a database."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from octavo.notifications.api import Kind, Notification, NotificationId, PersonId


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody did something that concerns `person_id`. `item_id`: the response or highlight."""

    person_id: PersonId
    kind: Kind
    subject_id: str
    actor_id: PersonId
    item_id: str = ""
    at: datetime


class Board(Protocol):
    """What people are told. Changes purge the tags of those whom they concern."""

    async def tell(self, acts: Sequence[Act]) -> None:
        """What was told before, or is of a kind that its person does not want, changes nothing."""
        ...

    async def take_back(self, *, kind: Kind, subject_id: str, actor_id: PersonId) -> None:
        """It was undone."""
        ...

    async def forget_item(self, item_id: str, *, kinds: Collection[Kind]) -> None:
        """What came of it is no longer there."""
        ...

    async def forget_subject(self, subject_id: str, *, kinds: Collection[Kind]) -> None: ...
    async def forget_actor(self, actor_id: PersonId, *, told: PersonId | None = None) -> None:
        """Nothing of theirs is told any more, to `told` or to anybody."""
        ...

    async def page(
        self, person_id: PersonId, *, before: tuple[int, int], limit: int
    ) -> Sequence[tuple[tuple[int, int], Notification]]:
        """The last ones first, each with its place; without people whose acts are gone."""
        ...

    async def unread(self, person_id: PersonId, *, most: int) -> int: ...
    async def mark_read(self, person_id: PersonId, ids: Sequence[NotificationId], at: datetime) -> None:
        """All of theirs where no id is given."""
        ...

    async def silenced(self, person_id: PersonId) -> Sequence[Kind]: ...
    async def choose(self, person_id: PersonId, kind: Kind, *, told: bool) -> None: ...
    async def tidy(self, before: datetime, *, limit: int) -> int:
        """Forget what is older, and groups with nothing in them; how many groups went, `limit` at most."""
        ...
