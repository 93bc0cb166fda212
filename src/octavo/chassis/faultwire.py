"""How faults cross a wire: a `google.rpc.Status` whose one detail is the fault's own message."""

from collections.abc import Mapping
from typing import Any

import structlog
from google.protobuf import json_format
from google.protobuf.message import DecodeError

from octavo.chassis import codec
from octavo.chassis.codec import Packing
from octavo.chassis.faults import Broken, Fault, Invalid, Overloaded, ResourceExhausted, generic

__all__ = ["DETAILS", "details_json", "pack_fault", "unpack_fault"]

DETAILS = "grpc-status-details-bin"
"""The trailing metadata in which gRPC tools of every language look for details."""

_PREFIX = "type.googleapis.com/"
_DESCRIPTOR = codec.load(__file__, "faults.binpb")
_Status = _DESCRIPTOR.message("octavo.Status")

_log = structlog.get_logger(__name__)


def _fill_invalid(message: Any, fault: Invalid) -> None:
    message.field = fault.field


def _read_invalid(message: Any, strict: bool) -> Invalid:
    return Invalid(message.field)


def _fill_exhausted(message: Any, fault: ResourceExhausted | Overloaded) -> None:
    message.retry_after = fault.retry_after


def _read_exhausted(message: Any, strict: bool) -> ResourceExhausted:
    return ResourceExhausted(message.retry_after)


def _read_overloaded(message: Any, strict: bool) -> Overloaded:
    return Overloaded(message.retry_after)


_OWN: dict[str, Packing[Any]] = {
    Invalid.proto_name: Packing(_DESCRIPTOR.message("octavo.Invalid"), _fill_invalid, _read_invalid),
    ResourceExhausted.proto_name: Packing(
        _DESCRIPTOR.message("octavo.ResourceExhausted"), _fill_exhausted, _read_exhausted
    ),
    Overloaded.proto_name: Packing(
        _DESCRIPTOR.message("octavo.Overloaded"), _fill_exhausted, _read_overloaded
    ),
}


def _packing(fault: Fault, known: Mapping[str, Packing[Any]]) -> Packing[Any] | None:
    return known.get(fault.proto_name) or _OWN.get(fault.proto_name)


def pack_fault(fault: Fault, known: Mapping[str, Packing[Any]]) -> bytes:
    """Return the bytes of the Status; a fault that no contract knows travels as its code and text."""
    status = _Status()
    status.code = fault.code
    status.message = fault.message
    packing = _packing(fault, known)
    if packing is not None:
        try:
            value = packing.to_bytes(fault)
        except (ValueError, TypeError):
            _log.exception("a fault's fields do not fit its contract", fault=fault.proto_name)
        else:
            detail = status.details.add()
            detail.type_url = _PREFIX + fault.proto_name
            detail.value = value
    packed: bytes = status.SerializeToString()
    return packed


def unpack_fault(code: int, details: bytes, known: Mapping[str, Packing[Any]]) -> Fault:
    """Return the fault that a peer sent: itself where it is known, else the chassis' one for its code."""
    status = _Status()
    try:
        status.ParseFromString(details)
    except DecodeError:
        return generic(code)
    for detail in status.details:
        packing = known.get(name := detail.type_url.rpartition("/")[2]) or _OWN.get(name)
        if packing is not None:
            try:
                fault: Fault = packing.from_bytes(detail.value, strict=False)
            except Broken:
                break
            fault.say(status.message)
            return fault
    return generic(code, status.message)


def details_json(fault: Fault, known: Mapping[str, Packing[Any]]) -> tuple[bytes, dict[str, Any]] | None:
    """Return the fault's message as bytes and as proto3 JSON with every field; None where it has none."""
    packing = _packing(fault, known)
    if packing is None:
        return None
    try:
        message = packing.message(fault)
    except (ValueError, TypeError):
        _log.exception("a fault's fields do not fit its contract", fault=fault.proto_name)
        return None
    shown = json_format.MessageToDict(message, always_print_fields_with_no_presence=True)
    return message.SerializeToString(), shown
