"""Hostile words in a real browser, with the site's policy switched off: they must be inert by themselves."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msgspec
from playwright.sync_api import Page, expect

from octavo.document.html_import import from_html
from octavo.document.markdown_import import from_markdown
from tests.document.vectors import DISGUISED, HTML
from tests.journeys.acts import become_owner
from tests.running import Running

CALL = """async ([method, request]) => {
  const answer = await fetch(`/${method}`, {
    method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify(request) });
  return [answer.status, await answer.json()];
}"""
PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  document.querySelector("[role=textbox]").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
UNSAFE = """() => [...document.querySelectorAll("[href], [src], [action], [formaction]")]
  .flatMap((node) => [node.href, node.src, node.action, node.formAction])
  .filter((address) => /^(javascript|vbscript|data:text)/i.test(String(address ?? "").trim()))"""


class Watch:
    """Notes what hostile words would do if they could: dialogs, and requests to other places."""

    def __init__(self, page: Page, site: Running) -> None:
        self.seen: list[str] = []
        self._host = urlsplit(site.url).netloc
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self._request(request.url))
        page.on("popup", lambda popup: self.seen.append(f"popup {popup.url}"))

    def _dialog(self, dialog: Any) -> None:
        self.seen.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https", "ftp") and parts.netloc != self._host:
            self.seen.append(f"request {address}")


def call(page: Page, method: str, **request: Any) -> tuple[int, Any]:
    status, answer = page.evaluate(CALL, [f"octavo.{method}", request])
    return status, answer


def hostile_documents() -> list[str]:
    """Everything that the vectors become: as text, as HTML and as Markdown that was brought in."""
    said = [{"type": "paragraph", "content": [{"type": "text", "text": vector}]} for vector in HTML]
    brought = [
        block
        for convert in (from_html, from_markdown)
        for vector in HTML
        for block in msgspec.to_builtins(convert(vector).document)["content"]
    ]
    linked = [
        {
            "type": "paragraph",
            "content": [
                {"type": "text", "text": "x", "marks": [{"type": "link", "attrs": {"href": address}}]}
            ],
        }
        for address in DISGUISED
    ]
    return [json.dumps({"type": "doc", "content": blocks}) for blocks in (said, brought, linked)]


def test_hostile_stories_are_inert_for_their_readers(
    plain_site: Running, person: Callable[..., Page]
) -> None:
    ada, reader = person(), person(bypass_csp=True)
    become_owner(ada, plain_site)
    watch, name = Watch(reader, plain_site), '"><img src=x onerror=alert(1)>'
    status, _ = call(ada, "accounts.v1.Accounts/UpdateProfile", name=name, bio=name)
    assert status == 200
    paths = ["/", "/@ada", "/tag/%22%3E%3Cscript%3Ealert(1)"]
    for number, body in enumerate(hostile_documents()):
        title = f"</title><script>alert({number})</script>"
        content = {
            "title": title,
            "subtitle": name,
            "body": body,
            "tags": ['"><script>alert(1)'],
            "excerpt": name,
        }
        status, made = call(ada, "stories.v1.Stories/CreateDraft", content=content)
        assert status == 200, made
        story_id = made["draft"]["id"]
        status, published = call(ada, "stories.v1.Stories/Publish", storyId=story_id, version=1)
        assert status == 200, published
        paths.append(f"/p/{story_id}")
    for path in paths:
        answer = reader.goto(plain_site.url + path, wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200, path
        assert reader.evaluate(UNSAFE) == []
    assert watch.seen == []


def test_hostile_pastes_are_inert_in_the_editor(plain_site: Running, person: Callable[..., Page]) -> None:
    ada = person(bypass_csp=True)
    become_owner(ada, plain_site)
    watch = Watch(ada, plain_site)
    ada.goto(f"{plain_site.url}/new")
    body = ada.get_by_role("textbox", name="The story")
    body.click()
    for vector in HTML:
        ada.evaluate(PASTE, [vector, vector])
        ada.evaluate(PASTE, ["", vector])
    ada.get_by_label("Title", exact=True).fill("Pasted")
    expect(ada.locator(".save-word")).to_have_text("Saved", timeout=20_000)
    assert ada.evaluate(UNSAFE) == []
    ada.reload()
    expect(body).to_be_visible()
    ada.wait_for_timeout(500)  # never idle: the bell listens
    assert watch.seen == []
