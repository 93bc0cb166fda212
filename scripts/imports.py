"""Write docs/imports.txt: which part of the house imports which, so that a new edge is seen in review."""

import sys
from pathlib import Path

import grimp

FILE = Path(__file__).resolve().parent.parent / "docs" / "imports.txt"
HEAD = "Which part imports which; a new line is a new edge. Written by scripts/imports.py.\n\n"


def edges() -> str:
    """One line an edge: the importing part, the imported part."""
    graph = grimp.build_graph("octavo", cache_dir=None)
    found: set[tuple[str, str]] = set()
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            pair = (part(importer), part(imported))
            if pair[0] != pair[1]:
                found.add(pair)
    return "".join(f"{importer} -> {imported}\n" for importer, imported in sorted(found))


def part(module: str) -> str:
    """The part of the house that a module belongs to; of services, the door is named apart."""
    names = module.split(".")
    return ".".join(names[1:3] if names[-1] == "api" else names[1:2]) or "octavo"


def main() -> int:
    """Write the file, or with --check compare it; 1 where it differs."""
    text = HEAD + edges()
    if "--check" not in sys.argv:
        FILE.write_text(text)
        return 0
    if FILE.exists() and FILE.read_text() == text:
        return 0
    print("docs/imports.txt differs from the code; write it anew: .venv/bin/python scripts/imports.py")
    old = FILE.read_text().splitlines() if FILE.exists() else []
    for line in sorted(set(old) ^ set(text.splitlines())):
        print(("- " if line in old else "+ ") + line)
    return 1


if __name__ == "__main__":
    sys.exit(main())
