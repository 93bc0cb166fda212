"""The file that describes a fleet: what runs in processes of its own, how often, and on which engines."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from octavo.edge.apart import APART
from octavo.trouble import Exit, Trouble

__all__ = ["NONE", "START", "Engines", "FleetFile", "Front", "Group", "read", "variables"]

START: Final = "start"
"""Started by the fleet itself, with its data in the fleet's folder."""
NONE: Final = "none"
_Count = Annotated[int, Meta(ge=1, le=64)]
_SCHEMES: Final = {
    "database": ("postgresql", "postgres"),
    "cache": ("redis", "rediss", "redis+cluster", "rediss+cluster"),
    "events": ("nats", "tls", "sqs", "sqs+http", "sqs+https"),
}
_OURS: Final = {
    "OCTAVO_DATA": "folder",
    "OCTAVO_URL": "url",
    "OCTAVO_DATABASE_URL": "engines.database",
    "OCTAVO_CACHE_URL": "engines.cache",
    "OCTAVO_EVENTS_URL": "engines.events",
    "OCTAVO_TRUSTED_PROXIES": "front.trusted",
}
_NOBODYS: Final = ("OCTAVO_HOST", "OCTAVO_PORT", "OCTAVO_SECRET", "OCTAVO_OPERATOR_", "OCTAVO_PEERS_")


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Services that share a process."""

    services: tuple[str, ...]
    instances: _Count = 1


class Engines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the services stand on: "start", or the address of one that runs already."""

    database: str = START
    cache: str = START
    """"none" is one more: each process then has a cache of its own alone."""
    events: str = START


class Front(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """HAProxy."""

    listen: str = "127.0.0.1:8000"
    certificate: str = ""
    """A PEM file with key and certificates: readers come over https."""
    trusted: tuple[str, ...] = ()
    """Networks of proxies before it, whose X-Forwarded-… headers are believed."""


class FleetFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it. A service that no group names has a process of its own."""

    folder: str = "fleet"
    """Where everything is kept, beside the file."""
    url: str = ""
    """The address that readers use; not set: the front's."""
    edges: _Count = 2
    groups: dict[str, Group] = {}
    apart: dict[str, _Count] = {}
    """How many edges of their own answer which expensive addresses; see `octavo.edge.apart`."""
    engines: Engines = Engines()
    front: Front = Front()
    settings: dict[str, Any] = {}
    """Settings of all processes, as in octavo.toml."""


def read(path: Path, services: tuple[str, ...], files_of: Mapping[str, str]) -> FleetFile:
    """The file, or Trouble with every mistake in it, each on a line of its own.

    services: all that there are. files_of: those that keep files in their data folder, and the variable by
    which several of their processes share them.
    """
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Trouble(f"{path}: {error.strerror or error}", Exit.NO_INPUT) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Trouble(f"{path} is not valid TOML: {error}", Exit.SETTINGS) from error
    try:
        found = msgspec.convert(raw, FleetFile)
    except msgspec.ValidationError as error:
        raise Trouble(f"{path}: {_in_words(str(error))}", Exit.SETTINGS) from error
    wrong = [
        *_groups(found, services, files_of),
        *_engines(found.engines),
        *_front(found.front),
        *_apart(found.apart),
        *_settings(found.settings),
    ]
    if wrong:
        raise Trouble("\n".join(f"{path}: {one}" for one in wrong), Exit.SETTINGS)
    return found


def _in_words(error: str) -> str:
    """What msgspec says, with the place as one writes it in TOML."""
    what, _, place = error.partition(" - at `$.")
    return f"{place.rstrip('`')}: {what}" if place else what


def _groups(found: FleetFile, services: tuple[str, ...], files_of: Mapping[str, str]) -> list[str]:
    wrong, seen = [], dict[str, str]()
    for name, group in found.groups.items():
        if not name.isascii() or not name.replace("_", "").replace("-", "").isalnum():
            wrong.append(f'groups."{name}": a name is letters, digits, - and _')
        if name in services and name not in group.services:
            wrong.append(f"groups.{name}: has the name of a service that is not in it")
        if name in ("edge", "front", "redis", "nats", "postgresql"):
            wrong.append(f"groups.{name}: is the name of another part of the fleet")
        if not group.services:
            wrong.append(f"groups.{name}: has no services")
        for service in group.services:
            if service not in services:
                wrong.append(f"groups.{name}: there is no service {service}; `octavo services` lists them")
            elif service in seen:
                wrong.append(f"groups.{name}: {service} is in groups.{seen[service]} already")
            elif group.instances > 1 and files_of.get(service, "") not in ("", *variables(found.settings)):
                text = f"{service} keeps files in its folder: one instance, unless {files_of[service]} is set"
                wrong.append(f"groups.{name}: {text}")
            seen.setdefault(service, name)
    return wrong


def _engines(engines: Engines) -> list[str]:
    wrong = []
    for name, schemes in _SCHEMES.items():
        url = getattr(engines, name)
        if url == START or (name == "cache" and url == NONE):
            continue
        if url == NONE and name == "events":
            wrong.append("engines.events: services in processes of their own need it, to hear of each other")
        elif not any(url.startswith(f"{scheme}://") for scheme in schemes):
            wrong.append(f'engines.{name}: "{START}", or an address that begins with {schemes[0]}://')
    return wrong


def _front(front: Front) -> list[str]:
    wrong = []
    try:
        parts = urlsplit(f"//{front.listen}")
        if not parts.hostname or not parts.port:
            raise ValueError(front.listen)
    except ValueError:
        wrong.append(f'front.listen: "{front.listen}" is no host:port such as 127.0.0.1:8000')
    if front.certificate and not Path(front.certificate).is_file():
        wrong.append(f"front.certificate: there is no file {front.certificate}")
    return wrong


def _apart(apart: Mapping[str, int]) -> list[str]:
    known = [one.name for one in APART]
    return [f"apart.{name}: is none of {', '.join(known)}" for name in apart if name not in known]


def _settings(settings: Mapping[str, Any]) -> list[str]:
    wrong = []
    for name in variables(settings):
        if name in _OURS:
            wrong.append(f"settings: {name} is said with {_OURS[name]}")
        elif name.startswith(_NOBODYS):
            wrong.append(f"settings: {name} is the fleet's own to choose")
    return wrong


def variables(settings: Mapping[str, Any]) -> dict[str, str]:
    """The settings of a file as the environment has them."""
    found: dict[str, str] = {}
    for name, value in settings.items():
        if isinstance(value, dict):
            found |= {f"OCTAVO_{name}_{key}".upper(): _text(inner) for key, inner in value.items()}
        else:
            found[f"OCTAVO_{name}".upper()] = _text(value)
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(item, dict) for item in value):
        return ", ".join(map(_text, value))
    return json.dumps(value, default=str) if isinstance(value, list | dict) else str(value)
