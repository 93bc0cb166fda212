"""What is packed comes back as it was, and is what other readers of protobuf see."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from google.protobuf import json_format
from hypothesis import given
from hypothesis import strategies as st

from octavo.chassis import codec
from tests.chassis.loans.v1 import loans_wire
from tests.chassis.loans.v1.loans import LendRequest, LendResponse
from tests.chassis.shelf.v1 import shelf_wire
from tests.chassis.shelf.v1.shelf import (
    AddBookRequest,
    AddBookResponse,
    Binding,
    Book,
    BookId,
    BookNotFound,
    Everything,
    EverythingMood,
    EverythingPart,
    TitleTaken,
)

ECHO = shelf_wire.METHODS["Echo"].request

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
int32s = st.integers(-(2**31), 2**31 - 1)
moments = st.datetimes(timezones=st.just(UTC))
spans = st.timedeltas(timedelta(days=-3_000_000), timedelta(days=3_000_000))
moods = st.sampled_from(EverythingMood)
parts = st.recursive(
    st.builds(EverythingPart, name=texts),
    lambda inner: st.builds(EverythingPart, name=texts, parts=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=5,
)
books = st.builds(
    Book,
    id=texts.map(BookId),
    title=texts,
    binding=st.sampled_from(Binding),
    tags=st.lists(texts, max_size=3).map(tuple),
    note=st.none() | texts,
    added_at=moments,
    pages=int32s,
    copies=st.dictionaries(texts, int32s, max_size=3),
)


def many(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(one, max_size=3).map(tuple)


everything = st.builds(
    Everything,
    text=texts,
    flag=st.booleans(),
    small=int32s,
    natural=st.integers(0, 2**32 - 1),
    large=st.integers(-(2**63), 2**63 - 1),
    huge=st.integers(0, 2**64 - 1),
    ratio=st.floats(allow_nan=False),
    data=st.binary(max_size=20),
    mood=moods,
    part=parts,
    at=moments,
    span=spans,
    maybe_text=st.none() | texts,
    maybe_mood=st.none() | moods,
    maybe_part=st.none() | parts,
    maybe_at=st.none() | moments,
    maybe_span=st.none() | spans,
    texts=many(texts),
    moods=many(moods),
    many_parts=many(parts),
    times=many(moments),
    spans=many(spans),
    numbers=st.dictionaries(texts, int32s, max_size=3),
    parts_by_number=st.dictionaries(int32s, parts, max_size=3),
    moods_by_name=st.dictionaries(texts, moods, max_size=3),
    times_by_name=st.dictionaries(texts, moments, max_size=3),
    either=st.none() | parts | books,
    counted=int32s,
)


@given(everything)
def test_one_of_everything_comes_back(value: Everything) -> None:
    assert ECHO.from_bytes(ECHO.to_bytes(value), strict=True) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_invalid(data: bytes) -> None:
    try:
        value = ECHO.from_bytes(data, strict=True)
    except codec.Invalid:
        return
    assert ECHO.from_bytes(ECHO.to_bytes(value), strict=True) == value


@given(books)
def test_the_json_of_a_value_is_proto3_json(book: Book) -> None:
    response = AddBookResponse(book=book)
    packing = shelf_wire.METHODS["AddBook"].response
    theirs = json_format.Parse(msgspec.json.encode(response), packing.new())
    assert packing.from_bytes(theirs.SerializeToString(), strict=True) == response
    ours = json_format.MessageToJson(packing.message(response))
    assert msgspec.json.decode(ours, type=AddBookResponse) == response


@given(st.builds(TitleTaken, winner=books, since=moments, free=many(texts)))
def test_a_fault_comes_back(fault: TitleTaken) -> None:
    packing = shelf_wire.FAULTS[TitleTaken.proto_name]
    assert packing.from_bytes(packing.to_bytes(fault), strict=True) == fault


@given(spans)
def test_the_parts_of_a_duration_have_one_sign(span: timedelta) -> None:
    message = ECHO.new().span
    codec.put_duration(message, span)
    assert message.ToTimedelta() == span
    assert message.seconds * message.nanos >= 0


@given(moments)
def test_a_moment_is_what_protobuf_means_by_it(moment: datetime) -> None:
    message = ECHO.new().at
    codec.put_moment(message, moment)
    assert message.ToDatetime(UTC) == moment


def test_a_default_is_filled_in_where_nothing_was_sent_and_a_zero_is_kept() -> None:
    packing = shelf_wire.METHODS["AddBook"].request
    assert packing.from_bytes(b"", strict=True) == AddBookRequest(pages=100)
    assert packing.from_bytes(packing.to_bytes(AddBookRequest(pages=0)), strict=True).pages == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("small", 2**31), ("natural", -1), ("large", 2**63), ("text", "\udc00"), ("at", datetime(1, 1, 1))],
)
def test_what_does_not_fit_its_type_is_refused(field: str, value: Any) -> None:
    whole = {"part": EverythingPart(), "at": datetime.now(UTC), "span": timedelta(), field: value}
    with pytest.raises(ValueError, match="."):  # noqa: RUF043 - protobuf's words are its own
        ECHO.to_bytes(Everything(**whole))


def test_messages_of_another_contract_are_packed_by_it() -> None:
    method = loans_wire.METHODS["Lend"]
    request = LendRequest(book_id=BookId("b1"), binding=Binding.PAPER)
    assert method.request.from_bytes(method.request.to_bytes(request), strict=True) == request
    response = LendResponse(book=Book(title="Walden", added_at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert method.response.from_bytes(method.response.to_bytes(response), strict=False) == response
    assert BookNotFound.proto_name in loans_wire.FAULTS
