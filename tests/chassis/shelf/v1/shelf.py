# Generated from tests/chassis/shelf/v1/shelf.proto by `make proto`; not to be edited.

"""A contract for the tests of the chassis: it has one of everything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Protocol

import msgspec

from octavo.chassis.contract import (
    NOTHING,
    Audience,
    Category,
    Contract,
    Empty,
    Erasure,
    Event,
    Idempotency,
    Int32,
    Method,
    Moment,
    Personal,
    UInt32,
)
from octavo.chassis.faults import Aborted, Invalid, NotFound, ResourceExhausted, Unauthenticated
from tests.chassis.shelf.v1.ids import BookId

__all__ = [
    "AddBookRequest",
    "AddBookResponse",
    "AnnotateRequest",
    "AnnotateResponse",
    "Binding",
    "Book",
    "BookAdded",
    "BookId",
    "BookNotFound",
    "CONTRACT",
    "CountRequest",
    "CountResponse",
    "Crowded",
    "Everything",
    "EverythingMood",
    "EverythingPart",
    "FailRequest",
    "FindBookRequest",
    "FindBookResponse",
    "GetBooksRequest",
    "GetBooksResponse",
    "Quote",
    "Remark",
    "Shelf",
    "SleepRequest",
    "SleepResponse",
    "Spoiled",
    "StoredReader",
    "TitleTaken",
    "WhoAsksResponse",
]


class Binding(StrEnum):
    """What a book is bound in."""

    UNSPECIFIED = "BINDING_UNSPECIFIED"
    # The prefix goes in Python.
    CLOTH = "BINDING_CLOTH"
    PAPER = "PAPER"


class EverythingMood(StrEnum):
    UNSPECIFIED = "MOOD_UNSPECIFIED"
    GLAD = "GLAD"


class Book(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    id: BookId = BookId("")
    title: str = ""
    binding: Binding = Binding.UNSPECIFIED
    tags: tuple[str, ...] = ()
    note: str | None = None
    added_at: Moment
    # The whole range of 32 bits.
    pages: Int32 = 0
    copies: Mapping[str, Int32] = NOTHING


class AddBookRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    title: str = ""
    binding: Binding = Binding.UNSPECIFIED
    tags: tuple[str, ...] = ()
    note: str | None = None
    pages: Int32 = 100


class AddBookResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    book: Book


class GetBooksRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    book_ids: tuple[BookId, ...] = ()


class GetBooksResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    books: tuple[Book, ...] = ()


class FindBookRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    title: str = ""


class FindBookResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    book: Book | None = None


class Everything(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One field of every kind."""

    text: str = ""
    flag: bool = False
    small: Int32 = 0
    natural: UInt32 = 0
    large: int = 0
    huge: int = 0
    ratio: float = 0.0
    data: bytes = b""
    mood: EverythingMood = EverythingMood.UNSPECIFIED
    part: EverythingPart
    at: Moment
    span: timedelta
    maybe_text: str | None = None
    maybe_mood: EverythingMood | None = None
    maybe_part: EverythingPart | None = None
    maybe_at: Moment | None = None
    maybe_span: timedelta | None = None
    texts: tuple[str, ...] = ()
    moods: tuple[EverythingMood, ...] = ()
    many_parts: tuple[EverythingPart, ...] = ()
    times: tuple[Moment, ...] = ()
    spans: tuple[timedelta, ...] = ()
    numbers: Mapping[str, Int32] = NOTHING
    parts_by_number: Mapping[Int32, EverythingPart] = NOTHING
    moods_by_name: Mapping[str, EverythingMood] = NOTHING
    times_by_name: Mapping[str, Moment] = NOTHING
    either: EverythingPart | Book | None = None
    counted: Int32 = 7


class EverythingPart(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Nested messages get the names of both."""

    name: str = ""
    parts: tuple[EverythingPart, ...] = ()


class AnnotateRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    book_id: BookId = BookId("")
    note: Remark | Quote | None = None
    took: timedelta | None = None


class AnnotateResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    note: Remark | Quote | None = None
    took: timedelta


class Remark(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    text: str = ""


class Quote(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    text: str = ""
    page: Int32 = 0


class CountRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    last: Int32 = 0
    fail: bool = False


class CountResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    number: Int32 = 0


class WhoAsksResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    person_id: str = ""
    roles: tuple[str, ...] = ()
    seconds_left: float | None = None
    trace: str = ""


class FailRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    how: str = ""


class SleepRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    seconds: float = 0.0


class SleepResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    slept: bool = False


class StoredReader(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How a reader is stored."""

    reader_id: str = ""
    email: Annotated[str, Personal(Category.CONTACT, Erasure.BLANK, subject="reader_id")] = ""
    seen_at: Annotated[Moment | None, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="reader_id")] = (
        None
    )


class BookNotFound(NotFound):
    """There is no such book."""

    proto_name = "octavo.shelf.v1.BookNotFound"
    public_text = "There is no such book."
    field_names: ClassVar[tuple[str, ...]] = ("book_id",)
    book_id: BookId

    def __init__(self, *, book_id: BookId = BookId("")) -> None:
        super().__init__()
        self.book_id = book_id


class TitleTaken(Aborted):
    """Another book has this title already. The title is compared without case."""

    proto_name = "octavo.shelf.v1.TitleTaken"
    public_text = "Another book has this title already."
    field_names: ClassVar[tuple[str, ...]] = ("winner", "since", "free")
    winner: Book
    since: Moment
    free: tuple[str, ...]

    def __init__(self, *, winner: Book, since: datetime, free: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.winner = winner
        self.since = since
        self.free = free


class Crowded(ResourceExhausted):
    """Too many books at once."""

    proto_name = "octavo.shelf.v1.Crowded"
    public_text = "Too many books at once."
    field_names: ClassVar[tuple[str, ...]] = ("retry_after_seconds",)
    retry_after_seconds: Int32

    def __init__(self, *, retry_after_seconds: int = 0) -> None:
        super().__init__(retry_after=retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


class Spoiled(Invalid):
    proto_name = "octavo.shelf.v1.Spoiled"
    field_names: ClassVar[tuple[str, ...]] = ("field", "problem")
    field: str
    problem: str

    def __init__(self, *, field: str = "", problem: str = "") -> None:
        super().__init__(message=problem)
        self.field = field
        self.problem = problem


class BookAdded(Event, frozen=True, kw_only=True, rename="camel"):
    """A book was put on the shelf."""

    event_name: ClassVar[str] = "shelf.BookAdded"

    book_id: BookId = BookId("")
    title: str = ""
    added_at: Moment


class Shelf(Protocol):
    """A shelf of books."""

    async def add_book(
        self,
        *,
        title: str,
        binding: Binding = Binding.UNSPECIFIED,
        tags: tuple[str, ...] = (),
        note: str | None = None,
        pages: int = 100,
    ) -> Book:
        """Puts a book on the shelf.

        Raises TitleTaken, Unauthenticated.
        """
        ...

    async def get_books(self, *, book_ids: tuple[BookId, ...]) -> tuple[Book, ...]:
        """Books by id, in the order asked for; unknown ones are left out."""
        ...

    async def find_book(self, *, title: str) -> Book | None:
        """The book of a title, if there is one."""
        ...

    async def echo(
        self,
        *,
        text: str,
        flag: bool,
        small: int,
        natural: int,
        large: int,
        huge: int,
        ratio: float,
        data: bytes,
        mood: EverythingMood,
        part: EverythingPart,
        at: datetime,
        span: timedelta,
        maybe_text: str | None = None,
        maybe_mood: EverythingMood | None = None,
        maybe_part: EverythingPart | None = None,
        maybe_at: datetime | None = None,
        maybe_span: timedelta | None = None,
        texts: tuple[str, ...],
        moods: tuple[EverythingMood, ...],
        many_parts: tuple[EverythingPart, ...],
        times: tuple[datetime, ...],
        spans: tuple[timedelta, ...],
        numbers: Mapping[str, int],
        parts_by_number: Mapping[int, EverythingPart],
        moods_by_name: Mapping[str, EverythingMood],
        times_by_name: Mapping[str, datetime],
        either: EverythingPart | Book | None = None,
        counted: int = 7,
    ) -> Everything:
        """Gives back what it is given, as it arrived."""
        ...

    async def annotate(
        self, *, book_id: BookId, note: Remark | Quote | None = None, took: timedelta | None = None
    ) -> AnnotateResponse:
        """Notes something about a book; the JSON of this is not msgspec's.

        Raises BookNotFound.
        """
        ...

    def count(self, *, last: int, fail: bool = False) -> AsyncIterator[int]:
        """Counts up to `last`, one message each, then fails where it is told to.

        Raises BookNotFound.
        """
        ...

    async def who_asks(self) -> WhoAsksResponse:
        """Who asks, how long they wait, and under which trace."""
        ...

    async def fail(self, *, how: str) -> None:
        """Fails in the way asked for."""
        ...

    async def sleep(self, *, seconds: float) -> bool:
        """Sleeps, so that deadlines have something to cut short."""
        ...


CONTRACT = Contract(
    name="octavo.shelf.v1.Shelf",
    wire="tests.chassis.shelf.v1.shelf_wire",
    methods=(
        Method(
            name="AddBook",
            call="add_book",
            request=AddBookRequest,
            response=AddBookResponse,
            returns="book",
            audience=Audience.PUBLIC,
            faults=(
                TitleTaken,
                Unauthenticated,
            ),
        ),
        Method(
            name="GetBooks",
            call="get_books",
            request=GetBooksRequest,
            response=GetBooksResponse,
            returns="books",
            audience=Audience.PUBLIC,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            hedged=True,
        ),
        Method(
            name="FindBook",
            call="find_book",
            request=FindBookRequest,
            response=FindBookResponse,
            returns="book",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="Echo",
            call="echo",
            request=Everything,
            response=Everything,
            idempotency=Idempotency.IDEMPOTENT,
            plain_request=False,
            plain_response=False,
        ),
        Method(
            name="Annotate",
            call="annotate",
            request=AnnotateRequest,
            response=AnnotateResponse,
            audience=Audience.PUBLIC,
            faults=(BookNotFound,),
            plain_request=False,
            plain_response=False,
        ),
        Method(
            name="Count",
            call="count",
            request=CountRequest,
            response=CountResponse,
            returns="number",
            streams=True,
            audience=Audience.PUBLIC,
            scope="any",
            faults=(BookNotFound,),
        ),
        Method(
            name="WhoAsks",
            call="who_asks",
            request=Empty,
            response=WhoAsksResponse,
        ),
        Method(
            name="Fail",
            call="fail",
            request=FailRequest,
            response=Empty,
            returns=None,
            audience=Audience.PUBLIC,
        ),
        Method(
            name="Sleep",
            call="sleep",
            request=SleepRequest,
            response=SleepResponse,
            returns="slept",
            audience=Audience.PUBLIC,
        ),
    ),
    events=(BookAdded,),
)
