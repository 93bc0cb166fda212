"""Files from one store to another, in both directions."""

import hashlib
import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.engine import StorageUnavailable
from octavo.chassis.files import PIECE, File, FileStore
from octavo.chassis.files_copy import Compared, Copied, compare, copy
from octavo.chassis.folder_files import FolderFiles
from octavo.chassis.s3_files import S3Files
from octavo.chassis.s3_link import Bucket
from tests.s3_server import S3Server

BELOW = ("a/", "b/c/")


@pytest.fixture
async def ends(tmp_path: Path, s3: S3Server) -> AsyncIterator[tuple[FileStore, FileStore]]:
    """A folder and a bucket."""
    bucket = Bucket(name=s3.bucket(f"copy-{secrets.token_hex(6)}"), endpoint=s3.url)
    folder, away = FolderFiles(tmp_path), S3Files(bucket, seconds=60)
    yield folder, away
    await away.close()


@pytest.fixture(params=["into the bucket", "out of it"])
async def pair(
    request: pytest.FixtureRequest, ends: tuple[FileStore, FileStore]
) -> tuple[FileStore, FileStore]:
    return ends if request.param == "into the bucket" else (ends[1], ends[0])


async def filled(files: FileStore, many: int = 20) -> dict[str, bytes]:
    kept = {f"a/{number % 3}/{number:03}": os.urandom(number * 10) for number in range(many)}
    kept |= {"b/c/large": os.urandom(PIECE + 1), "b/c/empty": b""}
    for key, data in kept.items():
        await files.put(key, data)
    await files.put("b/d", b"not below what is asked for")
    return kept


async def all_in(files: FileStore) -> dict[str, bytes | None]:
    return {
        file.key: await files.get(file.key) for prefix in ("a/", "b/") async for file in files.list(prefix)
    }


async def test_all_is_copied_once(pair: tuple[FileStore, FileStore]) -> None:
    source, target = pair
    kept = await filled(source)
    seen: list[File] = []
    size = sum(map(len, kept.values()))
    assert await copy(source, target, BELOW, seen=seen.append) == Copied(len(kept), size, 0)
    assert await all_in(target) == kept
    assert sorted(file.key for file in seen) == sorted(kept)
    assert await copy(source, target, BELOW) == Copied(0, 0, len(kept))
    assert await compare(source, target, BELOW) == Compared(len(kept), size)


async def test_what_is_there_already_stays_and_what_is_missing_comes(
    pair: tuple[FileStore, FileStore],
) -> None:
    source, target = pair
    kept = await filled(source)
    await target.put("a/0/000-other", b"only here")
    await target.put("a/1/001", b"of another size")
    await target.put("b/c/large", kept["b/c/large"])
    done = await copy(source, target, BELOW)
    assert (done.written, done.there) == (len(kept) - 1, 1)
    assert await all_in(target) == kept | {"a/0/000-other": b"only here"}


async def test_what_has_the_same_size_and_is_another_is_found_and_mended(
    pair: tuple[FileStore, FileStore],
) -> None:
    source, target = pair
    kept = await filled(source)
    await copy(source, target, BELOW)
    await target.put("a/1/001", b"0123456789")
    await target.put("b/c/large", os.urandom(PIECE + 1))
    await target.delete("a/2/002")
    found = await compare(source, target, BELOW)
    assert not found.whole
    assert (found.missing, found.different) == (("a/2/002",), ("a/1/001", "b/c/large"))
    done = await copy(source, target, BELOW, anew=found.different)
    assert done.written == 3
    assert (await compare(source, target, BELOW)).whole
    assert await all_in(target) == kept


async def test_what_comes_and_goes_meanwhile_does_no_harm(pair: tuple[FileStore, FileStore]) -> None:
    source, target = pair
    kept = await filled(source)

    class Busy:
        """The source, in which something happens at each step."""

        async def get(self, key: str) -> bytes | None:
            if key == "a/1/001":
                await source.delete("a/1/001", "a/2/002")
                await source.put("a/1/004", b"written anew")
                await source.put("a/9/new", b"new")
            return await source.get(key)

        def __getattr__(self, name: str) -> object:
            return getattr(source, name)

    await copy(Busy(), target, BELOW)  # type: ignore[arg-type]
    await copy(source, target, BELOW)
    assert (await compare(source, target, BELOW)).whole
    now = {key: data for key, data in kept.items() if key not in ("a/1/001", "a/2/002")}
    now |= {"a/1/004": b"written anew", "a/9/new": b"new"}
    assert now.items() <= (await all_in(target)).items()


async def test_whoever_is_stopped_goes_on_where_they_were(ends: tuple[FileStore, FileStore]) -> None:
    source, target = ends
    kept = await filled(source)

    class Ending:
        """The target, which is away after some writes."""

        def __init__(self) -> None:
            self.begun: list[str] = []

        async def put(self, key: str, data: bytes, *, sha256: str = "") -> None:
            if len(self.begun) == 7:
                raise StorageUnavailable("away")
            self.begun.append(key)
            await target.put(key, data, sha256=sha256)

        def __getattr__(self, name: str) -> object:
            return getattr(target, name)

    ending = Ending()
    with pytest.raises(StorageUnavailable):
        await copy(source, ending, BELOW)  # type: ignore[arg-type]
    there = await all_in(target)
    assert set(there) == set(ending.begun)
    rest = [data for key, data in kept.items() if key not in there]
    assert await copy(source, target, BELOW) == Copied(len(rest), sum(map(len, rest)), 7)
    assert (await compare(source, target, BELOW)).whole


async def test_a_torn_source_is_not_copied_as_if_it_were_whole(ends: tuple[FileStore, FileStore]) -> None:
    source, target = ends
    data = os.urandom(PIECE * 2)
    await source.put("a/large", data)

    class Torn:
        """The source, whose ranges are not what its whole is."""

        async def get_range(self, key: str, offset: int, many: int) -> bytes | None:
            found = await source.get_range(key, offset, many)
            return found if offset == 0 or found is None else b"\0" * len(found)

        async def find(self, key: str) -> File | None:
            found = await source.find(key)
            assert found is not None
            return File(found.key, found.size, found.written_at, hashlib.sha256(data).hexdigest())

        def __getattr__(self, name: str) -> object:
            return getattr(source, name)

    with pytest.raises(StorageUnavailable):
        await copy(Torn(), target, BELOW)  # type: ignore[arg-type]
    assert await all_in(target) == {}
