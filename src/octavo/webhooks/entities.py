"""The rules of webhooks: of what they are told, how a delivery is signed, when it is tried again. No I/O."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from octavo.chassis.faults import Invalid
from octavo.webhooks.api import (
    KINDS,
    Attempt,
    DeliveryId,
    PersonId,
    PublicationId,
    Reach,
    State,
    Stop,
    Webhook,
    WebhookDelivery,
    WebhookId,
)

LONGEST_NAME: Final = 80
LONGEST_URL: Final = 2000
ANSWER_KEPT: Final = 500
"""Characters of a receiver's answer in the log."""
BY_HAND_WITHIN: Final = timedelta(hours=1)
REPLAYED_AFTER: Final = timedelta(minutes=1)
"""The same delivery is not asked for more often by hand."""
FORMER_SECRET_LASTS: Final = timedelta(days=1)
PATIENCE: Final = timedelta(hours=23)
"""Where nothing has arrived for so long, a delivery that is given up stops its webhook."""
PAUSES: Final = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 28_800)
)
"""Between one attempt and the next: eleven attempts within a day, if nobody asks for other pauses."""
_JITTER: Final = 0.2
_LONGEST_PAUSE: Final = timedelta(hours=8)
_GONE: Final = 410
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook as it is kept. `stopped` is UNSPECIFIED while it is told."""

    id: WebhookId
    person_id: PersonId
    name: str
    url: str
    reach: Reach
    kinds: tuple[str, ...]
    created_at: datetime
    publication_id: PublicationId | None = None
    stopped: Stop = Stop.UNSPECIFIED
    stopped_at: datetime | None = None
    failing_since: datetime | None = None
    secret_version: int = 1
    former_until: datetime | None = None

    def shown(self, now: datetime) -> Webhook:
        """As its owner sees it."""
        return Webhook(
            id=self.id,
            name=self.name,
            url=self.url,
            reach=self.reach,
            publication_id=self.publication_id or PublicationId(""),
            kinds=self.kinds,
            created_at=self.created_at,
            stopped=self.stopped,
            stopped_at=self.stopped_at,
            failing_since=self.failing_since,
            former_secret_until=self.former_until if self.signs_with_former(now) else None,
        )

    def signs_with_former(self, now: datetime) -> bool:
        """Whether the former secret counts still."""
        return self.former_until is not None and now < self.former_until


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be told to one webhook. Of the same `source` and `number` one webhook has one delivery; both
    are empty for what was asked for by hand."""

    id: DeliveryId
    webhook_id: WebhookId
    person_id: PersonId
    """The webhook's owner."""
    kind: str
    body: str
    created_at: datetime
    next_at: datetime
    about_id: PersonId | None = None
    """Of whom it tells."""
    source: str = ""
    number: int = 0
    state: State = State.WAITING
    tries: int = 0
    """Since it was last asked for; a replay begins anew."""
    asked_at: datetime | None = None
    """When a person asked for it last: a test, or a replay."""

    def shown(self, attempts: Sequence[Attempt]) -> WebhookDelivery:
        """As the webhook's owner sees it."""
        return WebhookDelivery(
            id=self.id,
            webhook_id=self.webhook_id,
            kind=self.kind,
            state=self.state,
            created_at=self.created_at,
            next_at=self.next_at if self.state is State.WAITING else None,
            body=self.body,
            attempts=tuple(attempts),
        )


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What an attempt leads to."""

    state: State
    next_at: datetime
    stop: Stop = Stop.UNSPECIFIED
    """Why the webhook is told nothing more; UNSPECIFIED: it goes on."""


def outcome(
    hook: Hook, tries: int, attempt: Attempt, *, now: datetime, chance: float, wait: float | None
) -> Outcome:
    """What becomes of a delivery after this attempt, which was number `tries`.

    chance: from 0 to 1, so that many that failed together are not tried together. wait: the seconds that the
    receiver asked for (Retry-After).
    """
    if 200 <= attempt.status < 300:
        return Outcome(state=State.DELIVERED, next_at=now)
    if attempt.status == _GONE:
        return Outcome(state=State.FAILED, next_at=now, stop=Stop.GONE)
    if tries > len(PAUSES):
        dead = hook.failing_since is not None and now - hook.failing_since >= PATIENCE
        return Outcome(state=State.FAILED, next_at=now, stop=Stop.FAILING if dead else Stop.UNSPECIFIED)
    pause = PAUSES[tries - 1] * (1 - _JITTER + 2 * _JITTER * chance)
    if wait is not None:
        pause = max(pause, min(timedelta(seconds=wait), _LONGEST_PAUSE))
    return Outcome(state=State.WAITING, next_at=now + pause)


# Signatures (https://www.standardwebhooks.com)


def secret(site_secret: bytes, hook_id: WebhookId, version: int) -> str:
    """A webhook's secret, the same whenever it is made: "whsec_" and base64."""
    key = hmac.digest(site_secret, f"webhook secret/{hook_id}/{version}".encode(), hashlib.sha256)
    return f"whsec_{base64.b64encode(key).decode()}"


def signature(secret: str, *, delivery_id: str, timestamp: int, body: str) -> str:
    """What `webhook-signature` holds for one secret."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.digest(key, f"{delivery_id}.{timestamp}.{body}".encode(), hashlib.sha256)
    return f"v1,{base64.b64encode(signed).decode()}"


def signed_headers(hook: Hook, site_secret: bytes, delivery: Delivery, now: datetime) -> Mapping[str, str]:
    """The headers that a delivery carries."""
    versions = [hook.secret_version]
    if hook.signs_with_former(now):
        versions.append(hook.secret_version - 1)
    timestamp = int(now.timestamp())
    signatures = [
        signature(
            secret(site_secret, hook.id, version),
            delivery_id=delivery.id,
            timestamp=timestamp,
            body=delivery.body,
        )
        for version in versions
    ]
    return {
        "content-type": "application/json",
        "user-agent": "Octavo-Webhooks/1",
        "webhook-id": delivery.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def envelope(
    delivery_id: DeliveryId, kind: str, *, source: str, subject: str, time: datetime, data: Mapping[str, Any]
) -> str:
    """What is sent: CloudEvents 1.0 in JSON. `data` holds ids and public addresses."""
    fields = {
        "specversion": "1.0",
        "id": delivery_id,
        "type": kind,
        "source": source,
        "subject": subject,
        "time": time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": {name: value for name, value in data.items() if value},
    }
    return msgspec.json.encode(fields).decode()


# What people may choose


def chosen_kinds(kinds: Sequence[str], reach: Reach) -> tuple[str, ...]:
    """The kinds of events that a webhook is told of, in the house's order; all, where none is named."""
    there = KINDS.get(reach)
    if there is None:
        raise Invalid("reach", "Choose what the webhook is to be told of: own, publication or site.")
    if unknown := [kind for kind in kinds if kind not in there]:
        raise Invalid("kinds", f'There is no "{unknown[0][:80]}" here; there are {", ".join(there)}.')
    return tuple(kind for kind in there if not kinds or kind in kinds)


def chosen_name(name: str, otherwise: str) -> str:
    """What a webhook is called. Raises Invalid."""
    text = " ".join(name.split())
    if _CONTROLS.search(text):
        raise Invalid("name", "Please leave out control characters here.")
    if len(text) > LONGEST_NAME:
        raise Invalid("name", f"At most {LONGEST_NAME} characters.")
    return text or otherwise[:LONGEST_NAME]


def told_answer(body: bytes) -> str:
    """The beginning of a receiver's answer as the log keeps it."""
    return _CONTROLS.sub("", body[: ANSWER_KEPT * 4].decode("utf-8", "replace"))[:ANSWER_KEPT]


def waits(header: str) -> float | None:
    """The seconds that a Retry-After asks for; dates are left aside."""
    text = header.strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
