"""A story of 10,000 words with all that a text can hold: its weight, and when it answers on a slow machine.

The page's own HTML and its script, gzip; fonts and pictures are told beside it. In Chromium at a quarter of
the machine's speed (over CDP) it is interactive when its HTML is parsed and no long task follows.

python -m benchmarks.long_story
"""

import gzip
import re
from itertools import islice
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.page_weight import CHROMIUM, FLAGS, LATE_MS
from benchmarks.results import Figure, busy_before, keep, median, spread
from benchmarks.stage import BLOG, folder, octavo, running

WORDS = 10_000
RUNS = 5
SLOWER = 4
LIMIT_KB = 60.0
LIMIT_SECONDS = 1.0
_FILLER = "Reading is the product and a page should look like a well set book on a quiet desk by the window. "
_THINGS = (
    '<figure class="embed" data-embed="youtube"><a class="embed-poster" '
    'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"><b class="embed-title">A film</b></a></figure>',
    '<div class="link-card"><a href="https://example.org/"><b class="link-title">A page</b>'
    '<span class="link-about">What it says</span><span class="link-site">example.org</span></a></div>',
    '<div class="maths-block" data-latex="\\int_0^1 x^2\\,dx = \\frac{1}{3}"></div>',
    '<div data-callout="tip">\n\nMind this.\n\n</div>',
)
_WATCH = """
window.longTasks = [];
new PerformanceObserver(list => {
  for (const one of list.getEntries()) window.longTasks.push(one.startTime + one.duration);
}).observe({type: "longtask", buffered: true});
"""
_TOLD = (
    """() => Math.max(performance.getEntriesByType("navigation")[0].domInteractive, 0, ...window.longTasks)"""
)


def paragraphs() -> list[str]:
    """Real prose where it lies, ours otherwise: as many paragraphs as make the words."""
    found: list[str] = []
    words = 0
    for file in islice(sorted(BLOG.rglob("*.md")), 400):
        for block in file.read_text(errors="replace").split("\n\n"):
            text = " ".join(block.split())
            if re.fullmatch(r"[A-Z][\w ,.;:'()-]{120,900}[.]", text):
                found.append(text)
                words += len(text.split())
                if words >= WORDS:
                    return found
    while words < WORDS:
        found.append(_FILLER * 4)
        words += len(_FILLER.split()) * 4
    return found


def long_story(place: Path) -> None:
    """Writes it, as a file to be imported."""
    parts = [
        "---\ntitle: A long story\ndate: 2024-01-01\nauthors: ada\n---\n"
        '<nav class="contents" data-depth="3"></nav>'
    ]
    notes = []
    for number, text in enumerate(paragraphs()):
        if number % 8 == 0:
            parts.append(f"## Part {number // 8 + 1}")
        if number % 5 == 0:
            notes.append(f"[^{number}]: A note to this.")
            text = f"{text}[^{number}]"
        parts.append(text)
        if number % 12 == 0:
            parts.append(_THINGS[number // 12 % len(_THINGS)])
    (place / "_posts").mkdir(parents=True)
    (place / "_posts" / "2024-01-01-long.md").write_text("\n\n".join([*parts, *notes]) + "\n")


def interactive(browser: Browser, url: str) -> float:
    """Seconds until the page answers."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script(_WATCH)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="load")
    page.wait_for_timeout(LATE_MS)
    taken = float(page.evaluate(_TOLD)) / 1000
    context.close()
    return taken


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    with folder() as place:
        long_story(place / "long")
        octavo(place / "data", "import", str(place / "long"))
        with running(place / "data") as site, sync_playwright() as playwright:
            home = site.ask("GET", "/")[2].decode()
            found = re.search(r'href="(/@[^"]*/[^"]+)"', home)
            assert found, "the story is on the home page"
            html = site.ask("GET", found[1])[2]
            scripts = set(re.findall(rb'src="(/static/[^"]+\.js)"', html))
            script = b"".join(site.ask("GET", one.decode())[2] for one in sorted(scripts))
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS[1:]))
            times = [interactive(browser, site.url + found[1]) for _ in range(RUNS)]
            browser.close()
    page_kb = len(gzip.compress(html, 6)) / 1000
    script_kb = len(gzip.compress(script, 6)) / 1000
    words = len(re.sub(rb"<[^>]+>", b" ", html.partition(b"data-body")[2]).split())
    lines: list[str | Figure] = [
        f"{words:,} words; HTML and style {page_kb:.1f} kB, script {script_kb:.1f} kB, gzip; no picture",
        f"interactive, runs: {spread(times)} s",
        "",
        Figure("page and script without pictures and fonts, gzip", page_kb + script_kb, LIMIT_KB, "kB"),
        Figure(f"interactive on a CPU {SLOWER} times slower", median(times), LIMIT_SECONDS, "s"),
    ]
    return keep("long_story", lines, began)


if __name__ == "__main__":
    main()
