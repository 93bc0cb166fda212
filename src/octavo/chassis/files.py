"""Files that all processes of a site share: what may be asked of them, wherever they are kept.

`folder_files` keeps them in a folder of this machine, `s3_files` in a bucket; the same tests hold both.
"""

import hashlib
import re
from collections.abc import AsyncIterable, AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

import msgspec

from octavo.chassis.engine import StorageUnavailable
from octavo.chassis.faults import Invalid

PIECE: Final = 8 * 2**20
"""Bytes: what is larger goes to a bucket in parts of this size, and is read from anywhere in such pieces."""
MOST_BYTES: Final = 10_000 * PIECE
"""Of one file, some 78 GiB: a bucket takes no more parts than that."""
_LONGEST_KEY: Final = 500
_KEY: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")
_PREFIX: Final = re.compile(r"([A-Za-z0-9_-][A-Za-z0-9._-]*/)+")

Content = bytes | AsyncIterable[bytes]
"""What is put: all of it, or its pieces one after the other."""


class FileDamaged(StorageUnavailable):
    """What came is not what was written: its size or its SHA-256 is another. Nothing was changed."""


class File(msgspec.Struct, frozen=True):
    """One file. `sha256` in hex where the store knows it without reading the file; else empty."""

    key: str
    size: int
    written_at: datetime
    sha256: str = ""


class Handout(msgspec.Struct, frozen=True, kw_only=True):
    """As what a file is handed out by its store itself, and under which name."""

    media_type: str
    name: str
    """Of the file as it is saved; empty: it is shown rather than saved."""


class Files(Protocol):
    """Files by key: parts of letters, digits, `.`, `_` and `-` with slashes between them, at least two;
    none is the beginning of another's parts.

    A file is there whole or not at all, durable when a call returns, and never seen half written. All raise
    Invalid for a key that is none, and StorageUnavailable where the store cannot do it now (full, read-only,
    broken, away, not ours); then nothing was changed, except that a connection lost on the way leaves it
    unknown whether a write happened.
    """

    @property
    def name(self) -> str:
        """What keeps them, for people: "folder" or "S3"."""
        ...

    async def put(self, key: str, data: Content, *, sha256: str = "") -> None:
        """Write a file, or write it anew. sha256: of all of it in hex, where known. Raises FileDamaged where
        it is another; Invalid beyond MOST_BYTES."""
        ...

    async def take(self, key: str, path: Path, *, sha256: str = "") -> None:
        """The same from a file of this machine, which is gone from there afterwards."""
        ...

    async def get(self, key: str) -> bytes | None:
        """All of a file; None where there is none. Raises FileDamaged."""
        ...

    async def get_range(self, key: str, offset: int, many: int) -> bytes | None:
        """At most so many bytes from `offset` on; none at its end or beyond. None where there is no file."""
        ...

    async def find(self, key: str) -> File | None: ...

    def list(self, prefix: str, *, after: str = "") -> AsyncIterator[File]:
        """Those below a prefix such as `images/originals/`, in the order of their keys' bytes, from the one
        behind `after` on. What is written or removed meanwhile may be among them or not."""
        ...

    async def move(self, key: str, to: str) -> bool:
        """Under another key, as if it were written now; False where there is no such file. Broken off in
        between it may be there under both."""
        ...

    async def delete(self, *keys: str) -> None:
        """Those that are there."""
        ...

    async def address(self, key: str, how: Handout) -> str | None:
        """Where whoever is told it may get the file for some minutes, from the store itself; None where the
        store hands out nothing. Does not look whether there is such a file."""
        ...

    def path(self, key: str) -> Path | None:
        """Where it lies on this machine, to be read in place; None where the store is not on this machine."""
        ...


class FileStore(Files, Protocol):
    """The same, as a process keeps it."""

    async def sweep(self, before: datetime) -> int:
        """Remove what writes left that were begun before then and never ended; how many."""
        ...

    async def check(self) -> None:
        """Whether the store is there and ours to read. Raises StorageUnavailable."""
        ...

    async def close(self) -> None: ...


def checked(key: str) -> str:
    """The key. Raises Invalid."""
    if len(key) > _LONGEST_KEY or not _KEY.fullmatch(key):
        raise Invalid("key", "Is no key of a file.")
    return key


def checked_prefix(prefix: str) -> str:
    """The prefix. Raises Invalid."""
    if len(prefix) > _LONGEST_KEY or not _PREFIX.fullmatch(prefix):
        raise Invalid("prefix", "Is no beginning of keys.")
    return prefix


async def pieces(files: Files, file: File) -> AsyncIterator[bytes]:
    """A file from end to end, in pieces. Raises FileDamaged where it ends early, or is there no more."""
    sent = 0
    while sent < file.size:
        piece = await files.get_range(file.key, sent, min(PIECE, file.size - sent))
        if not piece:
            raise FileDamaged(f"{file.key} ends after {sent} of {file.size} bytes")
        sent += len(piece)
        yield piece


async def digest(files: Files, file: File) -> str:
    """The SHA-256 of a file in hex: the one that its store knows, or that of what can be read."""
    if file.sha256:
        return file.sha256
    found = await files.find(file.key)
    if found is not None and found.sha256 and found.size == file.size:
        return found.sha256
    made = hashlib.sha256()
    async for piece in pieces(files, file):
        made.update(piece)
    return made.hexdigest()
