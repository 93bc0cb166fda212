"""Learning in a process of its own: its memory goes with it, and no request waits for it."""

import asyncio
import os
import sys
from typing import Final

import msgspec

from octavo.feed.ports import Lesson, LessonError

_LONGEST_SECONDS: Final = 900.0
_LARGEST: Final = 64 << 20
# One core is enough, and the others are for requests.
_QUIET: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class ProcessTutor:
    """Fits ports.Tutor."""

    def __init__(self, *, seconds: float = _LONGEST_SECONDS, module: str = "octavo.feed.ranking") -> None:
        """seconds: how long it may take. module: what is run."""
        self._seconds = seconds
        self._module = module

    async def learn(self, lesson: Lesson) -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-m", self._module),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, **_QUIET},
            start_new_session=True,  # Ctrl-C is for the site, which then ends it
        )
        try:
            async with asyncio.timeout(self._seconds):
                model, said = await process.communicate(msgspec.msgpack.encode(lesson))
        except TimeoutError:
            raise LessonError(f"took more than {self._seconds:.0f} s") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            raise LessonError(said.decode(errors="replace").strip().rpartition("\n")[2] or "ended at once")
        if len(model) > _LARGEST:
            raise LessonError("learned too much to keep")
        return model
