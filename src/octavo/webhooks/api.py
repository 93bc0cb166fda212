"""The door: the Protocol, values, faults, ids and events of the webhooks."""

from octavo.webhooks.v1.webhooks import (
    CONTRACT,
    Attempt,
    CreateWebhookResponse,
    DeliveryId,
    DeliveryNotFound,
    PersonId,
    PublicationId,
    Reach,
    State,
    Stop,
    StoredDelivery,
    StoredToldStory,
    StoredWebhook,
    TooManyByHand,
    TooManyWebhooks,
    Webhook,
    WebhookDelivery,
    WebhookGaveUp,
    WebhookId,
    WebhookNotFound,
    Webhooks,
    WebhookStopped,
)

__all__ = [
    "CONTRACT",
    "KINDS",
    "PING",
    "Attempt",
    "CreateWebhookResponse",
    "DeliveryId",
    "DeliveryNotFound",
    "PersonId",
    "PublicationId",
    "Reach",
    "State",
    "Stop",
    "StoredDelivery",
    "StoredToldStory",
    "StoredWebhook",
    "TooManyByHand",
    "TooManyWebhooks",
    "Webhook",
    "WebhookDelivery",
    "WebhookGaveUp",
    "WebhookId",
    "WebhookNotFound",
    "WebhookStopped",
    "Webhooks",
]

PING = "ping"
"""The kind of a test; every webhook gets it when it is asked for."""

_STORIES = ("story.published", "story.revised", "story.withdrawn")
KINDS = {
    Reach.OWN: (*_STORIES, "submission.decided"),
    Reach.PUBLICATION: (
        *_STORIES,
        "submission.received",
        "submission.decided",
        "member.changed",
        "publication.changed",
    ),
    Reach.SITE: (*_STORIES, "person.joined", "publication.changed"),
}
"""Of what there is to tell, by reach."""
