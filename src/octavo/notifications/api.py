"""The door: the Protocol, values and ids of the notifications."""

from octavo.notifications.v1.notifications import (
    CONTRACT,
    Kind,
    ListNotificationsResponse,
    Notification,
    NotificationId,
    Notifications,
    PersonId,
    StoredAct,
    StoredChoice,
    StoredNotice,
)

__all__ = [
    "CONTRACT",
    "Kind",
    "ListNotificationsResponse",
    "Notification",
    "NotificationId",
    "Notifications",
    "PersonId",
    "StoredAct",
    "StoredChoice",
    "StoredNotice",
]
