"""Say whether everything is all right: each check by name, its output only where it fails."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS: list[tuple[str, list[str], str]] = [
    ("format", [str(BIN / "ruff"), "format", "--check", "."], "."),
    ("lint", [str(BIN / "ruff"), "check", "."], "."),
    ("types", [str(BIN / "mypy")], "."),
    ("types of benchmarks", [str(BIN / "mypy"), "--explicit-package-bases", "benchmarks"], "."),
    ("import rules", [str(BIN / "lint-imports")], "."),
    ("contracts", [sys.executable, "-m", "octavo.chassis.protoc_plugin", "--check"], "."),
    ("imports.txt", [sys.executable, "scripts/imports.py", "--check"], "."),
    ("settings.md", [sys.executable, "scripts/settings.py", "--check"], "."),
    ("degradation.md", [sys.executable, "scripts/degradation.py", "--check"], "."),
    ("fault tests", [sys.executable, "scripts/fault_tests.py", "--check"], "."),
    ("tests are found", [sys.executable, "-m", "pytest", "--collect-only", "-q"], "."),
    ("front end", ["npm", "run", "check"], "web"),
]


def main() -> int:
    """Run every check; return how many failed."""
    failed = 0
    sys.path.insert(0, str(ROOT / "scripts"))
    from setup import node_environment  # type: ignore[import-not-found]  # a plain script, not a package

    environment, _ = node_environment()
    for name, command, folder in CHECKS:
        begin = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT / folder, env=environment, capture_output=True, text=True, check=False
        )
        seconds = time.monotonic() - begin
        word = "ok" if done.returncode == 0 else "FAILED"
        print(f"{name:19} {word:7} {seconds:5.1f} s", flush=True)
        if done.returncode != 0:
            failed += 1
            print((done.stdout + done.stderr)[-8000:], flush=True)
    return failed


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
