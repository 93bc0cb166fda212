"""The wire itself: what comes from strangers, from newer and broken peers, and when nobody answers."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc import aio
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from octavo.chassis import assertion
from octavo.chassis.assertion import Signer
from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.contract import Contract, Method
from octavo.chassis.faults import (
    Aborted,
    Broken,
    Cancelled,
    Fault,
    Invalid,
    NotFound,
    ResourceExhausted,
    Unauthenticated,
    Unavailable,
    Unimplemented,
)
from octavo.chassis.faultwire import DETAILS, pack_fault, unpack_fault
from octavo.chassis.peer import Peer
from octavo.chassis.rpc import Server
from octavo.chassis.wiring import MESSAGE_LIMIT
from tests.chassis.shelf.v1 import shelf_wire
from tests.chassis.shelf.v1.shelf import (
    CONTRACT,
    Binding,
    BookId,
    BookNotFound,
    FindBookRequest,
    Shelf,
)
from tests.chassis.shelves import ShelfInteractor, Unheard

SECRET = b"0123456789abcdef0123456789abcdef"
READER = Caller(person_id="reader")


@dataclass
class Served:
    """A served shelf, and ways to reach it."""

    server: Server
    address: str
    interactor: ShelfInteractor
    channel: aio.Channel
    peer: Peer

    @property
    def shelf(self) -> Shelf:
        client: Shelf = self.peer.client(CONTRACT)
        return client

    async def raw(self, method: str, data: bytes, caller: Caller = READER) -> bytes:
        """Send bytes as they are, signed."""
        path = f"{CONTRACT.name}/{method}"
        signed = Signer(SECRET).sign(caller, path)
        answer: bytes = await self.channel.unary_unary(f"/{path}")(
            data, metadata=((assertion.METADATA, signed),), timeout=5
        )
        return answer


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    with tempfile.TemporaryDirectory() as folder:
        server, interactor = Server(SECRET), ShelfInteractor()
        server.add(CONTRACT, interactor)
        address = f"unix:{folder}/rpc.sock"
        await server.start(address)
        peer = Peer(address, SECRET)
        async with aio.insecure_channel(address) as channel:
            yield Served(server, address, interactor, channel, peer)
        await peer.close()
        await server.stop(0)


def fault_of(error: aio.AioRpcError) -> Fault:
    """The fault that a raw call's error carries."""
    trailing: Any = error.trailing_metadata()
    return unpack_fault(error.code().value[0], trailing.get(DETAILS) or b"", shelf_wire.FAULTS)


async def refused(served: Served, method: str, data: bytes) -> Fault:
    with pytest.raises(aio.AioRpcError) as caught:
        await served.raw(method, data)
    return fault_of(caught.value)


async def test_every_arrival_is_counted_whatever_becomes_of_it(served: Served) -> None:
    await served.shelf.find_book(title="")
    with pytest.raises(Unauthenticated):
        await served.shelf.add_book(title="Walden")
    with acting_as(READER):
        await served.shelf.add_book(title="Walden")
    assert served.server.calls == {"octavo.shelf.v1.Shelf/FindBook": 1, "octavo.shelf.v1.Shelf/AddBook": 2}


async def test_a_call_that_the_site_did_not_sign_is_refused(served: Served) -> None:
    call = served.channel.unary_unary("/octavo.shelf.v1.Shelf/WhoAsks")
    for metadata in ((), ((assertion.METADATA, b"short"),), ((assertion.METADATA, b"x" * 100),)):
        with pytest.raises(aio.AioRpcError) as caught:
            await call(b"", metadata=metadata)
        assert isinstance(fault_of(caught.value), Unauthenticated)


async def test_a_call_signed_with_another_secret_is_refused(served: Served) -> None:
    stranger = Peer(served.address, b"another secret of thirty-two byte")
    with acting_as(READER), pytest.raises(Unauthenticated):
        await stranger.client(CONTRACT).who_asks()
    await stranger.close()


async def test_a_signature_lives_a_minute(served: Served) -> None:
    for age, accepted in ((50, True), (70, False)):
        old = Peer(served.address, SECRET, lambda age=age: datetime.now(UTC) - timedelta(seconds=age))
        if accepted:
            assert (await old.client(CONTRACT).who_asks()).person_id == ""
        else:
            with pytest.raises(Unavailable):  # it is a clock that is wrong, not whoever asks
                await old.client(CONTRACT).who_asks()
        await old.close()


async def test_a_signature_is_good_for_its_method_only(served: Served) -> None:
    signed = Signer(SECRET).sign(READER, "octavo.shelf.v1.Shelf/FindBook")
    with pytest.raises(aio.AioRpcError) as caught:
        await served.channel.unary_unary("/octavo.shelf.v1.Shelf/AddBook")(
            shelf_wire.METHODS["AddBook"].request.to_bytes(CONTRACT.methods[0].request(title="Stolen")),
            metadata=((assertion.METADATA, signed),),
        )
    assert isinstance(fault_of(caught.value), Unauthenticated)
    assert served.interactor.books == {}


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Signer(b"short")


async def test_bytes_that_are_no_message_are_invalid(served: Served) -> None:
    assert isinstance(await refused(served, "AddBook", b"\xff\xff\xff"), Invalid)
    assert served.interactor.books == {}


async def test_an_enum_number_that_nobody_knows_is_invalid_in_a_request(served: Served) -> None:
    request = shelf_wire.METHODS["AddBook"].request.new()
    request.title = "Walden"
    request.binding = 99
    assert await refused(served, "AddBook", request.SerializeToString()) == Invalid(
        "binding", "binding has a value that is not known."
    )
    assert served.interactor.books == {}


async def test_an_enum_number_that_nobody_knows_reads_as_unspecified_in_a_response() -> None:
    packing = shelf_wire.METHODS["GetBooks"].response
    response = packing.new()
    book = response.books.add()
    book.binding = 99
    book.added_at.SetInParent()
    assert packing.from_bytes(response.SerializeToString(), strict=False).books[0].binding is (
        Binding.UNSPECIFIED
    )


async def test_a_missing_message_is_invalid_in_a_request_and_broken_in_a_response(served: Served) -> None:
    assert await refused(served, "Echo", b"") == Invalid("part", "part is missing.")
    with pytest.raises(Broken):
        shelf_wire.METHODS["AddBook"].response.from_bytes(b"", strict=False)


async def test_times_beyond_the_calendar_are_invalid(served: Served) -> None:
    request = shelf_wire.METHODS["Echo"].request.new()
    request.part.SetInParent()
    request.span.SetInParent()
    for seconds, nanos in ((10**15, 0), (-(10**15), 0), (0, -5), (0, 2_000_000_000)):
        request.at.seconds, request.at.nanos = seconds, nanos
        fault = await refused(served, "Echo", request.SerializeToString())
        assert isinstance(fault, Invalid)
        assert fault.field == "at"


async def test_durations_that_contradict_themselves_are_invalid(served: Served) -> None:
    request = shelf_wire.METHODS["Echo"].request.new()
    request.part.SetInParent()
    request.at.SetInParent()
    for seconds, nanos in ((1, -1), (-1, 1), (10**13, 0), (0, 10**9)):
        request.span.seconds, request.span.nanos = seconds, nanos
        fault = await refused(served, "Echo", request.SerializeToString())
        assert isinstance(fault, Invalid)
        assert fault.field == "span"


async def test_a_field_of_a_newer_peer_is_skipped(served: Served) -> None:
    unknown_field_90 = b"\xd2\x05\x03new"
    data = shelf_wire.METHODS["FindBook"].request.to_bytes(FindBookRequest(title="x")) + unknown_field_90
    assert await served.raw("FindBook", data) == b""


async def test_messages_of_many_megabytes_pass_and_larger_ones_are_refused(served: Served) -> None:
    with acting_as(READER):
        assert len((await served.shelf.add_book(title="x" * 10_000_000)).title) == 10_000_000
        with pytest.raises(ResourceExhausted):
            await served.shelf.add_book(title="y" * (MESSAGE_LIMIT + 1))
    assert len(served.interactor.books) == 1


async def test_a_peer_that_is_not_there_is_unavailable() -> None:
    with tempfile.TemporaryDirectory() as folder:
        peer = Peer(f"unix:{folder}/nobody.sock", SECRET)
        with pytest.raises(Unavailable):
            await peer.client(CONTRACT).find_book(title="")
        with pytest.raises(Fault):
            await peer.ready(0.05)
        await peer.close()


async def test_a_peer_that_goes_away_in_mid_call_is_a_fault(served: Served) -> None:
    running = asyncio.create_task(served.shelf.sleep(seconds=20))
    await served.interactor.asleep.wait()
    await served.server.stop(0)
    with pytest.raises((Unavailable, Cancelled)):
        await running


async def test_a_method_that_the_peer_does_not_know_is_unimplemented(served: Served) -> None:
    newer = Contract(
        name=CONTRACT.name, wire=f"{__name__}.newer", methods=(*CONTRACT.methods, _method("Burn"))
    )
    call = served.channel.unary_unary(f"/{newer.name}/Burn")
    with pytest.raises(aio.AioRpcError) as caught:
        await call(b"")
    assert isinstance(fault_of(caught.value), Unimplemented)


def _method(name: str) -> Method:
    return Method(name=name, call=name.lower(), request=FindBookRequest, response=FindBookRequest)


async def test_what_surrounds_the_start_does_not_surround_the_calls() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(SECRET)
        server.add(CONTRACT, ShelfInteractor())
        with acting_as(Caller(person_id="operator")):
            await server.start(f"unix:{folder}/s.sock")
        peer = Peer(f"unix:{folder}/s.sock", SECRET)
        with acting_as(ANONYMOUS):
            assert (await peer.client(CONTRACT).who_asks()).person_id == ""
        await peer.close()
        await server.stop(0)


async def test_an_address_that_cannot_be_had_is_an_os_error(tmp_path: Path) -> None:
    server = Server(SECRET)
    with pytest.raises(OSError, match="cannot listen on"):
        await server.start(f"unix:{tmp_path}/no/such/folder/s.sock")
    await server.stop(0)


async def test_a_free_port_is_taken_and_told() -> None:
    server = Server(SECRET)
    server.add(CONTRACT, ShelfInteractor())
    port = await server.start("127.0.0.1:0")
    peer = Peer(f"127.0.0.1:{port}", SECRET)
    await peer.ready(5)
    assert await peer.client(CONTRACT).find_book(title="") is None
    await peer.close()
    await server.stop(0)


async def test_health_says_that_it_serves(served: Served) -> None:
    stub = health_pb2_grpc.HealthStub(served.channel)
    for name in ("", CONTRACT.name):
        answer = await stub.Check(health_pb2.HealthCheckRequest(service=name))
        assert answer.status == health_pb2.HealthCheckResponse.SERVING
    with pytest.raises(aio.AioRpcError) as caught:
        await stub.Check(health_pb2.HealthCheckRequest(service="octavo.nothing"))
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND


async def test_reflection_shows_the_contract(served: Served) -> None:
    stub = reflection_pb2_grpc.ServerReflectionStub(served.channel)
    asked = [
        reflection_pb2.ServerReflectionRequest(list_services=""),
        reflection_pb2.ServerReflectionRequest(file_containing_symbol=CONTRACT.name),
    ]
    listed, file = [answer async for answer in stub.ServerReflectionInfo(iter(asked))]
    assert CONTRACT.name in {service.name for service in listed.list_services_response.service}
    assert file.file_descriptor_response.file_descriptor_proto


def test_a_fault_falls_back_to_its_code_where_it_is_not_known() -> None:
    packed = pack_fault(BookNotFound(book_id=BookId("b1")), shelf_wire.FAULTS)
    assert unpack_fault(5, packed, shelf_wire.FAULTS) == BookNotFound(book_id=BookId("b1"))
    fallen = unpack_fault(5, packed, {})
    assert fallen == NotFound("There is no such book.")
    unheard = pack_fault(Unheard(3), shelf_wire.FAULTS)
    assert unpack_fault(10, unheard, shelf_wire.FAULTS) == Aborted("Nobody has heard of this.")


def test_details_that_cannot_be_read_leave_the_code() -> None:
    assert unpack_fault(5, b"\xff\xff", shelf_wire.FAULTS) == NotFound()
    assert unpack_fault(2, b"", {}) == Broken()
    assert unpack_fault(99, b"", {}) == Broken()


async def test_as_many_calls_at_once_as_the_limit_lets_in_are_all_answered(served: Served) -> None:
    # gRPC's own limit of those that wait would cancel some of more than a thousand.
    found = await asyncio.gather(*(served.shelf.find_book(title="Walden") for _ in range(1_500)))
    assert found == [None] * 1_500
