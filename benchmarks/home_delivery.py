"""A story by somebody with 100,000 followers: until the last home page shows it, and what others notice.

python -m benchmarks.home_delivery
"""

import sqlite3
import time
from pathlib import Path

from benchmarks.load import BROWSER, Loading
from benchmarks.results import Figure, busy_before, keep
from benchmarks.stage import Site, filled, middling_story, running, sign_in
from octavo.chassis.ids import from_text

FOLLOWERS = 100_000
READERS = 5
SECONDS = 5.0
LOADED = 8
STORIES = "octavo.stories.v1.Stories"
_BODY = '{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Words."}]}]}'


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    lines: list[str | Figure] = [
        f"{FOLLOWERS:,} followers, each of whom comes every day; {READERS} of them look at their home pages"
        " in turn; another reader's story page under load by 16 connections from the other core"
    ]
    for name, most in (("merged when read", 20_000), ("written to timelines", 1_000_000)):
        shown, all_written, before, during = _measured(most)
        lines += [
            "",
            f"{name}: the last of them shows it after {shown:.2f} s, the last row is written after"
            f" {all_written:.2f} s; story page p99 {before:.2f} ms before, {during:.2f} ms meanwhile",
            Figure(f"{name}: last home page that shows it", max(shown, all_written), SECONDS, "s"),
            Figure(f"{name}: p99 of others, times", during / before, 2.0),
        ]
    return keep("home_delivery", lines, began)


def _measured(most_written: int) -> tuple[float, float, float, float]:
    with filled() as data:
        with running(data) as site:
            writer = sign_in(site)
            readers = [sign_in(site) for _ in range(READERS)]
            path = middling_story(site)
            draft = site.call(
                f"{STORIES}/CreateDraft", writer, content={"title": "The news of the day", "body": _BODY}
            )["draft"]
            for reader in readers:
                site.get("/", Cookie=reader)
        _follow(data, str(draft["authorId"]))  # type: ignore[index]
        with running(data, OCTAVO_FEED_MOST_WRITTEN=str(most_written)) as site:
            for reader in readers:
                site.get("/", Cookie=reader)
            _loading(site, path).result()  # the first seconds of a process are not like the others
            before = _loading(site, path).result().p99_ms
            load = _loading(site, path)
            time.sleep(1.0)
            since = time.perf_counter()
            site.call(f"{STORIES}/Publish", writer, storyId=draft["id"], version=1)  # type: ignore[index]
            for reader in readers:
                while b"The news of the day" not in site.get("/", Cookie=reader)[2]:
                    time.sleep(0.02)
            shown = time.perf_counter() - since
            while _waiting(data):
                time.sleep(0.02)
            written = time.perf_counter() - since
            during = load.result().p99_ms
    return shown, written, before, during


def _loading(site: Site, path: str) -> Loading:
    return Loading(f"{site.url}{path}", connections=16, seconds=LOADED, Accept_Encoding=BROWSER)


def _follow(data: Path, author: str) -> None:
    """All of them follow, and come so often that a timeline of their own is worth it."""
    number = from_text(author)
    now = int(time.time() * 1_000_000)
    with sqlite3.connect(data / "feed.db") as db:
        here = [row[0] for row in db.execute("SELECT reader_id FROM readers")]
        others = [10**15 + one for one in range(FOLLOWERS - len(here))]
        db.executemany(
            "INSERT INTO followings VALUES (?, 'PERSON', ?, ?, 1, ?)",
            ((reader, author, number, now) for reader in here + others),
        )
        db.executemany(
            "INSERT INTO readers VALUES (?, '', ?, 40000, 32, ?, x'')", ((one, now, now) for one in others)
        )
        db.execute("UPDATE readers SET built_at = 0, visits = 40000 WHERE reader_id < ?", (10**15,))
    db.close()


def _waiting(data: Path) -> bool:
    with sqlite3.connect(f"file:{data / 'feed.db'}?mode=ro", uri=True) as db:
        (count,) = db.execute("SELECT COUNT(*) FROM deliveries").fetchone()
    db.close()
    return bool(count)


if __name__ == "__main__":
    main()
