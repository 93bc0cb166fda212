"""Highlights: on words that are there, followed through edits, seen by whom they are for."""

import pytest

from octavo.annotations.api import (
    Anchor,
    Fate,
    HighlightId,
    HighlightNotFound,
    MarkedWords,
    NotThere,
    PersonId,
    StoryId,
    TooManyHighlights,
)
from octavo.annotations.personal import HOLDINGS
from octavo.chassis import personal
from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Invalid, Unauthenticated
from tests.annotations.world import OTHER, STORY, World
from tests.stories.desk import ANNA, BERT

CARL = Caller(person_id="1111111Carr", roles=frozenset({"member", "confirmed"}))
NEW = Caller(person_id="1111111Newt", roles=frozenset({"member"}))
TEXT = {
    "b1ock111": "The sea was calm that day, and the hills were blue.",
    "b1ock222": "Waves, waves and more waves.",
    "members1": "Only members read of the harbour.",
}


@pytest.fixture(autouse=True)
def published(world: World) -> None:
    world.drafts.texts = dict(TEXT)


async def mark(
    world: World, who: Caller, quote: str, block: str = "b1ock111", *, note: str = "", private: bool = False
) -> MarkedWords:
    start = world.drafts.texts[block].index(quote)
    with acting_as(who):
        return await world.annotations.highlight(
            story_id=STORY,
            block_id=block,
            start=start,
            end=start + len(quote),
            quote=quote,
            note=note,
            private=private,
        )


async def revise(world: World, texts: dict[str, str]) -> None:
    world.drafts.texts = texts
    world.drafts.revision += 1
    world.inside.texts._near.purge([f"story:{STORY}"])
    await world.inside.find_again(STORY)


async def seen(world: World, who: Caller) -> list[str]:
    with acting_as(who):
        found = await world.annotations.list_highlights(story_id=STORY)
    return [one.anchor.quote for one in found.highlights]


async def told(world: World) -> list[str]:
    rows = await world.db.all("SELECT type FROM octavo_outbox ORDER BY number")
    return [row["type"].rpartition(".")[2] for row in rows]


async def test_words_are_marked_with_what_stands_around_them(world: World) -> None:
    made = await mark(world, BERT, "calm that day", note="  Was it?  ")
    assert made.anchor == Anchor(
        block_id="b1ock111",
        start=12,
        end=25,
        quote="calm that day",
        prefix="The sea was ",
        suffix=", and the hills were blue.",
    )
    assert (made.note, made.public, made.fate) == ("Was it?", True, Fate.FOUND)
    assert await told(world) == ["Highlighted"]
    with acting_as(CARL):
        assert await world.annotations.find_highlight(highlight_id=made.id) == made


@pytest.mark.parametrize(
    ("block", "start", "end", "quote"),
    [
        ("b1ock111", 12, 25, "calm that dax"),
        ("b1ock111", 13, 26, "calm that day"),
        ("b1ock999", 12, 25, "calm that day"),
        ("b1ock111", 12, 9999, "calm that day"),
        ("b1ock111", -5, 3, "The"),
        ("b1ock111", 3, 3, ""),
        ("b1ock111", 3, 4, " "),
    ],
)
async def test_what_is_not_there_is_not_marked(
    world: World, block: str, start: int, end: int, quote: str
) -> None:
    with acting_as(BERT), pytest.raises(NotThere):
        await world.annotations.highlight(story_id=STORY, block_id=block, start=start, end=end, quote=quote)
    assert await told(world) == []


async def test_bad_input_is_refused_and_changes_nothing(world: World) -> None:
    asked = {"story_id": STORY, "block_id": "b1ock111", "start": 0, "end": 3}
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        await world.annotations.highlight(**asked, quote="The")  # type: ignore[arg-type]
    with acting_as(BERT):
        with pytest.raises(Invalid):
            await world.annotations.highlight(**asked, quote="x" * 1001)  # type: ignore[arg-type]
        with pytest.raises(Invalid):
            await world.annotations.highlight(**asked, quote="The", note="x" * 2001)  # type: ignore[arg-type]
        with pytest.raises(Invalid):
            await world.annotations.highlight(**asked, quote="The", note="\x00")  # type: ignore[arg-type]
        for story in (OTHER, StoryId("1111111Gone")):
            with pytest.raises(HighlightNotFound):
                await world.annotations.highlight(**{**asked, "story_id": story}, quote="The")  # type: ignore[arg-type]
        with pytest.raises(Invalid):
            await world.annotations.list_highlights(story_id=STORY, after="nonsense!")
    assert await world.db.all("SELECT * FROM highlights") == []


async def test_the_same_again_is_the_one_that_is_there(world: World) -> None:
    first = await mark(world, BERT, "calm")
    assert (await mark(world, BERT, "calm")).id == first.id
    others = [await mark(world, BERT, "calm", private=True), await mark(world, CARL, "calm")]
    assert first.id not in {one.id for one in others}
    assert await told(world) == ["Highlighted"] * 3


async def test_a_reader_has_room_for_so_many(world: World) -> None:
    for number in range(20):
        await mark(world, BERT, "calm", note=str(number))
    with pytest.raises(TooManyHighlights):
        await mark(world, BERT, "calm")
    assert (await mark(world, BERT, "calm", note="7")).note == "7"  # that one is there
    await mark(world, CARL, "calm")


async def test_words_are_followed_through_edits(world: World) -> None:
    made = await mark(world, BERT, "calm that day")
    wave = await mark(world, BERT, "more waves", "b1ock222")
    await revise(world, {**TEXT, "b1ock111": "Listen: the sea was calm that day, and the hills were green."})
    with acting_as(BERT):
        found = await world.annotations.find_highlight(highlight_id=made.id)
    assert (found.fate, found.anchor.start) == (Fate.FOUND, 20)
    await revise(world, {"b1ock333": "The sea was calm that day, and the hills were blue. Waves."})
    with acting_as(BERT):
        found = await world.annotations.find_highlight(highlight_id=made.id)
        gone = await world.annotations.find_highlight(highlight_id=wave.id)
    assert (found.fate, found.anchor.block_id) == (Fate.MOVED, "b1ock333")
    assert (gone.fate, gone.anchor.quote) == (Fate.LOST, "more waves")
    assert await seen(world, CARL) == ["calm that day"]
    assert await seen(world, BERT) == ["more waves", "calm that day"]
    await revise(world, dict(TEXT))
    with acting_as(CARL):
        assert (await world.annotations.find_highlight(highlight_id=wave.id)).fate is Fate.FOUND
        assert (await world.annotations.find_highlight(highlight_id=made.id)).anchor.block_id == "b1ock111"


async def test_a_private_highlight_is_nobody_elses(world: World) -> None:
    made = await mark(world, BERT, "calm", private=True)
    for who in (CARL, ANNA, ANONYMOUS):
        assert await seen(world, who) == []
        with acting_as(who), pytest.raises(HighlightNotFound):
            await world.annotations.find_highlight(highlight_id=made.id)
    with acting_as(CARL), pytest.raises(HighlightNotFound):
        await world.annotations.change_highlight(highlight_id=made.id, note="Mine", public=True)
    with acting_as(CARL):
        await world.annotations.remove_highlight(highlight_id=made.id)
    with acting_as(BERT):
        changed = await world.annotations.change_highlight(highlight_id=made.id, note="Now", public=True)
    assert (changed.note, changed.public) == ("Now", True)
    assert await seen(world, ANNA) == ["calm"]
    with acting_as(BERT):
        await world.annotations.change_highlight(highlight_id=made.id, note="Now", public=False)
        await world.annotations.remove_highlight(highlight_id=made.id)
        await world.annotations.remove_highlight(highlight_id=made.id)
    assert await told(world) == ["Highlighted", "HighlightRemoved", "HighlightRemoved"]


async def test_what_is_for_members_is_not_told_to_others(world: World) -> None:
    made = await mark(world, BERT, "the harbour", "members1")
    with pytest.raises(NotThere):
        await mark(world, NEW, "the harbour", "members1")
    for who in (NEW, ANONYMOUS):
        assert await seen(world, who) == []
        with acting_as(who), pytest.raises(HighlightNotFound):
            await world.annotations.find_highlight(highlight_id=made.id)
    assert await seen(world, CARL) == ["the harbour"]
    await mark(world, CARL, "the harbour", "members1")
    with acting_as(ANONYMOUS):
        assert await world.annotations.get_top_highlight(story_id=STORY) is None
    with acting_as(BERT):
        top = await world.annotations.get_top_highlight(story_id=STORY)
    assert top is not None
    assert top.readers == 2


async def test_a_block_hides_both_ways(world: World) -> None:
    made = await mark(world, BERT, "calm", note="Rude")
    world.drafts.blocked.add(frozenset((str(BERT.person_id), str(CARL.person_id))))
    assert await seen(world, CARL) == []
    with acting_as(CARL), pytest.raises(HighlightNotFound):
        await world.annotations.find_highlight(highlight_id=made.id)
    world.drafts.blocked.add(frozenset((str(BERT.person_id), str(ANNA.person_id))))
    with pytest.raises(HighlightNotFound):
        await mark(world, BERT, "calm")
    assert await seen(world, ANNA) == []


async def test_the_words_that_most_readers_marked_are_told(world: World) -> None:
    await mark(world, BERT, "calm that day")
    for _ in range(3):
        await mark(world, BERT, "hills")
    with acting_as(ANONYMOUS):
        assert await world.annotations.get_top_highlight(story_id=STORY) is None
    await mark(world, CARL, "was calm that day")
    with acting_as(ANONYMOUS):
        top = await world.annotations.get_top_highlight(story_id=STORY)
    assert top is not None
    assert (top.readers, top.anchor.quote) == (2, "calm that day")
    await world.inside.quieten(PersonId(str(CARL.person_id)), quiet=True)
    with acting_as(ANONYMOUS):
        assert await world.annotations.get_top_highlight(story_id=STORY) is None
    assert await seen(world, BERT) == ["hills", "calm that day"]
    await world.inside.quieten(PersonId(str(CARL.person_id)), quiet=False)
    assert "was calm that day" in await seen(world, BERT)


async def test_ones_own_are_listed_in_pages(world: World) -> None:
    for quote in ("sea", "calm", "day", "hills", "blue"):
        await mark(world, BERT, quote)
    await mark(world, CARL, "sea")
    with acting_as(BERT):
        first = await world.annotations.list_own_highlights(limit=3)
        rest = await world.annotations.list_own_highlights(limit=3, after=first.next)
        here = await world.annotations.list_own_highlights(story_id=STORY, limit=1)
        elsewhere = await world.annotations.list_own_highlights(story_id=OTHER)
    quotes = [one.anchor.quote for one in (*first.highlights, *rest.highlights)]
    assert quotes == ["blue", "hills", "day", "calm", "sea"]
    assert not rest.next
    assert [one.anchor.quote for one in here.highlights] == ["blue"]
    assert elsewhere.highlights == ()
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        await world.annotations.list_own_highlights()


async def test_what_somebody_marked_goes_with_them_and_with_the_story(world: World) -> None:
    await mark(world, BERT, "calm", note="Mine")
    await mark(world, CARL, "calm")
    who = str(BERT.person_id)
    assert {name async for name, _ in personal.rows(world.db, HOLDINGS, who)} == {"highlights"}
    await personal.erase(world.db, HOLDINGS, who)
    assert await seen(world, ANONYMOUS) == ["calm"]
    await world.inside.forget_story(STORY)
    assert await world.db.all("SELECT * FROM highlights") == []


async def test_an_id_that_is_none_is_not_found(world: World) -> None:
    for id_ in ("nonsense!", "1111111Gone"):
        with acting_as(BERT), pytest.raises(HighlightNotFound):
            await world.annotations.find_highlight(highlight_id=HighlightId(id_))
