"""Requests and responses as proto3 JSON: straight by msgspec, by protobuf's own reader where that differs.

msgspec's JSON of a generated Struct is proto3 JSON but for oneofs and durations. Of what proto3 JSON lets a
sender write in more than one way (null for absent, `snake_case` names, numbers as text, enums as numbers)
msgspec takes the usual one; the rest is left to protobuf's reader, which is slow and knows everything.
"""

import importlib
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from octavo.chassis.contract import Contract, Method
from octavo.chassis.faults import Fault, Invalid

__all__ = ["JsonMethod", "fault_details", "refuse_nul"]

_PLACE = re.compile(r"^(?P<what>.*) - at `\$(?P<key>key)?\.?(?P<path>[^`]*)`$", re.DOTALL)

_SLOW_PARTS = 10_000
"""Commas in a body that protobuf's reader is still asked about: it takes a microsecond for each part."""

_encode = msgspec.json.Encoder().encode


class JsonMethod:
    """How one method's messages are read and written as JSON."""

    def __init__(self, contract: Contract, method: Method) -> None:
        self._contract = contract
        self._method = method
        self._decoder = msgspec.json.Decoder(method.request) if method.plain_request else None

    def read(self, body: bytes) -> dict[str, Any]:
        """Return the arguments of the call; raises Invalid with what is wrong, and where."""
        try:
            if self._decoder is None:
                msgspec.json.decode(body)
                request = self._read_slowly(body)
            else:
                request = self._decoder.decode(body)
        except msgspec.ValidationError as refused:
            return self._second_opinion(body, refused)
        except (msgspec.DecodeError, UnicodeDecodeError) as broken:
            raise Invalid("", f"The body is not JSON: {broken}") from None
        except RecursionError:
            raise Invalid("", "The JSON is nested too deeply.") from None
        if b"\\u0000" in body:
            refuse_nul(request)
        return {name: getattr(request, name) for name in request.__struct_fields__}

    def _second_opinion(self, body: bytes, refused: msgspec.ValidationError) -> dict[str, Any]:
        try:
            if body.count(b",") > _SLOW_PARTS:
                raise _invalid(str(refused))
            request = self._read_slowly(body)
        except (Invalid, RecursionError):
            raise _invalid(str(refused)) from None
        refuse_nul(request)
        return {name: getattr(request, name) for name in request.__struct_fields__}

    def _read_slowly(self, body: bytes) -> Any:
        from google.protobuf import json_format

        packing = importlib.import_module(self._contract.wire).METHODS[self._method.name].request
        message = packing.new()
        if not body.lstrip(b" \t\r\n").startswith(b"{"):  # protobuf would take [] for an empty message
            raise Invalid("", "The body is not a JSON object.")
        try:
            json_format.Parse(body, message)
        except json_format.ParseError as refused:
            raise Invalid("", str(refused)) from None
        return packing.read(message, True)

    def write(self, result: Any) -> bytes:
        """Return the response as JSON."""
        response = self._method.wrap(result)
        if self._method.plain_response:
            return _encode(response)
        from google.protobuf import json_format

        packing = importlib.import_module(self._contract.wire).METHODS[self._method.name].response
        text = json_format.MessageToJson(
            packing.message(response), always_print_fields_with_no_presence=True, indent=None
        )
        return text.encode()


def refuse_nul(value: Any, field: str = "") -> None:
    """Raise Invalid where a text anywhere in the value holds NUL: no text has one, no database keeps it."""
    if isinstance(value, str):
        if "\x00" in value:
            raise Invalid(field, "A text holds NUL, which is no character of any text.")
    elif isinstance(value, msgspec.Struct):
        for name, own in zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True):
            refuse_nul(getattr(value, name), f"{field}.{own}" if field else own)
    elif isinstance(value, tuple | list):
        for place, item in enumerate(value):
            refuse_nul(item, f"{field}[{place}]")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            refuse_nul(key, field)
            refuse_nul(item, field)


def _invalid(refused: str) -> Invalid:
    """msgspec says what and where in one sentence; here they are apart."""
    found = _PLACE.match(refused)
    if found is None:
        return Invalid(_named(refused), f"{refused}.")
    path = found["path"]
    return Invalid(path or _named(found["what"]), f"{found['what']}, at {path or 'the top'}.")


def _named(text: str) -> str:
    """The field that a complaint about a missing or unknown one names."""
    names = re.findall(r"field `([^`]*)`", text)
    return names[0] if names else ""


def fault_details(contract: Contract, fault: Fault) -> Mapping[str, Any] | None:
    """Return the fault as a detail of a Connect error: its proto name, its bytes, and its fields to read.

    None for the chassis' own faults without fields: their code says it all.
    """
    if not fault.field_names:
        if fault.proto_name.startswith("octavo.") and fault.proto_name.count(".") == 1:
            return None
        return {"type": fault.proto_name, "value": "", "debug": {}}
    from octavo.chassis.faultwire import details_json

    found = details_json(fault, importlib.import_module(contract.wire).FAULTS)
    if found is None:
        return None
    value, shown = found
    text = msgspec.json.decode(_encode(value)).rstrip("=")
    return {"type": fault.proto_name, "value": text, "debug": shown}
