# Generated from tests/chassis/loans/v1/loans.proto by `make proto`; not to be edited.

"""How the messages of octavo.loans.v1 are packed for the wire."""

from typing import Any

from octavo.chassis import codec
from tests.chassis.loans.v1.loans import LendRequest, LendResponse
from tests.chassis.shelf.v1 import shelf_wire
from tests.chassis.shelf.v1.ids import BookId
from tests.chassis.shelf.v1.shelf import Binding, Book
from tests.chassis.shelf.v1.shelf_wire import fill_book, read_book

_DESCRIPTOR = codec.load(__file__, "loans.binpb")

_BINDING = {0: Binding.UNSPECIFIED, 1: Binding.CLOTH, 2: Binding.PAPER}
_BINDING_NUMBER = {member: number for number, member in _BINDING.items()}
_LendRequest = _DESCRIPTOR.message("octavo.loans.v1.LendRequest")
_LendResponse = _DESCRIPTOR.message("octavo.loans.v1.LendResponse")


def fill_lend_request(message: Any, value: LendRequest) -> None:
    message.book_id = value.book_id
    message.binding = _BINDING_NUMBER[value.binding]


def read_lend_request(message: Any, strict: bool) -> LendRequest:
    return LendRequest(
        book_id=message.book_id,
        binding=_BINDING.get(message.binding) or codec.unknown(Binding.UNSPECIFIED, "binding", strict),
    )


def fill_lend_response(message: Any, value: LendResponse) -> None:
    message.book.SetInParent()
    fill_book(message.book, value.book)


def read_lend_response(message: Any, strict: bool) -> LendResponse:
    return LendResponse(
        book=read_book(message.book, strict) if message.HasField("book") else codec.missing("book", strict),
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    **shelf_wire.FAULTS,
}

METHODS: dict[str, codec.WireMethod] = {
    "Lend": codec.WireMethod(
        codec.Packing(_LendRequest, fill_lend_request, read_lend_request),
        codec.Packing(_LendResponse, fill_lend_response, read_lend_response),
    ),
}


class LoansClient:
    """Loans at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._lend: codec.Unary[Book] = wire.unary("Lend")

    async def lend(self, *, book_id: BookId, binding: Binding) -> Book:
        return await self._lend(LendRequest(book_id=book_id, binding=binding))
