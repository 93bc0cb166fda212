"""Settings as one writes them: in a line of the environment, or in the settings file."""

import json
import re
from enum import Enum
from pathlib import Path
from typing import Any, Final

import msgspec

_PASSWORD_IN_URL: Final = re.compile(r"(://[^:/@\s]*:)[^\s/]+(@)")


def as_text(value: Any) -> str:
    """A value as the environment has it; empty where nothing is set."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple | list | frozenset | set):
        items = list(value) if isinstance(value, tuple | list) else sorted(value)
        if any(isinstance(item, msgspec.Struct) for item in items):
            return msgspec.json.encode(items, enc_hook=str).decode()
        return ", ".join(map(as_text, items))
    return str(value)


def masked(text: str) -> str:
    """The text without the password of an address in it."""
    return _PASSWORD_IN_URL.sub(r"\1•••\2", text)


def toml_lines(key: str, value: Any) -> str:
    """The lines that set a value in the settings file: a key with a dot stands under its table."""
    table, dot, name = key.rpartition(".")
    line = f"{name} = {_toml(value)}"
    return f"[{table}]\n{line}" if dot else line


def _toml(value: Any) -> str:
    if isinstance(value, Enum):
        return _toml(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, msgspec.Struct):
        inner = ", ".join(
            f"{name} = {_toml(item)}"
            for name, item in msgspec.structs.asdict(value).items()
            if item is not None
        )
        return "{" + inner + "}"
    if isinstance(value, tuple | list | frozenset | set):
        items = value if isinstance(value, tuple | list) else sorted(value)
        return "[" + ", ".join(map(_toml, items)) + "]"
    text = str(value) if isinstance(value, Path) else "" if value is None else value
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
