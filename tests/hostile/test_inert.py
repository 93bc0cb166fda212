"""Hostile words in every field that people fill in, looked at in a real browser by readers and writers.

Twice: with the site's policy switched off, so that the words must be inert by themselves; and with it on,
where no page of ours may offend against it.
"""

import html
import json
import re
from typing import Any, Final
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

from tests.document.vectors import ADDRESSES, DISGUISED, HTML
from tests.hostile.site import Person, World, check_refusal
from tests.running import octavo

WORDS: Final = (
    '"><img src=x onerror=canary=1>',
    "'><img src=x onerror=canary=1>",
    "</script><script>canary=1</script>",
    "</title></style></textarea></template></noscript><svg onload=canary=1>",
    "<!--><script>canary=1</script>-->",
    "]]><script>canary=1</script>",
    "{{constructor.constructor('canary=1')()}}{% raw %}{{ 7*7 }}",
    "${canary=1}`+canary-'\\'-canary-\"",
    "&lt;img src=x onerror=canary=1&gt;",
    "\\u003cscript\\u003ecanary=1\\u003c/script\\u003e",
    "javascript:canary=1",
    "<base href=//evil.test/><link rel=stylesheet href=//evil.test/x>",
    "<meta http-equiv=refresh content=0;url=//evil.test/>",
    "<img src=//evil.test/x><iframe src=//evil.test/>",
    "\u202e<script>canary=1</script>",
    "%0d%0aLocation: //evil.test/%3Cscript%3Ecanary=1%3C/script%3E",
)
"""What would set `window.canary`, or ask evil.test for something, were it anything but words."""

UNSAFE: Final = """() => [...document.querySelectorAll("*")].flatMap((node) => [
  ...[...node.attributes].filter((one) => /^on/i.test(one.name)).map((one) => one.name + "=" + one.value),
  ...[node.href, node.src, node.action, node.formAction, node.data]
    .filter((address) => /^\\s*(javascript|vbscript|data:text)/i.test(String(address ?? ""))),
])"""


class Watch:
    """A page, and all that hostile words made it do."""

    def __init__(self, chromium: Browser, person: Person, *, policy: bool) -> None:
        self.seen: list[str] = []
        self._origin = f"http://{person.client.host}"
        self.context = chromium.new_context(bypass_csp=not policy)
        self.context.add_cookies(
            [{"name": name, "value": value, "url": self._origin} for name, value in person.cookies.items()]
        )
        self.page: Page = self.context.new_page()
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda request: self._request(request.url))
        self.page.on("console", lambda said: self._said(said.text))
        self.page.on("pageerror", lambda error: self.seen.append(f"{self.page.url}: {error}"))

    def _dialog(self, dialog: Any) -> None:
        if dialog.type != "beforeunload":
            self.seen.append(f"{self.page.url}: dialog {dialog.message}")
        dialog.accept()

    def _request(self, address: str) -> None:
        if urlsplit(address).scheme in ("http", "https", "ftp") and not address.startswith(
            f"{self._origin}/"
        ):
            self.seen.append(f"{self.page.url}: request {address}")

    def _said(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.seen.append(f"{self.page.url}: {text}")

    def look(self, path: str) -> None:
        answer = self.page.goto(self._origin + path, wait_until="load")
        assert answer is not None
        assert answer.status == 200, path
        # A turn of the page's own loop, so that failing images have called whom they would call.
        self.page.evaluate("() => new Promise((done) => setTimeout(done, 30))")
        found = self.page.evaluate(UNSAFE)
        if found:
            self.seen.append(f"{self.page.url}: {found}")
        if self.page.evaluate("() => typeof window.canary") != "undefined":
            self.seen.append(f"{self.page.url}: the canary sang")


def paragraph(text: str, **link: str) -> dict[str, Any]:
    marks = [{"type": "link", "attrs": link}] if link else []
    return {"type": "paragraph", "content": [{"type": "text", "text": text, "marks": marks}]}


def body(word: str, image: str) -> str:
    """A story that has the word wherever a document has words."""
    blocks = [
        paragraph(word),
        paragraph(word, href=f"https://evil.test/{quote(word)}"),
        {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": word}]},
        {"type": "codeBlock", "attrs": {"language": "html"}, "content": [{"type": "text", "text": word}]},
        {
            "type": "figure",
            "attrs": {"image": image, "alt": word},
            "content": [{"type": "text", "text": word}],
        },
    ]
    return json.dumps({"type": "doc", "content": blocks})


@pytest.fixture(scope="module")
def hostile(world: World) -> list[str]:
    """Everything filled in with them; the paths at which readers find it."""
    ada, image = world.ada, world.ids["image"]
    paths = ["/", "/@ada"]
    for number, word in enumerate(WORDS):
        links = [{"label": word[:50], "url": f"https://example.org/{quote(word)}"}]
        profile = ada.call(
            "accounts.v1.Accounts/UpdateProfile", name=word[:80], bio=word, links=links, replaceLinks=True
        )
        assert profile.status == 200, profile
        tag = re.sub(r"[/\\]", "", word)[:40].strip()
        content = {
            "title": word,
            "subtitle": word,
            "excerpt": word,
            "body": body(word, image),
            "tags": [tag],
            "cover": {"imageId": image, "alt": word, "width": 3, "height": 2},
            "slug": word[:100],
        }
        made = ada.call("stories.v1.Stories/CreateDraft", content=content)
        assert made.status == 200, made
        story_id = made.json["draft"]["id"]
        key = ada.call("stories.v1.Stories/ShareDraft", storyId=story_id, shared=True).json["shareKey"]
        assert ada.call("stories.v1.Stories/Publish", storyId=story_id, version=1).status == 200
        world.ids[f"hostile {number}"] = story_id
        found = ada.call("stories.v1.Stories/ReadStory", storyId=story_id).json["story"]["story"]
        paths += [f"/p/{story_id}", f"/draft/{key}", f"/tag/{quote(found['tags'][0], safe='')}"]
    return paths


@pytest.mark.parametrize("policy", [False, True], ids=["without a policy", "with it"])
def test_no_word_does_anything_to_its_readers(
    world: World, hostile: list[str], chromium: Browser, policy: bool
) -> None:
    watch = Watch(chromium, world.nobody, policy=policy)
    for path in hostile[:8] if policy else hostile:
        watch.look(path)
    watch.context.close()
    assert watch.seen == []


@pytest.mark.parametrize("policy", [False, True], ids=["without a policy", "with it"])
def test_no_word_does_anything_to_who_wrote_it(
    world: World, hostile: list[str], chromium: Browser, policy: bool
) -> None:
    assert hostile
    ids = [story_id for name, story_id in world.ids.items() if name.startswith("hostile")]
    ids = ids[:2] if policy else ids
    for person, paths in (
        (world.ada, ["/me/settings", "/me/stories?show=published", *(f"/edit/{one}" for one in ids)]),
        (world.owner, ["/admin", f"/sign-in?then={quote(WORDS[0])}"]),
    ):
        watch = Watch(chromium, person, policy=policy)
        for path in paths:
            watch.look(path)
        watch.context.close()
        assert watch.seen == []


def test_feeds_are_well_formed_and_hold_the_words_as_words(world: World, hostile: list[str]) -> None:
    assert hostile
    for path in ("/feed", "/feed/@ada"):
        answer = world.nobody.get(path)
        assert "xml" in answer.header("content-type")
        assert answer.header("x-content-type-options") == "nosniff"
        feed = ElementTree.fromstring(answer.body)
        titles = {html.unescape(item.findtext("title") or "") for item in feed.iter("item")}
        assert any("onerror=canary=1" in title for title in titles)
        for item in feed.iter("item"):
            assert re.match(r"http://127\.0\.0\.1:\d+/@ada/", item.findtext("link") or "")


def test_what_was_imported_is_inert(world: World, chromium: Browser) -> None:
    folder = world.data.parent / "blog" / "posts"
    folder.mkdir(parents=True)
    for number, pieces in enumerate((HTML[::2], HTML[1::2], WORDS)):
        said = "\n\n".join(piece.replace("\x00", "") for piece in pieces)
        front = "".join(
            f"{name}: {json.dumps(WORDS[number])}\n" for name in ("title", "author", "excerpt", "subtitle")
        )
        tags = json.dumps(list(WORDS[:3]))
        text = f"---\n{front}tags: {tags}\n---\n\n{said}\n"
        (folder / f"2020-01-0{number + 1}-x.md").write_text(text, encoding="utf-8")
    done = octavo(
        "import",
        str(folder.parent),
        OCTAVO_DATA=str(world.data),
        OCTAVO_PORT=str(world.site.port),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    listed = world.nobody.call("stories.v1.Stories/ListStories", limit=100).json["stories"]
    imported = [story["id"] for story in listed if story["publishedAt"].startswith("2020-01-0")]
    assert imported
    watch = Watch(chromium, world.nobody, policy=False)
    for story_id in imported:
        watch.look(f"/p/{story_id}")
    watch.context.close()
    assert watch.seen == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_field_takes_an_address_that_does_something(world: World, address: str) -> None:
    story = json.dumps({"type": "doc", "content": [paragraph("x", href=address)]})
    image = {"type": "figure", "attrs": {"image": world.ids["image"], "href": address}}
    linked = json.dumps({"type": "doc", "content": [image]})
    for content in ({"body": story}, {"body": linked}, {"body": "", "canonicalUrl": address or "x"}):
        answer = world.bob.call("stories.v1.Stories/CreateDraft", content={"title": "x", **content})
        check_refusal(answer, 400)
    links = [{"label": "x", "url": address}]
    answer = world.bob.call("accounts.v1.Accounts/UpdateProfile", links=links, replaceLinks=True)
    check_refusal(answer, 400)


@pytest.mark.parametrize("address", DISGUISED)
def test_a_disguised_address_stays_the_value_of_its_attribute(world: World, address: str) -> None:
    story = json.dumps({"type": "doc", "content": [paragraph("x", href=address)]})
    made = world.bob.call("stories.v1.Stories/CreateDraft", content={"title": "x", "body": story})
    if made.status != 200:
        return check_refusal(made, 400)
    published = world.bob.call("stories.v1.Stories/Publish", storyId=made.json["draft"]["id"], version=1)
    text = world.nobody.call("stories.v1.Stories/ReadStory", storyId=made.json["draft"]["id"]).json["story"][
        "html"
    ]
    assert published.status == 200
    tags = re.findall(r"<[^>]*>", text)
    assert {re.match(r"</?(\w+)", tag)[1] for tag in tags} <= {"p", "a"}  # type: ignore[index]
    for tag in tags:
        assert not re.search(r"\son\w+=", re.sub(r'"[^"]*"', '""', tag))
    return None
