# Generated from octavo/webhooks/v1/webhooks.proto by `make proto`; not to be edited.

"""How the messages of octavo.webhooks.v1 are packed for the wire."""

from typing import Any

from octavo.chassis import codec
from octavo.publications.v1.ids import PublicationId
from octavo.webhooks.v1.ids import DeliveryId, WebhookId
from octavo.webhooks.v1.webhooks import (
    Attempt,
    CreateWebhookRequest,
    CreateWebhookResponse,
    DeleteWebhookRequest,
    DeleteWebhookResponse,
    DeliveryNotFound,
    GetWebhookRequest,
    GetWebhookResponse,
    ListDeliveriesRequest,
    ListDeliveriesResponse,
    ListWebhooksRequest,
    ListWebhooksResponse,
    Reach,
    ReplayRequest,
    ReplayResponse,
    RotateSecretRequest,
    RotateSecretResponse,
    SendTestRequest,
    SendTestResponse,
    SetEnabledRequest,
    SetEnabledResponse,
    State,
    Stop,
    TooManyByHand,
    TooManyWebhooks,
    UpdateWebhookRequest,
    UpdateWebhookResponse,
    Webhook,
    WebhookDelivery,
    WebhookNotFound,
    WebhookStopped,
)

_DESCRIPTOR = codec.load(__file__, "webhooks.binpb")

_REACH = {0: Reach.UNSPECIFIED, 1: Reach.OWN, 2: Reach.PUBLICATION, 3: Reach.SITE}
_REACH_NUMBER = {member: number for number, member in _REACH.items()}
_STATE = {0: State.UNSPECIFIED, 1: State.WAITING, 2: State.DELIVERED, 3: State.FAILED}
_STATE_NUMBER = {member: number for number, member in _STATE.items()}
_STOP = {
    0: Stop.UNSPECIFIED,
    1: Stop.BY_HAND,
    2: Stop.FAILING,
    3: Stop.GONE,
    4: Stop.NOT_ALLOWED,
    5: Stop.SUSPENDED,
    6: Stop.OVERFLOW,
}
_STOP_NUMBER = {member: number for number, member in _STOP.items()}
_Webhook = _DESCRIPTOR.message("octavo.webhooks.v1.Webhook")
_Attempt = _DESCRIPTOR.message("octavo.webhooks.v1.Attempt")
_WebhookDelivery = _DESCRIPTOR.message("octavo.webhooks.v1.WebhookDelivery")
_CreateWebhookRequest = _DESCRIPTOR.message("octavo.webhooks.v1.CreateWebhookRequest")
_CreateWebhookResponse = _DESCRIPTOR.message("octavo.webhooks.v1.CreateWebhookResponse")
_ListWebhooksRequest = _DESCRIPTOR.message("octavo.webhooks.v1.ListWebhooksRequest")
_ListWebhooksResponse = _DESCRIPTOR.message("octavo.webhooks.v1.ListWebhooksResponse")
_GetWebhookRequest = _DESCRIPTOR.message("octavo.webhooks.v1.GetWebhookRequest")
_GetWebhookResponse = _DESCRIPTOR.message("octavo.webhooks.v1.GetWebhookResponse")
_UpdateWebhookRequest = _DESCRIPTOR.message("octavo.webhooks.v1.UpdateWebhookRequest")
_UpdateWebhookResponse = _DESCRIPTOR.message("octavo.webhooks.v1.UpdateWebhookResponse")
_SetEnabledRequest = _DESCRIPTOR.message("octavo.webhooks.v1.SetEnabledRequest")
_SetEnabledResponse = _DESCRIPTOR.message("octavo.webhooks.v1.SetEnabledResponse")
_DeleteWebhookRequest = _DESCRIPTOR.message("octavo.webhooks.v1.DeleteWebhookRequest")
_DeleteWebhookResponse = _DESCRIPTOR.message("octavo.webhooks.v1.DeleteWebhookResponse")
_RotateSecretRequest = _DESCRIPTOR.message("octavo.webhooks.v1.RotateSecretRequest")
_RotateSecretResponse = _DESCRIPTOR.message("octavo.webhooks.v1.RotateSecretResponse")
_SendTestRequest = _DESCRIPTOR.message("octavo.webhooks.v1.SendTestRequest")
_SendTestResponse = _DESCRIPTOR.message("octavo.webhooks.v1.SendTestResponse")
_ListDeliveriesRequest = _DESCRIPTOR.message("octavo.webhooks.v1.ListDeliveriesRequest")
_ListDeliveriesResponse = _DESCRIPTOR.message("octavo.webhooks.v1.ListDeliveriesResponse")
_ReplayRequest = _DESCRIPTOR.message("octavo.webhooks.v1.ReplayRequest")
_ReplayResponse = _DESCRIPTOR.message("octavo.webhooks.v1.ReplayResponse")
_WebhookNotFound = _DESCRIPTOR.message("octavo.webhooks.v1.WebhookNotFound")
_DeliveryNotFound = _DESCRIPTOR.message("octavo.webhooks.v1.DeliveryNotFound")
_WebhookStopped = _DESCRIPTOR.message("octavo.webhooks.v1.WebhookStopped")
_TooManyWebhooks = _DESCRIPTOR.message("octavo.webhooks.v1.TooManyWebhooks")
_TooManyByHand = _DESCRIPTOR.message("octavo.webhooks.v1.TooManyByHand")


def fill_webhook(message: Any, value: Webhook) -> None:
    message.id = value.id
    message.name = value.name
    message.url = value.url
    message.reach = _REACH_NUMBER[value.reach]
    message.publication_id = value.publication_id
    message.kinds.extend(value.kinds)
    codec.put_moment(message.created_at, value.created_at)
    message.stopped = _STOP_NUMBER[value.stopped]
    if value.stopped_at is not None:
        codec.put_moment(message.stopped_at, value.stopped_at)
    if value.failing_since is not None:
        codec.put_moment(message.failing_since, value.failing_since)
    if value.former_secret_until is not None:
        codec.put_moment(message.former_secret_until, value.former_secret_until)


def read_webhook(message: Any, strict: bool) -> Webhook:
    return Webhook(
        id=message.id,
        name=message.name,
        url=message.url,
        reach=_REACH.get(message.reach) or codec.unknown(Reach.UNSPECIFIED, "reach", strict),
        publication_id=message.publication_id,
        kinds=tuple(message.kinds),
        created_at=codec.moment(message.created_at, "created_at", strict)
        if message.HasField("created_at")
        else codec.missing("created_at", strict),
        stopped=_STOP.get(message.stopped) or codec.unknown(Stop.UNSPECIFIED, "stopped", strict),
        stopped_at=codec.moment(message.stopped_at, "stopped_at", strict)
        if message.HasField("stopped_at")
        else None,
        failing_since=codec.moment(message.failing_since, "failing_since", strict)
        if message.HasField("failing_since")
        else None,
        former_secret_until=codec.moment(message.former_secret_until, "former_secret_until", strict)
        if message.HasField("former_secret_until")
        else None,
    )


def fill_attempt(message: Any, value: Attempt) -> None:
    codec.put_moment(message.at, value.at)
    message.status = value.status
    message.milliseconds = value.milliseconds
    message.answer = value.answer
    message.problem = value.problem


def read_attempt(message: Any, strict: bool) -> Attempt:
    return Attempt(
        at=codec.moment(message.at, "at", strict) if message.HasField("at") else codec.missing("at", strict),
        status=message.status,
        milliseconds=message.milliseconds,
        answer=message.answer,
        problem=message.problem,
    )


def fill_webhook_delivery(message: Any, value: WebhookDelivery) -> None:
    message.id = value.id
    message.webhook_id = value.webhook_id
    message.kind = value.kind
    message.state = _STATE_NUMBER[value.state]
    codec.put_moment(message.created_at, value.created_at)
    if value.next_at is not None:
        codec.put_moment(message.next_at, value.next_at)
    message.body = value.body
    for attempts_item in value.attempts:
        fill_attempt(message.attempts.add(), attempts_item)


def read_webhook_delivery(message: Any, strict: bool) -> WebhookDelivery:
    return WebhookDelivery(
        id=message.id,
        webhook_id=message.webhook_id,
        kind=message.kind,
        state=_STATE.get(message.state) or codec.unknown(State.UNSPECIFIED, "state", strict),
        created_at=codec.moment(message.created_at, "created_at", strict)
        if message.HasField("created_at")
        else codec.missing("created_at", strict),
        next_at=codec.moment(message.next_at, "next_at", strict) if message.HasField("next_at") else None,
        body=message.body,
        attempts=tuple([read_attempt(item, strict) for item in message.attempts]),
    )


def fill_create_webhook_request(message: Any, value: CreateWebhookRequest) -> None:
    message.url = value.url
    message.reach = _REACH_NUMBER[value.reach]
    message.publication_id = value.publication_id
    message.kinds.extend(value.kinds)
    message.name = value.name


def read_create_webhook_request(message: Any, strict: bool) -> CreateWebhookRequest:
    return CreateWebhookRequest(
        url=message.url,
        reach=_REACH.get(message.reach) or codec.unknown(Reach.UNSPECIFIED, "reach", strict),
        publication_id=message.publication_id,
        kinds=tuple(message.kinds),
        name=message.name,
    )


def fill_create_webhook_response(message: Any, value: CreateWebhookResponse) -> None:
    message.webhook.SetInParent()
    fill_webhook(message.webhook, value.webhook)
    message.secret = value.secret


def read_create_webhook_response(message: Any, strict: bool) -> CreateWebhookResponse:
    return CreateWebhookResponse(
        webhook=read_webhook(message.webhook, strict)
        if message.HasField("webhook")
        else codec.missing("webhook", strict),
        secret=message.secret,
    )


def fill_list_webhooks_request(message: Any, value: ListWebhooksRequest) -> None:
    pass


def read_list_webhooks_request(message: Any, strict: bool) -> ListWebhooksRequest:
    return ListWebhooksRequest()


def fill_list_webhooks_response(message: Any, value: ListWebhooksResponse) -> None:
    for webhooks_item in value.webhooks:
        fill_webhook(message.webhooks.add(), webhooks_item)


def read_list_webhooks_response(message: Any, strict: bool) -> ListWebhooksResponse:
    return ListWebhooksResponse(
        webhooks=tuple([read_webhook(item, strict) for item in message.webhooks]),
    )


def fill_get_webhook_request(message: Any, value: GetWebhookRequest) -> None:
    message.webhook_id = value.webhook_id


def read_get_webhook_request(message: Any, strict: bool) -> GetWebhookRequest:
    return GetWebhookRequest(
        webhook_id=message.webhook_id,
    )


def fill_get_webhook_response(message: Any, value: GetWebhookResponse) -> None:
    message.webhook.SetInParent()
    fill_webhook(message.webhook, value.webhook)


def read_get_webhook_response(message: Any, strict: bool) -> GetWebhookResponse:
    return GetWebhookResponse(
        webhook=read_webhook(message.webhook, strict)
        if message.HasField("webhook")
        else codec.missing("webhook", strict),
    )


def fill_update_webhook_request(message: Any, value: UpdateWebhookRequest) -> None:
    message.webhook_id = value.webhook_id
    message.name = value.name
    message.url = value.url
    message.kinds.extend(value.kinds)


def read_update_webhook_request(message: Any, strict: bool) -> UpdateWebhookRequest:
    return UpdateWebhookRequest(
        webhook_id=message.webhook_id,
        name=message.name,
        url=message.url,
        kinds=tuple(message.kinds),
    )


def fill_update_webhook_response(message: Any, value: UpdateWebhookResponse) -> None:
    message.webhook.SetInParent()
    fill_webhook(message.webhook, value.webhook)


def read_update_webhook_response(message: Any, strict: bool) -> UpdateWebhookResponse:
    return UpdateWebhookResponse(
        webhook=read_webhook(message.webhook, strict)
        if message.HasField("webhook")
        else codec.missing("webhook", strict),
    )


def fill_set_enabled_request(message: Any, value: SetEnabledRequest) -> None:
    message.webhook_id = value.webhook_id
    message.enabled = value.enabled


def read_set_enabled_request(message: Any, strict: bool) -> SetEnabledRequest:
    return SetEnabledRequest(
        webhook_id=message.webhook_id,
        enabled=message.enabled,
    )


def fill_set_enabled_response(message: Any, value: SetEnabledResponse) -> None:
    message.webhook.SetInParent()
    fill_webhook(message.webhook, value.webhook)


def read_set_enabled_response(message: Any, strict: bool) -> SetEnabledResponse:
    return SetEnabledResponse(
        webhook=read_webhook(message.webhook, strict)
        if message.HasField("webhook")
        else codec.missing("webhook", strict),
    )


def fill_delete_webhook_request(message: Any, value: DeleteWebhookRequest) -> None:
    message.webhook_id = value.webhook_id


def read_delete_webhook_request(message: Any, strict: bool) -> DeleteWebhookRequest:
    return DeleteWebhookRequest(
        webhook_id=message.webhook_id,
    )


def fill_delete_webhook_response(message: Any, value: DeleteWebhookResponse) -> None:
    pass


def read_delete_webhook_response(message: Any, strict: bool) -> DeleteWebhookResponse:
    return DeleteWebhookResponse()


def fill_rotate_secret_request(message: Any, value: RotateSecretRequest) -> None:
    message.webhook_id = value.webhook_id


def read_rotate_secret_request(message: Any, strict: bool) -> RotateSecretRequest:
    return RotateSecretRequest(
        webhook_id=message.webhook_id,
    )


def fill_rotate_secret_response(message: Any, value: RotateSecretResponse) -> None:
    message.secret = value.secret


def read_rotate_secret_response(message: Any, strict: bool) -> RotateSecretResponse:
    return RotateSecretResponse(
        secret=message.secret,
    )


def fill_send_test_request(message: Any, value: SendTestRequest) -> None:
    message.webhook_id = value.webhook_id


def read_send_test_request(message: Any, strict: bool) -> SendTestRequest:
    return SendTestRequest(
        webhook_id=message.webhook_id,
    )


def fill_send_test_response(message: Any, value: SendTestResponse) -> None:
    message.delivery_id = value.delivery_id


def read_send_test_response(message: Any, strict: bool) -> SendTestResponse:
    return SendTestResponse(
        delivery_id=message.delivery_id,
    )


def fill_list_deliveries_request(message: Any, value: ListDeliveriesRequest) -> None:
    message.webhook_id = value.webhook_id
    message.limit = value.limit
    message.before = value.before


def read_list_deliveries_request(message: Any, strict: bool) -> ListDeliveriesRequest:
    return ListDeliveriesRequest(
        webhook_id=message.webhook_id,
        limit=message.limit if message.HasField("limit") else 20,
        before=message.before,
    )


def fill_list_deliveries_response(message: Any, value: ListDeliveriesResponse) -> None:
    for deliveries_item in value.deliveries:
        fill_webhook_delivery(message.deliveries.add(), deliveries_item)


def read_list_deliveries_response(message: Any, strict: bool) -> ListDeliveriesResponse:
    return ListDeliveriesResponse(
        deliveries=tuple([read_webhook_delivery(item, strict) for item in message.deliveries]),
    )


def fill_replay_request(message: Any, value: ReplayRequest) -> None:
    message.delivery_id = value.delivery_id


def read_replay_request(message: Any, strict: bool) -> ReplayRequest:
    return ReplayRequest(
        delivery_id=message.delivery_id,
    )


def fill_replay_response(message: Any, value: ReplayResponse) -> None:
    pass


def read_replay_response(message: Any, strict: bool) -> ReplayResponse:
    return ReplayResponse()


def fill_webhook_not_found(message: Any, value: WebhookNotFound) -> None:
    message.webhook_id = value.webhook_id


def read_webhook_not_found(message: Any, strict: bool) -> WebhookNotFound:
    return WebhookNotFound(
        webhook_id=message.webhook_id,
    )


def fill_delivery_not_found(message: Any, value: DeliveryNotFound) -> None:
    message.delivery_id = value.delivery_id


def read_delivery_not_found(message: Any, strict: bool) -> DeliveryNotFound:
    return DeliveryNotFound(
        delivery_id=message.delivery_id,
    )


def fill_webhook_stopped(message: Any, value: WebhookStopped) -> None:
    pass


def read_webhook_stopped(message: Any, strict: bool) -> WebhookStopped:
    return WebhookStopped()


def fill_too_many_webhooks(message: Any, value: TooManyWebhooks) -> None:
    message.limit = value.limit


def read_too_many_webhooks(message: Any, strict: bool) -> TooManyWebhooks:
    return TooManyWebhooks(
        limit=message.limit,
    )


def fill_too_many_by_hand(message: Any, value: TooManyByHand) -> None:
    message.limit = value.limit


def read_too_many_by_hand(message: Any, strict: bool) -> TooManyByHand:
    return TooManyByHand(
        limit=message.limit,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    WebhookNotFound.proto_name: codec.Packing(
        _WebhookNotFound, fill_webhook_not_found, read_webhook_not_found
    ),
    DeliveryNotFound.proto_name: codec.Packing(
        _DeliveryNotFound, fill_delivery_not_found, read_delivery_not_found
    ),
    WebhookStopped.proto_name: codec.Packing(_WebhookStopped, fill_webhook_stopped, read_webhook_stopped),
    TooManyWebhooks.proto_name: codec.Packing(
        _TooManyWebhooks, fill_too_many_webhooks, read_too_many_webhooks
    ),
    TooManyByHand.proto_name: codec.Packing(_TooManyByHand, fill_too_many_by_hand, read_too_many_by_hand),
}

METHODS: dict[str, codec.WireMethod] = {
    "CreateWebhook": codec.WireMethod(
        codec.Packing(_CreateWebhookRequest, fill_create_webhook_request, read_create_webhook_request),
        codec.Packing(_CreateWebhookResponse, fill_create_webhook_response, read_create_webhook_response),
    ),
    "ListWebhooks": codec.WireMethod(
        codec.Packing(_ListWebhooksRequest, fill_list_webhooks_request, read_list_webhooks_request),
        codec.Packing(_ListWebhooksResponse, fill_list_webhooks_response, read_list_webhooks_response),
    ),
    "GetWebhook": codec.WireMethod(
        codec.Packing(_GetWebhookRequest, fill_get_webhook_request, read_get_webhook_request),
        codec.Packing(_GetWebhookResponse, fill_get_webhook_response, read_get_webhook_response),
    ),
    "UpdateWebhook": codec.WireMethod(
        codec.Packing(_UpdateWebhookRequest, fill_update_webhook_request, read_update_webhook_request),
        codec.Packing(_UpdateWebhookResponse, fill_update_webhook_response, read_update_webhook_response),
    ),
    "SetEnabled": codec.WireMethod(
        codec.Packing(_SetEnabledRequest, fill_set_enabled_request, read_set_enabled_request),
        codec.Packing(_SetEnabledResponse, fill_set_enabled_response, read_set_enabled_response),
    ),
    "DeleteWebhook": codec.WireMethod(
        codec.Packing(_DeleteWebhookRequest, fill_delete_webhook_request, read_delete_webhook_request),
        codec.Packing(_DeleteWebhookResponse, fill_delete_webhook_response, read_delete_webhook_response),
    ),
    "RotateSecret": codec.WireMethod(
        codec.Packing(_RotateSecretRequest, fill_rotate_secret_request, read_rotate_secret_request),
        codec.Packing(_RotateSecretResponse, fill_rotate_secret_response, read_rotate_secret_response),
    ),
    "SendTest": codec.WireMethod(
        codec.Packing(_SendTestRequest, fill_send_test_request, read_send_test_request),
        codec.Packing(_SendTestResponse, fill_send_test_response, read_send_test_response),
    ),
    "ListDeliveries": codec.WireMethod(
        codec.Packing(_ListDeliveriesRequest, fill_list_deliveries_request, read_list_deliveries_request),
        codec.Packing(_ListDeliveriesResponse, fill_list_deliveries_response, read_list_deliveries_response),
    ),
    "Replay": codec.WireMethod(
        codec.Packing(_ReplayRequest, fill_replay_request, read_replay_request),
        codec.Packing(_ReplayResponse, fill_replay_response, read_replay_response),
    ),
}


class WebhooksClient:
    """Webhooks at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._create_webhook: codec.Unary[CreateWebhookResponse] = wire.unary("CreateWebhook")
        self._list_webhooks: codec.Unary[tuple[Webhook, ...]] = wire.unary("ListWebhooks")
        self._get_webhook: codec.Unary[Webhook] = wire.unary("GetWebhook")
        self._update_webhook: codec.Unary[Webhook] = wire.unary("UpdateWebhook")
        self._set_enabled: codec.Unary[Webhook] = wire.unary("SetEnabled")
        self._delete_webhook: codec.Unary[None] = wire.unary("DeleteWebhook")
        self._rotate_secret: codec.Unary[str] = wire.unary("RotateSecret")
        self._send_test: codec.Unary[DeliveryId] = wire.unary("SendTest")
        self._list_deliveries: codec.Unary[tuple[WebhookDelivery, ...]] = wire.unary("ListDeliveries")
        self._replay: codec.Unary[None] = wire.unary("Replay")

    async def create_webhook(
        self,
        *,
        url: str,
        reach: Reach,
        publication_id: PublicationId = PublicationId(""),
        kinds: tuple[str, ...] = (),
        name: str = "",
    ) -> CreateWebhookResponse:
        return await self._create_webhook(
            CreateWebhookRequest(url=url, reach=reach, publication_id=publication_id, kinds=kinds, name=name)
        )

    async def list_webhooks(self) -> tuple[Webhook, ...]:
        return await self._list_webhooks(ListWebhooksRequest())

    async def get_webhook(self, *, webhook_id: WebhookId) -> Webhook:
        return await self._get_webhook(GetWebhookRequest(webhook_id=webhook_id))

    async def update_webhook(
        self, *, webhook_id: WebhookId, name: str = "", url: str = "", kinds: tuple[str, ...] = ()
    ) -> Webhook:
        return await self._update_webhook(
            UpdateWebhookRequest(webhook_id=webhook_id, name=name, url=url, kinds=kinds)
        )

    async def set_enabled(self, *, webhook_id: WebhookId, enabled: bool) -> Webhook:
        return await self._set_enabled(SetEnabledRequest(webhook_id=webhook_id, enabled=enabled))

    async def delete_webhook(self, *, webhook_id: WebhookId) -> None:
        await self._delete_webhook(DeleteWebhookRequest(webhook_id=webhook_id))

    async def rotate_secret(self, *, webhook_id: WebhookId) -> str:
        return await self._rotate_secret(RotateSecretRequest(webhook_id=webhook_id))

    async def send_test(self, *, webhook_id: WebhookId) -> DeliveryId:
        return await self._send_test(SendTestRequest(webhook_id=webhook_id))

    async def list_deliveries(
        self, *, webhook_id: WebhookId, limit: int = 20, before: DeliveryId = DeliveryId("")
    ) -> tuple[WebhookDelivery, ...]:
        return await self._list_deliveries(
            ListDeliveriesRequest(webhook_id=webhook_id, limit=limit, before=before)
        )

    async def replay(self, *, delivery_id: DeliveryId) -> None:
        await self._replay(ReplayRequest(delivery_id=delivery_id))
