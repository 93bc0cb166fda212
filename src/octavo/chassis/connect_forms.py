"""The two forms of a message: JSON and protobuf's own. Both refuse what the contract does not know."""

import importlib
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from octavo.chassis.contract import Contract, Method
from octavo.chassis.faults import Invalid
from octavo.chassis.jsonform import JsonMethod, refuse_nul

__all__ = ["FORMS", "Form"]


class Form(Protocol):
    """How one method's messages are read and written."""

    def read(self, body: bytes) -> dict[str, Any]:
        """Return the arguments of the call; raises Invalid with what is wrong."""
        ...

    def write(self, result: Any) -> bytes:
        """Return the response's bytes."""
        ...


class BinaryMethod:
    """One method's messages in protobuf's binary form."""

    def __init__(self, contract: Contract, method: Method) -> None:
        self._contract = contract
        self._method = method

    def read(self, body: bytes) -> dict[str, Any]:
        """Return the arguments of the call; raises Invalid with what is wrong."""
        from google.protobuf.message import DecodeError

        packing = importlib.import_module(self._contract.wire).METHODS[self._method.name].request
        message = packing.new()
        try:
            message.ParseFromString(body)
        except DecodeError:
            raise Invalid("", "This is not a message of the contract.") from None
        size = message.ByteSize()
        message.DiscardUnknownFields()
        if message.ByteSize() != size:
            raise Invalid("", "The message has a field that this method does not know.")
        request = packing.read(message, True)
        if b"\x00" in body:
            refuse_nul(request)
        return {name: getattr(request, name) for name in request.__struct_fields__}

    def write(self, result: Any) -> bytes:
        """Return the response's bytes."""
        packing = importlib.import_module(self._contract.wire).METHODS[self._method.name].response
        data: bytes = packing.to_bytes(self._method.wrap(result))
        return data


FORMS: Final[Mapping[bytes, Callable[[Contract, Method], Form]]] = {
    b"json": JsonMethod,
    b"proto": BinaryMethod,
}
"""By the name that stands in content types."""
