"""Calls over real gRPC with real certificates: who is let in, who is called, what changes meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc import aio
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from octavo.chassis import authority
from octavo.chassis.certificates import Certificates, Wire
from octavo.chassis.faults import Fault, Unavailable
from octavo.chassis.peer import Peer
from octavo.chassis.place import Place
from octavo.chassis.rpc import Server
from tests.chassis.shelf.v1.shelf import CONTRACT, Shelf
from tests.chassis.shelves import ShelfInteractor

SECRET = b"0123456789abcdef0123456789abcdef"
HOST = "127.0.0.1"
SITE = "shelf.internal"


def made(folder: Path, *names: str, site: str = SITE, days: int = 90, ago: int = 0) -> Path:
    """An authority's folder, made so many days ago."""
    authority.make(folder, names, site=site, days=days, now=datetime.now(UTC) - timedelta(days=ago))
    return folder


def wire(folder: Path, name: str = HOST, **more: Any) -> Wire:
    files = {"certificate": folder / f"{name}.pem", "key": folder / f"{name}.key"}
    return Wire(**files, authority=folder / authority.AUTHORITY, **more)


@asynccontextmanager
async def serving(certificates: Certificates | None) -> AsyncIterator[tuple[Server, str]]:
    server = Server(SECRET, certificates=certificates)
    server.add(CONTRACT, ShelfInteractor())
    port = await server.start(f"{HOST}:0")
    try:
        yield server, f"{HOST}:{port}"
    finally:
        await server.stop(0)


@asynccontextmanager
async def calling(address: str, certificates: Certificates | None) -> AsyncIterator[Shelf]:
    peer = Peer(address, SECRET, certificates=certificates)
    client: Shelf = peer.client(CONTRACT)
    try:
        yield client
    finally:
        await peer.close()


async def test_those_who_know_each_other_are_answered(tmp_path: Path) -> None:
    folder = made(tmp_path, HOST, "edge.internal")
    served = Certificates(wire(folder))
    async with serving(served) as (server, address):
        async with calling(address, Certificates(wire(folder, "edge.internal"))) as shelf:
            assert await shelf.find_book(title="") is None
        assert server.calls.total() == 1
    assert not served.refused


async def test_nothing_that_is_said_can_be_read_on_the_way(tmp_path: Path) -> None:
    folder = made(tmp_path, HOST)
    for certificates, readable in ((Certificates(wire(folder)), False), (None, True)):
        async with serving(certificates) as (_, address), listening_in(address) as (heard, between):
            async with calling(between, certificates) as shelf:
                await shelf.find_book(title="A title that nobody else may see")
            assert (b"A title that nobody else may see" in b"".join(heard)) is readable


@asynccontextmanager
async def listening_in(address: str) -> AsyncIterator[tuple[list[bytes], str]]:
    """Somebody between the two who passes on every byte, and keeps it."""
    heard: list[bytes] = []
    host, _, port = address.rpartition(":")

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            heard.append(data)
            writer.write(data)
        writer.close()

    async def between(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(host, int(port))
        with suppress(OSError):
            await asyncio.gather(carry(reader, far_writer), carry(far_reader, writer))

    server = await asyncio.start_server(between, HOST, 0)
    try:
        yield heard, f"{HOST}:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def test_who_shows_no_certificate_is_refused(tmp_path: Path) -> None:
    folder = made(tmp_path, HOST)
    async with serving(Certificates(wire(folder))) as (server, address):
        async with calling(address, None) as shelf:
            with pytest.raises(Unavailable):
                await shelf.find_book(title="")
        roots = grpc.ssl_channel_credentials((folder / authority.AUTHORITY).read_bytes())
        async with aio.secure_channel(address, roots) as channel:
            with pytest.raises(aio.AioRpcError) as caught:
                await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest())
        assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
        assert server.calls.total() == 0


async def test_a_server_without_a_certificate_is_not_called(tmp_path: Path) -> None:
    async with serving(None) as (server, address):
        async with calling(address, Certificates(wire(made(tmp_path, HOST)))) as shelf:
            with pytest.raises(Unavailable):
                await shelf.find_book(title="")
        assert server.calls.total() == 0


async def test_those_of_another_authority_do_not_know_each_other(tmp_path: Path) -> None:
    ours, others = made(tmp_path / "ours", HOST), made(tmp_path / "others", HOST)
    halves = Wire(
        certificate=others / f"{HOST}.pem", key=others / f"{HOST}.key", authority=others / authority.AUTHORITY
    )
    async with serving(Certificates(wire(ours))) as (server, address):
        async with calling(address, Certificates(halves)) as shelf:
            with pytest.raises(Unavailable):  # the caller refuses the server
                await shelf.find_book(title="")
        both = others / "both.pem"
        both.write_bytes(
            (ours / authority.AUTHORITY).read_bytes() + (others / authority.AUTHORITY).read_bytes()
        )
        knows_ours = Wire(certificate=halves.certificate, key=halves.key, authority=both)
        async with calling(address, Certificates(knows_ours)) as shelf:
            with pytest.raises(Unavailable):  # the server refuses the caller
                await shelf.find_book(title="")
        assert server.calls.total() == 0


async def test_a_foreign_name_of_the_same_authority_gets_into_no_method(tmp_path: Path) -> None:
    folder = made(tmp_path, HOST)
    made(folder, "billing.internal", site="billing.internal")
    served = Certificates(wire(folder))
    stranger = Certificates(wire(folder, "billing.internal"))
    async with serving(served) as (server, address):
        async with calling(address, stranger) as shelf:
            with pytest.raises(Unavailable):
                await shelf.find_book(title="")
            with pytest.raises(Unavailable):
                async for _ in shelf.count(last=3):
                    pass
        loaded = stranger.loaded
        shown = grpc.ssl_channel_credentials(loaded.authority, loaded.key, loaded.certificate)
        async with aio.secure_channel(address, shown) as channel:
            for call in (_ask_health, _watch_health, _ask_reflection, _ask_shelf, _ask_for_numbers):
                with pytest.raises(aio.AioRpcError) as caught:
                    await call(channel)
                assert caught.value.code() is grpc.StatusCode.PERMISSION_DENIED
        assert server.calls.total() == 0
    assert set(served.refused) == {"billing.internal"}


async def _ask_health(channel: aio.Channel) -> None:
    await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest())


async def _watch_health(channel: aio.Channel) -> None:
    async for _ in health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest()):
        return


async def _ask_reflection(channel: aio.Channel) -> None:
    asked = [reflection_pb2.ServerReflectionRequest(list_services="")]
    async for _ in reflection_pb2_grpc.ServerReflectionStub(channel).ServerReflectionInfo(iter(asked)):
        return


async def _ask_shelf(channel: aio.Channel) -> None:
    await channel.unary_unary(f"/{CONTRACT.name}/FindBook")(b"")


async def _ask_for_numbers(channel: aio.Channel) -> None:
    async for _ in channel.unary_stream(f"/{CONTRACT.name}/Count")(b""):
        return


async def test_those_with_our_names_may_ask_for_health_and_contracts(tmp_path: Path) -> None:
    folder = made(tmp_path, HOST)
    async with serving(Certificates(wire(folder))) as (_, address):
        loaded = Certificates(wire(folder)).loaded
        shown = grpc.ssl_channel_credentials(loaded.authority, loaded.key, loaded.certificate)
        async with aio.secure_channel(address, shown) as channel:
            for call in (_ask_health, _watch_health, _ask_reflection):
                await call(channel)


async def test_a_server_must_be_for_the_host_that_was_called(tmp_path: Path) -> None:
    folder = made(tmp_path, "elsewhere.internal", HOST)
    async with serving(Certificates(wire(folder, "elsewhere.internal"))) as (_, address):
        async with calling(address, Certificates(wire(folder))) as shelf:
            with pytest.raises(Unavailable):
                await shelf.find_book(title="")
        # Or for the name that is set, where hosts have no names of their own.
        async with calling(address, Certificates(wire(folder, server_name=SITE))) as shelf:
            assert await shelf.find_book(title="") is None
        async with calling(address, Certificates(wire(folder, server_name="other.internal"))) as shelf:
            with pytest.raises(Unavailable):
                await shelf.find_book(title="")


async def test_names_of_callers_can_be_set(tmp_path: Path) -> None:
    folder = made(tmp_path, HOST, "a.edges.internal")
    for names, accepted in (
        (("*.edges.internal",), True),
        (("A.Edges.internal",), True),
        (("*.internal",), True),  # the name of the site, one level below
        (("b.edges.internal",), False),
        (("edges.internal", "*.a.edges.internal"), False),
    ):
        served, called = (
            Certificates(wire(folder, names=names)),
            Certificates(wire(folder, "a.edges.internal")),
        )
        async with serving(served) as (_, address), calling(address, called) as shelf:
            if accepted:
                assert await shelf.find_book(title="") is None
            else:
                with pytest.raises(Unavailable):
                    await shelf.find_book(title="")


async def test_renewed_files_are_used_without_a_restart(tmp_path: Path) -> None:
    folder = made(tmp_path, HOST)
    served, called = Certificates(wire(folder)), Certificates(wire(folder))
    async with serving(served) as (_, address), calling(address, called) as shelf:
        await shelf.find_book(title="")
        # A new authority altogether: whoever still goes by the old one is refused from here on.
        for file in folder.iterdir():
            file.unlink()
        made(folder, HOST)
        called.look()
        assert called.generation == 1
        assert await shelf.find_book(title="") is None  # the handshake had the server look for itself
        assert served.generation == 1


async def test_what_is_under_way_is_not_cut_by_a_renewal(tmp_path: Path) -> None:
    folder = made(tmp_path, HOST)
    called = Certificates(wire(folder))
    async with serving(Certificates(wire(folder))) as (_, address), calling(address, called) as shelf:
        sleeping = asyncio.ensure_future(shelf.sleep(seconds=0.2))
        numbers = shelf.count(last=3)
        assert await anext(numbers) == 1
        made(folder, HOST)
        called.look()
        assert await shelf.find_book(title="") is None
        assert called.generation == 1
        assert [number async for number in numbers] == [2, 3]
        assert await sleeping


async def test_an_expired_caller_is_refused(tmp_path: Path) -> None:
    folder = made(tmp_path, "late.internal", days=30, ago=31)
    made(folder, HOST)
    then = datetime.now(UTC) - timedelta(days=2)
    late = Certificates(wire(folder, "late.internal"), clock=lambda: then)  # its own clock is wrong
    async with serving(Certificates(wire(folder))) as (server, address):
        async with calling(address, late) as shelf:
            with pytest.raises(Unavailable):
                await shelf.find_book(title="")
        assert server.calls.total() == 0


async def test_an_expired_server_is_not_called(tmp_path: Path) -> None:
    folder = made(tmp_path, HOST, days=30, ago=31)
    made(folder, "fresh.internal")
    then = datetime.now(UTC) - timedelta(days=2)
    async with serving(Certificates(wire(folder), clock=lambda: then)) as (server, address):
        async with calling(address, Certificates(wire(folder, "fresh.internal"))) as shelf:
            with pytest.raises(Unavailable):
                await shelf.find_book(title="")
        assert server.calls.total() == 0


async def test_sockets_of_the_machine_stay_plain(tmp_path: Path) -> None:
    certificates = Certificates(wire(made(tmp_path, HOST)))
    address = f"unix:{tmp_path}/s.sock"
    here = Place(secret=SECRET, certificates=certificates)
    there = Place(secret=SECRET, peers={"shelf": address}, certificates=certificates)
    here.here[CONTRACT] = ShelfInteractor()
    server = await here.serve(address)
    try:
        shelf: Shelf = await there.get("shelf", Shelf, CONTRACT, ShelfInteractor)
        assert await shelf.find_book(title="") is None
    finally:
        await there.close()
        await server.stop(0)


async def test_places_on_two_machines_go_over_it(tmp_path: Path) -> None:
    folder = made(tmp_path, HOST)
    here = Place(secret=SECRET, certificates=Certificates(wire(folder)))
    here.here[CONTRACT] = ShelfInteractor()
    server = Server(SECRET, certificates=here.certificates)
    server.add(CONTRACT, here.here[CONTRACT])
    port = await server.start(f"{HOST}:0")
    plain = Place(secret=SECRET, peers={"shelf": f"{HOST}:{port}"})
    there = Place(secret=SECRET, peers={"shelf": f"{HOST}:{port}"}, certificates=here.certificates)
    try:
        shelf: Shelf = await there.get("shelf", Shelf, CONTRACT, ShelfInteractor)
        assert await shelf.find_book(title="") is None
        with pytest.raises(Fault):
            await (await plain.get("shelf", Shelf, CONTRACT, ShelfInteractor)).find_book(title="")
    finally:
        await there.close()
        await plain.close()
        await server.stop(0)
