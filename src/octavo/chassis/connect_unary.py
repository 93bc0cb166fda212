"""Calls of one message in and one out."""

from hashlib import blake2b
from typing import Final

import msgspec
import structlog

from octavo.chassis import connect_http
from octavo.chassis.connect_call import JSON, Call, Outcome, Route
from octavo.chassis.connect_forms import Form
from octavo.chassis.connect_http import Answer, Gone, Head, Refused
from octavo.chassis.context import Caller, acting_as, deadline
from octavo.chassis.faults import Broken, Code, Fault, Invalid, Unimplemented
from octavo.chassis.scopes import check_scope

__all__ = ["Unary"]

_PATIENCE: Final = 30.0
"""Seconds that a call may take at most, whatever the client asks for."""
_KEY_BYTES: Final = 255
_TRANSIENT: Final = frozenset(
    {
        Code.CANCELLED,
        Code.UNKNOWN,
        Code.DEADLINE_EXCEEDED,
        Code.RESOURCE_EXHAUSTED,
        Code.UNIMPLEMENTED,
        Code.INTERNAL,
        Code.UNAVAILABLE,
        Code.DATA_LOSS,
        Code.UNAUTHENTICATED,
    }
)
"""Errors after which the same request may well succeed: no answer to be kept for its repetition."""

_log = structlog.get_logger(__name__)
_encode = msgspec.json.Encoder().encode


class Unary(Call):
    """One message in, one out."""

    async def answer(self) -> Answer:
        """The whole answer, whatever happens."""
        try:
            return await self._answer()
        except Fault as raised:
            fault = raised
        except Refused as refused:
            headers = [*self.headers, *refused.headers]
            return Answer(refused.status, "refused", headers, refused.text.encode())
        except Gone:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, the public must not read it
            _log.exception("a call failed unexpectedly", method=self.route.path if self.route else "")
            fault = Broken()
        body = _encode(self.error(fault))
        status = 404 if self.route is None else fault.code.http_status
        return self._whole(Outcome(status, fault.code.connect_name, body), JSON)

    def _whole(self, outcome: Outcome, kind: bytes) -> Answer:
        """With its headers, and compressed where that is wanted."""
        headers, body = self.headers, outcome.body
        headers.append((b"content-type", kind))
        if self.scope["method"] == "GET" and outcome.status == 200:
            etag = connect_http.etag_of(body)
            mine = b"authorization" in self.asked or b"cookie" in self.asked
            headers.append((b"cache-control", b"private, no-cache" if mine else b"public, no-cache"))
            headers.append((b"vary", b"authorization, cookie, accept-encoding, origin"))
            headers.append((b"etag", etag))
            if etag in self.asked.get(b"if-none-match", b"").split(b", "):
                return Answer(304, outcome.said, headers, b"")
        else:
            headers.append((b"cache-control", b"no-store"))
        packed = connect_http.compress(body, self.asked.get(b"accept-encoding", b""))
        if packed is not None:
            headers.append((b"content-encoding", b"gzip"))
            body = packed
        return Answer(outcome.status, outcome.said, headers, body)

    async def _answer(self) -> Answer:
        route, verb = self.route, self.scope["method"]
        if verb == "OPTIONS":
            return Answer(204, "ok", [*connect_http.PREFLIGHT, *self._allow(route)], b"")
        if route is None:
            raise Unimplemented("There is no such method, or it is not for the public.")
        if verb == "GET" and route.safe and not route.streams:
            encoding, message = connect_http.query_message(self.scope.get("query_string", b""))
            if encoding not in route.forms:
                raise Refused(415, [], "encoding must be json or proto.")
            kind, form = route.forms[encoding]
        elif verb == "POST":
            self.door.check_origin(self.scope)
            (kind, form), message = self.form(route), None
        else:
            text = f"Only {route.verbs.decode()} are answered here."
            raise Refused(405, self._allow(route), text)
        connect_http.check_version(self.asked.get(b"connect-protocol-version", b"1"))
        async with deadline(connect_http.timeout_of(self.asked, _PATIENCE)):
            with acting_as(await self.door.caller(self.scope, self.headers)) as caller:
                check_scope(caller, route.scope)
                if message is None:
                    message = await self._message()
                return self._whole(await self._outcome(route, form, kind, message, caller), kind)

    @staticmethod
    def _allow(route: Route | None) -> Head:
        return [] if route is None else [(b"allow", route.verbs)]

    async def _message(self) -> bytes:
        limit = self.door.limit
        body = await connect_http.read_body(self.asked, self.receive, limit)
        return connect_http.expand(body, self.asked.get(b"content-encoding", b""), limit)

    async def _outcome(
        self, route: Route, form: Form, kind: bytes, message: bytes, caller: Caller
    ) -> Outcome:
        key = self.asked.get(b"idempotency-key")
        if key is None or route.safe or self.door.replays is None:
            return Outcome(200, "ok", form.write(await route.call(**form.read(message))))
        digest = blake2b(kind + b"\0" + message, digest_size=16, person=b"octavo replay").digest()
        outcome, replayed = await self.door.replays.once(
            _key(key, caller), route.path, digest, lambda: self._settled(route, form, message)
        )
        if replayed:
            self.headers.append((b"idempotency-replayed", b"true"))
        return outcome

    async def _settled(self, route: Route, form: Form, message: bytes) -> Outcome:
        """What the call comes to, faults included, as it can be told again."""
        try:
            return Outcome(200, "ok", form.write(await route.call(**form.read(message))))
        except Fault as fault:
            if fault.code in _TRANSIENT:
                raise
            body = _encode(self.error(fault))
            return Outcome(fault.code.http_status, fault.code.connect_name, body)


def _key(key: bytes, caller: Caller) -> str:
    """The Idempotency-Key, a word or a text in quotes; raises Invalid."""
    plain = key.strip().removeprefix(b'"').removesuffix(b'"')
    if not 0 < len(plain) <= _KEY_BYTES or not all(32 < byte < 127 for byte in plain):
        raise Invalid(
            "Idempotency-Key", f"Idempotency-Key is 1 to {_KEY_BYTES} characters of ASCII without spaces."
        )
    if caller.person_id is None:
        raise Invalid("Idempotency-Key", "Idempotency-Key is for those who are signed in.")
    return plain.decode()
