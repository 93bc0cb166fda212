"""A real PostgreSQL with real streaming replicas for the tests, each on a free port, gone afterwards."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg

from tests.postgres import as_postgres, binaries, call, free_port, wait

_SETTINGS = [
    "fsync=off",
    "max_connections=200",
    "listen_addresses=127.0.0.1",
    "max_wal_senders=20",
    "wal_keep_size=2GB",  # a replica that stood still finds all that it missed
]
_SECONDS = 20.0


class PostgresServer:
    """One server, which a test may end, stop for a while, and start again."""

    def __init__(self, home: Path, primary: "PostgresServer | None" = None) -> None:
        self.home = home
        self.data = home / "data"
        self.port = free_port()
        self.url = f"postgresql://octavo@127.0.0.1:{self.port}/octavo"
        self._folder = binaries()
        if primary is None:
            make = ["initdb", "-D", str(self.data), "-U", "octavo", "-A", "trust", "-N"]
            self._run([*make, "--locale=C", "--encoding=UTF8"])
        else:
            source = ["-h", "127.0.0.1", "-p", str(primary.port), "-U", "octavo"]
            self._run(["pg_basebackup", "-D", str(self.data), *source, "-R", "-c", "fast", "--no-sync"])

    def _run(self, command: list[str]) -> None:
        call(as_postgres([f"{self._folder}/{command[0]}", *command[1:]]), self.home)

    def start(self) -> None:
        """Returns when it takes connections."""
        assert self._folder is not None
        options = [word for setting in _SETTINGS for word in ("-c", setting)]
        serve = [f"{self._folder}/postgres", "-D", str(self.data), "-p", str(self.port), "-k", str(self.home)]
        with (self.home / "log").open("ab") as log:
            server = subprocess.Popen(as_postgres([*serve, *options]), stdout=log, stderr=log, cwd=self.home)
        self._server = server
        wait(self._folder, self.port, server, self.home)

    def kill(self) -> None:
        """End it at once, with all its processes."""
        with suppress(RuntimeError):  # it is not there
            self._run(["pg_ctl", "-D", str(self.data), "-m", "immediate", "stop"])
        self._server.wait()

    def promote(self) -> None:
        """Have a replica take writes from here on."""
        self._run(["pg_ctl", "-D", str(self.data), "promote", "-w"])

    def freeze(self) -> None:
        """Have it take connections and answer nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Have it go on."""
        self._signal(signal.SIGCONT)
        self._server.send_signal(signal.SIGCONT)  # who started it for another user stopped with it

    def _signal(self, number: signal.Signals) -> None:
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(first)], capture_output=True, text=True)
        for pid in (first, *map(int, found.stdout.split())):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    async def one(self, sql: str, *values: object) -> Any:
        """One value, asked on a connection of its own."""
        connection = await asyncpg.connect(self.url)
        try:
            return await connection.fetchval(sql, *values)
        finally:
            await connection.close()

    async def pause(self) -> None:
        """A replica shows nothing new from here on, though it goes on receiving."""
        await self.one("SELECT pg_wal_replay_pause()")
        for _ in range(2000):
            if await self.one("SELECT pg_get_wal_replay_pause_state()") == "paused":
                return
            await asyncio.sleep(0.005)
        raise AssertionError("it goes on")

    async def resume(self) -> None:
        """Have it go on."""
        await self.one("SELECT pg_wal_replay_resume()")


class Replicated:
    """A primary, and as many replicas of it as a test wants."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.primary = PostgresServer(self.folder("primary"))
        self._replicas: list[PostgresServer] = []

    def folder(self, name: str) -> Path:
        """A new one, which a server may write."""
        home = self._home / name
        home.mkdir()
        if os.geteuid() == 0:
            shutil.chown(home, "postgres")
        return home

    def replica(self) -> PostgresServer:
        """One more, started."""
        made = PostgresServer(self.folder(f"replica-{len(self._replicas)}"), self.primary)
        self._replicas.append(made)
        made.start()
        return made

    def end(self, replica: PostgresServer) -> None:
        """It is not needed any more."""
        replica.kill()

    def close(self) -> None:
        """All of them end."""
        for server in (*self._replicas, self.primary):
            server.kill()

    async def caught_up(self, replica: PostgresServer) -> None:
        """Returns when it has all that was committed."""
        at = await self.primary.one("SELECT pg_current_wal_flush_lsn()::text")
        until = time.monotonic() + _SECONDS
        while not await replica.one("SELECT pg_last_wal_replay_lsn() >= $1::text::pg_lsn", at):
            assert time.monotonic() < until, (replica.home / "log").read_text()


@contextmanager
def replicated() -> Iterator[Replicated]:
    """A primary with an empty database on it that sorts as C does."""
    home = Path(tempfile.mkdtemp(prefix="octavo-replicated-"))
    home.chmod(0o755)
    try:
        servers = Replicated(home)
        servers.primary.start()
        try:
            makes = ["createdb", "-h", "127.0.0.1", "-p", str(servers.primary.port), "-U", "octavo", "octavo"]
            call([f"{binaries()}/{makes[0]}", *makes[1:]], home)
            yield servers
        finally:
            servers.close()
    finally:
        shutil.rmtree(home)
