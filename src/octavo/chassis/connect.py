"""The contracts over HTTP: the Connect protocol (https://connectrpc.com/docs/protocol).

`POST /octavo.stories.v1.Stories/Publish` with a message as JSON or in protobuf's binary form; what has no
side effects may be asked by GET; what streams is answered in envelopes. Only what is PUBLIC exists here.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from typing import Final

from octavo.chassis.connect_call import Door, Limits, Outcome, Replays, Route, send_whole
from octavo.chassis.connect_http import Gone, Receive, Scope, Send
from octavo.chassis.connect_stream import Streaming
from octavo.chassis.connect_unary import Unary
from octavo.chassis.context import Caller, trace_id, tracing
from octavo.chassis.contract import Audience, Contract
from octavo.chassis.faults import Code

__all__ = ["BODY_LIMIT", "ConnectApp", "Limits", "Outcome", "Replays"]

BODY_LIMIT: Final = 2 * 1024 * 1024
"""Bytes of a request's message, unless the app is given another limit."""


class ConnectApp:
    """An ASGI application that answers the public methods of contracts.

    `services` are objects with the contracts' Protocols, here or at the end of a wire. `authenticate` says
    who asks; it may raise Unauthenticated. `check` looks at the origin of a POST before anything else
    and raises Forbidden where another site sent it. `calls` counts by (path, Connect code or "ok").
    """

    def __init__(
        self,
        services: Mapping[Contract, object],
        *,
        authenticate: Callable[[Scope], Awaitable[Caller]],
        check: Callable[[Scope], None],
        limit: int = BODY_LIMIT,
        limits: Limits | None = None,
        replays: Replays | None = None,
    ) -> None:
        self.calls: Counter[tuple[str, str]] = Counter()
        self._door = Door(
            authenticate=authenticate, check_origin=check, limit=limit, limits=limits, replays=replays
        )
        self._routes = {
            route.path: route
            for contract, implementation in services.items()
            for method in contract.methods
            if method.audience is Audience.PUBLIC
            for route in (Route(contract, method, implementation),)
        }
        self._prefixes = tuple(f"/{contract.name}/" for contract in services)

    def answers(self, path: str) -> bool:
        """Whether a path belongs to one of the services, known method or not."""
        return path.startswith(self._prefixes)

    def route(self, path: str) -> str:
        """The method that a path names, as it is declared; empty where there is no such method."""
        return path if path in self._routes else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        route = self._routes.get(path)
        with nullcontext() if trace_id() else tracing():
            try:
                if route is not None and route.streams and scope["method"] == "POST":
                    said = await Streaming(self._door, route, scope, receive).answer(send)
                else:
                    answer = await Unary(self._door, route, scope, receive).answer()
                    said = answer.said
                    await send_whole(send, answer)
            except Gone:
                said = Code.CANCELLED.connect_name
        self.calls[path if route else "unknown", said] += 1
