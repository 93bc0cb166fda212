"""What a reader is told, on the pages: grouped, read by forms, counted live, chosen."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from octavo.edge.bell import STREAMS_OF_ONE
from octavo.edge.pages import notifications
from octavo.notifications.api import PersonId
from tests.edge.browser import Browser
from tests.edge.world import Site, site


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path) as made:
        await made.owner()
        yield made


async def clapped(here: Site, story: str, *handles: str) -> None:
    for handle in handles:
        if handle not in here.people:
            await here.member(handle)
        await here.notifications.clapped(
            PersonId(await here.person_id(handle)),
            story,  # type: ignore[arg-type]
            claps=1,
        )


async def test_a_group_names_its_people_and_its_story(here: Site) -> None:
    ada, story = here.people["ada"], (await here.publish("ada", "By the <sea>")).id
    assert "Nothing yet." in (await ada.get("/me/notifications")).text
    await clapped(here, story, "bert")
    assert "bert</a> clapped for <a" in (await ada.get("/me/notifications")).text.lower()
    await clapped(here, story, "carla")
    page = (await ada.get("/me/notifications")).text
    assert 'href="/@carla"' in page
    assert " and <a href=" in page
    await clapped(here, story, "dora", "emil")
    page = (await ada.get("/me/notifications")).text
    assert "and 3 others" in page
    assert "By the &lt;sea&gt;" in page
    assert (await here.browser().get("/me/notifications")).header("location").startswith("/sign-in")


async def test_what_is_unread_is_counted_on_every_page_until_it_is_read(here: Site) -> None:
    ada, story = here.people["ada"], (await here.publish("ada", "By the sea")).id
    assert "unread" not in (await ada.get("/me/here?path=/")).json
    await clapped(here, story, "bert")
    assert (await ada.get("/me/here?path=/")).json["unread"] == 1
    page = await ada.get("/me/notifications")
    assert page.page.css_first("[data-bell] [data-count]").text() == "1"
    one = page.page.css_first("input[name=id]").attributes["value"] or ""
    await here.people["bert"].post("/me/notifications/read", id=one)
    assert (await ada.get("/me/here?path=/")).json["unread"] == 1
    done = await ada.post("/me/notifications/read", id=one)
    assert done.header("location") == "/me/notifications"
    assert "unread" not in (await ada.get("/me/here?path=/")).json
    await clapped(here, story, "carla")
    await ada.post("/me/notifications/read")
    assert "Mark all as read" not in (await ada.get("/me/notifications")).text
    assert (await ada.post("/me/notifications/read", id="nonsense")).status == 400


async def test_one_chooses_what_one_is_told(here: Site) -> None:
    ada, story = here.people["ada"], (await here.publish("ada", "By the sea")).id
    done = await ada.post("/me/notifications/choose", told="followed")
    assert done.header("location") == "/me/notifications?said=saved"
    page = (await ada.get("/me/notifications")).page
    chosen = [one.attributes["value"] for one in page.css("input[name=told][checked]")]
    assert chosen == ["followed"]
    await clapped(here, story, "bert")
    assert "Nothing yet." in (await ada.get("/me/notifications")).text


async def test_a_story_that_is_withdrawn_is_not_named(here: Site) -> None:
    ada, story = here.people["ada"], await here.publish("ada", "By the sea")
    await clapped(here, story.id, "bert")
    await ada.post(f"/me/stories/{story.id}/unpublish", version="1")
    assert "clapped for" not in (await ada.get("/me/notifications")).text


class Listener:
    """Reads a stream as it comes."""

    def __init__(self, browser: Browser, draining: bool = False) -> None:
        self.heard: list[bytes] = []
        self.status = 0
        self.draining = draining
        self._gone = asyncio.Event()
        self._at = 0
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": "/me/notifications/stream",
            "raw_path": b"/me/notifications/stream",
            "query_string": b"",
            "root_path": "",
            "headers": [(b"host", b"octavo.test"), (b"cookie", cookie.encode())],
            "client": ("192.0.2.7", 40000),
            "server": ("octavo.test", 80),
            "state": {"draining": lambda: self.draining},
        }
        self.task = asyncio.create_task(browser.app(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message.get("body"):
            self.heard.append(message["body"])

    async def hears(self, words: bytes) -> bool:
        """Whether these words come, after those that were heard before."""
        for _ in range(500):
            for at, one in enumerate(self.heard[self._at :], self._at + 1):
                if words in one:
                    self._at = at
                    return True
            await asyncio.sleep(0.01)
        return False

    async def leave(self) -> None:
        self._gone.set()
        await asyncio.wait_for(self.task, 5)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(notifications, "_BEAT_SECONDS", 0.05)


@pytest.mark.usefixtures("impatient")
async def test_the_count_is_told_as_it_changes(here: Site) -> None:
    ada, story = here.people["ada"], (await here.publish("ada", "By the sea")).id
    listener = Listener(ada)
    assert await listener.hears(b"data: 0\n\n")
    assert await listener.hears(b":\n\n")
    await clapped(here, story, "bert")
    assert await listener.hears(b"data: 1\n\n")
    await ada.post("/me/notifications/read")
    assert await listener.hears(b"data: 0\n\n")
    await clapped(here, story, "carla")
    assert await listener.hears(b"data: 1\n\n")
    await listener.leave()


@pytest.mark.usefixtures("impatient")
async def test_a_stream_ends_with_the_session_and_with_the_server(here: Site) -> None:
    ada = here.people["ada"]
    stopping = Listener(ada)
    assert await stopping.hears(b"data: 0")
    stopping.draining = True
    await asyncio.wait_for(stopping.task, 5)
    over = Listener(ada)
    assert await over.hears(b"data: 0")
    await ada.post("/sign-out")
    await asyncio.wait_for(over.task, 5)
    asked = await here.browser().get("/me/notifications/stream")
    assert asked.header("location").startswith("/sign-in")


@pytest.mark.usefixtures("impatient")
async def test_one_person_has_so_many_streams(here: Site) -> None:
    ada = here.people["ada"]
    open_ones = [Listener(ada) for _ in range(STREAMS_OF_ONE)]
    for one in open_ones:
        await one.hears(b"data: 0")
    assert (await ada.get("/me/notifications/stream")).status == 429
    bert = await here.member("bert")
    other = Listener(bert)
    assert await other.hears(b"data: 0")
    for one in [*open_ones, other]:
        await one.leave()
    again = Listener(ada)
    assert await again.hears(b"data: 0")
    await again.leave()
