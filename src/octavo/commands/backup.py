"""A backup: plain copies of all that the site keeps, taken while it runs; and the way back.

A backup folder holds the databases, the images, the secret key and `manifest.json`, which names each file
with its size and SHA-256. All databases are copied as they were at one and the same moment: SQLite's each as
a file, PostgreSQL's together as `database.dump`. Images of a bucket lie in a backup as those of a folder do,
and may be put back in either.
"""

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

import apsw
import msgspec

from octavo import __version__
from octavo.chassis.folder_files import DRAFT
from octavo.commands.dumping import DUMP
from octavo.datafolder import NOT_OURS, RESTORE_MARK, RESTORE_NEW, DataFolder, finish_restore, sync_folder
from octavo.file_engine import KEPT
from octavo.trouble import Exit, Trouble, storage_trouble

FORMAT: Final = 2
_FORMAT_OF_FILES: Final = 1
"""What older versions can put back too: a backup without a dump."""
_MADE_ANEW: Final = "search"
"""The index: a copy made while it is written would be of no use, and it is made anew where it is missing."""
_PASSING = "exports"  # copies of what the backup holds anyway, there for a few days
_MANIFEST: Final = "manifest.json"
_PATIENCE: Final = 30.0  # seconds for the moment in which nothing is being written
_ONE_TRY: Final = 0.5
_CHUNK: Final = 1 << 20


class File(msgspec.Struct, frozen=True):
    """One file of a backup; `path` is relative, with slashes."""

    path: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds."""

    format: int
    octavo: str
    """The version that made it."""
    created_at: datetime
    files: tuple[File, ...]


Progress = Callable[[str], None]


def back_up(
    data: Path,
    target: Path,
    *,
    clock: Callable[[], datetime],
    progress: Progress,
    fetch: Callable[[Path], None] | None = None,
    dump: Callable[[Path], None] | None = None,
) -> Manifest:
    """Copy the data folder to `target`, which must not exist or be empty. Nothing half made is left there.

    fetch: brings the files that are kept in a bucket into a folder, under their keys. dump: writes the
    databases of a server to a file; they are not in the data folder then.
    """
    if dump is None and not (data / "secret.key").exists():
        raise Trouble(f"{data} holds no site yet; there is nothing to back up", Exit.BAD_DATA)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Trouble(f"{target} is not empty; name a new folder", Exit.CANNOT_CREATE)
    unfinished = target.with_name(f".{target.name}.unfinished-{os.getpid()}")
    try:
        unfinished.mkdir(mode=0o700, parents=True)
        if dump is None:
            _copy_databases(data, unfinished, progress)
        else:
            progress(DUMP)
            dump(unfinished / DUMP)
        # After the databases: each image that they name is there by then, and images do not change.
        _copy_files(data, unfinished, progress)
        if fetch is not None:
            fetch(unfinished)
        files = tuple(_describe(unfinished, path) for path in _files(unfinished))
        number = _FORMAT_OF_FILES if dump is None else FORMAT
        manifest = Manifest(format=number, octavo=__version__, created_at=clock(), files=files)
        _write(unfinished / _MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        _sync_all(unfinished)
        if target.exists():
            target.rmdir()
        unfinished.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise storage_trouble(error, target) from error
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return manifest


def _copy_databases(data: Path, target: Path, progress: Progress) -> None:
    with contextlib.ExitStack() as stack, _at_one_moment(sorted(data.glob("*.db")), stack) as sources:
        for path, source in sources.items():
            progress(path.name)
            try:
                copy = apsw.Connection(str(target / path.name))
                with contextlib.closing(copy), copy.backup("main", source, "main") as backup:
                    backup.step(-1)
            except apsw.FullError as error:
                raise Trouble(f"{target}: the disk is full", Exit.STORAGE) from error


@contextlib.contextmanager
def _at_one_moment(paths: list[Path], stack: contextlib.ExitStack) -> Iterator[dict[Path, apsw.Connection]]:
    """Connections that all see the state of one moment: for it, and only for it, every writer waits."""
    until = time.monotonic() + _PATIENCE
    readers = {path: _connect(path, stack) for path in paths}
    writers = {path: _connect(path, stack) for path in paths}
    while not _freeze(list(writers.values())):
        if time.monotonic() > until:
            raise Trouble("the databases are never at rest; try again when there is less to do", Exit.LOCKED)
    try:
        for reader in readers.values():
            reader.execute("BEGIN")
            # A transaction begins to see at its first read.
            reader.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    finally:
        for writer in writers.values():
            writer.execute("ROLLBACK")
    yield readers


def _connect(path: Path, stack: contextlib.ExitStack) -> apsw.Connection:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    stack.callback(connection.close)
    connection.set_busy_timeout(int(_ONE_TRY * 1000))
    return connection


def _freeze(writers: list[apsw.Connection]) -> bool:
    """Hold every database's write lock, or none: who holds one and waits for another must not meet us."""
    held: list[apsw.Connection] = []
    for writer in writers:
        try:
            writer.execute("BEGIN IMMEDIATE")
        except apsw.BusyError:
            for other in held:
                other.execute("ROLLBACK")
            return False
        held.append(writer)
    return True


def _copy_files(data: Path, target: Path, progress: Progress) -> None:
    for path in _files(data):
        name = path.relative_to(data)
        if name.parts[0] in (*NOT_OURS, _MADE_ANEW, _PASSING) or path.name.startswith((".probe-", DRAFT)):
            continue
        if ".db" in "".join(path.suffixes):
            continue
        progress(str(name))
        (target / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # removed since: then nothing names it any more
            shutil.copy2(path, target / name)


def restore(
    source: Path,
    data: Path,
    *,
    force: bool,
    progress: Progress,
    bring: Callable[[Path], None] | None = None,
    load: Callable[[Path], None] | None = None,
) -> Manifest:
    """Put a backup in the place of the data folder: all of it or nothing.

    The backup is verified first. A data folder that holds a site is replaced with `force` only. bring:
    takes the files below `KEPT` from a folder into a bucket, before anything is replaced. load: puts the
    databases from a dump into a server, all or nothing, when everything else is ready to be put in place.
    """
    manifest = verify(source, progress)
    _check_engine(manifest, on_server=load is not None)
    with DataFolder.own(data) as folder:
        there = [path.name for path in folder.path.iterdir() if path.name not in NOT_OURS]
        if there and not force:
            text = f"{data} holds a site already; --force replaces it, and removes what is there"
            raise Trouble(text, Exit.CANNOT_CREATE)
        if bring is not None:
            bring(source)
        new = folder.path / RESTORE_NEW
        try:
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir(mode=0o700)
            ours = [
                file
                for file in manifest.files
                if file.path != DUMP and (bring is None or not file.path.startswith(KEPT))
            ]
            for file in ours:
                (new / file.path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.copy2(source / file.path, new / file.path)
                if _describe(new, new / file.path) != file:
                    raise Trouble(f"{file.path} changed while it was being copied", Exit.BAD_DATA)
            _sync_all(new)
            if load is not None:
                progress(DUMP)
                load(source / DUMP)
            names = sorted({PurePosixPath(file.path).parts[0] for file in ours})
            _write(folder.path / RESTORE_MARK, msgspec.json.encode(names))
            sync_folder(folder.path)
        except OSError as error:
            shutil.rmtree(new, ignore_errors=True)
            raise storage_trouble(error, data) from error
        except Trouble:
            shutil.rmtree(new, ignore_errors=True)
            raise
        finish_restore(folder.path)
    return manifest


def _check_engine(manifest: Manifest, *, on_server: bool) -> None:
    """A backup is put back on the engine that it was made of."""
    dumped = any(file.path == DUMP for file in manifest.files)
    if dumped and not on_server:
        text = "this backup holds databases of PostgreSQL: set OCTAVO_DATABASE_URL to an empty one"
        raise Trouble(text, Exit.SETTINGS)
    if on_server and not dumped:
        text = (
            "this backup holds databases of SQLite: restore it without OCTAVO_DATABASE_URL, "
            "then `octavo copy` moves them"
        )
        raise Trouble(text, Exit.SETTINGS)


def verify(source: Path, progress: Progress) -> Manifest:
    """The manifest of a backup whose files are all there and unharmed; Trouble otherwise."""
    try:
        manifest = msgspec.json.decode((source / _MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError as error:
        raise Trouble(f"{source} is not a backup: it has no {_MANIFEST}", Exit.BAD_DATA) from error
    except (msgspec.DecodeError, OSError) as error:
        raise Trouble(f"{source / _MANIFEST} cannot be read: {error}", Exit.BAD_DATA) from error
    if manifest.format > FORMAT:
        raise Trouble(f"{source} was made by a newer Octavo ({manifest.octavo})", Exit.BAD_DATA)
    for file in manifest.files:
        inner = PurePosixPath(file.path)
        outside = inner.is_absolute() or ".." in inner.parts
        if outside or not inner.parts or inner.parts[0] in NOT_OURS:
            raise Trouble(f"{source}: {file.path} is no file of a backup", Exit.BAD_DATA)
        progress(file.path)
        try:
            found = _describe(source, source / file.path)
        except OSError as error:
            raise Trouble(f"{source}: {file.path} is missing", Exit.BAD_DATA) from error
        if found != file:
            raise Trouble(f"{source}: {file.path} is damaged", Exit.BAD_DATA)
    return manifest


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _describe(folder: Path, path: Path) -> File:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return File(path.relative_to(folder).as_posix(), path.stat().st_size, digest.hexdigest())


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_all(folder: Path) -> None:
    for path in _files(folder):
        with path.open("rb") as stream:
            os.fsync(stream.fileno())
    for path in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        sync_folder(path)


def now() -> datetime:
    """The clock of the command line."""
    return datetime.now(UTC)
