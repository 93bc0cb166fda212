"""Writes what Prometheus and Grafana read."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml

from octavo import __version__
from octavo.manifests import Manifest
from octavo.objectives import Objectives
from octavo.watching import dashboards, rule_tests, rules

__all__ = ["files", "write"]

_HEAD: Final = f"# Made by `octavo observe` of Octavo {__version__}; make it anew rather than edit it.\n"
_WIDTH: Final = 110
RECORDING: Final = "rules/octavo.recording.yml"
ALERTS: Final = "rules/octavo.alerts.yml"


def files(
    services: Sequence[Manifest], objectives: Objectives, *, targets: Sequence[str]
) -> dict[str, bytes]:
    """Every file by its path below the folder.

    targets: the operator's ports of all processes, as host:port. Raises LookupError with the name of a
    service that the objectives speak of and that there is not.
    """
    asked = rules.objectives_of(services, objectives)
    boards = [dashboards.overview(services), *(dashboards.of(one, asked[one.name]) for one in services)]
    return {
        "prometheus.yml": _yaml(_prometheus(targets)),
        RECORDING: _yaml({"groups": rules.recording_groups(asked)}),
        ALERTS: _yaml({"groups": rules.alert_groups(asked, objectives)}),
        **{
            f"rules/octavo.tests.{pace}.yml": _yaml(tests)
            for pace, tests in rule_tests.tests(asked, objectives).items()
        },
        **{f"dashboards/{name}.json": _json(board) for name, board in boards},
    }


def write(folder: Path, made: Mapping[str, bytes]) -> None:
    """Put the files where they belong, each of them whole; what else is in the folder stays. OSError."""
    for name, content in made.items():
        target = folder / name
        _make(target.parent)
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        beside.write_bytes(content)
        # Prometheus is another user, and what the site keeps is not in here.
        beside.chmod(0o644)
        beside.replace(target)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir()
        folder.chmod(0o755)


def _prometheus(targets: Sequence[str]) -> dict[str, Any]:
    """A whole configuration: to be used as it is, or its two lists added to one that there is."""
    return {
        "global": {"scrape_interval": "15s", "evaluation_interval": "15s"},
        "rule_files": [RECORDING, ALERTS],
        "scrape_configs": [
            {"job_name": rules.JOB, "static_configs": [{"targets": list(targets)}]},
        ],
    }


class _Dumper(yaml.SafeDumper):
    """Writes what has several lines as a block of them."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _yaml(value: Any) -> bytes:
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, width=_WIDTH, allow_unicode=True)
    return (_HEAD + text).encode()


def _json(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
