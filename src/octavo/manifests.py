"""What each service is, read from its code: one description for whatever looks after all of them alike.

Nothing here is written by hand. A service is a folder with an `api.py` whose CONTRACT says its methods and
a `service.py` whose `build` says what it stands on: whom it is handed is whom it calls, and the TYPES of its
handlers are what it hears. There is no other way to another service: nothing in the house can look one up.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, Final, get_type_hints

import msgspec

import octavo
from octavo.accounts.api import PersonErased
from octavo.chassis.calls import READ, kind
from octavo.chassis.contract import Audience, Contract, Method
from octavo.chassis.personal import Holdings
from octavo.chassis.settings import known
from octavo.config import Site
from octavo.edge.app import Services as EdgeServices
from octavo.edge.without import CALLS, PAGE, PARTS
from octavo.edge.workbench import Config as EdgeConfig

__all__ = [
    "EDGE",
    "FAULT_TEST",
    "PORT",
    "WEB",
    "Manifest",
    "MethodFacts",
    "SettingFacts",
    "manifest",
    "manifests",
    "names",
    "with_files",
]

EDGE: Final = "edge"
"""What answers browsers: no service, but run, watched and alerted on like one."""
PORT: Final = 7000
WEB: Final = Site().port
FAULT_TEST: Final = "tests/{name}/test_faults.py"
"""Where a service's own fault test is: `make check` fails where there is none."""
_MEMORY_MIB: Final = 768
"""Of a service that does not say MEMORY_MIB. At rest each takes some 130."""


class MethodFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A method, as its contract says."""

    name: str
    public: bool
    idempotency: str
    streams: bool
    reads: bool
    """It answers once and does nothing else: pages wait for it, so its time is watched."""
    hedged: bool
    """Where it is late it is asked of another process too."""
    scope: str
    faults: tuple[str, ...]


class SettingFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A setting of the service: most of them say how much of something there may be."""

    variable: str
    what: str
    default: Any
    """None for a secret."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """One service."""

    name: str
    about: str
    contracts: tuple[str, ...]
    methods: tuple[MethodFacts, ...]
    calls: tuple[str, ...]
    """The services that it calls."""
    hears: tuple[str, ...]
    """The events that it is told, of others and its own."""
    consumers: tuple[str, ...]
    """The names under which it hears them."""
    tells: tuple[str, ...]
    """The events that it tells."""
    keeps: tuple[str, ...]
    """The tables of its database; the database has the service's name."""
    settings: tuple[SettingFacts, ...]
    engines: tuple[str, ...]
    """The settings that say what it stands on: its database, what carries its events, where its files are."""
    memory_mib: int
    """What a process of it alone takes at most, as measured or as it limits itself; 0.2 of a core is enough
    for it at rest."""
    missing: tuple[str, ...]
    """What pages do without it, part by part."""
    build: str
    """What makes its code from its contract."""
    start: str
    """What runs it in a process of its own, of which there may be several. A site in one process, which it is
    where events go over no bus, is started by `octavo up`."""
    test: str
    fault_test: str
    """In which what it stands on fails; empty for the edge, from which each call is taken away apart."""
    port: int
    """Where each of its containers listens."""
    address: str
    """Where others reach all processes of it, where each service has containers of its name (OCTAVO_PEERS
    says otherwise). In one process with others it is called in place."""


def manifests() -> tuple[Manifest, ...]:
    """Every service that there is, by name, and the edge after them."""
    return (*map(manifest, names()), _edge())


def names() -> tuple[str, ...]:
    """The folders beside this file that are services."""
    return tuple(
        sorted(
            found.name
            for found in pkgutil.iter_modules(octavo.__path__)
            if found.ispkg
            and find_spec(f"octavo.{found.name}.api")
            and find_spec(f"octavo.{found.name}.service")
        )
    )


def with_files() -> dict[str, str]:
    """The services that are handed a folder for files beside their database, and the setting by which all
    their processes share what they keep there."""
    found: dict[str, str] = {}
    for name in names():
        service = _module(name, "service")
        makers = [one for one in vars(service).values() if inspect.isfunction(one)]
        own = [one for one in makers if one.__module__ == service.__name__]
        parameters = {word for maker in own for word in inspect.signature(maker).parameters}
        if "folder" in parameters:
            found[name] = "OCTAVO_FILES_URL" if "files" in parameters else f"OCTAVO_{name.upper()}_URL"
    return found


def manifest(name: str) -> Manifest:
    """One service; LookupError where there is none of that name."""
    if name not in names():
        raise LookupError(f"there is no service {name}")
    service = _module(name, "service")
    contract = _contract(name)
    handlers = [kind for kind in vars(service).values() if inspect.isclass(kind) and hasattr(kind, "TYPES")]
    holdings: Holdings | None = getattr(service, "HOLDINGS", None)
    heard = {event.event_name for handler in handlers for event in handler.TYPES}
    consumers = {value for key, value in vars(service).items() if key.endswith(("CONSUMER", "LETTERS"))}
    if holdings is not None and name != "accounts":  # which erases first, and tells the others
        heard.add(PersonErased.event_name)
        consumers.add(f"{name}/erasure")
    return Manifest(
        name=name,
        about=_about(name),
        contracts=(contract.name,),
        methods=tuple(map(_facts, contract.methods)),
        calls=_handed(name, service.build, *(handler.__init__ for handler in handlers)),
        hears=tuple(sorted(heard)),
        consumers=tuple(sorted(consumers)),
        tells=tuple(sorted(event.event_name for event in contract.events)),
        keeps=tuple(table.name for table in holdings.tables) if holdings is not None else (),
        settings=_settings(name, getattr(service, "Config", None)),
        engines=_engines(name, keeps=holdings is not None, told=bool(heard or contract.events)),
        memory_mib=getattr(service, "MEMORY_MIB", _MEMORY_MIB),
        missing=_missing(name),
        build="make proto",
        start=f"octavo run {name} --listen ADDRESS",
        test=f"make test TESTS=tests/{name}",
        fault_test=f"make test TESTS={FAULT_TEST.format(name=name)}",
        port=PORT,
        address=f"{name}:{PORT}",
    )


def _edge() -> Manifest:
    """What speaks HTTP: it has no contract of its own, keeps nothing and calls the services."""
    calls = tuple(name for name in names() if name in EdgeServices.__struct_fields__)
    return Manifest(
        name=EDGE,
        about=_about(EDGE),
        contracts=(),
        methods=(),
        calls=calls,
        hears=(),
        consumers=(),
        tells=(),
        keeps=(),
        settings=_settings(EDGE, EdgeConfig),
        engines=("OCTAVO_CACHE_URL",),
        memory_mib=_MEMORY_MIB,
        missing=(),
        build="make setup",
        start=f"octavo run edge {' '.join(f'--peer {name}=ADDRESS' for name in names())}",
        test="make test TESTS=tests/edge",
        fault_test="",
        port=WEB,
        address=f"{EDGE}:{WEB}",
    )


def _engines(name: str, *, keeps: bool, told: bool) -> tuple[str, ...]:
    found = ["OCTAVO_CACHE_URL"]
    if keeps:
        found.append("OCTAVO_DATABASE_URL")
    if told:
        found.append("OCTAVO_EVENTS_URL")
    if where := with_files().get(name):
        found.append(where)
    return tuple(found)


def _missing(name: str) -> tuple[str, ...]:
    """Pages that there are not without it come first."""
    parts = {part for call, all_ in CALLS.items() if call.partition(".")[0] == name for part in all_}
    lines = ["Pages that are made of it: 503, or as they were last seen."] if PAGE in parts else []
    return (*lines, *(PARTS[part] for part in sorted(parts - {PAGE}) if part in PARTS))


def _module(name: str, part: str) -> Any:
    return importlib.import_module(f"octavo.{name}.{part}")


def _contract(name: str) -> Contract:
    contract: Contract = _module(name, "api").CONTRACT
    return contract


def _about(name: str) -> str:
    """What its folder says of it in the first sentence, after the name."""
    said = " ".join((inspect.getdoc(importlib.import_module(f"octavo.{name}")) or "").split())
    sentence = said.partition(". ")[0].removesuffix(".")
    return sentence.partition(": ")[2] or sentence


def _facts(method: Method) -> MethodFacts:
    return MethodFacts(
        name=method.name,
        public=method.audience is Audience.PUBLIC,
        idempotency=method.idempotency.value,
        streams=method.streams,
        reads=kind(method) == READ and not method.streams,
        hedged=method.hedged,
        scope=method.scope,
        faults=tuple(fault.proto_name for fault in method.faults),
    )


def _handed(name: str, *makers: Callable[..., Any]) -> tuple[str, ...]:
    """The other services whose Protocols these are handed."""
    protocols = {getattr(_module(one, "api"), _protocol(_contract(one))): one for one in names()}
    hints = [hint for maker in makers for hint in get_type_hints(maker).values()]
    handed = {protocols[hint] for hint in hints if isinstance(hint, type) and hint in protocols}
    return tuple(sorted(handed - {name}))


def _protocol(contract: Contract) -> str:
    return contract.name.rpartition(".")[2]


def _settings(name: str, section: type[msgspec.Struct] | None) -> tuple[SettingFacts, ...]:
    if section is None:
        return ()
    whole = msgspec.defstruct("Whole", [(name, section)])
    defaults = msgspec.to_builtins(section(), enc_hook=str)
    return tuple(
        SettingFacts(
            variable=one.variable, what=one.what, default=None if one.secretive else defaults[one.name]
        )
        for one in known(whole)
    )
