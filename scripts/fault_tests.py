"""Say which services have no fault test of their own, and what to write.

A fault test is what a new service must have: a `tests/NAME/test_faults.py` with a test that does something of
`tests/faults` to what the service stands on, and that is not left out. `python scripts/fault_tests.py` lists.
"""

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from octavo.manifests import FAULT_TEST, names

ROOT: Final = Path(__file__).resolve().parent.parent
_HARMS: Final = "tests.faults"

_WHAT_TO_WRITE: Final = """\
{file}: {what}. Every service has a test in which what it stands on fails: write there
  - how something is written in {name}, and how one counts how often it is there (an `Act`),
  - a test that calls `once_or_not_at_all`: its process dies while somebody writes,
  - a test that calls `comes_back_with_its_database`,
both from tests/faults/standing.py; tests/graph/test_faults.py is a short one."""


def problems(services: Sequence[str], root: Path = ROOT) -> list[str]:
    """What is to be written for those services that have no fault test."""
    found = []
    for name in services:
        file = FAULT_TEST.format(name=name)
        what = lacking(root / file)
        if what:
            found.append(_WHAT_TO_WRITE.format(file=file, what=what, name=name))
    return found


def lacking(file: Path) -> str:
    """What keeps the file from being a service's fault test; empty where nothing does."""
    if not file.is_file():
        return "it is not there"
    tree = ast.parse(file.read_text())
    harms = set(_imported(tree))
    if not harms:
        return f"it uses nothing of {_HARMS}, so nothing fails in it"
    if not any(_harms(test, harms) for test in _tests(tree)):
        return f"no test in it does something of {_HARMS}"
    return ""


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_HARMS):
            yield from (one.asname or one.name for one in node.names)


def _tests(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Those that are run: none that is skipped, or expected to fail, whatever it meets."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            left_out = (
                f"mark.{word}" in ast.unparse(one) for one in node.decorator_list for word in _LEFT_OUT
            )
            if not any(left_out):
                yield node


_LEFT_OUT: Final = ("skip", "xfail")


def _harms(test: ast.FunctionDef | ast.AsyncFunctionDef, harms: set[str]) -> bool:
    calls = (node.func for node in ast.walk(test) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Name) and called.id in harms for called in calls)


def main() -> int:
    """With --check say what is to be written; otherwise list the tests that there are."""
    wrong = problems(names())
    for problem in wrong:
        print(problem, file=sys.stderr)
    if "--check" not in sys.argv:
        for name in names():
            print(f"{name}: {lacking(ROOT / FAULT_TEST.format(name=name)) or 'has one'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
