"""A feed of 50 full stories: from the cache beside nginx serving the same bytes as a file, each alone on one
core; and the first answer after one of its stories was published anew.

python -m benchmarks.feed
"""

import re
import statistics
import time
from urllib.parse import urlsplit

from benchmarks.editing import Editor, mark
from benchmarks.load import BROWSER, Load, load, nginx
from benchmarks.results import Figure, busy_before, keep, median, spread
from benchmarks.stage import Site, filled, folder, running, stories_said

RUNS = 5
SECONDS = 3
CONNECTIONS = 64
EDITS = 15
LEAST_SHARE = 0.35
MOST_CHANGED_MS = 20.0
STORIES = 50
FORMS = ("/feed", "/feed.atom", "/feed.json")


def beside_nginx(site: Site, path: str) -> tuple[list[Load], list[Load], int]:
    """Ours and nginx's runs in turn, each alone, with the same body's bytes; and how many these are."""
    _, headers, body = site.get(path, Accept_Encoding=BROWSER)
    ours: list[Load] = []
    theirs: list[Load] = []
    with folder() as place:
        (place / "feed").write_bytes(body)
        with nginx(place, ("Content-Encoding", headers["content-encoding"])) as address:
            for _ in range(RUNS):
                for loads, url in ((theirs, f"{address}/feed"), (ours, site.url + path)):
                    loads.append(load(url, connections=CONNECTIONS, seconds=SECONDS, Accept_Encoding=BROWSER))
    return ours, theirs, len(body)


def middling(site: Site) -> str:
    """The path of the story of the feed whose page has the median size."""
    links = re.findall(r"<link>([^<]+/@[^<]+)</link>", site.get("/feed")[2].decode())
    assert len(links) == STORIES, f"{len(links)} stories in the feed"
    paths = [urlsplit(link).path for link in links]
    sized = sorted((len(site.get(path)[2]), path) for path in paths)
    return str(sized[len(sized) // 2][1])


def changed(site: Site, path: str, editor: Editor, edits: int) -> list[float]:
    """Milliseconds of the first answer after each of so many publications."""
    times = []
    for _ in range(edits):
        edit = editor.publish()
        time.sleep(0.2)  # what publishing leaves to be done is not the feed's affair
        began = time.perf_counter()
        status, headers, _ = site.get(path, Accept_Encoding=BROWSER)
        times.append((time.perf_counter() - began) * 1000)
        assert status == 200
        assert "miss" in headers["cache-status"], headers["cache-status"]
        assert mark(edit.number).encode() in site.get(path)[2]
    return times


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    with filled() as data, running(data, OCTAVO_EDGE_PAGE_SIZE=str(STORIES)) as site:
        lines: list[str | Figure] = [
            f"{stories_said(site)}; feeds of the newest {STORIES} with their whole texts;"
            f" {CONNECTIONS} connections kept alive, {RUNS} runs of {SECONDS} s, medians",
            "",
        ]
        editor = Editor(site, middling(site))
        shares, errors = [], 0
        for path in FORMS:
            plain = len(site.get(path)[2])
            ours, theirs, size = beside_nginx(site, path)
            shares.append(median([one.rate / other.rate for one, other in zip(ours, theirs, strict=True)]))
            errors += sum(one.errors for one in ours)
            lines += [
                f"{path}, {size:,} bytes of body (Brotli), {plain:,} before",
                f"  the site, requests/s    {median([one.rate for one in ours]):>9,.0f}"
                f"   runs {spread([one.rate for one in ours])}",
                f"  nginx, requests/s       {median([one.rate for one in theirs]):>9,.0f}"
                f"   runs {spread([one.rate for one in theirs])}",
            ]
        lines.append("the first answer after one of the stories was published anew, milliseconds")
        slowest = 0.0
        for path in FORMS:
            times = changed(site, path, editor, EDITS)
            slowest = max(slowest, statistics.median(times))
            lines.append(f"  {path:<12} median {statistics.median(times):.1f}, all {spread(times)}")
        lines += [
            "",
            Figure(
                "cached: requests/s, share of nginx's, least of the forms",
                min(shares),
                LEAST_SHARE,
                least=True,
            ),
            Figure("just changed: first answer, median of the slowest form", slowest, MOST_CHANGED_MS, "ms"),
            Figure("errors", errors, 0),
        ]
    return keep("feed", lines, began)


if __name__ == "__main__":
    main()
