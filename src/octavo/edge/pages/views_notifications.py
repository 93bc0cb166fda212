"""What a reader is told of others. Addresses are text."""

from datetime import datetime
from typing import ClassVar

import msgspec

from octavo.edge.pages.views import Author


class NotificationRow(msgspec.Struct, frozen=True, kw_only=True):
    """A group: what `people` did, of `count` in all. `kind` is the contract's in lower case."""

    notification_id: str
    kind: str
    people: tuple[Author, ...]
    count: int
    at: datetime
    address: str
    title: str = ""
    """The story's."""
    read: bool = False


class NotificationsPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/notifications`: what the reader is told, and what they do not want to be told."""

    template: ClassVar[str] = "notifications.html"
    rows: tuple[NotificationRow, ...] = ()
    unread: bool = False
    silenced: tuple[str, ...] = ()
    older: str = ""
    first: str = ""
