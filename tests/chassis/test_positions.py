"""How far databases had come, as processes tell each other."""

import tempfile

import pytest

from octavo.chassis.peer import Peer
from octavo.chassis.positions import Positions
from octavo.chassis.rpc import Server
from tests.chassis.shelf.v1.shelf import CONTRACT, Shelf
from tests.chassis.shelves import ShelfInteractor

SECRET = b"the secret of the tests, 32 bytes or more"


def test_positions_only_grow() -> None:
    known = Positions()
    known.raise_to("7", 10)
    known.raise_to("7", 5)
    known.raise_to("8", 1)
    assert (known.of("7"), known.of("8"), known.of("9")) == (10, 1, 0)
    other = Positions()
    other.raise_to("7", 11)
    other.hear(known.told())
    assert other.told() == "7=11,8=1"


@pytest.mark.parametrize(
    "text", ["", "7", "7=", "=7", "a=7", "7=-1", "7=1e9", "7=" + 30 * "9", None, b"7=7", ",,,"]
)
def test_what_is_no_position_is_left_out(text: object) -> None:
    known = Positions()
    known.hear(text)
    assert known.told() == ""


def test_nobody_fills_a_process_with_positions() -> None:
    known = Positions()
    known.hear(",".join(f"{number}=1" for number in range(100)))
    for number in range(100, 200):
        known.raise_to(str(number), 1)
    assert len(known.told().split(",")) == 16
    known.raise_to("0", 2)
    assert known.of("0") == 2


async def test_a_call_tells_what_its_caller_knows() -> None:
    server, known = Server(SECRET), Positions()
    server.add(CONTRACT, ShelfInteractor())
    with tempfile.TemporaryDirectory() as folder:
        await server.start(f"unix:{folder}/test.sock")
        peer = Peer(f"unix:{folder}/test.sock", SECRET, known=known)
        try:
            shelf: Shelf = peer.client(CONTRACT)
            await shelf.who_asks()
            assert server.known.told() == ""
            known.raise_to("7", 10)
            await shelf.who_asks()
            assert server.known.of("7") == 10
        finally:
            await peer.close()
            await server.stop(0)
