"""Whoever is signed in: a story's page and then their own part of it (`/me/here`), and a topic's page alike.
Their own home page is measured by home_feed.

python -m benchmarks.signed_in
"""

from pathlib import Path
from urllib.parse import quote

from benchmarks.load import BROWSER, Load, in_turn, load
from benchmarks.results import Figure, busy_before, keep, median, spread
from benchmarks.stage import Site, filled, folder, middling_story, running, sign_in, stories_said

RUNS = 3
SECONDS = 5
CONNECTIONS = 64
LEAST = 2_000.0


def here(path: str) -> str:
    """Where the personal part of a page is."""
    return f"/me/here?path={quote(path, safe='')}"


def runs(site: Site, place: Path, cookie: str, *paths: str) -> list[Load]:
    """These addresses in turn, with the session's cookie."""
    script = in_turn(place / "asked.lua", paths)
    return [
        load(
            site.url,
            connections=CONNECTIONS,
            seconds=SECONDS,
            script=script,
            Accept_Encoding=BROWSER,
            Cookie=cookie,
        )
        for _ in range(RUNS)
    ]


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    with filled() as data, running(data) as site, folder() as place:
        path = middling_story(site)
        cookie = sign_in(site)
        status, _, told = site.get(here(path), Cookie=cookie)
        assert status == 200, told
        assert b'"handle":"reader-' in told, told
        before = site.counter("octavo_http_answers_total")
        story = runs(site, place, cookie, path, here(path))
        personal = site.counter("octavo_http_answers_total") - before
        topic = site.get("/")[2].decode().partition('href="/tag/')[2].partition('"')[0]
        topic = f"/tag/{topic}"
        topics = runs(site, place, cookie, topic, here(topic))
        alone = runs(site, place, cookie, topic)
        own = runs(site, place, cookie, here(path))
        stories = stories_said(site)
    pairs = [one.rate / 2 for one in story]
    topic_pairs = [one.rate / 2 for one in topics]
    loads = [*story, *topics, *alone, *own]
    lines: list[str | Figure] = [
        f"{stories}; the page {path}; {CONNECTIONS} connections kept alive, one signed-in reader,"
        f" {RUNS} runs of {SECONDS} s, medians",
        "",
        f"story and its /me/here, pairs/s   {median(pairs):>8,.0f}   runs {spread(pairs)}",
        f"topic and its /me/here, pairs/s   {median(topic_pairs):>8,.0f}   runs {spread(topic_pairs)}",
        f"topic alone, requests/s           {median([one.rate for one in alone]):>8,.0f}",
        f"/me/here alone, requests/s        {median([one.rate for one in own]):>8,.0f}",
        f"p99 of single requests: story {median([one.p99_ms for one in story]):.1f} ms,"
        f" topic {median([one.p99_ms for one in topics]):.1f} ms",
        f"the application itself answered {personal:,.0f} of {sum(one.requests for one in story):,}"
        " (the personal half; pages come from the cache)",
        "",
        Figure("story page with its personal answer, pairs/s", median(pairs), LEAST, least=True),
        Figure("topic signed in, with its personal answer, pairs/s", median(topic_pairs), LEAST, least=True),
        Figure("errors", sum(one.errors for one in loads), 0),
    ]
    return keep("signed_in", lines, began)


if __name__ == "__main__":
    main()
