"""The files of a placement, as text, and their way into a folder."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

__all__ = ["HEAD", "documents", "tree", "write"]

HEAD: Final = "# Made by `octavo place` from the services' manifests; make it anew rather than edit it.\n"
_WIDTH: Final = 110


class _Dumper(yaml.SafeDumper):
    """Writes what has several lines as a block of them, and everything where it stands."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def tree(value: Any) -> str:
    """As YAML, keys in their order."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, width=_WIDTH, allow_unicode=True)


def documents(values: Sequence[Any]) -> str:
    """Several YAML documents in one file."""
    return HEAD + "---\n".join(map(tree, values))


def write(folder: Path, made: Mapping[str, str], *, ours: Sequence[str]) -> None:
    """Put the files where they belong, each of them whole. What `octavo place` wrote below the folders
    `ours` and would not any more goes: a service that is no more is placed nowhere. OSError."""
    for name in ours:
        for path in sorted((folder / name).rglob("*")):
            if path.is_file() and path.relative_to(folder).as_posix() not in made and _is_ours(path):
                path.unlink()
    for name, content in made.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        beside.write_text(content, encoding="utf-8")
        beside.chmod(0o644)
        beside.replace(target)


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(HEAD.encode())) == HEAD.encode()
