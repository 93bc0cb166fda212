"""What people do with webhooks, what events lead to, and what is on its way."""

from octavo.accounts.api import Notice
from octavo.webhooks.api import PersonId, WebhookGaveUp
from octavo.webhooks.delivering import Delivering
from octavo.webhooks.hearing import Hearing
from octavo.webhooks.managing import Managing


class WebhooksInteractor(Managing, Hearing, Delivering, frozen=True, kw_only=True, eq=False):
    """The whole service: fits the generated Protocol `Webhooks`, and has what events and time call for."""

    async def forget_person(self, person_id: PersonId) -> None:
        """Before the rows about a person go: what other people's receivers answered to news of them."""
        await self.deliveries.forget(person_id)

    async def tell_owner(self, event: WebhookGaveUp) -> None:
        """Have the owner of a webhook that gave up told by mail."""
        await self.accounts.send_notice(person_id=event.person_id, notice=Notice.WEBHOOK_STOPPED)
