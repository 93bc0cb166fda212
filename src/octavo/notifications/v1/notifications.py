# Generated from octavo/notifications/v1/notifications.proto by `make proto`; not to be edited.

"""Notifications: what others did that concerns somebody, told to them in groups."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Protocol

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
from octavo.notifications.v1.ids import NotificationId

__all__ = [
    "CONTRACT",
    "CountUnreadRequest",
    "CountUnreadResponse",
    "GetChoicesRequest",
    "GetChoicesResponse",
    "Kind",
    "ListNotificationsRequest",
    "ListNotificationsResponse",
    "MarkReadRequest",
    "MarkReadResponse",
    "Notification",
    "NotificationId",
    "Notifications",
    "PersonId",
    "SetChoiceRequest",
    "SetChoiceResponse",
    "StoredAct",
    "StoredChoice",
    "StoredNotice",
]


class Kind(StrEnum):
    UNSPECIFIED = "KIND_UNSPECIFIED"
    # Somebody follows them. The subject is they themselves.
    FOLLOWED = "FOLLOWED"
    # Somebody clapped for a story of theirs.
    CLAPPED = "CLAPPED"
    # Somebody marked words of a story of theirs, for everybody to see.
    HIGHLIGHTED = "HIGHLIGHTED"
    # Somebody responded to a story of theirs.
    RESPONDED = "RESPONDED"
    # Somebody answered a response of theirs, which is the subject.
    ANSWERED = "ANSWERED"
    # A response to a story of theirs waits for them to let it through.
    HELD = "HELD"


class Notification(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A group: what several people did with one thing until it was read."""

    id: NotificationId = NotificationId("")
    kind: Kind = Kind.UNSPECIFIED
    # A person, story or response, as the kind says.
    subject_id: str = ""
    # The last ones first, five at most.
    people: tuple[PersonId, ...] = ()
    # How many there are in all.
    count: Int32 = 0
    # The last response or highlight, where it is one.
    item_id: str = ""
    at: Moment
    read: bool = False


class ListNotificationsRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    limit: Int32 = 20
    after: str = ""


class ListNotificationsResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    notifications: tuple[Notification, ...] = ()
    next: str = ""


class CountUnreadRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class CountUnreadResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    unread: Int32 = 0


class MarkReadRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # At most 100.
    notification_ids: tuple[NotificationId, ...] = ()


class MarkReadResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class GetChoicesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class GetChoicesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    silenced: tuple[Kind, ...] = ()


class SetChoiceRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    kind: Kind = Kind.UNSPECIFIED
    told: bool = False


class SetChoiceResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class StoredNotice(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a group is stored: it goes with whom it is for."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    kind: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = ""
    last_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    read_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]


class StoredAct(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How an act within one is stored: it goes with whom it is for, and with whoever did it."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    actor_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="actor_id")] = PersonId(
        ""
    )
    acted_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="actor_id")]


class StoredChoice(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """That somebody does not want to be told of a kind."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    kind: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = ""


class Notifications(Protocol):
    """Each person's own, and nobody else's. Nothing of people whom they mute or block, or who block them."""

    async def list_notifications(self, *, limit: int = 20, after: str = "") -> ListNotificationsResponse:
        """The caller's, last first: of each group the last people and how many there are."""
        ...

    async def count_unread(self) -> int:
        """How many the caller has not read, 100 at most. Whoever keeps the answer forgets it by the tag
        "notifications:ID".
        """
        ...

    async def mark_read(self, *, notification_ids: tuple[NotificationId, ...]) -> None:
        """The caller has read these; all where none is named."""
        ...

    async def get_choices(self) -> tuple[Kind, ...]:
        """What the caller does not want to be told."""
        ...

    async def set_choice(self, *, kind: Kind, told: bool) -> None:
        """From now on the caller is told of this, or not."""
        ...


CONTRACT = Contract(
    name="octavo.notifications.v1.Notifications",
    wire="octavo.notifications.v1.notifications_wire",
    methods=(
        Method(
            name="ListNotifications",
            call="list_notifications",
            request=ListNotificationsRequest,
            response=ListNotificationsResponse,
            audience=Audience.PUBLIC,
            scope="notifications:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="CountUnread",
            call="count_unread",
            request=CountUnreadRequest,
            response=CountUnreadResponse,
            returns="unread",
            audience=Audience.PUBLIC,
            scope="notifications:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="MarkRead",
            call="mark_read",
            request=MarkReadRequest,
            response=MarkReadResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="notifications:write",
            idempotency=Idempotency.IDEMPOTENT,
        ),
        Method(
            name="GetChoices",
            call="get_choices",
            request=GetChoicesRequest,
            response=GetChoicesResponse,
            returns="silenced",
            audience=Audience.PUBLIC,
            scope="notifications:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="SetChoice",
            call="set_choice",
            request=SetChoiceRequest,
            response=SetChoiceResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="notifications:write",
            idempotency=Idempotency.IDEMPOTENT,
        ),
    ),
)
