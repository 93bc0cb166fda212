"""Logs, metrics and health, as an operator sees them."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families

from octavo.chassis.context import tracing
from octavo.chassis.telemetry import Health, Log, OperatorApp, new_registry, start_logging
from octavo.serving.counters import Counters


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def written(log: Log, **always: Any) -> io.StringIO:
    stream = io.StringIO()
    start_logging(log, stream=stream, **always)
    return stream


def test_lines_are_json_where_nobody_watches_and_carry_the_trace() -> None:
    stream = written(Log(), worker=1)
    with tracing() as trace:
        structlog.get_logger("octavo.test").info("published", story="3f", kinds=frozenset({"a"}))
    line = json.loads(stream.getvalue())
    assert line["trace_id"] == trace
    assert "request_id" not in line
    assert (line["event"], line["story"], line["level"], line["worker"]) == ("published", "3f", "info", 1)
    assert line["timestamp"].endswith("Z")


def test_a_library_s_lines_look_the_same() -> None:
    stream = written(Log())
    logging.getLogger("some.library").warning("it is %s", "late")
    line = json.loads(stream.getvalue())
    assert (line["event"], line["logger"]) == ("it is late", "some.library")


def test_an_exception_is_one_line_of_json() -> None:
    stream = written(Log())
    try:
        raise ValueError("broken")
    except ValueError:
        structlog.get_logger("octavo.test").exception("failed")
    assert stream.getvalue().count("\n") == 1
    assert "ValueError: broken" in json.loads(stream.getvalue())["exception"]


def test_pretty_lines_are_for_people() -> None:
    stream = written(Log(format="pretty"))
    structlog.get_logger("octavo.test").info("published", story="3f")
    assert "published" in stream.getvalue()
    with pytest.raises(json.JSONDecodeError):
        json.loads(stream.getvalue())


def test_a_level_silences_what_is_below_it() -> None:
    stream = written(Log(level="error"))
    structlog.get_logger("octavo.test").info("published")
    assert stream.getvalue() == ""


async def asked(app: OperatorApp, path: str) -> tuple[int, str]:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app({"type": "http", "path": path}, None, send)
    return sent[0]["status"], sent[1]["body"].decode()


async def test_the_operators_port_shows_metrics_that_prometheus_reads() -> None:
    registry, counters = new_registry(), Counters()
    registry.register(counters)
    counters.hits = 3
    counters.answered({"method": "GET", "path": "/"}, 200, 0.003)
    status, text = await asked(OperatorApp(registry, Health("1")), "/metrics")
    values = {
        sample.name: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.labels.get("kind", "page") == "page" and sample.labels.get("le", "0.005") == "0.005"
    }
    assert status == 200
    assert values["octavo_page_cache_answers_total"] == 3
    assert values["octavo_http_answers_total"] == 1
    assert values["octavo_http_seconds_bucket"] == 1
    assert values["process_resident_memory_bytes"] > 0


async def test_the_operators_port_shows_health_and_nothing_else() -> None:
    app = OperatorApp(new_registry(), Health("1"))
    assert await asked(app, "/up") == (200, "up\n")
    assert (await asked(app, "/"))[0] == 200
    assert (await asked(app, "/p/1"))[0] == 404
