"""A real PostgreSQL for the tests: made in a temporary folder, on a free port, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path


def binaries() -> Path | None:
    """The folder that holds initdb and postgres, or None where PostgreSQL is not installed."""
    places = [Path(found) for found in sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True)]
    if found := shutil.which("initdb"):
        places.append(Path(found).resolve().parent)
    needed = (
        "initdb",
        "postgres",
        "pg_isready",
        "pg_ctl",
        "createdb",
        "pg_basebackup",
        "pg_dump",
        "pg_restore",
    )
    return next((place for place in places if all((place / name).exists() for name in needed)), None)


def as_postgres(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(*, synced: bool = False) -> Iterator[str]:
    """Start a server; the address of an empty database on it that sorts as C does. synced: as it does by
    itself, for what is measured."""
    folder = binaries()
    assert folder is not None
    home = Path(tempfile.mkdtemp(prefix="octavo-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    port = free_port()
    try:
        initdb = [f"{folder}/initdb", "-D", f"{home}/data", "-U", "octavo", "-A", "trust", "-N"]
        call(as_postgres([*initdb, "--locale=C", "--encoding=UTF8"]), home)
        # killing our own processes loses nothing that the server took, so its own syncing may be left out
        unsynced = [] if synced else ["fsync=off", "full_page_writes=off"]
        settings = [*unsynced, "max_connections=200", "listen_addresses=127.0.0.1"]
        options = [word for setting in settings for word in ("-c", setting)]
        serve = [f"{folder}/postgres", "-D", f"{home}/data", "-p", str(port), "-k", str(home), *options]
        with (
            (home / "log").open("wb") as log,
            subprocess.Popen(as_postgres(serve), stdout=log, stderr=log) as server,
        ):
            try:
                wait(folder, port, server, home)
                call(
                    [f"{folder}/createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "octavo", "octavo"], home
                )
                yield f"postgresql://octavo@127.0.0.1:{port}/octavo"
            finally:
                stop = [f"{folder}/pg_ctl", "-D", f"{home}/data", "-m", "immediate", "stop"]
                if server.poll() is None:
                    call(as_postgres(stop), home)
    finally:
        shutil.rmtree(home)


def call(command: list[str], home: Path) -> None:
    """Run it to its end; RuntimeError with what it said where it fails."""
    done = subprocess.run(command, cwd=home, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")


def wait(folder: Path, port: int, server: "subprocess.Popen[bytes]", home: Path) -> None:
    """Until the server takes connections."""
    ready = [f"{folder}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ready, cwd=home).returncode != 0:
        if server.poll() is not None:
            raise RuntimeError((home / "log").read_text())
        time.sleep(0.05)
