"""What an operator sees: structured logs, metrics, and whether the process lives and is ready.

Log lines are for people where standard error is a terminal, JSON otherwise, and carry the trace id of the
request they belong to. Metrics are Prometheus'; they are shown on the operator's port alone.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

import msgspec
import structlog
from msgspec import Meta
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector

from octavo.chassis.context import request_id, trace_id

Check = Callable[[], Awaitable[object]]
Hearer = Callable[[Mapping[str, Any]], None]

_CHECK_SECONDS: Final = 2.0
_PLAIN: Final = b"text/plain; charset=utf-8"


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """How the program writes its log, always to standard error."""

    format: Literal["auto", "pretty", "json"] = "auto"
    """auto: pretty on a terminal, JSON otherwise."""
    level: Literal["debug", "info", "warning", "error"] = "info"


class Operator(msgspec.Struct, frozen=True, kw_only=True):
    """Where metrics and health are shown to the operator."""

    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] | None = None
    """0: nowhere; not set: the port after the site's (workers count up from it)."""


_hearers: list[Hearer] = []


@contextmanager
def hearing(hearer: Hearer) -> Iterator[None]:
    """Have every line that is logged told to `hearer` too, while the block runs, whatever level is written.

    It may be called from any thread, and must raise nothing.
    """
    _hearers.append(hearer)
    try:
        yield
    finally:
        _hearers.remove(hearer)


def start_logging(log: Log, *, stream: Any = None, **always: Any) -> None:
    """Log as configured from here on, the libraries' lines too; `always` is added to each line."""
    target = stream or sys.stderr
    pretty = log.format == "pretty" or (log.format == "auto" and target.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace,
    ]
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**always)
    structlog.configure(
        processors=[
            _tell_hearers,
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    last: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if pretty:
        last.append(structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback))
    else:
        last += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(_as_json)]
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=last, foreign_pre_chain=[_tell_hearers, *shared])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(log.level.upper())
    # uvicorn announces itself and each odd request; our own lines say the same, better.
    logging.getLogger("uvicorn").setLevel("ERROR")
    logging.getLogger("asyncio").setLevel("WARNING")


def _as_json(event: Any, **_: Any) -> str:
    return msgspec.json.encode(event, enc_hook=str).decode()


def _tell_hearers(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for hearer in _hearers:
        hearer(event)
    event.pop("failure", None)  # an exception that is no news for whoever reads the log
    return event


def _add_trace(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    trace = trace_id()
    if trace:
        event["trace_id"] = trace
        if request_id() != trace:
            event["request_id"] = request_id()
    return event


def logger(name: str) -> Any:
    """A logger whose lines are written as `start_logging` says."""
    return structlog.get_logger(name)


def new_registry() -> CollectorRegistry:
    """A registry of metrics with the process's own figures; one per process, passed to who counts."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    return registry


class Reply(msgspec.Struct, frozen=True):
    """An answer to a question about health."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Health:
    """Whether this process lives and may be sent requests.

    `/livez`: it answers at all. `/readyz`: every check passes and it is not about to stop. `/up` says the
    same as `/readyz` in one word.
    """

    def __init__(self, version: str) -> None:
        self._version = version
        self._checks: dict[str, Check] = {}
        self._lesser: dict[str, Check] = {}
        self.stopping = False

    def add(self, name: str, check: Check, *, vital: bool = True) -> None:
        """Ask `check` whenever readiness is asked for; it raises where something is wrong. vital: without it
        this process should be sent nothing; else it is only told that it does without."""
        (self._checks if vital else self._lesser)[name] = check

    async def answer(self, path: str) -> Reply | None:
        """The answer for one of the three paths, None for any other."""
        if path == "/livez":
            return _reply(HTTPStatus.OK, b"alive\n", _PLAIN)
        if path not in ("/up", "/readyz"):
            return None
        problems = await self.problems()
        status = HTTPStatus.SERVICE_UNAVAILABLE if problems else HTTPStatus.OK
        if path == "/up":
            return _reply(status, b"down\n" if problems else b"up\n", _PLAIN)
        state = {"ready": not problems, "version": self._version, "problems": sorted(problems)}
        if self._lesser:
            state["without"] = sorted(await self.lacking())
        return _reply(status, msgspec.json.encode(state) + b"\n", b"application/json")

    @property
    def checked(self) -> tuple[str, ...]:
        """The names of what is asked."""
        return (*self._checks, *self._lesser)

    @property
    def lesser(self) -> tuple[str, ...]:
        """Those of them that this process can do without."""
        return tuple(self._lesser)

    @property
    def version(self) -> str:
        """What runs."""
        return self._version

    async def problems(self) -> list[str]:
        """The names of what is not in order; why, the log says."""
        failed = await asyncio.gather(*(self._fails(name, check) for name, check in self._checks.items()))
        return [*(["stopping"] if self.stopping else []), *(name for name in failed if name)]

    async def lacking(self) -> list[str]:
        """The names of what this process does without just now."""
        failed = await asyncio.gather(*(self._fails(name, check) for name, check in self._lesser.items()))
        return [name for name in failed if name]

    async def _fails(self, name: str, check: Check) -> str:
        try:
            async with asyncio.timeout(_CHECK_SECONDS):
                await check()
        except Exception as error:  # noqa: BLE001 any failure of a check means the same: not ready
            structlog.get_logger("octavo.health").warning("not ready", part=name, reason=str(error))
            return name
        return ""


def _reply(status: int, body: bytes, media_type: bytes) -> Reply:
    headers = [
        (b"content-type", media_type),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    return Reply(status, headers, body)


class OperatorApp:
    """What the operator's port shows: `/metrics`, and health."""

    def __init__(self, registry: CollectorRegistry, health: Health) -> None:
        self._registry = registry
        self._health = health

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        reply = await self._reply(scope["path"])
        await send({"type": "http.response.start", "status": int(reply.status), "headers": reply.headers})
        await send({"type": "http.response.body", "body": reply.body})

    async def _reply(self, path: str) -> Reply:
        if path == "/metrics":
            from octavo.chassis.exposition import exposed

            media_type = b"text/plain; version=0.0.4; charset=utf-8"
            return _reply(HTTPStatus.OK, exposed(self._registry), media_type)
        answer = await self._health.answer(path)
        if answer is not None:
            return answer
        text = b"This is the operator's port: /metrics /up /livez /readyz\n"
        return _reply(HTTPStatus.OK if path == "/" else HTTPStatus.NOT_FOUND, text, _PLAIN)
