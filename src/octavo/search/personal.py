"""Where search keeps what is marked in the contract."""

from typing import Final

from octavo.chassis.personal import Holdings, Table
from octavo.search.api import StoredChange

HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="waiting_stories",
            others={"story_id": "which published story changed", "turn": "a number that grows"},
        ),
        Table(
            name="waiting_people",
            kind=StoredChange,
            marked=("person_id",),
            others={"turn": "a number that grows"},
        ),
        Table(
            name="waiting_publications",
            others={"publication_id": "which publication changed", "turn": "a number that grows"},
        ),
        Table(
            name="index_state",
            others={
                "id": "always 1",
                "mark": "names a folder",
                "turn": "a number that grows",
                "built_at": "when the index was made",
                "due_at": "when it is made anew",
                "wishes": "how often that was asked for",
            },
        ),
    ),
    elsewhere=dict.fromkeys(
        ("StoredEntry.person_id", "StoredEntry.handle", "StoredEntry.name", "StoredEntry.text"),
        "the index, which is made anew without them as soon as somebody is erased",
    ),
)
