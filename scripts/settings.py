"""Write docs/settings.md from the code: every setting by its variable, its default and what it means."""

import inspect
import sys
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from octavo.chassis import settings

FILE = Path(__file__).resolve().parent.parent / "docs" / "settings.md"
HEAD = """# Settings
Every setting has a default that runs on a laptop. It is read from the environment by its name below, or
from `octavo.toml` in the data folder (or the file that `OCTAVO_CONFIG` names), where the part is a table:
`OCTAVO_HTTP_BODY_BYTES` is `body_bytes` under `[http]`. All mistakes are told at once, by name. Written by
`scripts/settings.py` from the code.
"""


def rows(name: str, section: type[Any]) -> list[str]:
    """A table row for each field of a section."""
    prefix = "OCTAVO_" if name == "site" else f"OCTAVO_{name.upper()}_"
    said = settings.meanings(section)
    return [
        f"| `{prefix}{field.name.upper()}` | {shown(field.default)} | {said.get(field.name, '')} |"
        for field in msgspec.structs.fields(section)
    ]


def shown(default: Any) -> str:
    """A default as one would write it."""
    if default in (None, "", ()) or default is msgspec.NODEFAULT:
        return "not set"
    return f"`{getattr(default, 'value', default)}`"


def text() -> str:
    """The whole page."""
    from octavo.config import Config

    parts = [HEAD]
    hints = get_type_hints(Config)
    for field in msgspec.structs.fields(Config):
        section = hints[field.name]
        first = (inspect.getdoc(section) or "").splitlines()[0]
        parts.append(f"\n## {field.name}\n{first}\n\n| variable | default | meaning |\n|---|---|---|\n")
        parts.append("\n".join(rows(field.name, section)) + "\n")
    return "".join(parts)


def main() -> int:
    """Write the page, or with --check compare it; 1 where it differs."""
    if "--check" in sys.argv:
        same = FILE.exists() and FILE.read_text() == text()
        if not same:
            print(
                "docs/settings.md differs from the code; write it anew: .venv/bin/python scripts/settings.py"
            )
        return 0 if same else 1
    FILE.write_text(text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
