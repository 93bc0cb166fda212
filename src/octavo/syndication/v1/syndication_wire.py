# Generated from octavo/syndication/v1/syndication.proto by `make proto`; not to be edited.

"""How the messages of octavo.syndication.v1 are packed for the wire."""

from typing import Any

from octavo.accounts.v1.ids import PersonId
from octavo.chassis import codec
from octavo.syndication.v1.ids import PrivateFeedId
from octavo.syndication.v1.syndication import (
    CreatePrivateFeedRequest,
    CreatePrivateFeedResponse,
    ListPrivateFeedsRequest,
    ListPrivateFeedsResponse,
    NotConfirmed,
    OpenPrivateFeedRequest,
    OpenPrivateFeedResponse,
    PrivateFeed,
    PrivateFeedNotFound,
    RevokePrivateFeedRequest,
    RevokePrivateFeedResponse,
    TooManyPrivateFeeds,
)

_DESCRIPTOR = codec.load(__file__, "syndication.binpb")

_PrivateFeed = _DESCRIPTOR.message("octavo.syndication.v1.PrivateFeed")
_CreatePrivateFeedRequest = _DESCRIPTOR.message("octavo.syndication.v1.CreatePrivateFeedRequest")
_CreatePrivateFeedResponse = _DESCRIPTOR.message("octavo.syndication.v1.CreatePrivateFeedResponse")
_ListPrivateFeedsRequest = _DESCRIPTOR.message("octavo.syndication.v1.ListPrivateFeedsRequest")
_ListPrivateFeedsResponse = _DESCRIPTOR.message("octavo.syndication.v1.ListPrivateFeedsResponse")
_RevokePrivateFeedRequest = _DESCRIPTOR.message("octavo.syndication.v1.RevokePrivateFeedRequest")
_RevokePrivateFeedResponse = _DESCRIPTOR.message("octavo.syndication.v1.RevokePrivateFeedResponse")
_OpenPrivateFeedRequest = _DESCRIPTOR.message("octavo.syndication.v1.OpenPrivateFeedRequest")
_OpenPrivateFeedResponse = _DESCRIPTOR.message("octavo.syndication.v1.OpenPrivateFeedResponse")
_PrivateFeedNotFound = _DESCRIPTOR.message("octavo.syndication.v1.PrivateFeedNotFound")
_NotConfirmed = _DESCRIPTOR.message("octavo.syndication.v1.NotConfirmed")
_TooManyPrivateFeeds = _DESCRIPTOR.message("octavo.syndication.v1.TooManyPrivateFeeds")


def fill_private_feed(message: Any, value: PrivateFeed) -> None:
    message.id = value.id
    message.name = value.name
    codec.put_moment(message.created_at, value.created_at)
    if value.opened_at is not None:
        codec.put_moment(message.opened_at, value.opened_at)


def read_private_feed(message: Any, strict: bool) -> PrivateFeed:
    return PrivateFeed(
        id=message.id,
        name=message.name,
        created_at=codec.moment(message.created_at, "created_at", strict)
        if message.HasField("created_at")
        else codec.missing("created_at", strict),
        opened_at=codec.moment(message.opened_at, "opened_at", strict)
        if message.HasField("opened_at")
        else None,
    )


def fill_create_private_feed_request(message: Any, value: CreatePrivateFeedRequest) -> None:
    message.name = value.name


def read_create_private_feed_request(message: Any, strict: bool) -> CreatePrivateFeedRequest:
    return CreatePrivateFeedRequest(
        name=message.name,
    )


def fill_create_private_feed_response(message: Any, value: CreatePrivateFeedResponse) -> None:
    message.feed.SetInParent()
    fill_private_feed(message.feed, value.feed)
    message.token = value.token


def read_create_private_feed_response(message: Any, strict: bool) -> CreatePrivateFeedResponse:
    return CreatePrivateFeedResponse(
        feed=read_private_feed(message.feed, strict)
        if message.HasField("feed")
        else codec.missing("feed", strict),
        token=message.token,
    )


def fill_list_private_feeds_request(message: Any, value: ListPrivateFeedsRequest) -> None:
    pass


def read_list_private_feeds_request(message: Any, strict: bool) -> ListPrivateFeedsRequest:
    return ListPrivateFeedsRequest()


def fill_list_private_feeds_response(message: Any, value: ListPrivateFeedsResponse) -> None:
    for feeds_item in value.feeds:
        fill_private_feed(message.feeds.add(), feeds_item)


def read_list_private_feeds_response(message: Any, strict: bool) -> ListPrivateFeedsResponse:
    return ListPrivateFeedsResponse(
        feeds=tuple([read_private_feed(item, strict) for item in message.feeds]),
    )


def fill_revoke_private_feed_request(message: Any, value: RevokePrivateFeedRequest) -> None:
    message.feed_id = value.feed_id


def read_revoke_private_feed_request(message: Any, strict: bool) -> RevokePrivateFeedRequest:
    return RevokePrivateFeedRequest(
        feed_id=message.feed_id,
    )


def fill_revoke_private_feed_response(message: Any, value: RevokePrivateFeedResponse) -> None:
    pass


def read_revoke_private_feed_response(message: Any, strict: bool) -> RevokePrivateFeedResponse:
    return RevokePrivateFeedResponse()


def fill_open_private_feed_request(message: Any, value: OpenPrivateFeedRequest) -> None:
    message.token = value.token


def read_open_private_feed_request(message: Any, strict: bool) -> OpenPrivateFeedRequest:
    return OpenPrivateFeedRequest(
        token=message.token,
    )


def fill_open_private_feed_response(message: Any, value: OpenPrivateFeedResponse) -> None:
    message.person_id = value.person_id


def read_open_private_feed_response(message: Any, strict: bool) -> OpenPrivateFeedResponse:
    return OpenPrivateFeedResponse(
        person_id=message.person_id,
    )


def fill_private_feed_not_found(message: Any, value: PrivateFeedNotFound) -> None:
    pass


def read_private_feed_not_found(message: Any, strict: bool) -> PrivateFeedNotFound:
    return PrivateFeedNotFound()


def fill_not_confirmed(message: Any, value: NotConfirmed) -> None:
    pass


def read_not_confirmed(message: Any, strict: bool) -> NotConfirmed:
    return NotConfirmed()


def fill_too_many_private_feeds(message: Any, value: TooManyPrivateFeeds) -> None:
    message.limit = value.limit


def read_too_many_private_feeds(message: Any, strict: bool) -> TooManyPrivateFeeds:
    return TooManyPrivateFeeds(
        limit=message.limit,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    PrivateFeedNotFound.proto_name: codec.Packing(
        _PrivateFeedNotFound, fill_private_feed_not_found, read_private_feed_not_found
    ),
    NotConfirmed.proto_name: codec.Packing(_NotConfirmed, fill_not_confirmed, read_not_confirmed),
    TooManyPrivateFeeds.proto_name: codec.Packing(
        _TooManyPrivateFeeds, fill_too_many_private_feeds, read_too_many_private_feeds
    ),
}

METHODS: dict[str, codec.WireMethod] = {
    "CreatePrivateFeed": codec.WireMethod(
        codec.Packing(
            _CreatePrivateFeedRequest, fill_create_private_feed_request, read_create_private_feed_request
        ),
        codec.Packing(
            _CreatePrivateFeedResponse, fill_create_private_feed_response, read_create_private_feed_response
        ),
    ),
    "ListPrivateFeeds": codec.WireMethod(
        codec.Packing(
            _ListPrivateFeedsRequest, fill_list_private_feeds_request, read_list_private_feeds_request
        ),
        codec.Packing(
            _ListPrivateFeedsResponse, fill_list_private_feeds_response, read_list_private_feeds_response
        ),
    ),
    "RevokePrivateFeed": codec.WireMethod(
        codec.Packing(
            _RevokePrivateFeedRequest, fill_revoke_private_feed_request, read_revoke_private_feed_request
        ),
        codec.Packing(
            _RevokePrivateFeedResponse, fill_revoke_private_feed_response, read_revoke_private_feed_response
        ),
    ),
    "OpenPrivateFeed": codec.WireMethod(
        codec.Packing(
            _OpenPrivateFeedRequest, fill_open_private_feed_request, read_open_private_feed_request
        ),
        codec.Packing(
            _OpenPrivateFeedResponse, fill_open_private_feed_response, read_open_private_feed_response
        ),
    ),
}


class SyndicationClient:
    """Syndication at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._create_private_feed: codec.Unary[CreatePrivateFeedResponse] = wire.unary("CreatePrivateFeed")
        self._list_private_feeds: codec.Unary[tuple[PrivateFeed, ...]] = wire.unary("ListPrivateFeeds")
        self._revoke_private_feed: codec.Unary[None] = wire.unary("RevokePrivateFeed")
        self._open_private_feed: codec.Unary[PersonId] = wire.unary("OpenPrivateFeed")

    async def create_private_feed(self, *, name: str = "") -> CreatePrivateFeedResponse:
        return await self._create_private_feed(CreatePrivateFeedRequest(name=name))

    async def list_private_feeds(self) -> tuple[PrivateFeed, ...]:
        return await self._list_private_feeds(ListPrivateFeedsRequest())

    async def revoke_private_feed(self, *, feed_id: PrivateFeedId) -> None:
        await self._revoke_private_feed(RevokePrivateFeedRequest(feed_id=feed_id))

    async def open_private_feed(self, *, token: str) -> PersonId:
        return await self._open_private_feed(OpenPrivateFeedRequest(token=token))
