"""What Prometheus reads is what its library would write."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, Summary, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from octavo.chassis.calls import Calls
from octavo.chassis.exposition import exposed
from octavo.chassis.telemetry import new_registry
from octavo.stories.api import CONTRACT


class _Families:
    """What our own collectors give, and what the format has beside it."""

    def collect(self) -> Iterator[Metric]:
        counter = CounterMetricFamily("told", 'Of \\ and\nof "words".', labels=["who", "what"])
        for value in (0.0, 3, 1e6, 12_345_678.0, 0.25, float("inf"), float("nan")):
            counter.add_metric([f'a "{value}"\n\\', "ä"], value)
        yield counter
        timed = GaugeMetricFamily("timed", "With a time.", labels=["who"])
        timed.add_metric(["a"], 1.0, timestamp=12.5)
        yield timed
        yield GaugeMetricFamily("alone", "Without labels.", value=-1.5)
        yield CounterMetricFamily("empty", "Nothing yet.", labels=["who"])


def _everything() -> CollectorRegistry:
    registry = new_registry()
    calls = Calls()
    calls.count("stories", "asked", CONTRACT, _Nothing())
    registry.register(calls)
    registry.register(_Families())
    Counter("pages", "Of the library's own.", ["path"], registry=registry).labels("/").inc(3)
    Gauge("depth", "Deep.", registry=registry).set(2.5)
    Histogram("wait", "Long.", registry=registry).observe(0.3)
    Summary("size", "Large.", registry=registry).observe(10)
    Info("release", "Which.", registry=registry).info({"version": "1"})
    return registry


class _Nothing:
    def __getattr__(self, name: str) -> None:
        return None


def _still(text: bytes) -> list[str]:
    """Without what changes from one moment to the next."""
    moving = ("process_", "python_gc_")
    return [line for line in text.decode().splitlines(keepends=True) if not line.startswith(moving)]


def test_it_is_what_the_library_writes() -> None:
    registry = _everything()
    assert _still(exposed(registry)) == _still(generate_latest(registry))
    assert "told_total" in exposed(registry).decode()


def test_a_second_look_has_the_new_values() -> None:
    registry = CollectorRegistry()
    pages = Counter("pages", "Asked for.", ["path"], registry=registry)
    pages.labels("/").inc()
    assert 'pages_total{path="/"} 1.0\n' in exposed(registry).decode()
    pages.labels("/").inc()
    pages.labels("/new").inc(5)
    assert 'pages_total{path="/"} 2.0\npages_total{path="/new"} 5.0\n' in exposed(registry).decode()
