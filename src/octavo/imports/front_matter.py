"""The head of a Markdown file: YAML between `---`, TOML between `+++`, or a JSON object."""

import json
import re
import tomllib
from typing import Any

import msgspec
import yaml

_YAML = re.compile(r"\A---[ \t]*\n(.*?)\n?^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(.*?)\n?^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"([A-Za-z_][\w-]*)\s*:\s*(.*)")

Fields = dict[str, Any]


class Source(msgspec.Struct, frozen=True):
    """A file in its two parts. `problem` says what was wrong with its head, if anything."""

    fields: Fields
    body: str
    problem: str = ""


def split(text: str) -> Source:
    """Parts the head from the body. A head that its format cannot read is read line by line.

    Keys come out in lower case with `_` for `-`, so that `Date` and `redirect-from` are found too.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if match := _YAML.match(text):
        return _read(match, text, yaml.safe_load, "YAML")
    if match := _TOML.match(text):
        return _read(match, text, tomllib.loads, "TOML")
    if text.startswith("{"):
        try:
            fields, end = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            return Source({}, text)
        return Source(_tidy(fields), text[end:].lstrip("\n"))
    return Source({}, text)


def _read(match: re.Match[str], text: str, load: Any, kind: str) -> Source:
    body = text[match.end() :]
    try:
        # YAML takes a tab at a line's end amiss, which nobody sees in an editor.
        loaded = load("\n".join(line.rstrip() for line in match[1].split("\n")))
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError):
        return Source(
            _tidy(_by_line(match[1])), body, f"the front matter is not valid {kind}; read line by line"
        )
    if loaded is None:
        return Source({}, body)
    if not isinstance(loaded, dict):
        return Source({}, body, f"the front matter is no list of {kind} keys")
    return Source(_tidy(loaded), body)


def _by_line(head: str) -> Fields:
    fields: Fields = {}
    key = ""
    for line in head.splitlines():
        match = _LINE.fullmatch(line.strip()) if not line.startswith((" ", "\t", "-")) else None
        if match:
            key = match[1]
            fields[key] = match[2].strip().strip("\"'")
        elif key and line.strip().startswith("- "):
            before = fields[key]
            fields[key] = [*(before if isinstance(before, list) else []), line.strip()[2:].strip("\"' ")]
    return fields


def _tidy(fields: object) -> Fields:
    if not isinstance(fields, dict):
        return {}
    return {str(key).strip().lower().replace("-", "_"): value for key, value in fields.items()}
