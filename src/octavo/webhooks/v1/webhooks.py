# Generated from octavo/webhooks/v1/webhooks.proto by `make proto`; not to be edited.

"""Webhooks: other machines are told what happened, at an address of theirs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Protocol

import msgspec

from octavo.accounts.v1.ids import PersonId
from octavo.chassis.contract import (
    Audience,
    Category,
    Contract,
    Erasure,
    Event,
    Idempotency,
    Int32,
    Method,
    Moment,
    Personal,
)
from octavo.chassis.faults import FailedPrecondition, NotFound, ResourceExhausted
from octavo.publications.v1.ids import PublicationId
from octavo.webhooks.v1.ids import DeliveryId, WebhookId

__all__ = [
    "Attempt",
    "CONTRACT",
    "CreateWebhookRequest",
    "CreateWebhookResponse",
    "DeleteWebhookRequest",
    "DeleteWebhookResponse",
    "DeliveryId",
    "DeliveryNotFound",
    "GetWebhookRequest",
    "GetWebhookResponse",
    "ListDeliveriesRequest",
    "ListDeliveriesResponse",
    "ListWebhooksRequest",
    "ListWebhooksResponse",
    "PersonId",
    "PublicationId",
    "Reach",
    "ReplayRequest",
    "ReplayResponse",
    "RotateSecretRequest",
    "RotateSecretResponse",
    "SendTestRequest",
    "SendTestResponse",
    "SetEnabledRequest",
    "SetEnabledResponse",
    "State",
    "Stop",
    "StoredDelivery",
    "StoredToldStory",
    "StoredWebhook",
    "TooManyByHand",
    "TooManyWebhooks",
    "UpdateWebhookRequest",
    "UpdateWebhookResponse",
    "Webhook",
    "WebhookDelivery",
    "WebhookGaveUp",
    "WebhookId",
    "WebhookNotFound",
    "WebhookStopped",
    "Webhooks",
]


class Reach(StrEnum):
    """Of what a webhook is told."""

    UNSPECIFIED = "REACH_UNSPECIFIED"
    # The person's own stories, and what becomes of their submissions.
    OWN = "OWN"
    # A publication that the person owns: its stories, submissions and members.
    PUBLICATION = "PUBLICATION"
    # What everybody sees of the site; for its owner.
    SITE = "SITE"


class Stop(StrEnum):
    """Why a webhook is told nothing."""

    UNSPECIFIED = "STOP_UNSPECIFIED"
    # Its owner stopped it.
    BY_HAND = "BY_HAND"
    # Nothing arrived for a day.
    FAILING = "FAILING"
    # The receiver answered that it is gone (410).
    GONE = "GONE"
    # Its owner no longer owns the publication, or it is no more.
    NOT_ALLOWED = "NOT_ALLOWED"
    # Its owner's account is or was suspended.
    SUSPENDED = "SUSPENDED"
    # Too much waited for it.
    OVERFLOW = "OVERFLOW"


class State(StrEnum):
    """Where a delivery stands."""

    UNSPECIFIED = "STATE_UNSPECIFIED"
    # It waits for its first or next attempt.
    WAITING = "WAITING"
    # The receiver has taken it (a status from 200 to 299).
    DELIVERED = "DELIVERED"
    # Given up; it can be replayed.
    FAILED = "FAILED"


class Webhook(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A webhook as its owner sees it; its secret cannot be shown again."""

    id: WebhookId = WebhookId("")
    # What the owner calls it; at most 80 characters.
    name: str = ""
    # Where deliveries are sent by POST; at most 2,000 characters.
    url: str = ""
    reach: Reach = Reach.UNSPECIFIED
    # For the reach PUBLICATION; otherwise empty.
    publication_id: PublicationId = PublicationId("")
    # Of which kinds of events it is told, such as "story.published".
    kinds: tuple[str, ...] = ()
    created_at: Moment
    # Unspecified: it is told.
    stopped: Stop = Stop.UNSPECIFIED
    stopped_at: Moment | None = None
    # Since when nothing has arrived; absent: the last delivery did.
    failing_since: Moment | None = None
    # Until then deliveries are signed with the former secret too.
    former_secret_until: Moment | None = None


class Attempt(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One try to deliver."""

    at: Moment
    # Of the answer; 0: there was none.
    status: Int32 = 0
    milliseconds: Int32 = 0
    # The first 500 characters of the answer.
    answer: str = ""
    # Why there was no answer.
    problem: str = ""


class WebhookDelivery(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    id: DeliveryId = DeliveryId("")
    webhook_id: WebhookId = WebhookId("")
    kind: str = ""
    state: State = State.UNSPECIFIED
    created_at: Moment
    # When it is tried next, while it waits.
    next_at: Moment | None = None
    # What is sent, byte for byte.
    body: str = ""
    # Oldest first; of those of a replay all that there were.
    attempts: tuple[Attempt, ...] = ()


class CreateWebhookRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    url: str = ""
    reach: Reach = Reach.UNSPECIFIED
    publication_id: PublicationId = PublicationId("")
    # Empty: all that there are for this reach.
    kinds: tuple[str, ...] = ()
    # Empty: it is called by its host.
    name: str = ""


class CreateWebhookResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    webhook: Webhook
    # "whsec_" and 44 characters of base64.
    secret: str = ""


class ListWebhooksRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class ListWebhooksResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    webhooks: tuple[Webhook, ...] = ()


class GetWebhookRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    webhook_id: WebhookId = WebhookId("")


class GetWebhookResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    webhook: Webhook


class UpdateWebhookRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    webhook_id: WebhookId = WebhookId("")
    name: str = ""
    url: str = ""
    kinds: tuple[str, ...] = ()


class UpdateWebhookResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    webhook: Webhook


class SetEnabledRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    webhook_id: WebhookId = WebhookId("")
    enabled: bool = False


class SetEnabledResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    webhook: Webhook


class DeleteWebhookRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    webhook_id: WebhookId = WebhookId("")


class DeleteWebhookResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class RotateSecretRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    webhook_id: WebhookId = WebhookId("")


class RotateSecretResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    secret: str = ""


class SendTestRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    webhook_id: WebhookId = WebhookId("")


class SendTestResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    delivery_id: DeliveryId = DeliveryId("")


class ListDeliveriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    webhook_id: WebhookId = WebhookId("")
    limit: Int32 = 20
    # Deliveries older than this one.
    before: DeliveryId = DeliveryId("")


class ListDeliveriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    deliveries: tuple[WebhookDelivery, ...] = ()


class ReplayRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    delivery_id: DeliveryId = DeliveryId("")


class ReplayResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class StoredWebhook(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a webhook is stored, with the marks of what is about a person. The secret is
    stored nowhere: it is made from the site's own key.
    """

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    name: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="person_id")] = ""
    url: Annotated[str, Personal(Category.CIRCUMSTANCE, Erasure.DELETE, subject="person_id")] = ""
    kinds: Annotated[
        tuple[str, ...], Personal(Category.CIRCUMSTANCE, Erasure.DELETE, subject="person_id")
    ] = ()
    created_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    stopped_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]


class StoredDelivery(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a delivery is stored: it belongs to the webhook's owner, and tells of
    somebody; it goes with either.
    """

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    about_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="about_id")] = PersonId(
        ""
    )
    body: Annotated[str, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="about_id")] = ""
    created_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    # What the receiver said, or why nobody did.
    answer: Annotated[str, Personal(Category.CIRCUMSTANCE, Erasure.DELETE, subject="person_id")] = ""
    attempted_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]


class StoredToldStory(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What is known of a story that others were told of: a copy fed by the events of stories."""

    author_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="author_id")] = (
        PersonId("")
    )


class WebhookNotFound(NotFound):
    """There is no such webhook, or not for this caller."""

    proto_name = "octavo.webhooks.v1.WebhookNotFound"
    public_text = "There is no such webhook, or not for this caller."
    field_names: ClassVar[tuple[str, ...]] = ("webhook_id",)
    webhook_id: WebhookId

    def __init__(self, *, webhook_id: WebhookId = WebhookId("")) -> None:
        super().__init__()
        self.webhook_id = webhook_id


class DeliveryNotFound(NotFound):
    """There is no such delivery, or not for this caller, or it is no longer kept."""

    proto_name = "octavo.webhooks.v1.DeliveryNotFound"
    public_text = "There is no such delivery, or not for this caller, or it is no longer kept."
    field_names: ClassVar[tuple[str, ...]] = ("delivery_id",)
    delivery_id: DeliveryId

    def __init__(self, *, delivery_id: DeliveryId = DeliveryId("")) -> None:
        super().__init__()
        self.delivery_id = delivery_id


class WebhookStopped(FailedPrecondition):
    """The webhook is stopped: enable it first."""

    proto_name = "octavo.webhooks.v1.WebhookStopped"
    public_text = "The webhook is stopped: enable it first."
    field_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()


class TooManyWebhooks(ResourceExhausted):
    proto_name = "octavo.webhooks.v1.TooManyWebhooks"
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class TooManyByHand(ResourceExhausted):
    """So many tests and replays were asked for within an hour."""

    proto_name = "octavo.webhooks.v1.TooManyByHand"
    public_text = "So many tests and replays were asked for within an hour."
    field_names: ClassVar[tuple[str, ...]] = ("limit",)
    limit: Int32

    def __init__(self, *, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class WebhookGaveUp(Event, frozen=True, kw_only=True, rename="camel"):
    """A webhook was stopped by itself; its owner is to be told."""

    event_name: ClassVar[str] = "webhooks.WebhookGaveUp"

    webhook_id: WebhookId = WebhookId("")
    person_id: PersonId = PersonId("")
    stopped: Stop = Stop.UNSPECIFIED


class Webhooks(Protocol):
    """A person's webhooks, and what was delivered to them. A delivery says what
    happened to what, by ids and public addresses, and is signed as Standard
    Webhooks does. Deliveries come at least once and in no promised order: their id
    tells the same one again.
    """

    async def create_webhook(
        self,
        *,
        url: str,
        reach: Reach,
        publication_id: PublicationId = PublicationId(""),
        kinds: tuple[str, ...] = (),
        name: str = "",
    ) -> CreateWebhookResponse:
        """Makes a webhook of the caller's own. Its secret is told this once.

        Raises TooManyWebhooks.
        """
        ...

    async def list_webhooks(self) -> tuple[Webhook, ...]:
        """The caller's own, newest first."""
        ...

    async def get_webhook(self, *, webhook_id: WebhookId) -> Webhook:
        """One of the caller's own.

        Raises WebhookNotFound.
        """
        ...

    async def update_webhook(
        self, *, webhook_id: WebhookId, name: str = "", url: str = "", kinds: tuple[str, ...] = ()
    ) -> Webhook:
        """Changes name, address and what it is told of; an empty value stays as it is.

        Raises WebhookNotFound.
        """
        ...

    async def set_enabled(self, *, webhook_id: WebhookId, enabled: bool) -> Webhook:
        """Stops it, or has it told again from now on. What happened while it was
        stopped is not told afterwards; what still waited can be replayed.

        Raises WebhookNotFound.
        """
        ...

    async def delete_webhook(self, *, webhook_id: WebhookId) -> None:
        """Forgets it, and all that was delivered to it.

        Raises WebhookNotFound.
        """
        ...

    async def rotate_secret(self, *, webhook_id: WebhookId) -> str:
        """Makes a new secret, which is told this once. For a day deliveries are signed
        with both, so that the receiver can change over without losing any.

        Raises WebhookNotFound.
        """
        ...

    async def send_test(self, *, webhook_id: WebhookId) -> DeliveryId:
        """Delivers a `ping`, to see whether it arrives.

        Raises WebhookNotFound, WebhookStopped, TooManyByHand.
        """
        ...

    async def list_deliveries(
        self, *, webhook_id: WebhookId, limit: int = 20, before: DeliveryId = DeliveryId("")
    ) -> tuple[WebhookDelivery, ...]:
        """What was and is to be delivered to one of the caller's own, newest first, with
        every attempt. Kept for 30 days.

        Raises WebhookNotFound.
        """
        ...

    async def replay(self, *, delivery_id: DeliveryId) -> None:
        """Delivers the same once more, under the same id.

        Raises DeliveryNotFound, WebhookStopped, TooManyByHand.
        """
        ...


CONTRACT = Contract(
    name="octavo.webhooks.v1.Webhooks",
    wire="octavo.webhooks.v1.webhooks_wire",
    methods=(
        Method(
            name="CreateWebhook",
            call="create_webhook",
            request=CreateWebhookRequest,
            response=CreateWebhookResponse,
            audience=Audience.PUBLIC,
            scope="webhooks:write",
            faults=(TooManyWebhooks,),
        ),
        Method(
            name="ListWebhooks",
            call="list_webhooks",
            request=ListWebhooksRequest,
            response=ListWebhooksResponse,
            returns="webhooks",
            audience=Audience.PUBLIC,
            scope="webhooks:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="GetWebhook",
            call="get_webhook",
            request=GetWebhookRequest,
            response=GetWebhookResponse,
            returns="webhook",
            audience=Audience.PUBLIC,
            scope="webhooks:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(WebhookNotFound,),
        ),
        Method(
            name="UpdateWebhook",
            call="update_webhook",
            request=UpdateWebhookRequest,
            response=UpdateWebhookResponse,
            returns="webhook",
            audience=Audience.PUBLIC,
            scope="webhooks:write",
            faults=(WebhookNotFound,),
        ),
        Method(
            name="SetEnabled",
            call="set_enabled",
            request=SetEnabledRequest,
            response=SetEnabledResponse,
            returns="webhook",
            audience=Audience.PUBLIC,
            scope="webhooks:write",
            faults=(WebhookNotFound,),
        ),
        Method(
            name="DeleteWebhook",
            call="delete_webhook",
            request=DeleteWebhookRequest,
            response=DeleteWebhookResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="webhooks:write",
            faults=(WebhookNotFound,),
        ),
        Method(
            name="RotateSecret",
            call="rotate_secret",
            request=RotateSecretRequest,
            response=RotateSecretResponse,
            returns="secret",
            audience=Audience.PUBLIC,
            scope="webhooks:write",
            faults=(WebhookNotFound,),
        ),
        Method(
            name="SendTest",
            call="send_test",
            request=SendTestRequest,
            response=SendTestResponse,
            returns="delivery_id",
            audience=Audience.PUBLIC,
            scope="webhooks:write",
            faults=(
                WebhookNotFound,
                WebhookStopped,
                TooManyByHand,
            ),
        ),
        Method(
            name="ListDeliveries",
            call="list_deliveries",
            request=ListDeliveriesRequest,
            response=ListDeliveriesResponse,
            returns="deliveries",
            audience=Audience.PUBLIC,
            scope="webhooks:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(WebhookNotFound,),
        ),
        Method(
            name="Replay",
            call="replay",
            request=ReplayRequest,
            response=ReplayResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="webhooks:write",
            faults=(
                DeliveryNotFound,
                WebhookStopped,
                TooManyByHand,
            ),
        ),
    ),
    events=(WebhookGaveUp,),
)
