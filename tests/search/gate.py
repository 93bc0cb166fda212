"""A gate before a real OpenSearch, which passes on what is asked, or does to it what a fault would."""

import base64
import http.client
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

Answer = tuple[int, bytes]
Act = Callable[[str, str], Answer | None]
"""What is answered to a request, by its method and path, in OpenSearch's place; None: it is passed on."""

_JSON: Final = {"content-type": "application/json"}


class Gate:
    """Counts what comes, and lets it through."""

    def __init__(self, port: int) -> None:
        """port: of the real one."""
        self._port = port
        self.asked: list[tuple[str, str]] = []
        self.act: Act = lambda method, path: None
        self.password = ""
        """That is wanted of a user "octavo"; empty: none."""
        self.cut = False
        """Answers end in the middle."""
        self.held: threading.Event | None = None
        """Answers wait until it is set."""
        self.url = ""

    def pass_on(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        """What OpenSearch says, or the fault in its place."""
        self.asked.append((method, path))
        if self.held is not None:
            self.held.wait(60)
        if self.password:
            wanted = "Basic " + base64.b64encode(f"octavo:{self.password}".encode()).decode()
            if headers.get("authorization") != wanted:
                return 401, b"Unauthorized"
        if (answer := self.act(method, path)) is not None:
            return answer
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request(method, path, body, {"content-type": headers.get("content-type", "")})
            said = connection.getresponse()
            return said.status, said.read()
        finally:
            connection.close()


def _handler(gate: Gate) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, said = gate.pass_on(self.command, self.path, body, headers)
            self.send_response(status)
            for name, value in _JSON.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            if gate.cut:
                self.wfile.write(said[: len(said) // 2])
                self.close_connection = True
            else:
                self.wfile.write(said)

        def log_message(self, *words: object) -> None:
            """Nothing: the test says what went wrong."""

    for method in ("GET", "POST", "PUT", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.any)
    return Handler


@contextmanager
def gate_to(port: int, certificate: ssl.SSLContext | None = None) -> Iterator[Gate]:
    """A gate that is open until the block ends. certificate: what it shows, where it speaks TLS."""
    gate = Gate(port)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(gate))
    server.daemon_threads = True
    if certificate is not None:
        server.socket = certificate.wrap_socket(server.socket, server_side=True)
    gate.url = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_address[1]}"
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    serving.start()
    try:
        yield gate
    finally:
        if gate.held is not None:
            gate.held.set()
        server.shutdown()
        server.server_close()
        serving.join()
