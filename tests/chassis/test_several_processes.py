"""A service in several processes: called in turn, not while one stops, and found when they change."""

import asyncio
import itertools
import socket
import struct
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from octavo.chassis.context import Caller, acting_as
from octavo.chassis.peer import Peer
from octavo.chassis.rpc import Server
from tests.chassis.shelf.v1.shelf import CONTRACT, Shelf
from tests.chassis.shelves import ShelfInteractor

SECRET = b"0123456789abcdef0123456789abcdef"
ADDRESSES = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
TITLES = map(str, itertools.count())


class NameServer(asyncio.DatagramProtocol):
    """Answers every question for addresses (RFC 1035) with those that it has."""

    def __init__(self) -> None:
        self.addresses: tuple[str, ...] = ()
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, address: Any) -> None:
        end = 12
        while data[end]:
            end += data[end] + 1
        question, kind = data[12 : end + 5], struct.unpack(">H", data[end + 1 : end + 3])[0]
        found = self.addresses if kind == 1 else ()
        head = data[:2] + struct.pack(">HHHHH", 0x8180, 1, len(found), 0, 0)
        rows = (b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 1, 4) + socket.inet_aton(one) for one in found)
        self._transport.sendto(head + question + b"".join(rows), address)


@pytest.fixture
async def servers() -> AsyncIterator[list[tuple[Server, str]]]:
    """Three processes of one service, on one port of three addresses."""
    started, port = [], 0
    for address in ADDRESSES:
        server = Server(SECRET)
        server.add(CONTRACT, ShelfInteractor())
        port = await server.start(f"{address}:{port}")
        started.append((server, f"{address}:{port}"))
    yield started
    for server, _ in started:
        await server.stop(0)


@pytest.fixture
async def names() -> AsyncIterator[tuple[NameServer, int]]:
    """A name server, and its port."""
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(NameServer, local_addr=("127.0.0.1", 0))
    yield server, transport.get_extra_info("sockname")[1]
    transport.close()


async def call_until(shelf: Shelf, done: Callable[[], bool]) -> None:
    """Call again and again, in which no call fails."""
    with acting_as(Caller(person_id="reader")):
        async with asyncio.timeout(60):
            while not done():
                await shelf.add_book(title=next(TITLES))
                await asyncio.sleep(0.01)


def counts(servers: list[tuple[Server, str]]) -> list[int]:
    return [server.calls.total() for server, _ in servers]


async def test_all_addresses_are_called_in_turn(servers: list[tuple[Server, str]]) -> None:
    peer = Peer(f"ipv4:{','.join(place for _, place in servers)}", SECRET)
    shelf = peer.client(CONTRACT)
    await call_until(shelf, lambda: min(counts(servers)) >= 3)  # all of them are connected
    before = counts(servers)
    with acting_as(Caller(person_id="reader")):
        for _ in range(10 * len(servers)):
            await shelf.add_book(title=next(TITLES))
    assert [now - then for now, then in zip(counts(servers), before, strict=True)] == [10] * len(servers)
    await peer.close()


async def test_one_that_is_about_to_stop_is_called_no_more(servers: list[tuple[Server, str]]) -> None:
    peer = Peer(f"ipv4:{','.join(place for _, place in servers)}", SECRET)
    shelf = peer.client(CONTRACT)
    await call_until(shelf, lambda: min(counts(servers)) >= 1)
    leaving = servers[0][0]
    await leaving.leave()

    async def settled() -> None:
        """It takes some milliseconds until the client has heard of it."""
        before = counts(servers)[0]
        rest = sum(counts(servers)[1:])
        await call_until(shelf, lambda: sum(counts(servers)[1:]) >= rest + 20)
        if counts(servers)[0] != before:
            await settled()

    async with asyncio.timeout(60):
        await settled()
        # Nobody who only watches its health keeps it from stopping.
        await leaving.stop(3600)
    await call_until(shelf, lambda: min(counts(servers)[1:]) >= 30)
    await peer.close()


async def test_a_name_is_looked_up_again_when_a_process_has_gone(
    servers: list[tuple[Server, str]], names: tuple[NameServer, int]
) -> None:
    server, port = names
    server.addresses = ADDRESSES[:2]
    peer = Peer(f"dns://127.0.0.1:{port}/shelf.octavo.test:{servers[0][1].partition(':')[2]}", SECRET)
    shelf = peer.client(CONTRACT)
    await call_until(shelf, lambda: min(counts(servers)[:2]) >= 3)
    assert counts(servers)[2] == 0
    server.addresses = ADDRESSES[1:]
    await servers[0][0].stop(5)
    await call_until(shelf, lambda: counts(servers)[2] >= 3)
    await peer.close()
