"""A part of the fleet as it runs: started, looked at, started again when it dies, ended."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Final

import structlog

from octavo.fleet.figures import Rates
from octavo.fleet.part import Part
from octavo.trouble import Exit, Trouble, storage_trouble

__all__ = ["Process", "State"]

_FIRST_PAUSE: Final = 0.2  # seconds before the first restart; doubled each time
_LONGEST_PAUSE: Final = 10.0
_SETTLED: Final = 30.0  # one that lived this long begins again with the first pause
_LOG_BYTES: Final = 16 << 20  # a log that is longer at a start becomes `NAME.log.old`
_TAIL_BYTES: Final = 4096
_HOPELESS: Final = frozenset(Exit) - {Exit.OK, Exit.FAILED, Exit.LOCKED, Exit.UNAVAILABLE}
"""Exit codes of ours after which a new start would end the same way. Who is locked out may get in later."""
_ALWAYS: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV")
_PR_SET_PDEATHSIG: Final = 1

log = structlog.get_logger("octavo.fleet")


class State(StrEnum):
    """How a part is."""

    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    UNREADY = "not ready"
    DIED = "died"
    STOPPING = "stopping"
    STOPPED = "stopped"


class Process:
    """One part. `told` is called whenever its state changes."""

    def __init__(self, part: Part, *, life: int, told: Callable[["Process", str], None]) -> None:
        self.part = part
        self.state = State.WAITING
        self.starts = 0
        self.rates = Rates()
        self._life = life
        self._told = told
        self._running: subprocess.Popen[bytes] | None = None
        self._began = 0.0
        self._pause = _FIRST_PAUSE
        self._again_at = 0.0

    @property
    def pid(self) -> int | None:
        """Its number, while it runs."""
        return self._running.pid if self._running is not None else None

    @property
    def restarts(self) -> int:
        """How often it was started again."""
        return max(0, self.starts - 1)

    def start(self) -> None:
        """Start it. Raises Trouble where that cannot be."""
        part = self.part
        if part.prepare is not None:
            part.prepare()
        try:
            part.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if part.log.exists() and part.log.stat().st_size > _LOG_BYTES:
                part.log.replace(part.log.with_name(f"{part.log.name}.old"))
            with part.log.open("ab") as out:
                self._running = self._spawn(out.fileno())
        except FileNotFoundError as error:
            raise Trouble(
                f"{part.command[0]} cannot be started: {error.strerror}", Exit.UNAVAILABLE
            ) from error
        except OSError as error:
            raise storage_trouble(error, part.log) from error
        self._began = time.monotonic()
        self.starts += 1
        self._become(State.STARTING)

    def _spawn(self, out: int) -> subprocess.Popen[bytes]:
        part = self.part
        environ = {name: os.environ[name] for name in _ALWAYS if name in os.environ}
        user = part.user or None
        return subprocess.Popen(  # noqa: S603 our own words; see _tie for what runs before
            part.command,
            env={**environ, **part.environ},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd="/",
            pass_fds=(self._life,) if part.ours else (),
            # A group of its own: Ctrl-C in a terminal reaches the fleet alone, which tells them in order.
            process_group=0,
            user=user,
            group=user,
            extra_groups=() if user else None,
            umask=0o077,
            preexec_fn=None if part.ours or not sys.platform.startswith("linux") else _tie(part.orphaned),
        )

    def look(self) -> None:
        """Notice that it ended, and start it again when it is time. Raises Trouble where that cannot help."""
        if self.state in (State.STOPPING, State.STOPPED, State.WAITING):
            return
        if self._running is None:
            if time.monotonic() >= self._again_at:
                self.start()
            return
        code = self._running.poll()
        if code is None:
            return
        self._running = None
        if self.part.ours and code in _HOPELESS:
            self.state = State.STOPPED
            raise Trouble(f"{self.part.name}: {self.last_line()}", Exit(code))
        if time.monotonic() - self._began > _SETTLED:
            self._pause = _FIRST_PAUSE
        self._again_at = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        self._become(State.DIED, f"with {_cause(code)}: {self.last_line()}")

    def last_line(self) -> str:
        """What it said last, for a person."""
        try:
            with self.part.log.open("rb") as file:
                file.seek(max(0, self.part.log.stat().st_size - _TAIL_BYTES))
                lines = file.read().decode(errors="replace").splitlines()
        except OSError:
            lines = []
        said = [line.strip() for line in lines if line.strip()]
        return said[-1].removeprefix("octavo: ") if said else f"see {self.part.log}"

    async def ask(self) -> None:
        """Ask it how it is, and what it counted."""
        if self._running is None or self.state is State.STOPPING:
            return
        asked = self._running
        try:
            ready = await self.part.ready()
            if ready and self.part.figures is not None:
                self.rates.look(time.monotonic(), await self.part.figures())
        except OSError:
            ready = False
        if self._running is not asked or self.state in (State.STOPPING, State.STOPPED):
            return
        if ready:
            self._become(State.READY)
        elif self.state is State.READY:
            self._become(State.UNREADY)

    def tell_to_stop(self) -> None:
        """Have it end what it has in hand, then end."""
        if self._signal(self.part.stop):
            self._become(State.STOPPING)
        else:
            self.state = State.STOPPED

    def kill(self) -> None:
        """End it, and all that it started, at once."""
        if self._running is not None and self._running.poll() is None:
            os.killpg(self._running.pid, signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> bool:
        if self._running is None or self._running.poll() is not None:
            return False
        self._running.send_signal(number)
        return True

    def is_gone(self) -> bool:
        """Whether it has ended, after it was told to."""
        if self._running is not None and self._running.poll() is None:
            return False
        if self.state is State.STOPPING:
            code = self._running.returncode if self._running is not None else 0
            self._running = None
            self._become(State.STOPPED, "" if code in (0, -self.part.stop) else f"with {_cause(code)}")
        self.state = State.STOPPED
        return True

    def _become(self, state: State, why: str = "") -> None:
        if state is not self.state:
            self.state = state
            self._told(self, why)


def _cause(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _tie(number: signal.Signals) -> Callable[[], None]:
    """Linux ends what is not ours when the fleet is gone, however it went; ours notice by their pipe.

    It runs in the new process before its program does. The library is loaded before, in the fleet.
    """
    library = ctypes.CDLL(None, use_errno=True)

    def tie() -> None:
        library.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)

    return tie
