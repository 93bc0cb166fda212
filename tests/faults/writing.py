"""Writers and readers of a site whose parts fail: what was acknowledged, what was refused, for how long."""

import contextlib
import http.client
import json
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from tests.edge.world import document

_SECONDS = 20.0
"""Whoever has no answer for so long asks again."""
_PAUSE = 0.05
_ROW = 5
"""Stories one after the other that went well: it goes on."""


_CREATE = "stories.v1.Stories/CreateDraft"
_PUBLISH = "stories.v1.Stories/Publish"


def _content(title: str) -> dict[str, object]:
    return {"title": title, "body": document("Three herons stood by the river.")}


@dataclass
class Client:
    """Somebody who is signed in at a port."""

    port: int
    cookie: str = ""

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes, list[str]]:
        """Status, body and cookies of the answer; 0 where none came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS)
        own = {"Origin": f"http://127.0.0.1:{self.port}", "Sec-Fetch-Site": "same-origin"}
        if self.cookie:
            own["Cookie"] = self.cookie
        try:
            with contextlib.closing(connection):
                connection.request(method, path, body, own | headers)
                answer = connection.getresponse()
                return answer.status, answer.read(), answer.headers.get_all("set-cookie") or []
        except (OSError, http.client.HTTPException):
            return 0, b"", []

    def call(self, method: str, request: dict[str, object], key: str = "") -> tuple[int, dict[str, object]]:
        """A call of the open interface, under a key that makes it once."""
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
        status, body, _ = self.ask("POST", f"/octavo.{method}", json.dumps(request).encode(), **headers)
        try:
            return status, json.loads(body) if body else {}
        except ValueError:
            return status, {}

    def become_owner(self, link: str) -> None:
        """By the first start's link."""
        form = urlencode({"handle": "ada", "name": "Ada", "email": "ada@mail.test"}).encode()
        kind = "application/x-www-form-urlencoded"
        status, body, cookies = self.ask("POST", urlsplit(link).path, form, **{"Content-Type": kind})
        found = re.search(r"[\w-]*session=[^;]+", " ".join(cookies))
        assert found, (status, body[:500])
        self.cookie = found[0]


@dataclass
class Ledger:
    """What the writers know."""

    written: dict[str, str] = field(default_factory=dict)
    """Titles of drafts that were acknowledged, and their ids."""
    published: dict[str, str] = field(default_factory=dict)
    """Those whose publication was acknowledged too."""
    pages: Counter[int] = field(default_factory=Counter)
    refused: int = 0
    """Writes that were sent again because they were not acknowledged."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self) -> int:
        """Pages that came, or told where they are."""
        return sum(number for status, number in self.pages.items() if 200 <= status < 400)

    def went(self, well: bool) -> None:
        """A write was answered."""
        with self.lock:
            self.refused += not well


class Load:
    """Writers and a reader in threads, until it is stopped."""

    def __init__(self, client: Client, writers: int = 3) -> None:
        self.client = client
        self.ledger = Ledger()
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._write, daemon=True) for _ in range(writers)]
        self._threads.append(threading.Thread(target=self._read, daemon=True))

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Each ends what it began: it is acknowledged in the end, or this raises."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(180)
            assert not thread.is_alive(), "a write was never acknowledged"

    def seconds_until_it_goes_on(self, so_many: int = _ROW) -> float:
        """Seconds until so many new stories, one after the other, were written and published at the first
        try."""
        began = time.monotonic()
        row = 0
        while row < so_many:
            assert time.monotonic() - began < 180, "it does not go on"
            row = row + 1 if self._goes(f"Of storks {secrets.token_hex(6)}") else 0
            time.sleep(_PAUSE)
        return time.monotonic() - began

    def _goes(self, title: str) -> bool:
        """Whether a story could be written and published at once; nothing is left half done."""
        status, answer = self.client.call(_CREATE, {"content": _content(title)}, secrets.token_hex(12))
        draft = answer.get("draft")
        if status != 200 or not isinstance(draft, dict):
            return False
        self.ledger.written[title] = draft["id"]
        request = {"storyId": draft["id"], "version": draft["version"]}
        status, _ = self.client.call(_PUBLISH, request, secrets.token_hex(12))
        if status != 200:
            self._settled(_PUBLISH, request)
        self.ledger.published[title] = draft["id"]
        return status == 200

    def _write(self) -> None:
        while not self._stopping.is_set():
            title = f"Of herons {secrets.token_hex(6)}"
            made = self._settled(_CREATE, {"content": _content(title)})
            draft = made["draft"]
            assert isinstance(draft, dict)
            self.ledger.written[title] = draft["id"]
            self._settled(_PUBLISH, {"storyId": draft["id"], "version": draft["version"]})
            self.ledger.published[title] = draft["id"]
            time.sleep(_PAUSE)

    def _settled(self, method: str, request: dict[str, object]) -> dict[str, object]:
        """The answer to a call that is made once, however often it has to be sent."""
        key = secrets.token_hex(12)
        while True:
            status, answer = self.client.call(method, request, key)
            self.ledger.went(status == 200)
            if status == 200:
                return answer
            code = answer.get("code")
            # Whether it was done nobody knows: it may be running, or there is no answer any more. Look.
            if code in ("aborted", "failed_precondition") and (found := self._found(method, request)):
                return found[0]
            if code == "failed_precondition":
                key = secrets.token_hex(12)
            time.sleep(0.1)

    def _found(self, method: str, request: dict[str, object]) -> list[dict[str, object]]:
        """What a call whose outcome is unknown has made; empty where it has made nothing."""
        if method == _PUBLISH:
            status, answer = self.client.call("stories.v1.Stories/GetDraft", {"storyId": request["storyId"]})
            draft = answer.get("draft")
            done = status == 200 and isinstance(draft, dict) and draft.get("status") == "PUBLISHED"
            return [{}] if done else []
        content = request["content"]
        assert isinstance(content, dict)
        for one in desk(self.client):
            if one["title"] == content["title"]:
                return [{"draft": {"id": one["id"], "version": 1}}]
        return []

    def _read(self) -> None:
        while not self._stopping.is_set():
            ids = list(self.ledger.published.values())
            for path in ("/", f"/p/{ids[-1]}" if ids else "/sign-in"):
                self.ledger.pages[self.client.ask("GET", path)[0]] += 1
            time.sleep(_PAUSE)


def desk(client: Client) -> list[dict[str, str]]:
    """Everything that one has written, from the site; asked until it answers."""
    found: list[dict[str, str]] = []
    after = ""
    while True:
        request: dict[str, object] = {"limit": 100} | ({"after": after} if after else {})
        status, answer = client.call("stories.v1.Stories/ListDesk", request)
        if status != 200:
            time.sleep(0.2)
            continue
        items = answer.get("items", [])
        assert isinstance(items, list)
        found += items
        after = str(answer.get("next", "") or "")
        if not after or not items:
            return found


def until(what: Callable[[], bool], seconds: float = 120.0) -> bool:
    """Whether it came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.2)
    return False
