"""Where the webhooks keep what is marked in the contract."""

from typing import Final

from octavo.chassis.personal import Holdings, Table
from octavo.webhooks.api import StoredDelivery, StoredToldStory, StoredWebhook

_DELIVERIES_OF: Final = "delivery_id IN (SELECT id FROM deliveries WHERE {} = :number)"

HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="delivery_attempts",
            kind=StoredDelivery,
            named={"at": "attempted_at", "answer": "answer", "problem": "answer"},
            others={
                "delivery_id": "a number",
                "number": "counts attempts",
                "status": "of an answer",
                "milliseconds": "a length of time",
            },
            whose={"person_id": _DELIVERIES_OF.format("person_id")},
        ),
        Table(
            name="deliveries",
            kind=StoredDelivery,
            marked=("person_id", "about_id", "body", "created_at"),
            named={"asked_at": "created_at"},
            others={
                "id": "a number",
                "webhook_id": "a number",
                "source": "which service an event came from",
                "number": "an event's place",
                "kind": "what it was about",
                "state": "where it stands",
                "tries": "counts attempts",
                "next_at": "when it is tried again",
            },
        ),
        Table(
            name="told_stories",
            kind=StoredToldStory,
            marked=("author_id",),
            others={
                "story_id": "a number",
                "publication_id": "a number",
                "shown": "whether readers see it",
                "listed": "whether lists show it",
            },
        ),
        Table(
            name="webhooks",
            kind=StoredWebhook,
            marked=("person_id", "name", "url", "kinds", "created_at", "stopped_at"),
            others={
                "id": "a number",
                "reach": "of what it is told",
                "publication_id": "a number",
                "stopped": "whether it is told",
                "failing_since": "how its receiver fares",
                "secret_version": "counts secrets",
                "former_until": "until when a secret counts",
            },
        ),
    )
)
