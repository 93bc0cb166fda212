"""The open API as an OpenAPI 3.1 document, put together of the parts that `make proto` writes.

The parts come from the contracts themselves, so the document cannot fall behind them.
"""

import importlib.resources
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final

import msgspec

from octavo import __version__
from octavo.chassis.contract import Contract
from octavo.chassis.descriptors import descriptor_set
from octavo.chassis.faults import Code
from octavo.chassis.scopes import SCOPES

Json = dict[str, Any]

_ABOUT: Final = """\
Everything that a person can do on this site, a program can do too, over the [Connect
protocol](https://connectrpc.com/docs/protocol): a POST with a message as JSON, or in protobuf's
binary form. What has no side effects may be asked by GET. Programs sign in with an access token
that its owner makes in the settings; each method says which scope it needs. Fields that a method
does not know are refused.

A call that changes something may carry an `Idempotency-Key`: repeated within 24 hours, it is not
done again, and answered as before with `Idempotency-Replayed: true`. `RateLimit` and `RateLimit-
Policy` say how much may still be called; who calls too much is answered 429 with `Retry-After`.

Lists come in pages: `limit` says how many, `next` of an answer is the `after` of the next request."""

_ERRORS: Final[Mapping[int, str]] = {
    400: "The request is wrong (invalid_argument, out_of_range), or the state of things does not allow it "
    "(failed_precondition).",
    401: "Nobody is signed in, or the access token is over (unauthenticated).",
    403: "You may not do this, or the access token is not good for it (permission_denied).",
    404: "There is no such thing, or none that you may know of (not_found).",
    409: "Somebody else was faster (aborted), or it is there already (already_exists).",
    429: "Too much, or too large (resource_exhausted); Retry-After says when to come again.",
    499: "The caller gave up (canceled).",
    500: "A mistake of the program's (internal).",
    501: "There is no such method or compression (unimplemented).",
    503: "A part of the site cannot be reached just now (unavailable).",
    504: "It took too long (deadline_exceeded).",
}


class ApiDocument:
    """The document of a site at `url`."""

    def __init__(self, contracts: Iterable[Contract], *, url: str, name: str) -> None:
        self._contracts = tuple(contracts)
        self._url = url
        self._name = name

    @cached_property
    def parts(self) -> Mapping[str, Json]:
        """What each service offers, by the service's name in small letters."""
        found: dict[str, Json] = {}
        for contract in self._contracts:
            package, _, module = contract.wire.rpartition(".")
            name = module.removesuffix("_wire")
            file = importlib.resources.files(package).joinpath(f"{name}.openapi.json")
            if file.is_file():
                found[name] = msgspec.json.decode(file.read_bytes())
        return found

    @cached_property
    def document(self) -> Json:
        """All of it."""
        paths: Json = {}
        schemas: Json = {"Error": _ERROR}
        for part in self.parts.values():
            paths |= part["paths"]
            schemas |= part["schemas"]
        return {
            "openapi": "3.1.0",
            "info": {"title": f"{self._name}: the open API", "version": __version__, "description": _ABOUT},
            "servers": [{"url": self._url}],
            "tags": [part["tag"] for part in self.parts.values()],
            "paths": paths,
            "components": {
                "schemas": schemas,
                "parameters": _PARAMETERS,
                "headers": _HEADERS,
                "responses": _RESPONSES,
                "securitySchemes": _SECURITY,
            },
        }

    @cached_property
    def encoded(self) -> bytes:
        """All of it, as JSON."""
        return msgspec.json.encode(self.document)

    @cached_property
    def descriptors(self) -> bytes:
        """The contracts as a protobuf descriptor set."""
        return descriptor_set(self._contracts)


_ERROR: Final[Json] = {
    "type": "object",
    "description": "An error as the Connect protocol has it.",
    "required": ["code", "message"],
    "additionalProperties": False,
    "properties": {
        "code": {"type": "string", "enum": [code.connect_name for code in Code]},
        "message": {"type": "string", "description": "For the person at the other end."},
        "details": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "value"],
                "properties": {
                    "type": {"type": "string", "description": "The fault's name in the contracts."},
                    "value": {"type": "string", "description": "Its message, binary, as base64."},
                    "debug": {"type": "object", "description": "Its fields, to be read."},
                },
            },
        },
    },
}

_PARAMETERS: Final[Json] = {
    "ConnectProtocolVersion": {
        "name": "Connect-Protocol-Version",
        "in": "header",
        "description": "1, or left out.",
        "schema": {"type": "string", "enum": ["1"]},
    },
    "ConnectTimeoutMs": {
        "name": "Connect-Timeout-Ms",
        "in": "header",
        "description": "Milliseconds that the caller waits; 30 seconds at most, for streams ten minutes.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 9999999999},
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Names this call: repeated within 24 hours it is not done again. "
        "For those who are signed in.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    },
    "encoding": {
        "name": "encoding",
        "in": "query",
        "required": True,
        "description": "The form of message and answer.",
        "schema": {"type": "string", "enum": ["json"]},
    },
    "connect": {"name": "connect", "in": "query", "schema": {"type": "string", "enum": ["v1"]}},
}

_HEADERS: Final[Json] = {
    "RateLimit": {
        "description": "What is left (r), and the seconds until all of it is again (t).",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "How many calls (q) in how many seconds (w).",
        "schema": {"type": "string"},
    },
}

_RESPONSES: Final[Json] = {
    **{
        str(status): {
            "description": text,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
        }
        for status, text in _ERRORS.items()
    },
    "304": {"description": "It is still what the caller has (If-None-Match)."},
    "415": {"description": "Neither JSON in UTF-8 nor protobuf."},
}

_SECURITY: Final[Json] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "An access token of the settings (oct_…). Scopes: "
        + "; ".join(f"{name}: {text}" for name, text in SCOPES.items()),
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "session",
        "description": "A browser's sign-in; only for pages of the site itself.",
    },
}
