"""The bytes on the disk: durable, swept, and what happens where the disk refuses them."""

import asyncio
import errno
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from octavo.chassis.context import acting_as
from octavo.chassis.engine import DiskFull, StorageUnavailable
from octavo.chassis.faults import Unavailable
from octavo.chassis.folder_files import FolderFiles
from octavo.chassis.s3_files import S3Files
from octavo.chassis.s3_link import Bucket
from octavo.images.adapters.files import PictureFiles
from octavo.images.api import Format
from octavo.images.entities import Rendition
from octavo.images.service import keep_tidy
from tests.chassis.story_events import until
from tests.images import samples
from tests.images.conftest import ANNA, BERT, World, built
from tests.s3_server import S3Server


def aged(folder: Path, **by: float) -> None:
    """All files become so much older."""
    then = time.time() - timedelta(**by).total_seconds()
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))


async def test_a_deleted_pictures_file_goes_after_an_hour_or_two(room: World) -> None:
    with acting_as(ANNA):
        gone = await room.inside.store(data=samples.jpeg(60, 60))
        kept = await room.inside.store(data=samples.jpeg(61, 61))
        for image in (gone, kept):
            await room.inside.render(image_id=image.id, width=50)
        await room.inside.delete(image_id=gone.id)
    assert await room.inside.tidy() == 1
    assert len(room.files("renditions")) == 1
    assert len(room.files("originals")) == 2
    aged(room.folder, hours=2)
    assert await room.inside.tidy() == 1
    assert (len(room.files("originals")), len(room.files("forgotten"))) == (1, 1)
    aged(room.folder, hours=2)
    assert await room.inside.tidy() == 1
    assert room.files("forgotten") == []
    with acting_as(ANNA):
        assert (await room.inside.get_original(image_id=kept.id)).data


async def test_a_file_that_is_wanted_again_comes_back(studio: World) -> None:
    with acting_as(ANNA):
        image = await studio.inside.store(data=samples.jpeg())
        await studio.inside.delete(image_id=image.id)
    aged(studio.folder, hours=2)
    await studio.inside.tidy()
    (forgotten,) = studio.files("forgotten")
    with acting_as(BERT):
        again = await studio.inside.store(data=samples.jpeg())
        for path in studio.files("originals"):
            path.unlink()
        aged(studio.folder, hours=2)
        await studio.inside.tidy()
        assert (await studio.inside.get_original(image_id=again.id)).data == samples.jpeg()
    assert not forgotten.exists()


async def test_what_an_interrupted_upload_left_is_swept_and_a_fresh_one_is_not(studio: World) -> None:
    received = await studio.inside.files.receive(b"half a picture")
    assert await studio.inside.tidy() == 0
    aged(studio.folder, hours=2)
    assert await studio.inside.tidy() == 1
    assert not received.exists()


async def test_renditions_have_a_limit_and_the_oldest_go_first(tmp_path: Path) -> None:
    files = PictureFiles(FolderFiles(tmp_path), tmp_path, renditions_bytes=250)

    async def all_kept(digests: object) -> set[str]:
        return set(digests)  # type: ignore[call-overload,no-any-return]

    for number in range(4):
        rendition = Rendition(width=100 + number, format=Format.WEBP, animated=False, lossless=False)
        path = files.rendition("ab" * 32, rendition)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 100)
        os.utime(path, (number, number))
    other = tmp_path / "renditions" / "0" / "ab" / ("ab" * 32) / "100.webp"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"of an older renderer")
    assert await files.sweep_here(all_kept, datetime.now(UTC)) == 3
    left = sorted(path.name for path in (tmp_path / "renditions").rglob("*.webp"))
    assert left == ["102.webp", "103.webp"]


async def test_a_file_that_was_swept_before_its_row_was_written_is_written_again(studio: World) -> None:
    add = studio.inside.catalogue.add

    async def slow(*arguments: object) -> None:
        for path in studio.files("originals"):
            path.unlink()
        await add(*arguments)  # type: ignore[arg-type]

    studio.inside.catalogue.add = slow  # type: ignore[method-assign]
    with acting_as(ANNA):
        image = await studio.inside.store(data=samples.jpeg())
        assert (await studio.inside.get_original(image_id=image.id)).data == samples.jpeg()


async def test_a_folder_that_cannot_be_written_is_told_as_unavailable(studio: World, tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file where the folder should be")
    blocked = built(studio.db, tmp_path / "blocked", shard=6)
    with acting_as(ANNA), pytest.raises(StorageUnavailable) as raised:
        await blocked.store(data=samples.jpeg())
    assert isinstance(raised.value, Unavailable)
    assert str(tmp_path) not in raised.value.message
    assert await studio.db.all("SELECT * FROM images") == []


async def test_a_full_disk_is_told_and_leaves_no_half_file(
    studio: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with acting_as(ANNA), pytest.raises(DiskFull):
        await studio.inside.store(data=samples.jpeg())
    assert studio.files("") == []


async def test_who_is_erased_while_the_bucket_is_away_is_gone_from_it_later(
    studio: World, own_s3: S3Server
) -> None:
    bucket = Bucket(name=own_s3.bucket("its-own"), endpoint=own_s3.url)
    away = S3Files(bucket, seconds=60)
    now = datetime.now(UTC)
    inside = built(studio.db, studio.folder, shard=6, files=away)
    with acting_as(ANNA):
        image = await inside.store(data=samples.jpeg())
        await inside.render(image_id=image.id, width=50)
    own_s3.kill()
    with pytest.raises(StorageUnavailable):
        await inside.forget_owner(ANNA.person_id)  # type: ignore[arg-type]
    assert await studio.db.all("SELECT * FROM images") == []
    own_s3.start()

    async def is_back() -> bool:
        try:
            await away.check()
        except StorageUnavailable:
            return False
        return True

    await until(is_back)
    await inside.forget_owner(ANNA.person_id)  # type: ignore[arg-type] # as the event comes again
    kept = inside.catalogue.kept
    for hours in (2, 4):
        await inside.files.sweep(kept, now + timedelta(hours=hours))
        await inside.files.sweep_here(kept, now + timedelta(hours=hours))
    assert [file.key async for file in away.list("images/")] == []
    assert studio.files("renditions") == []
    await inside.close()
    await away.close()


async def test_the_broom_goes_by_itself(studio: World) -> None:
    await studio.inside.files.receive(b"half a picture")
    aged(studio.folder, hours=2)
    sweeping = asyncio.create_task(
        keep_tidy(studio.inside, studio.db, clock=lambda: datetime.now(UTC), seconds=0.01)
    )
    try:
        async with asyncio.timeout(10):
            while studio.files(""):  # noqa: ASYNC110 - a folder has no event to wait on
                await asyncio.sleep(0.01)
    finally:
        sweeping.cancel()
        await asyncio.wait([sweeping])
