"""Writes what a contract offers to everybody as a part of an OpenAPI 3.1 document.

Schemas are proto3 JSON as it is sent from here: every field is there, absent values are null. The whole
document is put together of these parts by the site (`octavo.edge.openapi`), which knows its address.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from octavo.chassis import faults as chassis_faults
from octavo.chassis.faults import Code, Fault
from octavo.chassis.protoc_plugin.laws import reachable
from octavo.chassis.protoc_plugin.model import (
    File,
    Kind,
    Message,
    ProtoEnum,
    ProtoField,
    ProtoMethod,
    Shape,
    Type,
)
from octavo.chassis.protoc_plugin.values import Known
from octavo.chassis.scopes import ANY

__all__ = ["write_openapi"]

Json = dict[str, Any]

_SCALARS: Final[Mapping[Kind, Json]] = {
    Kind.STR: {"type": "string"},
    Kind.BOOL: {"type": "boolean"},
    Kind.INT32: {"type": "integer", "format": "int32", "minimum": -(2**31), "maximum": 2**31 - 1},
    Kind.UINT32: {"type": "integer", "format": "int32", "minimum": 0, "maximum": 2**32 - 1},
    Kind.INT64: {"type": "string", "pattern": "^-?[0-9]+$"},
    Kind.FLOAT: {"type": "number", "format": "double"},
    Kind.BYTES: {"type": "string", "contentEncoding": "base64"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.DURATION: {"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?s$"},
}
_ANYWHERE: Final = (
    Code.INVALID_ARGUMENT,
    Code.UNAUTHENTICATED,
    Code.PERMISSION_DENIED,
    Code.RESOURCE_EXHAUSTED,
    Code.UNIMPLEMENTED,
    Code.UNAVAILABLE,
    Code.DEADLINE_EXCEEDED,
    Code.INTERNAL,
)
"""What any call may be answered with: by the door before the service, or where a part of the site is away."""
_OF_CHANGES: Final = (Code.ABORTED, Code.FAILED_PRECONDITION)
"""Besides, what calls with an Idempotency-Key may be answered with."""


def write_openapi(file: File, known: Known) -> bytes | None:
    """The paths and schemas of a file's public methods; None where it has none."""
    public = [method for method in file.methods if method.audience == "PUBLIC"]
    if not public:
        return None
    schemas: dict[str, Json] = {}
    for message in _spoken_of(public, known):
        if message.full_name != "google.protobuf.Empty":
            schemas[message.full_name] = _message(message)
            for kind in message.types():
                if kind.kind is Kind.ENUM:
                    schemas[kind.full_name] = _enum(known.enums[kind.full_name])
    part = {
        "tag": {"name": file.service, "description": file.service_comment},
        "service": f"{file.package}.{file.service}",
        "paths": {f"/{file.package}.{file.service}/{m.name}": _path(m, file, known) for m in public},
        "schemas": dict(sorted(schemas.items())),
    }
    return (json.dumps(part, ensure_ascii=False, indent=1) + "\n").encode()


def _spoken_of(methods: list[ProtoMethod], known: Known) -> Iterator[Message]:
    seen: set[str] = set()
    for method in methods:
        found = (known.messages.get(name) for name in _fault_names(method, known))
        for start in (method.request, method.response, *(message for message in found if message)):
            for message in reachable(start, known.messages):
                if message.full_name not in seen:
                    seen.add(message.full_name)
                    yield message


def _fault_names(method: ProtoMethod, known: Known) -> Iterator[str]:
    """The full proto names of a method's own faults."""
    by_place = {(m.module, m.name): m.full_name for m in known.messages.values() if m.code}
    for place in method.faults:
        if place in by_place:
            yield by_place[place]


def _path(method: ProtoMethod, file: File, known: Known) -> Json:
    operation: Json = {
        "operationId": f"{file.service}.{method.name}",
        "tags": [file.service],
        "summary": " ".join(method.comment.split()).partition(". ")[0].rstrip("."),
        "description": method.comment,
        "security": _security(method),
        "x-octavo-scope": method.scope,
    }
    if method.streams:
        operation["x-octavo-streams"] = True
    post = {
        **operation,
        "parameters": _parameters(method),
        "requestBody": {"required": True, "content": _content(method, method.request)},
        "responses": _responses(method, known),
    }
    path: Json = {"post": post}
    if method.idempotency == "NO_SIDE_EFFECTS" and not method.streams:
        path["get"] = {
            **operation,
            "operationId": f"{file.service}.{method.name}.get",
            "parameters": _query(method),
            "responses": _responses(method, known),
        }
    return path


def _security(method: ProtoMethod) -> list[Json]:
    session: Json = {"session": []}
    if not method.scope:
        return [session]
    if method.scope == ANY:
        return [{}, {"token": []}, session]
    return [{"token": [method.scope]}, session]


def _parameters(method: ProtoMethod) -> list[Json]:
    named = ["ConnectProtocolVersion", "ConnectTimeoutMs"]
    if method.idempotency != "NO_SIDE_EFFECTS" and not method.streams:
        named.append("IdempotencyKey")
    return [{"$ref": f"#/components/parameters/{name}"} for name in named]


def _query(method: ProtoMethod) -> list[Json]:
    return [
        {
            "name": "message",
            "in": "query",
            "required": True,
            "description": "The request, as JSON (or, with base64=1, as that in URL-safe base64).",
            "content": {"application/json": {"schema": _reference(method.request.full_name)}},
        },
        *(
            {"$ref": f"#/components/parameters/{name}"}
            for name in ("encoding", "connect", "ConnectTimeoutMs")
        ),
    ]


def _content(method: ProtoMethod, message: Message) -> Json:
    schema = _reference(message.full_name)
    if not method.streams:
        return {"application/json": {"schema": schema}, "application/proto": {"schema": {}}}
    enveloped = {"x-octavo-message": schema}
    return {
        "application/connect+json": {"schema": enveloped},
        "application/connect+proto": {"schema": {}},
    }


def _responses(method: ProtoMethod, known: Known) -> Json:
    responses: Json = {
        "200": {
            "description": "A stream of messages." if method.streams else "Done.",
            "headers": {
                name: {"$ref": f"#/components/headers/{name}"} for name in ("RateLimit", "RateLimit-Policy")
            },
            "content": _content(method, method.response),
        }
    }
    faults: dict[int, list[Json]] = {}
    for code in (*_ANYWHERE, *(() if method.idempotency == "NO_SIDE_EFFECTS" else _OF_CHANGES)):
        faults.setdefault(code.http_status, [])
    for module, name in method.faults:
        status, fault = _fault(module, name, known)
        faults.setdefault(status, []).append(fault)
    for status, own in sorted(faults.items()):
        response: Json = {"$ref": f"#/components/responses/{status}"}
        if own:
            response = {
                "description": " ".join(f"{it['name']}: {it['description']}" for it in own),
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
                "x-octavo-faults": own,
            }
        responses[str(status)] = response
    if method.idempotency == "NO_SIDE_EFFECTS" and not method.streams:
        responses["304"] = {"$ref": "#/components/responses/304"}
    responses["415"] = {"$ref": "#/components/responses/415"}
    return responses


def _fault(module: str, name: str, known: Known) -> tuple[int, Json]:
    """The HTTP status of a fault, and what is told of it."""
    if module == "octavo.chassis.faults":
        kind: type[Fault] = getattr(chassis_faults, name)
        told = {"name": name, "code": kind.code.connect_name, "description": kind.public_text}
        return kind.code.http_status, told
    message = next(m for m in known.messages.values() if (m.module, m.name) == (module, name))
    code = Code[message.code]
    told = {
        "name": name,
        "type": message.full_name,
        "code": code.connect_name,
        "description": " ".join(message.comment.split()) or name,
    }
    return code.http_status, told


def _message(message: Message) -> Json:
    properties: Json = {}
    for field in message.fields:
        for arm in field.arms or (field,):
            properties[_camel(arm.name)] = _described(_shape(field, arm), arm.comment or field.comment)
    required = [_camel(f.name) for f in message.fields if f.shape is Shape.ONE and f.type.required]
    schema: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    if message.comment:
        schema["description"] = message.comment
    if required:
        schema["required"] = required
    return schema


def _shape(field: ProtoField, arm: ProtoField) -> Json:
    one = _single(arm.type)
    match field.shape:
        case Shape.OPTIONAL | Shape.CHOICE:
            return {"anyOf": [one, {"type": "null"}]}
        case Shape.MANY:
            return {"type": "array", "items": one}
        case Shape.MAP:
            return {"type": "object", "additionalProperties": one}
    if field.default:
        return {**one, "default": _default(field)}
    return one


def _default(field: ProtoField) -> Any:
    text = field.default or ""
    if field.type.kind in (Kind.INT32, Kind.UINT32):
        return int(text)
    return text == "true" if field.type.kind is Kind.BOOL else text


def _single(kind: Type) -> Json:
    if kind.kind in (Kind.MESSAGE, Kind.ENUM):
        return _reference(kind.full_name)
    schema = dict(_SCALARS[kind.kind])
    if kind.python:
        schema["x-octavo-id"] = kind.python
    return schema


def _enum(enum: ProtoEnum) -> Json:
    told = [f"{name}: {' '.join(comment.split())}" for _, name, _, comment in enum.members if comment]
    return {
        "type": "string",
        "enum": [name for _, name, _, _ in enum.members],
        "description": "\n".join(filter(None, [enum.comment, *told])),
    }


def _described(schema: Json, comment: str) -> Json:
    return {**schema, "description": comment} if comment else schema


def _reference(full_name: str) -> Json:
    if full_name == "google.protobuf.Empty":
        return {"type": "object", "properties": {}, "additionalProperties": False}
    return {"$ref": f"#/components/schemas/{full_name}"}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
