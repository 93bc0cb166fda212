"""Kept traces in OpenTelemetry's form: its protocol buffers, and its names for what a span is about.

Names follow the semantic conventions for HTTP, RPC, databases and messaging. Each service is a service of its
own there, in one process or in many: the same trace looks the same.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1 import trace_pb2 as proto

from octavo.chassis.spans import Kind, Span
from octavo.chassis.traces import Kept

__all__ = ["encoded", "rejected"]

_SAMPLED: Final = 0x01
_KNOWN_REMOTE: Final = 0x100  # whether the parent is in another process is known …
_REMOTE: Final = 0x200  # … and it is

_KINDS: Final = {
    Kind.HTTP: proto.Span.SPAN_KIND_SERVER,
    Kind.CALL: proto.Span.SPAN_KIND_INTERNAL,
    Kind.ASKED: proto.Span.SPAN_KIND_CLIENT,
    Kind.SERVED: proto.Span.SPAN_KIND_SERVER,
    Kind.SQL: proto.Span.SPAN_KIND_CLIENT,
    Kind.PUBLISHED: proto.Span.SPAN_KIND_PRODUCER,
    Kind.HEARD: proto.Span.SPAN_KIND_CONSUMER,
}


def encoded(parts: Sequence[Kept], *, version: str, instance: str) -> bytes:
    """One request of OTLP with all spans of these parts.

    instance: what tells this process from others.
    """
    services: dict[str, list[proto.Span]] = defaultdict(list)
    for kept in parts:
        for span in kept.part.told():
            services[span.service].append(_span(kept, span))
    return ExportTraceServiceRequest(
        resource_spans=[
            proto.ResourceSpans(
                resource=_resource(name, version, instance),
                scope_spans=[
                    proto.ScopeSpans(scope=InstrumentationScope(name="octavo", version=version), spans=spans)
                ],
            )
            for name, spans in services.items()
        ]
    ).SerializeToString()


def rejected(answer: bytes) -> int:
    """How many spans a collector says, in its answer, that it did not take; 0 where it says nothing."""
    try:
        return max(0, ExportTraceServiceResponse.FromString(answer).partial_success.rejected_spans)
    except Exception:  # noqa: BLE001 - some collectors answer in words; what they took is not told then
        return 0


def _resource(name: str, version: str, instance: str) -> Resource:
    told = {
        "service.name": name,
        "service.namespace": "octavo",
        "service.version": version,
        "service.instance.id": instance,
    }
    return Resource(attributes=_attributes(told))


def _span(kept: Kept, span: Span) -> proto.Span:
    part, told = kept.part, _told(span)
    outermost = span.id == part.root
    flags = _SAMPLED | _KNOWN_REMOTE | (_REMOTE if outermost and part.parent else 0)
    if outermost:
        told["octavo.kept"] = kept.why.value
    made = proto.Span(
        trace_id=bytes.fromhex(part.trace),
        span_id=span.id.to_bytes(8, "big"),
        parent_span_id=span.parent.to_bytes(8, "big") if span.parent else b"",
        flags=flags,
        name=span.title,
        kind=_KINDS[span.kind],
        start_time_unix_nano=_nanoseconds(kept.at(span.began)),
        end_time_unix_nano=_nanoseconds(kept.at(span.ended)),
        attributes=_attributes(told),
    )
    if outermost and part.link is not None:
        made.links.add(trace_id=bytes.fromhex(part.link.trace), span_id=part.link.span.to_bytes(8, "big"))
    if span.is_failure:
        made.status.code = proto.Status.STATUS_CODE_ERROR
    return made


def _told(span: Span) -> dict[str, str | int]:
    told: dict[str, str | int] = {"error.type": span.error} if span.error else {}
    match span.kind:
        case Kind.HTTP:
            method, _, route = span.name.partition(" ")
            told |= {"http.request.method": method}
            if route:
                told["http.route"] = route
            if span.more is not None:
                told["http.response.status_code"] = int(span.more)
        case Kind.CALL:
            told |= {"rpc.method": f"{span.where}/{span.name}"}
        case Kind.ASKED:
            told |= {"rpc.system.name": "grpc", "rpc.method": f"{span.where}/{span.name}"}
        case Kind.SERVED:
            told |= {"rpc.system.name": "grpc", "rpc.method": span.name}
        case Kind.SQL:
            told |= {
                "db.system.name": str(span.more),
                "db.namespace": span.where,
                "db.operation.name": span.operation,
                "db.query.text": " ".join(span.name.split()),
            }
        case Kind.PUBLISHED:
            told |= _messaging("send", span)
        case Kind.HEARD:
            told |= _messaging("process", span) | {"messaging.consumer.group.name": span.where}
            if span.more is not None:
                told["octavo.attempt"] = int(span.more)
    return told


def _messaging(operation: str, span: Span) -> dict[str, str | int]:
    return {
        "messaging.system": "octavo",
        "messaging.operation.type": operation,
        "messaging.operation.name": operation,
        "messaging.destination.name": span.name.partition(".")[0],
        "octavo.event": span.name,
    }


def _attributes(told: Mapping[str, str | int]) -> list[KeyValue]:
    return [KeyValue(key=key, value=_value(value)) for key, value in told.items()]


def _value(value: Any) -> AnyValue:
    return AnyValue(int_value=value) if isinstance(value, int) else AnyValue(string_value=value)


def _nanoseconds(moment: float) -> int:
    return round(moment * 1_000_000_000)
