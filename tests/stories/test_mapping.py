"""All that lists show, part by part: nothing that is not listed, nothing twice, nothing left out."""

from pathlib import Path

import pytest

from octavo.chassis import database
from octavo.chassis.context import acting_as
from octavo.chassis.faults import Invalid
from octavo.stories import ports
from octavo.stories.adapters import sql_listed
from octavo.stories.api import PersonId, Story, Visibility
from octavo.stories.service import MIGRATIONS
from tests.stories.desk import ANNA, BERT, World, text


async def published(world: World, title: str, who: object = ANNA, **more: object) -> Story:
    with acting_as(who):  # type: ignore[arg-type]  # a Caller
        draft = await world.stories.create_draft(content=text(title, visibility=VISIBLE, **more))
        return await world.stories.publish(story_id=draft.id, version=1)


VISIBLE = Visibility.EVERYBODY


async def test_the_map_has_what_lists_have(world: World) -> None:
    assert (await world.stories.map_listed()).stories == ()
    first = await published(world, "One", tags=("sea", 'a"b'))
    world.clock.turn(hours=1)
    second = await published(world, "Two", BERT, tags=("sea",))
    with acting_as(ANNA):
        for visibility in (Visibility.UNLISTED, Visibility.MEMBERS):
            draft = await world.stories.create_draft(content=text("More", visibility=visibility, tags=("x",)))
            last = await world.stories.publish(story_id=draft.id, version=1)
        gone = await published(world, "Taken back", tags=("gone",))
        await world.stories.unpublish(story_id=gone.id)
    found = await world.stories.map_listed()
    assert [(part.number, part.lines) for part in found.stories] == [(1, 3)]
    assert [(part.number, part.lines) for part in found.authors] == [(1, 2)]
    assert [(part.number, part.lines) for part in found.tags] == [(1, 3)]
    assert found.stories[0].updated_at == world.clock.now
    assert await world.stories.list_stories_part(number=1) == (first, second, last)
    assert await world.stories.list_stories_part(number=2) == ()
    authors = await world.stories.list_authors_part(number=1)
    assert {line.author_id: line.updated_at for line in authors} == {
        ANNA.person_id: world.clock.now,
        BERT.person_id: second.updated_at,
    }
    tags = await world.stories.list_tags_part(number=1)
    assert {line.name: line.newest_at for line in tags} == {
        'a"b': first.published_at,
        "sea": second.published_at,
        "x": last.published_at,
    }


async def test_of_a_suspended_author_it_has_nothing(world: World) -> None:
    await published(world, "One", tags=("sea",))
    kept = await published(world, "Two", BERT)
    await world.inside.hide_author(PersonId(str(ANNA.person_id)))
    assert await world.stories.list_stories_part(number=1) == (kept,)
    found = await world.stories.map_listed()
    assert [part.lines for part in found.authors] == [1]
    assert found.tags == ()


async def test_parts_meet_without_a_gap(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_listed, "PART", 2)
    counted = {lines: sql.replace(str(ports.PART), "2") for lines, sql in sql_listed._COUNTED.items()}
    monkeypatch.setattr(sql_listed, "_COUNTED", counted)
    stories = [await published(world, f"Story {number}") for number in range(5)]
    assert [(part.number, part.lines) for part in (await world.stories.map_listed()).stories] == [
        (1, 2),
        (2, 2),
        (3, 1),
    ]
    parts = [await world.stories.list_stories_part(number=number) for number in (1, 2, 3)]
    assert [story for part in parts for story in part] == stories


@pytest.mark.parametrize("number", [0, -1, 2_000_000_000])
async def test_there_is_no_such_part(world: World, number: int) -> None:
    for ask in (
        world.stories.list_stories_part,
        world.stories.list_authors_part,
        world.stories.list_tags_part,
    ):
        with pytest.raises(Invalid):
            await ask(number=number)


async def test_counting_reads_no_texts(tmp_path: Path) -> None:
    """SQLite's plan stays on the indexes: with 100,000 stories the rows would be gigabytes. (PostgreSQL keeps
    long texts apart from the rows.)"""
    db = await database.open(f"sqlite:///{tmp_path}/stories.db", name="stories", migrations=MIGRATIONS)
    for sql in sql_listed._COUNTED.values():
        plan = [row["detail"] for row in await db.all(f"EXPLAIN QUERY PLAN {sql}")]
        assert any("COVERING INDEX" in line for line in plan), plan
    await db.close()
