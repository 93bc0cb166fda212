"""How much one client may call, told in every answer.

RateLimit and RateLimit-Policy are written as draft-ietf-httpapi-ratelimit-headers-10 has them. Counted is in
each process by itself, in memory: a call costs a look at a dictionary, and a site with several workers grants
as many times as much.
"""

import ipaddress
import time
from collections.abc import Callable
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from octavo.chassis.connect_http import Head, Scope
from octavo.chassis.context import Caller

_Calls = Annotated[int, Meta(ge=0, le=10_000_000)]

_WINDOW: Final = 60.0
_MOST_CLIENTS: Final = 50_000


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What programs may ask of the open API; 0: without limit."""

    calls_by_token: _Calls = 600
    """A minute, by access tokens of one person together."""
    calls_by_person: _Calls = 6_000
    """A minute, by the pages that one person has open."""
    calls_by_address: _Calls = 600
    """A minute, by those from one address whom nobody knows; an IPv6 network of 64 bits counts as one."""


class _Policy(msgspec.Struct, frozen=True):
    """So many calls a minute; `step` is the time that each takes of it."""

    name: bytes
    calls: int

    @property
    def step(self) -> float:
        return _WINDOW / self.calls


class CallLimits:
    """Fits connect.Limits: token buckets by the generic cell rate algorithm."""

    def __init__(self, config: Config, *, now: Callable[[], float] = time.monotonic) -> None:
        self._token = _Policy(b"token", config.calls_by_token)
        self._person = _Policy(b"person", config.calls_by_person)
        self._address = _Policy(b"address", config.calls_by_address)
        self._now = now
        self._full_at: dict[tuple[bytes, str], float] = {}
        """When a client's bucket will have filled up again."""

    def take(self, scope: Scope, caller: Caller | None) -> tuple[Head, float]:
        """Count a call: the headers that say what is left, and the seconds to wait, 0: none."""
        policy, client = self._whose(scope, caller)
        if not policy.calls:
            return [], 0.0
        now, step, key = self._now(), policy.step, (policy.name, client)
        full_at = max(self._full_at.get(key, now), now)
        wait = full_at + step - now - _WINDOW
        if wait > 1e-6:
            return _told(policy, 0, full_at - now), wait
        self._full_at[key] = full_at = full_at + step
        if len(self._full_at) > _MOST_CLIENTS:
            self._forget(now)
        return _told(policy, int((_WINDOW - (full_at - now)) / step + 1e-6), full_at - now), 0.0

    def _whose(self, scope: Scope, caller: Caller | None) -> tuple[_Policy, str]:
        if caller is None or caller.person_id is None:
            client = scope.get("client")
            return self._address, _network(client[0] if client else "")
        return self._person if caller.scopes is None else self._token, caller.person_id

    def _forget(self, now: float) -> None:
        """Those whose bucket is full again; all, where so many come at once that these do not suffice."""
        self._full_at = {key: full_at for key, full_at in self._full_at.items() if full_at > now}
        if len(self._full_at) > _MOST_CLIENTS:
            self._full_at.clear()


def _told(policy: _Policy, left: int, seconds: float) -> Head:
    return [
        (b"ratelimit-policy", b'"%s";q=%d;w=%d' % (policy.name, policy.calls, _WINDOW)),
        (b"ratelimit", b'"%s";r=%d;t=%d' % (policy.name, left, -(-seconds // 1))),
    ]


def _network(address: str) -> str:
    """What stands for one household: an IPv4 address, or the /64 of an IPv6 one."""
    if ":" not in address:
        return address
    try:
        parsed = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(parsed.ipv4_mapped or (int(parsed) >> 64))
