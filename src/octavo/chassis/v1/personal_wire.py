# Generated from octavo/chassis/v1/personal.proto by `make proto`; not to be edited.

"""How the messages of octavo.chassis.v1 are packed for the wire."""

from collections.abc import AsyncIterator
from typing import Any

from octavo.chassis import codec
from octavo.chassis.v1.personal import ExportRequest, FilePiece, UnknownHolder

_DESCRIPTOR = codec.load(__file__, "personal.binpb")

_ExportRequest = _DESCRIPTOR.message("octavo.chassis.v1.ExportRequest")
_FilePiece = _DESCRIPTOR.message("octavo.chassis.v1.FilePiece")
_UnknownHolder = _DESCRIPTOR.message("octavo.chassis.v1.UnknownHolder")


def fill_export_request(message: Any, value: ExportRequest) -> None:
    message.source = value.source
    message.person_id = value.person_id


def read_export_request(message: Any, strict: bool) -> ExportRequest:
    return ExportRequest(
        source=message.source,
        person_id=message.person_id,
    )


def fill_file_piece(message: Any, value: FilePiece) -> None:
    message.path = value.path
    message.data = value.data


def read_file_piece(message: Any, strict: bool) -> FilePiece:
    return FilePiece(
        path=message.path,
        data=message.data,
    )


def fill_unknown_holder(message: Any, value: UnknownHolder) -> None:
    message.source = value.source


def read_unknown_holder(message: Any, strict: bool) -> UnknownHolder:
    return UnknownHolder(
        source=message.source,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    UnknownHolder.proto_name: codec.Packing(_UnknownHolder, fill_unknown_holder, read_unknown_holder),
}

METHODS: dict[str, codec.WireMethod] = {
    "Export": codec.WireMethod(
        codec.Packing(_ExportRequest, fill_export_request, read_export_request),
        codec.Packing(_FilePiece, fill_file_piece, read_file_piece),
    ),
}


class PersonalDataClient:
    """PersonalData at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._export: codec.Stream[FilePiece] = wire.stream("Export")

    def export(self, *, source: str, person_id: str) -> AsyncIterator[FilePiece]:
        return self._export(ExportRequest(source=source, person_id=person_id))
