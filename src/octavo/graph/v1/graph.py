# Generated from octavo/graph/v1/graph.proto by `make proto`; not to be edited.

"""Graph: who did what to what: follows, claps, mutes and blocks."""

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
    Event,
    Idempotency,
    Int32,
    Method,
    Moment,
    Personal,
)
from octavo.chassis.faults import FailedPrecondition, Invalid, NotFound, ResourceExhausted
from octavo.graph.v1.ids import ListId
from octavo.publications.v1.ids import PublicationId
from octavo.stories.v1.ids import StoryId

__all__ = [
    "AddToListRequest",
    "AddToListResponse",
    "Avoidance",
    "Avoided",
    "BlockRequest",
    "BlockResponse",
    "Blocked",
    "CONTRACT",
    "ChangeListRequest",
    "ChangeListResponse",
    "ClapRequest",
    "ClapResponse",
    "Clapped",
    "Claps",
    "ClapsForgotten",
    "CreateListRequest",
    "CreateListResponse",
    "DeleteListRequest",
    "DeleteListResponse",
    "Edge",
    "EdgeKind",
    "FindListRequest",
    "FindListResponse",
    "FollowRequest",
    "FollowResponse",
    "Followed",
    "FollowedTarget",
    "Follower",
    "ForgetReadingRequest",
    "ForgetReadingResponse",
    "ForgetReadingsRequest",
    "ForgetReadingsResponse",
    "GetAvoidedRequest",
    "GetAvoidedResponse",
    "GetClapsRequest",
    "GetClapsResponse",
    "GetHidesRequest",
    "GetHidesResponse",
    "GetListingsRequest",
    "GetListingsResponse",
    "GetReadingsRequest",
    "GetReadingsResponse",
    "GetSavedRequest",
    "GetSavedResponse",
    "GetStandingsRequest",
    "GetStandingsResponse",
    "Graph",
    "KeepReadingsRequest",
    "KeepReadingsResponse",
    "Kind",
    "ListAlikePeopleRequest",
    "ListAlikePeopleResponse",
    "ListAlikeRequest",
    "ListAlikeResponse",
    "ListAvoidedRequest",
    "ListAvoidedResponse",
    "ListEdgesRequest",
    "ListEdgesResponse",
    "ListFollowersRequest",
    "ListFollowersResponse",
    "ListFollowingRequest",
    "ListFollowingResponse",
    "ListId",
    "ListItemAdded",
    "ListItemRemoved",
    "ListItemsRequest",
    "ListItemsResponse",
    "ListListsRequest",
    "ListListsResponse",
    "ListMutedPublicationsRequest",
    "ListMutedPublicationsResponse",
    "ListNotFound",
    "ListReadingsRequest",
    "ListReadingsResponse",
    "ListSavedRequest",
    "ListSavedResponse",
    "ListedStory",
    "MarkReadRequest",
    "MarkReadResponse",
    "MoveInListRequest",
    "MoveInListResponse",
    "MutePublicationRequest",
    "MutePublicationResponse",
    "MuteRequest",
    "MuteResponse",
    "Muted",
    "MutedPublication",
    "OwnTarget",
    "PersonId",
    "PublicationId",
    "PublicationMuted",
    "PublicationUnmuted",
    "Reading",
    "ReadingList",
    "Recounted",
    "RemoveFromListRequest",
    "RemoveFromListResponse",
    "SaveRequest",
    "SaveResponse",
    "Saved",
    "SetListNoteRequest",
    "SetListNoteResponse",
    "Standing",
    "StoredAvoidance",
    "StoredClaps",
    "StoredFollow",
    "StoredList",
    "StoredListed",
    "StoredMutedPublication",
    "StoredReading",
    "StoredSaved",
    "StoredSuspension",
    "StoredUnkept",
    "StoryId",
    "StoryRead",
    "Target",
    "TargetNotFound",
    "TooManyActs",
    "TooManyClaps",
    "TooManyFollows",
    "TooManyInList",
    "TooManyLists",
    "UnblockRequest",
    "UnblockResponse",
    "Unblocked",
    "UnfollowRequest",
    "UnfollowResponse",
    "Unfollowed",
    "UnmutePublicationRequest",
    "UnmutePublicationResponse",
    "UnmuteRequest",
    "UnmuteResponse",
    "Unmuted",
    "UnsaveRequest",
    "UnsaveResponse",
    "WalkRequest",
    "WalkResponse",
]


class Kind(StrEnum):
    """What can be followed."""

    UNSPECIFIED = "KIND_UNSPECIFIED"
    PERSON = "PERSON"
    PUBLICATION = "PUBLICATION"
    TAG = "TAG"


class Avoidance(StrEnum):
    """How somebody is avoided."""

    UNSPECIFIED = "AVOIDANCE_UNSPECIFIED"
    MUTED = "MUTED"
    BLOCKED = "BLOCKED"


class EdgeKind(StrEnum):
    """The kinds of edges."""

    UNSPECIFIED = "EDGE_KIND_UNSPECIFIED"
    FOLLOWS = "FOLLOWS"
    CLAPS = "CLAPS"


class WalkRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    person_id: PersonId = PersonId("")
    # At most 100.
    limit: Int32 = 40


class WalkResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_ids: tuple[StoryId, ...] = ()


class ListAlikeRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    # At most 100.
    limit: Int32 = 10


class ListAlikeResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_ids: tuple[StoryId, ...] = ()


class ListAlikePeopleRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    person_id: PersonId = PersonId("")
    # At most 100.
    limit: Int32 = 10


class ListAlikePeopleResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    person_ids: tuple[PersonId, ...] = ()


class Target(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    kind: Kind = Kind.UNSPECIFIED
    # Of the person or publication; of a tag its name.
    id: str = ""


class FollowedTarget(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A target and when it was followed."""

    target: Target
    since: Moment


class Follower(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Who follows, and since when."""

    person_id: PersonId = PersonId("")
    since: Moment


class Avoided(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Somebody the caller avoids."""

    person_id: PersonId = PersonId("")
    how: Avoidance = Avoidance.UNSPECIFIED
    since: Moment


class Claps(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Of one story."""

    story_id: StoryId = StoryId("")
    # All claps that count.
    claps: Int32 = 0
    # How many people they are of.
    people: Int32 = 0
    # The caller's own, 0 to 50.
    own: Int32 = 0


class Standing(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    target: Target
    followers: Int32 = 0
    # The caller follows, muted, blocked it.
    followed: bool = False
    muted: bool = False
    blocked: bool = False
    # One of the two blocks the other.
    hidden: bool = False
    # How much a person follows, of all kinds; 0 for others.
    following: Int32 = 0


class Edge(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    person_id: PersonId = PersonId("")
    # What is followed; unspecified where it is a story.
    kind: Kind = Kind.UNSPECIFIED
    # As a target's; of claps the story's.
    target_id: str = ""
    # 1, of claps how many.
    weight: Int32 = 0


class FollowRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    target: Target


class FollowResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class UnfollowRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    target: Target


class UnfollowResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class MuteRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    person_id: PersonId = PersonId("")


class MuteResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class UnmuteRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    person_id: PersonId = PersonId("")


class UnmuteResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class BlockRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    person_id: PersonId = PersonId("")


class BlockResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class UnblockRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    person_id: PersonId = PersonId("")


class UnblockResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class ClapRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    claps: Int32 = 0


class ClapResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class GetClapsRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_ids: tuple[StoryId, ...] = ()


class GetClapsResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    claps: tuple[Claps, ...] = ()


class GetStandingsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    targets: tuple[Target, ...] = ()


class GetStandingsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    standings: tuple[Standing, ...] = ()


class GetAvoidedRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    viewer_id: PersonId = PersonId("")
    person_ids: tuple[PersonId, ...] = ()


class GetAvoidedResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    # One of the two blocks the other: to be shown nowhere.
    hidden: tuple[PersonId, ...] = ()
    # The viewer muted them: to be shown only where asked for.
    muted: tuple[PersonId, ...] = ()


class MutePublicationRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")


class MutePublicationResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class UnmutePublicationRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")


class UnmutePublicationResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class MutedPublication(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A publication that the caller muted."""

    publication_id: PublicationId = PublicationId("")
    since: Moment


class ListMutedPublicationsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    limit: Int32 = 20
    after: str = ""


class ListMutedPublicationsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publications: tuple[MutedPublication, ...] = ()
    next: str = ""


class GetHidesRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    viewer_id: PersonId = PersonId("")


class GetHidesResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # One of the two blocks the other.
    hidden: tuple[PersonId, ...] = ()
    # The viewer muted them.
    muted: tuple[PersonId, ...] = ()
    publications: tuple[PublicationId, ...] = ()


class ListFollowersRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    target: Target
    limit: Int32 = 20
    # The `next` of the page before.
    after: str = ""


class ListFollowersResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    followers: tuple[Follower, ...] = ()
    # Where the next page begins; empty: this was the last.
    next: str = ""


class ListFollowingRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    person_id: PersonId = PersonId("")
    kind: Kind = Kind.UNSPECIFIED
    limit: Int32 = 20
    after: str = ""


class ListFollowingResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    followed: tuple[FollowedTarget, ...] = ()
    next: str = ""


class ListAvoidedRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    how: Avoidance = Avoidance.UNSPECIFIED
    limit: Int32 = 20
    after: str = ""


class ListAvoidedResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    avoided: tuple[Avoided, ...] = ()
    next: str = ""


class Saved(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    note: str = ""
    added_at: Moment


class SaveRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    # At most 500 characters.
    note: str = ""


class SaveResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class UnsaveRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")


class UnsaveResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class GetSavedRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_ids: tuple[StoryId, ...] = ()


class GetSavedResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    saved: tuple[Saved, ...] = ()


class ListSavedRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    limit: Int32 = 20
    after: str = ""


class ListSavedResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    saved: tuple[Saved, ...] = ()
    next: str = ""


class ReadingList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Stories that somebody put together."""

    id: ListId = ListId("")
    owner_id: PersonId = PersonId("")
    name: str = ""
    description: str = ""
    # Everybody may see it; otherwise its owner alone.
    public: bool = False
    # How many are in it.
    stories: Int32 = 0
    changed_at: Moment


class ListedStory(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    note: str = ""
    added_at: Moment


class CreateListRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    name: str = ""
    description: str = ""
    public: bool = False


class CreateListResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    list: ReadingList


class ChangeListRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    list_id: ListId = ListId("")
    name: str = ""
    description: str = ""
    public: bool = False


class ChangeListResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class DeleteListRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    list_id: ListId = ListId("")


class DeleteListResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class FindListRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    list_id: ListId = ListId("")


class FindListResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    list: ReadingList


class ListListsRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    person_id: PersonId = PersonId("")
    limit: Int32 = 20
    after: str = ""


class ListListsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    lists: tuple[ReadingList, ...] = ()
    next: str = ""


class ListItemsRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    list_id: ListId = ListId("")
    limit: Int32 = 20
    after: str = ""


class ListItemsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    items: tuple[ListedStory, ...] = ()
    next: str = ""


class GetListingsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")


class GetListingsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    list_ids: tuple[ListId, ...] = ()


class AddToListRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    list_id: ListId = ListId("")
    story_id: StoryId = StoryId("")


class AddToListResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class RemoveFromListRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    list_id: ListId = ListId("")
    story_id: StoryId = StoryId("")


class RemoveFromListResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class SetListNoteRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    list_id: ListId = ListId("")
    story_id: StoryId = StoryId("")
    note: str = ""


class SetListNoteResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class MoveInListRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    list_id: ListId = ListId("")
    story_id: StoryId = StoryId("")
    place: Int32 = 0


class MoveInListResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class Reading(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    # The block that they came to; empty: none.
    block: str = ""
    # How much of the text lies before its end, 0 to 100 percent.
    share: Int32 = 0
    # They came to its end once.
    finished: bool = False
    # When they last read it.
    read_at: Moment


class MarkReadRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    story_id: StoryId = StoryId("")
    # From 0 to 100 percent of the text; from 90 on it was read to its end.
    share: Int32 = 0
    # The id of the block that the reader came to.
    block: str = ""


class MarkReadResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class GetReadingsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_ids: tuple[StoryId, ...] = ()


class GetReadingsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    readings: tuple[Reading, ...] = ()


class ListReadingsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    limit: Int32 = 20
    after: str = ""


class ListReadingsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    readings: tuple[Reading, ...] = ()
    next: str = ""
    # Whether it is kept at present what the caller reads.
    kept: bool = False


class ForgetReadingRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    story_id: StoryId = StoryId("")


class ForgetReadingResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ForgetReadingsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ForgetReadingsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class KeepReadingsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    kept: bool = False


class KeepReadingsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListEdgesRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    kind: EdgeKind = EdgeKind.UNSPECIFIED
    # At most 10,000.
    limit: Int32 = 1000
    after: str = ""


class ListEdgesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    edges: tuple[Edge, ...] = ()
    next: str = ""


class StoredList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a list is stored."""

    owner_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="owner_id")] = PersonId(
        ""
    )
    name: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="owner_id")] = ""
    description: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="owner_id")] = ""
    public: Annotated[Int32, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="owner_id")] = 0
    changed_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="owner_id")]


class StoredListed(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How it is stored what is in a list."""

    owner_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="owner_id")] = PersonId(
        ""
    )
    story_id: Annotated[StoryId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="owner_id")] = StoryId(
        ""
    )
    note: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="owner_id")] = ""
    place: Annotated[Int32, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="owner_id")] = 0
    added_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="owner_id")]


class StoredReading(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How it is stored what somebody read and how far."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    story_id: Annotated[StoryId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = StoryId(
        ""
    )
    block: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = ""
    share: Annotated[Int32, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = 0
    finished: Annotated[Int32, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = 0
    read_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]


class StoredUnkept(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """That somebody wishes that nothing is kept of what they read."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )


class StoredSaved(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How it is stored what somebody keeps to read later."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    story_id: Annotated[StoryId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = StoryId(
        ""
    )
    note: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="person_id")] = ""
    added_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]


class StoredFollow(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a follow is stored: it goes with either of the two."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    target: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = ""
    since: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    followed_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="followed_id")] = (
        PersonId("")
    )


class StoredAvoidance(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How it is stored that somebody avoids somebody: it goes with either of the two."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    how: Annotated[Avoidance, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = (
        Avoidance.UNSPECIFIED
    )
    since: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    avoided_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="avoided_id")] = (
        PersonId("")
    )


class StoredMutedPublication(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """How it is stored that somebody muted a publication."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    publication_id: Annotated[
        PublicationId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")
    ] = PublicationId("")
    since: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]


class StoredClaps(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a reader's claps for a story are stored: they go with the reader."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    story_id: Annotated[StoryId, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = StoryId(
        ""
    )
    claps: Annotated[Int32, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = 0
    at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]


class StoredSuspension(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """That somebody is suspended, so that nothing of theirs counts meanwhile."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )


class TargetNotFound(NotFound):
    """There is nothing of the kind, as far as the caller may know."""

    proto_name = "octavo.graph.v1.TargetNotFound"
    public_text = "There is nothing of the kind, as far as the caller may know."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class OwnTarget(FailedPrecondition):
    """Nobody follows, mutes, blocks themselves, or claps for a story of their own."""

    proto_name = "octavo.graph.v1.OwnTarget"
    public_text = "Nobody follows, mutes, blocks themselves, or claps for a story of their own."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class TooManyClaps(Invalid):
    """A story has at most so many claps of one reader."""

    proto_name = "octavo.graph.v1.TooManyClaps"
    public_text = "A story has at most so many claps of one reader."
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class ListNotFound(NotFound):
    """There is no such list, as far as the caller may know."""

    proto_name = "octavo.graph.v1.ListNotFound"
    public_text = "There is no such list, as far as the caller may know."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class TooManyLists(FailedPrecondition):
    """Nobody has more lists than this."""

    proto_name = "octavo.graph.v1.TooManyLists"
    public_text = "Nobody has more lists than this."
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class TooManyInList(FailedPrecondition):
    """No list has more stories than this."""

    proto_name = "octavo.graph.v1.TooManyInList"
    public_text = "No list has more stories than this."
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class TooManyActs(ResourceExhausted):
    """More within a minute than people do; a minute later it goes on."""

    proto_name = "octavo.graph.v1.TooManyActs"
    public_text = "More within a minute than people do; a minute later it goes on."
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class TooManyFollows(FailedPrecondition):
    """Nobody follows, or avoids, more than this."""

    proto_name = "octavo.graph.v1.TooManyFollows"
    public_text = "Nobody follows, or avoids, more than this."
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class Followed(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "graph.Followed"

    person_id: PersonId = PersonId("")
    kind: Kind = Kind.UNSPECIFIED
    target_id: str = ""


class Unfollowed(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "graph.Unfollowed"

    person_id: PersonId = PersonId("")
    kind: Kind = Kind.UNSPECIFIED
    target_id: str = ""


class Clapped(Event, frozen=True, kw_only=True, rename="camel"):
    """A reader's claps for a story are so many now; 0: taken back."""

    event_name: ClassVar[str] = "graph.Clapped"

    person_id: PersonId = PersonId("")
    story_id: StoryId = StoryId("")
    claps: Int32 = 0


class Recounted(Event, frozen=True, kw_only=True, rename="camel"):
    """What somebody did counts no longer, or counts again, or is gone with them: follows and claps of theirs, which
    are not told one by one, and whoever followed them.
    """

    event_name: ClassVar[str] = "graph.Recounted"

    person_id: PersonId = PersonId("")


class ClapsForgotten(Event, frozen=True, kw_only=True, rename="camel"):
    """A story is no more, and neither are its claps, which are not told one by one."""

    event_name: ClassVar[str] = "graph.ClapsForgotten"

    story_id: StoryId = StoryId("")


class Muted(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "graph.Muted"

    person_id: PersonId = PersonId("")
    muted_id: PersonId = PersonId("")


class Unmuted(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "graph.Unmuted"

    person_id: PersonId = PersonId("")
    muted_id: PersonId = PersonId("")


class Blocked(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "graph.Blocked"

    person_id: PersonId = PersonId("")
    blocked_id: PersonId = PersonId("")


class Unblocked(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "graph.Unblocked"

    person_id: PersonId = PersonId("")
    blocked_id: PersonId = PersonId("")


class PublicationMuted(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "graph.PublicationMuted"

    person_id: PersonId = PersonId("")
    publication_id: PublicationId = PublicationId("")


class PublicationUnmuted(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "graph.PublicationUnmuted"

    person_id: PersonId = PersonId("")
    publication_id: PublicationId = PublicationId("")


class ListItemAdded(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "graph.ListItemAdded"

    person_id: PersonId = PersonId("")
    story_id: StoryId = StoryId("")
    # Empty: it is kept to read later.
    list_id: ListId = ListId("")


class ListItemRemoved(Event, frozen=True, kw_only=True, rename="camel"):
    event_name: ClassVar[str] = "graph.ListItemRemoved"

    person_id: PersonId = PersonId("")
    story_id: StoryId = StoryId("")
    list_id: ListId = ListId("")
    # They keep it elsewhere, in another list or to read later.
    still_kept: bool = False


class StoryRead(Event, frozen=True, kw_only=True, rename="camel"):
    """A reader came to the end of a story for the first time, as far as their history tells."""

    event_name: ClassVar[str] = "graph.StoryRead"

    reader_id: PersonId = PersonId("")
    story_id: StoryId = StoryId("")


class Graph(Protocol):
    """What readers do to people, places and stories. Each act says what shall be, not what shall be added: the
    same again changes nothing.
    """

    async def follow(self, *, target: Target) -> None:
        """Follow a person, a publication or a tag. Followed already: nothing happens.

        Raises TargetNotFound, OwnTarget, TooManyActs, TooManyFollows.
        """
        ...

    async def unfollow(self, *, target: Target) -> None:
        """No longer follow it. Not followed: nothing happens.

        Raises TooManyActs.
        """
        ...

    async def mute(self, *, person_id: PersonId) -> None:
        """Mute a person: the caller is shown nothing of theirs that they did not ask for. The person is not told.

        Raises TargetNotFound, OwnTarget, TooManyActs, TooManyFollows.
        """
        ...

    async def unmute(self, *, person_id: PersonId) -> None:
        """Show their things again. Not muted: nothing happens.

        Raises TooManyActs.
        """
        ...

    async def block(self, *, person_id: PersonId) -> None:
        """Block a person: neither is shown the other, and neither follows the other any more. Follows that
        it ended do not come back when it is lifted.

        Raises TargetNotFound, OwnTarget, TooManyActs, TooManyFollows.
        """
        ...

    async def unblock(self, *, person_id: PersonId) -> None:
        """Lift a block of the caller's own. There is none: nothing happens.

        Raises TooManyActs.
        """
        ...

    async def mute_publication(self, *, publication_id: PublicationId) -> None:
        """Mute a publication: the caller is shown no story of it that they did not ask for.

        Raises TargetNotFound, TooManyActs, TooManyFollows.
        """
        ...

    async def unmute_publication(self, *, publication_id: PublicationId) -> None:
        """Show its stories again. Not muted: nothing happens.

        Raises TooManyActs.
        """
        ...

    async def list_muted_publications(
        self, *, limit: int = 20, after: str = ""
    ) -> ListMutedPublicationsResponse:
        """Which publications the caller muted, newest first."""
        ...

    async def clap(self, *, story_id: StoryId, claps: int) -> None:
        """The caller's claps for a story shall be so many, 0 to 50; 0 takes them back. Of two at once the one
        that is written last counts.

        Raises TargetNotFound, OwnTarget, TooManyClaps, TooManyActs.
        """
        ...

    async def get_claps(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Claps, ...]:
        """The claps of stories, in the order asked for; at most 100 ids. Claps of suspended people do not count.
        A story that nobody clapped for, or that is not there, has none.
        """
        ...

    async def get_standings(self, *, targets: tuple[Target, ...]) -> tuple[Standing, ...]:
        """How the caller stands to people, publications and tags, and how many follow them; in the order asked
        for, at most 100.
        """
        ...

    async def get_avoided(
        self, *, viewer_id: PersonId, person_ids: tuple[PersonId, ...]
    ) -> GetAvoidedResponse:
        """Of these people, those who are not to be shown to the viewer, nor the viewer to them. At most 500 ids."""
        ...

    async def get_hides(self, *, viewer_id: PersonId) -> GetHidesResponse:
        """All that is hidden from somebody, as far as pages show it: of each kind the 1,000 newest. Whoever keeps
        the answer forgets it by the tag "hides:ID".
        """
        ...

    async def list_followers(
        self, *, target: Target, limit: int = 20, after: str = ""
    ) -> ListFollowersResponse:
        """Who follows something, newest first; without suspended people and those whom the caller is not shown."""
        ...

    async def list_following(
        self, *, person_id: PersonId, kind: Kind, limit: int = 20, after: str = ""
    ) -> ListFollowingResponse:
        """What a person follows of one kind, newest first."""
        ...

    async def list_avoided(self, *, how: Avoidance, limit: int = 20, after: str = "") -> ListAvoidedResponse:
        """Whom the caller muted or blocked, newest first."""
        ...

    async def save(self, *, story_id: StoryId, note: str = "") -> None:
        """Keep a story to read later, with the caller's own note about it. Kept already: the note is another.

        Raises TargetNotFound, TooManyActs, TooManyFollows.
        """
        ...

    async def unsave(self, *, story_id: StoryId) -> None:
        """No longer keep a story. Not kept: nothing happens.

        Raises TooManyActs.
        """
        ...

    async def get_saved(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Saved, ...]:
        """Which of these stories the caller keeps; at most 100 ids."""
        ...

    async def list_saved(self, *, limit: int = 20, after: str = "") -> ListSavedResponse:
        """What the caller keeps to read later, newest first; also what is not there any more."""
        ...

    async def create_list(self, *, name: str, description: str = "", public: bool = False) -> ReadingList:
        """A new list of the caller's own, empty. The name is 1 to 100 characters, the description at most 500.

        Raises TooManyLists, TooManyActs.
        """
        ...

    async def change_list(self, *, list_id: ListId, name: str, description: str, public: bool) -> None:
        """Another name, description and audience.

        Raises ListNotFound, TooManyActs.
        """
        ...

    async def delete_list(self, *, list_id: ListId) -> None:
        """It is no more; its stories stay as they are. There is none of the caller's: nothing happens.

        Raises TooManyActs.
        """
        ...

    async def find_list(self, *, list_id: ListId) -> ReadingList:
        """A public list, or one of the caller's own.

        Raises ListNotFound.
        """
        ...

    async def list_lists(self, *, person_id: PersonId, limit: int = 20, after: str = "") -> ListListsResponse:
        """A person's public lists, all of them for themselves; changed last first."""
        ...

    async def list_items(self, *, list_id: ListId, limit: int = 20, after: str = "") -> ListItemsResponse:
        """What is in a list, in its order; also what is not there any more.

        Raises ListNotFound.
        """
        ...

    async def get_listings(self, *, story_id: StoryId) -> tuple[ListId, ...]:
        """In which lists of the caller's own a story is."""
        ...

    async def add_to_list(self, *, list_id: ListId, story_id: StoryId) -> None:
        """A story at the end of a list of the caller's own. In it already: it stays where it is.

        Raises ListNotFound, TargetNotFound, TooManyInList, TooManyActs.
        """
        ...

    async def remove_from_list(self, *, list_id: ListId, story_id: StoryId) -> None:
        """No longer in it. Not in it: nothing happens.

        Raises ListNotFound, TooManyActs.
        """
        ...

    async def set_list_note(self, *, list_id: ListId, story_id: StoryId, note: str) -> None:
        """The caller's own words about a story in their list, for whoever sees the list; at most 500 characters.

        Raises ListNotFound, TargetNotFound, TooManyActs.
        """
        ...

    async def move_in_list(self, *, list_id: ListId, story_id: StoryId, place: int) -> None:
        """A story to another place of the list, counted from 0; further than its end is its end.

        Raises ListNotFound, TargetNotFound, TooManyActs.
        """
        ...

    async def mark_read(self, *, story_id: StoryId, share: int, block: str = "") -> None:
        """How far the caller read a story; kept where it is further than before. Nothing is kept of stories of the
        caller's own, nor while they wish that nothing be kept.

        Raises TargetNotFound, TooManyActs.
        """
        ...

    async def get_readings(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Reading, ...]:
        """What is kept of the caller's reading of these stories; at most 100 ids."""
        ...

    async def list_readings(self, *, limit: int = 20, after: str = "") -> ListReadingsResponse:
        """What the caller read, last read first; also what is not there any more."""
        ...

    async def forget_reading(self, *, story_id: StoryId) -> None:
        """Nothing is kept any more of the caller's reading of a story so far.

        Raises TooManyActs.
        """
        ...

    async def forget_readings(self) -> None:
        """Nor of any story so far.

        Raises TooManyActs.
        """
        ...

    async def keep_readings(self, *, kept: bool) -> None:
        """Whether it is kept from now on what the caller reads; what was kept stays until it is forgotten.

        Raises TooManyActs.
        """
        ...

    async def list_edges(self, *, kind: EdgeKind, limit: int = 1000, after: str = "") -> ListEdgesResponse:
        """Every follow, or every reader's claps, that counts, for what is computed from all of them; page by page
        in an order that stays. What happens meanwhile is told by the events.
        """
        ...

    async def walk(self, *, person_id: PersonId, limit: int = 40) -> tuple[StoryId, ...]:
        """Stories near those that somebody clapped for last, by random walks over who clapped for what; best first.
        Nothing while there is no graph to walk over. Whoever shows them leaves out what the reader is not to see.
        """
        ...

    async def list_alike(self, *, story_id: StoryId, limit: int = 10) -> tuple[StoryId, ...]:
        """Stories that the same people clapped for, three at least; best first. The same holds."""
        ...

    async def list_alike_people(self, *, person_id: PersonId, limit: int = 10) -> tuple[PersonId, ...]:
        """People whom the same people follow, three at least; best first. The same holds."""
        ...


CONTRACT = Contract(
    name="octavo.graph.v1.Graph",
    wire="octavo.graph.v1.graph_wire",
    methods=(
        Method(
            name="Follow",
            call="follow",
            request=FollowRequest,
            response=FollowResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(
                TargetNotFound,
                OwnTarget,
                TooManyActs,
                TooManyFollows,
            ),
        ),
        Method(
            name="Unfollow",
            call="unfollow",
            request=UnfollowRequest,
            response=UnfollowResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(TooManyActs,),
        ),
        Method(
            name="Mute",
            call="mute",
            request=MuteRequest,
            response=MuteResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(
                TargetNotFound,
                OwnTarget,
                TooManyActs,
                TooManyFollows,
            ),
        ),
        Method(
            name="Unmute",
            call="unmute",
            request=UnmuteRequest,
            response=UnmuteResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(TooManyActs,),
        ),
        Method(
            name="Block",
            call="block",
            request=BlockRequest,
            response=BlockResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(
                TargetNotFound,
                OwnTarget,
                TooManyActs,
                TooManyFollows,
            ),
        ),
        Method(
            name="Unblock",
            call="unblock",
            request=UnblockRequest,
            response=UnblockResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(TooManyActs,),
        ),
        Method(
            name="MutePublication",
            call="mute_publication",
            request=MutePublicationRequest,
            response=MutePublicationResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(
                TargetNotFound,
                TooManyActs,
                TooManyFollows,
            ),
        ),
        Method(
            name="UnmutePublication",
            call="unmute_publication",
            request=UnmutePublicationRequest,
            response=UnmutePublicationResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(TooManyActs,),
        ),
        Method(
            name="ListMutedPublications",
            call="list_muted_publications",
            request=ListMutedPublicationsRequest,
            response=ListMutedPublicationsResponse,
            audience=Audience.PUBLIC,
            scope="graph:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="Clap",
            call="clap",
            request=ClapRequest,
            response=ClapResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(
                TargetNotFound,
                OwnTarget,
                TooManyClaps,
                TooManyActs,
            ),
        ),
        Method(
            name="GetClaps",
            call="get_claps",
            request=GetClapsRequest,
            response=GetClapsResponse,
            returns="claps",
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="GetStandings",
            call="get_standings",
            request=GetStandingsRequest,
            response=GetStandingsResponse,
            returns="standings",
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="GetAvoided",
            call="get_avoided",
            request=GetAvoidedRequest,
            response=GetAvoidedResponse,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="GetHides",
            call="get_hides",
            request=GetHidesRequest,
            response=GetHidesResponse,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            hedged=True,
        ),
        Method(
            name="ListFollowers",
            call="list_followers",
            request=ListFollowersRequest,
            response=ListFollowersResponse,
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListFollowing",
            call="list_following",
            request=ListFollowingRequest,
            response=ListFollowingResponse,
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListAvoided",
            call="list_avoided",
            request=ListAvoidedRequest,
            response=ListAvoidedResponse,
            audience=Audience.PUBLIC,
            scope="graph:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="Save",
            call="save",
            request=SaveRequest,
            response=SaveResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(
                TargetNotFound,
                TooManyActs,
                TooManyFollows,
            ),
        ),
        Method(
            name="Unsave",
            call="unsave",
            request=UnsaveRequest,
            response=UnsaveResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(TooManyActs,),
        ),
        Method(
            name="GetSaved",
            call="get_saved",
            request=GetSavedRequest,
            response=GetSavedResponse,
            returns="saved",
            audience=Audience.PUBLIC,
            scope="graph:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListSaved",
            call="list_saved",
            request=ListSavedRequest,
            response=ListSavedResponse,
            audience=Audience.PUBLIC,
            scope="graph:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="CreateList",
            call="create_list",
            request=CreateListRequest,
            response=CreateListResponse,
            returns="list",
            audience=Audience.PUBLIC,
            scope="graph:write",
            faults=(
                TooManyLists,
                TooManyActs,
            ),
        ),
        Method(
            name="ChangeList",
            call="change_list",
            request=ChangeListRequest,
            response=ChangeListResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(
                ListNotFound,
                TooManyActs,
            ),
        ),
        Method(
            name="DeleteList",
            call="delete_list",
            request=DeleteListRequest,
            response=DeleteListResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(TooManyActs,),
        ),
        Method(
            name="FindList",
            call="find_list",
            request=FindListRequest,
            response=FindListResponse,
            returns="list",
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(ListNotFound,),
        ),
        Method(
            name="ListLists",
            call="list_lists",
            request=ListListsRequest,
            response=ListListsResponse,
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListItems",
            call="list_items",
            request=ListItemsRequest,
            response=ListItemsResponse,
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(ListNotFound,),
        ),
        Method(
            name="GetListings",
            call="get_listings",
            request=GetListingsRequest,
            response=GetListingsResponse,
            returns="list_ids",
            audience=Audience.PUBLIC,
            scope="graph:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="AddToList",
            call="add_to_list",
            request=AddToListRequest,
            response=AddToListResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(
                ListNotFound,
                TargetNotFound,
                TooManyInList,
                TooManyActs,
            ),
        ),
        Method(
            name="RemoveFromList",
            call="remove_from_list",
            request=RemoveFromListRequest,
            response=RemoveFromListResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(
                ListNotFound,
                TooManyActs,
            ),
        ),
        Method(
            name="SetListNote",
            call="set_list_note",
            request=SetListNoteRequest,
            response=SetListNoteResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(
                ListNotFound,
                TargetNotFound,
                TooManyActs,
            ),
        ),
        Method(
            name="MoveInList",
            call="move_in_list",
            request=MoveInListRequest,
            response=MoveInListResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(
                ListNotFound,
                TargetNotFound,
                TooManyActs,
            ),
        ),
        Method(
            name="MarkRead",
            call="mark_read",
            request=MarkReadRequest,
            response=MarkReadResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(
                TargetNotFound,
                TooManyActs,
            ),
        ),
        Method(
            name="GetReadings",
            call="get_readings",
            request=GetReadingsRequest,
            response=GetReadingsResponse,
            returns="readings",
            audience=Audience.PUBLIC,
            scope="graph:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListReadings",
            call="list_readings",
            request=ListReadingsRequest,
            response=ListReadingsResponse,
            audience=Audience.PUBLIC,
            scope="graph:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ForgetReading",
            call="forget_reading",
            request=ForgetReadingRequest,
            response=ForgetReadingResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(TooManyActs,),
        ),
        Method(
            name="ForgetReadings",
            call="forget_readings",
            request=ForgetReadingsRequest,
            response=ForgetReadingsResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(TooManyActs,),
        ),
        Method(
            name="KeepReadings",
            call="keep_readings",
            request=KeepReadingsRequest,
            response=KeepReadingsResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="graph:write",
            idempotency=Idempotency.IDEMPOTENT,
            faults=(TooManyActs,),
        ),
        Method(
            name="ListEdges",
            call="list_edges",
            request=ListEdgesRequest,
            response=ListEdgesResponse,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="Walk",
            call="walk",
            request=WalkRequest,
            response=WalkResponse,
            returns="story_ids",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListAlike",
            call="list_alike",
            request=ListAlikeRequest,
            response=ListAlikeResponse,
            returns="story_ids",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="ListAlikePeople",
            call="list_alike_people",
            request=ListAlikePeopleRequest,
            response=ListAlikePeopleResponse,
            returns="person_ids",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
    ),
    events=(
        Followed,
        Unfollowed,
        Clapped,
        Recounted,
        ClapsForgotten,
        Muted,
        Unmuted,
        Blocked,
        Unblocked,
        PublicationMuted,
        PublicationUnmuted,
        ListItemAdded,
        ListItemRemoved,
        StoryRead,
    ),
)
