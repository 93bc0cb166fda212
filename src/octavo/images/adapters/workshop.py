"""Work on pictures in processes of their own: started at the first job, ended when there is nothing to do.

A picture that brings its process down, hangs or eats memory costs itself, not the site.
"""

import asyncio
import os
import sys
from pathlib import Path
from typing import Final

import structlog

from octavo.chassis.engine import DiskFull, StorageUnavailable
from octavo.chassis.faults import Unavailable
from octavo.images.adapters.jobs import (
    LENGTH_BYTES,
    Answer,
    Exceeded,
    Inspect,
    Job,
    Looked,
    Missing,
    NotWritten,
    Refused,
    Render,
    answer_of,
    framed,
)
from octavo.images.api import Format
from octavo.images.entities import Limits, Rendition, Seen
from octavo.images.ports import Gone, TooLarge, Unreadable

_log = structlog.get_logger(__name__)

_FULL: Final = (28, 122)  # ENOSPC, EDQUOT
_QUIET: Final = {"VIPS_WARNING": "0", "VIPS_CONCURRENCY": "1", "MALLOC_ARENA_MAX": "2"}


class Workshop:
    """ports.Studio. Used from one event loop.

    workers: at most so many processes. seconds: after which a job is given up. idle: seconds without a job
    after which a process ends. memory: bytes of address space that a process may take.
    """

    def __init__(self, *, workers: int, seconds: float, idle: float, memory: int) -> None:
        self._room = asyncio.Semaphore(workers)
        self._seconds = seconds
        self._idle = idle
        self._memory = memory
        self._waiting: dict[asyncio.subprocess.Process, asyncio.TimerHandle] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self.started = 0
        """How many processes were started so far."""

    async def inspect(self, path: Path, format: Format, limits: Limits) -> Seen:  # noqa: A002 - the port's word
        answer = await self._done(Inspect(path=str(path), format=format, limits=limits))
        if not isinstance(answer, Looked):
            raise Unavailable
        return answer.seen

    async def render(self, path: Path, rendition: Rendition, target: Path) -> None:
        await self._done(Render(path=str(path), rendition=rendition, target=str(target)))

    async def close(self) -> None:
        """Ends all processes that have nothing to do."""
        for process in list(self._waiting):
            self._retire(process)
        while self._ending:
            await asyncio.wait(self._ending)

    async def _done(self, job: Job) -> Answer:
        async with self._room:
            answer = await self._answer(job)
        match answer:
            case Refused(problem):
                raise Unreadable(problem)
            case Missing():
                raise Gone
            case Exceeded(limit, maximum):
                raise TooLarge(limit, maximum)
            case NotWritten(number, why):
                raise (DiskFull if number in _FULL else StorageUnavailable)(f"images: {why}")
        return answer

    async def _answer(self, job: Job) -> Answer:
        process = await self._worker()
        try:
            async with asyncio.timeout(self._seconds):
                answer = await _asked(process, job)
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            await _killed(process)
            why = "too long" if isinstance(error, TimeoutError) else f"status {process.returncode}"
            _log.warning("a picture brought its process down", path=job.path, why=why)
            raise Unreadable("The picture cannot be read here: it takes too much time or memory.") from None
        except BaseException:
            await _killed(process)  # cancelled in the middle: its answer would be taken for another's
            raise
        loop = asyncio.get_running_loop()
        self._waiting[process] = loop.call_later(self._idle, self._retire, process)
        return answer

    async def _worker(self) -> asyncio.subprocess.Process:
        while self._waiting:
            process, timer = self._waiting.popitem()
            timer.cancel()
            if process.returncode is None:
                return process
        self.started += 1
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-m", "octavo.images.adapters.worker", str(self._memory)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **_QUIET},
            start_new_session=True,  # Ctrl-C is for the site, which then ends its workers
        )

    def _retire(self, process: asyncio.subprocess.Process) -> None:
        timer = self._waiting.pop(process, None)
        if timer is not None:
            timer.cancel()
        task = asyncio.get_running_loop().create_task(_ended(process))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)


async def _asked(process: asyncio.subprocess.Process, job: Job) -> Answer:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(framed(job))
    await process.stdin.drain()
    head = await process.stdout.readexactly(LENGTH_BYTES)
    return answer_of(await process.stdout.readexactly(int.from_bytes(head, "big")))


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Its input ends, and so does it."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(5):
            await process.wait()
    except TimeoutError:
        await _killed(process)


async def _killed(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()
