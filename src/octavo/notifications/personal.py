"""Where the notifications keep what is marked in the contract."""

from typing import Final

from octavo.chassis.personal import Holdings, Table
from octavo.notifications.api import StoredAct, StoredChoice, StoredNotice

HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="notices",
            kind=StoredNotice,
            marked=("person_id", "kind", "last_at", "read_at"),
            others={"notice_id": "names the row", "subject_id": "what it is about"},
        ),
        Table(
            name="acts",
            kind=StoredAct,
            marked=("person_id", "actor_id", "acted_at"),
            others={
                "kind": "what was done",
                "subject_id": "what it was done with",
                "item_id": "what came of it",
                "notice_id": "the group that it is in",
            },
        ),
        Table(name="silenced", kind=StoredChoice, marked=("person_id", "kind")),
    )
)
