# Generated from octavo/chassis/v1/traces.proto by `make proto`; not to be edited.

"""How the messages of octavo.chassis.v1 are packed for the wire."""

from typing import Any

from octavo.chassis import codec
from octavo.chassis.v1.traces import KeepRequest, KeepResponse, TraceToKeep

_DESCRIPTOR = codec.load(__file__, "traces.binpb")

_KeepRequest = _DESCRIPTOR.message("octavo.chassis.v1.KeepRequest")
_TraceToKeep = _DESCRIPTOR.message("octavo.chassis.v1.TraceToKeep")
_KeepResponse = _DESCRIPTOR.message("octavo.chassis.v1.KeepResponse")


def fill_keep_request(message: Any, value: KeepRequest) -> None:
    for traces_item in value.traces:
        fill_trace_to_keep(message.traces.add(), traces_item)


def read_keep_request(message: Any, strict: bool) -> KeepRequest:
    return KeepRequest(
        traces=tuple([read_trace_to_keep(item, strict) for item in message.traces]),
    )


def fill_trace_to_keep(message: Any, value: TraceToKeep) -> None:
    message.trace = value.trace
    message.why = value.why


def read_trace_to_keep(message: Any, strict: bool) -> TraceToKeep:
    return TraceToKeep(
        trace=message.trace,
        why=message.why,
    )


def fill_keep_response(message: Any, value: KeepResponse) -> None:
    pass


def read_keep_response(message: Any, strict: bool) -> KeepResponse:
    return KeepResponse()


FAULTS: dict[str, codec.Packing[Any]] = {}

METHODS: dict[str, codec.WireMethod] = {
    "Keep": codec.WireMethod(
        codec.Packing(_KeepRequest, fill_keep_request, read_keep_request),
        codec.Packing(_KeepResponse, fill_keep_response, read_keep_response),
    ),
}


class TracePartsClient:
    """TraceParts at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._keep: codec.Unary[None] = wire.unary("Keep")

    async def keep(self, *, traces: tuple[TraceToKeep, ...]) -> None:
        await self._keep(KeepRequest(traces=traces))
