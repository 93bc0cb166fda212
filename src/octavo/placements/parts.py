"""The kinds of processes that a site apart is made of: one for each service, and the edges before them.

Nothing here names a service: one that there is has a part, and with it a place in everything that is
generated.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from octavo.edge.apart import APART
from octavo.manifests import EDGE, PORT, WEB, Manifest
from octavo.placements import haproxy

__all__ = ["CALLS", "METRICS", "PRIVATE", "WEB", "Part", "Plan", "parts", "settings"]

CALLS: Final = PORT
METRICS: Final = WEB + 1
"""Ports that every container has: for calls of others, and for the operator; for pages, WEB."""
PRIVATE: Final = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8")
"""Networks in which the proxies stand that are believed; nobody else reaches the edges."""
SERVER_NAME: Final = "octavo.internal"
"""What `octavo certificates` puts into all that it makes."""

_MIB_ASKED: Final = 192
_NOTICE_SECONDS: Final = 5.0
_KILL_SECONDS: Final = 5  # beyond what a process takes for itself


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of process."""

    name: str
    about: str
    words: tuple[str, ...]
    """What `octavo` is told, but for where to listen."""
    pool: str = ""
    """Of an edge: the pool of the proxy that it is in."""
    instances: int = 1
    mib_most: int
    """As its manifest says."""
    mib_asked: int = _MIB_ASKED

    @property
    def is_edge(self) -> bool:
        """Whether it answers browsers; the others answer calls."""
        return bool(self.pool)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is placed."""

    parts: tuple[Part, ...]
    url: str
    """Where readers reach the site."""
    image: str
    drain_seconds: float
    """What requests and calls in flight have left."""
    program: str = "/opt/octavo/bin/octavo"
    """Where the program is on a machine without containers."""

    @property
    def notice_seconds(self) -> float:
        """How long a process that is told to stop goes on, so that what sends it requests hears of it."""
        return _NOTICE_SECONDS

    @property
    def kill_seconds(self) -> int:
        """From being told to stop to being killed: later than a process needs at most."""
        return round(self.notice_seconds + self.drain_seconds) + _KILL_SECONDS

    @property
    def edges(self) -> tuple[Part, ...]:
        """What the proxy sends requests to."""
        return tuple(part for part in self.parts if part.is_edge)


def parts(services: Sequence[Manifest]) -> tuple[Part, ...]:
    """A part for each service, by name, then the general edge, then an edge for all that is apart."""
    found = [_service(one) for one in services if one.name != EDGE]
    (edge,) = (one for one in services if one.name == EDGE)
    words, most = ("run", EDGE, "--quiet"), edge.memory_mib
    general = Part(name=EDGE, about=edge.about, words=words, mib_most=most, pool=haproxy.GENERAL, instances=2)
    own = [
        Part(name=f"{EDGE}-{one.name}", about=one.why, words=words, mib_most=most, pool=one.name)
        for one in APART
    ]
    return (*found, general, *own)


def _service(one: Manifest) -> Part:
    words = ("run", one.name, "--quiet")
    return Part(name=one.name, about=one.about, words=words, mib_most=one.memory_mib)


def settings(plan: Plan, *, template: str) -> Mapping[str, str]:
    """What all processes are told that run in containers; `template` says where services are."""
    return {
        "OCTAVO_URL": plan.url,
        "OCTAVO_DATA": "/data",
        "OCTAVO_HOST": "0.0.0.0",  # noqa: S104 - a container has a network of its own
        "OCTAVO_PORT": str(WEB),
        "OCTAVO_OPERATOR_HOST": "0.0.0.0",  # noqa: S104
        "OCTAVO_OPERATOR_PORT": str(METRICS),
        "OCTAVO_LOG_FORMAT": "json",
        "OCTAVO_TRUSTED_PROXIES": ",".join(PRIVATE),
        "OCTAVO_HTTP_DRAIN_SECONDS": f"{plan.drain_seconds:g}",
        "OCTAVO_HTTP_NOTICE_SECONDS": f"{plan.notice_seconds:g}",
        "OCTAVO_PEERS_TEMPLATE": template,
    }
