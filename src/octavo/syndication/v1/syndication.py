# Generated from octavo/syndication/v1/syndication.proto by `make proto`; not to be edited.

"""Syndication: what leaves the site for other readers and machines."""

from __future__ import annotations

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
from octavo.chassis.faults import FailedPrecondition, NotFound, ResourceExhausted
from octavo.syndication.v1.ids import PrivateFeedId

__all__ = [
    "CONTRACT",
    "CreatePrivateFeedRequest",
    "CreatePrivateFeedResponse",
    "ListPrivateFeedsRequest",
    "ListPrivateFeedsResponse",
    "NotConfirmed",
    "OpenPrivateFeedRequest",
    "OpenPrivateFeedResponse",
    "PersonId",
    "PrivateFeed",
    "PrivateFeedId",
    "PrivateFeedNotFound",
    "RevokePrivateFeedRequest",
    "RevokePrivateFeedResponse",
    "StoredPrivateFeed",
    "Syndication",
    "TooManyPrivateFeeds",
]


class PrivateFeed(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A private feed as its owner sees it; its token cannot be shown again."""

    id: PrivateFeedId = PrivateFeedId("")
    # What the owner calls it, such as the name of a reader; at most 80 characters.
    name: str = ""
    created_at: Moment
    # When a reader last asked for it, to the hour; absent: never.
    opened_at: Moment | None = None


class CreatePrivateFeedRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # What to call it; empty: it is called by its day.
    name: str = ""


class CreatePrivateFeedResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    feed: PrivateFeed
    # Stands in the address `/feed/private/TOKEN`.
    token: str = ""


class ListPrivateFeedsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListPrivateFeedsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    feeds: tuple[PrivateFeed, ...] = ()


class RevokePrivateFeedRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    feed_id: PrivateFeedId = PrivateFeedId("")


class RevokePrivateFeedResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class OpenPrivateFeedRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    token: str = ""


class OpenPrivateFeedResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    person_id: PersonId = PersonId("")


class StoredPrivateFeed(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """How a private feed is stored, with the marks of what is about a person."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    name: Annotated[str, Personal(Category.CIRCUMSTANCE, Erasure.DELETE, subject="person_id")] = ""
    # SHA-256 of the token.
    digest: Annotated[str, Personal(Category.CREDENTIAL, Erasure.DELETE, subject="person_id")] = ""
    created_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    opened_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]


class PrivateFeedNotFound(NotFound):
    """There is no such feed, or not for this caller."""

    proto_name = "octavo.syndication.v1.PrivateFeedNotFound"
    public_text = "There is no such feed, or not for this caller."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class NotConfirmed(FailedPrecondition):
    """Only members whose address is confirmed may read what is for members."""

    proto_name = "octavo.syndication.v1.NotConfirmed"
    public_text = "Only members whose address is confirmed may read what is for members."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class TooManyPrivateFeeds(ResourceExhausted):
    proto_name = "octavo.syndication.v1.TooManyPrivateFeeds"
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class Syndication(Protocol):
    """Private feeds: a member's own address at which a feed reader, which cannot
    sign in, gets the stories for members too. Public feeds need no call: they
    are written by what `octavo.syndication.api` offers, around what the other
    services say.
    """

    async def create_private_feed(self, *, name: str = "") -> CreatePrivateFeedResponse:
        """Makes a feed of the caller's own, whose address must be confirmed. The
        token is told this once; only its digest is kept.

        Raises NotConfirmed, TooManyPrivateFeeds.
        """
        ...

    async def list_private_feeds(self) -> tuple[PrivateFeed, ...]:
        """The caller's own, newest first."""
        ...

    async def revoke_private_feed(self, *, feed_id: PrivateFeedId) -> None:
        """Ends one of the caller's own at once.

        Raises PrivateFeedNotFound.
        """
        ...

    async def open_private_feed(self, *, token: str) -> PersonId:
        """Whose feed a token opens; asked with every request of a feed reader, and
        noted once an hour at most.

        Raises PrivateFeedNotFound.
        """
        ...


CONTRACT = Contract(
    name="octavo.syndication.v1.Syndication",
    wire="octavo.syndication.v1.syndication_wire",
    methods=(
        Method(
            name="CreatePrivateFeed",
            call="create_private_feed",
            request=CreatePrivateFeedRequest,
            response=CreatePrivateFeedResponse,
            audience=Audience.PUBLIC,
            scope="feeds:write",
            faults=(
                NotConfirmed,
                TooManyPrivateFeeds,
            ),
        ),
        Method(
            name="ListPrivateFeeds",
            call="list_private_feeds",
            request=ListPrivateFeedsRequest,
            response=ListPrivateFeedsResponse,
            returns="feeds",
            audience=Audience.PUBLIC,
            scope="feeds:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="RevokePrivateFeed",
            call="revoke_private_feed",
            request=RevokePrivateFeedRequest,
            response=RevokePrivateFeedResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="feeds:write",
            faults=(PrivateFeedNotFound,),
        ),
        Method(
            name="OpenPrivateFeed",
            call="open_private_feed",
            request=OpenPrivateFeedRequest,
            response=OpenPrivateFeedResponse,
            returns="person_id",
            faults=(PrivateFeedNotFound,),
        ),
    ),
)
