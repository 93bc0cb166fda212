"""What one process of a site is given before anything is built."""

import socket
from collections.abc import Mapping
from pathlib import Path

import msgspec

from octavo.chassis.certificates import Certificates
from octavo.config import Config

__all__ = ["Process"]


class Process(msgspec.Struct, frozen=True, kw_only=True):
    """What one process of a site is given."""

    config: Config
    secret: bytes
    data: Path
    web: socket.socket | None
    """The listening socket of the site; None where the edge is not served here."""
    names: frozenset[str]
    """The services that run here, and "edge"."""
    peers: Mapping[str, str] = {}
    """Where the others are."""
    listen: str = ""
    """Where other processes call the services of this one."""
    certificates: Certificates | None = None
    """What it shows to processes on other machines, and goes by."""
    index: int = 0
    """Which worker this is."""
    workers: int = 1
    """How many of them there are."""
    life: int | None = None
    """A descriptor whose end means that the parent is gone."""
    marks: Mapping[str, object] = {}
    """What each line of the log says of the process."""
    says: bool = True
    """Whether to tell the address, and the first time the owner's link."""
