# Generated from octavo/graph/v1/graph.proto by `make proto`; not to be edited.

"""How the messages of octavo.graph.v1 are packed for the wire."""

from typing import Any

from octavo.accounts.v1.ids import PersonId
from octavo.chassis import codec
from octavo.graph.v1.graph import (
    AddToListRequest,
    AddToListResponse,
    Avoidance,
    Avoided,
    BlockRequest,
    BlockResponse,
    ChangeListRequest,
    ChangeListResponse,
    ClapRequest,
    ClapResponse,
    Claps,
    CreateListRequest,
    CreateListResponse,
    DeleteListRequest,
    DeleteListResponse,
    Edge,
    EdgeKind,
    FindListRequest,
    FindListResponse,
    FollowedTarget,
    Follower,
    FollowRequest,
    FollowResponse,
    ForgetReadingRequest,
    ForgetReadingResponse,
    ForgetReadingsRequest,
    ForgetReadingsResponse,
    GetAvoidedRequest,
    GetAvoidedResponse,
    GetClapsRequest,
    GetClapsResponse,
    GetHidesRequest,
    GetHidesResponse,
    GetListingsRequest,
    GetListingsResponse,
    GetReadingsRequest,
    GetReadingsResponse,
    GetSavedRequest,
    GetSavedResponse,
    GetStandingsRequest,
    GetStandingsResponse,
    KeepReadingsRequest,
    KeepReadingsResponse,
    Kind,
    ListAlikePeopleRequest,
    ListAlikePeopleResponse,
    ListAlikeRequest,
    ListAlikeResponse,
    ListAvoidedRequest,
    ListAvoidedResponse,
    ListEdgesRequest,
    ListEdgesResponse,
    ListedStory,
    ListFollowersRequest,
    ListFollowersResponse,
    ListFollowingRequest,
    ListFollowingResponse,
    ListItemsRequest,
    ListItemsResponse,
    ListListsRequest,
    ListListsResponse,
    ListMutedPublicationsRequest,
    ListMutedPublicationsResponse,
    ListNotFound,
    ListReadingsRequest,
    ListReadingsResponse,
    ListSavedRequest,
    ListSavedResponse,
    MarkReadRequest,
    MarkReadResponse,
    MoveInListRequest,
    MoveInListResponse,
    MutedPublication,
    MutePublicationRequest,
    MutePublicationResponse,
    MuteRequest,
    MuteResponse,
    OwnTarget,
    Reading,
    ReadingList,
    RemoveFromListRequest,
    RemoveFromListResponse,
    Saved,
    SaveRequest,
    SaveResponse,
    SetListNoteRequest,
    SetListNoteResponse,
    Standing,
    Target,
    TargetNotFound,
    TooManyActs,
    TooManyClaps,
    TooManyFollows,
    TooManyInList,
    TooManyLists,
    UnblockRequest,
    UnblockResponse,
    UnfollowRequest,
    UnfollowResponse,
    UnmutePublicationRequest,
    UnmutePublicationResponse,
    UnmuteRequest,
    UnmuteResponse,
    UnsaveRequest,
    UnsaveResponse,
    WalkRequest,
    WalkResponse,
)
from octavo.graph.v1.ids import ListId
from octavo.publications.v1.ids import PublicationId
from octavo.stories.v1.ids import StoryId

_DESCRIPTOR = codec.load(__file__, "graph.binpb")

_AVOIDANCE = {0: Avoidance.UNSPECIFIED, 1: Avoidance.MUTED, 2: Avoidance.BLOCKED}
_AVOIDANCE_NUMBER = {member: number for number, member in _AVOIDANCE.items()}
_EDGE_KIND = {0: EdgeKind.UNSPECIFIED, 1: EdgeKind.FOLLOWS, 2: EdgeKind.CLAPS}
_EDGE_KIND_NUMBER = {member: number for number, member in _EDGE_KIND.items()}
_KIND = {0: Kind.UNSPECIFIED, 1: Kind.PERSON, 2: Kind.PUBLICATION, 3: Kind.TAG}
_KIND_NUMBER = {member: number for number, member in _KIND.items()}
_WalkRequest = _DESCRIPTOR.message("octavo.graph.v1.WalkRequest")
_WalkResponse = _DESCRIPTOR.message("octavo.graph.v1.WalkResponse")
_ListAlikeRequest = _DESCRIPTOR.message("octavo.graph.v1.ListAlikeRequest")
_ListAlikeResponse = _DESCRIPTOR.message("octavo.graph.v1.ListAlikeResponse")
_ListAlikePeopleRequest = _DESCRIPTOR.message("octavo.graph.v1.ListAlikePeopleRequest")
_ListAlikePeopleResponse = _DESCRIPTOR.message("octavo.graph.v1.ListAlikePeopleResponse")
_Target = _DESCRIPTOR.message("octavo.graph.v1.Target")
_FollowedTarget = _DESCRIPTOR.message("octavo.graph.v1.FollowedTarget")
_Follower = _DESCRIPTOR.message("octavo.graph.v1.Follower")
_Avoided = _DESCRIPTOR.message("octavo.graph.v1.Avoided")
_Claps = _DESCRIPTOR.message("octavo.graph.v1.Claps")
_Standing = _DESCRIPTOR.message("octavo.graph.v1.Standing")
_Edge = _DESCRIPTOR.message("octavo.graph.v1.Edge")
_FollowRequest = _DESCRIPTOR.message("octavo.graph.v1.FollowRequest")
_FollowResponse = _DESCRIPTOR.message("octavo.graph.v1.FollowResponse")
_UnfollowRequest = _DESCRIPTOR.message("octavo.graph.v1.UnfollowRequest")
_UnfollowResponse = _DESCRIPTOR.message("octavo.graph.v1.UnfollowResponse")
_MuteRequest = _DESCRIPTOR.message("octavo.graph.v1.MuteRequest")
_MuteResponse = _DESCRIPTOR.message("octavo.graph.v1.MuteResponse")
_UnmuteRequest = _DESCRIPTOR.message("octavo.graph.v1.UnmuteRequest")
_UnmuteResponse = _DESCRIPTOR.message("octavo.graph.v1.UnmuteResponse")
_BlockRequest = _DESCRIPTOR.message("octavo.graph.v1.BlockRequest")
_BlockResponse = _DESCRIPTOR.message("octavo.graph.v1.BlockResponse")
_UnblockRequest = _DESCRIPTOR.message("octavo.graph.v1.UnblockRequest")
_UnblockResponse = _DESCRIPTOR.message("octavo.graph.v1.UnblockResponse")
_ClapRequest = _DESCRIPTOR.message("octavo.graph.v1.ClapRequest")
_ClapResponse = _DESCRIPTOR.message("octavo.graph.v1.ClapResponse")
_GetClapsRequest = _DESCRIPTOR.message("octavo.graph.v1.GetClapsRequest")
_GetClapsResponse = _DESCRIPTOR.message("octavo.graph.v1.GetClapsResponse")
_GetStandingsRequest = _DESCRIPTOR.message("octavo.graph.v1.GetStandingsRequest")
_GetStandingsResponse = _DESCRIPTOR.message("octavo.graph.v1.GetStandingsResponse")
_GetAvoidedRequest = _DESCRIPTOR.message("octavo.graph.v1.GetAvoidedRequest")
_GetAvoidedResponse = _DESCRIPTOR.message("octavo.graph.v1.GetAvoidedResponse")
_MutePublicationRequest = _DESCRIPTOR.message("octavo.graph.v1.MutePublicationRequest")
_MutePublicationResponse = _DESCRIPTOR.message("octavo.graph.v1.MutePublicationResponse")
_UnmutePublicationRequest = _DESCRIPTOR.message("octavo.graph.v1.UnmutePublicationRequest")
_UnmutePublicationResponse = _DESCRIPTOR.message("octavo.graph.v1.UnmutePublicationResponse")
_MutedPublication = _DESCRIPTOR.message("octavo.graph.v1.MutedPublication")
_ListMutedPublicationsRequest = _DESCRIPTOR.message("octavo.graph.v1.ListMutedPublicationsRequest")
_ListMutedPublicationsResponse = _DESCRIPTOR.message("octavo.graph.v1.ListMutedPublicationsResponse")
_GetHidesRequest = _DESCRIPTOR.message("octavo.graph.v1.GetHidesRequest")
_GetHidesResponse = _DESCRIPTOR.message("octavo.graph.v1.GetHidesResponse")
_ListFollowersRequest = _DESCRIPTOR.message("octavo.graph.v1.ListFollowersRequest")
_ListFollowersResponse = _DESCRIPTOR.message("octavo.graph.v1.ListFollowersResponse")
_ListFollowingRequest = _DESCRIPTOR.message("octavo.graph.v1.ListFollowingRequest")
_ListFollowingResponse = _DESCRIPTOR.message("octavo.graph.v1.ListFollowingResponse")
_ListAvoidedRequest = _DESCRIPTOR.message("octavo.graph.v1.ListAvoidedRequest")
_ListAvoidedResponse = _DESCRIPTOR.message("octavo.graph.v1.ListAvoidedResponse")
_Saved = _DESCRIPTOR.message("octavo.graph.v1.Saved")
_SaveRequest = _DESCRIPTOR.message("octavo.graph.v1.SaveRequest")
_SaveResponse = _DESCRIPTOR.message("octavo.graph.v1.SaveResponse")
_UnsaveRequest = _DESCRIPTOR.message("octavo.graph.v1.UnsaveRequest")
_UnsaveResponse = _DESCRIPTOR.message("octavo.graph.v1.UnsaveResponse")
_GetSavedRequest = _DESCRIPTOR.message("octavo.graph.v1.GetSavedRequest")
_GetSavedResponse = _DESCRIPTOR.message("octavo.graph.v1.GetSavedResponse")
_ListSavedRequest = _DESCRIPTOR.message("octavo.graph.v1.ListSavedRequest")
_ListSavedResponse = _DESCRIPTOR.message("octavo.graph.v1.ListSavedResponse")
_ReadingList = _DESCRIPTOR.message("octavo.graph.v1.ReadingList")
_ListedStory = _DESCRIPTOR.message("octavo.graph.v1.ListedStory")
_CreateListRequest = _DESCRIPTOR.message("octavo.graph.v1.CreateListRequest")
_CreateListResponse = _DESCRIPTOR.message("octavo.graph.v1.CreateListResponse")
_ChangeListRequest = _DESCRIPTOR.message("octavo.graph.v1.ChangeListRequest")
_ChangeListResponse = _DESCRIPTOR.message("octavo.graph.v1.ChangeListResponse")
_DeleteListRequest = _DESCRIPTOR.message("octavo.graph.v1.DeleteListRequest")
_DeleteListResponse = _DESCRIPTOR.message("octavo.graph.v1.DeleteListResponse")
_FindListRequest = _DESCRIPTOR.message("octavo.graph.v1.FindListRequest")
_FindListResponse = _DESCRIPTOR.message("octavo.graph.v1.FindListResponse")
_ListListsRequest = _DESCRIPTOR.message("octavo.graph.v1.ListListsRequest")
_ListListsResponse = _DESCRIPTOR.message("octavo.graph.v1.ListListsResponse")
_ListItemsRequest = _DESCRIPTOR.message("octavo.graph.v1.ListItemsRequest")
_ListItemsResponse = _DESCRIPTOR.message("octavo.graph.v1.ListItemsResponse")
_GetListingsRequest = _DESCRIPTOR.message("octavo.graph.v1.GetListingsRequest")
_GetListingsResponse = _DESCRIPTOR.message("octavo.graph.v1.GetListingsResponse")
_AddToListRequest = _DESCRIPTOR.message("octavo.graph.v1.AddToListRequest")
_AddToListResponse = _DESCRIPTOR.message("octavo.graph.v1.AddToListResponse")
_RemoveFromListRequest = _DESCRIPTOR.message("octavo.graph.v1.RemoveFromListRequest")
_RemoveFromListResponse = _DESCRIPTOR.message("octavo.graph.v1.RemoveFromListResponse")
_SetListNoteRequest = _DESCRIPTOR.message("octavo.graph.v1.SetListNoteRequest")
_SetListNoteResponse = _DESCRIPTOR.message("octavo.graph.v1.SetListNoteResponse")
_MoveInListRequest = _DESCRIPTOR.message("octavo.graph.v1.MoveInListRequest")
_MoveInListResponse = _DESCRIPTOR.message("octavo.graph.v1.MoveInListResponse")
_Reading = _DESCRIPTOR.message("octavo.graph.v1.Reading")
_MarkReadRequest = _DESCRIPTOR.message("octavo.graph.v1.MarkReadRequest")
_MarkReadResponse = _DESCRIPTOR.message("octavo.graph.v1.MarkReadResponse")
_GetReadingsRequest = _DESCRIPTOR.message("octavo.graph.v1.GetReadingsRequest")
_GetReadingsResponse = _DESCRIPTOR.message("octavo.graph.v1.GetReadingsResponse")
_ListReadingsRequest = _DESCRIPTOR.message("octavo.graph.v1.ListReadingsRequest")
_ListReadingsResponse = _DESCRIPTOR.message("octavo.graph.v1.ListReadingsResponse")
_ForgetReadingRequest = _DESCRIPTOR.message("octavo.graph.v1.ForgetReadingRequest")
_ForgetReadingResponse = _DESCRIPTOR.message("octavo.graph.v1.ForgetReadingResponse")
_ForgetReadingsRequest = _DESCRIPTOR.message("octavo.graph.v1.ForgetReadingsRequest")
_ForgetReadingsResponse = _DESCRIPTOR.message("octavo.graph.v1.ForgetReadingsResponse")
_KeepReadingsRequest = _DESCRIPTOR.message("octavo.graph.v1.KeepReadingsRequest")
_KeepReadingsResponse = _DESCRIPTOR.message("octavo.graph.v1.KeepReadingsResponse")
_ListEdgesRequest = _DESCRIPTOR.message("octavo.graph.v1.ListEdgesRequest")
_ListEdgesResponse = _DESCRIPTOR.message("octavo.graph.v1.ListEdgesResponse")
_TargetNotFound = _DESCRIPTOR.message("octavo.graph.v1.TargetNotFound")
_OwnTarget = _DESCRIPTOR.message("octavo.graph.v1.OwnTarget")
_TooManyClaps = _DESCRIPTOR.message("octavo.graph.v1.TooManyClaps")
_ListNotFound = _DESCRIPTOR.message("octavo.graph.v1.ListNotFound")
_TooManyLists = _DESCRIPTOR.message("octavo.graph.v1.TooManyLists")
_TooManyInList = _DESCRIPTOR.message("octavo.graph.v1.TooManyInList")
_TooManyActs = _DESCRIPTOR.message("octavo.graph.v1.TooManyActs")
_TooManyFollows = _DESCRIPTOR.message("octavo.graph.v1.TooManyFollows")


def fill_walk_request(message: Any, value: WalkRequest) -> None:
    message.person_id = value.person_id
    message.limit = value.limit


def read_walk_request(message: Any, strict: bool) -> WalkRequest:
    return WalkRequest(
        person_id=message.person_id,
        limit=message.limit if message.HasField("limit") else 40,
    )


def fill_walk_response(message: Any, value: WalkResponse) -> None:
    message.story_ids.extend(value.story_ids)


def read_walk_response(message: Any, strict: bool) -> WalkResponse:
    return WalkResponse(
        story_ids=tuple(message.story_ids),
    )


def fill_list_alike_request(message: Any, value: ListAlikeRequest) -> None:
    message.story_id = value.story_id
    message.limit = value.limit


def read_list_alike_request(message: Any, strict: bool) -> ListAlikeRequest:
    return ListAlikeRequest(
        story_id=message.story_id,
        limit=message.limit if message.HasField("limit") else 10,
    )


def fill_list_alike_response(message: Any, value: ListAlikeResponse) -> None:
    message.story_ids.extend(value.story_ids)


def read_list_alike_response(message: Any, strict: bool) -> ListAlikeResponse:
    return ListAlikeResponse(
        story_ids=tuple(message.story_ids),
    )


def fill_list_alike_people_request(message: Any, value: ListAlikePeopleRequest) -> None:
    message.person_id = value.person_id
    message.limit = value.limit


def read_list_alike_people_request(message: Any, strict: bool) -> ListAlikePeopleRequest:
    return ListAlikePeopleRequest(
        person_id=message.person_id,
        limit=message.limit if message.HasField("limit") else 10,
    )


def fill_list_alike_people_response(message: Any, value: ListAlikePeopleResponse) -> None:
    message.person_ids.extend(value.person_ids)


def read_list_alike_people_response(message: Any, strict: bool) -> ListAlikePeopleResponse:
    return ListAlikePeopleResponse(
        person_ids=tuple(message.person_ids),
    )


def fill_target(message: Any, value: Target) -> None:
    message.kind = _KIND_NUMBER[value.kind]
    message.id = value.id


def read_target(message: Any, strict: bool) -> Target:
    return Target(
        kind=_KIND.get(message.kind) or codec.unknown(Kind.UNSPECIFIED, "kind", strict),
        id=message.id,
    )


def fill_followed_target(message: Any, value: FollowedTarget) -> None:
    message.target.SetInParent()
    fill_target(message.target, value.target)
    codec.put_moment(message.since, value.since)


def read_followed_target(message: Any, strict: bool) -> FollowedTarget:
    return FollowedTarget(
        target=read_target(message.target, strict)
        if message.HasField("target")
        else codec.missing("target", strict),
        since=codec.moment(message.since, "since", strict)
        if message.HasField("since")
        else codec.missing("since", strict),
    )


def fill_follower(message: Any, value: Follower) -> None:
    message.person_id = value.person_id
    codec.put_moment(message.since, value.since)


def read_follower(message: Any, strict: bool) -> Follower:
    return Follower(
        person_id=message.person_id,
        since=codec.moment(message.since, "since", strict)
        if message.HasField("since")
        else codec.missing("since", strict),
    )


def fill_avoided(message: Any, value: Avoided) -> None:
    message.person_id = value.person_id
    message.how = _AVOIDANCE_NUMBER[value.how]
    codec.put_moment(message.since, value.since)


def read_avoided(message: Any, strict: bool) -> Avoided:
    return Avoided(
        person_id=message.person_id,
        how=_AVOIDANCE.get(message.how) or codec.unknown(Avoidance.UNSPECIFIED, "how", strict),
        since=codec.moment(message.since, "since", strict)
        if message.HasField("since")
        else codec.missing("since", strict),
    )


def fill_claps(message: Any, value: Claps) -> None:
    message.story_id = value.story_id
    message.claps = value.claps
    message.people = value.people
    message.own = value.own


def read_claps(message: Any, strict: bool) -> Claps:
    return Claps(
        story_id=message.story_id,
        claps=message.claps,
        people=message.people,
        own=message.own,
    )


def fill_standing(message: Any, value: Standing) -> None:
    message.target.SetInParent()
    fill_target(message.target, value.target)
    message.followers = value.followers
    message.followed = value.followed
    message.muted = value.muted
    message.blocked = value.blocked
    message.hidden = value.hidden
    message.following = value.following


def read_standing(message: Any, strict: bool) -> Standing:
    return Standing(
        target=read_target(message.target, strict)
        if message.HasField("target")
        else codec.missing("target", strict),
        followers=message.followers,
        followed=message.followed,
        muted=message.muted,
        blocked=message.blocked,
        hidden=message.hidden,
        following=message.following,
    )


def fill_edge(message: Any, value: Edge) -> None:
    message.person_id = value.person_id
    message.kind = _KIND_NUMBER[value.kind]
    message.target_id = value.target_id
    message.weight = value.weight


def read_edge(message: Any, strict: bool) -> Edge:
    return Edge(
        person_id=message.person_id,
        kind=_KIND.get(message.kind) or codec.unknown(Kind.UNSPECIFIED, "kind", strict),
        target_id=message.target_id,
        weight=message.weight,
    )


def fill_follow_request(message: Any, value: FollowRequest) -> None:
    message.target.SetInParent()
    fill_target(message.target, value.target)


def read_follow_request(message: Any, strict: bool) -> FollowRequest:
    return FollowRequest(
        target=read_target(message.target, strict)
        if message.HasField("target")
        else codec.missing("target", strict),
    )


def fill_follow_response(message: Any, value: FollowResponse) -> None:
    pass


def read_follow_response(message: Any, strict: bool) -> FollowResponse:
    return FollowResponse()


def fill_unfollow_request(message: Any, value: UnfollowRequest) -> None:
    message.target.SetInParent()
    fill_target(message.target, value.target)


def read_unfollow_request(message: Any, strict: bool) -> UnfollowRequest:
    return UnfollowRequest(
        target=read_target(message.target, strict)
        if message.HasField("target")
        else codec.missing("target", strict),
    )


def fill_unfollow_response(message: Any, value: UnfollowResponse) -> None:
    pass


def read_unfollow_response(message: Any, strict: bool) -> UnfollowResponse:
    return UnfollowResponse()


def fill_mute_request(message: Any, value: MuteRequest) -> None:
    message.person_id = value.person_id


def read_mute_request(message: Any, strict: bool) -> MuteRequest:
    return MuteRequest(
        person_id=message.person_id,
    )


def fill_mute_response(message: Any, value: MuteResponse) -> None:
    pass


def read_mute_response(message: Any, strict: bool) -> MuteResponse:
    return MuteResponse()


def fill_unmute_request(message: Any, value: UnmuteRequest) -> None:
    message.person_id = value.person_id


def read_unmute_request(message: Any, strict: bool) -> UnmuteRequest:
    return UnmuteRequest(
        person_id=message.person_id,
    )


def fill_unmute_response(message: Any, value: UnmuteResponse) -> None:
    pass


def read_unmute_response(message: Any, strict: bool) -> UnmuteResponse:
    return UnmuteResponse()


def fill_block_request(message: Any, value: BlockRequest) -> None:
    message.person_id = value.person_id


def read_block_request(message: Any, strict: bool) -> BlockRequest:
    return BlockRequest(
        person_id=message.person_id,
    )


def fill_block_response(message: Any, value: BlockResponse) -> None:
    pass


def read_block_response(message: Any, strict: bool) -> BlockResponse:
    return BlockResponse()


def fill_unblock_request(message: Any, value: UnblockRequest) -> None:
    message.person_id = value.person_id


def read_unblock_request(message: Any, strict: bool) -> UnblockRequest:
    return UnblockRequest(
        person_id=message.person_id,
    )


def fill_unblock_response(message: Any, value: UnblockResponse) -> None:
    pass


def read_unblock_response(message: Any, strict: bool) -> UnblockResponse:
    return UnblockResponse()


def fill_clap_request(message: Any, value: ClapRequest) -> None:
    message.story_id = value.story_id
    message.claps = value.claps


def read_clap_request(message: Any, strict: bool) -> ClapRequest:
    return ClapRequest(
        story_id=message.story_id,
        claps=message.claps,
    )


def fill_clap_response(message: Any, value: ClapResponse) -> None:
    pass


def read_clap_response(message: Any, strict: bool) -> ClapResponse:
    return ClapResponse()


def fill_get_claps_request(message: Any, value: GetClapsRequest) -> None:
    message.story_ids.extend(value.story_ids)


def read_get_claps_request(message: Any, strict: bool) -> GetClapsRequest:
    return GetClapsRequest(
        story_ids=tuple(message.story_ids),
    )


def fill_get_claps_response(message: Any, value: GetClapsResponse) -> None:
    for claps_item in value.claps:
        fill_claps(message.claps.add(), claps_item)


def read_get_claps_response(message: Any, strict: bool) -> GetClapsResponse:
    return GetClapsResponse(
        claps=tuple([read_claps(item, strict) for item in message.claps]),
    )


def fill_get_standings_request(message: Any, value: GetStandingsRequest) -> None:
    for targets_item in value.targets:
        fill_target(message.targets.add(), targets_item)


def read_get_standings_request(message: Any, strict: bool) -> GetStandingsRequest:
    return GetStandingsRequest(
        targets=tuple([read_target(item, strict) for item in message.targets]),
    )


def fill_get_standings_response(message: Any, value: GetStandingsResponse) -> None:
    for standings_item in value.standings:
        fill_standing(message.standings.add(), standings_item)


def read_get_standings_response(message: Any, strict: bool) -> GetStandingsResponse:
    return GetStandingsResponse(
        standings=tuple([read_standing(item, strict) for item in message.standings]),
    )


def fill_get_avoided_request(message: Any, value: GetAvoidedRequest) -> None:
    message.viewer_id = value.viewer_id
    message.person_ids.extend(value.person_ids)


def read_get_avoided_request(message: Any, strict: bool) -> GetAvoidedRequest:
    return GetAvoidedRequest(
        viewer_id=message.viewer_id,
        person_ids=tuple(message.person_ids),
    )


def fill_get_avoided_response(message: Any, value: GetAvoidedResponse) -> None:
    message.hidden.extend(value.hidden)
    message.muted.extend(value.muted)


def read_get_avoided_response(message: Any, strict: bool) -> GetAvoidedResponse:
    return GetAvoidedResponse(
        hidden=tuple(message.hidden),
        muted=tuple(message.muted),
    )


def fill_mute_publication_request(message: Any, value: MutePublicationRequest) -> None:
    message.publication_id = value.publication_id


def read_mute_publication_request(message: Any, strict: bool) -> MutePublicationRequest:
    return MutePublicationRequest(
        publication_id=message.publication_id,
    )


def fill_mute_publication_response(message: Any, value: MutePublicationResponse) -> None:
    pass


def read_mute_publication_response(message: Any, strict: bool) -> MutePublicationResponse:
    return MutePublicationResponse()


def fill_unmute_publication_request(message: Any, value: UnmutePublicationRequest) -> None:
    message.publication_id = value.publication_id


def read_unmute_publication_request(message: Any, strict: bool) -> UnmutePublicationRequest:
    return UnmutePublicationRequest(
        publication_id=message.publication_id,
    )


def fill_unmute_publication_response(message: Any, value: UnmutePublicationResponse) -> None:
    pass


def read_unmute_publication_response(message: Any, strict: bool) -> UnmutePublicationResponse:
    return UnmutePublicationResponse()


def fill_muted_publication(message: Any, value: MutedPublication) -> None:
    message.publication_id = value.publication_id
    codec.put_moment(message.since, value.since)


def read_muted_publication(message: Any, strict: bool) -> MutedPublication:
    return MutedPublication(
        publication_id=message.publication_id,
        since=codec.moment(message.since, "since", strict)
        if message.HasField("since")
        else codec.missing("since", strict),
    )


def fill_list_muted_publications_request(message: Any, value: ListMutedPublicationsRequest) -> None:
    message.limit = value.limit
    message.after = value.after


def read_list_muted_publications_request(message: Any, strict: bool) -> ListMutedPublicationsRequest:
    return ListMutedPublicationsRequest(
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_muted_publications_response(message: Any, value: ListMutedPublicationsResponse) -> None:
    for publications_item in value.publications:
        fill_muted_publication(message.publications.add(), publications_item)
    message.next = value.next


def read_list_muted_publications_response(message: Any, strict: bool) -> ListMutedPublicationsResponse:
    return ListMutedPublicationsResponse(
        publications=tuple([read_muted_publication(item, strict) for item in message.publications]),
        next=message.next,
    )


def fill_get_hides_request(message: Any, value: GetHidesRequest) -> None:
    message.viewer_id = value.viewer_id


def read_get_hides_request(message: Any, strict: bool) -> GetHidesRequest:
    return GetHidesRequest(
        viewer_id=message.viewer_id,
    )


def fill_get_hides_response(message: Any, value: GetHidesResponse) -> None:
    message.hidden.extend(value.hidden)
    message.muted.extend(value.muted)
    message.publications.extend(value.publications)


def read_get_hides_response(message: Any, strict: bool) -> GetHidesResponse:
    return GetHidesResponse(
        hidden=tuple(message.hidden),
        muted=tuple(message.muted),
        publications=tuple(message.publications),
    )


def fill_list_followers_request(message: Any, value: ListFollowersRequest) -> None:
    message.target.SetInParent()
    fill_target(message.target, value.target)
    message.limit = value.limit
    message.after = value.after


def read_list_followers_request(message: Any, strict: bool) -> ListFollowersRequest:
    return ListFollowersRequest(
        target=read_target(message.target, strict)
        if message.HasField("target")
        else codec.missing("target", strict),
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_followers_response(message: Any, value: ListFollowersResponse) -> None:
    for followers_item in value.followers:
        fill_follower(message.followers.add(), followers_item)
    message.next = value.next


def read_list_followers_response(message: Any, strict: bool) -> ListFollowersResponse:
    return ListFollowersResponse(
        followers=tuple([read_follower(item, strict) for item in message.followers]),
        next=message.next,
    )


def fill_list_following_request(message: Any, value: ListFollowingRequest) -> None:
    message.person_id = value.person_id
    message.kind = _KIND_NUMBER[value.kind]
    message.limit = value.limit
    message.after = value.after


def read_list_following_request(message: Any, strict: bool) -> ListFollowingRequest:
    return ListFollowingRequest(
        person_id=message.person_id,
        kind=_KIND.get(message.kind) or codec.unknown(Kind.UNSPECIFIED, "kind", strict),
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_following_response(message: Any, value: ListFollowingResponse) -> None:
    for followed_item in value.followed:
        fill_followed_target(message.followed.add(), followed_item)
    message.next = value.next


def read_list_following_response(message: Any, strict: bool) -> ListFollowingResponse:
    return ListFollowingResponse(
        followed=tuple([read_followed_target(item, strict) for item in message.followed]),
        next=message.next,
    )


def fill_list_avoided_request(message: Any, value: ListAvoidedRequest) -> None:
    message.how = _AVOIDANCE_NUMBER[value.how]
    message.limit = value.limit
    message.after = value.after


def read_list_avoided_request(message: Any, strict: bool) -> ListAvoidedRequest:
    return ListAvoidedRequest(
        how=_AVOIDANCE.get(message.how) or codec.unknown(Avoidance.UNSPECIFIED, "how", strict),
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_avoided_response(message: Any, value: ListAvoidedResponse) -> None:
    for avoided_item in value.avoided:
        fill_avoided(message.avoided.add(), avoided_item)
    message.next = value.next


def read_list_avoided_response(message: Any, strict: bool) -> ListAvoidedResponse:
    return ListAvoidedResponse(
        avoided=tuple([read_avoided(item, strict) for item in message.avoided]),
        next=message.next,
    )


def fill_saved(message: Any, value: Saved) -> None:
    message.story_id = value.story_id
    message.note = value.note
    codec.put_moment(message.added_at, value.added_at)


def read_saved(message: Any, strict: bool) -> Saved:
    return Saved(
        story_id=message.story_id,
        note=message.note,
        added_at=codec.moment(message.added_at, "added_at", strict)
        if message.HasField("added_at")
        else codec.missing("added_at", strict),
    )


def fill_save_request(message: Any, value: SaveRequest) -> None:
    message.story_id = value.story_id
    message.note = value.note


def read_save_request(message: Any, strict: bool) -> SaveRequest:
    return SaveRequest(
        story_id=message.story_id,
        note=message.note,
    )


def fill_save_response(message: Any, value: SaveResponse) -> None:
    pass


def read_save_response(message: Any, strict: bool) -> SaveResponse:
    return SaveResponse()


def fill_unsave_request(message: Any, value: UnsaveRequest) -> None:
    message.story_id = value.story_id


def read_unsave_request(message: Any, strict: bool) -> UnsaveRequest:
    return UnsaveRequest(
        story_id=message.story_id,
    )


def fill_unsave_response(message: Any, value: UnsaveResponse) -> None:
    pass


def read_unsave_response(message: Any, strict: bool) -> UnsaveResponse:
    return UnsaveResponse()


def fill_get_saved_request(message: Any, value: GetSavedRequest) -> None:
    message.story_ids.extend(value.story_ids)


def read_get_saved_request(message: Any, strict: bool) -> GetSavedRequest:
    return GetSavedRequest(
        story_ids=tuple(message.story_ids),
    )


def fill_get_saved_response(message: Any, value: GetSavedResponse) -> None:
    for saved_item in value.saved:
        fill_saved(message.saved.add(), saved_item)


def read_get_saved_response(message: Any, strict: bool) -> GetSavedResponse:
    return GetSavedResponse(
        saved=tuple([read_saved(item, strict) for item in message.saved]),
    )


def fill_list_saved_request(message: Any, value: ListSavedRequest) -> None:
    message.limit = value.limit
    message.after = value.after


def read_list_saved_request(message: Any, strict: bool) -> ListSavedRequest:
    return ListSavedRequest(
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_saved_response(message: Any, value: ListSavedResponse) -> None:
    for saved_item in value.saved:
        fill_saved(message.saved.add(), saved_item)
    message.next = value.next


def read_list_saved_response(message: Any, strict: bool) -> ListSavedResponse:
    return ListSavedResponse(
        saved=tuple([read_saved(item, strict) for item in message.saved]),
        next=message.next,
    )


def fill_reading_list(message: Any, value: ReadingList) -> None:
    message.id = value.id
    message.owner_id = value.owner_id
    message.name = value.name
    message.description = value.description
    message.public = value.public
    message.stories = value.stories
    codec.put_moment(message.changed_at, value.changed_at)


def read_reading_list(message: Any, strict: bool) -> ReadingList:
    return ReadingList(
        id=message.id,
        owner_id=message.owner_id,
        name=message.name,
        description=message.description,
        public=message.public,
        stories=message.stories,
        changed_at=codec.moment(message.changed_at, "changed_at", strict)
        if message.HasField("changed_at")
        else codec.missing("changed_at", strict),
    )


def fill_listed_story(message: Any, value: ListedStory) -> None:
    message.story_id = value.story_id
    message.note = value.note
    codec.put_moment(message.added_at, value.added_at)


def read_listed_story(message: Any, strict: bool) -> ListedStory:
    return ListedStory(
        story_id=message.story_id,
        note=message.note,
        added_at=codec.moment(message.added_at, "added_at", strict)
        if message.HasField("added_at")
        else codec.missing("added_at", strict),
    )


def fill_create_list_request(message: Any, value: CreateListRequest) -> None:
    message.name = value.name
    message.description = value.description
    message.public = value.public


def read_create_list_request(message: Any, strict: bool) -> CreateListRequest:
    return CreateListRequest(
        name=message.name,
        description=message.description,
        public=message.public,
    )


def fill_create_list_response(message: Any, value: CreateListResponse) -> None:
    message.list.SetInParent()
    fill_reading_list(message.list, value.list)


def read_create_list_response(message: Any, strict: bool) -> CreateListResponse:
    return CreateListResponse(
        list=read_reading_list(message.list, strict)
        if message.HasField("list")
        else codec.missing("list", strict),
    )


def fill_change_list_request(message: Any, value: ChangeListRequest) -> None:
    message.list_id = value.list_id
    message.name = value.name
    message.description = value.description
    message.public = value.public


def read_change_list_request(message: Any, strict: bool) -> ChangeListRequest:
    return ChangeListRequest(
        list_id=message.list_id,
        name=message.name,
        description=message.description,
        public=message.public,
    )


def fill_change_list_response(message: Any, value: ChangeListResponse) -> None:
    pass


def read_change_list_response(message: Any, strict: bool) -> ChangeListResponse:
    return ChangeListResponse()


def fill_delete_list_request(message: Any, value: DeleteListRequest) -> None:
    message.list_id = value.list_id


def read_delete_list_request(message: Any, strict: bool) -> DeleteListRequest:
    return DeleteListRequest(
        list_id=message.list_id,
    )


def fill_delete_list_response(message: Any, value: DeleteListResponse) -> None:
    pass


def read_delete_list_response(message: Any, strict: bool) -> DeleteListResponse:
    return DeleteListResponse()


def fill_find_list_request(message: Any, value: FindListRequest) -> None:
    message.list_id = value.list_id


def read_find_list_request(message: Any, strict: bool) -> FindListRequest:
    return FindListRequest(
        list_id=message.list_id,
    )


def fill_find_list_response(message: Any, value: FindListResponse) -> None:
    message.list.SetInParent()
    fill_reading_list(message.list, value.list)


def read_find_list_response(message: Any, strict: bool) -> FindListResponse:
    return FindListResponse(
        list=read_reading_list(message.list, strict)
        if message.HasField("list")
        else codec.missing("list", strict),
    )


def fill_list_lists_request(message: Any, value: ListListsRequest) -> None:
    message.person_id = value.person_id
    message.limit = value.limit
    message.after = value.after


def read_list_lists_request(message: Any, strict: bool) -> ListListsRequest:
    return ListListsRequest(
        person_id=message.person_id,
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_lists_response(message: Any, value: ListListsResponse) -> None:
    for lists_item in value.lists:
        fill_reading_list(message.lists.add(), lists_item)
    message.next = value.next


def read_list_lists_response(message: Any, strict: bool) -> ListListsResponse:
    return ListListsResponse(
        lists=tuple([read_reading_list(item, strict) for item in message.lists]),
        next=message.next,
    )


def fill_list_items_request(message: Any, value: ListItemsRequest) -> None:
    message.list_id = value.list_id
    message.limit = value.limit
    message.after = value.after


def read_list_items_request(message: Any, strict: bool) -> ListItemsRequest:
    return ListItemsRequest(
        list_id=message.list_id,
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_items_response(message: Any, value: ListItemsResponse) -> None:
    for items_item in value.items:
        fill_listed_story(message.items.add(), items_item)
    message.next = value.next


def read_list_items_response(message: Any, strict: bool) -> ListItemsResponse:
    return ListItemsResponse(
        items=tuple([read_listed_story(item, strict) for item in message.items]),
        next=message.next,
    )


def fill_get_listings_request(message: Any, value: GetListingsRequest) -> None:
    message.story_id = value.story_id


def read_get_listings_request(message: Any, strict: bool) -> GetListingsRequest:
    return GetListingsRequest(
        story_id=message.story_id,
    )


def fill_get_listings_response(message: Any, value: GetListingsResponse) -> None:
    message.list_ids.extend(value.list_ids)


def read_get_listings_response(message: Any, strict: bool) -> GetListingsResponse:
    return GetListingsResponse(
        list_ids=tuple(message.list_ids),
    )


def fill_add_to_list_request(message: Any, value: AddToListRequest) -> None:
    message.list_id = value.list_id
    message.story_id = value.story_id


def read_add_to_list_request(message: Any, strict: bool) -> AddToListRequest:
    return AddToListRequest(
        list_id=message.list_id,
        story_id=message.story_id,
    )


def fill_add_to_list_response(message: Any, value: AddToListResponse) -> None:
    pass


def read_add_to_list_response(message: Any, strict: bool) -> AddToListResponse:
    return AddToListResponse()


def fill_remove_from_list_request(message: Any, value: RemoveFromListRequest) -> None:
    message.list_id = value.list_id
    message.story_id = value.story_id


def read_remove_from_list_request(message: Any, strict: bool) -> RemoveFromListRequest:
    return RemoveFromListRequest(
        list_id=message.list_id,
        story_id=message.story_id,
    )


def fill_remove_from_list_response(message: Any, value: RemoveFromListResponse) -> None:
    pass


def read_remove_from_list_response(message: Any, strict: bool) -> RemoveFromListResponse:
    return RemoveFromListResponse()


def fill_set_list_note_request(message: Any, value: SetListNoteRequest) -> None:
    message.list_id = value.list_id
    message.story_id = value.story_id
    message.note = value.note


def read_set_list_note_request(message: Any, strict: bool) -> SetListNoteRequest:
    return SetListNoteRequest(
        list_id=message.list_id,
        story_id=message.story_id,
        note=message.note,
    )


def fill_set_list_note_response(message: Any, value: SetListNoteResponse) -> None:
    pass


def read_set_list_note_response(message: Any, strict: bool) -> SetListNoteResponse:
    return SetListNoteResponse()


def fill_move_in_list_request(message: Any, value: MoveInListRequest) -> None:
    message.list_id = value.list_id
    message.story_id = value.story_id
    message.place = value.place


def read_move_in_list_request(message: Any, strict: bool) -> MoveInListRequest:
    return MoveInListRequest(
        list_id=message.list_id,
        story_id=message.story_id,
        place=message.place,
    )


def fill_move_in_list_response(message: Any, value: MoveInListResponse) -> None:
    pass


def read_move_in_list_response(message: Any, strict: bool) -> MoveInListResponse:
    return MoveInListResponse()


def fill_reading(message: Any, value: Reading) -> None:
    message.story_id = value.story_id
    message.block = value.block
    message.share = value.share
    message.finished = value.finished
    codec.put_moment(message.read_at, value.read_at)


def read_reading(message: Any, strict: bool) -> Reading:
    return Reading(
        story_id=message.story_id,
        block=message.block,
        share=message.share,
        finished=message.finished,
        read_at=codec.moment(message.read_at, "read_at", strict)
        if message.HasField("read_at")
        else codec.missing("read_at", strict),
    )


def fill_mark_read_request(message: Any, value: MarkReadRequest) -> None:
    message.story_id = value.story_id
    message.share = value.share
    message.block = value.block


def read_mark_read_request(message: Any, strict: bool) -> MarkReadRequest:
    return MarkReadRequest(
        story_id=message.story_id,
        share=message.share,
        block=message.block,
    )


def fill_mark_read_response(message: Any, value: MarkReadResponse) -> None:
    pass


def read_mark_read_response(message: Any, strict: bool) -> MarkReadResponse:
    return MarkReadResponse()


def fill_get_readings_request(message: Any, value: GetReadingsRequest) -> None:
    message.story_ids.extend(value.story_ids)


def read_get_readings_request(message: Any, strict: bool) -> GetReadingsRequest:
    return GetReadingsRequest(
        story_ids=tuple(message.story_ids),
    )


def fill_get_readings_response(message: Any, value: GetReadingsResponse) -> None:
    for readings_item in value.readings:
        fill_reading(message.readings.add(), readings_item)


def read_get_readings_response(message: Any, strict: bool) -> GetReadingsResponse:
    return GetReadingsResponse(
        readings=tuple([read_reading(item, strict) for item in message.readings]),
    )


def fill_list_readings_request(message: Any, value: ListReadingsRequest) -> None:
    message.limit = value.limit
    message.after = value.after


def read_list_readings_request(message: Any, strict: bool) -> ListReadingsRequest:
    return ListReadingsRequest(
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_readings_response(message: Any, value: ListReadingsResponse) -> None:
    for readings_item in value.readings:
        fill_reading(message.readings.add(), readings_item)
    message.next = value.next
    message.kept = value.kept


def read_list_readings_response(message: Any, strict: bool) -> ListReadingsResponse:
    return ListReadingsResponse(
        readings=tuple([read_reading(item, strict) for item in message.readings]),
        next=message.next,
        kept=message.kept,
    )


def fill_forget_reading_request(message: Any, value: ForgetReadingRequest) -> None:
    message.story_id = value.story_id


def read_forget_reading_request(message: Any, strict: bool) -> ForgetReadingRequest:
    return ForgetReadingRequest(
        story_id=message.story_id,
    )


def fill_forget_reading_response(message: Any, value: ForgetReadingResponse) -> None:
    pass


def read_forget_reading_response(message: Any, strict: bool) -> ForgetReadingResponse:
    return ForgetReadingResponse()


def fill_forget_readings_request(message: Any, value: ForgetReadingsRequest) -> None:
    pass


def read_forget_readings_request(message: Any, strict: bool) -> ForgetReadingsRequest:
    return ForgetReadingsRequest()


def fill_forget_readings_response(message: Any, value: ForgetReadingsResponse) -> None:
    pass


def read_forget_readings_response(message: Any, strict: bool) -> ForgetReadingsResponse:
    return ForgetReadingsResponse()


def fill_keep_readings_request(message: Any, value: KeepReadingsRequest) -> None:
    message.kept = value.kept


def read_keep_readings_request(message: Any, strict: bool) -> KeepReadingsRequest:
    return KeepReadingsRequest(
        kept=message.kept,
    )


def fill_keep_readings_response(message: Any, value: KeepReadingsResponse) -> None:
    pass


def read_keep_readings_response(message: Any, strict: bool) -> KeepReadingsResponse:
    return KeepReadingsResponse()


def fill_list_edges_request(message: Any, value: ListEdgesRequest) -> None:
    message.kind = _EDGE_KIND_NUMBER[value.kind]
    message.limit = value.limit
    message.after = value.after


def read_list_edges_request(message: Any, strict: bool) -> ListEdgesRequest:
    return ListEdgesRequest(
        kind=_EDGE_KIND.get(message.kind) or codec.unknown(EdgeKind.UNSPECIFIED, "kind", strict),
        limit=message.limit if message.HasField("limit") else 1000,
        after=message.after,
    )


def fill_list_edges_response(message: Any, value: ListEdgesResponse) -> None:
    for edges_item in value.edges:
        fill_edge(message.edges.add(), edges_item)
    message.next = value.next


def read_list_edges_response(message: Any, strict: bool) -> ListEdgesResponse:
    return ListEdgesResponse(
        edges=tuple([read_edge(item, strict) for item in message.edges]),
        next=message.next,
    )


def fill_target_not_found(message: Any, value: TargetNotFound) -> None:
    pass


def read_target_not_found(message: Any, strict: bool) -> TargetNotFound:
    return TargetNotFound()


def fill_own_target(message: Any, value: OwnTarget) -> None:
    pass


def read_own_target(message: Any, strict: bool) -> OwnTarget:
    return OwnTarget()


def fill_too_many_claps(message: Any, value: TooManyClaps) -> None:
    message.limit = value.limit


def read_too_many_claps(message: Any, strict: bool) -> TooManyClaps:
    return TooManyClaps(
        limit=message.limit,
    )


def fill_list_not_found(message: Any, value: ListNotFound) -> None:
    pass


def read_list_not_found(message: Any, strict: bool) -> ListNotFound:
    return ListNotFound()


def fill_too_many_lists(message: Any, value: TooManyLists) -> None:
    message.limit = value.limit


def read_too_many_lists(message: Any, strict: bool) -> TooManyLists:
    return TooManyLists(
        limit=message.limit,
    )


def fill_too_many_in_list(message: Any, value: TooManyInList) -> None:
    message.limit = value.limit


def read_too_many_in_list(message: Any, strict: bool) -> TooManyInList:
    return TooManyInList(
        limit=message.limit,
    )


def fill_too_many_acts(message: Any, value: TooManyActs) -> None:
    message.limit = value.limit


def read_too_many_acts(message: Any, strict: bool) -> TooManyActs:
    return TooManyActs(
        limit=message.limit,
    )


def fill_too_many_follows(message: Any, value: TooManyFollows) -> None:
    message.limit = value.limit


def read_too_many_follows(message: Any, strict: bool) -> TooManyFollows:
    return TooManyFollows(
        limit=message.limit,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    TargetNotFound.proto_name: codec.Packing(_TargetNotFound, fill_target_not_found, read_target_not_found),
    OwnTarget.proto_name: codec.Packing(_OwnTarget, fill_own_target, read_own_target),
    TooManyClaps.proto_name: codec.Packing(_TooManyClaps, fill_too_many_claps, read_too_many_claps),
    ListNotFound.proto_name: codec.Packing(_ListNotFound, fill_list_not_found, read_list_not_found),
    TooManyLists.proto_name: codec.Packing(_TooManyLists, fill_too_many_lists, read_too_many_lists),
    TooManyInList.proto_name: codec.Packing(_TooManyInList, fill_too_many_in_list, read_too_many_in_list),
    TooManyActs.proto_name: codec.Packing(_TooManyActs, fill_too_many_acts, read_too_many_acts),
    TooManyFollows.proto_name: codec.Packing(_TooManyFollows, fill_too_many_follows, read_too_many_follows),
}

METHODS: dict[str, codec.WireMethod] = {
    "Follow": codec.WireMethod(
        codec.Packing(_FollowRequest, fill_follow_request, read_follow_request),
        codec.Packing(_FollowResponse, fill_follow_response, read_follow_response),
    ),
    "Unfollow": codec.WireMethod(
        codec.Packing(_UnfollowRequest, fill_unfollow_request, read_unfollow_request),
        codec.Packing(_UnfollowResponse, fill_unfollow_response, read_unfollow_response),
    ),
    "Mute": codec.WireMethod(
        codec.Packing(_MuteRequest, fill_mute_request, read_mute_request),
        codec.Packing(_MuteResponse, fill_mute_response, read_mute_response),
    ),
    "Unmute": codec.WireMethod(
        codec.Packing(_UnmuteRequest, fill_unmute_request, read_unmute_request),
        codec.Packing(_UnmuteResponse, fill_unmute_response, read_unmute_response),
    ),
    "Block": codec.WireMethod(
        codec.Packing(_BlockRequest, fill_block_request, read_block_request),
        codec.Packing(_BlockResponse, fill_block_response, read_block_response),
    ),
    "Unblock": codec.WireMethod(
        codec.Packing(_UnblockRequest, fill_unblock_request, read_unblock_request),
        codec.Packing(_UnblockResponse, fill_unblock_response, read_unblock_response),
    ),
    "MutePublication": codec.WireMethod(
        codec.Packing(_MutePublicationRequest, fill_mute_publication_request, read_mute_publication_request),
        codec.Packing(
            _MutePublicationResponse, fill_mute_publication_response, read_mute_publication_response
        ),
    ),
    "UnmutePublication": codec.WireMethod(
        codec.Packing(
            _UnmutePublicationRequest, fill_unmute_publication_request, read_unmute_publication_request
        ),
        codec.Packing(
            _UnmutePublicationResponse, fill_unmute_publication_response, read_unmute_publication_response
        ),
    ),
    "ListMutedPublications": codec.WireMethod(
        codec.Packing(
            _ListMutedPublicationsRequest,
            fill_list_muted_publications_request,
            read_list_muted_publications_request,
        ),
        codec.Packing(
            _ListMutedPublicationsResponse,
            fill_list_muted_publications_response,
            read_list_muted_publications_response,
        ),
    ),
    "Clap": codec.WireMethod(
        codec.Packing(_ClapRequest, fill_clap_request, read_clap_request),
        codec.Packing(_ClapResponse, fill_clap_response, read_clap_response),
    ),
    "GetClaps": codec.WireMethod(
        codec.Packing(_GetClapsRequest, fill_get_claps_request, read_get_claps_request),
        codec.Packing(_GetClapsResponse, fill_get_claps_response, read_get_claps_response),
    ),
    "GetStandings": codec.WireMethod(
        codec.Packing(_GetStandingsRequest, fill_get_standings_request, read_get_standings_request),
        codec.Packing(_GetStandingsResponse, fill_get_standings_response, read_get_standings_response),
    ),
    "GetAvoided": codec.WireMethod(
        codec.Packing(_GetAvoidedRequest, fill_get_avoided_request, read_get_avoided_request),
        codec.Packing(_GetAvoidedResponse, fill_get_avoided_response, read_get_avoided_response),
    ),
    "GetHides": codec.WireMethod(
        codec.Packing(_GetHidesRequest, fill_get_hides_request, read_get_hides_request),
        codec.Packing(_GetHidesResponse, fill_get_hides_response, read_get_hides_response),
    ),
    "ListFollowers": codec.WireMethod(
        codec.Packing(_ListFollowersRequest, fill_list_followers_request, read_list_followers_request),
        codec.Packing(_ListFollowersResponse, fill_list_followers_response, read_list_followers_response),
    ),
    "ListFollowing": codec.WireMethod(
        codec.Packing(_ListFollowingRequest, fill_list_following_request, read_list_following_request),
        codec.Packing(_ListFollowingResponse, fill_list_following_response, read_list_following_response),
    ),
    "ListAvoided": codec.WireMethod(
        codec.Packing(_ListAvoidedRequest, fill_list_avoided_request, read_list_avoided_request),
        codec.Packing(_ListAvoidedResponse, fill_list_avoided_response, read_list_avoided_response),
    ),
    "Save": codec.WireMethod(
        codec.Packing(_SaveRequest, fill_save_request, read_save_request),
        codec.Packing(_SaveResponse, fill_save_response, read_save_response),
    ),
    "Unsave": codec.WireMethod(
        codec.Packing(_UnsaveRequest, fill_unsave_request, read_unsave_request),
        codec.Packing(_UnsaveResponse, fill_unsave_response, read_unsave_response),
    ),
    "GetSaved": codec.WireMethod(
        codec.Packing(_GetSavedRequest, fill_get_saved_request, read_get_saved_request),
        codec.Packing(_GetSavedResponse, fill_get_saved_response, read_get_saved_response),
    ),
    "ListSaved": codec.WireMethod(
        codec.Packing(_ListSavedRequest, fill_list_saved_request, read_list_saved_request),
        codec.Packing(_ListSavedResponse, fill_list_saved_response, read_list_saved_response),
    ),
    "CreateList": codec.WireMethod(
        codec.Packing(_CreateListRequest, fill_create_list_request, read_create_list_request),
        codec.Packing(_CreateListResponse, fill_create_list_response, read_create_list_response),
    ),
    "ChangeList": codec.WireMethod(
        codec.Packing(_ChangeListRequest, fill_change_list_request, read_change_list_request),
        codec.Packing(_ChangeListResponse, fill_change_list_response, read_change_list_response),
    ),
    "DeleteList": codec.WireMethod(
        codec.Packing(_DeleteListRequest, fill_delete_list_request, read_delete_list_request),
        codec.Packing(_DeleteListResponse, fill_delete_list_response, read_delete_list_response),
    ),
    "FindList": codec.WireMethod(
        codec.Packing(_FindListRequest, fill_find_list_request, read_find_list_request),
        codec.Packing(_FindListResponse, fill_find_list_response, read_find_list_response),
    ),
    "ListLists": codec.WireMethod(
        codec.Packing(_ListListsRequest, fill_list_lists_request, read_list_lists_request),
        codec.Packing(_ListListsResponse, fill_list_lists_response, read_list_lists_response),
    ),
    "ListItems": codec.WireMethod(
        codec.Packing(_ListItemsRequest, fill_list_items_request, read_list_items_request),
        codec.Packing(_ListItemsResponse, fill_list_items_response, read_list_items_response),
    ),
    "GetListings": codec.WireMethod(
        codec.Packing(_GetListingsRequest, fill_get_listings_request, read_get_listings_request),
        codec.Packing(_GetListingsResponse, fill_get_listings_response, read_get_listings_response),
    ),
    "AddToList": codec.WireMethod(
        codec.Packing(_AddToListRequest, fill_add_to_list_request, read_add_to_list_request),
        codec.Packing(_AddToListResponse, fill_add_to_list_response, read_add_to_list_response),
    ),
    "RemoveFromList": codec.WireMethod(
        codec.Packing(_RemoveFromListRequest, fill_remove_from_list_request, read_remove_from_list_request),
        codec.Packing(
            _RemoveFromListResponse, fill_remove_from_list_response, read_remove_from_list_response
        ),
    ),
    "SetListNote": codec.WireMethod(
        codec.Packing(_SetListNoteRequest, fill_set_list_note_request, read_set_list_note_request),
        codec.Packing(_SetListNoteResponse, fill_set_list_note_response, read_set_list_note_response),
    ),
    "MoveInList": codec.WireMethod(
        codec.Packing(_MoveInListRequest, fill_move_in_list_request, read_move_in_list_request),
        codec.Packing(_MoveInListResponse, fill_move_in_list_response, read_move_in_list_response),
    ),
    "MarkRead": codec.WireMethod(
        codec.Packing(_MarkReadRequest, fill_mark_read_request, read_mark_read_request),
        codec.Packing(_MarkReadResponse, fill_mark_read_response, read_mark_read_response),
    ),
    "GetReadings": codec.WireMethod(
        codec.Packing(_GetReadingsRequest, fill_get_readings_request, read_get_readings_request),
        codec.Packing(_GetReadingsResponse, fill_get_readings_response, read_get_readings_response),
    ),
    "ListReadings": codec.WireMethod(
        codec.Packing(_ListReadingsRequest, fill_list_readings_request, read_list_readings_request),
        codec.Packing(_ListReadingsResponse, fill_list_readings_response, read_list_readings_response),
    ),
    "ForgetReading": codec.WireMethod(
        codec.Packing(_ForgetReadingRequest, fill_forget_reading_request, read_forget_reading_request),
        codec.Packing(_ForgetReadingResponse, fill_forget_reading_response, read_forget_reading_response),
    ),
    "ForgetReadings": codec.WireMethod(
        codec.Packing(_ForgetReadingsRequest, fill_forget_readings_request, read_forget_readings_request),
        codec.Packing(_ForgetReadingsResponse, fill_forget_readings_response, read_forget_readings_response),
    ),
    "KeepReadings": codec.WireMethod(
        codec.Packing(_KeepReadingsRequest, fill_keep_readings_request, read_keep_readings_request),
        codec.Packing(_KeepReadingsResponse, fill_keep_readings_response, read_keep_readings_response),
    ),
    "ListEdges": codec.WireMethod(
        codec.Packing(_ListEdgesRequest, fill_list_edges_request, read_list_edges_request),
        codec.Packing(_ListEdgesResponse, fill_list_edges_response, read_list_edges_response),
    ),
    "Walk": codec.WireMethod(
        codec.Packing(_WalkRequest, fill_walk_request, read_walk_request),
        codec.Packing(_WalkResponse, fill_walk_response, read_walk_response),
    ),
    "ListAlike": codec.WireMethod(
        codec.Packing(_ListAlikeRequest, fill_list_alike_request, read_list_alike_request),
        codec.Packing(_ListAlikeResponse, fill_list_alike_response, read_list_alike_response),
    ),
    "ListAlikePeople": codec.WireMethod(
        codec.Packing(
            _ListAlikePeopleRequest, fill_list_alike_people_request, read_list_alike_people_request
        ),
        codec.Packing(
            _ListAlikePeopleResponse, fill_list_alike_people_response, read_list_alike_people_response
        ),
    ),
}


class GraphClient:
    """Graph at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._follow: codec.Unary[None] = wire.unary("Follow")
        self._unfollow: codec.Unary[None] = wire.unary("Unfollow")
        self._mute: codec.Unary[None] = wire.unary("Mute")
        self._unmute: codec.Unary[None] = wire.unary("Unmute")
        self._block: codec.Unary[None] = wire.unary("Block")
        self._unblock: codec.Unary[None] = wire.unary("Unblock")
        self._mute_publication: codec.Unary[None] = wire.unary("MutePublication")
        self._unmute_publication: codec.Unary[None] = wire.unary("UnmutePublication")
        self._list_muted_publications: codec.Unary[ListMutedPublicationsResponse] = wire.unary(
            "ListMutedPublications"
        )
        self._clap: codec.Unary[None] = wire.unary("Clap")
        self._get_claps: codec.Unary[tuple[Claps, ...]] = wire.unary("GetClaps")
        self._get_standings: codec.Unary[tuple[Standing, ...]] = wire.unary("GetStandings")
        self._get_avoided: codec.Unary[GetAvoidedResponse] = wire.unary("GetAvoided")
        self._get_hides: codec.Unary[GetHidesResponse] = wire.unary("GetHides")
        self._list_followers: codec.Unary[ListFollowersResponse] = wire.unary("ListFollowers")
        self._list_following: codec.Unary[ListFollowingResponse] = wire.unary("ListFollowing")
        self._list_avoided: codec.Unary[ListAvoidedResponse] = wire.unary("ListAvoided")
        self._save: codec.Unary[None] = wire.unary("Save")
        self._unsave: codec.Unary[None] = wire.unary("Unsave")
        self._get_saved: codec.Unary[tuple[Saved, ...]] = wire.unary("GetSaved")
        self._list_saved: codec.Unary[ListSavedResponse] = wire.unary("ListSaved")
        self._create_list: codec.Unary[ReadingList] = wire.unary("CreateList")
        self._change_list: codec.Unary[None] = wire.unary("ChangeList")
        self._delete_list: codec.Unary[None] = wire.unary("DeleteList")
        self._find_list: codec.Unary[ReadingList] = wire.unary("FindList")
        self._list_lists: codec.Unary[ListListsResponse] = wire.unary("ListLists")
        self._list_items: codec.Unary[ListItemsResponse] = wire.unary("ListItems")
        self._get_listings: codec.Unary[tuple[ListId, ...]] = wire.unary("GetListings")
        self._add_to_list: codec.Unary[None] = wire.unary("AddToList")
        self._remove_from_list: codec.Unary[None] = wire.unary("RemoveFromList")
        self._set_list_note: codec.Unary[None] = wire.unary("SetListNote")
        self._move_in_list: codec.Unary[None] = wire.unary("MoveInList")
        self._mark_read: codec.Unary[None] = wire.unary("MarkRead")
        self._get_readings: codec.Unary[tuple[Reading, ...]] = wire.unary("GetReadings")
        self._list_readings: codec.Unary[ListReadingsResponse] = wire.unary("ListReadings")
        self._forget_reading: codec.Unary[None] = wire.unary("ForgetReading")
        self._forget_readings: codec.Unary[None] = wire.unary("ForgetReadings")
        self._keep_readings: codec.Unary[None] = wire.unary("KeepReadings")
        self._list_edges: codec.Unary[ListEdgesResponse] = wire.unary("ListEdges")
        self._walk: codec.Unary[tuple[StoryId, ...]] = wire.unary("Walk")
        self._list_alike: codec.Unary[tuple[StoryId, ...]] = wire.unary("ListAlike")
        self._list_alike_people: codec.Unary[tuple[PersonId, ...]] = wire.unary("ListAlikePeople")

    async def follow(self, *, target: Target) -> None:
        await self._follow(FollowRequest(target=target))

    async def unfollow(self, *, target: Target) -> None:
        await self._unfollow(UnfollowRequest(target=target))

    async def mute(self, *, person_id: PersonId) -> None:
        await self._mute(MuteRequest(person_id=person_id))

    async def unmute(self, *, person_id: PersonId) -> None:
        await self._unmute(UnmuteRequest(person_id=person_id))

    async def block(self, *, person_id: PersonId) -> None:
        await self._block(BlockRequest(person_id=person_id))

    async def unblock(self, *, person_id: PersonId) -> None:
        await self._unblock(UnblockRequest(person_id=person_id))

    async def mute_publication(self, *, publication_id: PublicationId) -> None:
        await self._mute_publication(MutePublicationRequest(publication_id=publication_id))

    async def unmute_publication(self, *, publication_id: PublicationId) -> None:
        await self._unmute_publication(UnmutePublicationRequest(publication_id=publication_id))

    async def list_muted_publications(
        self, *, limit: int = 20, after: str = ""
    ) -> ListMutedPublicationsResponse:
        return await self._list_muted_publications(ListMutedPublicationsRequest(limit=limit, after=after))

    async def clap(self, *, story_id: StoryId, claps: int) -> None:
        await self._clap(ClapRequest(story_id=story_id, claps=claps))

    async def get_claps(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Claps, ...]:
        return await self._get_claps(GetClapsRequest(story_ids=story_ids))

    async def get_standings(self, *, targets: tuple[Target, ...]) -> tuple[Standing, ...]:
        return await self._get_standings(GetStandingsRequest(targets=targets))

    async def get_avoided(
        self, *, viewer_id: PersonId, person_ids: tuple[PersonId, ...]
    ) -> GetAvoidedResponse:
        return await self._get_avoided(GetAvoidedRequest(viewer_id=viewer_id, person_ids=person_ids))

    async def get_hides(self, *, viewer_id: PersonId) -> GetHidesResponse:
        return await self._get_hides(GetHidesRequest(viewer_id=viewer_id))

    async def list_followers(
        self, *, target: Target, limit: int = 20, after: str = ""
    ) -> ListFollowersResponse:
        return await self._list_followers(ListFollowersRequest(target=target, limit=limit, after=after))

    async def list_following(
        self, *, person_id: PersonId, kind: Kind, limit: int = 20, after: str = ""
    ) -> ListFollowingResponse:
        return await self._list_following(
            ListFollowingRequest(person_id=person_id, kind=kind, limit=limit, after=after)
        )

    async def list_avoided(self, *, how: Avoidance, limit: int = 20, after: str = "") -> ListAvoidedResponse:
        return await self._list_avoided(ListAvoidedRequest(how=how, limit=limit, after=after))

    async def save(self, *, story_id: StoryId, note: str = "") -> None:
        await self._save(SaveRequest(story_id=story_id, note=note))

    async def unsave(self, *, story_id: StoryId) -> None:
        await self._unsave(UnsaveRequest(story_id=story_id))

    async def get_saved(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Saved, ...]:
        return await self._get_saved(GetSavedRequest(story_ids=story_ids))

    async def list_saved(self, *, limit: int = 20, after: str = "") -> ListSavedResponse:
        return await self._list_saved(ListSavedRequest(limit=limit, after=after))

    async def create_list(self, *, name: str, description: str = "", public: bool = False) -> ReadingList:
        return await self._create_list(CreateListRequest(name=name, description=description, public=public))

    async def change_list(self, *, list_id: ListId, name: str, description: str, public: bool) -> None:
        await self._change_list(
            ChangeListRequest(list_id=list_id, name=name, description=description, public=public)
        )

    async def delete_list(self, *, list_id: ListId) -> None:
        await self._delete_list(DeleteListRequest(list_id=list_id))

    async def find_list(self, *, list_id: ListId) -> ReadingList:
        return await self._find_list(FindListRequest(list_id=list_id))

    async def list_lists(self, *, person_id: PersonId, limit: int = 20, after: str = "") -> ListListsResponse:
        return await self._list_lists(ListListsRequest(person_id=person_id, limit=limit, after=after))

    async def list_items(self, *, list_id: ListId, limit: int = 20, after: str = "") -> ListItemsResponse:
        return await self._list_items(ListItemsRequest(list_id=list_id, limit=limit, after=after))

    async def get_listings(self, *, story_id: StoryId) -> tuple[ListId, ...]:
        return await self._get_listings(GetListingsRequest(story_id=story_id))

    async def add_to_list(self, *, list_id: ListId, story_id: StoryId) -> None:
        await self._add_to_list(AddToListRequest(list_id=list_id, story_id=story_id))

    async def remove_from_list(self, *, list_id: ListId, story_id: StoryId) -> None:
        await self._remove_from_list(RemoveFromListRequest(list_id=list_id, story_id=story_id))

    async def set_list_note(self, *, list_id: ListId, story_id: StoryId, note: str) -> None:
        await self._set_list_note(SetListNoteRequest(list_id=list_id, story_id=story_id, note=note))

    async def move_in_list(self, *, list_id: ListId, story_id: StoryId, place: int) -> None:
        await self._move_in_list(MoveInListRequest(list_id=list_id, story_id=story_id, place=place))

    async def mark_read(self, *, story_id: StoryId, share: int, block: str = "") -> None:
        await self._mark_read(MarkReadRequest(story_id=story_id, share=share, block=block))

    async def get_readings(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Reading, ...]:
        return await self._get_readings(GetReadingsRequest(story_ids=story_ids))

    async def list_readings(self, *, limit: int = 20, after: str = "") -> ListReadingsResponse:
        return await self._list_readings(ListReadingsRequest(limit=limit, after=after))

    async def forget_reading(self, *, story_id: StoryId) -> None:
        await self._forget_reading(ForgetReadingRequest(story_id=story_id))

    async def forget_readings(self) -> None:
        await self._forget_readings(ForgetReadingsRequest())

    async def keep_readings(self, *, kept: bool) -> None:
        await self._keep_readings(KeepReadingsRequest(kept=kept))

    async def list_edges(self, *, kind: EdgeKind, limit: int = 1000, after: str = "") -> ListEdgesResponse:
        return await self._list_edges(ListEdgesRequest(kind=kind, limit=limit, after=after))

    async def walk(self, *, person_id: PersonId, limit: int = 40) -> tuple[StoryId, ...]:
        return await self._walk(WalkRequest(person_id=person_id, limit=limit))

    async def list_alike(self, *, story_id: StoryId, limit: int = 10) -> tuple[StoryId, ...]:
        return await self._list_alike(ListAlikeRequest(story_id=story_id, limit=limit))

    async def list_alike_people(self, *, person_id: PersonId, limit: int = 10) -> tuple[PersonId, ...]:
        return await self._list_alike_people(ListAlikePeopleRequest(person_id=person_id, limit=limit))
