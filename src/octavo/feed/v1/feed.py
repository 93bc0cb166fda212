# Generated from octavo/feed/v1/feed.proto by `make proto`; not to be edited.

"""Feed: what a reader finds on the home page, and why it is there."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Protocol

import msgspec

from octavo.accounts.v1.ids import PersonId
from octavo.chassis.contract import (
    Audience,
    Category,
    Contract,
    Erasure,
    Idempotency,
    Int32,
    Method,
    Moment,
    Personal,
)
from octavo.chassis.faults import FailedPrecondition, NotFound
from octavo.feed.v1.ids import ReceiptId
from octavo.stories.v1.ids import StoryId

__all__ = [
    "CONTRACT",
    "Candidate",
    "Dials",
    "Feed",
    "Filter",
    "GetDialsRequest",
    "GetDialsResponse",
    "GetHomeRequest",
    "GetHomeResponse",
    "GetReceiptRequest",
    "GetReceiptResponse",
    "HideStoryRequest",
    "HideStoryResponse",
    "Item",
    "ListHiddenRequest",
    "ListHiddenResponse",
    "ListRelatedRequest",
    "ListRelatedResponse",
    "ListTrendingRequest",
    "ListTrendingResponse",
    "PersonId",
    "Reason",
    "RebuildRequest",
    "RebuildResponse",
    "Receipt",
    "ReceiptId",
    "ReceiptNotFound",
    "ReplayRequest",
    "ReplayResponse",
    "SetDialsRequest",
    "SetDialsResponse",
    "Source",
    "StoredDelivery",
    "StoredFollowing",
    "StoredHidden",
    "StoredInterest",
    "StoredListing",
    "StoredReader",
    "StoredReceipt",
    "StoryId",
    "TooManyHidden",
    "Trending",
    "UnhideStoryRequest",
    "UnhideStoryResponse",
    "Weighed",
    "Weight",
]


class Source(StrEnum):
    """Where a story on a home page comes from."""

    UNSPECIFIED = "SOURCE_UNSPECIFIED"
    # A person that the reader follows wrote it.
    PERSON = "PERSON"
    # It stands in a publication that the reader follows.
    PUBLICATION = "PUBLICATION"
    # It has a tag that the reader follows.
    TAG = "TAG"
    # It is like stories that the reader clapped for, kept or read.
    SIMILAR = "SIMILAR"
    # Many read it just now.
    TRENDING = "TRENDING"
    # Its author has written little here so far.
    NEW_VOICE = "NEW_VOICE"
    # It is new on the site.
    NEWEST = "NEWEST"
    # Readers who clapped for what the reader clapped for did so for this too.
    READERS = "READERS"


class Filter(StrEnum):
    """Why a story was left out."""

    UNSPECIFIED = "FILTER_UNSPECIFIED"
    # The reader hid it.
    HIDDEN = "HIDDEN"
    # The reader muted its author, or one of the two blocks the other.
    AVOIDED = "AVOIDED"
    # The reader has read it, or was shown it often enough.
    SEEN = "SEEN"
    # The reader wrote it.
    OWN = "OWN"
    # There were better ones enough.
    BELOW = "BELOW"


class Dials(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a home page is put in order. Each goes from -2 (none of it, or short) over 0 (as it comes) to 2 (twice
    as much, or long).
    """

    # People and publications that the reader follows.
    people: Int32 = 0
    # Tags that the reader follows, and what is like stories that they liked.
    topics: Int32 = 0
    # Authors who have written little so far.
    new_voices: Int32 = 0
    # Short stories before long ones, or long ones before short.
    length: Int32 = 0
    # Nothing is weighed: what the reader follows, the latest first.
    latest_first: bool = False


class Item(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A story on a home page."""

    story_id: StoryId = StoryId("")
    # The strongest reason first; each with whom or what it is about: the id of a person, publication or
    # story,
    # the name of a tag.
    reasons: tuple[Reason, ...] = ()
    score: Int32 = 0


class Reason(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    source: Source = Source.UNSPECIFIED
    about: str = ""
    # How much of the score it makes.
    points: Int32 = 0


class Weighed(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A feature of a story as it was weighed."""

    feature: str = ""
    # 0 to 1000.
    value: Int32 = 0
    weight: Int32 = 0


class Candidate(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    weighed: tuple[Weighed, ...] = ()
    score: Int32 = 0
    # Where it stood on the page, from 1; 0: it was left out.
    rank: Int32 = 0
    left_out: Filter = Filter.UNSPECIFIED


class Receipt(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a home page came about."""

    id: ReceiptId = ReceiptId("")
    at: Moment
    # The version of the weights.
    weights: str = ""
    dials: Dials
    candidates: tuple[Candidate, ...] = ()


class Trending(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A story that counts, with how strongly: 1000 for the strongest."""

    story_id: StoryId = StoryId("")
    strength: Int32 = 0


class GetHomeRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    limit: Int32 = 20
    after: str = ""


class GetHomeResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    items: tuple[Item, ...] = ()
    # Empty where the page is over.
    next: str = ""
    receipt_id: ReceiptId = ReceiptId("")
    # Nothing was weighed: the latest come first.
    latest_first: bool = False


class GetDialsRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class GetDialsResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    dials: Dials


class SetDialsRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    dials: Dials


class SetDialsResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class HideStoryRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")


class HideStoryResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class UnhideStoryRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")


class UnhideStoryResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListHiddenRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    limit: Int32 = 20
    after: str = ""


class ListHiddenResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_ids: tuple[StoryId, ...] = ()
    next: str = ""


class GetReceiptRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    receipt_id: ReceiptId = ReceiptId("")


class GetReceiptResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    receipt: Receipt


class ListTrendingRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # Empty: the whole site.
    tag: str = ""
    limit: Int32 = 10


class ListTrendingResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    stories: tuple[Trending, ...] = ()


class ListRelatedRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")
    limit: Int32 = 6


class ListRelatedResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_ids: tuple[StoryId, ...] = ()


class Weight(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A weight to be tried."""

    feature: str = ""
    # From -999,999 to 999,999.
    weight: Int32 = 0


class ReplayRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    since: Moment
    # Instead of those that are used now; empty: each record by its own.
    weights: tuple[Weight, ...] = ()
    # Records at once; at most 1,000.
    limit: Int32 = 100
    after: str = ""


class ReplayResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pages: Int32 = 0
    # Of these came out with the same order, and by their own weights with the same scores.
    same: Int32 = 0
    # Stories among the first ten of all these pages, and how many of them would be others.
    first: Int32 = 0
    others: Int32 = 0
    next: str = ""


class RebuildRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class RebuildResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class StoredFollowing(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How it is stored what somebody follows, for the feed's own use; it goes with either of the two."""

    reader_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="reader_id")] = (
        PersonId("")
    )
    target: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = ""
    followed_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="followed_id")] = (
        PersonId("")
    )


class StoredReader(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A reader of the home page: when they come, their dials, what they have seen."""

    reader_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="reader_id")] = (
        PersonId("")
    )
    dials: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = ""
    visited_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")]
    visits: Annotated[int, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = 0
    seen: Annotated[bytes, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = b""


class StoredDelivery(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A story that was written to a reader's timeline."""

    reader_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="reader_id")] = (
        PersonId("")
    )
    story_id: Annotated[StoryId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = StoryId(
        ""
    )


class StoredInterest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """That somebody clapped for a story, keeps it or has read it."""

    reader_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="reader_id")] = (
        PersonId("")
    )
    story_id: Annotated[StoryId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = StoryId(
        ""
    )
    clapped: Annotated[Int32, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = 0
    kept: Annotated[bool, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = False
    opened: Annotated[bool, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = False
    at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")]


class StoredHidden(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A story that somebody does not want to be shown."""

    reader_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="reader_id")] = (
        PersonId("")
    )
    story_id: Annotated[StoryId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = StoryId(
        ""
    )
    at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")]


class StoredReceipt(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The record of a home page."""

    receipt_id: ReceiptId = ReceiptId("")
    reader_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="reader_id")] = (
        PersonId("")
    )
    at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")]
    record: Annotated[bytes, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = b""


class StoredListing(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Who wrote a listed story."""

    story_id: StoryId = StoryId("")
    author_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="author_id")] = (
        PersonId("")
    )
    others: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="author_id")] = ""


class ReceiptNotFound(NotFound):
    """There is no such record of the caller's, or none any more."""

    proto_name = "octavo.feed.v1.ReceiptNotFound"
    public_text = "There is no such record of the caller's, or none any more."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class TooManyHidden(FailedPrecondition):
    """Nobody hides more stories than this."""

    proto_name = "octavo.feed.v1.TooManyHidden"
    public_text = "Nobody hides more stories than this."
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class Feed(Protocol):
    """The home page of each reader: gathered from what they follow and from all that is published, put in order
    by weights that everybody may read, with a record of how it came about.
    """

    async def get_home(self, *, limit: int = 20, after: str = "") -> GetHomeResponse:
        """A page of the caller's home. The first page is put in order anew and recorded; `next` goes on in that
        record, so that no story comes twice. It notes what was shown.
        """
        ...

    async def get_dials(self) -> Dials:
        """How the caller's home is put in order."""
        ...

    async def set_dials(self, *, dials: Dials) -> None:
        """Put it in order otherwise, from the next page on."""
        ...

    async def hide_story(self, *, story_id: StoryId) -> None:
        """Not for me: the story is not shown to the caller again, and stories like it less.

        Raises TooManyHidden.
        """
        ...

    async def unhide_story(self, *, story_id: StoryId) -> None:
        """It may be shown again. Not hidden: nothing happens."""
        ...

    async def list_hidden(self, *, limit: int = 20, after: str = "") -> ListHiddenResponse:
        """What the caller hid, last first."""
        ...

    async def get_receipt(self, *, receipt_id: ReceiptId) -> Receipt:
        """The record of a home page of the caller's own: every story that was weighed, by what, and what was left
        out and why. It is kept for some days.

        Raises ReceiptNotFound.
        """
        ...

    async def list_trending(self, *, tag: str = "", limit: int = 10) -> tuple[Trending, ...]:
        """What is read most just now, on the whole site or with one tag. Last first by strength; at most 50."""
        ...

    async def list_related(self, *, story_id: StoryId, limit: int = 6) -> tuple[StoryId, ...]:
        """Stories that are like one, nearest first; at most 20."""
        ...

    async def replay(
        self, *, since: datetime, weights: tuple[Weight, ...], limit: int = 100, after: str = ""
    ) -> ReplayResponse:
        """Put the home pages that were made since then in order again from their records, page by page: by the
        weights that they had, or by others before these are used; for the operator.
        """
        ...

    async def rebuild(self) -> None:
        """Make what the feed keeps of other services' data anew, while the site runs; for the operator."""
        ...


CONTRACT = Contract(
    name="octavo.feed.v1.Feed",
    wire="octavo.feed.v1.feed_wire",
    methods=(
        Method(
            name="GetHome",
            call="get_home",
            request=GetHomeRequest,
            response=GetHomeResponse,
            audience=Audience.PUBLIC,
            scope="home:read",
        ),
        Method(
            name="GetDials",
            call="get_dials",
            request=GetDialsRequest,
            response=GetDialsResponse,
            returns="dials",
            audience=Audience.PUBLIC,
            scope="home:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="SetDials",
            call="set_dials",
            request=SetDialsRequest,
            response=SetDialsResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="home:write",
            idempotency=Idempotency.IDEMPOTENT,
        ),
        Method(
            name="HideStory",
            call="hide_story",
            request=HideStoryRequest,
            response=HideStoryResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="home:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(TooManyHidden,),
        ),
        Method(
            name="UnhideStory",
            call="unhide_story",
            request=UnhideStoryRequest,
            response=UnhideStoryResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="home:write",
            idempotency=Idempotency.IDEMPOTENT,
        ),
        Method(
            name="ListHidden",
            call="list_hidden",
            request=ListHiddenRequest,
            response=ListHiddenResponse,
            audience=Audience.PUBLIC,
            scope="home:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="GetReceipt",
            call="get_receipt",
            request=GetReceiptRequest,
            response=GetReceiptResponse,
            returns="receipt",
            audience=Audience.PUBLIC,
            scope="home:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(ReceiptNotFound,),
        ),
        Method(
            name="ListTrending",
            call="list_trending",
            request=ListTrendingRequest,
            response=ListTrendingResponse,
            returns="stories",
            audience=Audience.PUBLIC,
            scope="home:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListRelated",
            call="list_related",
            request=ListRelatedRequest,
            response=ListRelatedResponse,
            returns="story_ids",
            audience=Audience.PUBLIC,
            scope="home:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="Replay",
            call="replay",
            request=ReplayRequest,
            response=ReplayResponse,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="Rebuild",
            call="rebuild",
            request=RebuildRequest,
            response=RebuildResponse,
            returns=None,
            idempotency=Idempotency.IDEMPOTENT,
        ),
    ),
)
