"""Kept traces on their way to a collector that is there, away, full, or wants none of them."""

import asyncio
import subprocess
import sys
from collections.abc import Callable

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTracePartialSuccess,
    ExportTraceServiceResponse,
)

from octavo import config
from octavo.chassis import collector as sending
from octavo.chassis import spans
from octavo.chassis.collector import Collector
from octavo.chassis.spans import Kind
from octavo.chassis.traces import Config, Traces
from octavo.trouble import Trouble
from tests.running import free_port
from tests.trace_collector import TraceCollector, collecting


def collector(url: str, **settings: str) -> Collector:
    return Collector(Config(url=url, **settings), version="1.2.3", every=0.01)  # type: ignore[arg-type]


def keep(to: Collector, name: str = "GET /", work: int = 1) -> str:
    """Have a trace kept that goes there; its id."""
    traces = Traces(Config(share=1.0))
    traces.send = to.offer
    with traces.part(Kind.HTTP, "edge", name) as rooted:
        part = rooted.part
        for _ in range(work):
            part.add(spans.next_id(), part.root, Kind.SQL, "stories", "SELECT\n  :a", 1.0, 2.0, "", "sqlite")
    return part.trace


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 - it happens in a server of another thread
            await asyncio.sleep(0.005)


async def test_what_is_kept_arrives() -> None:
    with collecting() as there:
        async with collector(there.url, token="let-me-in").running() as here:
            trace = keep(here)
            await until(lambda: here.sent == 2)
        (request,) = there.requests
        assert (request["path"], request["content-type"]) == ("/v1/traces", "application/x-protobuf")
        assert request["authorization"] == "Bearer let-me-in"
        root, statement = there.named("GET /")[0], there.named("SELECT stories")[0]
        assert (root.trace, statement.trace, statement.parent) == (trace, trace, root.id)
        assert (root.service, statement.service) == ("edge", "stories")
        assert statement.attributes["db.query.text"] == "SELECT :a"


async def test_a_path_of_its_own_is_taken_as_it_is() -> None:
    with collecting() as there:
        async with collector(f"{there.url}/otlp/here").running() as here:
            keep(here)
            await until(lambda: here.sent == 2)
        assert there.requests[0]["path"] == "/otlp/here"


async def test_what_is_left_is_sent_when_the_process_stops() -> None:
    with collecting() as there:
        here = Collector(Config(url=there.url), version="1.2.3", every=3600)
        async with here.running():
            keep(here)
        assert len(there.spans) == 2
        assert here.dropped.total() == 0


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_while_the_collector_cannot_what_is_kept_waits(status: int) -> None:
    with collecting() as there:
        there.status = status
        async with collector(there.url).running() as here:
            trace = keep(here)
            await until(lambda: len(there.requests) >= 2)
            assert here.sent == 0
            there.status = 200
            await until(lambda: here.sent == 2)
        assert [span.trace for span in there.spans] == [trace, trace]
        assert here.dropped.total() == 0


async def test_while_it_is_away_the_oldest_is_dropped_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "MOST_SPANS", 20)
    here = collector(f"http://127.0.0.1:{free_port()}")
    async with here.running():
        kept = [keep(here, work=4) for _ in range(6)]
        assert here.dropped == {"full": 10, "refused": 0, "stopped": 0}
        waiting = [one.trace for one in here._waiting]
        assert waiting == kept[2:]
    assert here.dropped == {"full": 10, "refused": 0, "stopped": 20}
    assert here.sent == 0


async def test_a_refusal_is_counted_and_the_next_is_sent() -> None:
    with collecting() as there:
        there.status = 400
        async with collector(there.url).running() as here:
            keep(here)
            await until(lambda: here.dropped["refused"] == 2)
            there.status = 200
            keep(here)
            await until(lambda: here.sent == 2)


async def test_what_it_says_that_it_did_not_take_is_counted() -> None:
    with collecting() as there:
        there.answer = ExportTraceServiceResponse(
            partial_success=ExportTracePartialSuccess(rejected_spans=1)
        ).SerializeToString()
        async with collector(there.url).running() as here:
            keep(here)
            await until(lambda: here.sent == 1)
        assert here.dropped["refused"] == 1


@pytest.mark.parametrize("answer", [b"<html>thank you</html>", b"\xff\xff\xff", b""])
async def test_an_answer_in_other_words_is_no_failure(answer: bytes) -> None:
    with collecting() as there:
        there.answer = answer
        async with collector(there.url).running() as here:
            keep(here)
            await until(lambda: here.sent == 2)


async def test_many_go_in_several_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_BATCH", 10)
    with collecting() as there:
        async with collector(there.url).running() as here:
            for _ in range(5):
                keep(here, work=4)
            await until(lambda: here.sent == 25)
        assert len(there.requests) == 3


def received(there: TraceCollector, name: str) -> tuple[int, dict[str, str | int]]:
    (span,) = there.named(name)
    return span.span.status.code, span.attributes


async def test_failures_are_told_as_such() -> None:
    with collecting() as there:
        async with collector(there.url).running() as here:
            traces = Traces(Config())
            traces.send = here.offer
            with traces.part(Kind.HEARD, "feed/erasure", "accounts.PersonErased") as rooted:
                part = rooted.part
                part.add(spans.next_id(), part.root, Kind.CALL, "a", "Asked", 1.0, 2.0, "NotFound", False)
                part.add(spans.next_id(), part.root, Kind.CALL, "a", "Broke", 1.0, 2.0, "Unavailable", True)
                rooted.more = 3
                rooted.failed("Unavailable")
            await until(lambda: here.sent == 3)
        code, attributes = received(there, "process accounts.PersonErased")
        assert (code, attributes["error.type"], attributes["octavo.kept"]) == (2, "Unavailable", "failed")
        assert attributes["messaging.consumer.group.name"] == "feed/erasure"
        assert attributes["octavo.attempt"] == 3
        assert received(there, "a/Broke")[0] == 2
        code, attributes = received(there, "a/Asked")
        assert (code, attributes["error.type"]) == (0, "NotFound")  # which is the question's fault


@pytest.mark.parametrize("url", ["collector:4318", "ftp://collector", "http://"])
def test_an_address_that_cannot_be_used_is_told_by_the_name_of_its_setting(url: str) -> None:
    with pytest.raises(Trouble, match=r"^OCTAVO_TRACES_URL: "):
        config.read({"OCTAVO_TRACES_URL": url})


def test_a_site_without_a_collector_loads_nothing_of_opentelemetry() -> None:
    code = "import sys; from octavo import site; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not [name for name in out.split() if name.startswith("opentelemetry")]
