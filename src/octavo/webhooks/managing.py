"""What people do with their webhooks."""

from typing import Final
from urllib.parse import urlsplit

from msgspec.structs import replace

from octavo.chassis.context import current_caller
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.publications.api import Role
from octavo.webhooks.api import (
    PING,
    CreateWebhookResponse,
    DeliveryId,
    DeliveryNotFound,
    PersonId,
    PublicationId,
    Reach,
    Stop,
    TooManyByHand,
    TooManyWebhooks,
    Webhook,
    WebhookDelivery,
    WebhookId,
    WebhookNotFound,
    WebhookStopped,
)
from octavo.webhooks.desk import Desk
from octavo.webhooks.entities import (
    BY_HAND_WITHIN,
    FORMER_SECRET_LASTS,
    LONGEST_URL,
    REPLAYED_AFTER,
    Delivery,
    Hook,
    chosen_kinds,
    chosen_name,
    envelope,
    secret,
)

_OWNER: Final = "owner"
_CONFIRMED: Final = "confirmed"
_LONGEST_PAGE: Final = 100
_NO_PUBLICATION: Final = PublicationId("")
_NO_DELIVERY: Final = DeliveryId("")


class Managing(Desk, frozen=True, kw_only=True, eq=False):
    """Everything here is about the caller's own webhooks; of others' nothing is known to them."""

    async def create_webhook(
        self,
        *,
        url: str,
        reach: Reach,
        publication_id: PublicationId = _NO_PUBLICATION,
        kinds: tuple[str, ...] = (),
        name: str = "",
    ) -> CreateWebhookResponse:
        person_id, address = _confirmed(), self._checked(url)
        chosen = chosen_kinds(kinds, reach)
        await self._require(reach, publication_id)
        hook = Hook(
            id=WebhookId(self.new_id()),
            person_id=person_id,
            name=chosen_name(name, urlsplit(address).hostname or ""),
            url=address,
            reach=reach,
            publication_id=publication_id or None,
            kinds=chosen,
            created_at=self.clock(),
        )
        if not await self.hooks.add(hook, most=self.limits.hooks):
            raise TooManyWebhooks(limit=self.limits.hooks)
        told = secret(self.site_secret, hook.id, hook.secret_version)
        return CreateWebhookResponse(webhook=hook.shown(self.clock()), secret=told)

    async def list_webhooks(self) -> tuple[Webhook, ...]:
        now = self.clock()
        return tuple(hook.shown(now) for hook in await self.hooks.of(_caller()))

    async def get_webhook(self, *, webhook_id: WebhookId) -> Webhook:
        return (await self._own(webhook_id)).shown(self.clock())

    async def update_webhook(
        self, *, webhook_id: WebhookId, name: str = "", url: str = "", kinds: tuple[str, ...] = ()
    ) -> Webhook:
        hook = await self._own(webhook_id)
        changed = replace(
            hook,
            name=chosen_name(name, hook.name),
            url=self._checked(url) if url else hook.url,
            kinds=chosen_kinds(kinds, hook.reach) if kinds else hook.kinds,
        )
        await self.hooks.change(changed)
        return changed.shown(self.clock())

    async def set_enabled(self, *, webhook_id: WebhookId, enabled: bool) -> Webhook:
        hook = await self._own(webhook_id)
        if not enabled:
            await self.hooks.stop(hook.id, Stop.BY_HAND, self.clock(), tell=False)
        elif hook.stopped is not Stop.UNSPECIFIED:
            _confirmed()
            await self._require(hook.reach, hook.publication_id or _NO_PUBLICATION)
            await self.hooks.start(hook.id)
        return (await self._own(webhook_id)).shown(self.clock())

    async def delete_webhook(self, *, webhook_id: WebhookId) -> None:
        await self.hooks.remove((await self._own(webhook_id)).id)

    async def rotate_secret(self, *, webhook_id: WebhookId) -> str:
        hook = await self._own(webhook_id)
        changed = replace(
            hook,
            secret_version=hook.secret_version + 1,
            former_until=self.clock() + FORMER_SECRET_LASTS,
        )
        await self.hooks.change(changed)
        return secret(self.site_secret, hook.id, changed.secret_version)

    async def send_test(self, *, webhook_id: WebhookId) -> DeliveryId:
        hook, now = await self._running(await self._own(webhook_id)), self.clock()
        delivery_id = DeliveryId(self.new_id())
        body = envelope(
            delivery_id,
            PING,
            source=self.source,
            subject=f"webhooks/{hook.id}",
            time=now,
            data={"webhookId": hook.id},
        )
        ping = Delivery(
            id=delivery_id,
            webhook_id=hook.id,
            person_id=hook.person_id,
            kind=PING,
            body=body,
            created_at=now,
            next_at=now,
        )
        await self.deliveries.queue([ping], None)
        self.arrived()
        return delivery_id

    async def list_deliveries(
        self, *, webhook_id: WebhookId, limit: int = 20, before: DeliveryId = _NO_DELIVERY
    ) -> tuple[WebhookDelivery, ...]:
        if not 1 <= limit <= _LONGEST_PAGE:
            raise Invalid("limit", f"From 1 to {_LONGEST_PAGE}.")
        hook = await self._own(webhook_id)
        page = await self.deliveries.page(hook.id, before=before or None, limit=limit)
        attempts = await self.deliveries.attempts([delivery.id for delivery in page])
        return tuple(delivery.shown(attempts[delivery.id]) for delivery in page)

    async def replay(self, *, delivery_id: DeliveryId) -> None:
        me, now = _caller(), self.clock()
        delivery = await self.deliveries.find(delivery_id)
        if delivery is None or delivery.person_id != me:
            raise DeliveryNotFound(delivery_id=delivery_id)
        if delivery.asked_at is not None and now - delivery.asked_at < REPLAYED_AFTER:
            raise TooManyByHand(limit=1)
        await self._running(await self._own(delivery.webhook_id))
        await self.deliveries.again(delivery, now)
        self.arrived()

    async def _own(self, webhook_id: WebhookId) -> Hook:
        me = _caller()
        hook = await self.hooks.find(webhook_id)
        if hook is None or hook.person_id != me:
            raise WebhookNotFound(webhook_id=webhook_id)
        return hook

    async def _running(self, hook: Hook) -> Hook:
        """A webhook that may be told something by hand now."""
        if hook.stopped is not Stop.UNSPECIFIED:
            raise WebhookStopped
        asked = await self.deliveries.by_hand(hook.person_id, self.clock() - BY_HAND_WITHIN)
        if asked >= self.limits.by_hand:
            raise TooManyByHand(limit=self.limits.by_hand)
        return hook

    async def _require(self, reach: Reach, publication_id: PublicationId) -> None:
        """That the caller may be told of this."""
        if reach is Reach.SITE and _OWNER not in current_caller().roles:
            raise Forbidden("Only the site's owner has webhooks for all of it.")
        if reach is not Reach.PUBLICATION:
            if publication_id:
                raise Invalid("publication_id", "Only webhooks of a publication name one.")
            return
        mine = await self.publications.list_memberships()
        if not any(
            one.publication_id == publication_id and one.role is Role.OWNER and not one.suspended
            for one in mine
        ):
            raise Forbidden("Only an owner of the publication has webhooks for it.")

    def _checked(self, url: str) -> str:
        address = url.strip()
        if len(address) > LONGEST_URL:
            raise Invalid("url", f"At most {LONGEST_URL} characters.")
        self.sender.check(address)
        return address


def _caller() -> PersonId:
    person_id = current_caller().person_id
    if person_id is None:
        raise Unauthenticated("Sign in first.")
    return PersonId(person_id)


def _confirmed() -> PersonId:
    """The caller, who must be reachable: they are told when a webhook gives up."""
    person_id = _caller()
    if _CONFIRMED not in current_caller().roles:
        raise Forbidden("Please confirm your e-mail address first: the settings say how.")
    return person_id
