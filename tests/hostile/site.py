"""A real site with people on it, and a client that says whatever it likes."""

import contextlib
import hashlib
import json
import re
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec

from tests.running import PATIENCE, Running

Headers = tuple[tuple[str, str | bytes], ...]

VOLATILE: Final = frozenset(
    {
        *(
            "attempts",
            "spent_challenges",
            "octavo_leases",
            "octavo_claims",
            "octavo_consumers",
            "octavo_inbox",
        ),
        *(
            "readers",
            "receipts",
            "liked",
            "feed_state",
            "models",
            "feed.octavo_purges",
            "feed.sqlite_sequence",
        ),  # a home page notes that it was looked at
    }
)
"""Tables that change by themselves, or by the mere asking."""
TOUCHED: Final = frozenset({"last_seen_at", "last_used_at", "expires_at"})
"""Columns that note when somebody was here."""
LEAKS: Final = re.compile(
    rb"Traceback|File \"|\.py\b|apsw|asyncpg|sqlite|msgspec\.|Exception|octavo\.chassis|(Key|Value|Type)Error"
)
"""What only the log may hold."""


class Answer(msgspec.Struct, frozen=True):
    """An answer as it came over the wire."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key == name)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def cookies(self) -> dict[str, str]:
        pairs = (value.partition(";")[0] for key, value in self.headers if key == "set-cookie")
        return dict(pair.split("=", 1) for pair in pairs)


class Client:
    """One connection after another to a port; headers and bytes go out as they are given."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.host = f"127.0.0.1:{port}"
        self._socket: socket.socket | None = None
        self._read = b""

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket, self._read = None, b""

    def raw(self, data: bytes) -> bytes:
        """All that comes back for these bytes until the site hangs up or says nothing for a while."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as wire:
            with contextlib.suppress(ConnectionError):  # refused before all of it was read
                wire.sendall(data)
            found = b""
            with contextlib.suppress(TimeoutError, ConnectionResetError):
                while piece := wire.recv(1 << 16):
                    found += piece
                    wire.settimeout(0.2)
            return found

    def ask(self, method: str, target: str, headers: Headers = (), body: bytes = b"") -> Answer:
        """One request; the host and the body's length are added where they are not given."""
        named = {name.lower() for name, _ in headers}
        more: Headers = () if "host" in named else (("Host", self.host),)
        if body or method == "POST":
            more += (("Content-Length", str(len(body))),)
        lines = [f"{method} {target} HTTP/1.1".encode("latin-1", "surrogateescape")]
        for name, value in (*more, *headers):
            lines.append(
                name.encode() + b": " + (value if isinstance(value, bytes) else value.encode("latin-1"))
            )
        request = b"\r\n".join(lines) + b"\r\n\r\n" + body
        for fresh in (self._socket is None, True):
            if fresh:
                self.close()
                self._socket = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
            try:
                return self._asked(request, head=method == "HEAD")
            except ConnectionError:
                if fresh:
                    raise
        raise AssertionError

    def _asked(self, request: bytes, *, head: bool) -> Answer:
        assert self._socket is not None
        # A refusal may come before all of a large body has been read.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._socket.sendall(request)
        top, _, self._read = self._until(b"\r\n\r\n").partition(b"\r\n\r\n")
        line, *rest = top.decode("latin-1").split("\r\n")
        headers = tuple((name.lower(), value) for name, _, value in (text.partition(": ") for text in rest))
        answer = Answer(int(line.split(" ")[1]), headers, b"")
        length = 0 if head or answer.status in (204, 304) else int(answer.header("content-length") or "0")
        while len(self._read) < length:
            self._more()
        body, self._read = self._read[:length], self._read[length:]
        if answer.header("connection") == "close":
            self.close()
        return Answer(answer.status, headers, body)

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._read:
            self._more()
        return self._read

    def _more(self) -> None:
        assert self._socket is not None
        piece = self._socket.recv(1 << 16)
        if not piece:
            raise ConnectionResetError("the site hung up")
        self._read += piece


class Person:
    """Somebody with a browser: keeps cookies, says where requests come from."""

    def __init__(self, client: Client, cookies: dict[str, str] | None = None) -> None:
        self.client = client
        self.cookies = dict(cookies or {})

    @property
    def cookie(self) -> Headers:
        text = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return (("Cookie", text),) if text else ()

    @property
    def own(self) -> Headers:
        """What the browser adds to a request that a page of the site makes."""
        here = f"http://{self.client.host}"
        return (*self.cookie, ("Origin", here), ("Sec-Fetch-Site", "same-origin"))

    def get(self, path: str, *headers: tuple[str, str]) -> Answer:
        return self.client.ask("GET", path, (*self.cookie, *headers))

    def post(self, path: str, **fields: str) -> Answer:
        """Sends a form, and keeps the cookies that come back."""
        kind = ("Content-Type", "application/x-www-form-urlencoded")
        answer = self.client.ask("POST", path, (*self.own, kind), urlencode(fields).encode())
        self.cookies |= answer.cookies
        return answer

    def call(self, method: str, **request: Any) -> Answer:
        """The Connect protocol: "stories.v1.Stories/Publish"."""
        return self.send(f"/octavo.{method}", json.dumps(request).encode())

    def send(self, path: str, body: bytes, kind: str = "application/json") -> Answer:
        return self.client.ask("POST", path, (*self.own, ("Content-Type", kind)), body)

    def upload(self, data: bytes, name: str = "picture", kind: str = "image/png") -> Answer:
        headers = (*self.own, ("Content-Type", kind), ("X-File-Name", quote(name)))
        return self.client.ask("POST", "/images", headers, data)


class World(msgspec.Struct, frozen=True, kw_only=True):
    """The site, who is on it, and what they have."""

    site: Running
    data: Path
    owner: Person
    ada: Person
    """A member with stories and a picture."""
    bob: Person
    """A member who has nothing, and wants theirs."""
    nobody: Person
    ids: dict[str, str]
    """Of what there is: "story" (published), "draft", "revision", "person", "image", "members" …"""

    def stranger(self, **cookies: str) -> Person:
        return Person(self.owner.client, cookies)

    def state(self) -> dict[str, str]:
        """A digest of every table, but for what changes by itself."""
        found: dict[str, str] = {}
        for path in sorted(self.data.glob("*.db")):
            with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
                db.execute("BEGIN")
                tables = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
                for (table,) in tables:
                    if table not in VOLATILE and f"{path.stem}.{table}" not in VOLATILE:
                        found[f"{path.stem}.{table}"] = _digest(db, table)
        return found


def _digest(db: sqlite3.Connection, table: str) -> str:
    columns = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")') if row[1] not in TOUCHED]
    rows = db.execute(f'SELECT {", ".join(columns)} FROM "{table}"').fetchall()
    return hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()


def document(text: str, *more: dict[str, Any]) -> str:
    """A story's body: one paragraph, and the blocks that are given."""
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": text}]} if text else None
    return json.dumps({"type": "doc", "content": [*([paragraph] if paragraph else []), *more]})


def joined(owner: Person, handle: str) -> Person:
    """Somebody new, by the owner's invitation."""
    link = owner.call("accounts.v1.Accounts/Invite", email=f"{handle}@mail.test").json["link"]
    person = Person(owner.client)
    answer = person.post(link.partition(owner.client.host)[2], handle=handle, name=handle.title())
    assert answer.status == 303, answer.body
    return person


def draft(person: Person, title: str, body: str, **content: Any) -> str:
    made = person.call("stories.v1.Stories/CreateDraft", content={"title": title, "body": body, **content})
    assert made.status == 200, made.body
    return str(made.json["draft"]["id"])


def published(person: Person, title: str, body: str, **content: Any) -> str:
    story_id = draft(person, title, body, **content)
    answer = person.call("stories.v1.Stories/Publish", storyId=story_id, version=1)
    assert answer.status == 200, answer.body
    return story_id


def settled(running: Running, data: Path, picture: bytes) -> World:
    """The people, and what they have."""
    client = Client(running.port)
    owner = Person(client)
    link = running.wait_for(rf"{running.url}/sign-in/link/[\w-]+").removeprefix(running.url)
    assert owner.post(link, handle="olga", name="Olga", email="olga@mail.test").status == 303
    ada, bob = joined(owner, "ada"), joined(owner, "bob")
    ids = {
        "story": published(ada, "A story", document("Of the sea.")),
        "members": published(ada, "For members", document("a " * 400 + "secret-end"), visibility="MEMBERS"),
        "draft": draft(ada, "A draft", document("Not yet secret-draft.")),
        "person": ada.call("accounts.v1.Accounts/GetMe").json["me"]["person"]["id"],
        "session": ada.call("accounts.v1.Accounts/ListSessions").json["sessions"][0]["id"],
        "image": ada.upload(picture).json["id"],
    }
    revisions = ada.call("stories.v1.Stories/ListRevisions", storyId=ids["draft"]).json["revisions"]
    ids["revision"] = revisions[0]["id"]
    return World(site=running, data=data, owner=owner, ada=ada, bob=bob, nobody=Person(client), ids=ids)


@contextlib.contextmanager
def unchanged(world: World) -> Iterator[None]:
    """Nothing that the site stores is other at the end of the block."""
    before = world.state()
    yield
    after = world.state()
    changed = sorted(name for name in before if before[name] != after[name])
    assert not changed, changed


def check_refusal(answer: Answer, *statuses: int) -> None:
    """A refusal as documented: its status, a message that helps, nothing from inside."""
    assert answer.status in statuses, (answer.status, answer.body[:500])
    assert not LEAKS.search(answer.body), answer.body[:500]
    assert answer.body, "a refusal says why"
    if answer.header("content-type").startswith("application/json"):
        assert answer.json["message"], answer.body
