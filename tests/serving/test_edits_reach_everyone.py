"""An edit reaches every process that keeps copies: once seen, the old text is never seen again."""

import http.client
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from octavo.register import SERVICES
from tests.running import PATIENCE, Running, cookie_of, free_port, octavo, running

READERS = 12  # connections, so that each worker has some
EDITS = 5
NAMES = SERVICES


@contextmanager
def one_process(folder: Path) -> Iterator[Running]:
    with running(folder, OCTAVO_DATA=str(folder / "data")) as site:
        yield site


@contextmanager
def two_workers(folder: Path) -> Iterator[Running]:
    variables = {"OCTAVO_DATA": str(folder / "data"), "OCTAVO_OPERATOR_PORT": str(free_port())}
    with running(folder, "up", "--workers", "2", **variables) as site:
        yield site


@contextmanager
def edge_beside_services(folder: Path) -> Iterator[Running]:
    data, front = str(folder / "data"), str(free_port())
    address = f"unix:{folder / 'data' / 'octavo.sock'}"
    shared = {"OCTAVO_DATA": data, "OCTAVO_PORT": front}
    peers = [word for name in NAMES for word in ("--peer", f"{name}={address}")]
    services = running(folder, "run", *NAMES, "--listen", address, **shared)
    with services, running(folder, "run", "edge", *peers, **shared) as edge:
        yield edge


class Person:
    """An author at a browser, signed in by the operator's link."""

    def __init__(self, site: Running, data: Path, handle: str) -> None:
        self.site = site
        self.cookie = cookie_of(site, data, handle)

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE)

    def call(self, method: str, **arguments: object) -> dict[str, object]:
        head = {"Content-Type": "application/json", "Cookie": self.cookie, "Origin": self.site.url}
        connection = self.connection()
        with closing(connection):
            connection.request("POST", f"/octavo.stories.v1.Stories/{method}", json.dumps(arguments), head)
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 200, body
            found: dict[str, object] = json.loads(body)
            return found

    def retitle(self, story_id: str, title: str) -> None:
        draft = self.call("GetDraft", storyId=story_id)["draft"]
        assert isinstance(draft, dict)
        content = draft["content"] | {"title": title}
        saved = self.call("SaveDraft", storyId=story_id, version=draft["version"], content=content)
        self.call("Publish", storyId=story_id, version=saved["version"])


@pytest.mark.parametrize("placement", [one_process, two_workers, edge_beside_services])
def test_an_edit_is_seen_by_all_and_the_old_text_never_again(
    tmp_path: Path, placement: Callable[[Path], AbstractContextManager[Running]]
) -> None:
    data = tmp_path / "data"
    with placement(tmp_path) as site, ExitStack() as stack:
        assert octavo("demo", OCTAVO_DATA=str(data), OCTAVO_PORT=str(site.port)).returncode == 0
        home = site.ask("/")[1]
        match = re.search(r'href="/@([a-z0-9-]+)/[a-z0-9-]+-([1-9A-HJ-NP-Za-km-z]{11})"', home)
        assert match, home[:500]
        handle, story_id = match.groups()
        author = Person(site, data, handle)
        readers = open_readers(site, author, stack, workers=2 if placement is two_workers else 0)
        path, before = match[0].removeprefix('href="').rstrip('"'), ""
        for number in range(EDITS):
            title = f"The {number}th title of this story"
            author.retitle(story_id, title)
            path = wait_for_all(readers, path, title, before)
            before = title


def open_readers(
    site: Running, author: Person, stack: ExitStack, *, workers: int
) -> list[http.client.HTTPConnection]:
    """Connections that stay open, until each worker has answered on some."""
    readers: list[http.client.HTTPConnection] = []
    until = time.monotonic() + PATIENCE
    while not readers or not all(pages_of(site, worker) > 0 for worker in range(workers)):
        assert time.monotonic() < until, "one worker gets no connections"
        for _ in range(READERS):
            reader = stack.enter_context(closing(author.connection()))
            read(reader, "/")
            read(reader, "/")
            readers.append(reader)
    return readers


def wait_for_all(readers: list[http.client.HTTPConnection], path: str, title: str, before: str) -> str:
    """Read on every connection until each has seen the title; who has seen it must see nothing older."""
    seen: set[int] = set()
    until = time.monotonic() + PATIENCE
    while len(seen) < len(readers):
        assert time.monotonic() < until, f"{len(seen)} of {len(readers)} saw {title}"
        for number, reader in enumerate(readers):
            path, text = read(reader, path)
            if title in text:
                seen.add(number)
            else:
                assert number not in seen, f"{before or 'the first text'} came back"
    return path


def read(reader: http.client.HTTPConnection, path: str) -> tuple[str, str]:
    """A page and its present address: a story whose title changed has another."""
    reader.request("GET", path)
    answer = reader.getresponse()
    text = answer.read().decode()
    if answer.status == 301:
        return read(reader, urlsplit(answer.headers["location"]).path)
    assert answer.status == 200, text[:200]
    return path, text


def pages_of(site: Running, worker: int) -> float:
    """How many pages a worker has answered from its cache."""
    connection = http.client.HTTPConnection(
        "127.0.0.1", int(site.variables["OCTAVO_OPERATOR_PORT"]) + worker, timeout=PATIENCE
    )
    with closing(connection):
        try:
            connection.request("GET", "/metrics")
        except ConnectionRefusedError:
            return 0.0  # it has not started yet
        text = connection.getresponse().read().decode()
    match = re.search(r'^octavo_page_cache_answers_total\{kind="page"\} ([0-9.e+]+)$', text, re.MULTILINE)
    assert match, text[:500]
    return float(match[1])
