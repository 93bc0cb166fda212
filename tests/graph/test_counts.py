"""Sums are kept beside the rows, and are exact whatever happens to them, at once and in any order."""

import asyncio
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.chassis.context import acting_as
from octavo.chassis.faults import Fault
from octavo.chassis.ids import from_text
from octavo.chassis.sql import definition
from octavo.graph.api import Kind, PublicationId
from octavo.graph.service import MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.graph.world import HOUSE, SEA, STORY, World, id_of, person, reader
from tests.stories.desk import ANNA

_ACTS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from(
            [
                "clap",
                "follow",
                "unfollow",
                "tag",
                "house",
                "block",
                "unblock",
                "suspend",
                "reinstate",
                "forget",
            ]
        ),
        st.integers(0, 50),
    ),
    max_size=30,
)


async def sums_are_exact(world: World) -> None:
    counted = {
        (row["kind"], row["target"]): (row["people"], row["claps"])
        for row in await world.db.all(
            """SELECT kind, target, CAST(SUM(people) AS BIGINT) AS people, CAST(SUM(claps) AS BIGINT) AS claps
               FROM counted GROUP BY kind, target"""
        )
        if row["people"] or row["claps"]
    }
    follows = await world.db.all(
        "SELECT kind, target, COUNT(*) AS people FROM follows WHERE counts = 1 GROUP BY kind, target"
    )
    claps = await world.db.all(
        """SELECT story_id, COUNT(*) AS people, CAST(SUM(claps) AS BIGINT) AS claps FROM claps
           WHERE counts = 1 GROUP BY story_id"""
    )
    assert counted == {
        **{(row["kind"], row["target"]): (row["people"], 0) for row in follows},
        **{("CLAPS", str(row["story_id"])): (row["people"], row["claps"]) for row in claps},
    }


async def _act(world: World, number: int, act: str, claps: int) -> None:
    me = reader(number)
    with acting_as(me), suppress(Fault):
        match act:
            case "clap":
                await world.graph.clap(story_id=STORY, claps=claps)
            case "follow":
                await world.graph.follow(target=person(ANNA))
            case "unfollow":
                await world.graph.unfollow(target=person(ANNA))
            case "tag":
                await world.graph.follow(target=SEA)
            case "house":
                await world.graph.follow(target=HOUSE)
            case "block":
                await world.graph.block(person_id=id_of(ANNA))
            case "unblock":
                await world.graph.unblock(person_id=id_of(ANNA))
            case "suspend" | "reinstate":
                await world.inside.suspend(id_of(me), suspended=act == "suspend")
            case _:
                await world.inside.forget_person(id_of(me))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=_ACTS, at_once=st.booleans())
async def test_sums_are_what_the_rows_are(
    world: World, acts: list[tuple[int, str, int]], at_once: bool
) -> None:
    for table in ("claps", "follows", "avoided", "suspended", "counted"):
        await world.db.execute(f"DELETE FROM {table}")
    world.clock.turn(minutes=2)
    if at_once:
        await asyncio.gather(*(_act(world, *one) for one in acts))
    else:
        for one in acts:
            await _act(world, *one)
    await sums_are_exact(world)
    told, stand = await world.claps(), await world.followers(person(ANNA))
    rows = await world.db.all("SELECT claps FROM claps WHERE counts = 1")
    assert (told.claps, told.people) == (sum(row["claps"] for row in rows), len(rows))
    followers = await world.db.all("SELECT 1 AS one FROM follows WHERE counts = 1 AND kind = 'PERSON'")
    assert stand == len(followers)


async def test_a_suspension_is_seen_on_kept_pages_at_once(world: World) -> None:
    with acting_as(reader(1)):
        await world.graph.clap(story_id=STORY, claps=5)
        await world.graph.follow(target=HOUSE)
    await world.inside.stale.now()
    for suspended in (True, False):
        await world.db.execute("DELETE FROM octavo_purges")
        await world.inside.suspend(id_of(reader(1)), suspended=suspended)
        rows = await world.db.all("SELECT tags FROM octavo_purges")
        tags = {tag for row in rows for tag in re.findall(r"[\w-]+:\w+", row["tags"])}
        assert tags >= {f"claps:{STORY}", f"followers:{HOUSE.id}"}
        assert (await world.claps()).claps == (0 if suspended else 5)
        await world.inside.suspend(id_of(reader(1)), suspended=suspended)
        await sums_are_exact(world)


async def test_a_publication_that_is_deleted_is_followed_and_muted_by_nobody(world: World) -> None:
    for number in range(1, 5):
        with acting_as(reader(number)):
            await world.graph.follow(target=HOUSE)
            await world.graph.follow(target=SEA)
            await world.graph.mute_publication(publication_id=PublicationId(HOUSE.id))
    await world.inside.suspend(id_of(reader(4)), suspended=True)
    for _ in range(2):
        await world.inside.forget_publication(PublicationId(HOUSE.id))
    assert await world.followers(HOUSE) == 0
    assert await world.followers(SEA) == 3
    assert await world.db.all("SELECT * FROM muted_publications") == []
    assert (await world.told()).count("Unfollowed") == 4
    with acting_as(reader(1)):
        following = await world.graph.list_following(person_id=id_of(reader(1)), kind=Kind.PUBLICATION)
        assert following.followed == ()
    await sums_are_exact(world)


async def test_who_goes_is_counted_no_longer_nor_are_those_who_followed_them(world: World) -> None:
    with acting_as(reader(1)):
        await world.graph.clap(story_id=STORY, claps=5)
        await world.graph.follow(target=person(ANNA))
    with acting_as(ANNA):
        await world.graph.follow(target=person(reader(1)))
    for _ in range(2):
        await world.inside.forget_person(id_of(reader(1)))
    assert (await world.claps()).people == 0
    assert await world.followers(person(ANNA)) == 0
    assert await world.db.all("SELECT * FROM follows") == []
    await sums_are_exact(world)


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The migrations as they were before there were sums."""
    folder = tmp_path / "before"
    folder.mkdir()
    for one in sorted(Path(str(MIGRATIONS)).glob("*.sql")):
        if one.name < "0006":
            (folder / one.name).write_text(one.read_text())
    return folder


async def test_sums_are_made_of_what_was_there(database_factory: DatabaseFactory, before: Path) -> None:
    db = await database_factory("graph", before)
    story = from_text(STORY)
    for number, counts in ((1, 1), (2, 1), (3, 0)):
        await db.execute(
            "INSERT INTO claps (story_id, person_id, claps, at, counts) VALUES (:s, :p, 10, 1, :c)",
            s=story,
            p=number,
            c=counts,
        )
        await db.execute(
            """INSERT INTO follows (person_id, kind, target, followed_id, since, counts)
               VALUES (:p, 'TAG', 'sea', 0, 1, :c)""",
            p=number,
            c=counts,
        )
    for statement in _statements((Path(str(MIGRATIONS)) / "0006_counts.sql").read_text()):
        await db.execute(definition(statement, db.dialect))
    rows = await db.all("SELECT kind, target, people, claps FROM counted ORDER BY kind")
    assert [tuple(row[name] for name in ("kind", "target", "people", "claps")) for row in rows] == [
        ("CLAPS", str(story), 2, 20),
        ("TAG", "sea", 2, 0),
    ]


def _statements(text: str) -> list[str]:
    bare = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return [one.strip() for one in bare.split(";") if one.strip()]
