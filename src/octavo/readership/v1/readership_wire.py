# Generated from octavo/readership/v1/readership.proto by `make proto`; not to be edited.

"""How the messages of octavo.readership.v1 are packed for the wire."""

from typing import Any

from octavo.chassis import codec
from octavo.readership.v1.readership import (
    CountRequest,
    CountResponse,
    DayNumbers,
    GetNumbersRequest,
    GetNumbersResponse,
    Kind,
    ListTotalsRequest,
    ListTotalsResponse,
    Numbers,
    Source,
    StoryUnread,
    Totals,
)
from octavo.stories.v1.ids import StoryId

_DESCRIPTOR = codec.load(__file__, "readership.binpb")

_KIND = {0: Kind.UNSPECIFIED, 1: Kind.VIEW, 2: Kind.READ}
_KIND_NUMBER = {member: number for number, member in _KIND.items()}
_CountRequest = _DESCRIPTOR.message("octavo.readership.v1.CountRequest")
_CountResponse = _DESCRIPTOR.message("octavo.readership.v1.CountResponse")
_Totals = _DESCRIPTOR.message("octavo.readership.v1.Totals")
_DayNumbers = _DESCRIPTOR.message("octavo.readership.v1.DayNumbers")
_Source = _DESCRIPTOR.message("octavo.readership.v1.Source")
_Numbers = _DESCRIPTOR.message("octavo.readership.v1.Numbers")
_GetNumbersRequest = _DESCRIPTOR.message("octavo.readership.v1.GetNumbersRequest")
_GetNumbersResponse = _DESCRIPTOR.message("octavo.readership.v1.GetNumbersResponse")
_ListTotalsRequest = _DESCRIPTOR.message("octavo.readership.v1.ListTotalsRequest")
_ListTotalsResponse = _DESCRIPTOR.message("octavo.readership.v1.ListTotalsResponse")
_StoryUnread = _DESCRIPTOR.message("octavo.readership.v1.StoryUnread")


def fill_count_request(message: Any, value: CountRequest) -> None:
    message.story_id = value.story_id
    message.kind = _KIND_NUMBER[value.kind]
    message.address = value.address
    message.agent = value.agent
    message.referrer = value.referrer


def read_count_request(message: Any, strict: bool) -> CountRequest:
    return CountRequest(
        story_id=message.story_id,
        kind=_KIND.get(message.kind) or codec.unknown(Kind.UNSPECIFIED, "kind", strict),
        address=message.address,
        agent=message.agent,
        referrer=message.referrer,
    )


def fill_count_response(message: Any, value: CountResponse) -> None:
    pass


def read_count_response(message: Any, strict: bool) -> CountResponse:
    return CountResponse()


def fill_totals(message: Any, value: Totals) -> None:
    message.story_id = value.story_id
    message.views = value.views
    message.reads = value.reads


def read_totals(message: Any, strict: bool) -> Totals:
    return Totals(
        story_id=message.story_id,
        views=message.views,
        reads=message.reads,
    )


def fill_day_numbers(message: Any, value: DayNumbers) -> None:
    message.day = value.day
    message.views = value.views
    message.reads = value.reads


def read_day_numbers(message: Any, strict: bool) -> DayNumbers:
    return DayNumbers(
        day=message.day,
        views=message.views,
        reads=message.reads,
    )


def fill_source(message: Any, value: Source) -> None:
    message.host = value.host
    message.views = value.views


def read_source(message: Any, strict: bool) -> Source:
    return Source(
        host=message.host,
        views=message.views,
    )


def fill_numbers(message: Any, value: Numbers) -> None:
    message.totals.SetInParent()
    fill_totals(message.totals, value.totals)
    for days_item in value.days:
        fill_day_numbers(message.days.add(), days_item)
    for sources_item in value.sources:
        fill_source(message.sources.add(), sources_item)
    message.direct = value.direct
    message.elsewhere = value.elsewhere


def read_numbers(message: Any, strict: bool) -> Numbers:
    return Numbers(
        totals=read_totals(message.totals, strict)
        if message.HasField("totals")
        else codec.missing("totals", strict),
        days=tuple([read_day_numbers(item, strict) for item in message.days]),
        sources=tuple([read_source(item, strict) for item in message.sources]),
        direct=message.direct,
        elsewhere=message.elsewhere,
    )


def fill_get_numbers_request(message: Any, value: GetNumbersRequest) -> None:
    message.story_id = value.story_id


def read_get_numbers_request(message: Any, strict: bool) -> GetNumbersRequest:
    return GetNumbersRequest(
        story_id=message.story_id,
    )


def fill_get_numbers_response(message: Any, value: GetNumbersResponse) -> None:
    message.numbers.SetInParent()
    fill_numbers(message.numbers, value.numbers)


def read_get_numbers_response(message: Any, strict: bool) -> GetNumbersResponse:
    return GetNumbersResponse(
        numbers=read_numbers(message.numbers, strict)
        if message.HasField("numbers")
        else codec.missing("numbers", strict),
    )


def fill_list_totals_request(message: Any, value: ListTotalsRequest) -> None:
    message.story_ids.extend(value.story_ids)


def read_list_totals_request(message: Any, strict: bool) -> ListTotalsRequest:
    return ListTotalsRequest(
        story_ids=tuple(message.story_ids),
    )


def fill_list_totals_response(message: Any, value: ListTotalsResponse) -> None:
    for totals_item in value.totals:
        fill_totals(message.totals.add(), totals_item)


def read_list_totals_response(message: Any, strict: bool) -> ListTotalsResponse:
    return ListTotalsResponse(
        totals=tuple([read_totals(item, strict) for item in message.totals]),
    )


def fill_story_unread(message: Any, value: StoryUnread) -> None:
    message.story_id = value.story_id


def read_story_unread(message: Any, strict: bool) -> StoryUnread:
    return StoryUnread(
        story_id=message.story_id,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    StoryUnread.proto_name: codec.Packing(_StoryUnread, fill_story_unread, read_story_unread),
}

METHODS: dict[str, codec.WireMethod] = {
    "Count": codec.WireMethod(
        codec.Packing(_CountRequest, fill_count_request, read_count_request),
        codec.Packing(_CountResponse, fill_count_response, read_count_response),
    ),
    "GetNumbers": codec.WireMethod(
        codec.Packing(_GetNumbersRequest, fill_get_numbers_request, read_get_numbers_request),
        codec.Packing(_GetNumbersResponse, fill_get_numbers_response, read_get_numbers_response),
    ),
    "ListTotals": codec.WireMethod(
        codec.Packing(_ListTotalsRequest, fill_list_totals_request, read_list_totals_request),
        codec.Packing(_ListTotalsResponse, fill_list_totals_response, read_list_totals_response),
    ),
}


class ReadershipClient:
    """Readership at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._count: codec.Unary[None] = wire.unary("Count")
        self._get_numbers: codec.Unary[Numbers] = wire.unary("GetNumbers")
        self._list_totals: codec.Unary[tuple[Totals, ...]] = wire.unary("ListTotals")

    async def count(
        self, *, story_id: StoryId, kind: Kind, address: str, agent: str, referrer: str = ""
    ) -> None:
        await self._count(
            CountRequest(story_id=story_id, kind=kind, address=address, agent=agent, referrer=referrer)
        )

    async def get_numbers(self, *, story_id: StoryId) -> Numbers:
        return await self._get_numbers(GetNumbersRequest(story_id=story_id))

    async def list_totals(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Totals, ...]:
        return await self._list_totals(ListTotalsRequest(story_ids=story_ids))
