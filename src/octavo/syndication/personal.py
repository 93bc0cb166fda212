"""Where the syndication keeps what is marked in the contract."""

from typing import Final

from octavo.chassis.personal import Holdings, Table
from octavo.syndication.api import StoredPrivateFeed

HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="private_feeds",
            kind=StoredPrivateFeed,
            marked=("person_id", "name", "digest", "created_at", "opened_at"),
            others={"id": "a number"},
        ),
    )
)
