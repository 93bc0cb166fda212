"""Publishing through the service, durable before the answer (SQLite, synchronous=FULL), beside a bare commit
of one row to a file on the same disk in the same run.

python -m benchmarks.publish
"""

import asyncio
import json
import random
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.results import Figure, busy_before, keep, median, percentile
from benchmarks.stage import folder
from octavo.chassis import database
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.database import Database
from octavo.chassis.ids import IdMaker
from octavo.stories.api import Content, Stories
from octavo.stories.service import MIGRATIONS, Config, build

RUNS = 5
TIMES = 40
PARAGRAPHS = 60
LIMIT_MS = 8.0
AUTHOR = Caller(person_id="1111111AnNa", roles=frozenset({"member", "confirmed"}))
WORDS = (
    "the",
    "of",
    "a",
    "printing",
    "press",
    "sheet",
    "folded",
    "three",
    "times",
    "makes",
    "eight",
    "leaves",
)


def content(number: int) -> Content:
    """A story of 60 paragraphs with links and emphasis; each number is another one."""
    chance = random.Random(number)
    blocks = []
    for place in range(PARAGRAPHS):
        runs: list[dict[str, object]] = [
            {"type": "text", "text": " ".join(chance.choices(WORDS, k=45)) + " "},
            {"type": "text", "text": "pages", "marks": [{"type": "italic"}]},
            {
                "type": "text",
                "text": " here",
                "marks": [{"type": "link", "attrs": {"href": "https://example.org/"}}],
            },
        ]
        blocks.append(
            {
                "type": "paragraph",
                "attrs": {"id": f"b1ock{place + 1111:06d}".replace("0", "z")},
                "content": runs,
            }
        )
    body = json.dumps({"type": "doc", "content": blocks})
    return Content(title=f"Folded {number}", body=body, tags=("paper", "books", "craft"))


async def published(db: Database, stories: Stories, times: int) -> list[float]:
    """Milliseconds of each publication; half of them are first ones, half are changes."""
    taken = []
    for number in range(times // 2):
        draft = await stories.create_draft(content=content(number))
        for version in (1, 2):
            begin = time.perf_counter()
            await stories.publish(story_id=draft.id, version=version)
            taken.append((time.perf_counter() - begin) * 1000)
            if version == 1:
                await stories.save_draft(story_id=draft.id, version=1, content=content(number + 10_000))
    return taken


def bare(path: Path, times: int) -> list[float]:
    """Milliseconds of a commit of one small row, synced."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, text TEXT)")
    taken = []
    for number in range(times):
        begin = time.perf_counter()
        connection.execute("INSERT INTO rows (text) VALUES (?)", (f"row {number}",))
        taken.append((time.perf_counter() - begin) * 1000)
    connection.close()
    return taken


async def measured() -> list[str | Figure]:
    """The runs, alternating, and what they say."""
    ours: list[list[float]] = []
    theirs: list[list[float]] = []
    ids: Callable[[], str] = IdMaker(1).text
    with folder() as place:
        db = await database.open(place / "stories.db", name="stories", migrations=MIGRATIONS)
        stories = build(
            Config(max_drafts=1_000_000),
            db,
            clock=lambda: datetime.now(UTC),
            new_id=ids,
            image_address=lambda image, width: f"/i/{image}/{width}",
        )
        with acting_as(AUTHOR):
            await published(db, stories, 10)
            for _ in range(RUNS):
                theirs.append(bare(place / "bare.db", TIMES))
                ours.append(await published(db, stories, TIMES))
        await db.close()
    middle = median([percentile(run, 0.5) for run in ours])
    return [
        f"{RUNS} runs of {TIMES} publications of {PARAGRAPHS} paragraphs; medians of the runs",
        f"publish, p95          {median([percentile(run, 0.95) for run in ours]):6.2f} ms",
        f"bare commit, p50      {median([percentile(run, 0.5) for run in theirs]):6.2f} ms",
        "",
        Figure("publish, p50, durable", middle, LIMIT_MS, "ms"),
    ]


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    return keep("publish", asyncio.run(measured()), began)


if __name__ == "__main__":
    main()
