"""Where a site's databases are: a folder of SQLite files, or a PostgreSQL with a schema for each service."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from octavo.chassis import database
from octavo.chassis.engine import Engine
from octavo.trouble import Exit, Trouble

_SCHEMES: Final = ("postgresql", "postgres")
_SQLITE_TABLES: Final = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_TABLES: Final = """
SELECT nspname AS name FROM pg_namespace n
WHERE EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind = 'r')
"""


class Place(msgspec.Struct, frozen=True):
    """One end of a copy: a folder, or the address of a server's database."""

    folder: Path | None = None
    url: str = ""

    @classmethod
    def of(cls, words: str) -> "Place":
        """From what was said on the command line. Trouble for what is neither."""
        kind, there, rest = words.partition("://")
        if not there:
            return cls(folder=Path(words).absolute())
        if kind == "sqlite":
            return cls(folder=Path(rest.removeprefix("/")).absolute())
        if kind not in _SCHEMES:
            text = f"{kind}: not an engine; a data folder, or postgresql://user:password@host/database"
            raise Trouble(text, Exit.USAGE)
        try:
            parts = urlsplit(words)
            named = bool(parts.path.strip("/")) and (parts.port or 1) > 0
        except ValueError:
            named = False
        if not named:
            raise Trouble(f"{kind}://… names no database on a server", Exit.USAGE)
        return cls(url=words)

    @property
    def shown(self) -> str:
        """For people and marks: without a password."""
        if self.folder is not None:
            return str(self.folder)
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        user = f"{parts.username}@" if parts.username else ""
        return f"postgresql://{user}{host}{parts.path}"

    def same(self, other: "Place") -> bool:
        """Whether both are the same, as far as the addresses tell."""
        if self.folder is not None or other.folder is not None:
            return self.folder is not None and self.folder == other.folder
        ours, theirs = urlsplit(self.url), urlsplit(other.url)
        ends = [(each.hostname, each.port or 5432, each.path, each.query) for each in (ours, theirs)]
        return ends[0] == ends[1]

    async def used(self) -> frozenset[str]:
        """The services that have tables here; nothing is made by looking. Trouble where one cannot look."""
        if self.folder is not None:
            return frozenset(path.stem for path in self.folder.glob("*.db") if _has_tables(path))
        import asyncpg  # only where there is such a server

        try:
            connection = await asyncpg.connect(self.url, timeout=10.0)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise Trouble(f"{self.shown} cannot be reached: {error}", Exit.UNAVAILABLE) from error
        try:
            return frozenset(row["name"] for row in await connection.fetch(_TABLES))
        finally:
            await connection.close()

    def address(self, service: str) -> str:
        """Of a service's database, as `database.open` takes it."""
        return self.url if self.folder is None else f"sqlite:///{self.folder / service}.db"

    async def open(self, service: str, *, patience: float) -> Engine:
        """A service's engine here, which makes its file or schema where there is none."""
        if self.folder is None:
            return await database.engine(self.url, service, patience=patience)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Trouble(f"{self.folder}: {error.strerror}", Exit.CANNOT_CREATE) from error
        return await database.engine(self.address(service), service, patience=patience)


def _has_tables(path: Path) -> bool:
    import apsw

    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    except apsw.Error as error:
        raise Trouble(f"{path} cannot be opened: {error}", Exit.BAD_DATA) from error
    try:
        connection.set_busy_timeout(1000)
        return connection.execute(_SQLITE_TABLES).fetchone() is not None
    except apsw.Error as error:
        raise Trouble(f"{path} is damaged or not a database: {error}", Exit.BAD_DATA) from error
    finally:
        connection.close()
