"""A story page from the cache, beside nginx serving the same bytes as a file: each alone on one core.

The site counts what it answers; its count is compared with wrk's, while the story is published anew in the
middle of each run.

python -m benchmarks.story_page
"""

import time
from pathlib import Path

from benchmarks.editing import Editor, mark
from benchmarks.load import BROWSER, Load, Loading, load, nginx
from benchmarks.results import Figure, busy_before, keep, median, spread
from benchmarks.stage import Site, filled, folder, middling_story, running, stories_said

RUNS = 5
SECONDS = 4
CONNECTIONS = 64
LEAST_SHARE = 0.6
MOST_P99_MS = 5.0


def answered(site: Site) -> float:
    """Every request that the site says it has answered."""
    return site.counter("octavo_page_cache_answers_total") + site.counter("octavo_http_answers_total")


def edited_run(site: Site, path: str, editor: Editor) -> tuple[Load, float]:
    """One run with an edit in its middle: what wrk counted, and what the site did beyond the edit's calls."""
    before = answered(site)
    loading = Loading(site.url + path, connections=CONNECTIONS, seconds=SECONDS, Accept_Encoding=BROWSER)
    time.sleep(SECONDS / 2)
    editor.publish()
    counted = loading.result()
    return counted, answered(site) - before - CALLS_OF_AN_EDIT


CALLS_OF_AN_EDIT = 3


def beside_nginx(site: Site, path: str, place: Path, encoding: str) -> tuple[list[Load], list[Load]]:
    """Ours and nginx's runs in turn, each alone, with the same body's bytes."""
    _, headers, body = site.get(path, Accept_Encoding=encoding)
    files = place / f"files-{encoding[:4]}"
    files.mkdir()
    (files / "story").write_bytes(body)
    coded = [("Content-Encoding", headers["content-encoding"])] if "content-encoding" in headers else []
    ours: list[Load] = []
    theirs: list[Load] = []
    with nginx(files, *coded) as address:
        for _ in range(RUNS):
            for loads, url in ((theirs, f"{address}/story"), (ours, site.url + path)):
                loads.append(load(url, connections=CONNECTIONS, seconds=SECONDS, Accept_Encoding=encoding))
    return ours, theirs


def rates(loads: list[Load]) -> list[float]:
    """Requests a second of each run."""
    return [one.rate for one in loads]


def compared(name: str, size: int, ours: list[Load], theirs: list[Load]) -> list[str]:
    """What both did."""
    return [
        f"{name}, {size:,} bytes of body",
        f"  the site, requests/s    {median(rates(ours)):>9,.0f}   runs {spread(rates(ours))}",
        f"  nginx, requests/s       {median(rates(theirs)):>9,.0f}   runs {spread(rates(theirs))}",
        f"  the site, p50 and p99   {median([one.p50_ms for one in ours]):.2f} and "
        f"{median([one.p99_ms for one in ours]):.2f} ms;"
        f" nginx {median([one.p50_ms for one in theirs]):.2f}"
        f" and {median([one.p99_ms for one in theirs]):.2f}",
    ]


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    with filled() as data, running(data) as site, folder() as place:
        path = middling_story(site)
        lines: list[str | Figure] = [
            f"{stories_said(site)}; the page {path}, metrics on; {CONNECTIONS} connections kept alive,"
            f" {RUNS} runs of {SECONDS} s, medians",
            "",
        ]
        ours, theirs = beside_nginx(site, path, place, BROWSER)
        size = len(site.get(path, Accept_Encoding=BROWSER)[2])
        lines += compared("as a browser asks (Brotli)", size, ours, theirs)
        # Each run beside the one of nginx just before it: what changes on the machine meets both.
        shares = [one.rate / other.rate for one, other in zip(ours, theirs, strict=True)]
        p99 = median([one.p99_ms for one in ours])
        plain_ours, plain_theirs = beside_nginx(site, path, place, "identity")
        plain_size = len(site.get(path)[2])
        lines += compared("not compressed", plain_size, plain_ours, plain_theirs)
        editor = Editor(site, path)
        runs = [edited_run(site, path, editor) for _ in range(RUNS)]
        assert mark(RUNS).encode() in site.get(path)[2]
        edited_p99 = median([one.p99_ms for one, _ in runs])
        off = max(abs(count - counted.requests) for counted, count in runs)
        lines += [
            "published anew in mid-run",
            *(
                f"  wrk counted {counted.requests:,}, the site {count:,.0f}; errors {counted.errors}; "
                f"{counted.rate:,.0f}/s, p99 {counted.p99_ms:.2f} ms"
                for counted, count in runs
            ),
            "",
            f"shares of nginx's requests/s, run by run: {spread(shares)}",
            Figure("requests/s, share of nginx's (Brotli)", median(shares), LEAST_SHARE, least=True),
            Figure("p99 at 64 connections", p99, MOST_P99_MS, "ms"),
            Figure("p99, published anew in mid-run", edited_p99, MOST_P99_MS, "ms"),
            Figure("answers that wrk and the site count differently", off, CONNECTIONS),
            "(wrk ends with up to one answer on its way for each connection, which it does not count)",
            Figure("errors", sum(one.errors for one, _ in runs) + sum(one.errors for one in ours), 0),
        ]
    return keep("story_page", lines, began)


if __name__ == "__main__":
    main()
