"""Write docs/degradation.md: every call of the edge to a service, and what is done without it.

The calls are found in the source, what is done without them stands in octavo/edge/without.py; that the pages
do so is held by tests/edge/test_resilience.py.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec.structs import fields

from octavo.chassis.contract import Contract
from octavo.edge.services import Services
from octavo.edge.without import CALLS, PAGE, PARTS
from octavo.replays.api import CONTRACT as REPLAYS

ROOT: Final = Path(__file__).resolve().parent.parent
TARGET: Final = ROOT / "docs" / "degradation.md"
EDGE: Final = ROOT / "src" / "octavo" / "edge"

_HEAD: Final = """# What is done without a service
Made by `scripts/degradation.py`; do not edit. Every call that the edge makes to a service is here, with what
becomes of a page when the call fails, takes too long, or is refused by a breaker or for overload.

- **503**: a page says that this part of the site cannot be reached and when to come again (`Retry-After`);
  one that is kept for everybody is shown as it was last seen, where it was. What a form would have done is
  not done, or was done before.
- Anything else is the part that the page goes without. The page is whole otherwise and not kept for long; the
  part is counted by this name (`octavo_edge_missing_parts_total`).

`tests/edge/test_resilience.py` brings each call into trouble where pages use it and compares: an
error, silence, half a second, half an answer, an answer that is lost or old.
"""


def contracts() -> dict[str, Contract]:
    """The services of the edge by their names."""
    nothing = Services(**{one.name: None for one in fields(Services)})  # type: ignore[arg-type]
    offered = list(nothing.offered())
    return {contract.name.split(".")[1]: contract for contract in (*offered, REPLAYS)}


def calls() -> set[str]:
    """Every call in the source: "stories.list_tags"."""
    known = {name: {one.call for one in contract.methods} for name, contract in contracts().items()}
    return {
        f"{service}.{method}"
        for file in EDGE.rglob("*.py")
        for service, method in _named(ast.parse(file.read_text()))
        if method in known.get(service, ())
    }


def _named(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Where a method is named of something that is called as a service is: `bench.stories.list_tags`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            held = node.value
            name = (
                held.attr
                if isinstance(held, ast.Attribute)
                else held.id
                if isinstance(held, ast.Name)
                else ""
            )
            yield name.strip("_"), node.attr


def problems() -> list[str]:
    """What the table lacks or has too much."""
    found = calls()
    parts = {part for reactions in CALLS.values() for part in reactions} - {PAGE}
    return [
        *(
            f"{call}: say in octavo/edge/without.py what is done without it"
            for call in sorted(found - set(CALLS))
        ),
        *(f"{call}: the edge does not call it" for call in sorted(set(CALLS) - found)),
        *(f"{part}: say in PARTS what a reader misses" for part in sorted(parts - set(PARTS))),
        *(f"{part}: no call is declared with it" for part in sorted(set(PARTS) - parts)),
    ]


def written() -> str:
    """The page."""
    lines = [_HEAD, "| call | without it |", "|---|---|"]
    lines += [f"| `{call}` | {'; '.join(map(_told, CALLS[call]))} |" for call in sorted(CALLS)]
    lines += ["", "| part | what a reader misses |", "|---|---|"]
    lines += [f"| {part} | {PARTS[part]} |" for part in sorted(PARTS)]
    return "\n".join(lines) + "\n"


def _told(reaction: str) -> str:
    return "503" if reaction == PAGE else f"without “{reaction}”"


def main() -> int:
    """Write the page, or with --check say whether it is as it would be written."""
    wrong = problems()
    for problem in wrong:
        print(problem, file=sys.stderr)
    if "--check" in sys.argv:
        if not wrong and (not TARGET.exists() or TARGET.read_text() != written()):
            print("docs/degradation.md is not up to date: run scripts/degradation.py", file=sys.stderr)
            return 1
    elif not wrong:
        TARGET.write_text(written())
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
