# Generated from tests/chassis/shelf/v1/shelf.proto by `make proto`; not to be edited.

"""How the messages of octavo.shelf.v1 are packed for the wire."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from octavo.chassis import codec
from octavo.chassis.contract import Empty
from tests.chassis.shelf.v1.ids import BookId
from tests.chassis.shelf.v1.shelf import (
    AddBookRequest,
    AddBookResponse,
    AnnotateRequest,
    AnnotateResponse,
    Binding,
    Book,
    BookNotFound,
    CountRequest,
    CountResponse,
    Crowded,
    Everything,
    EverythingMood,
    EverythingPart,
    FailRequest,
    FindBookRequest,
    FindBookResponse,
    GetBooksRequest,
    GetBooksResponse,
    Quote,
    Remark,
    SleepRequest,
    SleepResponse,
    Spoiled,
    TitleTaken,
    WhoAsksResponse,
)

_DESCRIPTOR = codec.load(__file__, "shelf.binpb")

_BINDING = {0: Binding.UNSPECIFIED, 1: Binding.CLOTH, 2: Binding.PAPER}
_BINDING_NUMBER = {member: number for number, member in _BINDING.items()}
_EVERYTHING_MOOD = {0: EverythingMood.UNSPECIFIED, 1: EverythingMood.GLAD}
_EVERYTHING_MOOD_NUMBER = {member: number for number, member in _EVERYTHING_MOOD.items()}
_Book = _DESCRIPTOR.message("octavo.shelf.v1.Book")
_AddBookRequest = _DESCRIPTOR.message("octavo.shelf.v1.AddBookRequest")
_AddBookResponse = _DESCRIPTOR.message("octavo.shelf.v1.AddBookResponse")
_GetBooksRequest = _DESCRIPTOR.message("octavo.shelf.v1.GetBooksRequest")
_GetBooksResponse = _DESCRIPTOR.message("octavo.shelf.v1.GetBooksResponse")
_FindBookRequest = _DESCRIPTOR.message("octavo.shelf.v1.FindBookRequest")
_FindBookResponse = _DESCRIPTOR.message("octavo.shelf.v1.FindBookResponse")
_Everything = _DESCRIPTOR.message("octavo.shelf.v1.Everything")
_EverythingPart = _DESCRIPTOR.message("octavo.shelf.v1.Everything.Part")
_AnnotateRequest = _DESCRIPTOR.message("octavo.shelf.v1.AnnotateRequest")
_AnnotateResponse = _DESCRIPTOR.message("octavo.shelf.v1.AnnotateResponse")
_Remark = _DESCRIPTOR.message("octavo.shelf.v1.Remark")
_Quote = _DESCRIPTOR.message("octavo.shelf.v1.Quote")
_CountRequest = _DESCRIPTOR.message("octavo.shelf.v1.CountRequest")
_CountResponse = _DESCRIPTOR.message("octavo.shelf.v1.CountResponse")
_WhoAsksResponse = _DESCRIPTOR.message("octavo.shelf.v1.WhoAsksResponse")
_FailRequest = _DESCRIPTOR.message("octavo.shelf.v1.FailRequest")
_SleepRequest = _DESCRIPTOR.message("octavo.shelf.v1.SleepRequest")
_SleepResponse = _DESCRIPTOR.message("octavo.shelf.v1.SleepResponse")
_BookNotFound = _DESCRIPTOR.message("octavo.shelf.v1.BookNotFound")
_TitleTaken = _DESCRIPTOR.message("octavo.shelf.v1.TitleTaken")
_Crowded = _DESCRIPTOR.message("octavo.shelf.v1.Crowded")
_Spoiled = _DESCRIPTOR.message("octavo.shelf.v1.Spoiled")


def fill_book(message: Any, value: Book) -> None:
    message.id = value.id
    message.title = value.title
    message.binding = _BINDING_NUMBER[value.binding]
    message.tags.extend(value.tags)
    if value.note is not None:
        message.note = value.note
    codec.put_moment(message.added_at, value.added_at)
    message.pages = value.pages
    message.copies.update(value.copies)


def read_book(message: Any, strict: bool) -> Book:
    return Book(
        id=message.id,
        title=message.title,
        binding=_BINDING.get(message.binding) or codec.unknown(Binding.UNSPECIFIED, "binding", strict),
        tags=tuple(message.tags),
        note=message.note if message.HasField("note") else None,
        added_at=codec.moment(message.added_at, "added_at", strict)
        if message.HasField("added_at")
        else codec.missing("added_at", strict),
        pages=message.pages,
        copies=dict(message.copies),
    )


def fill_add_book_request(message: Any, value: AddBookRequest) -> None:
    message.title = value.title
    message.binding = _BINDING_NUMBER[value.binding]
    message.tags.extend(value.tags)
    if value.note is not None:
        message.note = value.note
    message.pages = value.pages


def read_add_book_request(message: Any, strict: bool) -> AddBookRequest:
    return AddBookRequest(
        title=message.title,
        binding=_BINDING.get(message.binding) or codec.unknown(Binding.UNSPECIFIED, "binding", strict),
        tags=tuple(message.tags),
        note=message.note if message.HasField("note") else None,
        pages=message.pages if message.HasField("pages") else 100,
    )


def fill_add_book_response(message: Any, value: AddBookResponse) -> None:
    message.book.SetInParent()
    fill_book(message.book, value.book)


def read_add_book_response(message: Any, strict: bool) -> AddBookResponse:
    return AddBookResponse(
        book=read_book(message.book, strict) if message.HasField("book") else codec.missing("book", strict),
    )


def fill_get_books_request(message: Any, value: GetBooksRequest) -> None:
    message.book_ids.extend(value.book_ids)


def read_get_books_request(message: Any, strict: bool) -> GetBooksRequest:
    return GetBooksRequest(
        book_ids=tuple(message.book_ids),
    )


def fill_get_books_response(message: Any, value: GetBooksResponse) -> None:
    for books_item in value.books:
        fill_book(message.books.add(), books_item)


def read_get_books_response(message: Any, strict: bool) -> GetBooksResponse:
    return GetBooksResponse(
        books=tuple([read_book(item, strict) for item in message.books]),
    )


def fill_find_book_request(message: Any, value: FindBookRequest) -> None:
    message.title = value.title


def read_find_book_request(message: Any, strict: bool) -> FindBookRequest:
    return FindBookRequest(
        title=message.title,
    )


def fill_find_book_response(message: Any, value: FindBookResponse) -> None:
    if value.book is not None:
        message.book.SetInParent()
        fill_book(message.book, value.book)


def read_find_book_response(message: Any, strict: bool) -> FindBookResponse:
    return FindBookResponse(
        book=read_book(message.book, strict) if message.HasField("book") else None,
    )


def fill_everything(message: Any, value: Everything) -> None:
    message.text = value.text
    message.flag = value.flag
    message.small = value.small
    message.natural = value.natural
    message.large = value.large
    message.huge = value.huge
    message.ratio = value.ratio
    message.data = value.data
    message.mood = _EVERYTHING_MOOD_NUMBER[value.mood]
    message.part.SetInParent()
    fill_everything_part(message.part, value.part)
    codec.put_moment(message.at, value.at)
    codec.put_duration(message.span, value.span)
    if value.maybe_text is not None:
        message.maybe_text = value.maybe_text
    if value.maybe_mood is not None:
        message.maybe_mood = _EVERYTHING_MOOD_NUMBER[value.maybe_mood]
    if value.maybe_part is not None:
        message.maybe_part.SetInParent()
        fill_everything_part(message.maybe_part, value.maybe_part)
    if value.maybe_at is not None:
        codec.put_moment(message.maybe_at, value.maybe_at)
    if value.maybe_span is not None:
        codec.put_duration(message.maybe_span, value.maybe_span)
    message.texts.extend(value.texts)
    message.moods.extend([_EVERYTHING_MOOD_NUMBER[item] for item in value.moods])
    for many_parts_item in value.many_parts:
        fill_everything_part(message.many_parts.add(), many_parts_item)
    for times_item in value.times:
        codec.put_moment(message.times.add(), times_item)
    for spans_item in value.spans:
        codec.put_duration(message.spans.add(), spans_item)
    message.numbers.update(value.numbers)
    for parts_by_number_key, parts_by_number_item in value.parts_by_number.items():
        fill_everything_part(message.parts_by_number[parts_by_number_key], parts_by_number_item)
    for moods_by_name_key, moods_by_name_item in value.moods_by_name.items():
        message.moods_by_name[moods_by_name_key] = _EVERYTHING_MOOD_NUMBER[moods_by_name_item]
    for times_by_name_key, times_by_name_item in value.times_by_name.items():
        codec.put_moment(message.times_by_name[times_by_name_key], times_by_name_item)
    if isinstance(value.either, EverythingPart):
        message.left.SetInParent()
        fill_everything_part(message.left, value.either)
    elif isinstance(value.either, Book):
        message.right.SetInParent()
        fill_book(message.right, value.either)
    message.counted = value.counted


def read_everything(message: Any, strict: bool) -> Everything:
    arm = message.WhichOneof("either")
    either: Any = None
    if arm == "left":
        either = read_everything_part(message.left, strict)
    elif arm == "right":
        either = read_book(message.right, strict)
    return Everything(
        text=message.text,
        flag=message.flag,
        small=message.small,
        natural=message.natural,
        large=message.large,
        huge=message.huge,
        ratio=message.ratio,
        data=message.data,
        mood=_EVERYTHING_MOOD.get(message.mood) or codec.unknown(EverythingMood.UNSPECIFIED, "mood", strict),
        part=read_everything_part(message.part, strict)
        if message.HasField("part")
        else codec.missing("part", strict),
        at=codec.moment(message.at, "at", strict) if message.HasField("at") else codec.missing("at", strict),
        span=codec.duration(message.span, "span", strict)
        if message.HasField("span")
        else codec.missing("span", strict),
        maybe_text=message.maybe_text if message.HasField("maybe_text") else None,
        maybe_mood=_EVERYTHING_MOOD.get(message.maybe_mood)
        or codec.unknown(EverythingMood.UNSPECIFIED, "maybe_mood", strict)
        if message.HasField("maybe_mood")
        else None,
        maybe_part=read_everything_part(message.maybe_part, strict)
        if message.HasField("maybe_part")
        else None,
        maybe_at=codec.moment(message.maybe_at, "maybe_at", strict) if message.HasField("maybe_at") else None,
        maybe_span=codec.duration(message.maybe_span, "maybe_span", strict)
        if message.HasField("maybe_span")
        else None,
        texts=tuple(message.texts),
        moods=tuple(
            [
                _EVERYTHING_MOOD.get(item) or codec.unknown(EverythingMood.UNSPECIFIED, "moods", strict)
                for item in message.moods
            ]
        ),
        many_parts=tuple([read_everything_part(item, strict) for item in message.many_parts]),
        times=tuple([codec.moment(item, "times", strict) for item in message.times]),
        spans=tuple([codec.duration(item, "spans", strict) for item in message.spans]),
        numbers=dict(message.numbers),
        parts_by_number={
            key: read_everything_part(item, strict) for key, item in message.parts_by_number.items()
        },
        moods_by_name={
            key: _EVERYTHING_MOOD.get(item)
            or codec.unknown(EverythingMood.UNSPECIFIED, "moods_by_name", strict)
            for key, item in message.moods_by_name.items()
        },
        times_by_name={
            key: codec.moment(item, "times_by_name", strict) for key, item in message.times_by_name.items()
        },
        either=either,
        counted=message.counted if message.HasField("counted") else 7,
    )


def fill_everything_part(message: Any, value: EverythingPart) -> None:
    message.name = value.name
    for parts_item in value.parts:
        fill_everything_part(message.parts.add(), parts_item)


def read_everything_part(message: Any, strict: bool) -> EverythingPart:
    return EverythingPart(
        name=message.name,
        parts=tuple([read_everything_part(item, strict) for item in message.parts]),
    )


def fill_annotate_request(message: Any, value: AnnotateRequest) -> None:
    message.book_id = value.book_id
    if isinstance(value.note, Remark):
        message.remark.SetInParent()
        fill_remark(message.remark, value.note)
    elif isinstance(value.note, Quote):
        message.quote.SetInParent()
        fill_quote(message.quote, value.note)
    if value.took is not None:
        codec.put_duration(message.took, value.took)


def read_annotate_request(message: Any, strict: bool) -> AnnotateRequest:
    arm = message.WhichOneof("note")
    note: Any = None
    if arm == "remark":
        note = read_remark(message.remark, strict)
    elif arm == "quote":
        note = read_quote(message.quote, strict)
    return AnnotateRequest(
        book_id=message.book_id,
        note=note,
        took=codec.duration(message.took, "took", strict) if message.HasField("took") else None,
    )


def fill_annotate_response(message: Any, value: AnnotateResponse) -> None:
    if isinstance(value.note, Remark):
        message.remark.SetInParent()
        fill_remark(message.remark, value.note)
    elif isinstance(value.note, Quote):
        message.quote.SetInParent()
        fill_quote(message.quote, value.note)
    codec.put_duration(message.took, value.took)


def read_annotate_response(message: Any, strict: bool) -> AnnotateResponse:
    arm = message.WhichOneof("note")
    note: Any = None
    if arm == "remark":
        note = read_remark(message.remark, strict)
    elif arm == "quote":
        note = read_quote(message.quote, strict)
    return AnnotateResponse(
        note=note,
        took=codec.duration(message.took, "took", strict)
        if message.HasField("took")
        else codec.missing("took", strict),
    )


def fill_remark(message: Any, value: Remark) -> None:
    message.text = value.text


def read_remark(message: Any, strict: bool) -> Remark:
    return Remark(
        text=message.text,
    )


def fill_quote(message: Any, value: Quote) -> None:
    message.text = value.text
    message.page = value.page


def read_quote(message: Any, strict: bool) -> Quote:
    return Quote(
        text=message.text,
        page=message.page,
    )


def fill_count_request(message: Any, value: CountRequest) -> None:
    message.last = value.last
    message.fail = value.fail


def read_count_request(message: Any, strict: bool) -> CountRequest:
    return CountRequest(
        last=message.last,
        fail=message.fail,
    )


def fill_count_response(message: Any, value: CountResponse) -> None:
    message.number = value.number


def read_count_response(message: Any, strict: bool) -> CountResponse:
    return CountResponse(
        number=message.number,
    )


def fill_who_asks_response(message: Any, value: WhoAsksResponse) -> None:
    message.person_id = value.person_id
    message.roles.extend(value.roles)
    if value.seconds_left is not None:
        message.seconds_left = value.seconds_left
    message.trace = value.trace


def read_who_asks_response(message: Any, strict: bool) -> WhoAsksResponse:
    return WhoAsksResponse(
        person_id=message.person_id,
        roles=tuple(message.roles),
        seconds_left=message.seconds_left if message.HasField("seconds_left") else None,
        trace=message.trace,
    )


def fill_fail_request(message: Any, value: FailRequest) -> None:
    message.how = value.how


def read_fail_request(message: Any, strict: bool) -> FailRequest:
    return FailRequest(
        how=message.how,
    )


def fill_sleep_request(message: Any, value: SleepRequest) -> None:
    message.seconds = value.seconds


def read_sleep_request(message: Any, strict: bool) -> SleepRequest:
    return SleepRequest(
        seconds=message.seconds,
    )


def fill_sleep_response(message: Any, value: SleepResponse) -> None:
    message.slept = value.slept


def read_sleep_response(message: Any, strict: bool) -> SleepResponse:
    return SleepResponse(
        slept=message.slept,
    )


def fill_book_not_found(message: Any, value: BookNotFound) -> None:
    message.book_id = value.book_id


def read_book_not_found(message: Any, strict: bool) -> BookNotFound:
    return BookNotFound(
        book_id=message.book_id,
    )


def fill_title_taken(message: Any, value: TitleTaken) -> None:
    message.winner.SetInParent()
    fill_book(message.winner, value.winner)
    codec.put_moment(message.since, value.since)
    message.free.extend(value.free)


def read_title_taken(message: Any, strict: bool) -> TitleTaken:
    return TitleTaken(
        winner=read_book(message.winner, strict)
        if message.HasField("winner")
        else codec.missing("winner", strict),
        since=codec.moment(message.since, "since", strict)
        if message.HasField("since")
        else codec.missing("since", strict),
        free=tuple(message.free),
    )


def fill_crowded(message: Any, value: Crowded) -> None:
    message.retry_after_seconds = value.retry_after_seconds


def read_crowded(message: Any, strict: bool) -> Crowded:
    return Crowded(
        retry_after_seconds=message.retry_after_seconds,
    )


def fill_spoiled(message: Any, value: Spoiled) -> None:
    message.field = value.field
    message.problem = value.problem


def read_spoiled(message: Any, strict: bool) -> Spoiled:
    return Spoiled(
        field=message.field,
        problem=message.problem,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    BookNotFound.proto_name: codec.Packing(_BookNotFound, fill_book_not_found, read_book_not_found),
    TitleTaken.proto_name: codec.Packing(_TitleTaken, fill_title_taken, read_title_taken),
    Crowded.proto_name: codec.Packing(_Crowded, fill_crowded, read_crowded),
    Spoiled.proto_name: codec.Packing(_Spoiled, fill_spoiled, read_spoiled),
}

METHODS: dict[str, codec.WireMethod] = {
    "AddBook": codec.WireMethod(
        codec.Packing(_AddBookRequest, fill_add_book_request, read_add_book_request),
        codec.Packing(_AddBookResponse, fill_add_book_response, read_add_book_response),
    ),
    "GetBooks": codec.WireMethod(
        codec.Packing(_GetBooksRequest, fill_get_books_request, read_get_books_request),
        codec.Packing(_GetBooksResponse, fill_get_books_response, read_get_books_response),
    ),
    "FindBook": codec.WireMethod(
        codec.Packing(_FindBookRequest, fill_find_book_request, read_find_book_request),
        codec.Packing(_FindBookResponse, fill_find_book_response, read_find_book_response),
    ),
    "Echo": codec.WireMethod(
        codec.Packing(_Everything, fill_everything, read_everything),
        codec.Packing(_Everything, fill_everything, read_everything),
    ),
    "Annotate": codec.WireMethod(
        codec.Packing(_AnnotateRequest, fill_annotate_request, read_annotate_request),
        codec.Packing(_AnnotateResponse, fill_annotate_response, read_annotate_response),
    ),
    "Count": codec.WireMethod(
        codec.Packing(_CountRequest, fill_count_request, read_count_request),
        codec.Packing(_CountResponse, fill_count_response, read_count_response),
    ),
    "WhoAsks": codec.WireMethod(
        codec.EMPTY, codec.Packing(_WhoAsksResponse, fill_who_asks_response, read_who_asks_response)
    ),
    "Fail": codec.WireMethod(codec.Packing(_FailRequest, fill_fail_request, read_fail_request), codec.EMPTY),
    "Sleep": codec.WireMethod(
        codec.Packing(_SleepRequest, fill_sleep_request, read_sleep_request),
        codec.Packing(_SleepResponse, fill_sleep_response, read_sleep_response),
    ),
}


class ShelfClient:
    """Shelf at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._add_book: codec.Unary[Book] = wire.unary("AddBook")
        self._get_books: codec.Unary[tuple[Book, ...]] = wire.unary("GetBooks")
        self._find_book: codec.Unary[Book | None] = wire.unary("FindBook")
        self._echo: codec.Unary[Everything] = wire.unary("Echo")
        self._annotate: codec.Unary[AnnotateResponse] = wire.unary("Annotate")
        self._count: codec.Stream[int] = wire.stream("Count")
        self._who_asks: codec.Unary[WhoAsksResponse] = wire.unary("WhoAsks")
        self._fail: codec.Unary[None] = wire.unary("Fail")
        self._sleep: codec.Unary[bool] = wire.unary("Sleep")

    async def add_book(
        self,
        *,
        title: str,
        binding: Binding = Binding.UNSPECIFIED,
        tags: tuple[str, ...] = (),
        note: str | None = None,
        pages: int = 100,
    ) -> Book:
        return await self._add_book(
            AddBookRequest(title=title, binding=binding, tags=tags, note=note, pages=pages)
        )

    async def get_books(self, *, book_ids: tuple[BookId, ...]) -> tuple[Book, ...]:
        return await self._get_books(GetBooksRequest(book_ids=book_ids))

    async def find_book(self, *, title: str) -> Book | None:
        return await self._find_book(FindBookRequest(title=title))

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
        return await self._echo(
            Everything(
                text=text,
                flag=flag,
                small=small,
                natural=natural,
                large=large,
                huge=huge,
                ratio=ratio,
                data=data,
                mood=mood,
                part=part,
                at=at,
                span=span,
                maybe_text=maybe_text,
                maybe_mood=maybe_mood,
                maybe_part=maybe_part,
                maybe_at=maybe_at,
                maybe_span=maybe_span,
                texts=texts,
                moods=moods,
                many_parts=many_parts,
                times=times,
                spans=spans,
                numbers=numbers,
                parts_by_number=parts_by_number,
                moods_by_name=moods_by_name,
                times_by_name=times_by_name,
                either=either,
                counted=counted,
            )
        )

    async def annotate(
        self, *, book_id: BookId, note: Remark | Quote | None = None, took: timedelta | None = None
    ) -> AnnotateResponse:
        return await self._annotate(AnnotateRequest(book_id=book_id, note=note, took=took))

    def count(self, *, last: int, fail: bool = False) -> AsyncIterator[int]:
        return self._count(CountRequest(last=last, fail=fail))

    async def who_asks(self) -> WhoAsksResponse:
        return await self._who_asks(Empty())

    async def fail(self, *, how: str) -> None:
        await self._fail(FailRequest(how=how))

    async def sleep(self, *, seconds: float) -> bool:
        return await self._sleep(SleepRequest(seconds=seconds))
