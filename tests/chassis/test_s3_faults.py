"""A bucket that is away, slow, torn, refused or not there: a clear error, nothing lost, nothing half seen."""

import asyncio
import os
import secrets
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from octavo.chassis.engine import StorageUnavailable
from octavo.chassis.faults import Unavailable
from octavo.chassis.files import PIECE, FileDamaged
from octavo.chassis.s3_files import S3Files
from octavo.chassis.s3_link import Bucket, FilesAway
from tests.chassis.story_events import until
from tests.faulty_way import FaultyWay, faulty_way
from tests.s3_server import S3Server

SMALL, LARGE = b"what was written before", os.urandom(PIECE + 100)
_WORDS = b"<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"
BUSY = b"HTTP/1.1 503 Slow Down\r\nContent-Length: %d\r\n\r\n%s" % (len(_WORDS), _WORDS)


async def listed(files: S3Files) -> dict[str, int]:
    return {file.key: file.size async for file in files.list("a/")}


async def in_pieces(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 1_000_000):
        yield data[start : start + 1_000_000]


Call = Callable[[S3Files, Path], Awaitable[object]]
CALLS: dict[str, Call] = {
    "put": lambda files, _: files.put("a/new", b"new"),
    "put anew": lambda files, _: files.put("a/small", b"new"),
    "put in parts": lambda files, _: files.put("a/new", in_pieces(LARGE)),
    "take": lambda files, local: files.take("a/new", local),
    "get": lambda files, _: files.get("a/small"),
    "get_range": lambda files, _: files.get_range("a/small", 0, 5),
    "find": lambda files, _: files.find("a/small"),
    "list": lambda files, _: listed(files),
    "move": lambda files, _: files.move("a/small", "a/new"),
    "delete": lambda files, _: files.delete("a/small"),
    "sweep": lambda files, _: files.sweep(datetime.now(UTC)),
    "check": lambda files, _: files.check(),
}


@pytest.fixture
async def way(s3: S3Server) -> AsyncIterator[FaultyWay]:
    async with faulty_way(s3.port) as made:
        yield made


@pytest.fixture
def bucket(s3: S3Server) -> str:
    return s3.bucket(f"faults-{secrets.token_hex(6)}")


@pytest.fixture
async def there(s3: S3Server, bucket: str) -> AsyncIterator[S3Files]:
    """The bucket itself, with a small file in it."""
    files = S3Files(Bucket(name=bucket, endpoint=s3.url), seconds=60)
    await files.put("a/small", SMALL)
    yield files
    await files.close()


@pytest.fixture
async def over(way: FaultyWay, bucket: str, there: S3Files) -> AsyncIterator[S3Files]:
    """The same bucket, over the faulty way."""
    files = S3Files(Bucket(name=bucket, endpoint=way.url), seconds=60)
    yield files
    await files.close()


@pytest.fixture
def local(tmp_path: Path) -> Path:
    path = tmp_path / "local"
    path.write_bytes(b"to be taken")
    return path


async def is_untouched(there: S3Files, local: Path) -> None:
    """Nothing was written or removed, here or there."""
    assert await listed(there) == {"a/small": len(SMALL)}
    assert await there.get("a/small") == SMALL
    assert await asyncio.to_thread(local.read_bytes) == b"to be taken"


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("fault", ["cut", "silent", "busy"])
async def test_every_call_tells_that_it_could_not(
    fault: str, name: str, way: FaultyWay, over: S3Files, there: S3Files, local: Path
) -> None:
    way.cut, way.silent, way.answer = fault == "cut", fault == "silent", BUSY if fault == "busy" else b""
    if fault == "silent":
        over = S3Files(over.bucket, seconds=0.3)
    with pytest.raises(FilesAway) as raised:
        await CALLS[name](over, local)
    await over.close()
    assert isinstance(raised.value, Unavailable)
    assert over.bucket.name in str(raised.value)
    assert over.bucket.name not in raised.value.message
    if fault != "silent":
        await is_untouched(there, local)


@pytest.mark.parametrize("name", CALLS)
async def test_a_bucket_that_is_not_there_is_told_of_every_call(
    name: str, s3: S3Server, there: S3Files, local: Path
) -> None:
    files = S3Files(Bucket(name="nobodys-bucket", endpoint=s3.url), seconds=60)
    with pytest.raises(FilesAway, match=r"no such bucket|NoSuchBucket"):
        await CALLS[name](files, local)
    await files.close()
    await is_untouched(there, local)


@pytest.mark.parametrize("name", CALLS)
async def test_wrong_credentials_are_told_of_every_call(
    name: str, s3: S3Server, bucket: str, there: S3Files, local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "something else")
    files = S3Files(Bucket(name=bucket, endpoint=s3.url), seconds=60)
    with pytest.raises(FilesAway, match=r"SignatureDoesNotMatch|403"):
        await CALLS[name](files, local)
    await files.close()
    await is_untouched(there, local)


async def test_a_client_that_finds_no_credentials_says_so(
    s3: S3Server, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    files = S3Files(Bucket(name=bucket, endpoint=s3.url), seconds=60)
    with pytest.raises(FilesAway, match="credentials"):
        await files.get("a/small")
    await files.close()


async def test_what_was_away_is_left_alone_and_then_used_again(
    way: FaultyWay, over: S3Files, there: S3Files
) -> None:
    way.cut = True
    with pytest.raises(FilesAway):
        await over.get("a/small")
    asked = way.asked
    with pytest.raises(FilesAway, match="left alone"):
        await over.get("a/small")
    assert way.asked == asked
    way.cut = False

    async def is_back() -> bool:
        try:
            return await over.get("a/small") == SMALL
        except FilesAway:
            return False

    await until(is_back)
    await over.put("a/small", b"written again")
    assert await there.get("a/small") == b"written again"


@pytest.mark.parametrize("after", [0, 10, 300, 1_000, 100_000, PIECE])
async def test_a_torn_answer_is_never_taken_for_a_file(
    after: int, way: FaultyWay, over: S3Files, there: S3Files
) -> None:
    await there.put("a/large", LARGE)
    way.torn_after = after
    for asked in (over.get("a/large"), over.get_range("a/large", 1, PIECE)):
        with pytest.raises(StorageUnavailable):
            await asked


async def test_a_file_that_is_spoiled_on_the_way_is_refused(
    way: FaultyWay, over: S3Files, there: S3Files
) -> None:
    way.swap = (b"written before", b"written beyond")
    with pytest.raises(FileDamaged):
        await over.get("a/small")
    way.swap, way.swap_sent = None, (b"written anew", b"written also")
    with pytest.raises(StorageUnavailable):
        await over.put("a/small", b"what was written anew")
    assert await there.get("a/small") == SMALL


async def test_a_file_that_is_spoiled_where_it_lies_is_refused(
    s3: S3Server, bucket: str, there: S3Files
) -> None:
    lying = s3.home / "buckets" / bucket / "a" / "small"
    with lying.open("r+b") as file:
        file.write(b"WHAT")
    with pytest.raises(FileDamaged):
        await there.get("a/small")


@pytest.mark.parametrize("what", [b"?uploads", b"partNumber=2", b"?uploadId="])
async def test_an_answer_that_is_lost_does_no_harm(
    what: bytes, way: FaultyWay, bucket: str, there: S3Files
) -> None:
    """The client asks again; the server has done it once."""
    files = S3Files(Bucket(name=bucket, endpoint=way.url), seconds=60)
    way.lose = what
    await files.put("a/large", in_pieces(LARGE))
    assert not way.lose
    assert await there.get("a/large") == LARGE
    await files.close()


@pytest.mark.parametrize("what", [b"PUT /", b"DELETE /", b"?delete"])
async def test_a_small_write_whose_answer_is_lost_is_done(
    what: bytes, way: FaultyWay, bucket: str, there: S3Files
) -> None:
    files = S3Files(Bucket(name=bucket, endpoint=way.url), seconds=60)
    way.lose = what
    await files.put("a/new", b"new")
    await files.delete("a/small")
    assert await listed(there) == {"a/new": 3}
    await files.close()


async def test_a_server_that_dies_in_the_middle_of_an_upload_leaves_no_file(own_s3: S3Server) -> None:
    files = S3Files(Bucket(name=own_s3.bucket("its-own"), endpoint=own_s3.url), seconds=60)
    await files.put("a/large", b"the old one")

    async def dying() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield os.urandom(PIECE)
        own_s3.kill()
        yield os.urandom(PIECE)

    with pytest.raises(FilesAway):
        await files.put("a/large", dying())
    own_s3.start()

    async def is_back() -> bool:
        try:
            return await listed(files) == {"a/large": 11}
        except FilesAway:
            return False

    await until(is_back)
    assert await files.get("a/large") == b"the old one"
    assert await files.sweep(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert await files.sweep(datetime.now(UTC) + timedelta(hours=1)) == 1
    assert await files.sweep(datetime.now(UTC) + timedelta(hours=1)) == 0
    await files.put("a/large", in_pieces(LARGE))
    assert await files.get("a/large") == LARGE
    await files.close()


async def test_what_a_killed_process_left_is_swept(s3: S3Server, bucket: str, there: S3Files) -> None:
    code = f"""
import asyncio, os
from octavo.chassis.s3_files import S3Files
from octavo.chassis.s3_link import Bucket
async def parts():
    while True:
        yield os.urandom({PIECE})
        print("sent", flush=True)
asyncio.run(S3Files(Bucket(name={bucket!r}, endpoint={s3.url!r}), seconds=60).put("a/large", parts()))
"""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(6):  # three go at once: some are there
        await process.stdout.readline()
    process.kill()
    await process.wait()
    assert await listed(there) == {"a/small": len(SMALL)}
    assert await there.sweep(datetime.now(UTC) - timedelta(days=1)) == 0
    assert await there.sweep(datetime.now(UTC) + timedelta(hours=1)) == 1
    assert await there.sweep(datetime.now(UTC) + timedelta(hours=1)) == 0
