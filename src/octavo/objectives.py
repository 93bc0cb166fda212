"""How well the site must do: what the alerts are measured by."""

from collections.abc import Mapping
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from octavo.chassis.calls import BOUNDS

__all__ = ["Exceptional", "Objective", "Objectives"]

Percent = Annotated[float, Meta(ge=95, le=99.999)]
"""Below 95 a budget cannot burn 14.4 times as fast as it may."""

_FAST: Final = "must be one of the bounds that times are counted by: " + ", ".join(map(str, BOUNDS))


class Objective(msgspec.Struct, frozen=True, kw_only=True):
    """What one service must keep, over thirty days."""

    available: float
    """Percent of calls that do not fail by our own fault."""
    fast: float | None
    """Percent of reading calls that take no longer than `fast_seconds`; None where nothing reads."""
    fast_seconds: float


class Exceptional(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of one service in place of the rule; what is not set is as for all."""

    name: str
    available: Percent | None = None
    fast: Percent | None = None
    fast_seconds: float | None = None


_PICTURES: Final = {
    "images": Exceptional(name="images", fast=95, fast_seconds=2.5),
    "edge": Exceptional(name="edge", fast=95, fast_seconds=1.0),
}


class Objectives(msgspec.Struct, frozen=True, kw_only=True):
    """How well the services must do: what `octavo observe` makes alerts from."""

    available: Percent = 99.9
    """Percent of calls that must not fail by our own fault: of the site, and of services that other services
    call."""
    available_at_ends: Percent = 99.5
    """The same for services that no other service calls: pages go on without what they say."""
    fast: Percent = 99.0
    """Percent of calls that must be fast: of those that only read, and of the site's answers."""
    fast_seconds: float = 0.25
    """How long a fast call takes at most."""
    least: Annotated[int, Meta(ge=1, le=1_000_000)] = 5
    """So many calls must have failed, or been slow, before a budget's alert is raised: one of three wakes
    nobody."""
    events_seconds: Annotated[int, Meta(ge=1, le=86_400)] = 600
    """How long an event may wait for a consumer before an alert is raised."""
    disk_percent: Annotated[int, Meta(ge=1, le=50)] = 10
    """Below so much of the data folder's disk free an alert is raised."""
    services: tuple[Exceptional, ...] = ()
    """Services of which something else is asked. Pictures are made when they are first seen: unless it is
    said here, 95 % of images' calls must take no longer than 2.5 s, and 95 % of the site's answers (edge) no
    longer than 1 s."""

    def mistakes(self) -> Mapping[str, str]:
        """What is wrong, by field."""
        found = {}
        if self.fast_seconds not in BOUNDS:
            found["fast_seconds"] = _FAST
        names = [one.name for one in self.services]
        if len(names) != len(set(names)):
            found["services"] = "name a service twice"
        elif any(one.fast_seconds not in (None, *BOUNDS) for one in self.services):
            found["services"] = f"fast_seconds {_FAST}"
        return found

    def of(self, name: str, *, called: bool, reads: bool) -> Objective:
        """What is asked of a service.

        called: whether other services stand on it. reads: whether any of its methods only reads.
        """
        rule = Exceptional(name=name)
        usual = _PICTURES.get(name, rule)
        mine = next((one for one in self.services if one.name == name), rule)
        return Objective(
            available=mine.available or (self.available if called else self.available_at_ends),
            fast=(mine.fast or usual.fast or self.fast) if reads else None,
            fast_seconds=mine.fast_seconds or usual.fast_seconds or self.fast_seconds,
        )
