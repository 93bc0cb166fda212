"""What every store of files promises."""

import asyncio
import hashlib
import os
import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from octavo.chassis.faults import Invalid
from octavo.chassis.files import PIECE, FileDamaged, FileStore, Handout, digest, pieces
from octavo.chassis.folder_files import FolderFiles
from octavo.chassis.s3_files import S3Files
from octavo.chassis.s3_link import Bucket, S3Link
from tests.chassis.story_events import until
from tests.s3_server import S3Server

LARGE = PIECE * 2 + 12_345


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


async def in_pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def keys(files: FileStore, prefix: str, after: str = "") -> list[str]:
    return [file.key async for file in files.list(prefix, after=after)]


@pytest.fixture(params=["folder", "S3"])
async def files(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[FileStore]:
    """A store of each kind, empty."""
    store: FileStore = FolderFiles(tmp_path / "kept")
    if request.param == "S3":
        server: S3Server = request.getfixturevalue("s3")
        name = server.bucket(f"contract-{secrets.token_hex(6)}")
        store = S3Files(Bucket(name=name, prefix="some/site/", endpoint=server.url), seconds=60)
    yield store
    await store.close()


async def test_what_is_put_is_got(files: FileStore) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    for key, data in {"a/empty": b"", "a/b/small.txt": b"small", "a/large": os.urandom(LARGE)}.items():
        await files.put(key, data, sha256=sha256(data))
        assert await files.get(key) == data
        found = await files.find(key)
        assert found is not None
        assert (found.key, found.size) == (key, len(data))
        assert before < found.written_at < datetime.now(UTC) + timedelta(seconds=2)
        assert await digest(files, found) == sha256(data)


async def test_what_is_not_there_is_none(files: FileStore) -> None:
    await files.put("a/b", b"x")
    for key in ("a/c", "b/b", "a/B"):
        assert await files.get(key) is None
        assert await files.get_range(key, 0, 10) is None
        assert await files.find(key) is None
        assert not await files.move(key, "a/d")
    await files.delete("a/c", "b/b")
    await files.delete()
    assert await keys(files, "a/") == ["a/b"]


async def test_a_file_is_written_anew_as_a_whole(files: FileStore) -> None:
    await files.put("a/b", b"the first, and longer")
    await files.put("a/b", b"the second")
    assert await files.get("a/b") == b"the second"


async def test_what_is_given_in_pieces_is_one_file(files: FileStore) -> None:
    parts = [os.urandom(3_000_000) for _ in range(7)]
    whole = b"".join(parts)
    await files.put("a/large", in_pieces(*parts), sha256=sha256(whole))
    await files.put("a/small", in_pieces(b"a", b"", b"b"))
    await files.put("a/nothing", in_pieces())
    found = await files.find("a/large")
    assert found is not None
    assert b"".join([piece async for piece in pieces(files, found)]) == whole
    assert (await files.get("a/small"), await files.get("a/nothing")) == (b"ab", b"")


async def test_any_range_can_be_read(files: FileStore) -> None:
    data = os.urandom(LARGE)
    await files.put("a/large", data)
    for offset, many in ((0, 1), (5, 100), (PIECE - 3, 7), (LARGE - 2, 10), (LARGE - 1, 1)):
        assert await files.get_range("a/large", offset, many) == data[offset : offset + many]
    for offset in (LARGE, LARGE + 100):
        assert await files.get_range("a/large", offset, 10) == b""
    await files.put("a/empty", b"")
    assert await files.get_range("a/empty", 0, 10) == b""


@pytest.mark.parametrize("large", [False, True])
async def test_what_is_not_what_was_announced_is_refused_and_the_old_stays(
    files: FileStore, tmp_path: Path, large: bool
) -> None:
    await files.put("a/b", b"old")
    data = os.urandom(LARGE if large else 100)
    wrong, local = sha256(b"other"), tmp_path / "local"
    local.write_bytes(data)
    with pytest.raises(FileDamaged):
        await files.put("a/b", data, sha256=wrong)
    with pytest.raises(FileDamaged):
        await files.put("a/b", in_pieces(data), sha256=wrong)
    with pytest.raises(FileDamaged):
        await files.take("a/b", local, sha256=wrong)
    assert local.read_bytes() == data
    assert await files.get("a/b") == b"old"
    assert await keys(files, "a/") == ["a/b"]


@pytest.mark.parametrize("size", [100, LARGE])
async def test_what_is_broken_off_is_never_seen(files: FileStore, size: int) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield os.urandom(size)
        raise RuntimeError("the sender is gone")

    await files.put("a/b", b"old")
    with pytest.raises(RuntimeError):
        await files.put("a/b", broken())
    with pytest.raises(RuntimeError):
        await files.put("a/new", broken())
    assert await keys(files, "a/") == ["a/b"]
    assert await files.get("a/b") == b"old"
    assert await files.sweep(datetime.now(UTC) + timedelta(hours=1)) == 0


async def test_a_write_that_is_cancelled_is_never_seen(files: FileStore) -> None:
    begun = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield os.urandom(LARGE)
        begun.set()
        await asyncio.Event().wait()

    writing = asyncio.create_task(files.put("a/new", slow()))
    await begun.wait()
    writing.cancel()
    await asyncio.wait([writing])
    assert writing.cancelled()
    assert await keys(files, "a/") == []
    assert await files.sweep(datetime.now(UTC) + timedelta(hours=1)) == 0


@pytest.mark.parametrize("size", [0, 10, LARGE])
async def test_a_local_file_is_taken(files: FileStore, tmp_path: Path, size: int) -> None:
    data, local = os.urandom(size), tmp_path / "local"
    local.write_bytes(data)
    await files.take("a/b", local, sha256=sha256(data))
    assert not local.exists()
    assert await files.get("a/b") == data


async def test_all_below_a_prefix_are_listed_in_the_order_of_their_keys(files: FileStore) -> None:
    names = ["b/a", "a/b", "a/b-c/d", "a/b.d/e", "a/bc/d", "a/c/e/f", "a/B", "a/0", "ab/c", "a/b_/x"]
    for name in names:
        await files.put(name.replace("a/b/", "a/b1/"), b"x")
    below = sorted(name for name in names if name.startswith("a/"))
    assert await keys(files, "a/") == below
    assert await keys(files, "a/c/") == ["a/c/e/f"]
    assert await keys(files, "c/") == []
    for place, name in enumerate(below):
        assert await keys(files, "a/", after=name) == below[place + 1 :]
    assert await keys(files, "a/", after="a/b-") == [name for name in below if name > "a/b-"]


async def test_more_than_a_page_is_listed(files: FileStore) -> None:
    wanted = [f"a/{number:04}" for number in range(1_201)]
    for start in range(0, len(wanted), 100):
        await asyncio.gather(*(files.put(key, b"") for key in wanted[start : start + 100]))
    assert await keys(files, "a/") == wanted
    await files.delete(*wanted)
    assert await keys(files, "a/") == []


async def test_a_file_is_moved_and_is_young_again(files: FileStore) -> None:
    data = os.urandom(1000)
    await files.put("a/b", data, sha256=sha256(data))
    await files.put("c/d/e", b"what was there")
    assert await files.move("a/b", "c/d/e")
    assert await files.get("c/d/e") == data
    assert await files.get("a/b") is None
    found = await files.find("c/d/e")
    assert found is not None
    assert await digest(files, found) == sha256(data)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "a",
        "/a/b",
        "a/",
        "a//b",
        "a/../b",
        "../b",
        "a/.b",
        "a/b/",
        "a/ü",
        "a/b c",
        "a/\0",
        "a/b\n",
        "a" * 600,
    ],
)
async def test_what_is_no_key_is_refused(files: FileStore, key: str) -> None:
    with pytest.raises(Invalid):
        await files.put(key, b"x")
    for asked in (files.get, files.find, files.delete):
        with pytest.raises(Invalid):
            await asked(key)
    with pytest.raises(Invalid):
        await keys(files, f"{key}x/../")


async def test_a_store_that_works_says_so(files: FileStore) -> None:
    await files.put("a/b", b"x")
    await files.check()  # raises where it does not work
    assert await keys(files, "a/") == ["a/b"]  # and touches nothing


async def test_only_who_is_told_an_address_gets_the_file_for_as_long_as_it_is_good(
    s3: S3Server, tmp_path: Path
) -> None:
    bucket = Bucket(name=s3.bucket(f"handed-{secrets.token_hex(6)}"), prefix="mine/", endpoint=s3.url)
    how = Handout(media_type="application/zip", name="a file.zip")
    closed, handing = S3Files(bucket, seconds=60), S3Files(bucket, seconds=60, hands_out=60)
    await handing.put("exports/a.zip", b"private")
    assert await closed.address("exports/a.zip", how) is None
    assert await FolderFiles(tmp_path).address("exports/a.zip", how) is None
    address = await handing.address("exports/a.zip", how)
    assert address is not None
    async with httpx2.AsyncClient() as anybody:
        had = await anybody.get(address)
        assert (had.status_code, had.content) == (200, b"private")
        assert had.headers["content-type"] == "application/zip"
        assert had.headers["content-disposition"] == 'attachment; filename="a file.zip"'
        assert had.headers["cache-control"] == "private, no-store"
        part = await anybody.get(address, headers={"range": "bytes=3-"})
        assert (part.status_code, part.content) == (206, b"vate")
        bare = address.partition("?")[0]
        for other in (bare, bare.replace("a.zip", "b.zip"), address.replace("a.zip", "b.zip", 1)):
            assert (await anybody.get(other)).status_code in (400, 403)
        longer = address.replace("X-Amz-Expires=60", "X-Amz-Expires=6000")
        assert longer != address
        assert (await anybody.get(longer)).status_code == 403
        assert (await anybody.put(address, content=b"x")).status_code == 403
    for store in (closed, handing):
        await store.close()


async def test_an_address_is_good_no_longer_than_it_says(s3: S3Server) -> None:
    bucket = Bucket(name=s3.bucket(f"handed-{secrets.token_hex(6)}"), endpoint=s3.url)
    files = S3Files(bucket, seconds=60, hands_out=1)
    await files.put("exports/a.zip", b"private")
    address = await files.address("exports/a.zip", Handout(media_type="application/zip", name=""))
    assert address is not None
    async with httpx2.AsyncClient() as anybody:

        async def over() -> bool:
            return (await anybody.get(address)).status_code == 403

        await until(over)
    await files.close()


async def test_what_is_deleted_leaves_no_version_in_a_bucket_that_keeps_them(s3: S3Server) -> None:
    bucket = Bucket(name=s3.bucket(f"versions-{secrets.token_hex(6)}"), endpoint=s3.url)
    files, link = S3Files(bucket, seconds=60), S3Link(bucket, seconds=60)

    async def versions() -> list[str]:
        page = await link.ask(lambda client: client.list_object_versions(Bucket=bucket.name))
        return sorted(one["Key"] for kind in ("Versions", "DeleteMarkers") for one in page.get(kind, ()))

    enabled = {"Status": "Enabled"}
    await link.ask(
        lambda client: client.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration=enabled)
    )
    for data in (b"the first", b"the second", b"the third"):
        for key in ("a/b", "a/bc", "a/c"):
            await files.put(key, data)
    assert len(await versions()) == 9
    await files.delete("a/b", "a/none")
    assert await versions() == ["a/bc"] * 3 + ["a/c"] * 3
    assert await files.move("a/c", "a/d")
    assert await versions() == ["a/bc"] * 3 + ["a/d"]
    await files.delete("a/bc", "a/d")
    assert await versions() == []
    await files.close()
    await link.close()
