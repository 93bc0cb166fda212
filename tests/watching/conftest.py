"""Prometheus itself, from Debian's package, and what `octavo observe` writes for it."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from octavo.manifests import Manifest, manifests
from octavo.objectives import Objectives
from octavo.watching import folder
from tests.conftest import missing

Promtool = Callable[..., str]


@pytest.fixture
def promtool() -> Promtool:
    """Runs `promtool` with these words; what it said. A failure of it fails the test."""
    program = shutil.which("promtool")
    if program is None:
        missing("Prometheus (promtool)")

    def run(*words: str | Path) -> str:
        done = subprocess.run([str(program), *map(str, words)], capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        assert done.returncode == 0, said[:10_000]
        return said

    return run


def written(
    place: Path,
    services: Sequence[Manifest] = (),
    objectives: Objectives | None = None,
    targets: Sequence[str] = ("127.0.0.1:8001",),
) -> Path:
    """The folder as `octavo observe` writes it."""
    made = folder.files(services or manifests(), objectives or Objectives(), targets=targets)
    folder.write(place, made)
    return place
