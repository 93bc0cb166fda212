# Generated from proto/octavo/webhooks/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.webhooks.v1: strings that must not be mixed up."""

from typing import NewType

__all__ = ["DeliveryId", "WebhookId"]

DeliveryId = NewType("DeliveryId", str)
WebhookId = NewType("WebhookId", str)
