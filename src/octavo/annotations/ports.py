"""What the annotations need from outside; `adapters/sql.py` keeps it in a database."""

from typing import Protocol

from octavo.annotations.api import Note, NoteId, StoryId


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
