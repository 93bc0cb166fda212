"""How good the search's order is, on Cranfield's questions 1 to 112: nDCG@10. Part of `benchmarks.search`.

Measured in each engine: in the folder's index, and in OpenSearch where one can be had. Alone:

    python -m benchmarks.cranfield
"""

import asyncio
import math
import re
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.results import Figure, busy_before, keep, percentile
from benchmarks.stage import BLOG
from octavo.chassis.ids import from_text, to_text
from octavo.search.adapters.writing import gist_of
from octavo.search.entities import parse
from octavo.search.indexing import Press
from octavo.search.ports import Index, StoryEntry, Wish
from octavo.search.service import Config, Engine, engine_of
from octavo.stories.api import StoryId
from tests import opensearch_server

CRANFIELD: Final = BLOG.parent / "search-quality"
QUESTIONS: Final = range(1, 113)
"""Those that have judgements here."""
_PUBLISHED: Final = datetime(2015, 1, 1, tzinfo=UTC)


def fill(press: Press, entries: Sequence[StoryEntry]) -> float:
    """Make the index; seconds."""
    begin = time.perf_counter()
    mark, pen = press.new()
    for entry in entries:
        pen.put_story(entry)
    pen.commit()
    pen.close()
    press.swap(mark)
    return time.perf_counter() - begin


def learn(press: Press, entries: Sequence[StoryEntry]) -> float | None:
    """Have it learned what they are about, as the job does that reads them again; seconds, None: too few."""
    if not press.is_lesson_due(len(entries)):
        return None
    begin = time.perf_counter()
    lesson = press.lesson(len(entries))
    wanted = [lesson.wants(turn) for turn in range(len(entries))]
    lesson.hear([gist_of(entry) for entry, heard in zip(entries, wanted, strict=True) if heard])
    lesson.learn()
    lesson.place([gist_of(entry) for entry, heard in zip(entries, wanted, strict=True) if not heard])
    lesson.publish()
    lesson.close()
    return time.perf_counter() - begin


def documents(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The records of a file of Cranfield, in the order in which they stand."""
    for number, record in enumerate(re.split(r"^\.I .*\n", path.read_text(), flags=re.M)[1:], 1):
        parts = re.split(r"^\.([TABW])\s*\n", record, flags=re.M)
        yield number, dict(zip(parts[1::2], map(str.strip, parts[2::2]), strict=False))


async def cranfield(place: Path) -> list[str | Figure]:
    """How good the order is: nDCG@10; a document is relevant or not."""
    if not CRANFIELD.is_dir():
        return [f"Cranfield is not here ({CRANFIELD.name}): the order was not measured"]
    lines = await _measured("in the folder", engine_of(Config(), folder=place / "cranfield", secret=b""))
    if not opensearch_server.is_here():
        return [*lines, "OpenSearch is not here: its order was not measured"]
    with opensearch_server.running() as server:
        engine = engine_of(Config(url=server.url, seconds=30), folder=place / "lesson", secret=b"")
        return [*lines, *await _measured("in OpenSearch", engine)]


async def _measured(where: str, engine: Engine) -> list[str | Figure]:
    entries = [_document(number, parts) for number, parts in documents(CRANFIELD / "cran.all.1400")]
    judged: dict[int, dict[int, int]] = {}
    for line in (CRANFIELD / "cranqrel").read_text().splitlines():
        query, document, code = map(int, line.split())
        judged.setdefault(query, {})[document] = int(code > 0)
    fill(engine.press, entries)
    asked = {n: parts["W"] for n, parts in documents(CRANFIELD / "cran.qry") if n in QUESTIONS}
    words = await _scores(engine.index, asked, judged)
    learn(engine.press, entries)
    both = await _scores(engine.index, asked, judged)
    times = await _times(engine.index, asked.values())
    await engine.close()
    halves = [[score for number, score in both.items() if number % 2 == odd] for odd in (1, 0)]
    return [
        f"Cranfield {where}, questions {min(both)} to {max(both)} ({len(both)}), by words alone:"
        f" nDCG@10 {_mean(words.values()):.3f}   (plain BM25 over all 225: 0.385)",
        f"  by what they are about, too: odd ones {_mean(halves[0]):.3f}, even ones {_mean(halves[1]):.3f}",
        f"  better {sum(both[n] > words[n] for n in both)}, worse {sum(both[n] < words[n] for n in both)}",
        "  the weights were chosen with these questions in sight: it is no first look",
        f"  ids of ten hits: p50 {percentile(times, 0.5):.2f}   p95 {percentile(times, 0.95):.2f}"
        f"   p99 {percentile(times, 0.99):.2f} ms",
        Figure(f"nDCG@10 on Cranfield, {where}", _mean(both.values()), 0.42, least=True),
    ]


async def _scores(index: Index, asked: dict[int, str], judged: dict[int, dict[int, int]]) -> dict[int, float]:
    scores: dict[int, float] = {}
    for number, text in asked.items():
        found = await index.find(Wish(question=parse(text)), limit=10)
        scores[number] = ndcg([from_text(hit.story_id) for hit in found], judged[number])
    return scores


async def _times(index: Index, asked: Iterable[str]) -> list[float]:
    """Milliseconds for each question, asked one after the other and all of them three times."""
    times: list[float] = []
    for text in [*asked] * 3:
        begin = time.perf_counter()
        await index.find(Wish(question=parse(text)), limit=10)
        times.append(1000 * (time.perf_counter() - begin))
    return times


def _mean(scores: Iterable[float]) -> float:
    values = list(scores)
    return sum(values) / len(values)


def _document(number: int, parts: dict[str, str]) -> StoryEntry:
    title = " ".join(parts.get("T", "").split())
    return StoryEntry(
        story_id=StoryId(to_text(number)),
        revision_id=to_text(number),
        author_ids=(),
        authors="",
        title=title,
        subtitle="",
        tags=(),
        text=" ".join(parts.get("W", "").split()).removeprefix(title).strip(),
        rest="",
        language="en",
        published_at=_PUBLISHED,
    )


def ndcg(found: Sequence[int], judged: dict[int, int]) -> float:
    """Of the first ten, against the best order that there is."""
    gains = [judged.get(document, 0) for document in found]
    best = sorted(judged.values(), reverse=True)[:10]
    return _sum(gains) / _sum(best) if any(best) else 0.0


def _sum(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


async def _alone() -> None:
    began = busy_before()
    with tempfile.TemporaryDirectory() as place:
        keep("cranfield", await cranfield(Path(place)), began)


if __name__ == "__main__":
    asyncio.run(_alone())
