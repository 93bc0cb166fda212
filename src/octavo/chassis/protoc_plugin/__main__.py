"""`python -m octavo.chassis.protoc_plugin`: writes every service's `v1/` anew, or with --check compares."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from octavo.chassis.protoc_plugin.generate import generate, release
from octavo.chassis.protoc_plugin.model import Refused


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when all is written (or, with --check, identical), 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m octavo.chassis.protoc_plugin", description=__doc__)
    parser.add_argument("--proto", type=Path, action="append", help="root of the contracts (default: proto)")
    parser.add_argument("--out", type=Path, default=Path("src"), help="root of the Python modules")
    parser.add_argument("--check", action="store_true", help="write nothing; say which file differs")
    parser.add_argument("--release", action="store_true", help="note what is promised from now on")
    parser.add_argument("files", nargs="*", help="proto files below the roots (default: all below the first)")
    asked = parser.parse_args(arguments)
    roots = asked.proto or [Path("proto")]
    files = asked.files or sorted(str(path.relative_to(roots[0])) for path in roots[0].rglob("*.proto"))
    try:
        made = generate(roots, files)
        promised = release(roots, files) if asked.release else {}
    except Refused as refused:
        print(refused, file=sys.stderr)  # noqa: T201 - a command line
        return 1
    differing = [path for path, data in made.items() if _read(asked.out / path) != data]
    stale = _stale(asked.out, made)
    if asked.check:
        for path in [*differing, *stale]:
            print(f"{asked.out / path} is not what `make proto` writes", file=sys.stderr)  # noqa: T201
        return 1 if differing or stale else 0
    for path in differing:
        target = asked.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made[path])
    for path, data in promised.items():
        (roots[0] / path).write_bytes(data)
    for path in stale:
        (asked.out / path).unlink()
    return 0


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _stale(out: Path, made: dict[str, bytes]) -> list[str]:
    """Files in generated folders that no contract makes any more."""
    folders = {Path(path).parent for path in made if Path(path).name == "ids.py" or path.endswith("_wire.py")}
    return [
        str(path.relative_to(out))
        for folder in sorted(folders)
        for path in sorted((out / folder).glob("*"))
        if path.suffix in (".py", ".binpb", ".json")
        and not path.name.endswith(".release.binpb")
        and str(path.relative_to(out)) not in made
    ]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as failed:
        sys.exit(f"ruff failed on the generated code: {failed.stderr}")
