"""A real collector of traces for the tests: an HTTP server that reads OTLP with its own types."""

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span

PATIENCE = 60.0


class Received(NamedTuple):
    """A span as it came."""

    service: str
    process: str
    attributes: dict[str, str | int]
    span: Span

    @property
    def trace(self) -> str:
        return self.span.trace_id.hex()

    @property
    def id(self) -> str:
        return self.span.span_id.hex()

    @property
    def parent(self) -> str:
        return self.span.parent_span_id.hex()

    @property
    def name(self) -> str:
        return self.span.name


class TraceCollector:
    """What came. `status` is what it answers from here on; `answer` its body."""

    def __init__(self) -> None:
        self.spans: list[Received] = []
        self.requests: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self.status = 200
        self.answer = b""
        self.url = ""

    def take(self, path: str, headers: dict[str, str], body: bytes) -> None:
        self.requests.append({"path": path, **headers})
        if self.status != 200:
            return
        self.bodies.append(body)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            told = _plain(resource.resource.attributes)
            for scope in resource.scope_spans:
                self.spans += [
                    Received(
                        str(told["service.name"]),
                        str(told["service.instance.id"]),
                        _plain(span.attributes),
                        span,
                    )
                    for span in scope.spans
                ]

    def named(self, name: str) -> list[Received]:
        return [one for one in list(self.spans) if one.name == name]

    def trace(self, trace: str) -> list[Received]:
        return [one for one in list(self.spans) if one.trace == trace]

    def waits_for(self, name: str, number: int = 1, within: str = "") -> list[Received]:
        """The spans of that name, of one trace where it is named, as soon as there are so many."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = [one for one in self.named(name) if not within or one.trace == within]
            if len(found) >= number:
                return found
            time.sleep(0.02)
        raise AssertionError(f"{name} never came; there were {sorted({one.name for one in self.spans})}")


def _plain(attributes: Iterable[KeyValue]) -> dict[str, str | int]:
    return {
        one.key: one.value.int_value if one.value.HasField("int_value") else one.value.string_value
        for one in attributes
    }


@contextmanager
def collecting() -> Iterator[TraceCollector]:
    """A collector on a free port until the block ends."""
    collector = TraceCollector()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            collector.take(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            self.send_response(collector.status)
            self.send_header("content-length", str(len(collector.answer)))
            self.end_headers()
            self.wfile.write(collector.answer)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    collector.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
