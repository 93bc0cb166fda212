"""Where the annotations keep what is marked in the contract."""

from typing import Final

from octavo.annotations.api import StoredHighlight, StoredNote, StoredQuiet
from octavo.chassis.personal import Holdings, Table

HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="notes",
            kind=StoredNote,
            marked=("author_id", "text", "quote", "written_at"),
            others={
                "id": "a number",
                "story_id": "which story",
                "block_id": "which paragraph of it",
                "thread_id": "which note it answers",
                "edited": "whether its words were changed",
                "settled": "whether it is done with, by nobody who is named",
            },
        ),
        Table(
            name="highlights",
            kind=StoredHighlight,
            marked=("reader_id", "story_id", "quote", "note", "made_at", "prefix", "suffix"),
            told=("start_at", "end_at", "public"),
            others={
                "highlight_id": "names the row",
                "block_id": "which paragraph of the story",
                "start_at": "where in it",
                "end_at": "where in it",
                "public": "whether others see it",
                "fate": "whether the words are still there",
                "revision_id": "of the story",
                "counts": "whether it is seen",
            },
        ),
        Table(name="quiet", kind=StoredQuiet, marked=("person_id",)),
    )
)
