"""What goes wrong with a machine itself: its disk is full, its clock is stepped while processes run."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_BLOCK: Final = 1 << 20

# Python reads this at each start. In a process of ours it does what a step of the machine's clock does, and
# monotonic time goes on. (libfaketime has threads spin: the kernel, which they wait in, knows another time.)
_START: Final = """
import ctypes, datetime, gc, os, time

name = os.path.basename(os.environ.get("OCTAVO_DATA", "?"))
clock = os.path.join(os.path.dirname(__file__), name + ".clock")
if os.path.exists(clock):
    right_now, right_time, right_time_ns = datetime.datetime.now, time.time, time.time_ns
    looked, ahead = 0.0, 0

    def seconds():
        global looked, ahead
        if time.monotonic() - looked > 0.2:
            looked = time.monotonic()
            with open(clock) as file:
                ahead = int(file.read())
        return ahead

    def now(kind, tz=None):
        return right_now(tz) + datetime.timedelta(seconds=seconds())

    gc.get_referents(datetime.datetime.__dict__)[0]["now"] = classmethod(now)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime.datetime))
    time.time = lambda: right_time() + seconds()
    time.time_ns = lambda: right_time_ns() + seconds() * 1_000_000_000
"""


class Clocks:
    """Clocks of processes of a fleet, which are named before it starts. They show the right time first."""

    def __init__(self, folder: Path, *names: str) -> None:
        folder.mkdir()
        self._folder = folder
        (folder / "sitecustomize.py").write_text(_START)
        for name in names:
            self.step(name, 0)

    def environment(self) -> dict[str, str]:
        """What a fleet is started with."""
        places = [str(self._folder), *filter(None, [os.environ.get("PYTHONPATH", "")])]
        return {"PYTHONPATH": os.pathsep.join(places)}

    def step(self, name: str, seconds: int) -> None:
        """Within a second it is so many seconds ahead of the right time, or behind."""
        new = self._folder / f"{name}.new"
        new.write_text(str(seconds))
        new.replace(self._folder / f"{name}.clock")


class Disk:
    """A small disk of its own for a folder."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        folder.mkdir(mode=0o711)
        self.folder = folder
        self._ballast = folder / "ballast"
        options = f"size={megabytes}m,mode=0711"
        mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        self.here = (
            os.geteuid() == 0 and not subprocess.run(mount, capture_output=True, check=False).returncode
        )
        """Whether it is one: it takes root, and a machine that lets root mount."""

    def fill(self) -> None:
        """To the last byte."""
        assert self.here
        with self._ballast.open("ab", buffering=0) as file:
            for size in (_BLOCK, 4096, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue

    def free(self) -> None:
        """There is room again."""
        self._ballast.unlink()

    def let_go(self) -> None:
        """When nobody uses it any more."""
        if self.here:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """A small disk until the block ends; a plain folder where there can be none."""
    made = Disk(folder, megabytes)
    try:
        yield made
    finally:
        made.let_go()
