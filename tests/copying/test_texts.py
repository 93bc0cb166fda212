"""Long texts move into DynamoDB and out of it: a whole site while it serves, and copies that are killed."""

import os
import random
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import asyncpg
import pytest

from octavo.chassis import database
from octavo.chassis.cache import NearCache
from octavo.chassis.context import acting_as
from octavo.chassis.database import Database
from octavo.register import MIGRATIONS
from octavo.stories.adapters.sql_text_keeping import SqlTextKeeping
from octavo.stories.api import StoryId
from octavo.stories.service import Config, Kept, texts
from octavo.trouble import Exit
from tests import dynamo_server
from tests.conftest import missing
from tests.copying.world import Process
from tests.dynamo_server import DynamoServer
from tests.running import Running, octavo, running
from tests.stories.desk import ANNA, Clock, built, text

KILLS = int(os.environ.get("OCTAVO_FAULT_ROUNDS", "4"))
STORIES = 100
_NAMED = "SELECT body_at AS at FROM revisions UNION ALL SELECT html_at FROM published"
_IN_ROWS = (
    "SELECT 1 AS one FROM revisions WHERE body <> '' UNION ALL"
    " SELECT 1 FROM published WHERE html <> '' OR teaser <> ''"
)


@pytest.fixture(params=["SQLite", "PostgreSQL"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Where the stories' database is."""
    if request.param == "SQLite":
        yield f"sqlite:///{tmp_path / 'stories.db'}"
        return
    url: str = request.getfixturevalue("postgres_url")
    yield url
    connection = await asyncpg.connect(url)
    await connection.execute("DROP SCHEMA IF EXISTS stories CASCADE")
    await connection.close()


@pytest.fixture
def many_at_once(patient_dynamo: None) -> Iterator[DynamoServer]:
    """moto copies its whole table for each transaction, and fails where others write meanwhile: not this."""
    if not dynamo_server.is_here(dynamo_server.MINISTACK):
        missing(dynamo_server.MINISTACK)
    with dynamo_server.running(dynamo_server.MINISTACK) as server:
        yield server


class Writers:
    """Processes that write, one after another, and what they acknowledged: the last text of each story."""

    def __init__(self, url: str, place: str, first: int) -> None:
        self._words = (url, place)
        self._number = first
        self._processes: list[Process] = []
        assert self.another()

    def another(self) -> bool:
        """One more, in the place of the last; False where it need be told of the table, since texts are in it
        alone by now."""
        self.end()
        more = Process(*self._words, str(self._number), "0.05", module="tests.faults.text_writer")
        self._number += 1
        self._processes.append(more)
        if not more.hear(10):
            more.kill()
            assert "OCTAVO_STORIES_URL must name" in more.errors, more.errors
            return False
        return True

    def end(self) -> None:
        """Nobody writes any more."""
        if self._processes:
            self._processes[-1].kill()

    @property
    def acknowledged(self) -> dict[str, str]:
        said = [line.split() for one in self._processes for line in one.said if line.startswith("= ")]
        return {words[1]: words[2] for words in said if len(words) == 3}


def killed_copies(way: str, url: str, place: str, writers: Writers) -> None:
    """Copies that are killed at random steps, then one that comes to its end."""
    for number in range(KILLS):
        copy = Process(
            way, url, place, "switch" if number % 2 else "copy", module="tests.copying.texts_world"
        )
        if copy.hear(random.randrange(1, 25)):
            copy.kill()
        else:  # it came to its end before
            assert copy.end() == 0, copy.errors
        if number % 3 == 0 and not writers.another():
            break  # a switch had gone far enough before it was killed
    last = Process(way, url, place, "switch", module="tests.copying.texts_world")
    assert last.end() == 0, last.errors


async def filled(place: str) -> dict[str, str]:
    """A database with so many texts that a copy of them takes a while."""
    db = await database.open(place, name="stories", migrations=MIGRATIONS["stories"])
    stories = built(db, Clock(datetime.now(UTC)), config=Config())
    words = {}
    with acting_as(ANNA):
        for number in range(STORIES):
            draft = await stories.create_draft(content=text("A walk", f"words-0-{number}"))
            words[draft.id] = f"words-0-{number}"
            if number % 2:
                await stories.publish(story_id=draft.id, version=1)
    await db.close()
    return {str(story_id): said for story_id, said in words.items()}


async def check_all_there(db: Database, kept: Kept, clock: Clock, acknowledged: dict[str, str]) -> None:
    """Nothing that was acknowledged is lost: a draft has that text, or a later one of its writer."""
    stories = built(db, clock, texts=kept.texts)
    with acting_as(ANNA):
        for story_id, words in acknowledged.items():
            draft = await stories.get_draft(story_id=StoryId(story_id))
            newest = re.findall(r"words-\d+-(\d+)", draft.content.body)[0]
            assert int(newest) >= int(words.rpartition("-")[2]), "an acknowledged save is gone"


async def listed(kept: Kept) -> set[str]:
    assert kept.store is not None
    return set((await kept.store.listed("", limit=100_000))[0])


@pytest.mark.timeout(600 + 30 * KILLS)
async def test_copies_that_are_killed_lose_nothing_and_leave_nothing(
    place: str, many_at_once: DynamoServer
) -> None:
    url = f"dynamodb+{many_at_once.url}/octavo-moved"
    first = await filled(place)
    writers = Writers("", place, 1)
    killed_copies("INTO", url, place, writers)
    writers.end()
    db = await database.open(place, name="stories", migrations=MIGRATIONS["stories"])
    clock = Clock(datetime.now(UTC) + timedelta(days=2))
    near = NearCache(max_bytes=0)
    kept = await texts(Config(url=url), db, near=near, secret=bytes(32), clock=clock)
    assert kept.store is not None
    keeping = SqlTextKeeping(db, kept.store, clock=clock)
    while await keeping.keep():
        pass
    assert await db.all(_IN_ROWS) == []
    named = [row["at"] for row in await db.all(_NAMED)]
    assert len(named) == len(set(named))
    assert await listed(kept) == set(named)
    await check_all_there(db, kept, clock, first | writers.acknowledged)
    later = Writers(url, place, 500)
    killed_copies("OUT", url, place, later)
    assert later.another()  # it has the setting still, and writes rows
    later.end()
    assert {row["at"] for row in await db.all(_NAMED)} == {None}
    while await keeping.keep():
        pass
    assert await listed(kept) == set()
    in_rows = await texts(Config(), db, near=near, secret=bytes(32), clock=clock)
    await check_all_there(db, in_rows, clock, first | writers.acknowledged | later.acknowledged)
    await kept.store.close()
    await db.close()


def story_of(site: Running) -> str:
    return re.findall(r'href="(?:http://[^/"]+)?(/@[a-z0-9-]+/[^/"?#]+-[^/"?#]+)"', site.ask("/")[1])[0]


def words_of(site: Running, story: str) -> list[str]:
    status, page = site.ask(story)
    assert status == 200, page
    return re.findall(r"<p[ >].*?</p>", page)


def test_a_whole_site_goes_into_a_table_and_comes_back(tmp_path: Path, dynamo: DynamoServer) -> None:
    data, url = tmp_path / "data", f"dynamodb+{dynamo.url}/octavo-whole-{random.randrange(1 << 40)}"
    settings = {"OCTAVO_DATA": str(data)}
    assert octavo("demo", **settings).returncode == 0
    with running(tmp_path, **settings) as site:
        story = story_of(site)
        before = words_of(site, story)
        copied = octavo("copy", "--to", url, **settings)
        assert copied.returncode == 0, copied.stderr
        assert re.search(
            r"^stories.revisions: \d+ texts, [\d,]+ bytes, sha256 \w{64} on both", copied.stdout, re.M
        )
        assert words_of(site, story) == before
        switched = octavo("copy", "--from", str(data), "--to", url, "--switch", **settings)
        assert "Switched: nobody waited" in switched.stdout, switched.stderr
        assert words_of(site, story) == before
    refused = octavo("up", **settings)
    assert (refused.returncode, "OCTAVO_STORIES_URL" in refused.stderr) != (0, False), refused.stderr
    with running(tmp_path, **settings, OCTAVO_STORIES_URL=url) as site:
        assert words_of(site, story) == before
        until_empty(data)
        assert octavo("copy", "--to", url, "--verify-only", **settings).returncode == 0
        moving = octavo("copy", "--to", str(tmp_path / "other"), **settings)
        back = octavo("copy", "--from", url, "--switch", **settings)
        assert "the table is empty" in back.stdout, back.stderr
    with running(tmp_path, **settings) as site:
        assert words_of(site, story) == before
    assert moving.returncode == 0, moving.stderr
    assert "texts of stories stand in DynamoDB. They stay there" in moving.stdout


def until_empty(data: Path) -> None:
    """The site empties the rows by itself."""
    db = apsw.Connection(str(data / "stories.db"))
    db.set_busy_timeout(60_000)
    while db.execute(f"SELECT COUNT(*) FROM ({_IN_ROWS})").fetchone() != (0,):
        pass
    db.close()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--from", "dynamodb://r/a-table", "--to", "dynamodb://r/b-table"), "into the database first"),
        (("--to", "dynamodb://r/"), "is no table"),
        (("--from", "DATA", "--to", "dynamodb://r/a-table"), "holds no site"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(words: tuple[str, ...], why: str, tmp_path: Path) -> None:
    data = str(tmp_path / "none")
    told = octavo("copy", *(data if word == "DATA" else word for word in words), OCTAVO_DATA=data)
    assert told.returncode in (Exit.USAGE, Exit.BAD_DATA)
    assert why in told.stderr
    assert len(told.stderr.splitlines()) == 1
