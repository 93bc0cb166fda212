"""The contracts over HTTP: the unary Connect protocol with JSON (https://connectrpc.com/docs/protocol).

`POST /octavo.stories.v1.Stories/Publish` with a JSON body. Only methods whose audience is PUBLIC exist here.
"""

import math
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import nullcontext
from typing import Any

import msgspec
import structlog

from octavo.chassis.context import Caller, acting_as, deadline, trace_id, tracing
from octavo.chassis.contract import Audience, Contract, Method
from octavo.chassis.faults import Broken, Code, Fault, Invalid, ResourceExhausted, Unimplemented
from octavo.chassis.jsonform import JsonMethod, fault_details
from octavo.chassis.scopes import check_scope

__all__ = ["BODY_LIMIT", "ConnectApp"]

BODY_LIMIT = 2 * 1024 * 1024
"""Bytes of a request's body, unless the app is given another limit."""

_PATIENCE = 30.0
"""Seconds that a call may take at most, whatever the client asks for."""

_JSON = b"application/json"
_OK = [(b"content-type", _JSON), (b"cache-control", b"no-store")]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_log = structlog.get_logger(__name__)
_encode = msgspec.json.Encoder().encode


class _Gone(Exception):  # noqa: N818 - the client is
    """The client went away before it had sent all."""


class _Refused(Exception):  # noqa: N818 - an answer below the protocol
    """HTTP itself refuses: a status and headers, no Connect error."""

    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], text: str) -> None:
        super().__init__(text)
        self.status, self.headers, self.text = status, headers, text


class _Route:
    """A public method, ready to be called."""

    def __init__(self, contract: Contract, method: Method, implementation: object) -> None:
        self.contract = contract
        self.path = f"/{contract.name}/{method.name}"
        self.json = JsonMethod(contract, method)
        self.scope = method.scope
        self.call: Callable[..., Awaitable[Any]] = getattr(implementation, method.call)


class ConnectApp:
    """An ASGI application that answers the public methods of contracts.

    `services` are objects with the contracts' Protocols, here or at the end of a wire. `authenticate` says
    who asks; it may raise Unauthenticated. `check` looks at the origin of the request before anything else
    and raises Forbidden where another site sent it. `calls` counts by (path, Connect code or "ok").
    """

    def __init__(
        self,
        services: Mapping[Contract, object],
        *,
        authenticate: Callable[[Scope], Awaitable[Caller]],
        check: Callable[[Scope], None],
        limit: int = BODY_LIMIT,
    ) -> None:
        self.calls: Counter[tuple[str, str]] = Counter()
        self._authenticate = authenticate
        self._check = check
        self._limit = limit
        self._routes = {
            route.path: route
            for contract, implementation in services.items()
            for method in contract.methods
            if method.audience is Audience.PUBLIC
            for route in (_Route(contract, method, implementation),)
        }
        self._prefixes = tuple(f"/{contract.name}/" for contract in services)

    def answers(self, path: str) -> bool:
        """Whether a path belongs to one of the services, known method or not."""
        return path.startswith(self._prefixes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        route = self._routes.get(path)
        try:
            status, headers, body, said = await self._answer(scope, receive, route)
        except _Gone:
            return
        except _Refused as refused:
            status, headers, body, said = refused.status, refused.headers, refused.text.encode(), "refused"
        self.calls[path if route else "unknown", said] += 1
        headers = [*headers, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(
        self, scope: Scope, receive: Receive, route: _Route | None
    ) -> tuple[int, list[tuple[bytes, bytes]], bytes, str]:
        if route is None:
            unknown = Unimplemented("There is no such method, or it is not for the public.")
            return 404, _OK, _error(unknown, None), unknown.code.connect_name
        if scope["method"] != "POST":
            raise _Refused(405, [(b"allow", b"POST")], "Only POST is answered here.")
        with nullcontext() if trace_id() else tracing():
            try:
                return 200, _OK, await self._call(scope, receive, route), "ok"
            except Fault as raised:
                fault = raised
            except (_Gone, _Refused):
                raise
            except Exception:  # noqa: BLE001 - whatever it is, the public must not read it
                _log.exception("a call failed unexpectedly", method=route.path)
                fault = Broken()
        headers = _OK
        if isinstance(fault, ResourceExhausted) and fault.retry_after > 0:
            headers = [*_OK, (b"retry-after", str(math.ceil(fault.retry_after)).encode())]
        return fault.code.http_status, headers, _error(fault, route.contract), fault.code.connect_name

    async def _call(self, scope: Scope, receive: Receive, route: _Route) -> bytes:
        headers = dict(scope["headers"])
        self._check(scope)
        _check_form(headers)
        async with deadline(_timeout(headers)):
            with acting_as(await self._authenticate(scope)) as caller:
                check_scope(caller, route.scope)
                arguments = route.json.read(await self._body(headers, receive))
                return route.json.write(await route.call(**arguments))

    async def _body(self, headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
        told = headers.get(b"content-length", b"0")
        if told.isdigit() and int(told) > self._limit:
            raise self._too_large()
        body = bytearray()
        while True:
            event = await receive()
            if event["type"] == "http.disconnect":
                raise _Gone
            body += event.get("body", b"")
            if len(body) > self._limit:
                raise self._too_large()
            if not event.get("more_body", False):
                return bytes(body)

    def _too_large(self) -> ResourceExhausted:
        return ResourceExhausted(0.0, f"The request is larger than {self._limit} bytes.")


def _check_form(headers: Mapping[bytes, bytes]) -> None:
    kind, _, parameter = headers.get(b"content-type", b"").partition(b";")
    charset = parameter.strip().lower().removeprefix(b"charset=").strip(b'"')
    if kind.strip().lower() != _JSON or charset not in (b"", b"utf-8"):
        raise _Refused(415, [(b"accept-post", _JSON)], "Send application/json in UTF-8.")
    if headers.get(b"content-encoding", b"identity").strip().lower() not in (b"", b"identity"):
        raise Unimplemented("Compressed requests are not read here; send it as it is.")
    if headers.get(b"connect-protocol-version", b"1") != b"1":
        raise Invalid("", "Connect-Protocol-Version must be 1.")


def _timeout(headers: Mapping[bytes, bytes]) -> float:
    """Seconds from Connect-Timeout-Ms, a whole number of up to ten digits."""
    asked = headers.get(b"connect-timeout-ms")
    if asked is None:
        return _PATIENCE
    if not asked.isdigit() or len(asked) > 10:
        raise Invalid("", "Connect-Timeout-Ms is a whole number of milliseconds.")
    return min(_PATIENCE, int(asked) / 1000)


def _error(fault: Fault, contract: Contract | None) -> bytes:
    error: dict[str, Any] = {"code": fault.code.connect_name, "message": fault.message}
    if contract is not None and fault.code is not Code.INTERNAL:
        details = fault_details(contract, fault)
        if details is not None:
            error["details"] = [details]
    return _encode(error)
