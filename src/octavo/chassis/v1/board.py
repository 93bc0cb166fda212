# Generated from octavo/chassis/v1/board.proto by `make proto`; not to be edited.

"""How the processes of a site do, for the page of whoever runs it."""

from __future__ import annotations

from typing import Protocol

import msgspec

from octavo.chassis.contract import Contract, Idempotency, Int32, Method

__all__ = [
    "Board",
    "CONTRACT",
    "LookRequest",
    "LookResponse",
    "NoteRequest",
    "NoteResponse",
    "SettleRequest",
    "SettleResponse",
    "TellRequest",
    "TellResponse",
]


class LookRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class LookResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    processes: bytes = b""


class TellRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    processes: bytes = b""


class TellResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class NoteRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    release: str = ""
    errors: bytes = b""
    dropped: Int32 = 0


class NoteResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class SettleRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    group: str = ""


class SettleResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # Whether it is kept here.
    found: bool = False


class Board(Protocol):
    """The figures of a process, and of those that told it theirs. What they are is the page's own: JSON, of which a
    newer process may know more and an older one less.
    """

    async def look(self) -> bytes:
        """All that this process knows. For the site's owner."""
        ...

    async def tell(self, *, processes: bytes) -> None:
        """A process that keeps nothing and answers no calls says how it does; the same again replaces it."""
        ...

    async def note(self, *, release: str, errors: bytes, dropped: int) -> None:
        """Errors that a process without a database had since it last said so."""
        ...

    async def settle(self, *, group: str) -> bool:
        """A group of errors is dealt with. For the site's owner."""
        ...


CONTRACT = Contract(
    name="octavo.chassis.v1.Board",
    wire="octavo.chassis.v1.board_wire",
    methods=(
        Method(
            name="Look",
            call="look",
            request=LookRequest,
            response=LookResponse,
            returns="processes",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="Tell",
            call="tell",
            request=TellRequest,
            response=TellResponse,
            returns=None,
            idempotency=Idempotency.IDEMPOTENT,
        ),
        Method(
            name="Note",
            call="note",
            request=NoteRequest,
            response=NoteResponse,
            returns=None,
        ),
        Method(
            name="Settle",
            call="settle",
            request=SettleRequest,
            response=SettleResponse,
            returns="found",
            idempotency=Idempotency.IDEMPOTENT,
        ),
    ),
)
