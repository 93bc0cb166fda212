"""The processes that work on pictures: they end by themselves, and what kills them kills nothing else."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from octavo.images.adapters.workshop import Workshop
from octavo.images.api import Format
from octavo.images.entities import Rendition
from octavo.images.ports import Unreadable
from octavo.images.service import Config
from tests.images import samples

LIMITS = Config().limits
AS_WEBP = Rendition(width=50, format=Format.WEBP, animated=False, lossless=False)


def workshop(*, workers: int = 1, seconds: float = 20, idle: float = 20, memory: int = 2 << 30) -> Workshop:
    return Workshop(workers=workers, seconds=seconds, idle=idle, memory=memory)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo[0] ü.jpg"
    path.write_bytes(samples.jpeg())
    return path


async def test_one_process_does_many_jobs_and_ends_when_idle(photo: Path, tmp_path: Path) -> None:
    shop = workshop(idle=0.2)
    for _ in range(3):
        await shop.inspect(photo, Format.JPEG, LIMITS)
    assert shop.started == 1
    (process,) = shop._waiting
    async with asyncio.timeout(20):
        await process.wait()
    assert process.returncode == 0
    await shop.render(photo, AS_WEBP, tmp_path / "a" / "50.webp")
    assert shop.started == 2
    assert (tmp_path / "a" / "50.webp").read_bytes()[:4] == b"RIFF"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["50.webp"]
    await shop.close()


async def test_no_more_processes_than_allowed_work_at_once(photo: Path) -> None:
    shop = workshop(workers=2)
    await asyncio.gather(*(shop.inspect(photo, Format.JPEG, LIMITS) for _ in range(8)))
    assert shop.started <= 2
    await shop.close()


async def test_a_process_that_dies_costs_its_own_picture(photo: Path) -> None:
    shop = workshop()
    await shop.inspect(photo, Format.JPEG, LIMITS)
    (process,) = shop._waiting
    os.kill(process.pid, signal.SIGSTOP)  # so that the job is surely under way when it dies
    job = asyncio.create_task(shop.inspect(photo, Format.JPEG, LIMITS))
    await asyncio.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    with pytest.raises(Unreadable):
        await job
    assert (await shop.inspect(photo, Format.JPEG, LIMITS)).width == 320
    assert shop.started == 2
    await shop.close()


async def test_a_process_that_died_while_idle_costs_nothing(photo: Path) -> None:
    shop = workshop()
    await shop.inspect(photo, Format.JPEG, LIMITS)
    (process,) = shop._waiting
    process.kill()
    await process.wait()
    assert (await shop.inspect(photo, Format.JPEG, LIMITS)).width == 320
    await shop.close()


async def test_a_picture_that_takes_too_long_is_given_up(photo: Path) -> None:
    shop = workshop()
    await shop.inspect(photo, Format.JPEG, LIMITS)
    (process,) = shop._waiting
    os.kill(process.pid, signal.SIGSTOP)
    shop._seconds = 0.1
    with pytest.raises(Unreadable):
        await shop.inspect(photo, Format.JPEG, LIMITS)
    assert process.returncode == -signal.SIGKILL
    shop._seconds = 20
    await shop.inspect(photo, Format.JPEG, LIMITS)
    await shop.close()


async def test_memory_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(samples.png(7000, 7000))
    shop = workshop(memory=300 << 20)
    target = tmp_path / "7000.webp"
    with pytest.raises(Unreadable):
        await shop.render(
            path, Rendition(width=7000, format=Format.WEBP, animated=False, lossless=True), target
        )
    assert not target.exists()
    await shop.close()


async def test_a_job_that_nobody_waits_for_any_more_leaves_no_answer_behind(
    photo: Path, tmp_path: Path
) -> None:
    shop = workshop()
    await shop.inspect(photo, Format.JPEG, LIMITS)
    job = asyncio.create_task(shop.render(photo, AS_WEBP, tmp_path / "x.webp"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert (await shop.inspect(photo, Format.JPEG, LIMITS)).width == 320
    await shop.close()


async def test_a_process_never_outlives_the_site(photo: Path) -> None:
    shop = workshop()
    await shop.inspect(photo, Format.JPEG, LIMITS)
    (process,) = shop._waiting
    assert process.stdin is not None
    process.stdin.close()  # what the system does for a site that was killed
    async with asyncio.timeout(20):
        assert await process.wait() == 0
    await shop.close()


async def test_a_file_of_another_kind_than_its_beginning_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(samples.webp())
    shop = workshop()
    with pytest.raises(Unreadable):
        await shop.inspect(path, Format.JPEG, LIMITS)
    path.write_bytes(samples.SVG)
    with pytest.raises(Unreadable):
        await shop.inspect(path, Format.PNG, LIMITS)
    await shop.close()
