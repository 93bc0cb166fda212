"""Answers in the short form say what protobuf's say, and go only to those who have the very same contract."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from grpc import aio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.chassis import assertion
from octavo.chassis.assertion import Signer
from octavo.chassis.calling import Unanswered
from octavo.chassis.codec import Torn
from octavo.chassis.context import Caller, acting_as, deadline
from octavo.chassis.contract import Method
from octavo.chassis.faults import Broken, DeadlineExceeded, Unauthenticated, Unavailable
from octavo.chassis.peer import Peer, read_answer
from octavo.chassis.rpc import Server
from octavo.chassis.short_form import MARK, ShortForm, short_form
from octavo.chassis.wiring import PRIORITY, WireCode
from tests.chassis.shelf.v1 import shelf_wire
from tests.chassis.shelf.v1.shelf import CONTRACT, Book, BookId, GetBooksResponse
from tests.chassis.shelves import NOON, ShelfInteractor
from tests.chassis.test_codec import books

SECRET = b"0123456789abcdef0123456789abcdef"
READER = Caller(person_id="reader")
BOOK = Book(id=BookId("b0"), title="Walden", tags=("wood",), added_at=NOON, copies={"here": 1})


def _method(name: str) -> Method:
    found = CONTRACT.method(name)
    assert found is not None
    return found


def _short(name: str) -> ShortForm:
    found = short_form(_method(name))
    assert found is not None
    return found


# How long values take to be made says something about the machine's other work alone.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(books, max_size=2).map(tuple))
def test_it_reads_as_protobuf_reads(found: tuple[Book, ...]) -> None:
    response, packing = GetBooksResponse(books=found), shelf_wire.METHODS["GetBooks"].response
    short = _short("GetBooks")
    said = short.to_bytes(response)
    assert short.from_bytes(said) == packing.from_bytes(packing.to_bytes(response), strict=False)
    assert said.startswith(MARK)
    assert not packing.to_bytes(response).startswith(MARK)


def test_a_time_that_is_not_utc_comes_as_utc_and_one_without_zone_not_at_all() -> None:
    short = _short("GetBooks")

    def read(moment: datetime) -> datetime:
        book: Book = short.from_bytes(short.to_bytes(GetBooksResponse(books=(Book(added_at=moment),)))).books[
            0
        ]
        return book.added_at

    there = datetime.fromisoformat("2024-05-06T07:08:09.123456+02:00")
    assert read(there) == there
    assert read(there).tzinfo is UTC
    with pytest.raises(Broken):
        read(datetime(2024, 5, 6))


def test_what_msgspec_writes_otherwise_has_no_short_form() -> None:
    assert short_form(_method("Annotate")) is None  # one of several messages
    assert short_form(_method("Fail")) is None  # nothing
    assert short_form(_method("Count")) is None  # a stream


def test_half_an_answer_is_none_and_another_message_is_broken() -> None:
    method, packing, short = _method("GetBooks"), shelf_wire.METHODS["GetBooks"], _short("GetBooks")
    whole = short.to_bytes(GetBooksResponse(books=(BOOK,)))
    assert read_answer(method, packing, whole, short) == (BOOK,)
    for half in (whole[: len(whole) // 2], MARK, whole + b"x", MARK + b"\xc1"):
        with pytest.raises(Torn):
            short.from_bytes(half)
        with pytest.raises(Unanswered):
            read_answer(method, packing, half, short)
    with pytest.raises(Broken) as broken:
        short.from_bytes(MARK + b"\x81\xa5books\xa1x")
    assert not isinstance(broken.value, Torn)


@pytest.fixture
async def address() -> AsyncIterator[tuple[str, Server]]:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(SECRET)
        server.add(CONTRACT, ShelfInteractor())
        where = f"unix:{folder}/rpc.sock"
        await server.start(where)
        yield where, server
        await server.stop(0)


async def _asked(where: str, **metadata: str) -> bytes:
    """The answer to GetBooks, as it comes."""
    path = f"{CONTRACT.name}/GetBooks"
    signed: tuple[Any, ...] = ((assertion.METADATA, Signer(SECRET).sign(READER, path)),)
    data = shelf_wire.METHODS["GetBooks"].request.to_bytes(_method("GetBooks").request(book_ids=("b0",)))
    async with aio.insecure_channel(where) as channel:
        ask: Any = channel.unary_unary(f"/{path}", None, None)
        answer: bytes = await ask(data, metadata=(*signed, *metadata.items()), timeout=5)
        return answer


async def test_only_who_has_the_same_contract_is_answered_so(address: tuple[str, Server]) -> None:
    where, _ = address
    peer = Peer(where, SECRET)
    with acting_as(READER):
        book = await peer.client(CONTRACT).add_book(title="Walden")
        assert await peer.client(CONTRACT).get_books(book_ids=("b0",)) == (book,)
    await peer.close()
    digest = WireCode(CONTRACT).digest
    assert (await _asked(where, **{PRIORITY: f"member;{digest}"})).startswith(MARK)
    packing = shelf_wire.METHODS["GetBooks"].response
    for said in ("member", "member;", "member;000000000000", f"{digest}"):
        answer = await _asked(where, **{PRIORITY: said})
        assert packing.from_bytes(answer, strict=False) == GetBooksResponse(books=(book,))
    assert packing.from_bytes(await _asked(where), strict=False) == GetBooksResponse(books=(book,))


async def test_the_server_ends_what_the_caller_does_not_wait_for_any_more(
    address: tuple[str, Server],
) -> None:
    where, server = address
    peer = Peer(where, SECRET)
    with pytest.raises(DeadlineExceeded):
        async with deadline(0.2):
            await peer.client(CONTRACT).sleep(seconds=60)
    for _ in range(2_000):
        if not server.admission.inside:
            break
        await asyncio.sleep(0.01)
    assert server.admission.inside == 0
    await peer.close()


def test_the_same_signature_serves_a_second_and_lives_no_longer_for_being_known() -> None:
    now = datetime(2024, 5, 6, tzinfo=UTC)
    signer, reader = Signer(SECRET, lambda: now), Signer(SECRET, lambda: now)
    first = signer.sign(READER, "Shelf/Find")
    assert reader.read(first, "Shelf/Find") == READER
    now += timedelta(seconds=0.9)
    assert signer.sign(READER, "Shelf/Find") == first
    assert signer.sign(Caller(person_id="another"), "Shelf/Find") != first
    assert signer.sign(READER, "Shelf/Add") != first
    now += timedelta(seconds=0.2)
    assert signer.sign(READER, "Shelf/Find") != first
    with pytest.raises(Unauthenticated):
        reader.read(first, "Shelf/Add")
    now += timedelta(seconds=60)
    with pytest.raises(Unavailable):
        reader.read(first, "Shelf/Find")
