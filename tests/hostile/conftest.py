"""One real site for all the hostile tests of a module."""

import io
import struct
import time
import zlib
from collections.abc import Iterator

import pytest

from tests.hostile.site import World, settled
from tests.running import PATIENCE, running

UNLIMITED = {
    "OCTAVO_ACCOUNTS_SIGN_INS_PER_LOGIN": "100000",
    "OCTAVO_ACCOUNTS_SIGN_INS_PER_ADDRESS": "100000",
    "OCTAVO_ACCOUNTS_INVITATIONS": "100000",
    "OCTAVO_ACCOUNTS_ARGON2_MEMORY_KIB": "8",
    "OCTAVO_ACCOUNTS_ARGON2_PASSES": "1",
    "OCTAVO_API_CALLS_BY_PERSON": "0",
    "OCTAVO_API_CALLS_BY_ADDRESS": "0",
    "OCTAVO_API_CALLS_BY_TOKEN": "0",
}
"""So that the rate limits, tested elsewhere, hide nothing here."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The site with its people. Tests may add to it; what they refuse to do must leave it as it was."""
    folder = tmp_path_factory.mktemp("hostile")
    with running(folder, OCTAVO_DATA=str(folder / "data"), **UNLIMITED) as site:
        found = settled(site, folder / "data", png(3, 2))
        quiet(found)
        yield found
        found.owner.client.close()
        said = site.output()
        assert "the site failed" not in said, said[-5000:]
        assert "a call failed unexpectedly" not in said, said[-5000:]


def quiet(world: World) -> None:
    """Wait until what the site does by itself after all that was written (index, letters) is done."""
    until, before = time.monotonic() + PATIENCE, world.state()
    while time.monotonic() < until:
        time.sleep(2)
        now = world.state()
        if now == before:
            return
        before = now


def png(width: int, height: int, *, told: tuple[int, int] | None = None) -> bytes:
    """A grey PNG; `told`: the size that its header claims."""
    rows = zlib.compress((b"\x00" + b"\x80" * width) * height, 9)
    head = struct.pack(">IIBBBBB", *(told or (width, height)), 8, 0, 0, 0, 0)
    made = io.BytesIO(b"\x89PNG\r\n\x1a\n")
    made.seek(0, io.SEEK_END)
    for kind, data in ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b"")):
        made.write(struct.pack(">I", len(data)) + kind + data)
        made.write(struct.pack(">I", zlib.crc32(kind + data)))
    return made.getvalue()
