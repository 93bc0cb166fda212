"""Where the readership keeps what is marked in the contract."""

from typing import Final

from octavo.chassis.personal import Holdings, Table
from octavo.readership.api import StoredTotals

_STORY: Final = "which story; the row goes with it"
_COUNT: Final = "a count of a story, by nobody"

HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="totals",
            kind=StoredTotals,
            marked=("author_id", "views", "reads"),
            others={"story_id": "which story"},
        ),
        Table(
            name="salts",
            others={"day": "a day", "salt": "random, and deleted when the day is over"},
        ),
        Table(
            name="seen",
            others={
                "day": "a day",
                "mark": "a hash that names nobody without the salt; both go with the day",
            },
        ),
        Table(name="days", others={"story_id": _STORY, "day": "a day", "views": _COUNT, "reads": _COUNT}),
        Table(
            name="sources",
            others={"story_id": _STORY, "day": "a day", "host": "another site", "views": _COUNT},
        ),
        Table(name="gone", others={"story_id": "a story that is no more", "at": "a time of ours"}),
    )
)
