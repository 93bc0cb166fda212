"""The front end's own tests: the editor's schema, block ids and the clean-up of pastes."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_front_end_passes_its_own_tests() -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        from setup import node_environment
    finally:
        sys.path.pop(0)
    environment, npm = node_environment()
    done = subprocess.run(
        [npm, "test"], cwd=ROOT / "web", env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
