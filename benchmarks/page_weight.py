"""What a page weighs and how it does in the browser: script, all bytes, Lighthouse, axe in light and dark.

Lighthouse and axe come from `benchmarks/package.json`, by npm and the first time; the browser is Debian's.

python -m benchmarks.page_weight
"""

import gzip
import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Response, sync_playwright

from benchmarks.furnished import bring_everything, furnish
from benchmarks.results import Figure, busy_before, keep, median, number
from benchmarks.stage import Site, filled, folder, running, stories_said

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3
ERROR = "nothing there"
"""Answers 404, as it must: Lighthouse gives no report of such a page, axe does."""
UNINDEXED = ("search", "search, nothing found", "search, nothing asked", "sign-in")
"""Keep themselves out of the indexes of search engines, and say so: Lighthouse is not asked about that."""
ATTEMPTS = 3
LATE_MS = 1500
LIMIT_SCRIPT_KB = 20.0
LEAST_SCORE = 98


@dataclass
class Weight:
    """What the browser fetched for a page: bytes on the wire by kind, and script as gzip would send it."""

    wire: dict[str, int] = field(default_factory=dict)
    script_gzip: int = 0
    requests: int = 0

    def add(self, response: Response) -> None:
        """Count one answer."""
        kind = response.request.resource_type
        body = response.body()
        sent = response.request.sizes()["responseBodySize"]
        self.wire[kind] = self.wire.get(kind, 0) + sent
        self.requests += 1
        if kind == "script":
            self.script_gzip += len(gzip.compress(body, 9))


def visit(page: Page, url: str) -> None:
    """Open a page and read it to its end, so that what comes late comes too."""
    page.goto(url, wait_until="networkidle")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(LATE_MS)


def weight(browser: Browser, url: str) -> Weight:
    """What a first visit fetches."""
    weighed = Weight()
    context = browser.new_context()
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    visit(page, url)
    for answer in answers:
        if answer.url.startswith("http") and answer.status == 200:
            weighed.add(answer)
    context.close()
    return weighed


def violations(browser: Browser, url: str, scheme: str, cookie: str = "") -> list[str]:
    """What axe finds on a page, all of its rules; with a `cookie`, as whoever is signed in sees it."""
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True)
    pairs = [pair.partition("=") for pair in cookie.split("; ") if pair]
    context.add_cookies([{"name": name, "value": value, "url": url} for name, _, value in pairs])
    page = context.new_page()
    visit(page, url)
    page.evaluate("window.scrollTo(0, 0)")
    page.add_script_tag(path=MODULES / "axe-core" / "axe.min.js")
    found = page.evaluate("async () => (await axe.run(document)).violations")
    context.close()
    return [
        f"{scheme} {url.partition('//')[2].partition('/')[2] or 'home'}: {one['id']} ({one['impact']}), "
        f"{len(one['nodes'])} times, first {one['nodes'][0]['target']}"
        for one in found
    ]


def lighthouse(url: str, place: Path, *, indexed: bool = True) -> dict[str, Any]:
    """One report."""
    report = place / "report.json"
    words = ["node", str(MODULES / "lighthouse" / "cli" / "index.js"), url, "--quiet", "--output=json"]
    words += [f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}"]
    words += [f"--chrome-path={CHROMIUM}", f"--chrome-flags={' '.join(FLAGS)}"]
    if not indexed:
        words.append("--skip-audits=is-crawlable")
    for _ in range(ATTEMPTS):
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        # Chromium sometimes leaves the beginning out of its trace: Lighthouse says so and gives no report.
        if "NO_NAVSTART" not in done.stderr:
            break
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    answer: dict[str, Any] = json.loads(report.read_text())
    return answer


def scores(site: Site, paths: dict[str, str]) -> tuple[list[str | Figure], list[Figure]]:
    """Lighthouse's scores of these pages, medians of several runs, and what it marks down."""
    lines: list[str | Figure] = []
    figures: list[Figure] = []
    for name, path in paths.items():
        with folder() as place:
            reports = [lighthouse(site.url + path, place, indexed=name not in UNINDEXED) for _ in range(RUNS)]
        middle = {
            kind: median([(report["categories"][kind]["score"] or 0) * 100 for report in reports])
            for kind in CATEGORIES
        }
        lines.append(
            f"Lighthouse, {name}: "
            + ", ".join(f"{kind} {number(middle[kind])}" for kind in CATEGORIES)
            + ("; not asked whether it may be indexed" if name in UNINDEXED else "")
        )
        marked = [
            audit["id"]
            for audit in reports[0]["audits"].values()
            if audit.get("score") is not None and audit["score"] < 0.9
        ]
        if marked:
            lines.append(f"  marked down: {', '.join(marked)}")
        figures.append(
            Figure(f"Lighthouse, {name}, the lowest of four", min(middle.values()), LEAST_SCORE, least=True)
        )
    return lines, figures


def weighed(name: str, found: Weight) -> str:
    """A page's weight in words."""
    kinds = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in sorted(found.wire.items()))
    return (
        f"{name}: {sum(found.wire.values()) / 1000:.1f} kB in {found.requests} answers ({kinds});"
        f" script {found.script_gzip / 1000:.1f} kB gzip"
    )


def found_by_axe(browser: Browser, site: Site, paths: dict[str, str], cookie: str = "") -> list[str]:
    """What axe finds on all of these pages, in light and dark."""
    return [
        line
        for path in paths.values()
        for scheme in ("light", "dark")
        for line in violations(browser, site.url + path, scheme, cookie)
    ]


def main() -> bool:
    """Measure, print, keep."""
    if not (MODULES / "lighthouse").is_dir():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--prefix", str(HERE)], check=True)
    began = busy_before()
    with filled() as data:
        bring_everything(data)
        with running(data) as site:
            pages = furnish(site)
            lines: list[str | Figure] = [f"{stories_said(site)}; the story {pages.public['story']}", ""]
            shown = {name: path for name, path in pages.public.items() if name != ERROR}
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS[1:]))
                weights = {name: weight(browser, site.url + path) for name, path in shown.items()}
                lines += [weighed(name, found) for name, found in weights.items()]
                wrong = found_by_axe(browser, site, pages.public)
                inside = found_by_axe(browser, site, pages.private, pages.cookie)
                browser.close()
            lines += [f"axe: {line}" for line in (*wrong, *inside)]
            told, figures = scores(site, shown)
    script = max(found.script_gzip for name, found in weights.items() if name.startswith("story"))
    lines += [
        *told,
        "",
        Figure("script on a story page, the most of all kinds, gzip", script / 1000, LIMIT_SCRIPT_KB, "kB"),
        *figures,
        Figure(f"axe, violations on {len(pages.public)} kinds of public page, light and dark", len(wrong), 0),
        Figure(f"axe, violations on {len(pages.private)} pages of one's own, light and dark", len(inside), 0),
    ]
    return keep("page_weight", lines, began)


if __name__ == "__main__":
    main()
