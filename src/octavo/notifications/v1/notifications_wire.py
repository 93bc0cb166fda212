# Generated from octavo/notifications/v1/notifications.proto by `make proto`; not to be edited.

"""How the messages of octavo.notifications.v1 are packed for the wire."""

from typing import Any

from octavo.chassis import codec
from octavo.notifications.v1.ids import NotificationId
from octavo.notifications.v1.notifications import (
    CountUnreadRequest,
    CountUnreadResponse,
    GetChoicesRequest,
    GetChoicesResponse,
    Kind,
    ListNotificationsRequest,
    ListNotificationsResponse,
    MarkReadRequest,
    MarkReadResponse,
    Notification,
    SetChoiceRequest,
    SetChoiceResponse,
)

_DESCRIPTOR = codec.load(__file__, "notifications.binpb")

_KIND = {
    0: Kind.UNSPECIFIED,
    1: Kind.FOLLOWED,
    2: Kind.CLAPPED,
    3: Kind.HIGHLIGHTED,
    4: Kind.RESPONDED,
    5: Kind.ANSWERED,
    6: Kind.HELD,
}
_KIND_NUMBER = {member: number for number, member in _KIND.items()}
_Notification = _DESCRIPTOR.message("octavo.notifications.v1.Notification")
_ListNotificationsRequest = _DESCRIPTOR.message("octavo.notifications.v1.ListNotificationsRequest")
_ListNotificationsResponse = _DESCRIPTOR.message("octavo.notifications.v1.ListNotificationsResponse")
_CountUnreadRequest = _DESCRIPTOR.message("octavo.notifications.v1.CountUnreadRequest")
_CountUnreadResponse = _DESCRIPTOR.message("octavo.notifications.v1.CountUnreadResponse")
_MarkReadRequest = _DESCRIPTOR.message("octavo.notifications.v1.MarkReadRequest")
_MarkReadResponse = _DESCRIPTOR.message("octavo.notifications.v1.MarkReadResponse")
_GetChoicesRequest = _DESCRIPTOR.message("octavo.notifications.v1.GetChoicesRequest")
_GetChoicesResponse = _DESCRIPTOR.message("octavo.notifications.v1.GetChoicesResponse")
_SetChoiceRequest = _DESCRIPTOR.message("octavo.notifications.v1.SetChoiceRequest")
_SetChoiceResponse = _DESCRIPTOR.message("octavo.notifications.v1.SetChoiceResponse")


def fill_notification(message: Any, value: Notification) -> None:
    message.id = value.id
    message.kind = _KIND_NUMBER[value.kind]
    message.subject_id = value.subject_id
    message.people.extend(value.people)
    message.count = value.count
    message.item_id = value.item_id
    codec.put_moment(message.at, value.at)
    message.read = value.read


def read_notification(message: Any, strict: bool) -> Notification:
    return Notification(
        id=message.id,
        kind=_KIND.get(message.kind) or codec.unknown(Kind.UNSPECIFIED, "kind", strict),
        subject_id=message.subject_id,
        people=tuple(message.people),
        count=message.count,
        item_id=message.item_id,
        at=codec.moment(message.at, "at", strict) if message.HasField("at") else codec.missing("at", strict),
        read=message.read,
    )


def fill_list_notifications_request(message: Any, value: ListNotificationsRequest) -> None:
    message.limit = value.limit
    message.after = value.after


def read_list_notifications_request(message: Any, strict: bool) -> ListNotificationsRequest:
    return ListNotificationsRequest(
        limit=message.limit if message.HasField("limit") else 20,
        after=message.after,
    )


def fill_list_notifications_response(message: Any, value: ListNotificationsResponse) -> None:
    for notifications_item in value.notifications:
        fill_notification(message.notifications.add(), notifications_item)
    message.next = value.next


def read_list_notifications_response(message: Any, strict: bool) -> ListNotificationsResponse:
    return ListNotificationsResponse(
        notifications=tuple([read_notification(item, strict) for item in message.notifications]),
        next=message.next,
    )


def fill_count_unread_request(message: Any, value: CountUnreadRequest) -> None:
    pass


def read_count_unread_request(message: Any, strict: bool) -> CountUnreadRequest:
    return CountUnreadRequest()


def fill_count_unread_response(message: Any, value: CountUnreadResponse) -> None:
    message.unread = value.unread


def read_count_unread_response(message: Any, strict: bool) -> CountUnreadResponse:
    return CountUnreadResponse(
        unread=message.unread,
    )


def fill_mark_read_request(message: Any, value: MarkReadRequest) -> None:
    message.notification_ids.extend(value.notification_ids)


def read_mark_read_request(message: Any, strict: bool) -> MarkReadRequest:
    return MarkReadRequest(
        notification_ids=tuple(message.notification_ids),
    )


def fill_mark_read_response(message: Any, value: MarkReadResponse) -> None:
    pass


def read_mark_read_response(message: Any, strict: bool) -> MarkReadResponse:
    return MarkReadResponse()


def fill_get_choices_request(message: Any, value: GetChoicesRequest) -> None:
    pass


def read_get_choices_request(message: Any, strict: bool) -> GetChoicesRequest:
    return GetChoicesRequest()


def fill_get_choices_response(message: Any, value: GetChoicesResponse) -> None:
    message.silenced.extend([_KIND_NUMBER[item] for item in value.silenced])


def read_get_choices_response(message: Any, strict: bool) -> GetChoicesResponse:
    return GetChoicesResponse(
        silenced=tuple(
            [
                _KIND.get(item) or codec.unknown(Kind.UNSPECIFIED, "silenced", strict)
                for item in message.silenced
            ]
        ),
    )


def fill_set_choice_request(message: Any, value: SetChoiceRequest) -> None:
    message.kind = _KIND_NUMBER[value.kind]
    message.told = value.told


def read_set_choice_request(message: Any, strict: bool) -> SetChoiceRequest:
    return SetChoiceRequest(
        kind=_KIND.get(message.kind) or codec.unknown(Kind.UNSPECIFIED, "kind", strict),
        told=message.told,
    )


def fill_set_choice_response(message: Any, value: SetChoiceResponse) -> None:
    pass


def read_set_choice_response(message: Any, strict: bool) -> SetChoiceResponse:
    return SetChoiceResponse()


FAULTS: dict[str, codec.Packing[Any]] = {}

METHODS: dict[str, codec.WireMethod] = {
    "ListNotifications": codec.WireMethod(
        codec.Packing(
            _ListNotificationsRequest, fill_list_notifications_request, read_list_notifications_request
        ),
        codec.Packing(
            _ListNotificationsResponse, fill_list_notifications_response, read_list_notifications_response
        ),
    ),
    "CountUnread": codec.WireMethod(
        codec.Packing(_CountUnreadRequest, fill_count_unread_request, read_count_unread_request),
        codec.Packing(_CountUnreadResponse, fill_count_unread_response, read_count_unread_response),
    ),
    "MarkRead": codec.WireMethod(
        codec.Packing(_MarkReadRequest, fill_mark_read_request, read_mark_read_request),
        codec.Packing(_MarkReadResponse, fill_mark_read_response, read_mark_read_response),
    ),
    "GetChoices": codec.WireMethod(
        codec.Packing(_GetChoicesRequest, fill_get_choices_request, read_get_choices_request),
        codec.Packing(_GetChoicesResponse, fill_get_choices_response, read_get_choices_response),
    ),
    "SetChoice": codec.WireMethod(
        codec.Packing(_SetChoiceRequest, fill_set_choice_request, read_set_choice_request),
        codec.Packing(_SetChoiceResponse, fill_set_choice_response, read_set_choice_response),
    ),
}


class NotificationsClient:
    """Notifications at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._list_notifications: codec.Unary[ListNotificationsResponse] = wire.unary("ListNotifications")
        self._count_unread: codec.Unary[int] = wire.unary("CountUnread")
        self._mark_read: codec.Unary[None] = wire.unary("MarkRead")
        self._get_choices: codec.Unary[tuple[Kind, ...]] = wire.unary("GetChoices")
        self._set_choice: codec.Unary[None] = wire.unary("SetChoice")

    async def list_notifications(self, *, limit: int = 20, after: str = "") -> ListNotificationsResponse:
        return await self._list_notifications(ListNotificationsRequest(limit=limit, after=after))

    async def count_unread(self) -> int:
        return await self._count_unread(CountUnreadRequest())

    async def mark_read(self, *, notification_ids: tuple[NotificationId, ...]) -> None:
        await self._mark_read(MarkReadRequest(notification_ids=notification_ids))

    async def get_choices(self) -> tuple[Kind, ...]:
        return await self._get_choices(GetChoicesRequest())

    async def set_choice(self, *, kind: Kind, told: bool) -> None:
        await self._set_choice(SetChoiceRequest(kind=kind, told=told))
