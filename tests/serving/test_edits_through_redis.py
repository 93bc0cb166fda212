"""With a second tier, and whatever becomes of it, an edit is seen by all and the old text never again."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests import postgres
from tests.conftest import missing
from tests.redis_server import RedisServer
from tests.running import Running, free_port, octavo, running
from tests.serving.test_edits_reach_everyone import NAMES, Person, open_readers, wait_for_all

EDITS = 8
STEP_SECONDS = 0.3


def setting(redis: RedisServer, folder: Path) -> dict[str, str]:
    return {"OCTAVO_DATA": str(folder / "data"), "OCTAVO_CACHE_URL": redis.url}


@contextmanager
def two_workers(folder: Path, redis: RedisServer) -> Iterator[Running]:
    variables = setting(redis, folder) | {"OCTAVO_OPERATOR_PORT": str(free_port())}
    with running(folder, "up", "--workers", "2", **variables) as site:
        yield site


@contextmanager
def two_workers_on_postgresql(folder: Path, redis: RedisServer) -> Iterator[Running]:
    if postgres.binaries() is None:
        missing("PostgreSQL")
    with postgres.running() as url:
        variables = setting(redis, folder) | {"OCTAVO_OPERATOR_PORT": str(free_port())}
        with running(folder, "up", "--workers", "2", OCTAVO_DATABASE_URL=url, **variables) as site:
            yield site


@contextmanager
def edge_beside_services(folder: Path, redis: RedisServer) -> Iterator[Running]:
    shared = setting(redis, folder) | {"OCTAVO_PORT": str(free_port())}
    address = f"unix:{folder / 'data' / 'octavo.sock'}"
    peers = [word for name in NAMES for word in ("--peer", f"{name}={address}")]
    services = running(folder, "run", *NAMES, "--listen", address, **shared)
    with services, running(folder, "run", "edge", *peers, **shared) as edge:
        yield edge


class Trouble:
    """Kills, freezes and empties Redis, and has it back, over and over."""

    def __init__(self, redis: RedisServer) -> None:
        self._redis = redis
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._make)
        self.rounds = 0

    def __enter__(self) -> "Trouble":
        self._thread.start()
        return self

    def __exit__(self, *of: object) -> None:
        self._over.set()
        self._thread.join()

    def _make(self) -> None:
        steps: tuple[tuple[Callable[[], object], Callable[[], object]], ...] = (
            (self._redis.kill, self._redis.start),
            (self._redis.freeze, self._redis.thaw),
            (lambda: self._redis.ask("FLUSHALL"), lambda: None),
        )
        while not self._over.is_set():
            for ill, well in steps:
                ill()
                time.sleep(STEP_SECONDS)
                well()
                time.sleep(STEP_SECONDS)
                self.rounds += 1


@pytest.mark.parametrize("placement", [two_workers, two_workers_on_postgresql, edge_beside_services])
@pytest.mark.parametrize("troubled", [False, True], ids=["well", "troubled"])
def test_an_edit_is_seen_by_all_and_the_old_text_never_again(
    tmp_path: Path,
    redis: RedisServer,
    placement: Callable[[Path, RedisServer], "contextmanager[Running]"],
    troubled: bool,
) -> None:
    data = tmp_path / "data"
    with placement(tmp_path, redis) as site, ExitStack() as stack:
        assert octavo("demo", OCTAVO_DATA=str(data), OCTAVO_PORT=str(site.port)).returncode == 0
        match = re.search(r'href="/@([a-z0-9-]+)/[a-z0-9-]+-([1-9A-HJ-NP-Za-km-z]{11})"', site.ask("/")[1])
        assert match
        handle, story_id = match.groups()
        author = Person(site, data, handle)
        readers = open_readers(site, author, stack, workers=0 if placement is edge_beside_services else 2)
        path, before = match[0].removeprefix('href="').rstrip('"'), ""
        trouble = stack.enter_context(Trouble(redis)) if troubled else None
        for number in range(EDITS):
            title = f"The {number}th title of this story"
            author.retitle(story_id, title)
            path = wait_for_all(readers, path, title, before)
            before = title
        while trouble and trouble.rounds < 3:
            path = wait_for_all(readers, path, before, "")
