"""A whole site is moved while it serves: readers never notice, and it begins in the new place as it was."""

import http.client
import json
import re
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

from octavo.trouble import Exit
from tests.running import PATIENCE, Running, cookie_of, octavo, running

ENOUGH = 20
BODY = '{"type":"doc","content":[{"type":"paragraph","attrs":{"id":"bLock111111"}}]}'


@pytest.fixture
async def server(postgres_url: str) -> AsyncIterator[str]:
    """An empty database of its own on the server."""
    connection = await asyncpg.connect(postgres_url)
    await connection.execute("CREATE DATABASE moved TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'")
    yield postgres_url.rpartition("/")[0] + "/moved"
    await connection.execute("DROP DATABASE moved WITH (FORCE)")
    await connection.close()


class Writer:
    """Saves a draft over and over, until that is refused; knows what was acknowledged last."""

    def __init__(self, site: Running, cookie: str) -> None:
        self.saved = 0
        self.refused: tuple[int, str] = (0, "")
        self._site = site
        self._cookie = cookie
        self._enough = threading.Event()
        status, text = call(site, cookie, "CreateDraft", {"content": {"title": "text 0"}})
        assert status == 200, text
        self.draft = json.loads(text)["draft"]
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def _write(self) -> None:
        while not self.refused[0]:
            wish = {
                "storyId": self.draft["id"],
                "version": self.draft["version"] + self.saved,
                "content": {"title": f"text {self.saved + 1}", "body": BODY},
            }
            status, text = call(self._site, self._cookie, "SaveDraft", wish)
            if status == 200:
                self.saved += 1
            else:
                self.refused = (status, text)
            if self.saved >= ENOUGH or self.refused[0]:
                self._enough.set()

    def has_begun(self) -> bool:
        return self._enough.wait(PATIENCE) and not self.refused[0]

    def ended(self) -> tuple[int, str]:
        self._thread.join(PATIENCE)
        return self.refused


def call(site: Running, cookie: str, method: str, message: object) -> tuple[int, str]:
    """One of the stories' methods, as a browser calls it."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    head = {"Content-Type": "application/json", "Cookie": cookie, "Origin": site.url}
    with closing(connection):
        connection.request("POST", f"/octavo.stories.v1.Stories/{method}", json.dumps(message), head)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_a_site_is_moved_while_it_serves(server: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    settings = {"OCTAVO_DATA": str(data), "OCTAVO_OPERATOR_PORT": "0"}
    assert octavo("demo", **settings).returncode == 0
    with running(tmp_path, **settings) as site:
        front = site.ask("/")[1]
        story = re.findall(r'href="(?:http://[^/"]+)?(/@[a-z0-9-]+/[^/"?#]+-[^/"?#]+)"', front)[0]
        handle = story.split("/")[1].removeprefix("@")
        cookie = cookie_of(site, data, handle)
        before = site.ask(story)
        writer = Writer(site, cookie)
        assert writer.has_begun(), writer.refused
        moved = octavo("copy", "--to", server, "--switch", **settings)
        assert moved.returncode == 0, moved.stderr
        assert "Switched: writers waited" in moved.stdout
        assert re.search(
            r"^stories: [\d,]+ rows in \d+ tables, sha256 \w{64} on both sides$", moved.stdout, re.M
        )
        assert writer.ended()[0] == 503, writer.refused
        assert site.ask(story) == before  # readers go on
        assert site.stop() == 0
    again = octavo("up", **settings)
    assert again.returncode == Exit.SETTINGS
    assert "was moved to postgresql://" in again.stderr
    with running(tmp_path, **settings, OCTAVO_DATABASE_URL=server) as site:
        status, page = site.ask(story)
        assert (status, re.findall(r"<h1.*?</h1>", page)) == (200, re.findall(r"<h1.*?</h1>", before[1]))
        status, text = call(site, cookie, "GetDraft", {"storyId": writer.draft["id"]})  # with the old session
        assert status == 200, text
        there = json.loads(text)["draft"]
        assert there["content"]["title"] == f"text {writer.saved}"
        assert there["version"] == writer.draft["version"] + writer.saved
        assert call(site, cookie, "CreateDraft", {"content": {"title": "afterwards"}})[0] == 200
