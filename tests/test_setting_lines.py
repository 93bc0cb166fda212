"""Settings as one writes them."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from octavo.setting_lines import as_text, masked, toml_lines


class _Thing(msgspec.Struct, frozen=True):
    name: str
    size: int = 3
    note: str | None = None


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("plain", "plain"),
        ('with "quotes", \\ and \x7f', 'with "quotes", \\ and \x7f'),
        ("", ""),
        (7, 7),
        (0.5, 0.5),
        (True, True),
        (("a", "b"), ["a", "b"]),
        (frozenset({"b", "a"}), ["a", "b"]),
        (Path("/srv/data"), "/srv/data"),
        ((_Thing("x"),), [{"name": "x", "size": 3}]),
    ],
)
def test_a_line_reads_back_as_it_was(value: Any, read: Any) -> None:
    assert tomllib.loads(toml_lines("part.key", value)) == {"part": {"key": read}}
    assert tomllib.loads(toml_lines("key", value)) == {"key": read}


def test_a_value_as_the_environment_has_it() -> None:
    assert as_text(None) == ""
    assert as_text(False) == "false"
    assert as_text(("a", "b")) == "a, b"
    assert as_text((_Thing("x"),)) == '[{"name":"x","size":3,"note":null}]'


def test_the_password_in_an_address_is_not_shown() -> None:
    assert masked("postgresql://ada:p@ss@db.test/octavo") == "postgresql://ada:•••@db.test/octavo"
    assert masked("https://example.org/a@b") == "https://example.org/a@b"
