"""What gRPC makes of certificates: what a server shows and asks for, what a channel does, who gets in."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import grpc
from grpc import aio

from octavo.chassis.certificates import Certificates
from octavo.chassis.wiring import OPTIONS

__all__ = ["SERVER_OPTIONS", "Channels", "OnlyOurs", "is_local", "server_credentials"]

_HOUR: Final = 3_600_000
SERVER_OPTIONS: Final = [
    # Who may call is found out when a connection is made, so none lives for ever: after `wiring`'s minute it
    # takes no more calls, and its streams end here. Shorter would cost more than it gives: what edges keep is
    # empty for a moment when a stream of purges is cut.
    ("grpc.max_connection_age_grace_ms", 6 * _HOUR),
]
_NAMES: Final = "x509_subject_alternative_name"


def is_local(address: str) -> bool:
    """Whether the address is a socket of this machine, which its rights guard."""
    return address.startswith(("unix:", "unix-abstract:"))


def server_credentials(certificates: Certificates) -> grpc.ServerCredentials:
    """For a server that shows what the files hold at each new connection, and asks callers for theirs."""
    generation = certificates.generation

    def changed() -> grpc.ServerCertificateConfiguration | None:
        # Called in a thread of gRPC's own, before each handshake; what it raises leaves things as they are.
        nonlocal generation
        certificates.look()
        if certificates.generation == generation:
            return None
        generation = certificates.generation
        return _shown(certificates)

    fetch: Any = changed  # the stubs do not know that None means no change
    return grpc.dynamic_ssl_server_credentials(_shown(certificates), fetch, True)


def _shown(certificates: Certificates) -> grpc.ServerCertificateConfiguration:
    loaded = certificates.loaded
    return grpc.ssl_server_certificate_configuration([(loaded.key, loaded.certificate)], loaded.authority)


class OnlyOurs(aio.ServerInterceptor):  # type: ignore[type-arg]  # generic to the stubs alone
    """Lets nobody in but callers whose certificate holds one of the site's names, to no method at all."""

    def __init__(self, certificates: Certificates) -> None:
        self._certificates = certificates
        self._guarded: dict[str, Any] = {}

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:
        """Return the method's handler, guarded; None where there is no such method."""
        handler = await continuation(handler_call_details)
        if handler is None:
            return None
        name = handler_call_details.method
        if name not in self._guarded:
            self._guarded[name] = self._guard(handler)
        return self._guarded[name]

    def _guard(self, handler: Any) -> Any:
        kind = f"{'stream' if handler.request_streaming else 'unary'}_" + (
            "stream" if handler.response_streaming else "unary"
        )
        inner = getattr(handler, kind)
        check = self._check
        if inspect.isasyncgenfunction(inner):

            async def guarded_stream(request: Any, context: Any) -> Any:
                await check(context)
                async for answer in inner(request, context):
                    yield answer

            guarded: Any = guarded_stream
        else:

            async def guarded_call(request: Any, context: Any) -> Any:
                await check(context)
                return await inner(request, context)

            guarded = guarded_call
        make = getattr(grpc, f"{kind}_rpc_method_handler")
        return make(guarded, handler.request_deserializer, handler.response_serializer)

    async def _check(self, context: Any) -> None:
        names = [name.decode(errors="replace") for name in context.auth_context().get(_NAMES, ())]
        if not self._certificates.knows(names):
            text = f"the caller's certificate is for none of the site's names: {', '.join(names[:4])}"
            await context.abort(grpc.StatusCode.PERMISSION_DENIED, text)


class _Made:
    """A channel, and the calls that can be made on it."""

    def __init__(self, channel: aio.Channel, generation: int) -> None:
        self.channel = channel
        self.generation = generation
        self.calls: dict[tuple[str, bool], Any] = {}
        self.running = 0

    def call(self, path: str, streams: bool = False) -> Any:
        if (path, streams) not in self.calls:
            make = self.channel.unary_stream if streams else self.channel.unary_unary
            self.calls[path, streams] = make(f"/{path}", None, None)
        return self.calls[path, streams]


class Channels:
    """The channel to a peer; another one from the moment on when certificates are renewed.

    The old one ends with its last call: what is under way is not cut.
    """

    def __init__(self, address: str, certificates: Certificates | None = None) -> None:
        self._address = address
        self._certificates = None if is_local(address) else certificates
        self._now = self._make()
        self._closing: set[asyncio.Task[None]] = set()
        self._old: list[_Made] = []
        self._closed = False

    @contextmanager
    def call(self, path: str, *, streams: bool = False) -> Iterator[Any]:
        """What makes calls of a method, for the time of one of them."""
        made = self.take()
        try:
            yield made.call(path, streams)
        finally:
            self.give(made)

    def take(self) -> "_Made":
        """The channel as it is now, for the time of a call; `give` it back."""
        made = self._current()
        made.running += 1
        return made

    def give(self, made: "_Made") -> None:
        """The call has ended."""
        made.running -= 1
        if self._old and made in self._old and not made.running:
            self._retire(made)

    async def ready(self) -> None:
        """Wait until the peer is reached."""
        await self._current().channel.channel_ready()

    def is_ready(self) -> bool:
        """Whether the peer is reached and says that it serves; where not, it is tried from now on."""
        state = self._current().channel.get_state(try_to_connect=True)
        return state is grpc.ChannelConnectivity.READY

    async def close(self) -> None:
        """Give the channel up; running calls end with Cancelled."""
        self._closed = True
        for made in (self._now, *self._old):
            await made.channel.close(None)
        if self._closing:
            await asyncio.wait(self._closing)

    def _current(self) -> _Made:
        certificates = self._certificates
        if certificates is None or certificates.generation == self._now.generation or self._closed:
            return self._now
        before, self._now = self._now, self._make()
        if before.running:
            self._old.append(before)
        else:
            self._retire(before)
        return self._now

    def _retire(self, made: _Made) -> None:
        if made in self._old:
            self._old.remove(made)
        closing = asyncio.ensure_future(made.channel.close(None))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    def _make(self) -> _Made:
        certificates = self._certificates
        if certificates is None:
            return _Made(aio.insecure_channel(self._address, options=OPTIONS), 0)
        generation, loaded = certificates.generation, certificates.loaded
        credentials = grpc.ssl_channel_credentials(loaded.authority, loaded.key, loaded.certificate)
        options: list[tuple[str, Any]] = list(OPTIONS)
        if certificates.server_name:
            options.append(("grpc.ssl_target_name_override", certificates.server_name))
        return _Made(aio.secure_channel(self._address, credentials, options=options), generation)
