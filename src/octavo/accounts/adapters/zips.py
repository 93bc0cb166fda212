"""Exports as ZIP files, packed in a folder of this machine and kept among the site's files."""

import asyncio
import os
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Final, TypeVar

from octavo.accounts.api import ExportId
from octavo.accounts.entities import Baggage
from octavo.accounts.ports import TooMuch
from octavo.chassis.engine import DiskFull, StorageUnavailable
from octavo.chassis.files import Files, Handout
from octavo.chassis.holders import Holders

T = TypeVar("T")

_SHELF: Final = "exports/"
_PACKED_ALREADY: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".mp4", ".zip"})
_ABOUT: Final = """All that {site} keeps about @{handle}, as of {day}.

Each folder is a part of the site. The .json files hold its records as they are stored: times in UTC, people
and things by their ids. What others wrote about the same things is not here, nor are passwords and keys,
which are stored in a form that nobody can read back.
"""


class Zips:
    """ports.Packing. `folder`: of this machine, for what is being packed; where `files` are a folder of this
    machine, the one that holds their exports. `most`: bytes in one file, before they are compressed.
    """

    def __init__(self, files: Files, folder: Path, holders: Holders, *, most: int) -> None:
        self._files = files
        self._folder = folder
        self._holders = holders
        self._most = most

    async def pack(self, baggage: Baggage, *, site: str, handle: str) -> int:
        unfinished = self._unfinished(baggage.id)
        await _in_thread(lambda: self._folder.mkdir(mode=0o700, parents=True, exist_ok=True))
        about = _ABOUT.format(site=site, handle=handle, day=f"{baggage.asked_at:%Y-%m-%d %H:%M} UTC")
        try:
            writer = await _in_thread(lambda: _Writer(unfinished, self._most))
            try:
                await _in_thread(lambda: writer.write("README.txt", about.encode()))
                for name in self._holders.keepers:
                    async for piece in self._holders.gather(source=name, person_id=baggage.person_id):
                        path_inside = _safe(f"{name}/{piece.path}")
                        await _in_thread(lambda: writer.write(path_inside, piece.data))  # noqa: B023 - awaited at once
            finally:
                await _in_thread(writer.close)
            size = await _in_thread(lambda: unfinished.stat().st_size)
            await self._files.take(_key(baggage.id), unfinished)
        finally:
            await _in_thread(lambda: unfinished.unlink(missing_ok=True))
        return size

    async def read(self, export_id: ExportId, offset: int, many: int) -> bytes | None:
        return await self._files.get_range(_key(export_id), offset, many)

    async def address(self, export_id: ExportId) -> str | None:
        how = Handout(media_type="application/zip", name=f"octavo-export-{export_id}.zip")
        return await self._files.address(_key(export_id), how)

    async def kept(self, before: datetime) -> list[ExportId]:
        return [
            ExportId(file.key.removeprefix(_SHELF).removesuffix(".zip"))
            async for file in self._files.list(_SHELF)
            if file.written_at < before and file.key.endswith(".zip")
        ]

    async def remove(self, export_id: ExportId) -> None:
        await self._files.delete(_key(export_id))
        await _in_thread(lambda: self._unfinished(export_id).unlink(missing_ok=True))

    def _unfinished(self, export_id: ExportId) -> Path:
        return self._folder / f"{export_id}.new"


class _Writer:
    """A ZIP file whose members come one after the other, each in pieces."""

    def __init__(self, path: Path, most: int) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        self._file = os.fdopen(descriptor, "wb")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._left = most
        self._name = ""
        self._member: IO[bytes] | None = None

    def write(self, name: str, data: bytes) -> None:
        self._left -= len(data)
        if self._left < 0:
            raise TooMuch
        if self._member is None or name != self._name:
            self._end_member()
            stored = PurePosixPath(name).suffix.lower() in _PACKED_ALREADY
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            self._member, self._name = self._zip.open(member, "w", force_zip64=True), name
        self._member.write(data)

    def close(self) -> None:
        self._end_member()
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def _end_member(self) -> None:
        if self._member is not None:
            self._member.close()
            self._member = None


def _safe(name: str) -> str:
    """A path below the file's top, whatever the name was made from."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join("".join(letter for letter in part if letter.isprintable())[:120] for part in parts)


def _key(export_id: ExportId) -> str:
    return f"{_SHELF}{export_id}.zip"


async def _in_thread(work: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(work)
    except OSError as error:
        line = f"exports: {error.strerror or error}"
        raise (DiskFull if error.errno in (28, 122) else StorageUnavailable)(line) from error
