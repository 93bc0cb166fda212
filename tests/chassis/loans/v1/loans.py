# Generated from tests/chassis/loans/v1/loans.proto by `make proto`; not to be edited.

"""A second contract, which stands on the first."""

from __future__ import annotations

from typing import Protocol

import msgspec

from octavo.chassis.contract import Contract, Method
from tests.chassis.shelf.v1.ids import BookId
from tests.chassis.shelf.v1.shelf import Binding, Book, BookNotFound

__all__ = ["BookId", "CONTRACT", "LendRequest", "LendResponse", "Loans"]


class LendRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    book_id: BookId = BookId("")
    binding: Binding = Binding.UNSPECIFIED


class LendResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    book: Book


class Loans(Protocol):
    async def lend(self, *, book_id: BookId, binding: Binding) -> Book:
        """Lends a book.

        Raises BookNotFound.
        """
        ...


CONTRACT = Contract(
    name="octavo.loans.v1.Loans",
    wire="tests.chassis.loans.v1.loans_wire",
    methods=(
        Method(
            name="Lend",
            call="lend",
            request=LendRequest,
            response=LendResponse,
            returns="book",
            faults=(BookNotFound,),
        ),
    ),
)
