"""Files in a folder of this machine: written beside their place, synced, and renamed into it."""

import asyncio
import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from octavo.chassis.engine import DiskFull, StorageUnavailable
from octavo.chassis.faults import Invalid
from octavo.chassis.files import MOST_BYTES, Content, File, FileDamaged, Handout, checked, checked_prefix

T = TypeVar("T")

DRAFT: Final = ".part-"
"""So begins the name of what is not written to its end."""
_AT_ONCE: Final = 500


class FolderFiles:
    """chassis.files.FileStore: a key is the path below the folder."""

    name = "folder"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, key: str, data: Content, *, sha256: str = "") -> None:
        target = self.path(key)
        draft = target.with_name(f"{DRAFT}{secrets.token_hex(8)}")
        try:
            file = await _in_thread(lambda: _opened(draft))
            try:
                await _written(file, data, sha256)
            finally:
                await _in_thread(file.close)
            await _in_thread(lambda: _moved(draft, target))
        finally:
            await _in_thread(lambda: draft.unlink(missing_ok=True))

    async def take(self, key: str, path: Path, *, sha256: str = "") -> None:
        target = self.path(key)
        await _in_thread(lambda: _taken(path, target, sha256))

    async def get(self, key: str) -> bytes | None:
        path = self.path(key)
        return await _in_thread(lambda: _read(path))

    async def get_range(self, key: str, offset: int, many: int) -> bytes | None:
        path = self.path(key)
        return await _in_thread(lambda: _read_range(path, offset, many))

    async def find(self, key: str) -> File | None:
        path = self.path(key)
        return await _in_thread(lambda: _file(key, path))

    async def list(self, prefix: str, *, after: str = "") -> AsyncIterator[File]:
        below = self._folder / checked_prefix(prefix)
        walk = _walk(below, prefix, after)
        while some := await _in_thread(lambda: list(islice(walk, _AT_ONCE))):
            for file in some:
                yield file

    async def move(self, key: str, to: str) -> bool:
        source, target = self.path(key), self.path(to)
        return await _in_thread(lambda: _moved_now(source, target))

    async def delete(self, *keys: str) -> None:
        paths = [self.path(key) for key in keys]
        await _in_thread(lambda: _removed(paths))

    async def address(self, key: str, how: Handout) -> str | None:
        return None

    def path(self, key: str) -> Path:
        return self._folder / checked(key)

    async def sweep(self, before: datetime) -> int:
        return await _in_thread(lambda: _swept(self._folder, before.timestamp()))

    async def check(self) -> None:
        await _in_thread(lambda: os.scandir(self._folder).close())

    async def close(self) -> None:
        """Holds nothing open."""


async def _in_thread(work: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(work)
    except OSError as error:
        line = f"files: {error.strerror or error}: {error.filename or ''}"
        raise (DiskFull if error.errno in (28, 122) else StorageUnavailable)(line) from error


def _opened(path: Path) -> BinaryIO:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


async def _written(file: BinaryIO, data: Content, sha256: str) -> None:
    made, size = hashlib.sha256(), 0

    def write(piece: bytes) -> None:
        if sha256:
            made.update(piece)
        file.write(piece)

    if isinstance(data, bytes):
        await _in_thread(lambda: write(data))
    else:
        async for piece in data:
            size += len(piece)
            if size > MOST_BYTES:
                raise Invalid("data", f"At most {MOST_BYTES} bytes.")
            await _in_thread(lambda piece=piece: write(piece))  # type: ignore[misc]
    if sha256 and made.hexdigest() != sha256:
        raise FileDamaged("what was to be written is not what was announced")
    await _in_thread(lambda: _synced(file))


def _synced(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _taken(source: Path, target: Path, sha256: str) -> None:
    with source.open("rb") as file:
        if sha256 and hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise FileDamaged("what was to be taken is not what was announced")
        os.fsync(file.fileno())
    _moved(source, target)


def _moved(source: Path, target: Path) -> None:
    """Durable: the folders that name it are synced too."""
    made = [folder for folder in (target.parent, *target.parents) if not folder.exists()]
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source.replace(target)
    for folder in dict.fromkeys((target.parent, *(folder.parent for folder in made))):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _moved_now(source: Path, target: Path) -> bool:
    try:
        os.utime(source)
        _moved(source, target)
    except FileNotFoundError:
        return False
    return True


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        return None


def _read_range(path: Path, offset: int, many: int) -> bytes | None:
    try:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(many)
    except (FileNotFoundError, IsADirectoryError):
        return None


def _file(key: str, path: Path) -> File | None:
    try:
        about = path.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(about.st_mode):
        return None
    return File(key, about.st_size, datetime.fromtimestamp(about.st_mtime, UTC))


def _walk(folder: Path, prefix: str, after: str) -> Iterator[File]:
    """In the order of the keys: a folder stands where its name and a slash do."""
    names = {f"{entry.name}/" if entry.is_dir() else entry.name for entry in _entries(folder)}
    for name in sorted(names):
        key = prefix + name
        if name.startswith("."):
            continue
        if not name.endswith("/"):
            if key > after and (file := _file(key, folder / name)) is not None:
                yield file
        elif key > after or after.startswith(key):
            yield from _walk(folder / name, key, after)


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except FileNotFoundError:
        return []


def _removed(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _swept(folder: Path, before: float) -> int:
    swept = 0
    for draft in folder.rglob(f"{DRAFT}*"):
        with contextlib.suppress(FileNotFoundError):
            if draft.stat().st_mtime < before:
                draft.unlink()
                swept += 1
    return swept
