"""From a fleet's file to its parts: which processes, on which ports, with which settings."""

import os
import secrets
import socket
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from octavo import config as configuration
from octavo.chassis import settings
from octavo.datafolder import put_secret
from octavo.fleet import engines, figures
from octavo.fleet.file import NONE, START, FleetFile, variables
from octavo.fleet.part import Part, Stage
from octavo.placements import haproxy
from octavo.trouble import Exit, Trouble

__all__ = ["Fleet", "plan"]

_HOST: Final = "127.0.0.1"
_FIRST_PORT, _LAST_PORT = 12_000, 32_000  # below those that systems hand out by themselves
_NOTICE_SECONDS: Final = 2.5  # HAProxy asks every second and believes the second no
_KILL_SECONDS: Final = 5.0  # beyond what a process takes for itself


class Fleet(msgspec.Struct, frozen=True, kw_only=True):
    """All that is to run."""

    url: str
    parts: tuple[Part, ...]
    settings: Mapping[str, str]
    """What commands need to reach this fleet, and all its processes have."""
    haproxy: str
    """The configuration of HAProxy."""
    settings_file: Path
    peers: Mapping[str, str]
    """Where each service is, as NAME and ADDRESS."""


class _Ports:
    """Free ports of this machine, none of them twice."""

    def __init__(self) -> None:
        self._given: set[int] = set()

    def one(self) -> int:
        while True:
            port = _FIRST_PORT + secrets.randbelow(_LAST_PORT - _FIRST_PORT)
            if port in self._given:
                continue
            with socket.socket() as probe:
                try:
                    probe.bind((_HOST, port))
                except OSError:
                    continue
            self._given.add(port)
            return port


def plan(
    file: FleetFile,
    asker: figures.Asker,
    *,
    folder: Path,
    secret: bytes,
    services: tuple[str, ...],
    life: int,
) -> Fleet:
    """Everything that is to run. folder: the fleet's own. life: a descriptor whose end ends our processes.

    Raises Trouble where a program is not installed or a setting is wrong.
    """
    ports, logs = _Ports(), folder / "logs"
    standing, addresses = _engines(file, folder, secret, ports, logs)
    groups = dict(_groups(file, services))
    places = {name: [ports.one() for _ in range(many)] for name, (_, many) in groups.items()}
    at = {
        one: [f"{_HOST}:{port}" for port in places[name]] for name, (own, _) in groups.items() for one in own
    }
    url = file.url or _own_address(file)
    common = {
        "OCTAVO_URL": url,
        **addresses,
        **variables(file.settings),
        "OCTAVO_PEERS_ADDRESSES": ",".join(f"{name}={one}" for name, all_ in at.items() for one in all_),
    }
    drain = _checked(common).http.drain_seconds
    ours = [*_services(groups, places, ports), *_edges(file, ports)]
    parts = [
        _part(one, asker, secret, common, file=file, folder=folder, life=life, seconds=drain + _KILL_SECONDS)
        for one in ours
    ]
    metrics = ports.one()
    text = _front(file, ours, f"{_HOST}:{metrics}", round(drain))
    front = _haproxy(asker, folder, text, metrics, drain + _KILL_SECONDS)
    return Fleet(
        url=url,
        parts=(*standing, *parts, front),
        settings={**common, "OCTAVO_DATA": str(folder)},
        haproxy=text,
        settings_file=folder / "fleet.env",
        peers={name: all_[0] for name, all_ in at.items()},
    )


class _Ours(msgspec.Struct, frozen=True, kw_only=True):
    """A process of Octavo."""

    name: str
    words: tuple[str, ...]
    stage: Stage
    operator: int
    web: int = 0
    pool: str = ""


def _engines(
    file: FleetFile, folder: Path, secret: bytes, ports: _Ports, logs: Path
) -> tuple[list[Part], dict[str, str]]:
    """Those that the fleet starts, and where all of them are."""
    parts, addresses = [], {}
    kinds = {"database": engines.postgresql, "cache": engines.redis, "events": engines.nats}
    for name, make in kinds.items():
        url = getattr(file.engines, name)
        if url == START:
            part, url = make(folder, ports.one(), secret, logs / f"{make.__name__}.log")
            parts.append(part)
        if url != NONE:
            addresses[f"OCTAVO_{name.upper()}_URL"] = url
    return parts, addresses


def _groups(file: FleetFile, services: tuple[str, ...]) -> Iterator[tuple[str, tuple[tuple[str, ...], int]]]:
    """The services of each kind of process, and how many processes of that kind: a service that the file
    does not name has one of its own."""
    grouped = {one for group in file.groups.values() for one in group.services}
    for name, group in file.groups.items():
        yield name, (group.services, group.instances)
    for name in services:
        if name not in grouped:
            yield name, ((name,), 1)


def _services(
    groups: Mapping[str, tuple[tuple[str, ...], int]],
    places: Mapping[str, list[int]],
    ports: _Ports,
) -> Iterator[_Ours]:
    for name, (services, many) in groups.items():
        for index, port in enumerate(places[name]):
            yield _Ours(
                name=name if many == 1 else f"{name}-{index + 1}",
                words=("run", *services, "--listen", f"{_HOST}:{port}"),
                stage=Stage.SERVICE,
                operator=ports.one(),
            )


def _edges(file: FleetFile, ports: _Ports) -> Iterator[_Ours]:
    pools = {haproxy.GENERAL: file.edges} | dict(file.apart)
    for pool, many in pools.items():
        for index in range(many):
            yield _Ours(
                name=f"{'edge' if pool == haproxy.GENERAL else f'edge-{pool}'}-{index + 1}",
                words=("run", "edge"),
                stage=Stage.EDGE,
                operator=ports.one(),
                web=ports.one(),
                pool=pool,
            )


def _part(
    one: _Ours,
    asker: figures.Asker,
    secret: bytes,
    common: Mapping[str, str],
    *,
    file: FleetFile,
    folder: Path,
    life: int,
    seconds: float,
) -> Part:
    data = folder / "data" / one.name
    own = {
        "OCTAVO_DATA": str(data),
        "OCTAVO_OPERATOR_PORT": str(one.operator),
        "OCTAVO_LOG_FORMAT": "json",
    }
    if one.stage is Stage.EDGE:
        own |= {
            "OCTAVO_HOST": _HOST,
            "OCTAVO_PORT": str(one.web),
            "OCTAVO_TRUSTED_PROXIES": ",".join((_HOST, *file.front.trusted)),
            "OCTAVO_HTTP_NOTICE_SECONDS": str(_NOTICE_SECONDS),
        }
    return Part(
        name=one.name,
        stage=one.stage,
        command=(sys.executable, "-m", "octavo", *one.words, "--quiet", "--life", str(life)),
        environ={**common, **own},
        log=folder / "logs" / f"{one.name}.log",
        prepare=lambda: put_secret(data, secret),
        ready=figures.answers(asker, one.operator, "/readyz"),
        figures=(figures.of_edge if one.stage is Stage.EDGE else figures.of_services)(asker, one.operator),
        stop_seconds=seconds + (_NOTICE_SECONDS if one.stage is Stage.EDGE else 0.0),
        ours=True,
    )


def _checked(common: Mapping[str, str]) -> configuration.Config:
    """The settings as a process of the fleet will read them; Trouble names each that is wrong."""
    try:
        return settings.read(configuration.Config, environ=common)
    except settings.SettingsError as error:
        raise Trouble("\n".join(map(str, error.mistakes)), Exit.SETTINGS) from error


def _own_address(file: FleetFile) -> str:
    parts = urlsplit(f"//{file.front.listen}")
    host = parts.hostname if parts.hostname not in ("0.0.0.0", "::", "*") else _HOST  # noqa: S104 - compared
    place = f"[{host}]" if host and ":" in host else host
    return f"{'https' if file.front.certificate else 'http'}://{place}:{parts.port}"


def _front(file: FleetFile, ours: list[_Ours], metrics: str, drain: int) -> str:
    pools: dict[str, list[haproxy.Server]] = {}
    for one in ours:
        if one.pool:
            pools.setdefault(one.pool, []).append(haproxy.Server(one.name, f"{_HOST}:{one.web}"))
    front = haproxy.Front(
        bind=file.front.listen,
        certificate=file.front.certificate and str(Path(file.front.certificate).absolute()),
        trusted=file.front.trusted,
        pools=tuple(haproxy.Pool(name, tuple(servers)) for name, servers in pools.items()),
        metrics=metrics,
        drain_seconds=drain,
    )
    try:
        return haproxy.config(front)
    except ValueError as error:
        raise Trouble(str(error), Exit.SETTINGS) from error


def _haproxy(asker: figures.Asker, folder: Path, text: str, metrics: int, stop_seconds: float) -> Part:
    path = folder / "haproxy.cfg"

    def prepare() -> None:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            out.write(text)

    return Part(
        name="haproxy",
        stage=Stage.FRONT,
        command=(engines.program("haproxy", package="haproxy"), "-db", "-f", str(path)),
        log=folder / "logs" / "haproxy.log",
        prepare=prepare,
        ready=figures.front_is_open(asker, metrics),
        figures=figures.of_front(asker, metrics),
        stop=figures.SOFT_STOP,
        stop_seconds=stop_seconds,
    )
