"""What the processes of a fleet say of themselves: whether they are ready, and what they counted."""

import re
import signal
from collections.abc import Awaitable, Callable, Iterator
from typing import Final

import httpx2

from octavo.fleet.part import Figures

__all__ = ["SOFT_STOP", "Asker", "Rates", "answers", "front_is_open", "of_edge", "of_front", "of_services"]

SOFT_STOP: Final = signal.SIGUSR1
"""HAProxy takes nothing new and ends when the last has its answer."""
_SECONDS: Final = 2.0
_LINE: Final = re.compile(r"([a-z_]+)(?:\{(.*)\})? (\S+)(?: \d+)?")
_LABEL: Final = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
_ERROR: Final = 500


class Asker:
    """Asks processes on this machine over HTTP. Close it at the end."""

    def __init__(self) -> None:
        # One for all: each would read the system's certificates, for connections that have none.
        self._client = httpx2.AsyncClient(timeout=_SECONDS, trust_env=False)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()

    async def get(self, port: int, path: str) -> httpx2.Response:
        """The answer; OSError where there is none."""
        try:
            return await self._client.get(f"http://127.0.0.1:{port}{path}")
        except httpx2.HTTPError as error:
            raise OSError(str(error)) from error

    async def metrics(
        self, port: int, *wanted: str, path: str = "/metrics"
    ) -> Iterator[tuple[str, dict[str, str], float]]:
        """The wanted ones: name, labels, value."""
        answer = await self.get(port, path)
        found = (_LINE.fullmatch(line) for line in answer.text.splitlines() if line.startswith(wanted))
        return (
            (one[1], dict(_LABEL.findall(one[2] or "")), float(one[3])) for one in found if one is not None
        )


def answers(asker: Asker, port: int, path: str) -> Callable[[], Awaitable[bool]]:
    """Asks whether there is a 200 at that address."""

    async def ask() -> bool:
        return (await asker.get(port, path)).status_code == httpx2.codes.OK

    return ask


def of_edge(asker: Asker, port: int) -> Callable[[], Awaitable[Figures]]:
    """Every request that an edge answered; errors are 5xx. Durations are of those that no cache answered."""

    async def ask() -> Figures:
        requests = errors = 0.0
        within: dict[float, float] = {}
        names = ("octavo_http_answers_total", "octavo_page_cache_answers_total", "octavo_http_seconds_bucket")
        for name, labels, value in await asker.metrics(port, *names):
            if name == "octavo_http_seconds_bucket":
                within[float(labels["le"])] = value
                continue
            requests += value
            if int(labels.get("status", 0)) >= _ERROR:
                errors += value
        return Figures(requests=requests, errors=errors, within=within)

    return ask


def of_services(asker: Asker, port: int) -> Callable[[], Awaitable[Figures]]:
    """Every call of the services of a process; errors are those by their own fault."""

    async def ask() -> Figures:
        requests = errors = 0.0
        within: dict[float, float] = {}
        for name, labels, value in await asker.metrics(
            port, "octavo_calls_total", "octavo_call_seconds_bucket"
        ):
            if labels["side"] != "served":
                continue
            if name == "octavo_call_seconds_bucket":
                within[float(labels["le"])] = within.get(float(labels["le"]), 0.0) + value
                continue
            requests += value
            if labels["blame"] == "ours":
                errors += value
        return Figures(requests=requests, errors=errors, within=within)

    return ask


_FRONTEND: Final = "/metrics?scope=frontend"
_BACKENDS: Final = "/metrics?scope=backend"


def of_front(asker: Asker, port: int) -> Callable[[], Awaitable[Figures]]:
    """Every request that came to HAProxy; errors are 5xx, whoever answered so."""

    async def ask() -> Figures:
        requests = errors = 0.0
        for _, labels, value in await asker.metrics(
            port, "haproxy_frontend_http_responses_total", path=_FRONTEND
        ):
            if labels["proxy"] == "octavo":
                requests += value
                errors += value if labels["code"] == "5xx" else 0.0
        return Figures(requests=requests, errors=errors)

    return ask


def front_is_open(asker: Asker, port: int) -> Callable[[], Awaitable[bool]]:
    """Asks whether HAProxy has somebody to send requests to, in each of its pools."""

    async def ask() -> bool:
        ups = {
            labels["proxy"]: value
            for _, labels, value in await asker.metrics(
                port, "haproxy_backend_active_servers", path=_BACKENDS
            )
        }
        return bool(ups) and all(ups.values())

    return ask


class Rates:
    """Requests a second, and within which time 99 of 100 were answered, between two looks."""

    def __init__(self) -> None:
        self._before: tuple[float, Figures] | None = None
        self.per_second = 0.0
        self.errors = 0.0
        """Since the process began."""
        self.most: float | None = None
        """Seconds; None where nothing was timed."""

    def look(self, now: float, figures: Figures) -> None:
        """Note what was counted until `now`. A process that began again begins again here."""
        before = self._before
        self._before, self.errors = (now, figures), figures.errors
        if before is None or figures.requests < before[1].requests or now <= before[0]:
            self.per_second, self.most = 0.0, None
            return
        self.per_second = (figures.requests - before[1].requests) / (now - before[0])
        counted = {bound: many - before[1].within.get(bound, 0.0) for bound, many in figures.within.items()}
        total = max(counted.values(), default=0.0)
        if total:
            self.most = min(bound for bound, many in counted.items() if many >= 0.99 * total)
