"""What the owner's pages know of the running site: settings, health, events that were given up, storage.

The edge knows no database and no settings file: whoever puts the site together hands this door in.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from octavo.edge.overview import Overview
from octavo.edge.traced import TraceRow, TraceShown


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One setting. `value` and `default` are as one would write them, empty where not set; a secret is never
    shown. `source`: "environment", "file" or "default". `what`: what it may be, in words."""

    variable: str
    key: str
    meaning: str
    what: str
    value: str
    default: str
    source: str
    secret: bool


class SettingPart(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one part of the program."""

    name: str
    about: str
    settings: tuple[Setting, ...]


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What came of trying a value: why it cannot work, or else the lines that would set it."""

    variable: str
    value: str
    wrong: tuple[str, ...] = ()
    file_lines: str = ""
    environment_line: str = ""
    overruled: bool = False
    """The environment sets it now, and wins over the file."""


class Consumer(msgspec.Struct, frozen=True, kw_only=True):
    """How far one that hears events is behind: those to be tried again, and those given up."""

    service: str
    name: str
    waiting: int
    dead: int


class CacheFigure(msgspec.Struct, frozen=True, kw_only=True):
    """What a cache of this process holds, and how often it had what was asked for."""

    name: str
    held: int
    most: int
    entries: int
    hits: int
    misses: int


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A service: whether it runs in this process, whether it is in order, and what this process asked of it.

    half, most: milliseconds within which half of all calls were answered, and 95 of 100, as bounds; 0 before
    the first, -1 beyond the last.
    """

    name: str
    here: bool
    well: bool
    calls: int = 0
    failed: int = 0
    """By our own fault."""
    half: int = 0
    most: int = 0


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A method that failed by our own fault, and how often."""

    service: str
    method: str
    fault: str
    count: int


class Long(msgspec.Struct, frozen=True, kw_only=True):
    """What took too long in this process at one place of the program, since the process began.

    what: "loop" where it kept everybody waiting, "request" where one request waited. longest: milliseconds.
    stack: of the longest, the innermost last.
    """

    what: str
    where: str
    count: int
    longest: int
    last: datetime
    stack: tuple[str, ...]


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """By which this process and others know each other. of: "process" or "authority". soon: it is time to
    renew it."""

    of: str
    until: datetime
    soon: bool


class ReplicaFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A replica of the database's server, as this process sees it; one of them all is the primary itself.

    state: "used", "primary", or why it is not read from: "new", "away", "behind", "no replica", "other". lag:
    seconds, None where it is not known. reads: of those that may lag, how many it answered.
    """

    name: str
    state: str
    lag: float | None
    reads: int


class State(msgspec.Struct, frozen=True, kw_only=True):
    """How this process does. `since`: when it began."""

    version: str
    python: str
    since: datetime
    parts: tuple[Part, ...]
    consumers: tuple[Consumer, ...]
    caches: tuple[CacheFigure, ...]
    failures: tuple[Failure, ...] = ()
    """The most frequent first."""
    long: tuple[Long, ...] = ()
    """What cost most first."""
    replicas: tuple[ReplicaFigure, ...] = ()
    """None where the settings name none; the primary first."""
    certificates: tuple[Certificate, ...] = ()
    """None where calls between machines are not encrypted, or there are none."""
    certificates_wrong: str = ""
    """Why what stands in their files is not used, where something newer stands there."""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """An event that was given up; `behind` it wait others of the same thing."""

    service: str
    id: str
    event: str
    about: str
    tried: int
    behind: int
    why: str
    written_at: datetime


class Store(msgspec.Struct, frozen=True, kw_only=True):
    """A place and what it takes. `kind`: "database", "folder" or "bucket"; `bytes`: -1 where it cannot be
    told just now."""

    name: str
    kind: str
    bytes: int


class Storage(msgspec.Struct, frozen=True, kw_only=True):
    """All that the site keeps; `free` and `size` are those of this machine's disk."""

    stores: tuple[Store, ...]
    free: int
    size: int
    on_server: bool
    """The databases are PostgreSQL's, on a disk that is not seen from here."""


class Operations(Protocol):
    """The door. Every call raises Forbidden unless the caller owns the site and came in person."""

    def settings(self) -> Sequence[SettingPart]:
        """Every setting, by part."""
        ...

    def try_setting(self, variable: str, value: str) -> Tried:
        """What would come of this value; nothing is changed. NotFound, Forbidden for a secret."""
        ...

    async def state(self) -> State:
        """How this process does, asked now."""
        ...

    async def overview(self) -> Overview:
        """How the whole site does, asked now."""
        ...

    async def settle_error(self, group: str) -> None:
        """Mark a group of errors as dealt with, as far as the newest release goes. NotFound."""
        ...

    async def traces(self, why: str) -> Sequence[TraceRow]:
        """The traces that are kept, the newest first; with a reason ("failed", "slow", "sampled") those."""
        ...

    async def trace(self, trace: str) -> TraceShown:
        """One of them. NotFound."""
        ...

    async def dead_letters(self) -> Sequence[Letter]:
        """What the services of this process gave up, oldest first of each."""
        ...

    async def replay(self, service: str, letter: str) -> None:
        """Deliver it again. NotFound."""
        ...

    async def drop(self, service: str, letter: str) -> None:
        """Give it up for good; what waits behind it goes on. NotFound."""
        ...

    async def storage(self) -> Storage:
        """What everything takes, looked at now."""
        ...
