"""`octavo services` and `octavo observe`: what the services are, and what watches them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from octavo.commands.operator import say
from octavo.config import Config
from octavo.manifests import Manifest, manifests
from octavo.trouble import Exit, Trouble, storage_trouble
from octavo.watching import folder

_SHOWN: Final = 4  # names in a column; all of them are in the JSON


def services(*, as_json: bool) -> int:
    """Print every service's manifest."""
    found = manifests()
    if as_json:
        say(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        return Exit.OK
    head = ("SERVICE", "METHODS", "PUBLIC", "CALLS", "HEARS", "TELLS", "WHAT IT IS")
    rows = [head, *map(_row, found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        say("  ".join([*cells, row[-1]]))
    return Exit.OK


def _row(one: Manifest) -> tuple[str, ...]:
    public = sum(method.public for method in one.methods)
    calls = ", ".join(one.calls) if len(one.calls) <= _SHOWN else f"{len(one.calls)} services"
    counts = (len(one.hears), len(one.tells))
    return (one.name, str(len(one.methods)), str(public), calls or "-", *map(str, counts), one.about)


def observe(config: Config, out: Path, targets: Sequence[str], workers: int) -> int:
    """Write what Prometheus and Grafana need to `out`."""
    try:
        made = folder.files(manifests(), config.objectives, targets=targets or _own_ports(config, workers))
    except LookupError as error:
        text = f"OCTAVO_OBJECTIVES_SERVICES: there is no service {error}; `octavo services` lists them"
        raise Trouble(text, Exit.SETTINGS) from error
    try:
        folder.write(out, made)
    except OSError as error:
        raise storage_trouble(error, out) from error
    say(f"Wrote {len(made)} files to {out}.")
    return Exit.OK


def _own_ports(config: Config, workers: int) -> list[str]:
    """The operator's ports of `octavo up` under these settings."""
    port = config.operator.port
    if port == 0:
        raise Trouble(
            "OCTAVO_OPERATOR_PORT=0: there are no metrics; set a port, or say --target", Exit.SETTINGS
        )
    first = config.site.port + 1 if port is None else port
    host = f"[{config.operator.host}]" if ":" in config.operator.host else config.operator.host
    return [f"{host}:{first + index}" for index in range(workers)]
