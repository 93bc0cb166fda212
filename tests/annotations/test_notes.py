"""Notes on drafts: all who may read the draft read them, and nobody else; each changes their own."""

from collections.abc import Awaitable, Callable

import pytest

from octavo.annotations.api import NoteId, NoteNotFound, StoryId, TooManyNotes
from octavo.chassis import personal
from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.faults import Fault, Forbidden, Invalid, Unauthenticated
from tests.annotations.world import BLOCK, MOST, OTHER, STORY, World
from tests.stories.desk import ANNA, BERT, MODERATOR

Act = Callable[[World, NoteId], Awaitable[object]]
ACTS: dict[str, Act] = {
    "add": lambda w, _: w.note(),
    "answer": lambda w, key: w.note(reply_to=key),
    "list": lambda w, _: w.annotations.list_notes(story_id=STORY),
    "edit": lambda w, key: w.annotations.edit_note(note_id=key, text="Mine now"),
    "delete": lambda w, key: w.annotations.delete_note(note_id=key),
    "settle": lambda w, key: w.annotations.settle_note(note_id=key, settled=True),
}


async def test_all_who_read_the_draft_read_its_notes(world: World) -> None:
    with acting_as(ANNA):
        first = await world.note("Really?", quote="a fine day")
    with acting_as(BERT):
        answer = await world.note("Yes.", reply_to=first.id, block_id="")
        notes = await world.annotations.list_notes(story_id=STORY)
    assert notes == (first, answer)
    assert (first.quote, first.written_at, first.gone) == ("a fine day", world.clock(), False)
    assert (answer.block_id, answer.reply_to) == (BLOCK, first.id)


@pytest.mark.parametrize("act", ACTS)
async def test_nobody_else_knows_of_them(world: World, act: str) -> None:
    with acting_as(ANNA):
        note = await world.note()
    for caller, fault in ((MODERATOR, NoteNotFound), (ANONYMOUS, Unauthenticated)):
        expected: type[Fault] = fault
        with acting_as(caller), pytest.raises(expected):
            await ACTS[act](world, note.id)
    with acting_as(ANNA):
        assert await world.told() == [(str(ANNA.person_id), "Really?")]


async def test_who_may_no_longer_read_the_draft_may_no_longer_change_their_note(world: World) -> None:
    with acting_as(BERT):
        note = await world.note()
        world.drafts.readers.discard(str(BERT.person_id))
        for act in ACTS.values():
            with pytest.raises(NoteNotFound):
                await act(world, note.id)


async def test_each_changes_their_own_words_alone(world: World) -> None:
    with acting_as(ANNA):
        note = await world.note()
    with acting_as(BERT):
        for act in ("edit", "delete"):
            with pytest.raises(Forbidden):
                await ACTS[act](world, note.id)
    with acting_as(ANNA):
        edited = await world.annotations.edit_note(note_id=note.id, text=" Is it? ")
        assert (edited.text, edited.edited) == ("Is it?", True)
        assert await world.annotations.list_notes(story_id=STORY) == (edited,)
        await world.annotations.delete_note(note_id=note.id)
        assert await world.told() == []
        with pytest.raises(NoteNotFound):
            await world.annotations.delete_note(note_id=note.id)


async def test_everybody_settles_and_opens_again(world: World) -> None:
    with acting_as(ANNA):
        note = await world.note()
    with acting_as(BERT):
        for settled in (True, True, False):
            said = await world.annotations.settle_note(note_id=note.id, settled=settled)
            assert said.settled is settled
            assert await world.annotations.list_notes(story_id=STORY) == (said,)


async def test_answers_stay_when_the_note_is_taken_away(world: World) -> None:
    with acting_as(ANNA):
        note = await world.note(quote="fine")
    with acting_as(BERT):
        answer = await world.note("Yes.", reply_to=note.id)
    with acting_as(ANNA):
        await world.annotations.delete_note(note_id=note.id)
        left = await world.annotations.list_notes(story_id=STORY)
    assert [(one.text, one.quote, one.author_id) for one in left] == [
        ("", "", ""),
        ("Yes.", "", str(BERT.person_id)),
    ]
    with acting_as(BERT):
        await world.annotations.delete_note(note_id=answer.id)
        assert await world.told() == []
    assert await world.db.all("SELECT * FROM notes") == []


async def test_an_answer_answers_a_note_of_the_same_story(world: World) -> None:
    with acting_as(ANNA):
        first = await world.note()
        answer = await world.note(reply_to=first.id)
        with pytest.raises(Invalid):
            await world.note(reply_to=answer.id)
        with pytest.raises(Invalid):
            await world.annotations.settle_note(note_id=answer.id, settled=True)
        for strange in (first.id, NoteId("nonsense"), NoteId("11111111112")):
            with pytest.raises(NoteNotFound):
                await world.note(story_id=OTHER, reply_to=strange)


async def test_a_note_stays_when_its_paragraph_goes(world: World) -> None:
    with acting_as(ANNA):
        note = await world.note(quote="a fine day")
        world.drafts.blocks = ("b1ock222",)
        (seen,) = await world.annotations.list_notes(story_id=STORY)
        assert (seen.id, seen.gone, seen.quote) == (note.id, True, "a fine day")
        with pytest.raises(Invalid):
            await world.note()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""), ("text", " \n "), ("text", "x" * 2001), ("text", "a\x00b"),
        ("quote", "x" * 301), ("block_id", ""), ("block_id", 'x","id":"'), ("block_id", "b1ock999"),
    ],
)  # fmt: skip
async def test_what_is_no_note_is_refused(world: World, field: str, value: str) -> None:
    with acting_as(ANNA):
        with pytest.raises(Invalid) as fault:
            await world.note(**{field: value})
        assert fault.value.field == field
        assert await world.told() == []
        assert (await world.note("x" * 2000, quote="y" * 300)).text == "x" * 2000


async def test_a_story_has_room_for_so_many(world: World) -> None:
    with acting_as(ANNA):
        for number in range(MOST):
            await world.note(str(number))
        with pytest.raises(TooManyNotes) as fault:
            await world.note()
        assert fault.value.limit == MOST
        await world.note(story_id=OTHER)


async def test_an_erased_story_takes_its_notes_along(room: World) -> None:
    with acting_as(ANNA):
        await room.note()
        kept = await room.note(story_id=OTHER)
        for _ in range(2):
            await room.inside.forget_story(StoryId(STORY))
        assert await room.told() == []
        assert await room.annotations.list_notes(story_id=OTHER) == (kept,)


async def test_who_is_erased_leaves_no_words_but_others_answers(room: World) -> None:
    from octavo.annotations.personal import HOLDINGS

    assert await personal.gaps(room.db, HOLDINGS) == []
    with acting_as(ANNA):
        first, lonely = await room.note("Mine", quote="fine"), await room.note("Mine too")
    with acting_as(BERT):
        await room.note("Yes.", reply_to=first.id)
    await personal.erase(room.db, HOLDINGS, str(ANNA.person_id))
    with acting_as(BERT):
        left = await room.annotations.list_notes(story_id=STORY)
    assert [(one.author_id, one.text, one.quote) for one in left] == [
        ("", "", ""),
        (str(BERT.person_id), "Yes.", ""),
    ]
    assert lonely.id not in {one.id for one in left}
