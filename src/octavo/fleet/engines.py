"""PostgreSQL, Redis and NATS as parts of a fleet: what is installed here, its data in the fleet's folder.

Each listens on this machine alone, with a password that is made from the site's secret: other users of the
machine may reach the port. Passwords stand in files of the fleet's folder, never in a command line.
"""

import asyncio
import contextlib
import hmac
import os
import pwd
import shutil
import signal
import subprocess
from glob import glob
from pathlib import Path
from typing import Final

from octavo.fleet.part import Part, Stage
from octavo.trouble import Exit, Trouble, storage_trouble

__all__ = ["nats", "password", "postgresql", "program", "redis"]

_PLACES: Final = ("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin")
_POSTGRESQL: Final = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")
_USER: Final = "octavo"
_DATABASE_USER: Final = "postgres"
_CONNECTIONS: Final = 500
_CACHE_BYTES: Final = "256mb"
_ANSWER_SECONDS: Final = 2.0


def password(secret: bytes, engine: str) -> str:
    """The site's password for an engine of its fleet."""
    return hmac.digest(secret, f"fleet/{engine}".encode(), "sha256").hex()


def program(name: str, *, package: str) -> str:
    """The path of a program; Trouble where it is not installed. package: Debian's, which has it."""
    found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(_PLACES))
    if found is None:
        text = f"{name} is not installed (Debian: apt install {package}); the file may name one elsewhere"
        raise Trouble(text, Exit.UNAVAILABLE)
    return found


def redis(folder: Path, port: int, secret: bytes, log: Path) -> tuple[Part, str]:
    """A Redis that forgets when it ends, and the address of it."""
    word = password(secret, "redis")
    place = folder / "redis"
    settings = place / "redis.conf"
    lines = (
        f"port {port}",
        "bind 127.0.0.1",
        f"requirepass {word}",
        f"maxmemory {_CACHE_BYTES}",
        "maxmemory-policy allkeys-lru",
        'save ""',
        "appendonly no",
        f"dir {place}",
    )

    async def ready() -> bool:
        return (await _ask(port, f"AUTH {word}\r\nPING\r\n".encode(), b"PONG")).startswith(b"+OK")

    part = Part(
        name="redis",
        stage=Stage.ENGINE,
        command=(program("redis-server", package="redis-server"), str(settings)),
        log=log,
        prepare=lambda: _write(settings, lines),
        ready=ready,
    )
    return part, f"redis://:{word}@127.0.0.1:{port}/0"


def nats(folder: Path, port: int, secret: bytes, log: Path) -> tuple[Part, str]:
    """A NATS with JetStream, and the address of it."""
    word = password(secret, "nats")
    place = folder / "nats"
    settings = place / "nats.conf"
    lines = (
        f'listen: "127.0.0.1:{port}"',
        f'jetstream {{ store_dir: "{place}" }}',
        f'authorization {{ user: "{_USER}", password: "{word}" }}',
    )

    async def ready() -> bool:
        login = f'CONNECT {{"verbose":false,"user":"{_USER}","pass":"{word}"}}\r\nPING\r\n'
        return b"PONG" in await _ask(port, login.encode(), b"PONG")

    part = Part(
        name="nats",
        stage=Stage.ENGINE,
        command=(program("nats-server", package="nats-server"), "-c", str(settings)),
        log=log,
        prepare=lambda: _write(settings, lines),
        ready=ready,
        stop=signal.SIGINT,  # its exit code after SIGTERM is that of a failure
    )
    return part, f"nats://{_USER}:{word}@127.0.0.1:{port}"


def postgresql(folder: Path, port: int, secret: bytes, log: Path) -> tuple[Part, str]:
    """A PostgreSQL that sorts as C does, and the address of its database `octavo`."""
    word = password(secret, "postgresql")
    binaries = _postgresql_programs()
    place = folder / "postgresql"
    user = _DATABASE_USER if os.geteuid() == 0 else ""
    url = f"postgresql://{_USER}:{word}@127.0.0.1:{port}"

    async def ready() -> bool:
        return await _has_database(url)

    settings = {
        "listen_addresses": "127.0.0.1",
        "max_connections": str(_CONNECTIONS),
        "unix_socket_directories": "",
    }
    part = Part(
        name="postgresql",
        stage=Stage.ENGINE,
        command=(
            f"{binaries}/postgres",
            *("-D", str(place), "-p", str(port)),
            *(word for key, value in settings.items() for word in ("-c", f"{key}={value}")),
        ),
        log=log,
        prepare=lambda: _make_cluster(binaries, place, word, user),
        ready=ready,
        stop=signal.SIGINT,  # ends its clients' connections; SIGTERM would wait for them
        orphaned=signal.SIGINT,
        stop_seconds=30.0,
        user=user,
    )
    return part, f"{url}/octavo"


def _postgresql_programs() -> Path:
    """The folder that holds initdb and postgres: Debian puts none of them where programs are looked for."""
    places = [Path(found) for pattern in _POSTGRESQL for found in sorted(glob(pattern), reverse=True)]
    if found := shutil.which("initdb"):
        places.append(Path(found).resolve().parent)
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    program("postgres", package="postgresql")
    raise AssertionError("a postgres without its initdb")


def _make_cluster(binaries: Path, place: Path, word: str, user: str) -> None:
    """Make the database's folder at the first start. It takes the name at the end: half a one is none."""
    if (place / "PG_VERSION").exists():
        return
    new = place.with_name("postgresql.new")
    try:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        secret = new / "password"
        secret.write_text(word)
        if user:
            _hand_over((new, secret), user)
        options = ("-U", _USER, "-A", "scram-sha-256", "--locale=C", "--encoding=UTF8")
        command = (f"{binaries}/initdb", "-D", f"{new}/data", *options, f"--pwfile={secret}")
        done = subprocess.run(  # noqa: S603 a program of the system's with our own words
            command, capture_output=True, text=True, check=False, cwd="/", user=user or None, umask=0o077
        )
        if done.returncode:
            why = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["it does not say why"]
            text = f"initdb could not make {place}: {why[0]}"
            raise Trouble(text + (_NOT_REACHED if user else ""), Exit.CANNOT_CREATE)
        (new / "data").rename(place)
        shutil.rmtree(new)
    except OSError as error:
        raise storage_trouble(error, place) from error


_NOT_REACHED: Final = (
    f" (run by root, the database is run by the user {_DATABASE_USER}, who must be able to reach that folder)"
)


def _hand_over(paths: tuple[Path, ...], user: str) -> None:
    try:
        owner = pwd.getpwnam(user)
    except KeyError:
        text = f"PostgreSQL is not run by root, and there is no user {user}: run the fleet as another user"
        raise Trouble(text, Exit.UNAVAILABLE) from None
    for path in paths:
        os.chown(path, owner.pw_uid, owner.pw_gid)


async def _has_database(url: str) -> bool:
    """Whether it answers; the database is made where there is none."""
    import asyncpg

    try:
        connection = await asyncpg.connect(f"{url}/postgres", timeout=_ANSWER_SECONDS)
    except (asyncpg.PostgresError, TimeoutError):
        return False
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = 'octavo'"):
            await connection.execute("CREATE DATABASE octavo TEMPLATE template0")
    finally:
        await connection.close(timeout=_ANSWER_SECONDS)
    return True


def _write(path: Path, lines: tuple[str, ...]) -> None:
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError as error:
        raise storage_trouble(error, path) from error


async def _ask(port: int, question: bytes, until: bytes) -> bytes:
    """What it says, up to `until`, or what it said before it was silent or hung up."""
    async with asyncio.timeout(_ANSWER_SECONDS):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        said = b""
        try:
            writer.write(question)
            while until not in said and (more := await reader.read(4096)):
                said += more
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
    return said
