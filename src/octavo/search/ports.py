"""What search needs from outside: an index on the disk, and a note of what is not in it yet."""

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum
from typing import Protocol

import msgspec

from octavo.chassis.faults import Unavailable
from octavo.search.api import PersonId, PublicationId, StoryId
from octavo.search.entities import Question


class StoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What the index is told of a story."""

    story_id: StoryId
    revision_id: str
    author_ids: tuple[PersonId, ...]
    authors: str
    """Their names and handles."""
    publication_id: PublicationId = PublicationId("")
    publication: str = ""
    """The publication's name."""
    title: str
    subtitle: str
    tags: tuple[str, ...]
    text: str
    """What everybody may read of it."""
    rest: str
    """What only members may read."""
    language: str
    published_at: datetime


class PersonEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What the index is told of a person."""

    person_id: PersonId
    handle: str
    name: str


class PublicationEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What the index is told of a publication."""

    publication_id: PublicationId
    slug: str
    name: str


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for, after handles have become people, and addresses publications."""

    question: Question
    author_ids: tuple[PersonId, ...] = ()
    publication_ids: tuple[PublicationId, ...] = ()
    tags: tuple[str, ...] = ()
    whole: bool = False
    """In what only members may read, too."""
    language: str = ""
    relaxed: bool = False
    """The words may be mistyped, and fewer of them are enough."""
    space: int | None = None
    """The order by meaning in this space alone, 0: by words alone; None: whichever there is."""


class Gist(msgspec.Struct, frozen=True, kw_only=True):
    """What everybody may read of a story, as it is told to who learns what stories are about."""

    story_id: StoryId
    title: str
    text: str
    language: str


class Found(msgspec.Struct, frozen=True):
    """A story as the index has it; `rank` is larger for the better; the time where no words are asked."""

    story_id: StoryId
    revision_id: str
    rank: float
    space: int = 0
    """By whose meaning the list is in order; 0: by words alone."""


class IndexAway(Unavailable):
    """What keeps the index cannot be reached, or cannot do it now: nobody knows what became of the index.

    The text is the operator's; the public is told no more than that the search is away.
    """

    def __init__(self, line: str) -> None:
        super().__init__("The search is away at present. Try again in a moment.")
        self.args = (line,)


class Index(Protocol):
    """The index as it can be read in this process. Raises Unavailable where there is none at present, and
    IndexAway where that cannot be told."""

    async def find(self, wish: Wish, *, limit: int) -> list[Found]:
        """Best first, of equals the newer id."""
        ...

    async def marks(self, wish: Wish, folded: str) -> list[tuple[int, int]]:
        """Where in a text, folded, stands what is looked for, from left to right, apart."""
        ...

    async def people(self, text: str, *, limit: int) -> list[PersonId]:
        """Whose names or handles begin with these words."""
        ...

    async def publications(self, text: str, *, limit: int) -> list[PublicationId]:
        """Whose names or addresses begin with these words."""
        ...

    async def tags(self, text: str, *, limit: int) -> list[tuple[str, int]]:
        """Tags that begin with this, those of most stories first."""
        ...

    async def documents(self) -> int: ...
    async def count_stories(self) -> int:
        """How many it has, or a few more."""
        ...

    async def stories_of(self, person_id: PersonId) -> list[StoryId]: ...
    async def stories_in(self, publication_id: PublicationId) -> list[StoryId]: ...


class Kind(IntEnum):
    """What the index has entries of."""

    STORY = 0
    PERSON = 1
    PUBLICATION = 2


class Change(msgspec.Struct, frozen=True):
    """A story, person or publication whose entry is to be made anew. `turn` grows with each."""

    id: str
    turn: int
    kind: Kind = Kind.STORY


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Which index is the present one, and whether another is due."""

    mark: str = ""
    """Empty: none was ever made."""
    built_at: datetime | None = None
    due_at: datetime | None = None
    """When it is to be made anew, if at all."""
    wishes: int = 0
    """How often that was asked for, ever."""
    turn: int = 0
    """Of the last note that there was."""
    waiting: int = 0


class Notes(Protocol):
    """What is not in the index yet, in a database: whoever notes and whoever indexes may be far apart."""

    async def note_story(self, story_id: StoryId) -> None: ...
    async def note_person(self, person_id: PersonId) -> None: ...
    async def note_publication(self, publication_id: PublicationId) -> None: ...
    async def changes(self, *, limit: int) -> list[Change]:
        """What waits longest first."""
        ...

    async def settle(self, changes: Sequence[Change]) -> None:
        """They are in the index; one that was noted again meanwhile stays."""
        ...

    async def state(self) -> State: ...
    async def want_rebuild(self, at: datetime) -> None:
        """Then, or earlier where it is due earlier."""
        ...

    async def rebuilt(self, mark: str, now: datetime, *, wishes: int, otherwise: datetime) -> None:
        """The index with this mark is the present one. It fulfils the first `wishes` wishes; where there
        were more by now, it is made again, at `otherwise`."""
        ...
