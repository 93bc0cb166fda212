"""What the responses need from outside; `adapters/sql.py` keeps them in a database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from octavo.responses.api import PersonId, ResponseId, Rule, State, StoryId
from octavo.responses.entities import Body


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A response as it is kept."""

    id: ResponseId
    story_id: StoryId
    parent_id: ResponseId
    path: str
    depth: int
    person_id: PersonId
    """Empty where it was removed."""
    owner_id: PersonId
    publication_id: str
    """Where the story stands; empty: with its author."""
    body: str
    html: str
    written_at: datetime
    edited_at: datetime | None
    state: State
    counts: bool
    """Its author is not suspended."""


class Clapping(msgspec.Struct, frozen=True):
    """Claps for a response: of all that count, and of the caller."""

    claps: int = 0
    own: int = 0


class Talk(Protocol):
    """Responses. Changes tell their events."""

    async def add(self, kept: Kept, *, a_minute: int, now: datetime) -> None:
        """Raises TooManyResponses. Where it answers one that is gone, ResponseNotFound."""
        ...

    async def get(self, ids: Sequence[ResponseId]) -> Sequence[Kept]: ...
    async def edit(self, one: Kept, body: Body, state: State, now: datetime) -> Kept:
        """The state only where it is still the one that `one` has: others may have decided meanwhile."""
        ...

    async def remove(self, one: Kept) -> None:
        """Where others answered, that there was one stays."""
        ...

    async def set_state(self, one: Kept, state: State, *, moderator_id: PersonId | None) -> None:
        """As far as `entities.may_become` allows it by then; otherwise nothing changes."""
        ...

    async def in_conversation(
        self, story_id: StoryId, *, after: str, below: str, limit: int
    ) -> Sequence[Kept]: ...
    async def in_time(self, story_id: StoryId, *, before: int, limit: int) -> Sequence[Kept]: ...
    async def held(
        self, owner_id: PersonId, publication_ids: Collection[str], *, before: int, limit: int
    ) -> Sequence[Kept]:
        """Under the stories of this author, or that stand in these publications."""
        ...

    async def own(self, person_id: PersonId, *, before: int, limit: int) -> Sequence[Kept]: ...
    async def counts(self, story_ids: Sequence[StoryId]) -> Mapping[str, int]: ...
    async def is_known(self, person_id: PersonId, owner_id: PersonId) -> bool:
        """Whether a response of theirs under a story of the owner's is shown."""
        ...

    async def move_story(self, story_id: StoryId, publication_id: str) -> None: ...
    async def forget_story(self, story_id: StoryId) -> None: ...
    async def silence(self, person_id: PersonId, *, silent: bool) -> None:
        """What a suspended person wrote and clapped is not seen."""
        ...


class Rules(Protocol):
    """Who may respond to what."""

    async def get(self, story_id: StoryId) -> Rule: ...
    async def set(self, story_id: StoryId, rule: Rule) -> None: ...


class Hands(Protocol):
    """Claps for responses."""

    async def put(self, response_id: ResponseId, person_id: PersonId, claps: int) -> None: ...
    async def of(self, ids: Collection[ResponseId], viewer: PersonId | None) -> Mapping[str, Clapping]: ...
