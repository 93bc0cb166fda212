"""A real fleet on free ports, from the example that we show."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import nats_server, postgres, redis_server
from tests.conftest import missing
from tests.running import Running, end, environment, free_port

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "fleet.toml"
START_SECONDS = 240.0
"""A dozen processes at once on a machine that has other work."""


@pytest.fixture
def whole() -> None:
    """Everything that a fleet starts is installed here."""
    for name, here in (
        ("PostgreSQL", postgres.binaries() is not None),
        ("Redis", redis_server.is_here()),
        ("NATS", nats_server.is_here()),
        ("HAProxy", shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin") is not None),
    ):
        if not here:
            missing(name)


@contextlib.contextmanager
def place() -> Iterator[Path]:
    """A folder that the database's own user can reach too, where the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="octavo-fleet-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def fleet(folder: Path, text: str = "", *, terminal: bool = False, **variables: str) -> Iterator[Running]:
    """`octavo fleet` with the example, or another file, on free ports; ready, until the block ends."""
    port = free_port()
    text = text or EXAMPLE.read_text()
    file = folder / "fleet.toml"
    file.write_text(re.sub(r'listen = "127.0.0.1:\d+"', f'listen = "127.0.0.1:{port}"', text))
    log = folder / "output"
    command = [sys.executable, "-m", "octavo", "fleet", str(file)]
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            # Where there is no window, this says how large it would be.
            env=environment(
                **({"TTY_COMPATIBLE": "1", "COLUMNS": "150", "LINES": "40"} if terminal else {}), **variables
            ),
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
    running = Running(process, port, log)
    try:
        _wait(running)
        running.variables |= _variables(folder)
        yield running
    except BaseException:
        sys.stderr.write(running.output()[-10_000:] + f"\n(ended with {process.poll()})\n")
        for one in sorted((folder / "fleet" / "logs").glob("*.log")):
            sys.stderr.write(f"\n{one.name}:\n{one.read_text()[-600:]}")
        raise
    finally:
        end(process)


def _variables(folder: Path) -> dict[str, str]:
    """What a command needs to reach the fleet."""
    lines = (folder / "fleet" / "fleet.env").read_text().splitlines()
    pairs = (line.partition("=") for line in lines if line.startswith("OCTAVO_"))
    return {name: value.strip("'") for name, _, value in pairs}


def _wait(running: Running) -> None:
    until = time.monotonic() + START_SECONDS
    while "Octavo is at" not in running.output():
        assert running.process.poll() is None, running.output()
        assert time.monotonic() < until, running.output()
        time.sleep(0.1)


def processes_of(folder: Path) -> list[str]:
    """Every process of this machine whose command line or environment names the folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            said = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
            if str(folder).encode() in said and place.name != str(os.getpid()):
                found.append((place / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return found


def listening() -> set[int]:
    """Every TCP port that somebody listens on."""
    ports = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            rows = [line.split() for line in Path(table).read_text().splitlines()[1:]]
            ports |= {int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A"}
    return ports
