"""`kill -9` while a delivery is on its way: the next process sends it again, under the same id."""

import http.client
import http.server
import json
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.running import Running, octavo, running, wait_until

HEADERS = {"content-type": "application/json"}


class Receiver(http.server.BaseHTTPRequestHandler):
    """Answers nothing until it is told to."""

    came: list[dict[str, Any]]
    answering: threading.Event

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        type(self).came.append({"id": self.headers["webhook-id"], **json.loads(body)})
        self.answering.wait(30)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own
        """Says nothing."""


@contextmanager
def receiver() -> Iterator[tuple[type[Receiver], str]]:
    kind = type("One", (Receiver,), {"came": [], "answering": threading.Event()})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield kind, f"http://127.0.0.1:{server.server_port}/hook"
    finally:
        kind.answering.set()
        server.shutdown()
        thread.join()
        server.server_close()


def ask(site: Running, path: str, body: bytes, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)) as connection:
        connection.request("POST", path, body, {"origin": site.url, **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


def signed_in(site: Running, data: str) -> str:
    """The Cookie header of somebody new, by the operator's link."""
    out = octavo("login-link", "anna@example.org", OCTAVO_DATA=data).stdout
    link = re.search(r"https?://\S+", out)
    assert link, out
    form = urlencode({"handle": "anna", "name": "Anna"}).encode()
    kind = {"content-type": "application/x-www-form-urlencoded"}
    status, headers, _ = ask(site, urlsplit(link[0]).path, form, **kind)
    assert status == 303
    token = re.search(r"\bsession=[^;]+", str(headers))
    assert token
    return token[0]


def call(site: Running, cookie: str, method: str, **arguments: object) -> dict[str, Any]:
    body = json.dumps(arguments).encode()
    status, _, answer = ask(site, f"/octavo.{method}", body, cookie=cookie, **HEADERS)
    assert status == 200, answer
    found: dict[str, Any] = json.loads(answer)
    return found


def test_what_was_on_its_way_is_sent_again_by_the_next_process(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    settings = {
        "OCTAVO_DATA": data,
        "OCTAVO_WEBHOOKS_PLAIN_HTTP": "1",
        "OCTAVO_WEBHOOKS_NETWORKS": "127.0.0.0/8",
        "OCTAVO_WEBHOOKS_SECONDS": "30",
    }
    with receiver() as (other, url):
        with running(tmp_path, **settings) as site:
            cookie = signed_in(site, data)
            hook = call(site, cookie, "webhooks.v1.Webhooks/CreateWebhook", url=url, reach="OWN")["webhook"]
            draft = call(
                site, cookie, "stories.v1.Stories/CreateDraft", content={"title": "A walk", "body": BODY}
            )["draft"]
            story = call(site, cookie, "stories.v1.Stories/Publish", storyId=draft["id"], version=1)["story"]
            wait_until(lambda: len(other.came))
            site.stop(signal.SIGKILL)
        with running(tmp_path, **settings) as site:
            other.answering.set()
            wait_until(lambda: len(other.came), 2)
            webhooks = "webhooks.v1.Webhooks/ListDeliveries"

            def states() -> list[str]:
                found = call(site, cookie, webhooks, webhookId=hook["id"])["deliveries"]
                return [one["state"] for one in found]

            wait_until(states, ["DELIVERED"])
    first, second = other.came
    assert first == second
    assert (first["type"], first["data"]["storyId"]) == ("story.published", story["id"])


BODY = json.dumps(
    {
        "type": "doc",
        "content": [
            {
                "type": "paragraph",
                "attrs": {"id": "bLockzzzzz1"},
                "content": [{"type": "text", "text": "Fine."}],
            }
        ],
    }
)
