# Generated from octavo/chassis/v1/board.proto by `make proto`; not to be edited.

"""How the messages of octavo.chassis.v1 are packed for the wire."""

from typing import Any

from octavo.chassis import codec
from octavo.chassis.v1.board import (
    LookRequest,
    LookResponse,
    NoteRequest,
    NoteResponse,
    SettleRequest,
    SettleResponse,
    TellRequest,
    TellResponse,
)

_DESCRIPTOR = codec.load(__file__, "board.binpb")

_LookRequest = _DESCRIPTOR.message("octavo.chassis.v1.LookRequest")
_LookResponse = _DESCRIPTOR.message("octavo.chassis.v1.LookResponse")
_TellRequest = _DESCRIPTOR.message("octavo.chassis.v1.TellRequest")
_TellResponse = _DESCRIPTOR.message("octavo.chassis.v1.TellResponse")
_NoteRequest = _DESCRIPTOR.message("octavo.chassis.v1.NoteRequest")
_NoteResponse = _DESCRIPTOR.message("octavo.chassis.v1.NoteResponse")
_SettleRequest = _DESCRIPTOR.message("octavo.chassis.v1.SettleRequest")
_SettleResponse = _DESCRIPTOR.message("octavo.chassis.v1.SettleResponse")


def fill_look_request(message: Any, value: LookRequest) -> None:
    pass


def read_look_request(message: Any, strict: bool) -> LookRequest:
    return LookRequest()


def fill_look_response(message: Any, value: LookResponse) -> None:
    message.processes = value.processes


def read_look_response(message: Any, strict: bool) -> LookResponse:
    return LookResponse(
        processes=message.processes,
    )


def fill_tell_request(message: Any, value: TellRequest) -> None:
    message.processes = value.processes


def read_tell_request(message: Any, strict: bool) -> TellRequest:
    return TellRequest(
        processes=message.processes,
    )


def fill_tell_response(message: Any, value: TellResponse) -> None:
    pass


def read_tell_response(message: Any, strict: bool) -> TellResponse:
    return TellResponse()


def fill_note_request(message: Any, value: NoteRequest) -> None:
    message.release = value.release
    message.errors = value.errors
    message.dropped = value.dropped


def read_note_request(message: Any, strict: bool) -> NoteRequest:
    return NoteRequest(
        release=message.release,
        errors=message.errors,
        dropped=message.dropped,
    )


def fill_note_response(message: Any, value: NoteResponse) -> None:
    pass


def read_note_response(message: Any, strict: bool) -> NoteResponse:
    return NoteResponse()


def fill_settle_request(message: Any, value: SettleRequest) -> None:
    message.group = value.group


def read_settle_request(message: Any, strict: bool) -> SettleRequest:
    return SettleRequest(
        group=message.group,
    )


def fill_settle_response(message: Any, value: SettleResponse) -> None:
    message.found = value.found


def read_settle_response(message: Any, strict: bool) -> SettleResponse:
    return SettleResponse(
        found=message.found,
    )


FAULTS: dict[str, codec.Packing[Any]] = {}

METHODS: dict[str, codec.WireMethod] = {
    "Look": codec.WireMethod(
        codec.Packing(_LookRequest, fill_look_request, read_look_request),
        codec.Packing(_LookResponse, fill_look_response, read_look_response),
    ),
    "Tell": codec.WireMethod(
        codec.Packing(_TellRequest, fill_tell_request, read_tell_request),
        codec.Packing(_TellResponse, fill_tell_response, read_tell_response),
    ),
    "Note": codec.WireMethod(
        codec.Packing(_NoteRequest, fill_note_request, read_note_request),
        codec.Packing(_NoteResponse, fill_note_response, read_note_response),
    ),
    "Settle": codec.WireMethod(
        codec.Packing(_SettleRequest, fill_settle_request, read_settle_request),
        codec.Packing(_SettleResponse, fill_settle_response, read_settle_response),
    ),
}


class BoardClient:
    """Board at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._look: codec.Unary[bytes] = wire.unary("Look")
        self._tell: codec.Unary[None] = wire.unary("Tell")
        self._note: codec.Unary[None] = wire.unary("Note")
        self._settle: codec.Unary[bool] = wire.unary("Settle")

    async def look(self) -> bytes:
        return await self._look(LookRequest())

    async def tell(self, *, processes: bytes) -> None:
        await self._tell(TellRequest(processes=processes))

    async def note(self, *, release: str, errors: bytes, dropped: int) -> None:
        await self._note(NoteRequest(release=release, errors=errors, dropped=dropped))

    async def settle(self, *, group: str) -> bool:
        return await self._settle(SettleRequest(group=group))
