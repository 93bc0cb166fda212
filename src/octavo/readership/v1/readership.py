# Generated from octavo/readership/v1/readership.proto by `make proto`; not to be edited.

"""Readership: how often stories are seen and read, counted without knowing by whom, for those who wrote them."""

from __future__ import annotations

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
    Personal,
)
from octavo.chassis.faults import NotFound
from octavo.stories.v1.ids import StoryId

__all__ = [
    "CONTRACT",
    "CountRequest",
    "CountResponse",
    "DayNumbers",
    "GetNumbersRequest",
    "GetNumbersResponse",
    "Kind",
    "ListTotalsRequest",
    "ListTotalsResponse",
    "Numbers",
    "PersonId",
    "Readership",
    "Source",
    "StoredTotals",
    "StoryId",
    "StoryUnread",
    "Totals",
]


class Kind(StrEnum):
    UNSPECIFIED = "KIND_UNSPECIFIED"
    # The page was before a reader's eyes.
    VIEW = "VIEW"
    # They came near its end, and took their time. It counts as a view, too.
    READ = "READ"


class CountRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    kind: Kind = Kind.UNSPECIFIED
    # The reader's network address and user agent: what they are told apart by
    # for a day. Neither is kept.
    address: str = ""
    agent: str = ""
    # The host of the page that led here; empty: none, or this site.
    referrer: str = ""


class CountResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class Totals(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    views: Int32 = 0
    # Never more than views.
    reads: Int32 = 0


class DayNumbers(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # Such as 2026-11-25.
    day: str = ""
    views: Int32 = 0
    reads: Int32 = 0


class Source(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    host: str = ""
    views: Int32 = 0


class Numbers(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    totals: Totals
    # The last 30 days with today, oldest first, quiet ones too.
    days: tuple[DayNumbers, ...] = ()
    # Of the same days: the hosts that led here, at most 50, most views first.
    sources: tuple[Source, ...] = ()
    # Views that came from no other site, or did not say so.
    direct: Int32 = 0
    # Views from further hosts.
    elsewhere: Int32 = 0


class GetNumbersRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")


class GetNumbersResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    numbers: Numbers


class ListTotalsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_ids: tuple[StoryId, ...] = ()


class ListTotalsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    totals: tuple[Totals, ...] = ()


class StoredTotals(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What a story came to, with the marks of what is about a person: its author. Nothing is kept about readers."""

    author_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="author_id")] = (
        PersonId("")
    )
    views: Annotated[int, Personal(Category.CONTENT, Erasure.DELETE, subject="author_id")] = 0
    reads: Annotated[int, Personal(Category.CONTENT, Erasure.DELETE, subject="author_id")] = 0


class StoryUnread(NotFound):
    """There is no such story, as far as the caller may know."""

    proto_name = "octavo.readership.v1.StoryUnread"
    public_text = "There is no such story, as far as the caller may know."
    field_names: ClassVar[tuple[str, ...]] = ("story_id",)
    story_id: StoryId

    def __init__(self, *, story_id: StoryId = StoryId("")) -> None:
        super().__init__()
        self.story_id = story_id


class Readership(Protocol):
    """Views and reads of published stories. Days are days of UTC."""

    async def count(
        self, *, story_id: StoryId, kind: Kind, address: str, agent: str, referrer: str = ""
    ) -> None:
        """A page of a story was seen, or read to its end, by whoever the call is for.
        A reader counts once for each story and day. Not counted: the story's own
        authors, programs, and what comes faster than people read; nobody is told
        which. Written within a second.

        Raises StoryUnread.
        """
        ...

    async def get_numbers(self, *, story_id: StoryId) -> Numbers:
        """The numbers of a story, for its authors, and the editors of the publication
        that it stands in.

        Raises StoryUnread.
        """
        ...

    async def list_totals(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Totals, ...]:
        """All views and reads of published stories that the caller wrote, alone or
        with others; the rest are left out. At most 100 ids.
        """
        ...


CONTRACT = Contract(
    name="octavo.readership.v1.Readership",
    wire="octavo.readership.v1.readership_wire",
    methods=(
        Method(
            name="Count",
            call="count",
            request=CountRequest,
            response=CountResponse,
            returns=None,
            faults=(StoryUnread,),
        ),
        Method(
            name="GetNumbers",
            call="get_numbers",
            request=GetNumbersRequest,
            response=GetNumbersResponse,
            returns="numbers",
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(StoryUnread,),
        ),
        Method(
            name="ListTotals",
            call="list_totals",
            request=ListTotalsRequest,
            response=ListTotalsResponse,
            returns="totals",
            audience=Audience.PUBLIC,
            scope="stories:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
    ),
)
