"""Set-up says in one clear line what is missing, before anything is half done."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOO_OLD = "import sys; sys.version_info = (3, 9, 18); sys.argv = ['setup.py']; "
NO_VENV = "import sys; sys.modules['ensurepip'] = None; sys.argv = ['setup.py']; "
RUN = "import runpy; runpy.run_path('scripts/setup.py', run_name='__main__')"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A checkout with nothing set up in it."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    return tmp_path


@pytest.mark.parametrize(
    ("given", "said"),
    [(TOO_OLD, "Python 3.9 is too old; Octavo needs 3.11 or newer"), (NO_VENV, "has no venv module")],
)
def test_a_python_that_cannot_do_is_told_so_in_one_line(clone: Path, given: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", given + RUN], cwd=clone, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr
    assert "apt install" in done.stderr
    assert not (clone / ".venv").exists()


def test_set_up_code_parses_on_a_python_that_is_too_old() -> None:
    import ast

    tree = ast.parse((ROOT / "scripts" / "setup.py").read_text(), feature_version=(3, 7))
    assert any(isinstance(node, ast.FunctionDef) and node.name == "check_python" for node in tree.body)
