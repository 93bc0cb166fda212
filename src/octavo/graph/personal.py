"""Where the graph keeps what is marked in the contract."""

from typing import Final

from octavo.chassis.personal import Holdings, Table
from octavo.graph.api import (
    StoredAvoidance,
    StoredClaps,
    StoredFollow,
    StoredList,
    StoredListed,
    StoredMutedPublication,
    StoredReading,
    StoredSaved,
    StoredSuspension,
    StoredUnkept,
)

_COUNTS: Final = "whether the row counts"

HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="follows",
            kind=StoredFollow,
            marked=("person_id", "target", "since", "followed_id"),
            told=("kind",),
            others={"kind": "a person, a publication or a tag", "counts": _COUNTS},
        ),
        Table(
            name="avoided",
            kind=StoredAvoidance,
            marked=("person_id", "how", "since", "avoided_id"),
        ),
        Table(
            name="muted_publications",
            kind=StoredMutedPublication,
            marked=("person_id", "publication_id", "since"),
        ),
        Table(
            name="claps",
            kind=StoredClaps,
            marked=("person_id", "story_id", "claps", "at"),
            named={"was": "claps"},
            others={"counts": _COUNTS},
        ),
        Table(name="saved", kind=StoredSaved, marked=("person_id", "story_id", "note", "added_at")),
        Table(
            name="listed",
            kind=StoredListed,
            marked=("owner_id", "story_id", "note", "place", "added_at"),
            others={"list_id": "the list that it is in"},
        ),
        Table(
            name="lists",
            kind=StoredList,
            marked=("owner_id", "name", "description", "public", "changed_at"),
            others={"id": "of the list"},
        ),
        Table(
            name="readings",
            kind=StoredReading,
            marked=("person_id", "story_id", "block", "share", "finished", "read_at"),
        ),
        Table(name="unkept_readings", kind=StoredUnkept, marked=("person_id",)),
        Table(
            name="counted",
            others={
                "kind": "what is counted",
                "target": "of a story, a tag, a publication, or a person: those go before their rows do",
                "part": "of several that make the sum",
                "people": "a sum over many people",
                "claps": "a sum over many people",
            },
        ),
        Table(
            name="neighbours_made",
            others={"epoch": "of a graph that is kept elsewhere", "made_at": "when all was brought into it"},
        ),
        Table(name="suspended", kind=StoredSuspension, marked=("person_id",)),
    )
)
