"""A real browser before a real site: Chromium, and `octavo` in each of its placements."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import postgres
from tests.fleet.conftest import fleet, place
from tests.nats_server import NatsServer
from tests.redis_server import RedisServer
from tests.running import Running, free_port, running

PLACEMENTS = ("one process", "two workers", "edge apart")
EVERYWHERE = os.environ.get("OCTAVO_PLACEMENT", "")
"""Where all journeys go instead: "engines" (one process over PostgreSQL, Redis and NATS), or "fleet"."""
SERVICES = (
    "accounts",
    "stories",
    "images",
    "publications",
    "moderation",
    "annotations",
    "search",
    "syndication",
    "embeds",
    "readership",
    "graph",
    "feed",
    "responses",
    "notifications",
    "replays",
    "webhooks",
)


@pytest.fixture
def person(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a browser of its own for each person: `ada = person()`.

    Whatever goes wrong in a page (a script's error, a policy that was broken) fails the test.
    """
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def open_(**options: object) -> Page:
        context = chromium.new_context(**options)  # type: ignore[arg-type]  # as playwright names them
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: (
                wrong.append(f"{page.url}: {said.text}") if "Content Security" in said.text else None
            ),
        )
        return page

    yield open_
    for context in opened:
        context.close()
    assert not wrong


@contextmanager
def placed(placement: str, folder: Path) -> Iterator[Running]:
    """A fresh site, run in one of the ways in which it can be run."""
    data = str(folder / "data")
    placement = EVERYWHERE or placement
    with ExitStack() as stack:
        if placement == "fleet":
            yield stack.enter_context(fleet(stack.enter_context(place())))
        elif placement == "engines":
            cache, events = RedisServer.running(), NatsServer.running()
            urls = {
                "OCTAVO_DATABASE_URL": stack.enter_context(postgres.running()),
                "OCTAVO_CACHE_URL": stack.enter_context(cache).url,
                "OCTAVO_EVENTS_URL": stack.enter_context(events).url,
            }
            yield stack.enter_context(running(folder, OCTAVO_DATA=data, **urls))
        elif placement == "one process":
            yield stack.enter_context(running(folder, OCTAVO_DATA=data))
        elif placement == "two workers":
            yield stack.enter_context(running(folder, "up", "--workers", "2", OCTAVO_DATA=data))
        else:
            inner, front = free_port(), free_port()
            shared = {"OCTAVO_SECRET": "s" * 40, "OCTAVO_PORT": str(front)}
            stack.enter_context(
                running(
                    folder, "run", *SERVICES, "--listen", f"127.0.0.1:{inner}", OCTAVO_DATA=data, **shared
                )
            )
            peers = [word for name in SERVICES for word in ("--peer", f"{name}=127.0.0.1:{inner}")]
            yield stack.enter_context(running(folder, "run", "edge", *peers, **shared))


@pytest.fixture(params=[EVERYWHERE] if EVERYWHERE else PLACEMENTS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    """The site in each placement; the test runs once in each."""
    with placed(request.param, tmp_path) as site:
        yield site


@pytest.fixture
def plain_site(tmp_path: Path) -> Iterator[Running]:
    """The site in one process, for what does not depend on the placement."""
    with placed("one process", tmp_path) as site:
        yield site
