"""One trace from a click to the consumer of its event, as a collector receives it, in one process and two."""

import http.client
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from octavo.register import SERVICES
from tests import nats_server
from tests.conftest import missing
from tests.running import PATIENCE, Running, cookie_of, free_port, octavo, running
from tests.trace_collector import Received, TraceCollector, collecting

CLICK = "POST /me/clap"
TOLD = "publish graph.Clapped"
HEARD = "process graph.Clapped"
ALL = {"OCTAVO_TRACES_SHARE": "1"}
NONE = {"OCTAVO_TRACES_SHARE": "0", "OCTAVO_TRACES_SLOW_SECONDS": "3600"}

Placement = Callable[..., AbstractContextManager[Running]]


@contextmanager
def one_process(folder: Path, **variables: str) -> Iterator[Running]:
    with running(folder, OCTAVO_DATA=str(folder / "data"), **variables) as site:
        yield site


@contextmanager
def two_with_nats(
    folder: Path, *, behind: dict[str, str] | None = None, **variables: str
) -> Iterator[Running]:
    """The edge in a process of its own; events go over NATS. behind: settings of the services' process."""
    if not nats_server.is_here():
        missing("NATS")
    data = folder / "data"
    address = f"unix:{data / 'octavo.sock'}"
    peers = [word for name in SERVICES for word in ("--peer", f"{name}={address}")]
    with nats_server.NatsServer.running() as nats:
        shared = {"OCTAVO_DATA": str(data), "OCTAVO_PORT": str(free_port()), "OCTAVO_EVENTS_URL": nats.url}
        shared |= variables
        services = running(folder, "run", *SERVICES, "--listen", address, **shared | (behind or {}))
        with services, running(folder, "run", "edge", *peers, **shared) as edge:
            yield edge


class Reader:
    """Somebody signed in, who may clap for a story of somebody else."""

    def __init__(self, site: Running, data: Path) -> None:
        self.site = site
        assert octavo("demo", OCTAVO_DATA=str(data), OCTAVO_PORT=str(site.port)).returncode == 0
        home = site.ask("/")[1]
        stories = re.findall(r'href="/@([a-z0-9-]+)/([a-z0-9-]+)-([1-9A-HJ-NP-Za-km-z]{11})"', home)
        self.author, self.slug, self.story = stories[0]
        self.handle = next(handle for handle, _, _ in stories if handle != self.author)
        self.cookie = cookie_of(site, data, self.handle)

    def clicks(self, claps: int, **headers: str) -> str:
        """Clap; returns the request's id."""
        head = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.site.url}
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE)
        with closing(connection):
            form = urlencode({"story": self.story, "claps": str(claps)})
            connection.request("POST", "/me/clap", form, {**head, "Cookie": self.cookie, **headers})
            answer = connection.getresponse()
            answer.read()
            assert answer.status in (200, 303), answer.status
            return answer.headers["x-request-id"]


@pytest.fixture(scope="module", params=[one_process, two_with_nats], ids=["one process", "two with NATS"])
def clicked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[TraceCollector, Reader, str]]:
    """A site that keeps every trace, somebody who clicked, and the click's trace."""
    folder = tmp_path_factory.mktemp("traced")
    placement: Placement = request.param
    with ExitStack() as stack:
        collector = stack.enter_context(collecting())
        site = stack.enter_context(placement(folder, OCTAVO_TRACES_URL=collector.url, **ALL))
        reader = Reader(site, folder / "data")
        trace = reader.clicks(3)
        collector.waits_for(HEARD, 2)  # the feed and the notifications hear of it
        collector.waits_for(CLICK)  # told by a process of its own, in its own time
        yield collector, reader, trace


def one(spans: list[Received], name: str, **attributes: str) -> Received:
    """The span of that name in which these attributes stand."""
    found = [
        span
        for span in spans
        if span.name == name
        and all(span.attributes.get(key.replace("_", ".")) == value for key, value in attributes.items())
    ]
    assert len(found) == 1, (name, [span.name for span in spans])
    return found[0]


def test_a_click_and_all_that_comes_of_it_is_one_trace(clicked: tuple[TraceCollector, Reader, str]) -> None:
    collector, _, trace = clicked
    spans = collector.trace(trace)
    ids = {span.id: span for span in spans}
    assert len(ids) == len(spans)
    roots = [span for span in spans if not span.parent]
    assert [root.name for root in roots] == [CLICK]
    assert all(span.parent in ids for span in spans if span.parent)
    assert {one.trace for one in collector.named(CLICK)} == {trace}


def test_it_leads_from_the_page_over_the_call_and_its_statements_to_the_consumer(
    clicked: tuple[TraceCollector, Reader, str],
) -> None:
    collector, _, trace = clicked
    spans = collector.trace(trace)
    ids = {span.id: span for span in spans}

    def above(span: Received) -> list[str]:
        names = []
        while span.parent:
            span = ids[span.parent]
            names.append(span.name)
        return names

    written = [span for span in spans if span.name == "COMMIT graph" and "graph/Clap" in above(span)]
    assert written
    told = one(spans, TOLD)
    assert above(told)[0] == "graph/Clap"
    assert above(told)[-1] == CLICK
    heard = [span for span in spans if span.name == HEARD]
    assert {span.service for span in heard} >= {"feed"}
    assert {span.parent for span in heard} == {told.id}
    feed = next(span for span in heard if span.service == "feed")
    effects = [span for span in spans if span.parent == feed.id and span.service == "feed"]
    assert any("INSERT INTO" in str(span.attributes.get("db.query.text")) for span in effects)
    assert feed.span.start_time_unix_nano > told.span.start_time_unix_nano
    assert all(span.span.end_time_unix_nano >= span.span.start_time_unix_nano for span in spans)


def test_both_ends_of_a_wire_are_seen(clicked: tuple[TraceCollector, Reader, str]) -> None:
    collector, _, trace = clicked
    spans = collector.trace(trace)
    asked = [span for span in spans if span.span.kind == Span.SPAN_KIND_CLIENT and span.name == "graph/Clap"]
    if not asked:
        assert len({span.process for span in spans}) == 1
        return
    served = one(spans, "octavo.graph.v1.Graph/Clap")
    assert served.parent == asked[0].id
    assert served.span.kind == Span.SPAN_KIND_SERVER
    assert served.process != asked[0].process
    assert len({span.process for span in spans}) == 2


def test_spans_are_told_in_the_words_of_opentelemetry(clicked: tuple[TraceCollector, Reader, str]) -> None:
    collector, _, trace = clicked
    spans = collector.trace(trace)
    click = one(spans, CLICK)
    assert click.attributes["http.request.method"] == "POST"
    assert click.attributes["http.route"] == "/me/clap"
    assert click.attributes["http.response.status_code"] in (200, 303)
    assert click.attributes["octavo.kept"] == "sampled"
    assert click.service == "edge"
    statement = next(span for span in spans if span.name == "INSERT graph")
    assert statement.attributes["db.system.name"] == "sqlite"
    assert statement.attributes["db.namespace"] == "graph"
    assert ":" in str(statement.attributes["db.query.text"])  # names, where values are bound


def test_nothing_personal_stands_in_any_span(clicked: tuple[TraceCollector, Reader, str]) -> None:
    collector, reader, _ = clicked
    personal = [
        reader.handle,
        reader.author,
        reader.slug,
        reader.story,
        reader.cookie.partition("=")[2],
        "127.0.0.1",
    ]
    for word in personal:
        assert word
        for body in collector.bodies:
            assert word.encode() not in body, word


def test_a_stranger_s_traceparent_is_a_link_and_decides_nothing(
    clicked: tuple[TraceCollector, Reader, str],
) -> None:
    collector, reader, _ = clicked
    strange = "ab" * 16
    trace = reader.clicks(5, traceparent=f"00-{strange}-{'cd' * 8}-01", baggage="who=me")
    assert trace != strange
    (click,) = collector.waits_for(CLICK, within=trace)
    assert [(link.trace_id.hex(), link.span_id.hex()) for link in click.span.links] == [(strange, "cd" * 8)]
    assert collector.trace(strange) == []


def test_only_what_is_kept_is_sent_and_a_stranger_cannot_change_that(tmp_path: Path) -> None:
    with collecting() as collector:
        with one_process(tmp_path, OCTAVO_TRACES_URL=collector.url, **NONE) as site:
            reader = Reader(site, tmp_path / "data")
            reader.clicks(3, traceparent=f"00-{'ab' * 16}-{'cd' * 8}-01")
            assert site.stop() == 0
        assert collector.spans == []


def test_what_only_the_edge_found_slow_is_kept_whole_in_the_other_process_too(tmp_path: Path) -> None:
    with collecting() as collector:
        edge = {"OCTAVO_TRACES_URL": collector.url, **NONE, "OCTAVO_TRACES_SLOW_SECONDS": "0.0001"}
        with two_with_nats(tmp_path, behind={"OCTAVO_TRACES_SLOW_SECONDS": "3600"}, **edge) as site:
            trace = Reader(site, tmp_path / "data").clicks(3)
            served = collector.waits_for("octavo.graph.v1.Graph/Clap")
            collector.waits_for(HEARD, 2)
        assert {span.trace for span in served} == {trace}
        (click,) = collector.waits_for(CLICK)
        assert click.attributes["octavo.kept"] == "slow"
        assert {span.trace for span in collector.named(HEARD)} == {trace}
        spans = collector.trace(trace)
        ids = {span.id for span in spans}
        assert [span.name for span in spans if span.parent not in ids] == [CLICK]


def test_a_trusted_proxy_s_trace_is_gone_on_with(tmp_path: Path) -> None:
    with collecting() as collector:
        variables = {"OCTAVO_TRACES_URL": collector.url, "OCTAVO_TRUSTED_PROXIES": "127.0.0.1", **NONE}
        with one_process(tmp_path, **variables) as site:
            reader = Reader(site, tmp_path / "data")
            trace = "ab" * 16
            assert reader.clicks(3, traceparent=f"00-{trace}-{'cd' * 8}-01") == trace
            assert reader.clicks(4, traceparent=f"00-{'12' * 16}-{'cd' * 8}-00") == "12" * 16
            (click,) = collector.waits_for(CLICK)
            collector.waits_for(HEARD, 2)
            assert site.stop() == 0
        assert (click.trace, click.parent) == (trace, "cd" * 8)
        assert {span.trace for span in collector.spans} == {trace}


def test_lines_of_the_log_are_joined_by_the_trace(tmp_path: Path) -> None:
    head = {"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-00", "x-request-id": "the-proxys-own"}
    with one_process(tmp_path, OCTAVO_TRUSTED_PROXIES="127.0.0.1") as site:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
        with closing(connection):
            for _ in range(100):  # one answer of a hundred is told to the log
                connection.request("GET", "/search?q=x", headers=head)
                answer = connection.getresponse()
                answer.read()
                assert answer.headers["x-request-id"] == "the-proxys-own"
        site.wait_for('"answered"')  # it is told when the answer is away
        lines = [json.loads(line) for line in site.output().splitlines() if line.startswith("{")]
    told = [line for line in lines if line["event"] == "answered"]
    assert {(line["trace_id"], line["request_id"]) for line in told} == {("ab" * 16, "the-proxys-own")}
