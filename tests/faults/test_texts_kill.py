"""`kill -9` between two stores: a text in DynamoDB, the row that names it in a database."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from octavo.chassis import database
from octavo.chassis.cache import NearCache
from octavo.chassis.context import acting_as
from octavo.chassis.ids import to_text
from octavo.stories.adapters.sql_text_keeping import SqlTextKeeping
from octavo.stories.api import StoryId
from octavo.stories.service import MIGRATIONS, Config, texts
from tests.dynamo_server import DynamoServer
from tests.faults.text_writer import now
from tests.stories.desk import ANNA, Clock, built

ROUNDS = max(3, int(os.environ.get("OCTAVO_FAULT_ROUNDS", "20")) // 4)


def one_round(url: str, file: Path, number: int, chance: random.Random) -> dict[str, str]:
    """A writer that is killed after some writes; the last text of each story that it acknowledged."""
    words = [sys.executable, "-m", "tests.faults.text_writer", url, str(file), str(number)]
    acknowledged: dict[str, str] = {}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            if not line.startswith("="):
                continue  # the log
            _, story_id, text = line.split()
            acknowledged[story_id] = text
            if chance.random() < 0.1:
                writer.kill()
        assert writer.wait() == -9, "it died by itself"
    return acknowledged


@pytest.mark.timeout(60 + 20 * ROUNDS)
async def test_no_acknowledged_text_is_lost_and_what_was_not_named_is_swept(
    tmp_path: Path, dynamo: DynamoServer, record_property: Callable[[str, object], None]
) -> None:
    url, file, chance = f"dynamodb+{dynamo.url}/octavo-killed", tmp_path / "stories.db", random.Random()
    acknowledged: dict[str, str] = {}
    for number in range(ROUNDS):
        acknowledged |= one_round(url, file, number, chance)
    db = await database.open(f"sqlite:///{file}", name="stories", migrations=Path(str(MIGRATIONS)))
    clock = Clock(now() + timedelta(days=2))
    kept = await texts(Config(url=url), db, near=NearCache(max_bytes=0), secret=bytes(32), clock=clock)
    assert kept.store is not None
    stories = built(db, clock, texts=kept.texts)
    with acting_as(ANNA):
        for story_id, words in acknowledged.items():
            draft = await stories.get_draft(story_id=StoryId(story_id))
            newest = int(draft.content.body.rpartition("words-")[2].split('"')[0].rpartition("-")[2])
            assert newest >= int(words.rpartition("-")[2]), "an acknowledged save is gone"
    for row in await db.all("SELECT story_id FROM published"):
        assert "words-" in (await stories.read_story(story_id=StoryId(to_text(row["story_id"])))).html
    before, _ = await kept.store.listed("", limit=100_000)
    keeping = SqlTextKeeping(db, kept.store, clock=clock)
    while await keeping.keep():
        pass
    after, _ = await kept.store.listed("", limit=100_000)
    named = {
        row["at"]
        for row in await db.all("SELECT body_at AS at FROM revisions UNION ALL SELECT html_at FROM published")
    }
    assert set(after) == named
    record_property("kills", ROUNDS)
    record_property("texts_swept", len(before) - len(after))
    there = f"{len(before)} texts, {len(after)} named"
    print(f"{ROUNDS} writers killed; {len(acknowledged)} stories, all there; {there}")
    await kept.store.close()
    await db.close()
