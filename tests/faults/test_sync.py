"""The trace of system calls: what was written is synced before it is acknowledged."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.faults import parts

_SYNCED = re.compile(r"(?:fdatasync|fsync)(?:\(\d+| resumed>).*\) += 0")
_SAID = re.compile(r'write\(1, "(?P<what>[+=])(?P<number>\d+)\\n"')


def traced(home: Path, *arguments: str) -> list[str]:
    """What the writer did, in order: "sync", "+7" (begun), "=7" (acknowledged)."""
    strace = shutil.which("strace")
    if strace is None:
        missing("strace")
    assert strace is not None
    trace = home / "trace"
    command = [strace, "-f", "-e", "trace=fsync,fdatasync,write", "-s", "40", "-o", str(trace)]
    script = [
        sys.executable,
        "-m",
        "tests.faults.parts",
        f"sqlite:///{home}/{{name}}.db",
        str(home),
        *arguments,
    ]
    done = subprocess.run([*command, *script], capture_output=True, text=True, check=False)
    if "Operation not permitted" in done.stderr or "ptrace" in done.stderr:
        missing("the right to trace processes")
    assert done.returncode == 0, done.stderr
    acts = []
    for line in trace.read_text().splitlines():
        said = _SAID.search(line)
        if said is not None:
            acts.append(said["what"] + said["number"])
        elif _SYNCED.search(line):  # where it ended, if the line is in two parts
            acts.append("sync")
    return acts


def acknowledged_unsynced(acts: list[str]) -> list[int]:
    """The notes that were acknowledged with no sync since they were begun."""
    return [
        int(act[1:])
        for place, act in enumerate(acts)
        if act.startswith("=") and "sync" not in acts[acts.index(f"+{act[1:]}") : place]
    ]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    parts.prepare(tmp_path)
    return tmp_path


def test_a_commit_is_synced_before_it_is_acknowledged(home: Path) -> None:
    acts = traced(home)
    assert sum(act.startswith("=") for act in acts) == 20
    assert acknowledged_unsynced(acts) == []


def test_the_trace_shows_an_acknowledgement_that_came_too_early(home: Path) -> None:
    acts = traced(home, "--early")
    assert sum(act.startswith("=") for act in acts) == 20
    assert acknowledged_unsynced(acts) != []
