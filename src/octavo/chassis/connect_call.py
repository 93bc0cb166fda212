"""What every call over the Connect protocol goes through: its method, who asks, and how errors are told."""

import math
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

import msgspec

from octavo.chassis import connect_http
from octavo.chassis.connect_forms import FORMS, Form
from octavo.chassis.connect_http import Answer, Head, Receive, Refused, Scope, Send
from octavo.chassis.context import Caller
from octavo.chassis.contract import Contract, Idempotency, Method
from octavo.chassis.faults import Code, Fault, ResourceExhausted
from octavo.chassis.jsonform import fault_details

__all__ = ["JSON", "Call", "Door", "Limits", "Outcome", "Replays", "Route", "send_whole"]

JSON: Final = b"application/json"


class Outcome(msgspec.Struct, frozen=True):
    """What a call came to. `lasting`: its repetition is answered the same."""

    status: int
    said: str
    body: bytes
    lasting: bool = True


class Replays(Protocol):
    """Remembers what calls with an Idempotency-Key came to."""

    async def once(
        self, key: str, method: str, digest: bytes, work: Callable[[], Awaitable[Outcome]]
    ) -> tuple[Outcome, bool]:
        """Do the work, or tell what it came to before (True then). Raises what refuses a repetition."""
        ...


class Limits(Protocol):
    """How much one client may ask."""

    def take(self, scope: Scope, caller: Caller | None) -> tuple[Head, float]:
        """Count a call: the headers that say what is left, and the seconds to wait, 0: none.

        `caller` is None where nobody could be made out.
        """
        ...


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the calls are let in by, and how much of each."""

    authenticate: Callable[[Scope], Awaitable[Caller]]
    check_origin: Callable[[Scope], None]
    limit: int
    """Bytes that a message may have."""
    limits: Limits | None
    replays: Replays | None

    async def caller(self, scope: Scope, headers: Head) -> Caller:
        """Who asks, counted against what they may; adds what is left of that to the answer's `headers`.

        Raises Unauthenticated, ResourceExhausted.
        """
        caller = None
        try:
            caller = await self.authenticate(scope)
        finally:
            if self.limits is not None:
                told, wait = self.limits.take(scope, caller)
                headers += told
                if wait:
                    raise ResourceExhausted(wait, "Too many calls: slow down.")
        return caller


class Route:
    """A public method, ready to be called."""

    def __init__(self, contract: Contract, method: Method, implementation: object) -> None:
        self.contract = contract
        self.path = f"/{contract.name}/{method.name}"
        self.scope = method.scope
        self.streams = method.streams
        self.safe = method.idempotency is Idempotency.NO_SIDE_EFFECTS
        self.verbs = b"GET, POST, OPTIONS" if self.safe and not self.streams else b"POST, OPTIONS"
        prefix = b"application/connect+" if self.streams else b"application/"
        self.forms: dict[bytes, tuple[bytes, Form]] = {
            name: (prefix + name, make(contract, method)) for name, make in FORMS.items()
        }
        self.by_type = dict(self.forms.values())
        self.call: Callable[..., Any] = getattr(implementation, method.call)


async def send_whole(send: Send, answer: Answer) -> None:
    """Send an answer of one piece."""
    headers = [*answer.headers, (b"content-length", str(len(answer.body)).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


class Call:
    """What answering once needs, whether the answer is one message or many."""

    def __init__(self, door: Door, route: Route | None, scope: Scope, receive: Receive) -> None:
        self.door = door
        self.route = route
        self.scope = scope
        self.receive = receive
        self.asked = dict(scope["headers"])
        self.headers: Head = [(b"x-content-type-options", b"nosniff")]
        if b"authorization" in self.asked:
            self.headers += connect_http.CROSS_ORIGIN

    def form(self, route: Route) -> tuple[bytes, Form]:
        """The content type of request and answer, and its form; HTTP refuses another."""
        kind = connect_http.media_type(self.asked)
        form = route.by_type.get(kind)
        if form is None:
            kinds = b", ".join(route.by_type)
            text = f"Send {kinds.decode().replace(', ', ' or ')}, text in UTF-8."
            raise Refused(415, [(b"accept-post", kinds)], text)
        return kind, form

    def error(self, fault: Fault) -> dict[str, Any]:
        """The fault as Connect writes it, and in the headers what a client should do about it."""
        if isinstance(fault, ResourceExhausted) and fault.retry_after > 0:
            self.headers.append((b"retry-after", str(math.ceil(fault.retry_after)).encode()))
        if fault.code is Code.UNAUTHENTICATED:
            self.headers.append((b"www-authenticate", b"Bearer"))
        return _error(fault, self.route.contract if self.route else None)


def _error(fault: Fault, contract: Contract | None) -> dict[str, Any]:
    error: dict[str, Any] = {"code": fault.code.connect_name, "message": fault.message}
    if contract is not None and fault.code is not Code.INTERNAL:
        details = fault_details(contract, fault)
        if details is not None:
            error["details"] = [details]
    return error
