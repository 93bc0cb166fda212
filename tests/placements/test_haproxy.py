"""HAProxy's configuration is right, and does with real requests what it is for."""

import contextlib
import http.client
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Match, Route

from octavo.edge import routes
from octavo.edge.apart import APART
from octavo.placements.haproxy import GENERAL, Front, Pool, Server, config
from tests.conftest import missing
from tests.running import PATIENCE, free_port, wait_until


@pytest.fixture
def program() -> str:
    found = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        missing("HAProxy")
    return found


@dataclass
class Instance:
    """What stands for a process of the edge: it notes what it is asked, and can be stuck."""

    name: str
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    """What it has in hand, too."""
    ready: bool = True
    go_on: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.go_on.set()
        instance = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                instance.arrived.append(self.path)
                instance.go_on.wait(PATIENCE)
                health = self.path == "/readyz"
                if not health:
                    heads = {key.lower(): value for key, value in self.headers.items()}
                    instance.asked.append((self.path, heads))
                body = instance.name.encode()
                self.send_response(200 if instance.ready or not health else 503)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with contextlib.suppress(OSError):
                    self.wfile.write(body)

            def log_message(self, *_: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def close(self) -> None:
        self.go_on.set()
        self.server.shutdown()
        self.server.server_close()


@dataclass
class Stand:
    """A HAProxy before instances."""

    port: int
    process: "subprocess.Popen[str]"
    instances: dict[str, Instance]

    def ask(self, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request(
                "GET", path, headers={key.replace("_", "-"): one for key, one in headers.items()}
            )
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.getheaders()}


@contextlib.contextmanager
def standing(program: str, folder: Path, pools: dict[str, tuple[str, ...]], **more: Any) -> Iterator[Stand]:
    """HAProxy with an instance for each name, when all of them are up."""
    instances = {name: Instance(name) for names in pools.values() for name in names}
    port = free_port()
    front = Front(
        bind=f"127.0.0.1:{port}",
        pools=tuple(
            Pool(
                pool,
                tuple(Server(name, f"127.0.0.1:{instances[name].server.server_port}") for name in names),
            )
            for pool, names in pools.items()
        ),
        **more,
    )
    file = folder / "haproxy.cfg"
    file.write_text(config(front))
    process = subprocess.Popen([program, "-db", "-f", str(file)], stderr=subprocess.DEVNULL, text=True)
    stand = Stand(port, process, instances)

    def up() -> bool:
        try:
            return stand.ask("/up")[0] == 200
        except OSError:
            return False

    try:
        wait_until(up)
        yield stand
    finally:
        process.kill()
        process.wait()
        for instance in instances.values():
            instance.close()


def both(program: str, folder: Path, **more: Any) -> contextlib.AbstractContextManager[Stand]:
    return standing(program, folder, {GENERAL: ("one", "two"), "search": ("apart",)}, **more)


def test_the_whole_configuration_is_valid_and_has_nothing_to_be_warned_of(
    program: str, tmp_path: Path
) -> None:
    pools = [
        Pool(name, (Server(f"{name}-1", "127.0.0.1:1"),)) for name in (GENERAL, *(a.name for a in APART))
    ]
    fronts = (
        Front(bind="127.0.0.1:8000", pools=tuple(pools), trusted=("10.0.0.0/8",), metrics="127.0.0.1:8404"),
        Front(
            bind=":8000",
            pools=(Pool(GENERAL, (Server("edge", "edge.test:8000", 8),)),),
            resolver="127.0.0.11:53",
        ),
    )
    for front in fronts:
        file = tmp_path / "haproxy.cfg"
        file.write_text(config(front))
        done = subprocess.run([program, "-c", "-f", str(file)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "WARNING" not in done.stderr, done.stderr


def test_every_address_that_is_apart_is_one_of_the_sites() -> None:
    listed = {path for _, path, _ in (*routes.OPEN, *routes.MEMBERS, *routes.BEFORE)}
    listed |= {path for path, _ in routes.KEPT}
    for one in APART:
        for path in (*one.paths, *one.signed_in):
            known = path in listed or path.startswith(("/octavo.", "/i/", "/images"))
            assert known, f"{path} of {one.name} is no address of routes.py"
    every = [path for one in APART for path in (*one.paths, *one.signed_in)]
    assert len(every) == len(set(every))
    for path in every:
        for other in (path for path in every if not path.endswith("/")):
            if other != path and "{" not in other:
                assert (
                    Route(path, lambda: None).matches({"type": "http", "method": "GET", "path": other})[0]
                    is not Match.FULL
                )


def test_what_is_expensive_arrives_apart_however_it_is_written(program: str, tmp_path: Path) -> None:
    with both(program, tmp_path) as stand:
        asked = (
            "/search?q=x",
            "/search/suggestions?q=x",
            "/%73earch?q=x",
            "/octavo.search.v1.Search/Suggest",
        )
        for path in asked:
            assert stand.ask(path)[1] == "apart"
        for path in ("/", "/search-me", "/searching", "/@ada/search", "/me/feed"):
            assert stand.ask(path)[1] in ("one", "two")
        assert stand.instances["apart"].paths == list(asked)
        assert not [
            path for name in ("one", "two") for path in stand.instances[name].paths if "Search" in path
        ]


def test_a_home_page_of_ones_own_is_apart_and_everybodys_is_not(program: str, tmp_path: Path) -> None:
    with standing(program, tmp_path, {GENERAL: ("one",), "home": ("apart",)}) as stand:
        assert stand.ask("/")[1] == "one"
        assert stand.ask("/", Cookie="session=x")[1] == "apart"
        assert stand.ask("/", Cookie="a=b; __Host-session=x")[1] == "apart"
        assert stand.ask("/", Cookie="other=session")[1] == "one"
        assert stand.ask("/me/feed/why/abc")[1] == "apart"
        assert stand.ask("/me/feed/why/abc/more")[1] == "one"


def test_the_others_go_on_when_what_is_apart_is_gone(program: str, tmp_path: Path) -> None:
    with both(program, tmp_path) as stand:
        stand.instances["apart"].ready = False
        wait_until(lambda: stand.ask("/search")[0], 503)
        status, body, headers = stand.ask("/search")
        assert (status, headers["retry-after"]) == (503, "5")
        assert "come again" in body
        for _ in range(10):
            assert stand.ask("/")[0] == 200
        assert not [
            path for name in ("one", "two") for path in stand.instances[name].paths if "search" in path
        ]
        stand.instances["apart"].ready = True
        wait_until(lambda: stand.ask("/search")[0], 200)


def test_the_others_go_on_while_what_is_apart_is_stuck(program: str, tmp_path: Path) -> None:
    with both(program, tmp_path, answer_seconds=1) as stand:
        stand.instances["apart"].go_on.clear()
        stuck: list[int] = []
        waiting = [threading.Thread(target=lambda: stuck.append(stand.ask("/search")[0])) for _ in range(20)]
        for thread in waiting:
            thread.start()
        for _ in range(30):
            assert stand.ask("/")[0] == 200
        for thread in waiting:
            thread.join(PATIENCE)
        assert len(stuck) == 20
        assert set(stuck) <= {502, 503, 504}


def test_only_a_proxy_that_we_know_is_believed_about_who_asks(program: str, tmp_path: Path) -> None:
    lies = {
        "X_Forwarded_For": "6.6.6.6",
        "X_Forwarded_Proto": "https",
        "X_Forwarded_Host": "evil.test",
        "Forwarded": "for=6.6.6.6",
        "X_Request_Id": "made-up-by-me",
    }
    with standing(program, tmp_path, {GENERAL: ("one",)}) as stand:
        stand.ask("/", **lies)
        heads = stand.instances["one"].asked[-1][1]
        assert heads["x-forwarded-for"] == "127.0.0.1"
        assert heads["x-forwarded-proto"] == "http"
        assert "forwarded" not in heads
        assert "x-forwarded-host" not in heads
        assert heads["x-request-id"] not in ("", "made-up-by-me")
    with standing(program, tmp_path, {GENERAL: ("one",)}, trusted=("127.0.0.1",)) as stand:
        stand.ask("/", **lies)
        chain = [
            value
            for _, heads in stand.instances["one"].asked[-1:]
            for key, value in heads.items()
            if key in ("x-forwarded-proto", "x-forwarded-host", "x-request-id")
        ]
        assert sorted(chain) == ["evil.test", "https", "made-up-by-me"]
        assert "forwarded" not in stand.instances["one"].asked[-1][1]


def test_a_process_that_is_not_ready_gets_nothing_more(program: str, tmp_path: Path) -> None:
    with both(program, tmp_path) as stand:
        stand.instances["one"].ready = False

        def only_two() -> bool:
            return {stand.ask("/")[1] for _ in range(6)} == {"two"}

        wait_until(only_two)
        before = len(stand.instances["one"].asked)
        assert only_two()
        assert len(stand.instances["one"].asked) == before


def test_a_stop_waits_for_what_is_in_flight(program: str, tmp_path: Path) -> None:
    with standing(program, tmp_path, {GENERAL: ("one",)}) as stand:
        one = stand.instances["one"]
        one.go_on.clear()
        answers: list[tuple[int, str, dict[str, str]]] = []
        asking = threading.Thread(target=lambda: answers.append(stand.ask("/slow")))
        asking.start()
        wait_until(lambda: "/slow" in one.arrived)
        stand.process.send_signal(signal.SIGUSR1)

        def refused() -> bool:
            try:
                stand.ask("/")
            except OSError:
                return True
            return False

        one.go_on.set()
        asking.join(PATIENCE)
        assert answers[0][:2] == (200, "one")
        wait_until(refused)
        assert stand.process.wait(PATIENCE) == 0


@pytest.mark.parametrize(
    "front",
    [
        Front(bind="1.2.3.4:80\n    evil", pools=(Pool(GENERAL, (Server("a", "b:1"),)),)),
        Front(bind="1.2.3.4:80", pools=(Pool("nobody", (Server("a", "b:1"),)),)),
        Front(bind="1.2.3.4:80", pools=(Pool("search", (Server("a", "b:1"),)),)),
        Front(bind="1.2.3.4:80", pools=(Pool(GENERAL, (Server("a b", "b:1"),)),)),
        Front(bind="1.2.3.4:80", pools=(Pool(GENERAL, (Server("a", "b:1", 4),)),)),
    ],
)
def test_what_cannot_be_a_configuration_is_refused(front: Front) -> None:
    with pytest.raises(ValueError, match=r"cannot stand|no pool|each pool|name server"):
        config(front)
