"""One body for two worlds: every test of a service's API runs here and over the wire.

@pytest.fixture(params=WORLDS)
async def stories(request, database):
    async with in_world(request.param, Stories, CONTRACT, build(database, ...)) as stories:
        yield stories
"""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

from octavo.chassis.contract import Contract
from octavo.chassis.peer import Peer
from octavo.chassis.rpc import Server

__all__ = ["HERE", "THERE", "WORLDS", "in_world"]

T = TypeVar("T")

HERE = "here"
THERE = "over the wire"
WORLDS = (HERE, THERE)

_SECRET = b"the secret of the tests, 32 bytes or more"


@asynccontextmanager
async def in_world(world: str, protocol: type[T], contract: Contract, implementation: T) -> AsyncIterator[T]:
    """Give the service as a caller in that world sees it.

    Over the wire it is served on a Unix socket of its own, and at the end the server's own counter must
    have moved: a test that never crossed the wire fails with AssertionError.
    """
    if world == HERE:
        yield implementation
        return
    with tempfile.TemporaryDirectory() as folder:
        server = Server(_SECRET)
        server.add(contract, implementation)
        address = f"unix:{folder}/test.sock"
        await server.start(address)
        peer = Peer(address, _SECRET)
        try:
            client: T = peer.client(contract)
            yield client
        finally:
            await peer.close()
            await server.stop(0)
        assert server.calls.total() > 0, "the test made no call over the wire"
