"""A part of the fleet: one process, how it is started and ended, and how it tells that it is ready."""

import signal
from collections.abc import Awaitable, Callable, Mapping
from enum import IntEnum
from pathlib import Path

import msgspec

__all__ = ["Figures", "Part", "Stage"]


class Stage(IntEnum):
    """The order in which a fleet is stopped, last first; started is it the other way round."""

    ENGINE = 0
    SERVICE = 1
    EDGE = 2
    FRONT = 3


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What a process counted since it began. Durations: how many were within each bound, in seconds."""

    requests: float = 0.0
    errors: float = 0.0
    within: Mapping[float, float] = {}


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One process."""

    name: str
    stage: Stage
    command: tuple[str, ...]
    log: Path
    ready: Callable[[], Awaitable[bool]]
    """Whether it takes requests now. It may raise OSError for no."""
    environ: Mapping[str, str] = {}
    """Beside what is always there; no setting of whoever started the fleet."""
    prepare: Callable[[], None] | None = None
    """Done before each start. Raises Trouble."""
    figures: Callable[[], Awaitable[Figures]] | None = None
    stop: signal.Signals = signal.SIGTERM
    """Has it end what it has in hand."""
    orphaned: signal.Signals = signal.SIGTERM
    """Sent by the system where the fleet itself was killed; one of ours notices by its pipe."""
    stop_seconds: float = 10.0
    """What it has to end; then it is killed."""
    user: str = ""
    """Who runs it where the fleet is run by root; otherwise whoever runs the fleet."""
    ours: bool = False
    """Whether it is a process of Octavo, whose exit codes say whether a new start could help."""
