"""Between rows and values: ids, times, JSON."""

from typing import Final

import msgspec

from octavo.chassis.events import moment
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.sql import Row
from octavo.webhooks.api import DeliveryId, PersonId, PublicationId, Reach, State, Stop, WebhookId
from octavo.webhooks.entities import Delivery, Hook

_KINDS: Final = msgspec.json.Decoder(tuple[str, ...])


def number(text: str | None) -> int | None:
    """An id as SQL has it; 0, which is nobody's, where the text is no id; None for none."""
    return number_of(text) if text else None


def hook_of(row: Row) -> Hook:
    """From all columns of `webhooks`."""
    return Hook(
        id=WebhookId(to_text(row["id"])),
        person_id=PersonId(to_text(row["person_id"])),
        name=row["name"],
        url=row["url"],
        reach=Reach(row["reach"]),
        publication_id=None
        if row["publication_id"] is None
        else PublicationId(to_text(row["publication_id"])),
        kinds=_KINDS.decode(row["kinds"]),
        created_at=moment(row["created_at"]),
        stopped=Stop(row["stopped"]),
        stopped_at=None if row["stopped_at"] is None else moment(row["stopped_at"]),
        failing_since=None if row["failing_since"] is None else moment(row["failing_since"]),
        secret_version=row["secret_version"],
        former_until=None if row["former_until"] is None else moment(row["former_until"]),
    )


def delivery_of(row: Row) -> Delivery:
    """From all columns of `deliveries`."""
    return Delivery(
        id=DeliveryId(to_text(row["id"])),
        webhook_id=WebhookId(to_text(row["webhook_id"])),
        person_id=PersonId(to_text(row["person_id"])),
        about_id=None if row["about_id"] is None else PersonId(to_text(row["about_id"])),
        source=row["source"],
        number=row["number"],
        kind=row["kind"],
        body=row["body"],
        state=State(row["state"]),
        tries=row["tries"],
        next_at=moment(row["next_at"]),
        created_at=moment(row["created_at"]),
        asked_at=None if row["asked_at"] is None else moment(row["asked_at"]),
    )
