# Generated from octavo/feed/v1/feed.proto by `make proto`; not to be edited.

"""How the messages of octavo.feed.v1 are packed for the wire."""

from datetime import datetime
from typing import Any

from octavo.chassis import codec
from octavo.feed.v1.feed import (
    Candidate,
    Dials,
    Filter,
    GetDialsRequest,
    GetDialsResponse,
    GetHomeRequest,
    GetHomeResponse,
    GetReceiptRequest,
    GetReceiptResponse,
    HideStoryRequest,
    HideStoryResponse,
    Item,
    ListHiddenRequest,
    ListHiddenResponse,
    ListRelatedRequest,
    ListRelatedResponse,
    ListTrendingRequest,
    ListTrendingResponse,
    Reason,
    RebuildRequest,
    RebuildResponse,
    Receipt,
    ReceiptNotFound,
    ReplayRequest,
    ReplayResponse,
    SetDialsRequest,
    SetDialsResponse,
    Source,
    TooManyHidden,
    Trending,
    UnhideStoryRequest,
    UnhideStoryResponse,
    Weighed,
    Weight,
)
from octavo.feed.v1.ids import ReceiptId
from octavo.stories.v1.ids import StoryId

_DESCRIPTOR = codec.load(__file__, "feed.binpb")

_FILTER = {
    0: Filter.UNSPECIFIED,
    1: Filter.HIDDEN,
    2: Filter.AVOIDED,
    3: Filter.SEEN,
    4: Filter.OWN,
    5: Filter.BELOW,
}
_FILTER_NUMBER = {member: number for number, member in _FILTER.items()}
_SOURCE = {
    0: Source.UNSPECIFIED,
    1: Source.PERSON,
    2: Source.PUBLICATION,
    3: Source.TAG,
    4: Source.SIMILAR,
    5: Source.TRENDING,
    6: Source.NEW_VOICE,
    7: Source.NEWEST,
    8: Source.READERS,
}
_SOURCE_NUMBER = {member: number for number, member in _SOURCE.items()}
_Dials = _DESCRIPTOR.message("octavo.feed.v1.Dials")
_Item = _DESCRIPTOR.message("octavo.feed.v1.Item")
_Reason = _DESCRIPTOR.message("octavo.feed.v1.Reason")
_Weighed = _DESCRIPTOR.message("octavo.feed.v1.Weighed")
_Candidate = _DESCRIPTOR.message("octavo.feed.v1.Candidate")
_Receipt = _DESCRIPTOR.message("octavo.feed.v1.Receipt")
_Trending = _DESCRIPTOR.message("octavo.feed.v1.Trending")
_GetHomeRequest = _DESCRIPTOR.message("octavo.feed.v1.GetHomeRequest")
_GetHomeResponse = _DESCRIPTOR.message("octavo.feed.v1.GetHomeResponse")
_GetDialsRequest = _DESCRIPTOR.message("octavo.feed.v1.GetDialsRequest")
_GetDialsResponse = _DESCRIPTOR.message("octavo.feed.v1.GetDialsResponse")
_SetDialsRequest = _DESCRIPTOR.message("octavo.feed.v1.SetDialsRequest")
_SetDialsResponse = _DESCRIPTOR.message("octavo.feed.v1.SetDialsResponse")
_HideStoryRequest = _DESCRIPTOR.message("octavo.feed.v1.HideStoryRequest")
_HideStoryResponse = _DESCRIPTOR.message("octavo.feed.v1.HideStoryResponse")
_UnhideStoryRequest = _DESCRIPTOR.message("octavo.feed.v1.UnhideStoryRequest")
_UnhideStoryResponse = _DESCRIPTOR.message("octavo.feed.v1.UnhideStoryResponse")
_ListHiddenRequest = _DESCRIPTOR.message("octavo.feed.v1.ListHiddenRequest")
_ListHiddenResponse = _DESCRIPTOR.message("octavo.feed.v1.ListHiddenResponse")
_GetReceiptRequest = _DESCRIPTOR.message("octavo.feed.v1.GetReceiptRequest")
_GetReceiptResponse = _DESCRIPTOR.message("octavo.feed.v1.GetReceiptResponse")
_ListTrendingRequest = _DESCRIPTOR.message("octavo.feed.v1.ListTrendingRequest")
_ListTrendingResponse = _DESCRIPTOR.message("octavo.feed.v1.ListTrendingResponse")
_ListRelatedRequest = _DESCRIPTOR.message("octavo.feed.v1.ListRelatedRequest")
_ListRelatedResponse = _DESCRIPTOR.message("octavo.feed.v1.ListRelatedResponse")
_Weight = _DESCRIPTOR.message("octavo.feed.v1.Weight")
_ReplayRequest = _DESCRIPTOR.message("octavo.feed.v1.ReplayRequest")
_ReplayResponse = _DESCRIPTOR.message("octavo.feed.v1.ReplayResponse")
_RebuildRequest = _DESCRIPTOR.message("octavo.feed.v1.RebuildRequest")
_RebuildResponse = _DESCRIPTOR.message("octavo.feed.v1.RebuildResponse")
_ReceiptNotFound = _DESCRIPTOR.message("octavo.feed.v1.ReceiptNotFound")
_TooManyHidden = _DESCRIPTOR.message("octavo.feed.v1.TooManyHidden")


def fill_dials(message: Any, value: Dials) -> None:
    message.people = value.people
    message.topics = value.topics
    message.new_voices = value.new_voices
    message.length = value.length
    message.latest_first = value.latest_first


def read_dials(message: Any, strict: bool) -> Dials:
    return Dials(
        people=message.people,
        topics=message.topics,
        new_voices=message.new_voices,
        length=message.length,
        latest_first=message.latest_first,
    )


def fill_item(message: Any, value: Item) -> None:
    message.story_id = value.story_id
    for reasons_item in value.reasons:
        fill_reason(message.reasons.add(), reasons_item)
    message.score = value.score


def read_item(message: Any, strict: bool) -> Item:
    return Item(
        story_id=message.story_id,
        reasons=tuple([read_reason(item, strict) for item in message.reasons]),
        score=message.score,
    )


def fill_reason(message: Any, value: Reason) -> None:
    message.source = _SOURCE_NUMBER[value.source]
    message.about = value.about
    message.points = value.points


def read_reason(message: Any, strict: bool) -> Reason:
    return Reason(
        source=_SOURCE.get(message.source) or codec.unknown(Source.UNSPECIFIED, "source", strict),
        about=message.about,
        points=message.points,
    )


def fill_weighed(message: Any, value: Weighed) -> None:
    message.feature = value.feature
    message.value = value.value
    message.weight = value.weight


def read_weighed(message: Any, strict: bool) -> Weighed:
    return Weighed(
        feature=message.feature,
        value=message.value,
        weight=message.weight,
    )


def fill_candidate(message: Any, value: Candidate) -> None:
    message.story_id = value.story_id
    for weighed_item in value.weighed:
        fill_weighed(message.weighed.add(), weighed_item)
    message.score = value.score
    message.rank = value.rank
    message.left_out = _FILTER_NUMBER[value.left_out]


def read_candidate(message: Any, strict: bool) -> Candidate:
    return Candidate(
        story_id=message.story_id,
        weighed=tuple([read_weighed(item, strict) for item in message.weighed]),
        score=message.score,
        rank=message.rank,
        left_out=_FILTER.get(message.left_out) or codec.unknown(Filter.UNSPECIFIED, "left_out", strict),
    )


def fill_receipt(message: Any, value: Receipt) -> None:
    message.id = value.id
    codec.put_moment(message.at, value.at)
    message.weights = value.weights
    message.dials.SetInParent()
    fill_dials(message.dials, value.dials)
    for candidates_item in value.candidates:
        fill_candidate(message.candidates.add(), candidates_item)


def read_receipt(message: Any, strict: bool) -> Receipt:
    return Receipt(
        id=message.id,
        at=codec.moment(message.at, "at", strict) if message.HasField("at") else codec.missing("at", strict),
        weights=message.weights,
        dials=read_dials(message.dials, strict)
        if message.HasField("dials")
        else codec.missing("dials", strict),
        candidates=tuple([read_candidate(item, strict) for item in message.candidates]),
    )


def fill_trending(message: Any, value: Trending) -> None:
    message.story_id = value.story_id
    message.strength = value.strength


def read_trending(message: Any, strict: bool) -> Trending:
    return Trending(
        story_id=message.story_id,
        strength=message.strength,
    )


def fill_get_home_request(message: Any, value: GetHomeRequest) -> None:
    message.limit = value.limit
    message.after = value.after


def read_get_home_request(message: Any, strict: bool) -> GetHomeRequest:
    return GetHomeRequest(
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_get_home_response(message: Any, value: GetHomeResponse) -> None:
    for items_item in value.items:
        fill_item(message.items.add(), items_item)
    message.next = value.next
    message.receipt_id = value.receipt_id
    message.latest_first = value.latest_first


def read_get_home_response(message: Any, strict: bool) -> GetHomeResponse:
    return GetHomeResponse(
        items=tuple([read_item(item, strict) for item in message.items]),
        next=message.next,
        receipt_id=message.receipt_id,
        latest_first=message.latest_first,
    )


def fill_get_dials_request(message: Any, value: GetDialsRequest) -> None:
    pass


def read_get_dials_request(message: Any, strict: bool) -> GetDialsRequest:
    return GetDialsRequest()


def fill_get_dials_response(message: Any, value: GetDialsResponse) -> None:
    message.dials.SetInParent()
    fill_dials(message.dials, value.dials)


def read_get_dials_response(message: Any, strict: bool) -> GetDialsResponse:
    return GetDialsResponse(
        dials=read_dials(message.dials, strict)
        if message.HasField("dials")
        else codec.missing("dials", strict),
    )


def fill_set_dials_request(message: Any, value: SetDialsRequest) -> None:
    message.dials.SetInParent()
    fill_dials(message.dials, value.dials)


def read_set_dials_request(message: Any, strict: bool) -> SetDialsRequest:
    return SetDialsRequest(
        dials=read_dials(message.dials, strict)
        if message.HasField("dials")
        else codec.missing("dials", strict),
    )


def fill_set_dials_response(message: Any, value: SetDialsResponse) -> None:
    pass


def read_set_dials_response(message: Any, strict: bool) -> SetDialsResponse:
    return SetDialsResponse()


def fill_hide_story_request(message: Any, value: HideStoryRequest) -> None:
    message.story_id = value.story_id


def read_hide_story_request(message: Any, strict: bool) -> HideStoryRequest:
    return HideStoryRequest(
        story_id=message.story_id,
    )


def fill_hide_story_response(message: Any, value: HideStoryResponse) -> None:
    pass


def read_hide_story_response(message: Any, strict: bool) -> HideStoryResponse:
    return HideStoryResponse()


def fill_unhide_story_request(message: Any, value: UnhideStoryRequest) -> None:
    message.story_id = value.story_id


def read_unhide_story_request(message: Any, strict: bool) -> UnhideStoryRequest:
    return UnhideStoryRequest(
        story_id=message.story_id,
    )


def fill_unhide_story_response(message: Any, value: UnhideStoryResponse) -> None:
    pass


def read_unhide_story_response(message: Any, strict: bool) -> UnhideStoryResponse:
    return UnhideStoryResponse()


def fill_list_hidden_request(message: Any, value: ListHiddenRequest) -> None:
    message.limit = value.limit
    message.after = value.after


def read_list_hidden_request(message: Any, strict: bool) -> ListHiddenRequest:
    return ListHiddenRequest(
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_hidden_response(message: Any, value: ListHiddenResponse) -> None:
    message.story_ids.extend(value.story_ids)
    message.next = value.next


def read_list_hidden_response(message: Any, strict: bool) -> ListHiddenResponse:
    return ListHiddenResponse(
        story_ids=tuple(message.story_ids),
        next=message.next,
    )


def fill_get_receipt_request(message: Any, value: GetReceiptRequest) -> None:
    message.receipt_id = value.receipt_id


def read_get_receipt_request(message: Any, strict: bool) -> GetReceiptRequest:
    return GetReceiptRequest(
        receipt_id=message.receipt_id,
    )


def fill_get_receipt_response(message: Any, value: GetReceiptResponse) -> None:
    message.receipt.SetInParent()
    fill_receipt(message.receipt, value.receipt)


def read_get_receipt_response(message: Any, strict: bool) -> GetReceiptResponse:
    return GetReceiptResponse(
        receipt=read_receipt(message.receipt, strict)
        if message.HasField("receipt")
        else codec.missing("receipt", strict),
    )


def fill_list_trending_request(message: Any, value: ListTrendingRequest) -> None:
    message.tag = value.tag
    message.limit = value.limit


def read_list_trending_request(message: Any, strict: bool) -> ListTrendingRequest:
    return ListTrendingRequest(
        tag=message.tag,
        limit=message.limit if message.HasField("limit") else 10,
    )


def fill_list_trending_response(message: Any, value: ListTrendingResponse) -> None:
    for stories_item in value.stories:
        fill_trending(message.stories.add(), stories_item)


def read_list_trending_response(message: Any, strict: bool) -> ListTrendingResponse:
    return ListTrendingResponse(
        stories=tuple([read_trending(item, strict) for item in message.stories]),
    )


def fill_list_related_request(message: Any, value: ListRelatedRequest) -> None:
    message.story_id = value.story_id
    message.limit = value.limit


def read_list_related_request(message: Any, strict: bool) -> ListRelatedRequest:
    return ListRelatedRequest(
        story_id=message.story_id,
        limit=message.limit if message.HasField("limit") else 6,
    )


def fill_list_related_response(message: Any, value: ListRelatedResponse) -> None:
    message.story_ids.extend(value.story_ids)


def read_list_related_response(message: Any, strict: bool) -> ListRelatedResponse:
    return ListRelatedResponse(
        story_ids=tuple(message.story_ids),
    )


def fill_weight(message: Any, value: Weight) -> None:
    message.feature = value.feature
    message.weight = value.weight


def read_weight(message: Any, strict: bool) -> Weight:
    return Weight(
        feature=message.feature,
        weight=message.weight,
    )


def fill_replay_request(message: Any, value: ReplayRequest) -> None:
    codec.put_moment(message.since, value.since)
    for weights_item in value.weights:
        fill_weight(message.weights.add(), weights_item)
    message.limit = value.limit
    message.after = value.after


def read_replay_request(message: Any, strict: bool) -> ReplayRequest:
    return ReplayRequest(
        since=codec.moment(message.since, "since", strict)
        if message.HasField("since")
        else codec.missing("since", strict),
        weights=tuple([read_weight(item, strict) for item in message.weights]),
        limit=message.limit if message.HasField("limit") else 100,
        after=message.after,
    )


def fill_replay_response(message: Any, value: ReplayResponse) -> None:
    message.pages = value.pages
    message.same = value.same
    message.first = value.first
    message.others = value.others
    message.next = value.next


def read_replay_response(message: Any, strict: bool) -> ReplayResponse:
    return ReplayResponse(
        pages=message.pages,
        same=message.same,
        first=message.first,
        others=message.others,
        next=message.next,
    )


def fill_rebuild_request(message: Any, value: RebuildRequest) -> None:
    pass


def read_rebuild_request(message: Any, strict: bool) -> RebuildRequest:
    return RebuildRequest()


def fill_rebuild_response(message: Any, value: RebuildResponse) -> None:
    pass


def read_rebuild_response(message: Any, strict: bool) -> RebuildResponse:
    return RebuildResponse()


def fill_receipt_not_found(message: Any, value: ReceiptNotFound) -> None:
    pass


def read_receipt_not_found(message: Any, strict: bool) -> ReceiptNotFound:
    return ReceiptNotFound()


def fill_too_many_hidden(message: Any, value: TooManyHidden) -> None:
    message.limit = value.limit


def read_too_many_hidden(message: Any, strict: bool) -> TooManyHidden:
    return TooManyHidden(
        limit=message.limit,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    ReceiptNotFound.proto_name: codec.Packing(
        _ReceiptNotFound, fill_receipt_not_found, read_receipt_not_found
    ),
    TooManyHidden.proto_name: codec.Packing(_TooManyHidden, fill_too_many_hidden, read_too_many_hidden),
}

METHODS: dict[str, codec.WireMethod] = {
    "GetHome": codec.WireMethod(
        codec.Packing(_GetHomeRequest, fill_get_home_request, read_get_home_request),
        codec.Packing(_GetHomeResponse, fill_get_home_response, read_get_home_response),
    ),
    "GetDials": codec.WireMethod(
        codec.Packing(_GetDialsRequest, fill_get_dials_request, read_get_dials_request),
        codec.Packing(_GetDialsResponse, fill_get_dials_response, read_get_dials_response),
    ),
    "SetDials": codec.WireMethod(
        codec.Packing(_SetDialsRequest, fill_set_dials_request, read_set_dials_request),
        codec.Packing(_SetDialsResponse, fill_set_dials_response, read_set_dials_response),
    ),
    "HideStory": codec.WireMethod(
        codec.Packing(_HideStoryRequest, fill_hide_story_request, read_hide_story_request),
        codec.Packing(_HideStoryResponse, fill_hide_story_response, read_hide_story_response),
    ),
    "UnhideStory": codec.WireMethod(
        codec.Packing(_UnhideStoryRequest, fill_unhide_story_request, read_unhide_story_request),
        codec.Packing(_UnhideStoryResponse, fill_unhide_story_response, read_unhide_story_response),
    ),
    "ListHidden": codec.WireMethod(
        codec.Packing(_ListHiddenRequest, fill_list_hidden_request, read_list_hidden_request),
        codec.Packing(_ListHiddenResponse, fill_list_hidden_response, read_list_hidden_response),
    ),
    "GetReceipt": codec.WireMethod(
        codec.Packing(_GetReceiptRequest, fill_get_receipt_request, read_get_receipt_request),
        codec.Packing(_GetReceiptResponse, fill_get_receipt_response, read_get_receipt_response),
    ),
    "ListTrending": codec.WireMethod(
        codec.Packing(_ListTrendingRequest, fill_list_trending_request, read_list_trending_request),
        codec.Packing(_ListTrendingResponse, fill_list_trending_response, read_list_trending_response),
    ),
    "ListRelated": codec.WireMethod(
        codec.Packing(_ListRelatedRequest, fill_list_related_request, read_list_related_request),
        codec.Packing(_ListRelatedResponse, fill_list_related_response, read_list_related_response),
    ),
    "Replay": codec.WireMethod(
        codec.Packing(_ReplayRequest, fill_replay_request, read_replay_request),
        codec.Packing(_ReplayResponse, fill_replay_response, read_replay_response),
    ),
    "Rebuild": codec.WireMethod(
        codec.Packing(_RebuildRequest, fill_rebuild_request, read_rebuild_request),
        codec.Packing(_RebuildResponse, fill_rebuild_response, read_rebuild_response),
    ),
}


class FeedClient:
    """Feed at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._get_home: codec.Unary[GetHomeResponse] = wire.unary("GetHome")
        self._get_dials: codec.Unary[Dials] = wire.unary("GetDials")
        self._set_dials: codec.Unary[None] = wire.unary("SetDials")
        self._hide_story: codec.Unary[None] = wire.unary("HideStory")
        self._unhide_story: codec.Unary[None] = wire.unary("UnhideStory")
        self._list_hidden: codec.Unary[ListHiddenResponse] = wire.unary("ListHidden")
        self._get_receipt: codec.Unary[Receipt] = wire.unary("GetReceipt")
        self._list_trending: codec.Unary[tuple[Trending, ...]] = wire.unary("ListTrending")
        self._list_related: codec.Unary[tuple[StoryId, ...]] = wire.unary("ListRelated")
        self._replay: codec.Unary[ReplayResponse] = wire.unary("Replay")
        self._rebuild: codec.Unary[None] = wire.unary("Rebuild")

    async def get_home(self, *, limit: int = 20, after: str = "") -> GetHomeResponse:
        return await self._get_home(GetHomeRequest(limit=limit, after=after))

    async def get_dials(self) -> Dials:
        return await self._get_dials(GetDialsRequest())

    async def set_dials(self, *, dials: Dials) -> None:
        await self._set_dials(SetDialsRequest(dials=dials))

    async def hide_story(self, *, story_id: StoryId) -> None:
        await self._hide_story(HideStoryRequest(story_id=story_id))

    async def unhide_story(self, *, story_id: StoryId) -> None:
        await self._unhide_story(UnhideStoryRequest(story_id=story_id))

    async def list_hidden(self, *, limit: int = 20, after: str = "") -> ListHiddenResponse:
        return await self._list_hidden(ListHiddenRequest(limit=limit, after=after))

    async def get_receipt(self, *, receipt_id: ReceiptId) -> Receipt:
        return await self._get_receipt(GetReceiptRequest(receipt_id=receipt_id))

    async def list_trending(self, *, tag: str = "", limit: int = 10) -> tuple[Trending, ...]:
        return await self._list_trending(ListTrendingRequest(tag=tag, limit=limit))

    async def list_related(self, *, story_id: StoryId, limit: int = 6) -> tuple[StoryId, ...]:
        return await self._list_related(ListRelatedRequest(story_id=story_id, limit=limit))

    async def replay(
        self, *, since: datetime, weights: tuple[Weight, ...], limit: int = 100, after: str = ""
    ) -> ReplayResponse:
        return await self._replay(ReplayRequest(since=since, weights=weights, limit=limit, after=after))

    async def rebuild(self) -> None:
        await self._rebuild(RebuildRequest())
