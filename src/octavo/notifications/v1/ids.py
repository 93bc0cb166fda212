# Generated from proto/octavo/notifications/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.notifications.v1: strings that must not be mixed up."""

from typing import NewType

__all__ = ["NotificationId"]

NotificationId = NewType("NotificationId", str)
