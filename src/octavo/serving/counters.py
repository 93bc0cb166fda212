"""What a server counts about its answers: plain numbers, as they are hot, read when metrics are asked for."""

import math
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http import HTTPStatus

import structlog
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, math.inf)
BOUNDS = _BUCKETS[:-1]
"""Seconds up to which the times of answers are told apart."""
_SAMPLED = 100  # one answer in so many is logged
_SAMPLES_PER_SECOND = 10  # and never more than this, whatever the rate
_ERROR = 500
_KEYS = re.compile(r"^(/draft/|/sign-in/link/|/feed/private/).+")

log = structlog.get_logger("octavo.http")


def told(path: str) -> str:
    """A path as it may be written down: whoever reads the log must not get in by an address in it."""
    return _KEYS.sub(r"\1…", path)


class Counters:
    """Counts of one process. Also a Prometheus collector: `registry.register(counters)`."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self.hits = 0
        """Pages answered from the cache before ASGI."""
        self.unchanged = 0
        """304 answered from the cache before ASGI."""
        self.bytes_sent = 0
        """Bytes of those answers, heads included."""
        self.next_sample = _SAMPLED
        self._last_sample = 0.0
        self._answers: Counter[tuple[str, int]] = Counter()
        self._refused: Counter[int] = Counter()
        self._buckets = [0] * len(_BUCKETS)
        self._seconds = 0.0

    def sample_hit(self, method: bytes, url: bytes, status: int) -> None:
        """Log this answer from the cache, one in a hundred but a few a second at most."""
        self.next_sample = self.hits + _SAMPLED
        if self._take_sample():
            log.info(
                "answered",
                method=method.decode("latin-1"),
                path=url.decode("latin-1"),
                status=status,
                cached=True,
            )

    def _take_sample(self) -> bool:
        now = self._monotonic()
        if now - self._last_sample < 1 / _SAMPLES_PER_SECOND:
            return False
        self._last_sample = now
        return True

    def refused(self, status: HTTPStatus) -> None:
        """Count a request that was refused before any application saw it; log a few a second."""
        self._refused[status.value] += 1
        if self._take_sample():
            log.warning("refused", status=status.value, reason=status.phrase)

    def answered(self, scope: dict[str, object], status: int, seconds: float) -> None:
        """Count an application's answer; log every failure of ours, and a sample of the rest."""
        method = str(scope["method"])
        self._answers[method, status] += 1
        self._seconds += seconds
        self._buckets[next(i for i, bound in enumerate(_BUCKETS) if seconds <= bound)] += 1
        if status >= _ERROR or (sum(self._buckets) % _SAMPLED == 0 and self._take_sample()):
            level = log.error if status >= _ERROR else log.info
            level(
                "answered",
                method=method,
                path=told(str(scope["path"])),
                status=status,
                milliseconds=round(seconds * 1000, 1),
            )

    def total(self) -> int:
        """Every request that got an answer or a refusal."""
        return self.hits + self.unchanged + self._answers.total() + self._refused.total()

    @property
    def answers(self) -> int:
        """Those of the application."""
        return self._answers.total()

    @property
    def failures(self) -> int:
        """Those of them that were our own fault."""
        return sum(count for (_, status), count in self._answers.items() if status >= _ERROR)

    @property
    def times(self) -> tuple[int, ...]:
        """How many of them began within each of BOUNDS, and later."""
        return tuple(self._buckets)

    def collect(self) -> Iterator[Metric]:
        """The counts as Prometheus wants them."""
        pages = CounterMetricFamily(
            "octavo_page_cache_answers", "Answers from the page cache, before ASGI.", labels=["kind"]
        )
        pages.add_metric(["page"], self.hits)
        pages.add_metric(["unchanged"], self.unchanged)
        yield pages
        yield CounterMetricFamily(
            "octavo_page_cache_sent_bytes", "Bytes of answers from the page cache.", value=self.bytes_sent
        )
        answers = CounterMetricFamily(
            "octavo_http_answers", "Answers of the application.", labels=["method", "status"]
        )
        for (method, status), count in sorted(self._answers.items()):
            answers.add_metric([method, str(status)], count)
        yield answers
        refusals = CounterMetricFamily("octavo_http_refused", "Requests refused unheard.", labels=["status"])
        for status, count in sorted(self._refused.items()):
            refusals.add_metric([str(status)], count)
        yield refusals
        yield HistogramMetricFamily(
            "octavo_http_seconds",
            "Time from the head of a request to the head of the application's answer.",
            buckets=self._cumulative(),
            sum_value=self._seconds,
        )

    def _cumulative(self) -> list[tuple[str, float]]:
        total = 0
        rows: list[tuple[str, float]] = []
        for bound, count in zip(_BUCKETS, self._buckets, strict=True):
            total += count
            rows.append(("+Inf" if bound == math.inf else str(bound), float(total)))
        return rows
