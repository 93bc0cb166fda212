"""The service behind the tests' contract, with nothing of a wire in it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

from octavo.chassis.context import current_caller, time_left, trace_id
from octavo.chassis.faults import Aborted, Code, Forbidden, Invalid, ResourceExhausted, Unauthenticated
from tests.chassis.shelf.v1.shelf import (
    AnnotateResponse,
    Binding,
    Book,
    BookId,
    BookNotFound,
    Crowded,
    Everything,
    Quote,
    Remark,
    Spoiled,
    TitleTaken,
    WhoAsksResponse,
)

NOON = datetime(2026, 6, 1, 12, 0, 0, 123456, tzinfo=UTC)


class Unheard(Aborted):
    """A fault that stands in no contract."""

    proto_name = "octavo.elsewhere.v1.Unheard"
    field_names = ("loss",)

    def __init__(self, loss: int) -> None:
        super().__init__("Nobody has heard of this.")
        self.loss = loss


class ShelfInteractor:
    """Books by title, in memory."""

    def __init__(self) -> None:
        self.books: dict[BookId, Book] = {}
        self.notes: list[Remark | Quote | None] = []
        self.asleep = asyncio.Event()
        self.woken = asyncio.Event()

    async def add_book(
        self,
        *,
        title: str,
        binding: Binding = Binding.UNSPECIFIED,
        tags: tuple[str, ...] = (),
        note: str | None = None,
        pages: int = 100,
    ) -> Book:
        if current_caller().person_id is None:
            raise Unauthenticated
        if not title:
            raise Invalid("title", "A book has a title.")
        for book in self.books.values():
            if book.title == title:
                raise TitleTaken(winner=book, since=NOON, free=(f"{title} II",))
        book = Book(
            id=BookId(f"b{len(self.books)}"),
            title=title,
            binding=binding,
            tags=tags,
            note=note,
            added_at=NOON,
            pages=pages,
            copies={"here": 1},
        )
        self.books[book.id] = book
        return book

    async def get_books(self, *, book_ids: Sequence[BookId]) -> tuple[Book, ...]:
        return tuple(self.books[book] for book in book_ids if book in self.books)

    async def find_book(self, *, title: str) -> Book | None:
        return next((book for book in self.books.values() if book.title == title), None)

    async def echo(self, **fields: object) -> Everything:
        return Everything(**fields)  # type: ignore[arg-type]  # exactly the fields of Everything

    async def annotate(
        self, *, book_id: BookId, note: Remark | Quote | None = None, took: object = None
    ) -> AnnotateResponse:
        if book_id not in self.books:
            raise BookNotFound(book_id=book_id)
        self.notes.append(note)
        return AnnotateResponse(note=note, took=took)  # type: ignore[arg-type]  # a timedelta in these tests

    async def count(self, *, last: int, fail: bool = False) -> AsyncIterator[int]:
        for number in range(last):
            yield number + 1
        if fail:
            raise BookNotFound(book_id=BookId("last"))

    async def who_asks(self) -> WhoAsksResponse:
        caller = current_caller()
        return WhoAsksResponse(
            person_id=caller.person_id or "",
            roles=tuple(sorted(caller.roles)),
            seconds_left=time_left(),
            trace=trace_id(),
        )

    async def fail(self, *, how: str) -> None:
        match how:
            case "unexpectedly":
                raise RuntimeError("the password of the database is 1234")
            case "unheard":
                raise Unheard(3)
            case "spoiled":
                raise Spoiled(field="title", problem="The title is spoiled.")
            case "exhausted":
                raise ResourceExhausted(2.5, "Slowly, please.")
            case "crowded":
                raise Crowded(retry_after_seconds=7)
            case "forbidden":
                raise Forbidden
            case _:
                raise AssertionError(f"{how} is no way to fail ({Code.INTERNAL})")

    async def sleep(self, *, seconds: float) -> bool:
        self.asleep.set()
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            self.woken.set()
            raise
        return True
