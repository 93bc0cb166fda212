"""Where the feed keeps what is marked in the contract."""

from typing import Final

from octavo.chassis.personal import Holdings, Table
from octavo.feed.api import (
    StoredDelivery,
    StoredFollowing,
    StoredHidden,
    StoredInterest,
    StoredListing,
    StoredReader,
    StoredReceipt,
)

HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="listings",
            kind=StoredListing,
            marked=("author_id", "others"),
            others={
                "story_id": "which published story",
                "publication_id": "where it stands",
                "tags": "what everybody sees of it",
                "published_at": "what everybody sees of it",
                "minutes": "how long it is",
                "written_from": "how it is delivered",
                "listed": "whether it is to be seen",
                "changed_at": "when this row changed",
            },
        ),
        Table(
            name="followings",
            kind=StoredFollowing,
            marked=("reader_id", "target", "followed_id"),
            others={
                "kind": "a person, a publication or a tag",
                "active": "whether it holds",
                "changed_at": "when this row changed",
            },
        ),
        Table(
            name="readers",
            kind=StoredReader,
            marked=("reader_id", "dials", "visited_at", "visits", "seen"),
            others={"rate": "how their timeline is kept", "built_at": "how their timeline is kept"},
        ),
        Table(
            name="timelines",
            kind=StoredDelivery,
            marked=("reader_id", "story_id"),
            others={"published_at": "of the story"},
        ),
        Table(
            name="deliveries",
            others={
                "story_id": "a published story on its way",
                "kind": "to whose followers",
                "target": "to whose followers; the row is gone within seconds",
                "after_id": "how far it has come",
                "since": "when it set out",
            },
        ),
        Table(
            name="interests",
            kind=StoredInterest,
            marked=("reader_id", "story_id", "clapped", "kept", "opened", "at"),
        ),
        Table(name="hidden", kind=StoredHidden, marked=("reader_id", "story_id", "at")),
        Table(name="liked", others={"story_id": "a published story", "strength": "of all its readers"}),
        Table(
            name="receipts",
            kind=StoredReceipt,
            marked=("reader_id", "at", "record"),
            others={"receipt_id": "names the row"},
        ),
        Table(
            name="models",
            others={
                "model_id": "when it was learned",
                "part": "which of its parts",
                "parts": "how many it has",
                "bytes": "sums over all readers, without a name; made anew from what is there",
            },
        ),
        Table(
            name="feed_state",
            others={"id": "always 1", "built_at": "of the copies", "liked_turn": "a number that grows"},
        ),
    )
)
