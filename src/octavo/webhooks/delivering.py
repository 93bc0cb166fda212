"""Deliveries on their way: each webhook in its own line, so that a slow receiver holds up nobody else."""

import asyncio
import time
from typing import Final

import structlog

from octavo.chassis.context import run_detached
from octavo.webhooks.api import Attempt, Stop, WebhookId
from octavo.webhooks.desk import Desk
from octavo.webhooks.entities import outcome, signed_headers, told_answer, waits

_IN_A_ROW: Final = 20
"""Deliveries of one webhook before the next one waiting has its turn."""
_SERVING_SECONDS: Final = 600.0

_log = structlog.get_logger(__name__)


class Delivering(Desk, frozen=True, kw_only=True, eq=False):
    """What is due is sent; what came of it is noted before the next."""

    async def serve(self, hook_id: WebhookId) -> int:
        """Deliver what is due to one webhook, some at a time; how many were tried."""
        tried = 0
        while tried < _IN_A_ROW and await self._deliver_next(hook_id):
            tried += 1
        return tried

    async def _deliver_next(self, hook_id: WebhookId) -> bool:
        hook, delivery = await self.hooks.find(hook_id), None
        if hook is not None and hook.stopped is Stop.UNSPECIFIED:
            delivery = await self.deliveries.next_of(hook_id, self.clock())
        if hook is None or delivery is None:
            return False
        headers = signed_headers(hook, self.site_secret, delivery, self.clock())
        at, began = self.clock(), time.monotonic()
        sent = await self.sender.send(hook.url, delivery.body.encode(), headers)
        attempt = Attempt(
            at=at,
            status=sent.status,
            milliseconds=round((time.monotonic() - began) * 1000),
            answer=told_answer(sent.body),
            problem=sent.problem[:500],
        )
        now = self.clock()
        what = outcome(
            hook,
            delivery.tries + 1,
            attempt,
            now=now,
            chance=self.chance(),
            wait=waits(sent.retry_after) if sent.status in (429, 503) else None,
        )
        await self.deliveries.note(delivery, attempt, what)
        if what.stop is not Stop.UNSPECIFIED:
            await self.hooks.stop(hook.id, what.stop, now, tell=True)
        return True

    async def tidy(self) -> int:
        """Forget what is older than the log is kept; how many deliveries."""
        swept = 0
        while batch := await self.deliveries.sweep(self.clock() - self.limits.kept):
            swept += batch
        return swept


class Round:
    """Keeps all webhooks served at once, until it is cancelled: at most `lines` at a time."""

    def __init__(self, webhooks: Delivering, wake: asyncio.Event, *, lines: int, seconds: float) -> None:
        self._webhooks = webhooks
        self._wake = wake
        self._lines = lines
        self._seconds = seconds
        self._served: dict[WebhookId, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Serve, again and again."""
        try:
            while True:
                self._wake.clear()
                await self.start_due()
                try:
                    async with asyncio.timeout(self._seconds):
                        await self._wake.wait()
                except TimeoutError:
                    pass  # another process may have queued something
        finally:
            for task in self._served.values():
                task.cancel()

    async def start_due(self) -> None:
        """Begin with the webhooks for which something is due, as far as there is room."""
        free = self._lines - len(self._served)
        if free <= 0:
            return
        webhooks = self._webhooks
        due = await webhooks.deliveries.due(webhooks.clock(), busy=list(self._served), limit=free)
        for hook_id in due:
            task = asyncio.create_task(self._serve(hook_id))
            self._served[hook_id] = task

    async def _serve(self, hook_id: WebhookId) -> None:
        try:
            await run_detached(lambda: self._webhooks.serve(hook_id), seconds=_SERVING_SECONDS)
        except Exception as error:  # noqa: BLE001 - one webhook's trouble must not end the round
            _log.warning("a webhook was not served", webhook=hook_id, reason=repr(error))
            await asyncio.sleep(self._seconds)
        finally:
            self._served.pop(hook_id, None)
            self._wake.set()
