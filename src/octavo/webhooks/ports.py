"""What the webhooks need from outside: a database, and somebody who sends."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from octavo.webhooks.api import Attempt, DeliveryId, PersonId, PublicationId, Reach, Stop, WebhookId
from octavo.webhooks.entities import Delivery, Hook, Outcome


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What others know of a story."""

    author_id: PersonId
    publication_id: PublicationId | None = None
    shown: bool = False
    """Whoever has the address reads it."""
    listed: bool = False
    """Everybody finds it."""


class Addressed(msgspec.Struct, frozen=True, kw_only=True):
    """Whom something is told: the webhooks of a reach, or of one person or publication that it names."""

    reach: Reach
    kind: str
    person_id: PersonId | None = None
    publication_id: PublicationId | None = None


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What came of sending: `status` 0 and a `problem` where there was no answer."""

    status: int = 0
    body: bytes = b""
    retry_after: str = ""
    problem: str = ""


class Sender(Protocol):
    """Sends to other sites, and to no private network."""

    def check(self, url: str) -> None:
        """Raises Invalid for an address that is never sent to, as far as it can be told without asking."""
        ...

    async def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> Sent:
        """By POST; no redirect is followed, and it takes a bounded time."""
        ...


class Hooks(Protocol):
    """The webhooks. Ids that are none are unknown ids."""

    async def add(self, hook: Hook, *, most: int) -> bool:
        """False where its owner has `most` already."""
        ...

    async def find(self, hook_id: WebhookId) -> Hook | None: ...
    async def of(self, person_id: PersonId) -> list[Hook]: ...
    async def told(self, to: Addressed) -> list[Hook]:
        """Those that are not stopped and are told of this kind."""
        ...

    async def change(self, hook: Hook) -> None:
        """Its name, url, kinds, and the secret's version and former secret."""
        ...

    async def start(self, hook_id: WebhookId) -> None: ...
    async def stop(self, hook_id: WebhookId, why: Stop, now: datetime, *, tell: bool) -> bool:
        """Stops one that runs, and gives up what waits for it; False where it was stopped already. `tell`:
        with the event WebhookGaveUp."""
        ...

    async def stop_all(
        self, person_id: PersonId, why: Stop, now: datetime, *, publication_id: PublicationId | None = None
    ) -> None:
        """All of a person's, or those for one publication."""
        ...

    async def stop_publication(self, publication_id: PublicationId, why: Stop, now: datetime) -> None: ...

    async def remove(self, hook_id: WebhookId) -> None:
        """With all its deliveries."""
        ...


class Deliveries(Protocol):
    """What is on its way, and the log."""

    async def queue(self, deliveries: Sequence[Delivery], story: tuple[str, Told | None] | None) -> None:
        """In one transaction, with what is known of the story from now on; what is queued for the same event
        already stays as it is."""
        ...

    async def waiting(self, hook_id: WebhookId) -> int: ...
    async def due(self, now: datetime, *, busy: Sequence[WebhookId], limit: int) -> list[WebhookId]:
        """Webhooks for which something is due, longest due first; not the busy ones."""
        ...

    async def next_of(self, hook_id: WebhookId, now: datetime) -> Delivery | None: ...
    async def note(self, delivery: Delivery, attempt: Attempt, outcome: Outcome) -> None:
        """An attempt and what it leads to, and since when the webhook is failing."""
        ...

    async def page(self, hook_id: WebhookId, *, before: DeliveryId | None, limit: int) -> list[Delivery]: ...
    async def attempts(self, delivery_ids: Sequence[DeliveryId]) -> dict[DeliveryId, list[Attempt]]: ...
    async def find(self, delivery_id: DeliveryId) -> Delivery | None: ...
    async def again(self, delivery: Delivery, now: datetime) -> None: ...
    async def by_hand(self, person_id: PersonId, since: datetime) -> int:
        """How many tests and replays a person has asked for."""
        ...

    async def told_story(self, story_id: str) -> Told | None: ...
    async def forget(self, person_id: PersonId) -> None:
        """The answers to what told of a person: the rest of it goes by the marks."""
        ...

    async def sweep(self, before: datetime) -> int:
        """Forgets what was settled and is older."""
        ...
