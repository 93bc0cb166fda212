"""Hedged reads over the wire: two processes behind one address, one of which is slow, or is stopped."""

import asyncio
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress

import pytest

from octavo.chassis.context import deadline
from octavo.chassis.faults import DeadlineExceeded, Fault, Unavailable
from octavo.chassis.peer import Peer
from octavo.chassis.place import Place
from octavo.chassis.rpc import Server
from tests.chassis.shelf.v1.shelf import CONTRACT, Book, BookId, Shelf
from tests.chassis.shelf_process import ONLY, SECRET
from tests.chassis.shelves import ShelfInteractor
from tests.running import free_port

HEDGED, PLAIN = f"{CONTRACT.name}/GetBooks", f"{CONTRACT.name}/FindBook"
SAVED = 9.0
"""Calls that the budget pays for when a test begins."""


class Sleepy(ShelfInteractor):
    """Finds no book while it sleeps, and notes who woke it."""

    def __init__(self) -> None:
        super().__init__()
        self.slow = False
        self.fails = False
        self.begun = 0

    async def get_books(self, *, book_ids: Sequence[BookId]) -> tuple[Book, ...]:
        self.begun += 1
        if self.fails:
            raise Unavailable
        if self.slow:
            await self.sleep(seconds=30)
        return ()


@asynccontextmanager
async def two() -> AsyncIterator[tuple[Peer, list[Sleepy]]]:
    """Two servers behind one address, both of which are reached."""
    servers, shelves, ports = [], [], []
    for _ in range(2):
        shelf, server = Sleepy(), Server(SECRET)
        server.add(CONTRACT, shelf)
        ports.append(await server.start("127.0.0.1:0"))
        servers.append(server)
        shelves.append(shelf)
    peer = Peer("ipv4:" + ",".join(f"127.0.0.1:{port}" for port in ports), SECRET)
    try:
        await until_both_are_reached(peer)
        yield peer, shelves
    finally:
        await peer.close()
        for server in servers:
            await server.stop(0)


async def until_both_are_reached(peer: Peer) -> None:
    """So that a call knows which one it meets, and a late one has another to go to."""
    async with asyncio.timeout(30):
        while True:
            turn = peer._ways.turn()
            if next(turn) is not next(turn):
                return
            await asyncio.sleep(0.01)


async def test_a_late_read_is_answered_by_the_other_process_and_ended_in_the_first() -> None:
    async with two() as (peer, (one, other)):
        shelf: Shelf = peer.client(CONTRACT)
        peer._budget._saved = SAVED
        one.slow = True
        for _ in range(2):  # one of them meets the slow one first
            assert await shelf.get_books(book_ids=()) == ()
        await asyncio.wait_for(one.woken.wait(), 10)
        assert (peer.counts["hedge won", HEDGED], one.begun) == (1, 1)
        assert other.begun == 2


async def test_what_was_not_answered_is_repeated_at_the_other_process() -> None:
    async with two() as (peer, (one, other)):
        shelf: Shelf = peer.client(CONTRACT)
        peer._budget._saved = SAVED
        one.fails = True
        met = 0
        for _ in range(4):
            try:
                await shelf.get_books(book_ids=())
            except Fault:
                met += 1
        # What the service itself said is not asked again: two of four met the one that fails.
        assert (met, one.begun, other.begun) == (2, 2, 2)


async def test_retries_and_hedges_together_are_a_tenth_of_the_first_calls_at_most() -> None:
    chance = random.Random(3)
    async with two() as (peer, (one, other)):
        shelf: Shelf = peer.client(CONTRACT)
        first = 100
        for _ in range(first):
            one.slow = chance.random() < 0.25
            with suppress(DeadlineExceeded):
                async with deadline(0.3):
                    await shelf.get_books(book_ids=())
        assert peer.counts["hedged", HEDGED] > 0
        assert one.begun + other.begun <= 1.1 * first


async def test_where_there_is_one_process_nothing_is_hedged() -> None:
    server, shelf = Server(SECRET), Sleepy()
    server.add(CONTRACT, shelf)
    with tempfile.TemporaryDirectory() as folder:
        await server.start(f"unix:{folder}/s.sock")
        peer = Peer(f"unix:{folder}/s.sock", SECRET)
        client: Shelf = peer.client(CONTRACT)
        peer._budget._saved = SAVED
        shelf.slow = True
        with pytest.raises(DeadlineExceeded):
            async with deadline(0.5):
                await client.get_books(book_ids=())
        assert (shelf.begun, peer.counts) == (1, {})
        await peer.close()
        await server.stop(0)


async def test_here_there_is_nobody_else_to_ask() -> None:
    place, interactor = Place(secret=SECRET), Sleepy()
    shelf = await place.get("shelf", Shelf, CONTRACT, lambda: interactor)  # type: ignore[type-abstract]
    interactor.slow = True
    with pytest.raises(DeadlineExceeded):
        async with deadline(0.3):
            await shelf.get_books(book_ids=())
    assert (interactor.begun, place.counts) == (1, {})


@contextmanager
def processes() -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """Two processes that serve the contract, and the address behind which both are."""
    ports = [free_port(), free_port()]
    command = [sys.executable, "-m", "tests.chassis.shelf_process"]
    running = [
        subprocess.Popen([*command, str(port), str(number)], stdout=subprocess.PIPE, text=True)
        for number, port in enumerate(ports)
    ]
    try:
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        yield "ipv4:" + ",".join(f"127.0.0.1:{port}" for port in ports), running
    finally:
        for process in running:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


async def test_reads_go_on_while_one_of_two_processes_is_stopped() -> None:
    with processes() as (address, (stopped, _)):
        peer = Peer(address, SECRET)
        shelf: Shelf = peer.client(CONTRACT)
        try:
            await until_both_are_reached(peer)
            async with asyncio.timeout(30):  # until both were met that way too
                while len({await shelf.find_book(title="0") is None for _ in range(2)}) < 2:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            peer._budget._saved = SAVED
            peer.counts.clear()
            stopped.send_signal(signal.SIGSTOP)
            hedged = [await answered(shelf, plain=False) for _ in range(8)]
            plain = [await answered(shelf, plain=True) for _ in range(4)]
            stopped.send_signal(signal.SIGCONT)
            # Every second call met the one that is stopped: without a second call nobody answered those.
            assert (all(hedged), plain.count(False) >= 2) == (True, True)
            assert peer.counts["hedge won", HEDGED] >= 4
            assert peer.counts["hedged", PLAIN] == 0
        finally:
            await peer.close()


async def answered(shelf: Shelf, *, plain: bool) -> bool:
    """Whether a call had an answer within its time: a hedged one, or one that is not."""
    try:
        async with deadline(0.5 if plain else 30):
            if plain:
                await shelf.find_book(title="0")
            else:
                await shelf.get_books(book_ids=(ONLY,))
    except DeadlineExceeded:
        return False
    return True
