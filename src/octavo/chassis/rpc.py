"""Serves any contract over gRPC; `peer.py` calls one from afar with the same Protocol."""

import asyncio
import contextvars
import math
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

import grpc
import structlog
from grpc import aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_health.v1._async import HealthServicer
from grpc_reflection.v1alpha import reflection

from octavo.chassis import assertion, positions, purge_notes, spans
from octavo.chassis.admission import Admission
from octavo.chassis.assertion import Signer
from octavo.chassis.calls import blame
from octavo.chassis.certificates import Certificates
from octavo.chassis.clock import utc_now
from octavo.chassis.context import Priority, act_as, deadline
from octavo.chassis.contract import Contract, Method
from octavo.chassis.faults import (
    Broken,
    Code,
    DeadlineExceeded,
    Fault,
    Overloaded,
    Unauthenticated,
    Unsettled,
)
from octavo.chassis.faultwire import DETAILS, pack_fault
from octavo.chassis.mutual_tls import SERVER_OPTIONS, OnlyOurs, server_credentials
from octavo.chassis.positions import Positions
from octavo.chassis.short_form import short_form
from octavo.chassis.spans import Kind
from octavo.chassis.traces import Traces
from octavo.chassis.wiring import OPTIONS, PATIENCE, PRIORITY, TRACE, UNSETTLED, WireCode

__all__ = ["Server"]

_WAIT = 0.25
"""Seconds that a call may take before a server takes fewer at once."""
_LEAST, _MOST = 2_000, 10_000
"""Calls at once. A thousand readers who clap in one moment are no overload: none of them is refused."""
_TELLING = 1.0
"""Seconds within which those who watch our health are told that we stop."""
_LATER = 1.0
"""Seconds after which whoever was told that there is too much to do may ask again."""

_log = structlog.get_logger(__name__)


class Server:
    """A gRPC server of any number of contracts, with health and reflection.

    `calls` counts by "octavo.stories.v1.Stories/Publish" what arrived, whatever became of it. How many calls
    are worked at in one moment `admission` learns; streams are beside that. certificates: what it shows and
    whom it lets in where it listens to other machines; without, calls are signed and not encrypted. known:
    how far databases have come, which every call may tell.
    """

    def __init__(
        self,
        secret: bytes,
        clock: Callable[[], datetime] = utc_now,
        traces: Traces | None = None,
        certificates: Certificates | None = None,
        known: Positions | None = None,
    ) -> None:
        self.known = known or Positions()
        self.calls: Counter[str] = Counter()
        self.traces = traces or Traces()
        self.admission = Admission(time.monotonic, target=_WAIT, least=_LEAST, most=_MOST)
        self._signer = Signer(secret, clock)
        self._certificates = certificates
        guard = [] if certificates is None else [OnlyOurs(certificates)]
        options = OPTIONS if certificates is None else [*OPTIONS, *SERVER_OPTIONS]
        self._server = aio.server(options=options, interceptors=guard)
        self._health = HealthServicer()
        self._names: list[str] = []

    def add(self, contract: Contract, implementation: object) -> None:
        """Serve `implementation`, which has the contract's Protocol; before `start`."""
        code = WireCode(contract)
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
            if self._certificates is None:
                port = self._server.add_insecure_port(address)
            else:
                port = self._server.add_secure_port(address, server_credentials(self._certificates))
        except RuntimeError as failed:
            raise OSError(f"cannot listen on {address}") from failed
        # In an empty context, for what surrounds the start would surround every call.
        await asyncio.create_task(self._server.start(), context=contextvars.Context())
        for name in ("", *self._names):
            await self._health.set(name, health_pb2.HealthCheckResponse.SERVING)
        return int(port)

    async def leave(self) -> None:
        """Say in the health service that this one is about to stop; it goes on answering."""
        # Who watches it and takes nothing of what it is told must not keep us from stopping.
        with suppress(TimeoutError):
            await asyncio.wait_for(self._health.enter_graceful_shutdown(), _TELLING)

    async def stop(self, grace: float = 5.0) -> None:
        """Say so in the health service, take no more calls, and give the running ones `grace` seconds."""
        await self.leave()
        await self._server.stop(grace)

    def caller(self, path: str, metadata: Mapping[str, Any]) -> Any:
        """Return who calls, from the call's metadata; raises Unauthenticated."""
        signed = metadata.get(assertion.METADATA)
        if signed is None:
            raise Unauthenticated("This call is not signed by the site.")
        return self._signer.read(signed, path)


class _ServedMethod:
    def __init__(
        self, server: Server, contract: Contract, method: Method, code: WireCode, call: Callable[..., Any]
    ) -> None:
        self.server = server
        self.path = f"{contract.name}/{method.name}"
        self.service = contract.name.split(".")[1]
        # What processes tell each other belongs to no request, and some of it never ends.
        self.traces = Traces() if self.service == "chassis" else server.traces
        self.method = method
        self.packing = code.methods[method.name]
        self.code = code
        self.short = short_form(method)
        self.fields = method.request.__struct_fields__
        self.call = call

    async def unary(self, data: bytes, context: aio.ServicerContext[bytes, bytes]) -> bytes:
        """Answer one call."""
        admission = self.server.admission
        metadata = dict(context.invocation_metadata() or ())
        priority, reads = _said(metadata)
        if not admission.admits(priority):
            self.server.calls[self.path] += 1
            await self.refuse(Overloaded(_LATER), context)
        packing = self.short if reads and self.short and reads == self.code.digest else self.packing.response

        async def work(arguments: dict[str, Any]) -> bytes:
            return packing.to_bytes(self.method.wrap(await self.call(**arguments)))

        admission.enter()
        began, took = time.monotonic(), None
        try:
            answer = await self.run(data, context, metadata, priority, work)
            took = time.monotonic() - began
        finally:
            admission.leave(took)
        return answer

    async def stream(self, data: bytes, context: aio.ServicerContext[bytes, bytes]) -> None:
        """Answer one call with any number of messages."""

        async def work(arguments: dict[str, Any]) -> bytes:
            async for item in self.call(**arguments):
                await context.write(self.packing.response.to_bytes(self.method.wrap(item)))
            return b""

        metadata = dict(context.invocation_metadata() or ())
        await self.run(data, context, metadata, _said(metadata)[0], work)

    async def run(
        self,
        data: bytes,
        context: aio.ServicerContext[bytes, bytes],
        metadata: Mapping[str, Any],
        priority: Priority,
        work: Callable[[dict[str, Any]], Awaitable[bytes]],
    ) -> bytes:
        """Do the work as the caller, until the caller's deadline, under the caller's trace.

        gRPC has a task for each call, and cancels it when the caller's deadline is over or the caller is
        gone: what is set here ends with it, and needs no timer of ours.
        """
        self.server.calls[self.path] += 1
        try:
            caller = self.server.caller(self.path, metadata)
        except Fault as refused:  # and nothing that comes with it counts, its trace neither
            await self.refuse(refused, context)
        self.server.known.hear(metadata.get(positions.METADATA))
        said = metadata.get(TRACE)
        parent = None if said is None else spans.read(str(said))
        remaining = context.time_remaining()
        until = None if remaining is None else asyncio.get_running_loop().time() + remaining
        act_as(caller, priority, until)
        notes = purge_notes.begin()
        rooted = self.traces.begin(Kind.SERVED, self.service, self.path, parent)
        if self.method.streams:
            rooted.took, rooted.part.slow_after = 0.0, math.inf  # how long it lasts says nothing
        try:
            if remaining is not None and remaining <= 0:
                raise DeadlineExceeded
            request = self.packing.request.from_bytes(data, strict=True)
            running = work({name: getattr(request, name) for name in self.fields})
            if remaining is None and not self.method.streams:  # but a stream may last for ever
                async with deadline(PATIENCE):
                    answer = await running
            else:
                answer = await running
            if notes:
                context.set_trailing_metadata(((purge_notes.METADATA, purge_notes.told(notes)),))
            return answer
        except Exception as raised:  # noqa: BLE001 - whatever it is, the caller must not read it
            fault = self.fault(raised)
            rooted.more = blame(fault.proto_name, fault.code) == "ours"
            rooted.failed(fault.proto_name, ours=rooted.more)
        finally:
            self.traces.end(rooted)
        await self.refuse(fault, context)
        raise AssertionError("abort returns never")

    def fault(self, raised: Exception) -> Fault:
        """What is told of a failure; the log has more."""
        if not isinstance(raised, Fault):
            _log.error("a call failed unexpectedly", method=self.path, exc_info=raised)
            return Broken()
        if raised.code in _OURS:
            # Its message says nothing to the public; what the operator may know stands here.
            _log.warning("a call failed", method=self.path, code=raised.code.name, why=str(raised))
        return raised

    async def refuse(self, fault: Fault, context: aio.ServicerContext[bytes, bytes]) -> None:
        """Answer with the fault; never returns."""
        trailing: list[tuple[str, str | bytes]] = [(DETAILS, pack_fault(fault, self.code.faults))]
        if isinstance(fault, Unsettled):
            trailing.append((UNSETTLED, "1"))
        await context.abort(_STATUS[fault.code], fault.message, tuple(trailing))


def _said(metadata: Mapping[str, Any]) -> tuple[Priority, str]:
    """How urgent it is, as the caller says, and by which contract short answers are read; empty: by none. Who
    calls is known by its signature before anything is done for it."""
    priority, _, reads = str(metadata.get(PRIORITY, "")).partition(";")
    return _PRIORITIES.get(priority, Priority.BACKGROUND), reads


_PRIORITIES: Mapping[str, Priority] = {priority.name.lower(): priority for priority in Priority}

_OURS = frozenset({Code.UNAVAILABLE, Code.INTERNAL, Code.UNKNOWN, Code.DATA_LOSS})

_STATUS: dict[Code, grpc.StatusCode] = {code: grpc.StatusCode[code.name] for code in Code}
