"""Calls a contract that another process serves, with the same Protocol as here."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from itertools import repeat
from typing import Any

import structlog
from grpc import aio

from octavo.chassis import assertion, positions, purge_notes, spans
from octavo.chassis.assertion import Signer
from octavo.chassis.calling import Doubtful, Line, Overdue, RetryBudget, Unanswered, Unreached
from octavo.chassis.certificates import Certificates
from octavo.chassis.clock import utc_now
from octavo.chassis.codec import Packing, Stream, Torn, Unary, WireMethod
from octavo.chassis.context import (
    Priority,
    allowance,
    current_caller,
    current_priority,
    deadline,
    time_left,
)
from octavo.chassis.contract import Contract, Idempotency, Method
from octavo.chassis.faults import Code, DeadlineExceeded, Fault, Invalid, Unavailable
from octavo.chassis.faultwire import DETAILS, unpack_fault
from octavo.chassis.mutual_tls import Channels
from octavo.chassis.positions import Positions
from octavo.chassis.short_form import MARK, ShortForm, short_form
from octavo.chassis.ways import Ways
from octavo.chassis.wiring import PATIENCE, PRIORITY, TRACE, UNSETTLED, WireCode

__all__ = ["Peer", "read_answer"]

_log = structlog.get_logger(__name__)

_PRIORITIES = {priority: priority.name.lower() for priority in Priority}

_NOT_SENT = ("failed to connect", "connections to all backends failing")
"""By these words alone gRPC tells that nothing went out (pick_first, round_robin)."""


class Peer:
    """A channel to a process that serves contracts.

    reach: how far this process's caches have followed the purges of others; a call that wrote some returns
    when they are applied here. `counts` says by ("repeated", "octavo.stories.v1.Stories/GetStory") how many
    calls were sent again, with "hedged" how many were late and went to another process too, with "hedge won"
    how many of those were answered there first; with "refused" how many an open breaker answered, with "open"
    and "closed" how often it opened and closed. certificates: what both ends show where the address is
    another machine's; without, calls are signed and not encrypted. known: how far databases have come,
    told with each call.
    """

    def __init__(
        self,
        address: str,
        secret: bytes,
        clock: Callable[[], datetime] = utc_now,
        counts: Counter[tuple[str, str]] | None = None,
        reach: purge_notes.Reach | None = None,
        certificates: Certificates | None = None,
        known: Positions | None = None,
    ) -> None:
        self.address = address
        self.known = known or Positions()
        self.counts = Counter() if counts is None else counts
        self._budget = RetryBudget()
        self._signer = Signer(secret, clock)
        self._ways = Ways(address, certificates)
        self._reach = reach

    def client(self, contract: Contract) -> Any:
        """Return an object with the contract's Protocol whose calls are answered by the peer."""
        code = WireCode(contract)
        return code.client(
            _ServiceWire(self, contract, code, self._ways, self._signer, self._line, self._reach)
        )

    def _line(self, path: str, method: Method) -> Line:
        repeatable = method.idempotency is not Idempotency.UNKNOWN
        # Where there is one process, a second call would only be more work for it.
        hedged = method.hedged and self._ways.several
        return Line(path, repeatable=repeatable, hedged=hedged, budget=self._budget, counts=self.counts)

    async def ready(self, seconds: float) -> None:
        """Wait until the peer can be reached; raises DeadlineExceeded."""
        async with deadline(seconds):
            await self._ways.all.ready()

    async def close(self) -> None:
        """Give the channel up; running calls end with Cancelled."""
        await self._ways.close()


class _ServiceWire:
    """What a generated client calls."""

    def __init__(
        self,
        peer: Peer,
        contract: Contract,
        code: WireCode,
        ways: Ways,
        signer: Signer,
        line: Callable[[str, Method], Line],
        reach: purge_notes.Reach | None,
    ) -> None:
        self._peer = peer
        self._contract = contract
        self._code = code
        self._ways = ways
        self._signer = signer
        self._line = line
        self._reach = reach

    def _about(self, name: str) -> tuple[str, Method, WireMethod]:
        method = self._contract.method(name)
        if method is None:
            raise LookupError(f"{self._contract.name} has no method {name}")
        return f"{self._contract.name}/{name}", method, self._code.methods[name]

    def _metadata(self, path: str, reads: str = "") -> tuple[tuple[str, str | bytes], ...]:
        signed = self._signer.sign(current_caller(), path)
        urgent = PRIORITY, _PRIORITIES[current_priority()] + reads
        here, known = spans.here(), self._peer.known.told()
        told = ((positions.METADATA, known),) if known else ()
        if here is None:
            return (assertion.METADATA, signed), urgent, *told
        here[0].asks(self._peer)
        return (assertion.METADATA, signed), urgent, (TRACE, spans.carried(*here)), *told

    def _fault(self, path: str, error: aio.AioRpcError) -> Fault:
        """The fault that the peer raised, or what gRPC's own failure means to the caller."""
        code = error.code().value[0]
        trailing: Any = error.trailing_metadata()  # a Metadata, which the stubs do not know
        details = trailing.get(DETAILS) if trailing is not None else None
        if details is None and code not in (Code.CANCELLED, Code.DEADLINE_EXCEEDED):
            _log.warning("a call found no service", method=path, code=error.code().name, why=error.details())
        if details is None and code == Code.UNAVAILABLE:
            return Unreached() if any(map((error.details() or "").count, _NOT_SENT)) else Unanswered()
        unsettled = trailing is not None and trailing.get(UNSETTLED) is not None
        if code == Code.DEADLINE_EXCEEDED and (details is None or unsettled):
            return Overdue()
        if unsettled:
            return Doubtful()
        if details is None and code == Code.PERMISSION_DENIED:
            return Unavailable()  # it is we who may not call, and no fault of who asked us
        return unpack_fault(code, details if isinstance(details, bytes) else b"", self._code.faults)

    def unary(self, method: str) -> Unary[Any]:
        """Return a call of the method that takes the request and gives the result."""
        path, about, packing = self._about(method)
        line = self._line(path, about)
        # Only what is sent to two processes at once need know which one it meets.
        chooses, any_way = about.hedged and self._ways.several, repeat(self._ways.all)
        changes = about.idempotency is not Idempotency.NO_SIDE_EFFECTS
        short = short_form(about)
        reads = f";{self._code.digest}" if short is not None else ""

        async def send(data: bytes, channels: Channels) -> Any:
            left = allowance()
            patience = PATIENCE if left is None else left
            made = channels.take()
            try:
                running = made.call(path)(data, timeout=patience, metadata=self._metadata(path, reads))
                answer: bytes = await running
                if changes and self._reach is not None:
                    purged = (await running.trailing_metadata()).get(purge_notes.METADATA)
                    await purge_notes.wait_for(self._reach, purge_notes.parse(purged).items())
            except aio.AioRpcError as error:
                raise self._fault(path, error) from None
            except aio.UsageError:  # the channel was closed: this process is about to stop
                raise Unavailable from None
            finally:
                channels.give(made)
            return read_answer(about, packing, answer, short)

        async def ask(request: Any) -> Any:
            if time_left() == 0.0:
                raise DeadlineExceeded
            turn = self._ways.turn() if chooses else any_way
            return await line.carry(lambda data: send(data, next(turn)), _packed(packing.request, request))

        return ask

    def stream(self, method: str) -> Stream[Any]:
        """Return a call of the method that takes the request and gives results one after the other."""
        path, about, packing = self._about(method)

        async def ask(request: Any) -> AsyncIterator[Any]:
            data = _packed(packing.request, request)
            left = allowance()
            if left == 0.0:
                raise DeadlineExceeded
            with self._ways.all.call(path, streams=True) as call:
                running = call(data, timeout=left, metadata=self._metadata(path))
                try:
                    async for answer in running:
                        yield read_answer(about, packing, answer)
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


def read_answer(method: Method, packing: WireMethod, data: bytes, short: ShortForm | None = None) -> Any:
    """What the peer answered, in protobuf or the short form. Raises Unanswered where the wire brought no
    whole message, so that what may be asked again is."""
    try:
        if short is not None and data[:1] == MARK:
            response = short.from_bytes(data)
        else:
            response = packing.response.from_bytes(data, strict=False)
    except Torn:
        _log.warning("an answer came torn", method=method.name, size=len(data))
        raise Unanswered from None
    if method.returns is None:
        return None
    return getattr(response, method.returns) if method.returns else response
