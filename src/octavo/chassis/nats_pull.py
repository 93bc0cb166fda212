"""Pulls a consumer's messages from JetStream without a pause between requests, in the stream's own order."""

import asyncio
from typing import Final

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

_BATCH: Final = 512
_EXPIRES: Final = 20.0
_BEAT_SECONDS: Final = 2.0
_SILENT_SECONDS: Final = 7.0


class Pull:
    """One durable's messages from the place `first` in the stream on.

    The library's own `fetch` waits until it has all that it asked for; this hands over what is there. One
    request is always open at the server; the next follows when it is half used, or has run out. While there
    is nothing the server says so every two seconds: in a cluster it may be gone, with the request and with
    what it had sent, while the connection to another one stands.
    """

    def __init__(self, client: Client, stream: str, durable: str, first: int) -> None:
        self._client = client
        self._request = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}"
        self._inbox = client.new_inbox()
        self._next = first
        self._early: dict[int, Msg] = {}
        self._ready: list[Msg] = []
        self._woken = asyncio.Event()
        self._left = 0
        self._until = 0.0
        self._heard = 0.0
        self._subscription: Subscription | None = None
        self.gone = ""
        """Why no more will come; empty while they do."""

    async def open(self) -> None:
        """Begin. Raises the client's errors."""
        self._heard = asyncio.get_running_loop().time()
        self._subscription = await self._client.subscribe(self._inbox, cb=self._hear)
        await self._ask()

    async def take(self, most: int, seconds: float) -> list[Msg]:
        """What has come, at most so many; none after so many seconds. Raises the client's errors."""
        if not self._ready:
            self._woken.clear()
            if asyncio.get_running_loop().time() > self._until:
                self._left = 0  # the request ran out, and its last word was lost
            await self._ask()
            try:
                async with asyncio.timeout(seconds):
                    await self._woken.wait()
            except TimeoutError:
                if asyncio.get_running_loop().time() > self._heard + _SILENT_SECONDS:
                    self.gone = "it has fallen silent"
                return []
        taken, self._ready = self._ready[:most], self._ready[most:]
        await self._ask()
        return taken

    async def close(self) -> None:
        """Hear nothing more. Raises the client's errors."""
        if self._subscription is not None and self._client.is_connected:
            await self._subscription.unsubscribe()

    async def _ask(self) -> None:
        if self._left > _BATCH // 2 or len(self._ready) >= _BATCH:
            return
        wanted = _BATCH - self._left
        body = msgspec.json.encode(
            {"batch": wanted, "expires": int(_EXPIRES * 1e9), "idle_heartbeat": int(_BEAT_SECONDS * 1e9)}
        )
        await self._client.publish(self._request, body, reply=self._inbox)
        self._left += wanted
        self._until = asyncio.get_running_loop().time() + _EXPIRES + 1.0

    async def _hear(self, message: Msg) -> None:
        self._heard = asyncio.get_running_loop().time()
        if not message.reply:
            await self._told(message.headers or {})
            return
        self._left = max(0, self._left - 1)
        place = message.metadata.sequence.stream
        if place < self._next:
            return  # it came before
        self._early[place] = message
        while self._next in self._early:
            self._ready.append(self._early.pop(self._next))
            self._next += 1
        if self._ready:
            self._woken.set()

    async def _told(self, status: dict[str, str]) -> None:
        """There is nothing yet, or a request has run out; whatever else it is, the consumer is gone."""
        if status.get("Status") == "100":
            return
        if status.get("Status") != "408":
            self.gone = f"{status.get('Status', '')} {status.get('Description', '')}".strip()
            self._woken.set()
            return
        self._left = max(0, self._left - int(status.get("Nats-Pending-Messages", _BATCH)))
        await self._ask()
