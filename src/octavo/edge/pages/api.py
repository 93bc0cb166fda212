"""`/api`: what programs can call, to be read, made of the same document that machines get."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from octavo.chassis.scopes import SCOPES
from octavo.edge.pages.views_api import (
    ApiFault,
    ApiField,
    ApiMethod,
    ApiPage,
    ApiService,
    ApiServicePage,
    ApiType,
)
from octavo.edge.workbench import A_DAY, Asked, Workbench
from octavo.serving.page_cache import Page

_REF: Final = "#/components/schemas/"
_MOST_DEEP: Final = 3
_FIRST: Final = """curl {}/octavo.stories.v1.Stories/ListStories \\
  -H 'Content-Type: application/json' \\
  -d '{{"limit": 3}}'"""


async def overview(bench: Workbench, asked: Asked) -> Page:
    """How to call, and what there is."""
    view = ApiPage(
        example=_FIRST.format(bench.addresses.origin),
        services=tuple(_service(name, part) for name, part in sorted(bench.api.parts.items())),
        scopes=tuple(SCOPES.items()),
    )
    return bench.kept(view, asked, tags=())


async def service(bench: Workbench, asked: Asked) -> Page:
    """The methods of one service, with their fields, faults and a call to copy."""
    part = bench.api.parts.get(asked.parts["service"])
    if part is None:
        return bench.unknown(asked)
    schemas = bench.api.document["components"]["schemas"]
    requests = {
        _name(operation["requestBody"]["content"]): None
        for operation in (path["post"] for path in part["paths"].values())
    }
    view = ApiServicePage(
        service=_service(asked.parts["service"], part),
        methods=tuple(
            _method(address, path, schemas, bench.addresses.origin) for address, path in part["paths"].items()
        ),
        types=tuple(
            _type(name, schema)
            for name, schema in part["schemas"].items()
            if not _is_envelope(name, requests)
        ),
    )
    return bench.kept(view, asked, tags=())


async def document(bench: Workbench, asked: Asked) -> Page:
    """The document for machines; any site's page may read it."""
    return Page(
        body=bench.api.encoded,
        tags=(),
        media_type="application/json",
        headers=(("access-control-allow-origin", "*"),),
        ttl=A_DAY,
    )


async def descriptors(bench: Workbench, asked: Asked) -> Page:
    """The contracts as protobuf descriptors."""
    return Page(body=bench.api.descriptors, tags=(), media_type="application/octet-stream", ttl=A_DAY)


def _service(name: str, part: Mapping[str, Any]) -> ApiService:
    return ApiService(
        name=name,
        title=part["tag"]["name"],
        description=part["tag"]["description"],
        address=f"/api/{name}",
        methods=tuple(
            (address.rpartition("/")[2], path["post"]["summary"]) for address, path in part["paths"].items()
        ),
    )


def _method(address: str, path: Mapping[str, Any], schemas: Mapping[str, Any], origin: str) -> ApiMethod:
    post = path["post"]
    request = _name(post["requestBody"]["content"])
    response = _name(post["responses"]["200"]["content"])
    return ApiMethod(
        name=address.rpartition("/")[2],
        path=address,
        description=post["description"],
        scope=post["x-octavo-scope"],
        streams=post.get("x-octavo-streams", False),
        verbs="GET POST" if "get" in path else "POST",
        request=tuple(_fields(schemas.get(request, {}))),
        response=tuple(_fields(schemas.get(response, {}))),
        faults=tuple(
            ApiFault(
                name=fault["name"], code=fault["code"], status=int(status), description=fault["description"]
            )
            for status, answer in post["responses"].items()
            for fault in answer.get("x-octavo-faults", ())
        ),
        example=_example(origin + address, post, schemas, request),
    )


def _example(address: str, post: Mapping[str, Any], schemas: Mapping[str, Any], request: str) -> str:
    """The call for a shell."""
    message = json.dumps(_sample(schemas.get(request, {}), schemas, 0), ensure_ascii=False)
    kind = "connect+json" if post.get("x-octavo-streams") else "json"
    lines = [f"curl {address}"]
    if post["x-octavo-scope"] and post["x-octavo-scope"] != "any":
        lines.append('-H "Authorization: Bearer $OCTAVO_TOKEN"')
    lines.append(f"-H 'Content-Type: application/{kind}'")
    if kind == "json":
        lines.append(f"-d '{message}'")
    return " \\\n  ".join(lines)


def _sample(schema: Mapping[str, Any], schemas: Mapping[str, Any], depth: int) -> Any:
    """A value of the kind: what must be said, and what most callers say."""
    if "$ref" in schema:
        return _sample(schemas[schema["$ref"].removeprefix(_REF)], schemas, depth + 1)
    if "anyOf" in schema:
        return _sample(schema["anyOf"][0], schemas, depth)
    if "default" in schema:
        return schema["default"]
    if "enum" in schema:
        return schema["enum"][min(1, len(schema["enum"]) - 1)]
    match schema.get("type"):
        case "object":
            if depth > _MOST_DEEP:
                return {}
            return {
                name: _sample(field, schemas, depth)
                for name, field in schema.get("properties", {}).items()
                if depth == 0 or "anyOf" not in field
            }
        case "array":
            return [_sample(schema["items"], schemas, depth)] if depth <= 1 else []
        case "integer" | "number":
            return 1
        case "boolean":
            return False
    return "2026-01-31T12:00:00Z" if schema.get("format") == "date-time" else "…"


def _name(content: Mapping[str, Any]) -> str:
    schema = next(iter(content.values()))["schema"]
    reference: str = schema.get("x-octavo-message", schema).get("$ref", "")
    return reference.removeprefix(_REF)


def _is_envelope(name: str, requests: Mapping[str, None]) -> bool:
    """Requests and responses stand at their method."""
    return name in requests or (
        name.endswith("Response") and name.removesuffix("Response") + "Request" in requests
    )


def _type(name: str, schema: Mapping[str, Any]) -> ApiType:
    return ApiType(
        name=name.rpartition(".")[2],
        anchor=name,
        description=schema.get("description", ""),
        fields=tuple(_fields(schema)),
        values=tuple(schema.get("enum", ())),
    )


def _fields(schema: Mapping[str, Any]) -> Iterator[ApiField]:
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        kind, anchor = _kind(field)
        yield ApiField(
            name=name,
            kind=kind,
            anchor=anchor,
            required=name in required,
            description=field.get("description", ""),
            default=json.dumps(field["default"]) if "default" in field else "",
        )


def _kind(schema: Mapping[str, Any]) -> tuple[str, str]:
    """What a field holds, and the type that says more about it."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_REF)
        return name.rpartition(".")[2], name
    if "anyOf" in schema:
        kind, anchor = _kind(schema["anyOf"][0])
        return f"{kind} | null", anchor
    if schema.get("type") == "array":
        kind, anchor = _kind(schema["items"])
        return f"{kind}[]", anchor
    if isinstance(schema.get("additionalProperties"), dict):
        kind, anchor = _kind(schema["additionalProperties"])
        return f"{{string: {kind}}}", anchor
    named = schema.get("x-octavo-id") or schema.get("contentEncoding") or schema.get("format")
    return named if named and named != "double" else schema.get("type", "object"), ""
