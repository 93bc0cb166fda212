"""Where the responses keep what is marked in the contract."""

from typing import Final

from octavo.chassis.personal import Holdings, Table
from octavo.responses.api import StoredResponseClaps, StoredSilence, StoredWords

HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="responses",
            kind=StoredWords,
            marked=("person_id", "body", "html", "written_at", "edited_at", "owner_id"),
            others={
                "response_id": "names the row",
                "story_id": "what it answers",
                "parent_id": "what it answers",
                "publication_id": "where its story stands",
                "path": "where it stands",
                "depth": "where it stands",
                "state": "who sees it",
                "counts": "whether it is seen",
            },
        ),
        Table(
            name="response_claps",
            kind=StoredResponseClaps,
            marked=("person_id", "response_id", "claps"),
            others={"counts": "whether the row counts"},
        ),
        Table(name="response_rules", others={"story_id": "a published story", "rule": "who may respond"}),
        Table(name="silenced", kind=StoredSilence, marked=("person_id",)),
    )
)
