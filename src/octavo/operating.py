"""The engine room: what the owner's pages are told of the running site, from its databases and settings."""

import asyncio
import inspect
import math
import os
import platform
import shlex
import shutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import msgspec

from octavo import config as configuration
from octavo import file_engine, trace_room
from octavo.board.desk import Desk
from octavo.board.setting_up import asked_of
from octavo.board.sizes import database_size, file_size
from octavo.board.whole import added_up
from octavo.chassis import backlog
from octavo.chassis.cache import NearCache
from octavo.chassis.calls import Calls, Told
from octavo.chassis.certificates import Certificates
from octavo.chassis.context import current_caller
from octavo.chassis.database import Database
from octavo.chassis.faults import Forbidden, NotFound
from octavo.chassis.files import FileStore
from octavo.chassis.settings import Known, keys_in, known, meanings
from octavo.chassis.stacks import Place
from octavo.chassis.telemetry import Health
from octavo.chassis.traces import Traces
from octavo.config import Config
from octavo.edge.operations import (
    CacheFigure,
    Certificate,
    Consumer,
    Failure,
    Letter,
    Long,
    Part,
    ReplicaFigure,
    Setting,
    SettingPart,
    State,
    Storage,
    Store,
    Tried,
)
from octavo.edge.overview import Overview
from octavo.edge.traced import TraceRow, TraceShown
from octavo.objectives import Objective
from octavo.setting_lines import as_text, masked, toml_lines
from octavo.trouble import Trouble

if TYPE_CHECKING:
    from octavo.chassis.replicas import Replicas

_FOLDERS: Final = ("images", "search", "exports", "imports")
_REACH_SECONDS: Final = 1.0
_FAILURES: Final = 20  # lines on a page
_LONG: Final = 10


class Elsewhere(msgspec.Struct, frozen=True):
    """The services of other processes, and what finds out which of them cannot be reached."""

    names: tuple[str, ...]
    unreachable: Callable[[float], Awaitable[Sequence[str]]]


def _long(what: str, place: Place) -> Long:
    return Long(
        what=what,
        where=place.where,
        count=place.count,
        longest=round(1000 * place.longest),
        last=datetime.fromtimestamp(place.last, UTC),
        stack=place.stack,
    )


class EngineRoom:
    """`octavo.edge.operations.Operations` of one process. Only the owner, signed in, gets in."""

    def __init__(
        self,
        config: Config,
        *,
        environ: Mapping[str, str],
        data: Path,
        databases: Mapping[str, Database],
        caches: Mapping[str, NearCache],
        health: Health,
        elsewhere: Elsewhere,
        calls: Calls,
        clock: Callable[[], datetime],
        desk: Desk,
        long: Mapping[str, Callable[[], Sequence[Place]]] | None = None,
        files: FileStore | None = None,
        traces: Traces | None = None,
        certificates: Callable[[], Certificates | None] = lambda: None,
        replicas: "Replicas | None" = None,
    ) -> None:
        self._config = config
        self._environ = environ
        self._data = data
        self._databases = databases
        self._caches = caches
        self._health = health
        self._elsewhere = elsewhere
        self._calls = calls
        self._since = clock()
        self._long = long or {}
        self._files = files
        self._desk = desk
        self._asked_of: Mapping[str, Objective] | None = None
        self._traces = traces or Traces()
        self._certificates = certificates
        self._replicas = replicas

    def settings(self) -> tuple[SettingPart, ...]:
        """Every setting, by part."""
        _owners_only()
        file = configuration.file_of(self._environ)
        in_file = keys_in(file) if file else frozenset()
        fields = known(Config)
        return tuple(
            SettingPart(
                name=part,
                about=(inspect.getdoc(section) or "").partition("\n")[0],
                settings=tuple(self._setting(one, section, in_file) for one in fields if one.section == part),
            )
            for part, section in get_type_hints(Config).items()
        )

    def _setting(self, one: Known, section: type[Any], in_file: frozenset[str]) -> Setting:
        value = getattr(getattr(self._config, one.section), one.name)
        default = next(field.default for field in msgspec.structs.fields(section) if field.name == one.name)
        source = "default"
        if one.variable in self._environ:
            source = "environment"
        elif one.key in in_file:
            source = "file"
        return Setting(
            variable=one.variable,
            key=one.key,
            meaning=meanings(section).get(one.name, ""),
            what=one.what,
            value="" if one.secretive else masked(as_text(value)),
            default="" if default is msgspec.NODEFAULT else as_text(default),
            source=source,
            secret=one.secretive,
        )

    def try_setting(self, variable: str, value: str) -> Tried:
        """What would come of this value, by the same rules as at the start; nothing is changed."""
        _owners_only()
        one = next((one for one in known(Config) if one.variable == variable), None)
        if one is None:
            raise NotFound("There is no such setting.")
        if one.secretive:
            raise Forbidden("A secret is set where the site runs, and never typed into a page.")
        try:
            tried = configuration.read({**self._environ, variable: value})
        except Trouble as trouble:
            return Tried(variable=variable, value=value, wrong=tuple(str(trouble).splitlines()))
        wanted = getattr(getattr(tried, one.section), one.name)
        return Tried(
            variable=variable,
            value=value,
            file_lines=toml_lines(one.key, wanted),
            environment_line=f"{variable}={shlex.quote(value)}",
            overruled=variable in self._environ,
        )

    async def state(self) -> State:
        """How this process does, asked now."""
        _owners_only()
        lost = set(await self._elsewhere.unreachable(_REACH_SECONDS)) if self._elsewhere.names else set()
        problems = set(await self._health.problems())
        told, certificates = self._calls.told(), self._certificates()
        parts = [
            _part(name, told.get(name), here=True, well=name not in problems) for name in self._databases
        ]
        parts += [
            _part(name, told.get(name), here=False, well=name not in lost) for name in self._elsewhere.names
        ]
        lacking = await self._health.lacking()
        parts += [_part(name, None, here=False, well=name not in lacking) for name in self._health.lesser]
        consumers = [
            Consumer(service=name, name=one.consumer, waiting=one.waiting, dead=one.dead)
            for name, db in self._databases.items()
            if name not in problems
            for one in await backlog.backlog(db)
        ]
        return State(
            version=self._health.version,
            python=platform.python_version(),
            since=self._since,
            parts=tuple(parts),
            consumers=tuple(consumers),
            caches=tuple(
                CacheFigure(
                    name=name,
                    held=cache.bytes,
                    most=cache.max_bytes,
                    entries=len(cache),
                    hits=cache.hits,
                    misses=cache.misses,
                )
                for name, cache in self._caches.items()
            ),
            failures=tuple(
                Failure(service=one.service, method=one.method, fault=one.fault, count=one.count)
                for one in self._calls.failures()[:_FAILURES]
            ),
            long=tuple(_long(what, one) for what, told in self._long.items() for one in told()[:_LONG]),
            replicas=_replicas(self._replicas),
            certificates=_certificates(certificates),
            certificates_wrong=certificates.trouble if certificates else "",
        )

    async def overview(self) -> Overview:
        """How the whole site does, asked now."""
        _owners_only()
        if self._asked_of is None:
            self._asked_of = await asked_of(self._config.objectives)
        return added_up(await self._desk.everything(), self._asked_of)

    async def settle_error(self, group: str) -> None:
        """Mark a group of errors as dealt with."""
        _owners_only()
        if not await self._desk.settle_everywhere(group):
            raise NotFound("There is no such error.")

    async def traces(self, why: str) -> tuple[TraceRow, ...]:
        """What is kept."""
        _owners_only()
        return trace_room.rows(self._traces, why)

    async def trace(self, trace: str) -> TraceShown:
        """One of them, whole."""
        _owners_only()
        return trace_room.shown(self._traces, trace)

    async def dead_letters(self) -> tuple[Letter, ...]:
        """What the services of this process gave up."""
        _owners_only()
        return tuple(
            [
                Letter(
                    service=name,
                    id=one.id,
                    event=one.type,
                    about=one.aggregate,
                    tried=one.attempts,
                    behind=one.parked - 1,
                    why=one.error,
                    written_at=datetime.fromtimestamp(one.written_at / 1_000_000, UTC),
                )
                for name, db in self._databases.items()
                for one in await backlog.dead_letters(db)
            ]
        )

    async def replay(self, service: str, letter: str) -> None:
        """Deliver it again."""
        _owners_only()
        await backlog.replay(self._database(service), letter)

    async def drop(self, service: str, letter: str) -> None:
        """Give it up for good."""
        _owners_only()
        await backlog.drop(self._database(service), letter)

    def _database(self, service: str) -> Database:
        if service not in self._databases:
            raise NotFound("There is no such service here.")
        return self._databases[service]

    async def storage(self) -> Storage:
        """What everything takes, looked at now."""
        _owners_only()
        on_server = bool(self._config.database.url)
        stores = [
            Store(
                name=name,
                kind="database",
                bytes=await database_size(db, self._data, on_server=on_server),
            )
            for name, db in self._databases.items()
        ]
        sizes = await asyncio.to_thread(lambda: {name: _held(self._data / name) for name in _FOLDERS})
        stores += [Store(name=name, kind="folder", bytes=size) for name, size in sizes.items()]
        if self._files is not None and self._files.name != "folder":
            stores += [Store(name="files", kind="bucket", bytes=await file_engine.held(self._files))]
        disk = await asyncio.to_thread(shutil.disk_usage, self._data)
        return Storage(stores=tuple(stores), free=disk.free, size=disk.total, on_server=on_server)


def _part(name: str, told: Told | None, *, here: bool, well: bool) -> Part:
    if told is None:
        return Part(name=name, here=here, well=well)
    return Part(
        name=name,
        here=here,
        well=well,
        calls=told.calls,
        failed=told.ours,
        half=_milliseconds(told.half),
        most=_milliseconds(told.most),
    )


def _certificates(ours: Certificates | None) -> tuple[Certificate, ...]:
    if ours is None:
        return ()
    ends = {"process": ours.loaded.until, "authority": ours.loaded.authority_until}
    return tuple(Certificate(of=of, until=until, soon=ours.is_near(until)) for of, until in ends.items())


def _replicas(ours: "Replicas | None") -> tuple[ReplicaFigure, ...]:
    return () if ours is None else tuple(ReplicaFigure(**one._asdict()) for one in ours.told())


def _milliseconds(bound: float | None) -> int:
    if bound is None:
        return 0
    return -1 if bound == math.inf else round(bound * 1000)


def _owners_only() -> None:
    caller = current_caller()
    if "owner" not in caller.roles or caller.scopes is not None:
        raise Forbidden("Only the site's owner may see this.")


def _held(folder: Path) -> int:
    """The bytes of all files below a folder; what goes away meanwhile counts nothing."""
    return sum(file_size(Path(place) / name) for place, _, names in os.walk(folder) for name in names)
