"""What the annotations need from outside; `adapters/sql*.py` keep it in a database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from octavo.annotations.api import HighlightId, MarkedWords, Note, NoteId, PersonId, RevisionId, StoryId


class Notes(Protocol):
    """Notes on drafts. Ids that are none are unknown ids. What it writes is durable when it returns."""

    async def add(self, note: Note, *, most: int) -> bool:
        """False where the story has so many already."""
        ...

    async def find(self, note_id: NoteId) -> Note | None:
        """None too where it was taken away."""
        ...

    async def of_story(self, story_id: StoryId) -> list[Note]:
        """Oldest first. A note without words is among them where it has answers."""
        ...

    async def edit(self, note_id: NoteId, text: str) -> None: ...
    async def settle(self, note_id: NoteId, *, settled: bool) -> None: ...
    async def remove(self, note: Note) -> None:
        """With the note that it answered, where nothing is left of that thread."""
        ...

    async def forget_story(self, story_id: StoryId) -> None: ...


class Marks(Protocol):
    """Highlights. What it writes is durable when it returns, and tells its events."""

    async def add(self, marked: MarkedWords, author_id: PersonId, *, now: datetime) -> MarkedWords:
        """The one that is there now: where the reader marked the same before, that one.

        Raises TooManyHighlights."""
        ...

    async def find(self, highlight_id: HighlightId) -> MarkedWords | None:
        """None too where its reader is suspended."""
        ...

    async def change(self, marked: MarkedWords) -> None:
        """Its note, and whether it is public."""
        ...

    async def remove(self, marked: MarkedWords) -> None: ...
    async def of_story(
        self, story_id: StoryId, *, viewer: PersonId | None, before: int, limit: int
    ) -> Sequence[MarkedWords]:
        """Public ones that count, and the viewer's own; last first."""
        ...

    async def own(
        self, reader_id: PersonId, *, story_id: StoryId, before: int, limit: int
    ) -> Sequence[MarkedWords]:
        """The last made first; an empty `story_id`: in all stories."""
        ...

    async def counted(self, story_id: StoryId, *, limit: int) -> Sequence[MarkedWords]:
        """Public ones that count and are not lost; the first made first."""
        ...

    async def elsewhere(
        self, story_id: StoryId, revision_id: RevisionId, *, before: int, limit: int
    ) -> Sequence[MarkedWords]:
        """Those that were looked for in another revision last; by id, backwards."""
        ...

    async def settle(self, marked: Sequence[MarkedWords], revision_id: RevisionId) -> None:
        """Where they are in this revision."""
        ...

    async def forget_story(self, story_id: StoryId) -> None: ...
    async def quieten(self, person_id: PersonId, *, quiet: bool) -> Sequence[StoryId]:
        """What a suspended person marked does not count; the stories that it is in."""
        ...
