"""A browser in miniature: asks an ASGI application, keeps cookies, sends the headers that browsers send."""

import asyncio
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import brotli
from selectolax.lexbor import LexborHTMLParser


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key == name)

    @property
    def text(self) -> str:
        body = self.body
        match self.header("content-encoding"):
            case "gzip":
                body = gzip.decompress(body)
            case "br":
                body = brotli.decompress(body)
        return body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def location(self) -> str:
        return self.header("location")

    @property
    def page(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.text)

    def words(self, selector: str) -> list[str]:
        return [node.text(strip=True) for node in self.page.css(selector)]


@dataclass
class Browser:
    """Talks to `app`, as one person on one device."""

    app: Any
    host: str = "octavo.test"
    cookies: dict[str, str] = field(default_factory=dict)
    language: str = "en"

    async def get(self, address: str, **headers: str) -> Answer:
        return await self.ask("GET", address, headers=headers)

    async def post(self, address: str, **fields: str) -> Answer:
        """Sends a form, as a page of the site does."""
        return await self.send(address, urlencode(fields).encode())

    async def send(self, address: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        own = {
            "content-type": "application/x-www-form-urlencoded",
            "origin": f"http://{self.host}",
            "sec-fetch-site": "same-origin",
        }
        return await self.ask("POST", address, body=body, headers={**own, **(headers or {})})

    async def call(self, method: str, **request: Any) -> Answer:
        """The Connect protocol, as the editor speaks it."""
        body = json.dumps(request).encode()
        return await self.send(f"/octavo.{method}", body, {"content-type": "application/json"})

    async def ask(
        self, method: str, address: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        parts = urlsplit(address)
        own = {"host": self.host, "accept": "text/html,*/*", "accept-language": self.language}
        if self.cookies:
            own["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        named = {key.replace("_", "-"): value for key, value in (headers or {}).items()}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquoted(parts.path),
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(key.encode(), value.encode("latin-1")) for key, value in {**own, **named}.items()],
            "client": ("192.0.2.7", 40000),
            "server": (self.host, 80),
            "state": {"draining": lambda: True},  # what would go on for ever ends at once
        }
        return await self._asked(scope, body)

    async def _asked(self, scope: dict[str, Any], body: bytes) -> Answer:
        sent: list[dict[str, Any]] = []
        pieces = [{"type": "http.request", "body": body, "more_body": False}]

        answered = asyncio.Event()

        async def receive() -> dict[str, Any]:
            if pieces:
                return pieces.pop(0)
            await answered.wait()  # whoever asked waits for the answer
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                answered.set()

        await self.app(scope, receive, send)
        start = next(message for message in sent if message["type"] == "http.response.start")
        headers = [
            (key.decode("latin-1").lower(), value.decode("latin-1")) for key, value in start["headers"]
        ]
        content = b"".join(message.get("body", b"") for message in sent if "body" in message)
        answer = Answer(start["status"], headers, content)
        self._keep_cookies(answer)
        return answer

    def _keep_cookies(self, answer: Answer) -> None:
        for name, value in answer.headers:
            if name != "set-cookie":
                continue
            cookie, _, attributes = value.partition(";")
            key, _, content = cookie.partition("=")
            if "max-age=0" in attributes.lower():
                self.cookies.pop(key, None)
            else:
                self.cookies[key] = content


def unquoted(path: str) -> str:
    from urllib.parse import unquote

    return unquote(path)
