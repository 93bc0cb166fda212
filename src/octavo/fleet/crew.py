"""All parts of a fleet together: started in order, kept alive, stopped in order."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Final

from octavo.fleet.part import Part, Stage
from octavo.fleet.process import Process, State
from octavo.trouble import Exit, Trouble

__all__ = ["Crew"]

_STEP: Final = 0.1
_ASK_EVERY: Final = 1.0
_ASK_OFTEN: Final = 0.25  # while something is about to start
_START_SECONDS: Final = 180.0
_STARTED_TOGETHER: Final = ((Stage.ENGINE,), (Stage.SERVICE, Stage.EDGE), (Stage.FRONT,))
_STOPPED_TOGETHER: Final = ((Stage.FRONT, Stage.EDGE), (Stage.SERVICE,), (Stage.ENGINE,))
"""HAProxy ends with its last connection, and streams end when the edges tell them to: it is told first, and
they go on for a while before they take nothing new."""


class Crew:
    """The processes of a fleet. `told` hears of every change, with why where there is more to say."""

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        life: int,
        told: Callable[[Process, str], None] = lambda one, why: None,
    ) -> None:
        self.processes = [Process(part, life=life, told=told) for part in parts]
        self._asking: dict[str, asyncio.Task[None]] = {}
        self._asked = 0.0

    async def start(self) -> None:
        """Start all, each kind when those that it stands on are ready.

        Raises Trouble where one cannot be started, or is not ready within three minutes.
        """
        for stages in _STARTED_TOGETHER:
            started = [one for one in self.processes if one.part.stage in stages]
            for one in started:
                one.start()
            until = time.monotonic() + _START_SECONDS
            while late := [one for one in started if one.state is not State.READY]:
                if time.monotonic() > until:
                    text = f"{late[0].part.name} is not ready after {_START_SECONDS:.0f} s"
                    raise Trouble(f"{text}: {late[0].last_line()}", Exit.UNAVAILABLE)
                await self._step(often=True)

    async def keep(self, stop: asyncio.Event) -> None:
        """Look after all until `stop` is set."""
        while not stop.is_set():
            await self._step(often=any(one.state is not State.READY for one in self.processes))

    async def _step(self, *, often: bool) -> None:
        for one in self.processes:
            one.look()
        if time.monotonic() - self._asked >= (_ASK_OFTEN if often else _ASK_EVERY):
            self._asked = time.monotonic()
            for one in self.processes:
                name = one.part.name
                # One that is stuck keeps nobody else from being asked.
                if name not in self._asking or self._asking[name].done():
                    self._asking[name] = asyncio.create_task(one.ask())
        await asyncio.sleep(_STEP)

    async def stop(self, hurry: asyncio.Event) -> None:
        """Stop all in order: what stands before others first. Once `hurry` is set nobody is waited for."""
        for stages in _STOPPED_TOGETHER:
            left = [one for one in self.processes if one.part.stage in stages]
            for one in sorted(left, key=lambda one: -one.part.stage):
                one.tell_to_stop()
            began = time.monotonic()
            while left := [one for one in left if not one.is_gone()]:
                for one in left:
                    if hurry.is_set() or time.monotonic() - began > one.part.stop_seconds:
                        one.kill()
                await asyncio.sleep(_STEP / 5)
        for task in self._asking.values():
            task.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)
