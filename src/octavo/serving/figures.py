"""Figures of other parts for the operator, as Prometheus collectors: near caches, calls, events that wait,
leases, the disk."""

import asyncio
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from octavo.chassis import backlog, leases
from octavo.chassis.cache import NearCache
from octavo.chassis.certificates import Certificates
from octavo.chassis.database import Database

_EVERY: Final = 15.0  # seconds, as often as Prometheus usually asks


class Shared(Protocol):
    """What the second tier counts."""

    @property
    def events(self) -> Mapping[str, int]:
        """What became of questions."""
        ...

    @property
    def ready(self) -> bool:
        """Whether it is asked at all."""
        ...


class CacheFigures:
    """What near caches hold and count; `caches` by the name that labels them."""

    def __init__(self, caches: Mapping[str, NearCache], shared: Shared | None = None) -> None:
        self._caches = caches
        self._shared = shared

    def collect(self) -> Iterator[Metric]:
        """The figures as Prometheus wants them."""
        held = GaugeMetricFamily("octavo_cache_held_bytes", "What a near cache holds.", labels=["cache"])
        entries = GaugeMetricFamily("octavo_cache_entries", "Entries of a near cache.", labels=["cache"])
        hot = GaugeMetricFamily(
            "octavo_cache_hot_entries",
            "Keys of a near cache that are read more than a hundred times a second (256 at most).",
            labels=["cache"],
        )
        events = CounterMetricFamily(
            "octavo_cache_events",
            "Hits, misses, loads, evictions, discarded fills.",
            labels=["cache", "event"],
        )
        for name, cache in self._caches.items():
            held.add_metric([name], cache.bytes)
            entries.add_metric([name], len(cache))
            hot.add_metric([name], len(cache.heat.hottest(256)))
            for event in ("hits", "misses", "loads", "evictions", "discarded"):
                events.add_metric([name, event], getattr(cache, event))
        if self._shared is not None:
            for event, count in self._shared.events.items():
                events.add_metric(["shared", event], count)
            what = "1 while the cache's second tier is asked, 0 while it, or a part of it, is left alone."
            yield GaugeMetricFamily("octavo_cache_shared", what, value=float(self._shared.ready))
        yield from (held, entries, hot, events)


class CallFigures:
    """How often methods were called; `calls` counts by the values of the labels; one alone is a string."""

    def __init__(self, name: str, what: str, labels: Sequence[str], calls: Mapping[Any, int]) -> None:
        self._name = name
        self._what = what
        self._labels = labels
        self._calls = calls

    def collect(self) -> Iterator[Metric]:
        """The figures as Prometheus wants them."""
        family = CounterMetricFamily(self._name, self._what, labels=self._labels)
        for key, count in sorted(self._calls.items()):
            family.add_metric([key] if isinstance(key, str) else list(map(str, key)), count)
        yield family


class EventFigures:
    """How far the consumers of events are behind; looked up by `watch`, for metrics are asked for at once."""

    def __init__(self, databases: Mapping[str, Database], *, clock: Callable[[], float] = time.time) -> None:
        self._databases = databases
        self._clock = clock
        self._found: list[tuple[str, backlog.Backlog]] = []

    async def watch(self) -> None:
        """Look every 15 seconds, until cancelled."""
        while True:
            self._found = [
                (name, one) for name, db in self._databases.items() for one in await backlog.backlog(db)
            ]
            await asyncio.sleep(_EVERY)

    def collect(self) -> Iterator[Metric]:
        """The figures as Prometheus wants them."""
        labels = ["service", "consumer"]
        waiting = GaugeMetricFamily("octavo_events_waiting", "Events to be delivered again.", labels=labels)
        dead = GaugeMetricFamily("octavo_events_dead", "Events that were given up.", labels=labels)
        what = "How long the event has waited that has waited longest; dead ones apart."
        oldest = GaugeMetricFamily("octavo_events_oldest_seconds", what, labels=labels)
        now = self._clock()
        for service, one in self._found:
            waiting.add_metric([service, one.consumer], one.waiting)
            dead.add_metric([service, one.consumer], one.dead)
            age = 0.0 if one.oldest is None else max(0.0, now - one.oldest / 1_000_000)
            oldest.add_metric([service, one.consumer], age)
        yield from (waiting, dead, oldest)


class LeaseFigures:
    """How many leases were lost in this process, by the service in whose database they are."""

    def __init__(self, databases: Mapping[str, Database]) -> None:
        self._databases = databases

    def collect(self) -> Iterator[Metric]:
        """The figures as Prometheus wants them."""
        what = "Leases that could not be renewed in time."
        family = CounterMetricFamily("octavo_leases_lost", what, labels=["service"])
        for name in self._databases:
            family.add_metric([name], leases.lost[name])
        yield family


class CertificateFigures:
    """How long this process's certificates are good, and what became of theirs and others'."""

    def __init__(self, certificates: Certificates | None) -> None:
        self._certificates = certificates

    def collect(self) -> Iterator[Metric]:
        """The figures as Prometheus wants them; without numbers where there are no certificates."""
        what = "When a certificate of the wire ends, in seconds since 1970."
        ends = GaugeMetricFamily("octavo_wire_certificate_ends", what, labels=["of"])
        what = "1 where the files of certificates cannot be used as they are, and older ones go on."
        wrong = GaugeMetricFamily("octavo_wire_certificates_wrong", what, labels=[])
        what = "How often certificates were taken from their files again."
        renewed = CounterMetricFamily("octavo_wire_certificates_renewed", what, labels=[])
        what = "Calls refused because the caller's certificate holds none of the site's names."
        strangers = CounterMetricFamily("octavo_wire_strangers", what, labels=[])
        if (ours := self._certificates) is not None:
            ends.add_metric(["process"], ours.loaded.until.timestamp())
            ends.add_metric(["authority"], ours.loaded.authority_until.timestamp())
            wrong.add_metric([], float(bool(ours.trouble)))
            renewed.add_metric([], ours.generation)
            strangers.add_metric([], ours.refused.total())
        yield from (ends, wrong, renewed, strangers)


class DiskFigures:
    """How full the disk is that holds the data folder, looked at when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        """The figures as Prometheus wants them; none where the folder is not there."""
        try:
            disk = shutil.disk_usage(self._folder)
        except OSError:
            return
        yield GaugeMetricFamily("octavo_disk_free_bytes", "Free for the data folder.", value=disk.free)
        yield GaugeMetricFamily("octavo_disk_size_bytes", "The data folder's disk.", value=disk.total)
