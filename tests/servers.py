"""What the tests' real servers have in common: a temporary folder, a free port, killed and started again."""

import shutil
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Self

from tests.postgres import free_port


class Server(ABC):
    """A server that can be killed, held still, and started again on the same port with what it keeps."""

    name: ClassVar[str]
    """What its folder is called by."""
    patience: ClassVar[float] = 20.0
    """Seconds that it may take until it answers."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        self.home = home
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Self]:
        """A server of its own until the block ends."""
        with cls.made() as server:
            server.start()
            yield server

    @classmethod
    @contextmanager
    def made(cls) -> Iterator[Self]:
        """The same, not started yet."""
        home = Path(tempfile.mkdtemp(prefix=f"octavo-{cls.name}-"))
        server = cls(home)
        try:
            yield server
        finally:
            server.kill()
            shutil.rmtree(home)

    @abstractmethod
    def command(self) -> Sequence[str]:
        """The words that start it."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it can be worked with; an OSError while it cannot be reached."""

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it where it does not run, and wait until it answers; it finds again what it kept."""
        if self.runs:
            return
        with (self.home / "log").open("ab") as log:
            self._process = subprocess.Popen(self.command(), stdout=log, stderr=log, cwd=self.home)
        until = time.monotonic() + self.patience
        while time.monotonic() < until and self.runs:
            try:
                if self.answers():
                    return
            except OSError:
                pass
            time.sleep(0.02)
        raise RuntimeError((self.home / "log").read_text(errors="replace"))

    def kill(self) -> None:
        """End it at once, as by kill -9."""
        if self._process is not None and self.runs:
            self._process.kill()
            self._process.wait()

    def freeze(self) -> None:
        """Have it take connections and answer nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Have it go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)
