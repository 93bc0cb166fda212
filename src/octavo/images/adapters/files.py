"""The bytes of pictures, in a folder.

incoming/            what is being looked at
originals/ab/        `<sha256>.<format>`, never written again
renditions/1/ab/     `<sha256>/<width>.<format>`, by version of the renderer; all of it can be made anew
forgotten/           originals that no picture has, for a while
"""

import asyncio
import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

from octavo.chassis.engine import DiskFull, StorageUnavailable
from octavo.images.api import Format
from octavo.images.entities import EXTENSIONS, RENDERER, Rendition
from octavo.images.ports import Kept

T = TypeVar("T")

_YOUNG: Final = timedelta(hours=1)
"""So long a file may wait for its row, and a forgotten one for a row that was just being written."""


class FolderFiles:
    """ports.Files. `renditions_bytes`: beyond that, the renditions that were made first go first."""

    def __init__(self, folder: Path, *, renditions_bytes: int) -> None:
        self._incoming = folder / "incoming"
        self._originals = folder / "originals"
        self._all_renditions = folder / "renditions"
        self._renditions = self._all_renditions / str(RENDERER)
        self._forgotten = folder / "forgotten"
        self._renditions_bytes = renditions_bytes

    async def receive(self, data: bytes) -> Path:
        path = self._incoming / secrets.token_hex(16)
        await _in_thread(lambda: _write(path, data))
        return path

    async def keep(self, received: Path, digest: str, format: Format) -> None:  # noqa: A002 - the contract's word
        await _in_thread(lambda: _move(received, self.original(digest, format)))

    async def discard(self, received: Path) -> None:
        await _in_thread(lambda: received.unlink(missing_ok=True))

    def original(self, digest: str, format: Format) -> Path:  # noqa: A002 - as above
        return self._originals / digest[:2] / f"{digest}.{EXTENSIONS[format]}"

    def rendition(self, digest: str, rendition: Rendition) -> Path:
        return self._renditions / digest[:2] / digest / rendition.name

    async def read(self, path: Path) -> bytes | None:
        return await _in_thread(lambda: _read(path))

    async def read_size(self, path: Path) -> int:
        return await _in_thread(lambda: path.stat().st_size if path.exists() else -1)

    async def destroy(self, digest: str, format: Format) -> None:  # noqa: A002 - as above
        await _in_thread(lambda: self._destroy(digest, format))

    def _destroy(self, digest: str, format: Format) -> None:  # noqa: A002 - as above
        name = self.original(digest, format).name
        for path in (self.original(digest, format), self._forgotten / name):
            path.unlink(missing_ok=True)
        for folder in self._all_renditions.glob(f"*/{digest[:2]}/{digest}"):
            shutil.rmtree(folder)

    async def sweep(self, kept: Kept, now: datetime) -> int:
        before = (now - _YOUNG).timestamp()
        swept = await _in_thread(lambda: _remove_old(self._incoming, before))
        swept += await self._forget(kept, before)
        swept += await self._bury(kept, before)
        swept += await self._sweep_renditions(kept)
        return swept

    async def _forget(self, kept: Kept, before: float) -> int:
        """Puts aside the originals that no picture has: one may just be getting its row again."""
        old = {path.stem: path for path in await _in_thread(lambda: _old_files(self._originals, before))}
        lone = old.keys() - await kept(old.keys())
        for digest in lone:
            path = old[digest]
            await _in_thread(lambda path=path: _set_aside(path, self._forgotten / path.name))  # type: ignore[misc]
        return len(lone)

    async def _bury(self, kept: Kept, before: float) -> int:
        """Removes what was put aside an hour ago, or puts it back."""
        old = {path.stem: path for path in await _in_thread(lambda: _old_files(self._forgotten, before))}
        wanted = await kept(old.keys())
        for digest, path in old.items():
            home = self._originals / digest[:2] / path.name
            if digest in wanted:
                await _in_thread(lambda path=path, home=home: _move(path, home))  # type: ignore[misc]
            else:
                await _in_thread(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]
        return len(old.keys() - wanted)

    async def _sweep_renditions(self, kept: Kept) -> int:
        """Removes renditions of other versions and of lost pictures, and the oldest beyond the limit."""
        files = await _in_thread(lambda: sorted(_files(self._all_renditions), key=lambda file: -file[2]))
        digests = {path.parent.name for path, _, _ in files}
        wanted = await kept(digests)
        swept, total = 0, 0
        for path, size, _ in files:
            total += size
            current = self._renditions in path.parents and path.parent.name in wanted
            if not current or total > self._renditions_bytes:
                await _in_thread(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]
                swept += 1
        return swept


async def _in_thread(work: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(work)
    except OSError as error:
        line = f"images: {error.strerror or error}: {error.filename or ''}"
        raise (DiskFull if error.errno in (28, 122) else StorageUnavailable)(line) from error


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _move(source: Path, target: Path) -> None:
    """Durable: the folders that name it are synced too."""
    made = [folder for folder in (target.parent, target.parent.parent) if not folder.exists()]
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source.replace(target)
    for folder in dict.fromkeys((target.parent, *(folder.parent for folder in made))):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _set_aside(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        source.replace(target)
        os.utime(target)  # from now on it waits


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _files(folder: Path) -> Iterator[tuple[Path, int, float]]:
    """Every file below a folder, with its size and when it was written."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            with contextlib.suppress(FileNotFoundError):
                about = path.stat()
                yield path, about.st_size, about.st_mtime


def _old_files(folder: Path, before: float) -> list[Path]:
    return [path for path, _, written in _files(folder) if written < before]


def _remove_old(folder: Path, before: float) -> int:
    old = _old_files(folder, before)
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
