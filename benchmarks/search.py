"""Search: how long answers take, how large the index is, how fast it is made; SQLite's FTS5 beside it.

python -m benchmarks.search

The same questions go to both in the same run, on one core: the words of titles, two and three at a time, one
in ten mistyped, phrases, words of the text, filters. For the real stories the whole call is measured, with
what the stories are asked for and the passages with marks; for the made ones too, with stories that answer
from memory. FTS5 is asked for the ids of the best ten alone. How good the order is, is measured on Cranfield
as nDCG@10. What is tuned was tuned on it: BM25's weights as told in the code, and the order by what texts are
about with some fifty looks at all its questions, odd and even, so its figure is no first look at either.
"""

import asyncio
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, cast

import apsw

from benchmarks.cranfield import cranfield, fill, learn
from benchmarks.results import Figure, busy_before, keep, percentile
from benchmarks.stage import BLOG, ROOT, SERVER_CORE, environment, folder
from octavo.accounts.api import Accounts, Person, PersonId
from octavo.chassis import database
from octavo.chassis.cache import NearCache
from octavo.chassis.ids import to_text
from octavo.document.plain_words import plain_words
from octavo.search.adapters.folder import Folder
from octavo.search.adapters.index import TantivyIndex
from octavo.search.adapters.press import TantivyPress
from octavo.search.entities import parse
from octavo.search.ports import StoryEntry, Wish
from octavo.search.service import MIGRATIONS, Config, Searching, build, engine_of
from octavo.stories import service as stories_service
from octavo.stories.api import FullStory, Stories, Story, StoryId, Visibility

MADE: Final = 100_000
QUESTIONS: Final = 600
_BEGAN: Final = datetime(2015, 1, 1, tzinfo=UTC)


class Everybody:
    """One author."""

    async def get_people(self, *, person_ids: Sequence[PersonId]) -> tuple[Person, ...]:
        return tuple(Person(id=id_, handle="ada", name="Ada", joined_at=_BEGAN) for id_ in person_ids)


class Made:
    """Stories that are made of real sentences and words of their own, and answer from memory."""

    def __init__(self, sentences: Sequence[str], count: int) -> None:
        self._random = random.Random(7)
        self.entries = [self._entry(number, sentences) for number in range(1, count + 1)]
        self._by_id = {entry.story_id: entry for entry in self.entries}

    def _entry(self, number: int, sentences: Sequence[str]) -> StoryEntry:
        draw = self._random
        own = f"w{draw.randrange(20_000)} n{number}"
        text = " ".join([*(draw.choice(sentences) for _ in range(draw.randrange(6, 18))), own])
        title = " ".join(draw.choice(sentences).split()[:7])
        return StoryEntry(
            story_id=StoryId(to_text(number)),
            revision_id=to_text(number),
            author_ids=(PersonId(to_text(1 + number % 500)),),
            authors=f"Person {number % 500}",
            title=title,
            subtitle="",
            tags=(f"tag {number % 300}",),
            text=text,
            rest="",
            language="en",
            published_at=_BEGAN + timedelta(minutes=40 * number),
        )

    async def get_stories(self, *, story_ids: Sequence[StoryId]) -> tuple[Story, ...]:
        return tuple(_story(self._by_id[id_]) for id_ in story_ids)

    async def read_stories(self, *, story_ids: Sequence[StoryId]) -> tuple[FullStory, ...]:
        entries = [self._by_id[id_] for id_ in story_ids]
        return tuple(FullStory(story=_story(entry), html=f"<p>{entry.text}</p>") for entry in entries)


def _story(entry: StoryEntry) -> Story:
    return Story(
        id=entry.story_id,
        author_id=entry.author_ids[0],
        title=entry.title,
        visibility=Visibility.EVERYBODY,
        published_at=entry.published_at,
        updated_at=entry.published_at,
        revision_id=cast(Any, entry.revision_id),
    )


class Beside:
    """SQLite's FTS5, as its documentation would have it: stems, no copy of the text, titles count more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = apsw.Connection(str(path))
        self._db.execute(
            "CREATE VIRTUAL TABLE s USING fts5(title, tags, body, content='', tokenize='porter unicode61')"
        )

    def fill(self, entries: Sequence[StoryEntry]) -> float:
        """Seconds."""
        begin = time.perf_counter()
        with self._db:
            rows = ((n, e.title, " ".join(e.tags), e.text) for n, e in enumerate(entries, 1))
            self._db.executemany("INSERT INTO s(rowid, title, tags, body) VALUES (?, ?, ?, ?)", rows)
        return time.perf_counter() - begin

    def ask(self, query: str) -> list[int]:
        """The best ten."""
        words = re.findall(r'"[^"]+"|[\w:]+', query)
        terms = [word if word.startswith('"') else f'"{word}"' for word in words if ":" not in word]
        sql = "SELECT rowid FROM s WHERE s MATCH ? ORDER BY bm25(s, 3.0, 2.0, 1.0) LIMIT 10"
        return [row[0] for row in self._db.execute(sql, (" ".join(terms),))]


def questions(entries: Sequence[StoryEntry]) -> list[str]:
    """As people ask."""
    draw = random.Random(11)
    return [_question(draw, number, draw.choice(entries)) for number in range(QUESTIONS)]


def _question(draw: random.Random, number: int, entry: StoryEntry) -> str:
    title = re.findall(r"\w+", entry.title) or ["the"]
    text = re.findall(r"\w+", entry.text) or ["the"]
    start = draw.randrange(max(1, len(title) - 2))
    few = " ".join(title[start : start + draw.choice((1, 2, 3))])
    at = draw.randrange(max(1, len(text) - 3))
    kinds: Sequence[Callable[[], str]] = (
        lambda: few,
        lambda: few,
        lambda: " ".join(draw.sample(text, min(len(text), draw.choice((1, 2, 4))))),
        lambda: f'"{" ".join(text[at : at + 2])}"',
        lambda: _mistyped(draw, max(text, key=len)),
        lambda: f"{few} after:2016",
        lambda: " ".join(text[at : at + 6]),
    )
    return kinds[number % len(kinds)]()


def _mistyped(draw: random.Random, word: str) -> str:
    at = draw.randrange(1, max(2, len(word) - 1))
    return word[:at] + word[at + 1 :]


def milliseconds(times: Sequence[float]) -> str:
    """The middle, the slow and the slowest."""
    ordered = [value * 1000 for value in times]
    return (
        f"p50 {percentile(ordered, 0.5):7.2f}   p95 {percentile(ordered, 0.95):7.2f}"
        f"   p99 {percentile(ordered, 0.99):7.2f} ms"
    )


def size(path: Path) -> int:
    """Bytes."""
    return (
        sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        if path.is_dir()
        else path.stat().st_size
    )


async def asked(searching: Searching, queries: Sequence[str]) -> list[float]:
    """Seconds for each, the whole call."""
    times: list[float] = []
    for query in queries:
        begin = time.perf_counter()
        await searching.interactor.find_stories(query=query)
        times.append(time.perf_counter() - begin)
    return times


async def index_alone(index: TantivyIndex, queries: Sequence[str]) -> list[float]:
    """Seconds for each, the ids of the best ten alone."""
    times: list[float] = []
    for query in queries:
        begin = time.perf_counter()
        await index.find(Wish(question=parse(query)), limit=10)
        times.append(time.perf_counter() - begin)
    return times


def fts(beside: Beside, queries: Sequence[str]) -> list[float]:
    """Seconds for each."""
    times: list[float] = []
    for query in queries:
        begin = time.perf_counter()
        beside.ask(query)
        times.append(time.perf_counter() - begin)
    return times


async def searching_over(place: Path, stories: Any) -> tuple[Searching, database.Database]:
    """The search, over whatever stories."""
    db = await database.open(f"sqlite:///{place}/s.db", name="search", migrations=Path(str(MIGRATIONS)))
    searching = build(
        db,
        engine=engine_of(Config(), folder=place / "search", secret=b""),
        accounts=cast(Accounts, Everybody()),
        publications=cast(Any, None),  # no question here names one
        stories=cast(Stories, stories),
        near=NearCache(max_bytes=64 << 20),
        clock=lambda: datetime.now(UTC),
        language="en",
    )
    return searching, db


async def ours_asked(
    place: Path, stories: Any, queries: Sequence[str]
) -> tuple[Sequence[float], Sequence[float]]:
    """The whole call, with no texts near at first, and the ids alone; as the index is now."""
    searching, db = await searching_over(place, stories)
    await asked(searching, queries[:50])
    whole = await asked(searching, queries)
    alone = await index_alone(cast(TantivyIndex, searching.interactor.index), queries)
    await db.close()
    return whole, alone


async def compared(
    place: Path, name: str, stories: Any, entries: Sequence[StoryEntry], p99: float
) -> list[str | Figure]:
    """Both over the same entries."""
    text = sum(len(f"{e.title} {e.subtitle} {' '.join(e.tags)} {e.text}{e.rest}".encode()) for e in entries)
    seconds = fill(TantivyPress(Folder(place / "search")), entries)
    beside = Beside(place / "fts.db")
    fts_seconds = beside.fill(entries)
    queries = questions(entries)
    before, _ = await ours_asked(place, stories, queries)
    learned = learn(TantivyPress(Folder(place / "search")), entries)
    whole, alone = await ours_asked(place, stories, queries)
    theirs = fts(beside, queries)
    ours, fts_size = size(place / "search"), size(place / "fts.db")
    vectors = sum(
        size(file) for part in ("space", "points-*") for file in (place / "search").glob(f"*/{part}")
    )
    return [
        f"{len(entries):,} stories ({name}), {text / 1e6:,.1f} MB of text, {len(queries)} questions",
        *_about(learned, before, len(entries)),
        f"  the whole call          {milliseconds(whole)}",
        f"  ids from the index      {milliseconds(alone)}",
        f"  ids from FTS5           {milliseconds(theirs)}",
        f"  index {ours / 1e6:,.2f} MB, {vectors / 1e6:,.2f} of it vectors, made at"
        f" {len(entries) / seconds:,.0f} stories/s; FTS5 {fts_size / 1e6:,.2f} MB"
        f" ({fts_size / text:.2f} of the text), {len(entries) / fts_seconds:,.0f} stories/s",
        Figure(f"p99 over {len(entries):,} stories", percentile([t * 1000 for t in whole], 0.99), p99, "ms"),
        Figure(f"index, of the text of {len(entries):,} stories", ours / text, 0.5),
        Figure(f"indexing {len(entries):,} stories", len(entries) / seconds, 1000, "stories/s", least=True),
        "",
    ]


def _about(learned: float | None, before: Sequence[float], entries: int) -> list[str]:
    if learned is None:
        return ["  too few to learn from what they are about: by words alone"]
    return [
        f"  the call by words alone {milliseconds(before)}",
        f"  learned in {learned:,.1f} s ({entries / learned:,.0f} stories/s, without reading them)",
    ]


def imported(data: Path) -> None:
    """A site with the real stories in it."""
    command = [sys.executable, "-m", "octavo", *(("import", str(BLOG)) if BLOG.is_dir() else ("demo",))]
    subprocess.run(command, env=environment(data), cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


async def real(place: Path) -> tuple[list[str | Figure], list[str]]:
    """The imported stories, by the real service; and their sentences."""
    imported(place / "data")
    db = await database.open(
        f"sqlite:///{place}/data/stories.db", name="stories", migrations=Path(str(stories_service.MIGRATIONS))
    )
    stories = stories_service.build(
        stories_service.Config(),
        db,
        clock=lambda: datetime.now(UTC),
        new_id=lambda: "",
        image_address=lambda image, width: f"/i/{image}/{width}",
    )
    entries: list[StoryEntry] = []
    after = ""
    while True:
        page = await stories.list_stories(limit=50, after=after, with_text=True)
        entries += [_entry(full) for full in page.full]
        after = page.next
        if not after:
            break
    lines = await compared(place, "real" if BLOG.is_dir() else "our own", stories, entries, 5.0)
    await db.close()
    return lines, [s for e in entries for s in re.split(r"(?<=[.!?])\s+", e.text) if 20 < len(s) < 300]


def _entry(full: FullStory) -> StoryEntry:
    story = full.story
    return StoryEntry(
        story_id=story.id,
        revision_id=story.revision_id,
        author_ids=(story.author_id,),
        authors="Ada",
        title=story.title,
        subtitle=story.subtitle,
        tags=story.tags,
        text=plain_words(full.html),
        rest="",
        language=story.language or "en",
        published_at=story.published_at,
    )


async def measured() -> list[str | Figure]:
    """All of it."""
    with folder() as place:
        lines, sentences = await real(place)
        (place / "made").mkdir()
        made = Made(sentences, MADE)
        lines += await compared(place / "made", "made of their sentences", made, made.entries, 30.0)
        return [*lines, *await cranfield(place)]


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    os.sched_setaffinity(0, {int(SERVER_CORE)})
    return keep("search", asyncio.run(measured()), began)


if __name__ == "__main__":
    main()
