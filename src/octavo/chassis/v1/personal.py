# Generated from octavo/chassis/v1/personal.proto by `make proto`; not to be edited.

"""What the services of a process keep about people, for whoever packs it for them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import ClassVar, Protocol

import msgspec

from octavo.chassis.contract import Contract, Idempotency, Method
from octavo.chassis.faults import NotFound

__all__ = ["CONTRACT", "ExportRequest", "FilePiece", "PersonalData", "UnknownHolder"]


class ExportRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # The service, such as "stories".
    source: str = ""
    person_id: str = ""


class FilePiece(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The next bytes of a file, at most 64 KiB. A file's pieces follow each other."""

    # Below the service's folder, such as "revisions.json".
    path: str = ""
    data: bytes = b""


class UnknownHolder(NotFound):
    """This process does not run the service."""

    proto_name = "octavo.chassis.v1.UnknownHolder"
    public_text = "This process does not run the service."
    field_names: ClassVar[tuple[str, ...]] = ("source",)
    source: str

    def __init__(self, *, source: str = "") -> None:
        super().__init__()
        self.source = source


class PersonalData(Protocol):
    """What the services keep about people."""

    def export(self, *, source: str, person_id: str) -> AsyncIterator[FilePiece]:
        """All that one service keeps about a person, as the files of an export, one after the other.

        Rows come as JSON, one file for each table, made from the marks of the contract; a service may add
        files of its own. What proves who somebody is (hashes of passwords and tokens) is left out.

        Raises UnknownHolder.
        """
        ...


CONTRACT = Contract(
    name="octavo.chassis.v1.PersonalData",
    wire="octavo.chassis.v1.personal_wire",
    methods=(
        Method(
            name="Export",
            call="export",
            request=ExportRequest,
            response=FilePiece,
            streams=True,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(UnknownHolder,),
        ),
    ),
)
