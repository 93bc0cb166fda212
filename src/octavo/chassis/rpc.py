"""Serves any contract over gRPC, and calls one from afar with the same Protocol.

The defaults of gRPC that are not ours: it would send an unexpected exception's text to the caller, refuse
messages over 4 MiB, wait without end, and go through an HTTP proxy that the environment names.
"""

import asyncio
import contextvars
import importlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime
from typing import Any

import grpc
import structlog
from grpc import aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_health.v1._async import HealthServicer
from grpc_reflection.v1alpha import reflection

from octavo.chassis import assertion
from octavo.chassis.assertion import Signer, utc_now
from octavo.chassis.calling import Line, RetryBudget, Unreached
from octavo.chassis.codec import Packing, Stream, Unary, WireMethod
from octavo.chassis.context import (
    acting_as,
    allowance,
    current_caller,
    deadline,
    time_left,
    trace_id,
    tracing,
)
from octavo.chassis.contract import Contract, Idempotency, Method
from octavo.chassis.faults import Broken, Code, DeadlineExceeded, Fault, Invalid, Unauthenticated, Unavailable
from octavo.chassis.faultwire import DETAILS, pack_fault, unpack_fault

__all__ = ["MESSAGE_LIMIT", "Peer", "Server"]

MESSAGE_LIMIT = 32 * 1024 * 1024
"""Bytes of one message, either way."""

_PATIENCE = 30.0
"""Seconds that a call from afar may take where the caller set no deadline."""

_TRACE = "octavo-trace"

_OPTIONS = [
    ("grpc.max_receive_message_length", MESSAGE_LIMIT),
    ("grpc.max_send_message_length", MESSAGE_LIMIT),
    ("grpc.enable_http_proxy", 0),
    ("grpc.so_reuseport", 0),
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.initial_reconnect_backoff_ms", 100),
    # This is how long a connection may take to be made, whatever its name says: a busy machine needs it.
    ("grpc.min_reconnect_backoff_ms", 5000),
    ("grpc.max_reconnect_backoff_ms", 2000),
    # A stream may be silent for hours: a peer that vanished without a word is noticed all the same.
    ("grpc.keepalive_time_ms", 20_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
    ("grpc.http2.max_ping_strikes", 0),
]

_log = structlog.get_logger(__name__)


class _WireCode:
    """The generated packing code of a contract, imported at the first use."""

    def __init__(self, contract: Contract) -> None:
        module = importlib.import_module(contract.wire)
        self.methods: Mapping[str, WireMethod] = module.METHODS
        self.faults: Mapping[str, Packing[Any]] = module.FAULTS
        self.client: Callable[[Any], Any] = getattr(module, f"{contract.name.rpartition('.')[2]}Client")


class Server:
    """A gRPC server of any number of contracts, with health and reflection.

    `calls` counts by "octavo.stories.v1.Stories/Publish" what arrived, whatever became of it.
    """

    def __init__(self, secret: bytes, clock: Callable[[], datetime] = utc_now) -> None:
        self.calls: Counter[str] = Counter()
        self._signer = Signer(secret, clock)
        self._server = aio.server(options=_OPTIONS)
        self._health = HealthServicer()
        self._names: list[str] = []

    def add(self, contract: Contract, implementation: object) -> None:
        """Serve `implementation`, which has the contract's Protocol; before `start`."""
        code = _WireCode(contract)
        handlers: dict[str, grpc.RpcMethodHandler[Any, Any]] = {}
        for method in contract.methods:
            call = _ServedMethod(self, contract, method, code, getattr(implementation, method.call))
            if method.streams:
                handlers[method.name] = grpc.unary_stream_rpc_method_handler(call.stream)
            else:
                handlers[method.name] = grpc.unary_unary_rpc_method_handler(call.unary)
        generic_handler = grpc.method_handlers_generic_handler(contract.name, handlers)
        self._server.add_generic_rpc_handlers((generic_handler,))
        self._names.append(contract.name)

    async def start(self, address: str) -> int:
        """Listen on "unix:/path/to.sock" or "host:port"; port 0 takes a free one. Returns the port.

        Raises OSError where the address cannot be had.
        """
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        reflection.enable_server_reflection(
            [*self._names, health.SERVICE_NAME, reflection.SERVICE_NAME], self._server
        )
        try:
            port = self._server.add_insecure_port(address)
        except RuntimeError as failed:
            raise OSError(f"cannot listen on {address}") from failed
        # In an empty context, for what surrounds the start would surround every call.
        await asyncio.create_task(self._server.start(), context=contextvars.Context())
        for name in ("", *self._names):
            await self._health.set(name, health_pb2.HealthCheckResponse.SERVING)
        return int(port)

    async def stop(self, grace: float = 5.0) -> None:
        """Say so in the health service, take no more calls, and give the running ones `grace` seconds."""
        await self._health.enter_graceful_shutdown()
        await self._server.stop(grace)

    def caller(self, path: str, metadata: Mapping[str, Any]) -> Any:
        """Return who calls, from the call's metadata; raises Unauthenticated."""
        signed = metadata.get(assertion.METADATA)
        if signed is None:
            raise Unauthenticated("This call is not signed by the site.")
        return self._signer.read(signed, path)


class _ServedMethod:
    def __init__(
        self, server: Server, contract: Contract, method: Method, code: _WireCode, call: Callable[..., Any]
    ) -> None:
        self.server = server
        self.path = f"{contract.name}/{method.name}"
        self.method = method
        self.packing = code.methods[method.name]
        self.faults = code.faults
        self.call = call

    async def unary(self, data: bytes, context: aio.ServicerContext[bytes, bytes]) -> bytes:
        """Answer one call."""

        async def work(arguments: dict[str, Any]) -> bytes:
            return self.packing.response.to_bytes(self.method.wrap(await self.call(**arguments)))

        return await self.run(data, context, work)

    async def stream(self, data: bytes, context: aio.ServicerContext[bytes, bytes]) -> None:
        """Answer one call with any number of messages."""

        async def work(arguments: dict[str, Any]) -> bytes:
            async for item in self.call(**arguments):
                await context.write(self.packing.response.to_bytes(self.method.wrap(item)))
            return b""

        await self.run(data, context, work)

    def deadline(self, remaining: float | None) -> AbstractAsyncContextManager[None]:
        """The caller's deadline; one of ours where there is none, but a stream may then last for ever."""
        if remaining is None and self.method.streams:
            return nullcontext()
        return deadline(_PATIENCE if remaining is None else remaining)

    async def run(
        self, data: bytes, context: aio.ServicerContext[bytes, bytes], work: Callable[..., Any]
    ) -> bytes:
        """Do the work as the caller, until the caller's deadline, under the caller's trace."""
        self.server.calls[self.path] += 1
        metadata = dict(context.invocation_metadata() or ())
        with tracing(str(metadata.get(_TRACE, ""))):
            try:
                with acting_as(self.server.caller(self.path, metadata)):
                    async with self.deadline(context.time_remaining()):
                        request = self.packing.request.from_bytes(data, strict=True)
                        names = request.__struct_fields__
                        answer: bytes = await work({name: getattr(request, name) for name in names})
                        return answer
            except Fault as raised:
                fault = raised
                if fault.code in _OURS:
                    # Its message says nothing to the public; what the operator may know stands here.
                    _log.warning("a call failed", method=self.path, code=fault.code.name, why=str(raised))
            except Exception:  # noqa: BLE001 - whatever it is, the caller must not read it
                _log.exception("a call failed unexpectedly", method=self.path)
                fault = Broken()
            status = _STATUS[fault.code]
            details = pack_fault(fault, self.faults)
            await context.abort(status, fault.message, ((DETAILS, details),))
            raise AssertionError("abort returns never")


_OURS = frozenset({Code.UNAVAILABLE, Code.INTERNAL, Code.UNKNOWN, Code.DATA_LOSS})

_STATUS: dict[Code, grpc.StatusCode] = {code: grpc.StatusCode[code.name] for code in Code}


class Peer:
    """A channel to a process that serves contracts.

    `counts` says by ("repeated", "octavo.stories.v1.Stories/GetStory") how many calls were sent again, with
    "refused" how many an open breaker answered, with "open" and "closed" how often it opened and closed.
    """

    def __init__(
        self,
        address: str,
        secret: bytes,
        clock: Callable[[], datetime] = utc_now,
        counts: Counter[tuple[str, str]] | None = None,
    ) -> None:
        self.address = address
        self.counts = Counter() if counts is None else counts
        self._budget = RetryBudget()
        self._signer = Signer(secret, clock)
        self._channel = aio.insecure_channel(address, options=_OPTIONS)

    def client(self, contract: Contract) -> Any:
        """Return an object with the contract's Protocol whose calls are answered by the peer."""
        code = _WireCode(contract)
        return code.client(_ServiceWire(contract, code, self._channel, self._signer, self._line))

    def _line(self, path: str, method: Method) -> Line:
        repeatable = method.idempotency is not Idempotency.UNKNOWN
        return Line(path, repeatable=repeatable, budget=self._budget, counts=self.counts)

    async def ready(self, seconds: float) -> None:
        """Wait until the peer can be reached; raises DeadlineExceeded."""
        async with deadline(seconds):
            await self._channel.channel_ready()

    async def close(self) -> None:
        """Give the channel up; running calls end with Cancelled."""
        await self._channel.close(None)


class _ServiceWire:
    """What a generated client calls."""

    def __init__(
        self,
        contract: Contract,
        code: _WireCode,
        channel: aio.Channel,
        signer: Signer,
        line: Callable[[str, Method], Line],
    ) -> None:
        self._contract = contract
        self._code = code
        self._channel = channel
        self._signer = signer
        self._line = line

    def _about(self, name: str) -> tuple[str, Method, WireMethod]:
        method = self._contract.method(name)
        if method is None:
            raise LookupError(f"{self._contract.name} has no method {name}")
        return f"{self._contract.name}/{name}", method, self._code.methods[name]

    def _metadata(self, path: str) -> tuple[tuple[str, str | bytes], ...]:
        signed = self._signer.sign(current_caller(), path)
        trace = trace_id()
        return ((assertion.METADATA, signed), (_TRACE, trace)) if trace else ((assertion.METADATA, signed),)

    def _fault(self, path: str, error: aio.AioRpcError) -> Fault:
        """The fault that the peer raised, or what gRPC's own failure means to the caller."""
        code = error.code().value[0]
        trailing: Any = error.trailing_metadata()  # a Metadata, which the stubs do not know
        details = trailing.get(DETAILS) if trailing is not None else None
        if details is None and code not in (Code.CANCELLED, Code.DEADLINE_EXCEEDED):
            _log.warning("a call found no service", method=path, code=error.code().name, why=error.details())
        if details is None and code == Code.UNAVAILABLE:
            return Unreached()
        return unpack_fault(code, details if isinstance(details, bytes) else b"", self._code.faults)

    def unary(self, method: str) -> Unary[Any]:
        """Return a call of the method that takes the request and gives the result."""
        path, about, packing = self._about(method)
        call = self._channel.unary_unary(f"/{path}", None, None)
        line = self._line(path, about)

        async def send(data: bytes) -> bytes:
            left = allowance()
            try:
                answer: bytes = await call(
                    data, timeout=_PATIENCE if left is None else left, metadata=self._metadata(path)
                )
            except aio.AioRpcError as error:
                raise self._fault(path, error) from None
            except aio.UsageError:  # the channel was closed: this process is about to stop
                raise Unavailable from None
            return answer

        async def ask(request: Any) -> Any:
            if time_left() == 0.0:
                raise DeadlineExceeded
            answer = await line.carry(send, _packed(packing.request, request))
            return _unwrapped(about, packing.response.from_bytes(answer, strict=False))

        return ask

    def stream(self, method: str) -> Stream[Any]:
        """Return a call of the method that takes the request and gives results one after the other."""
        path, about, packing = self._about(method)
        call = self._channel.unary_stream(f"/{path}", None, None)

        async def ask(request: Any) -> AsyncIterator[Any]:
            data = _packed(packing.request, request)
            left = allowance()
            if left == 0.0:
                raise DeadlineExceeded
            running = call(data, timeout=left, metadata=self._metadata(path))
            try:
                async for answer in running:
                    yield _unwrapped(about, packing.response.from_bytes(answer, strict=False))
            except aio.AioRpcError as error:
                raise self._fault(path, error) from None
            finally:
                running.cancel()

        return ask


def _packed(packing: Packing[Any], request: Any) -> bytes:
    try:
        return packing.to_bytes(request)
    except ValueError as refused:
        raise Invalid("", f"A value does not fit its type: {refused}") from refused


def _unwrapped(method: Method, response: Any) -> Any:
    if method.returns is None:
        return None
    return getattr(response, method.returns) if method.returns else response
