"""How long a letter takes from its key to the screen in a very long story, in Chromium on one core.

Ten thousand words with a hundred pictures, lists, tables, headings and marked words. Letters are typed at the
story's start, middle and end at the pace of a fast writer, so that what the editor does beside the typing
(keeping, saving, counting) falls among them. A letter's time runs from the event of its key to the first
moment after the frame that shows it.

python -m benchmarks.typing
"""

import os
import random
import struct
import zlib
from typing import Any

import msgspec
from playwright.sync_api import Page, sync_playwright

from benchmarks.page_weight import CHROMIUM, FLAGS
from benchmarks.results import Figure, busy_before, keep, median, number, percentile
from benchmarks.stage import LOAD_CORE, Site, folder, octavo, running, sign_in

STORIES = "octavo.stories.v1.Stories"
WORDS, PICTURES, PARAGRAPH = 10_000, 100, 50
LETTERS, PACE_MS, SETTLE_MS = 120, 80, 1500
LIMIT_MS = 50
SIZE = (640, 400)
SYLLABLES = ["ka", "lo", "mi", "ter", "sen", "da", "ru", "pel", "on", "vi", "sta", "ne", "gor", "ya", "bel"]

WATCH = """() => {
  window.letters = [];
  const after = new MessageChannel();
  let waiting = [];
  after.port1.onmessage = () => {
    const now = performance.now();
    window.letters.push(...waiting.map(at => now - at));
    waiting = [];
  };
  document.addEventListener('keydown', event => {
    const at = event.timeStamp;
    requestAnimationFrame(() => { waiting.push(at); after.port2.postMessage(0); });
  }, true);
}"""
CARET = """part => {
  const lines = [...document.querySelectorAll('.edit-body .prose > p')];
  const line = lines[Math.min(lines.length - 1, Math.floor(lines.length * part))];
  line.scrollIntoView({block: 'center'});
  const range = document.createRange();
  range.selectNodeContents(line);
  range.collapse(false);
  document.querySelector('.edit-body .prose').focus({preventScroll: true});
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def picture(shade: int) -> bytes:
    """A PNG of one's own: no two are alike."""
    width, height = SIZE
    row = b"\0" + b"".join(bytes((x * 255 // width, shade * 2, 120)) for x in range(width))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(row * height)) + chunk(b"IEND", b"")


def uploaded(site: Site, cookie: str, shade: int) -> dict[str, Any]:
    """A picture at the site."""
    status, _, body = site.ask(
        "POST", "/images", picture(shade), Content_Type="image/png", Cookie=cookie, Origin=site.url
    )
    if status >= 300:
        raise RuntimeError(f"picture: {status} {body[:300]!r}")
    answer: dict[str, Any] = msgspec.json.decode(body)
    return answer


def text(words: random.Random, count: int) -> list[dict[str, Any]]:
    """Inline content of so many made words; one word in twenty is marked."""
    made: list[dict[str, Any]] = []
    for _ in range(count):
        word = "".join(words.choices(SYLLABLES, k=words.randint(1, 4)))
        marks = [{"type": words.choice(("bold", "italic", "code"))}] if words.random() < 0.05 else []
        made.append({"type": "text", "text": f"{word} ", **({"marks": marks} if marks else {})})
    return made


def paragraph(words: random.Random, count: int) -> dict[str, Any]:
    """One paragraph."""
    return {"type": "paragraph", "content": text(words, count)}


def table(words: random.Random) -> dict[str, Any]:
    """Four rows of three cells."""
    cells = [[{"type": "tableCell", "content": [paragraph(words, 2)]} for _ in range(3)] for _ in range(4)]
    return {"type": "table", "content": [{"type": "tableRow", "content": row} for row in cells]}


def body(images: list[dict[str, Any]]) -> str:
    """The long story's document."""
    words = random.Random(3)
    blocks: list[dict[str, Any]] = []
    for number_, image in enumerate(images):
        blocks += [paragraph(words, PARAGRAPH) for _ in range(WORDS // PARAGRAPH // PICTURES)]
        size = {"width": image["width"], "height": image["height"], "placeholder": image["placeholder"]}
        blocks.append({"type": "figure", "attrs": {"image": image["id"], **size}, "content": text(words, 4)})
        if number_ % 5 == 0:
            blocks.append({"type": "heading", "attrs": {"level": 2}, "content": text(words, 5)})
        if number_ % 10 == 0:
            items = [{"type": "listItem", "content": [paragraph(words, 8)]} for _ in range(4)]
            blocks.append({"type": "bulletList", "content": items})
        if number_ % 20 == 0:
            blocks.append(table(words))
    blocks.append(paragraph(words, PARAGRAPH))
    return msgspec.json.encode({"type": "doc", "content": blocks}).decode()


def long_story(site: Site, cookie: str) -> str:
    """A draft of it; its id."""
    images = [uploaded(site, cookie, shade) for shade in range(PICTURES)]
    content = {"title": "A very long story", "body": body(images)}
    draft = site.call(f"{STORIES}/CreateDraft", cookie, content=content)["draft"]
    return str(msgspec.convert(draft, dict[str, Any])["id"])


def typed(page: Page, part: float) -> list[float]:
    """The times of letters that are typed at one place, in milliseconds."""
    page.evaluate(CARET, part)
    page.wait_for_timeout(SETTLE_MS)
    page.evaluate("window.letters = []")
    for number_ in range(LETTERS):
        page.keyboard.press("Space" if number_ % 6 == 5 else "abcdefgh"[number_ % 8])
        page.wait_for_timeout(PACE_MS)
    page.wait_for_timeout(SETTLE_MS)
    times: list[float] = page.evaluate("window.letters")
    if len(times) != LETTERS:
        raise RuntimeError(f"{len(times)} of {LETTERS} letters were seen")
    return times


def measured(site: Site, cookie: str, story: str) -> tuple[dict[str, list[float]], float]:
    """The letters' times by place, and how long the page takes until it can be written on."""
    os.sched_setaffinity(0, {int(LOAD_CORE)})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS[1:]))
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        pairs = (pair.partition("=") for pair in cookie.split("; "))
        context.add_cookies([{"name": name, "value": value, "url": site.url} for name, _, value in pairs])
        page = context.new_page()
        page.goto(f"{site.url}/edit/{story}", wait_until="commit")
        page.wait_for_selector(".edit-body .prose > p")
        ready = float(page.evaluate("performance.now()"))
        page.wait_for_load_state("load")
        page.evaluate(WATCH)
        typed(page, 0.5)  # the first letters warm the machine up
        times = {name: typed(page, part) for name, part in (("start", 0.0), ("middle", 0.5), ("end", 1.0))}
        if not page.locator(".save-word[data-state=saved]").count():
            raise RuntimeError(f"not saved: {page.locator('.save-word').inner_text()}")
        browser.close()
    return times, ready


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    with folder() as place:
        octavo(place / "data", "demo")
        with running(place / "data") as site:
            cookie = sign_in(site)
            times, ready = measured(site, cookie, long_story(site, cookie))
    lines: list[str | Figure] = [
        f"{number(WORDS)} words, {PICTURES} pictures; {LETTERS} letters at each place, one every {PACE_MS} ms"
        " and more; the editor's page on one core",
        "",
        *(
            f"at the {name}: median {number(median(found))} ms, 95 % {number(percentile(found, 0.95))} ms,"
            f" longest {number(max(found))} ms"
            for name, found in times.items()
        ),
        f"the page can be written on after {number(ready)} ms",
        "",
        *(
            Figure(f"key to screen at the {name}, 95 %", percentile(found, 0.95), LIMIT_MS, "ms")
            for name, found in times.items()
        ),
    ]
    return keep("typing", lines, began)


if __name__ == "__main__":
    main()
