"""What the pages of webhooks show. Times are aware datetimes; addresses are text."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import msgspec

from octavo.edge.pages.views_private import Choice, Problem


class WebhookRow(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook. `reach`: "own", "publication" or "site"; `stopped` is the reason in small letters, such as
    "failing", empty while it is told. `place` is the publication's name."""

    webhook_id: str
    name: str
    url: str
    reach: str
    kinds: tuple[str, ...]
    created_at: datetime
    place: str = ""
    stopped: str = ""
    stopped_at: datetime | None = None
    failing_since: datetime | None = None
    former_secret_until: datetime | None = None


class AttemptRow(msgspec.Struct, frozen=True, kw_only=True):
    """One try to deliver. `status` 0: there was no answer, and `problem` says why."""

    at: datetime
    status: int
    milliseconds: int
    answer: str = ""
    problem: str = ""


class DeliveryRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was or is to be delivered. `state`: "waiting", "delivered" or "failed"."""

    delivery_id: str
    kind: str
    state: str
    created_at: datetime
    body: str
    next_at: datetime | None = None
    attempts: tuple[AttemptRow, ...] = ()


class WebhooksPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/webhooks`. `secret` is that of the one just made, shown this once. `reaches` are what a new one
    may be told of; `typed` is what was filled in."""

    template: ClassVar[str] = "webhooks.html"
    webhooks: tuple[WebhookRow, ...] = ()
    reaches: tuple[Choice, ...] = ()
    secret: str = ""
    made: WebhookRow | None = None
    typed: Mapping[str, str] = {}
    problems: tuple[Problem, ...] = ()


class WebhookPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/webhooks/ID`: one webhook and its log. `secret`: a new one, shown this once. `older` is where the
    log goes on."""

    template: ClassVar[str] = "webhook.html"
    webhook: WebhookRow
    there: tuple[str, ...] = ()
    deliveries: tuple[DeliveryRow, ...] = ()
    secret: str = ""
    older: str = ""
    typed: Mapping[str, str] = {}
    problems: tuple[Problem, ...] = ()


WebhookPages = WebhooksPage | WebhookPage
