"""A page of the site in a real browser, under the policy that the site sends; what it asks for is made up."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Page, Route

from octavo.edge.assets import STATIC
from octavo.edge.pages.views import PublicPage
from octavo.edge.pages.views_private import PrivatePage
from octavo.edge.render import Frame, Look

ROOT = Path(__file__).parents[2]
ORIGIN = "https://octavo.test"
TYPES = {"js": "text/javascript", "css": "text/css", "woff2": "font/woff2", "svg": "image/svg+xml"}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


class Stage:
    """A browser page on a site that is only as real as the scripts need it."""

    def __init__(self, page: Page, look: Look) -> None:
        self.page = page
        self.look = look
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.sent: list[str] = []
        self.answers: dict[str, tuple[str, str]] = {
            "/me/notifications/stream": ("text/event-stream", "retry: 600000\n\n")
        }

    async def show(
        self, view: PublicPage | PrivatePage, frame: Frame | None = None, path: str = "/x"
    ) -> None:
        self.answers[path] = ("text/html", self.look.page(view, frame))
        await self.page.goto(ORIGIN + path)

    async def answer(self, route: Route) -> None:
        request = route.request
        path = urlsplit(request.url).path
        if request.method == "POST":
            self.sent.append(f"{path} {request.post_data or ''}")
            kind, body = self.answers.get(path, ("", ""))
            await route.fulfill(status=200 if body else 204, body=body, content_type=kind or None)
        elif path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            await route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix[1:]])
        elif path.startswith("/i/"):
            await route.fulfill(body=PIXEL, content_type="image/png")
        else:
            self.asked.append(path)
            kind, body = self.answers.get(path, ("text/html", "<title>elsewhere</title>"))
            policy = {"content-security-policy": self.look.content_security_policy}
            await route.fulfill(body=body, content_type=f"{kind}; charset=utf-8", headers=policy)


async def signed_in(stage: Stage, **here: object) -> None:
    """A browser that has signed in: the mark is there, and `/me/here` knows who it is."""
    await stage.page.context.add_cookies([{"name": "signed-in", "value": "1", "url": ORIGIN}])
    person = {"name": "Bo Ek", "handle": "bo", "address": "/@bo", "picture": ""}
    answer = {"person": person, "keeper": False, "edit": "", "full": "", **here}
    stage.answers["/me/here"] = ("application/json", json.dumps(answer))


async def until(stage: Stage, done: Callable[[], bool]) -> None:
    for _ in range(400):
        if done():
            return
        await stage.page.wait_for_timeout(25)
    raise AssertionError("it did not happen")
