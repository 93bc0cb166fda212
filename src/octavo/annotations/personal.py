"""Where the annotations keep what is marked in the contract."""

from typing import Final

from octavo.annotations.api import StoredNote
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
    )
)
