"""The bytes of pictures: originals in the site's files, what is made of them on this machine's disk.

images/originals/ab/     `<sha256>.<format>`, never written again
images/forgotten/        originals that no picture has, for a while
images/renditions/1/ab/  `<sha256>/<width>.<format>`, by version of the renderer; all of it can be made anew

incoming/ and renditions/ are in a folder of this machine. Where the site's files are that folder too, a
rendition is there once; where they are elsewhere, what was made is put there for other machines, and what
they made is copied here when it is first asked for.
"""

import asyncio
import contextlib
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

import structlog

from octavo.chassis.engine import DiskFull, StorageFault, StorageUnavailable
from octavo.chassis.files import File, Files
from octavo.images.api import Format
from octavo.images.entities import EXTENSIONS, RENDERER, Rendition
from octavo.images.ports import Gone, Kept

T = TypeVar("T")

_log = structlog.get_logger(__name__)

_YOUNG: Final = timedelta(hours=1)
"""So long a file may wait for its row, and a forgotten one for a row that was just being written."""
_ORIGINALS: Final = "images/originals/"
_FORGOTTEN: Final = "images/forgotten/"
_RENDITIONS: Final = "images/renditions/"
_FETCHED_AT_ONCE: Final = 4


class PictureFiles:
    """ports.Files. `folder`: of this machine. `renditions_bytes`: beyond that, the renditions that were made
    first go first, here and, by themselves, in what is shared.
    """

    def __init__(self, files: Files, folder: Path, *, renditions_bytes: int) -> None:
        self._files = files
        self._incoming = folder / "incoming"
        self._all_renditions = folder / "renditions"
        self._renditions = self._all_renditions / str(RENDERER)
        self._renditions_bytes = renditions_bytes
        self._elsewhere = files.path(f"{_ORIGINALS}x") is None
        self._fetching = asyncio.Semaphore(_FETCHED_AT_ONCE)

    async def receive(self, data: bytes) -> Path:
        path = self._incoming / secrets.token_hex(16)
        await _in_thread(lambda: _write(path, data))
        return path

    async def keep(self, received: Path, digest: str, format: Format) -> None:  # noqa: A002 - the contract's word
        await self._files.take(_original(digest, format), received, sha256=digest)

    async def discard(self, received: Path) -> None:
        await _in_thread(lambda: received.unlink(missing_ok=True))

    @asynccontextmanager
    async def original(self, digest: str, format: Format) -> AsyncIterator[Path]:  # noqa: A002 - as above
        key = _original(digest, format)
        path = self._files.path(key)
        if path is not None:
            yield path
            return
        async with self._fetching:
            data = await self._files.get(key)
            if data is None:
                raise Gone
            path = await self.receive(data)
            try:
                yield path
            finally:
                await self.discard(path)

    async def read_original(self, digest: str, format: Format) -> bytes | None:  # noqa: A002 - as above
        return await self._files.get(_original(digest, format))

    async def original_size(self, digest: str, format: Format) -> int:  # noqa: A002 - as above
        found = await self._files.find(_original(digest, format))
        return -1 if found is None else found.size

    def rendition(self, digest: str, rendition: Rendition) -> Path:
        return self._renditions / digest[:2] / digest / rendition.name

    async def share(self, digest: str, rendition: Rendition) -> None:
        if not self._elsewhere:
            return
        path = self.rendition(digest, rendition)
        try:
            data = await _in_thread(lambda: _read(path))
            if data is not None:
                await self._files.put(_shared(digest, rendition), data)
        except StorageFault as error:  # it is here, and others can make it themselves
            _log.warning("a rendition is not shared", reason=str(error))

    async def read_rendition(self, digest: str, rendition: Rendition) -> bytes | None:
        path = self.rendition(digest, rendition)
        data = await _in_thread(lambda: _read(path))
        if data is not None or not self._elsewhere:
            return data
        data = await self._files.get(_shared(digest, rendition))
        if data is not None:
            try:
                await _in_thread(lambda: _write_whole(path, data))
            except StorageFault as error:  # it is fetched again when it is asked for again
                _log.warning("a rendition is not kept here", reason=str(error))
        return data

    async def destroy(self, digest: str, format: Format) -> None:  # noqa: A002 - as above
        await self._files.delete(_original(digest, format), _forgotten(digest, format))
        if self._elsewhere:
            for version in range(1, RENDERER + 1):
                below = f"{_RENDITIONS}{version}/{digest[:2]}/{digest}/"
                await self._files.delete(*[file.key async for file in self._files.list(below)])
        await _in_thread(lambda: _remove_folders(self._all_renditions, digest))

    async def sweep(self, kept: Kept, now: datetime) -> int:
        before = now - _YOUNG
        swept = await self._forget(kept, before)
        swept += await self._bury(kept, before)
        if self._elsewhere:
            swept += await self._sweep_shared(kept)
        return swept

    async def _forget(self, kept: Kept, before: datetime) -> int:
        """Puts aside the originals that no picture has: one may just be getting its row again."""
        old = await self._old(_ORIGINALS, before)
        lone = old.keys() - await kept(old.keys())
        for digest in lone:
            await self._files.move(old[digest].key, _FORGOTTEN + _name(old[digest]))
        return len(lone)

    async def _bury(self, kept: Kept, before: datetime) -> int:
        """Removes what was put aside an hour ago, or puts it back."""
        old = await self._old(_FORGOTTEN, before)
        wanted = await kept(old.keys())
        for digest, file in old.items():
            if digest in wanted:
                await self._files.move(file.key, f"{_ORIGINALS}{digest[:2]}/{_name(file)}")
            else:
                await self._files.delete(file.key)
        return len(old.keys() - wanted)

    async def _old(self, prefix: str, before: datetime) -> dict[str, File]:
        """Written before then, by digest."""
        files = [file async for file in self._files.list(prefix) if file.written_at < before]
        return {_name(file).partition(".")[0]: file for file in files}

    async def _sweep_shared(self, kept: Kept) -> int:
        files = [file async for file in self._files.list(_RENDITIONS)]
        files.sort(key=lambda file: file.written_at, reverse=True)
        wanted = await kept({_digest(file) for file in files})
        unneeded, total = [], 0
        for file in files:
            total += file.size
            current = file.key.startswith(f"{_RENDITIONS}{RENDERER}/") and _digest(file) in wanted
            if not current or total > self._renditions_bytes:
                unneeded.append(file.key)
        await self._files.delete(*unneeded)
        return len(unneeded)

    async def sweep_here(self, kept: Kept, now: datetime) -> int:
        before = (now - _YOUNG).timestamp()
        swept = await _in_thread(lambda: _remove_old(self._incoming, before))
        files = await _in_thread(lambda: sorted(_files(self._all_renditions), key=lambda file: -file[2]))
        wanted = await kept({path.parent.name for path, _, _ in files})
        total = 0
        for path, size, _ in files:
            total += size
            current = self._renditions in path.parents and path.parent.name in wanted
            if not current or total > self._renditions_bytes:
                await _in_thread(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]
                swept += 1
        return swept


def _original(digest: str, format: Format) -> str:  # noqa: A002 - the contract's word
    return f"{_ORIGINALS}{digest[:2]}/{digest}.{EXTENSIONS[format]}"


def _forgotten(digest: str, format: Format) -> str:  # noqa: A002 - the contract's word
    return f"{_FORGOTTEN}{digest}.{EXTENSIONS[format]}"


def _shared(digest: str, rendition: Rendition) -> str:
    return f"{_RENDITIONS}{RENDERER}/{digest[:2]}/{digest}/{rendition.name}"


def _name(file: File) -> str:
    return file.key.rpartition("/")[2]


def _digest(file: File) -> str:
    """Of the original that a shared rendition was made of."""
    return file.key.rpartition("/")[0].rpartition("/")[2]


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
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _write_whole(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{secrets.token_hex(8)}-{path.name}")
    _write(draft, data)
    draft.replace(path)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _remove_folders(renditions: Path, digest: str) -> None:
    for folder in renditions.glob(f"*/{digest[:2]}/{digest}"):
        shutil.rmtree(folder)


def _files(folder: Path) -> Iterator[tuple[Path, int, float]]:
    """Every file below a folder, with its size and when it was written."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            with contextlib.suppress(FileNotFoundError):
                about = path.stat()
                yield path, about.st_size, about.st_mtime


def _remove_old(folder: Path, before: float) -> int:
    old = [path for path, _, written in _files(folder) if written < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
