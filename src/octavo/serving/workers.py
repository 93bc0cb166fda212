"""Several processes on one port: the parent spawns them, starts again those that die, and stops them all.

Workers are spawned, never forked: threads, event loops and gRPC do not survive a fork. They inherit the
listening socket (so connections that wait in its queue outlive any of them), the lock of the data folder,
and the reading end of a pipe that nobody writes to: when the parent is gone, however it went, the pipe ends
and they stop.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Final

import msgspec
import structlog

from octavo.trouble import Exit

_FIRST_PAUSE: Final = 0.1  # seconds before the first restart; doubled each time
_LONGEST_PAUSE: Final = 10.0
_SETTLED: Final = 30.0  # a worker that lived this long begins again with the first pause
_STEP: Final = 0.05
_GRACE: Final = 5.0  # beyond the workers' own limit for draining
_HOPELESS: Final = frozenset(Exit) - {Exit.OK, Exit.FAILED}

log = structlog.get_logger("octavo.workers")


class _Worker(msgspec.Struct):
    """A place for a process, and how it has fared there."""

    index: int
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = _FIRST_PAUSE
    again_at: float = 0.0
    starts: int = 0


class Workers:
    """Runs `count` processes until a signal comes.

    `command` makes the words of a worker's command line from its index and whether it is its first start;
    `inherited` are the descriptors it gets, by the same numbers. `on_stop` lets go of what would hold the
    port open: a connection that nobody will accept must be refused at once.
    """

    def __init__(
        self,
        count: int,
        command: Callable[[int, bool], Sequence[str]],
        *,
        inherited: Sequence[int],
        drain_seconds: float,
        on_stop: Callable[[], None],
    ) -> None:
        self._workers = [_Worker(index) for index in range(count)]
        self._command = command
        self._inherited = tuple(inherited)
        self._drain = drain_seconds + _GRACE
        self._on_stop = on_stop
        self._stopping: float | None = None
        self._exit = int(Exit.OK)

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT; the exit code. A second signal does not wait for anyone."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        while True:
            alive = [worker for worker in self._workers if self._is_alive(worker)]
            if self._stopping is None:
                self._start_missing()
            elif not alive:
                return self._exit
            elif time.monotonic() > self._stopping + self._drain:
                self._signal_all(signal.SIGKILL)
            time.sleep(_STEP)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._stopping is not None:
            self._signal_all(signal.SIGKILL)
            return
        self._stop()

    def _stop(self) -> None:
        self._stopping = time.monotonic()
        self._on_stop()
        self._signal_all(signal.SIGTERM)

    def _signal_all(self, number: signal.Signals) -> None:
        for worker in self._workers:
            if worker.process is not None and worker.process.returncode is None:
                worker.process.send_signal(number)

    def _is_alive(self, worker: _Worker) -> bool:
        if worker.process is None:
            return False
        code = worker.process.poll()
        if code is None:
            return True
        worker.process = None
        if self._stopping is not None:
            return False
        if code in _HOPELESS:
            # Each start would end the same way; the worker has said why.
            self._exit = code
            self._stop()
            return False
        if time.monotonic() - worker.started > _SETTLED:
            worker.pause = _FIRST_PAUSE
        log.error("a worker died", worker=worker.index, code=code, again_in_seconds=worker.pause)
        worker.again_at = time.monotonic() + worker.pause
        worker.pause = min(worker.pause * 2, _LONGEST_PAUSE)
        return False

    def _start_missing(self) -> None:
        for worker in self._workers:
            if worker.process is not None or time.monotonic() < worker.again_at:
                continue
            worker.process = subprocess.Popen(  # noqa: S603 our own interpreter and words
                [sys.executable, "-m", "octavo", *self._command(worker.index, worker.starts == 0)],
                pass_fds=self._inherited,
                # A group of its own: Ctrl-C in a terminal reaches the parent alone, which tells them once.
                process_group=0,
            )
            worker.started = time.monotonic()
            worker.starts += 1


def life_pipe() -> tuple[int, int]:
    """The reading end, for the workers, and the writing end, for the parent to hold until it ends."""
    return os.pipe()
