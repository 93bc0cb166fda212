"""What moderators take back: nobody but they undoes it, and what was answered to it stays."""

import pytest
from msgspec import json

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.responses import entities
from octavo.responses.api import Response, ResponseId, ResponseNotFound, Rule, State
from octavo.responses.entities import may_become
from tests.responses.world import CARL, MODERATOR, STORY, World
from tests.stories.desk import ANNA, BERT

SECOND_MODERATOR = Caller(person_id="1111111Mod2", roles=frozenset({"member", "confirmed", "moderator"}))


async def take_back(world: World, one: Response, by: Caller = MODERATOR) -> None:
    with acting_as(by):
        await world.responses.take_back(response_id=one.id)


async def seen(world: World, who: Caller, one: Response) -> State | None:
    with acting_as(who):
        found = await world.responses.get_responses(response_ids=(one.id,))
    return found[0].state if found else None


async def told_by(world: World, event: str) -> list[tuple[str, str]]:
    """Who did it and whose it was, of each such event."""
    rows = await world.db.all("SELECT type, payload FROM octavo_outbox ORDER BY number")
    told = [json.decode(row["payload"]) for row in rows if row["type"].endswith(event)]
    return [(one.get("byId", ""), one.get("authorId", "")) for one in told]


async def test_it_is_seen_by_its_writer_and_moderators_alone_and_its_answers_stay(world: World) -> None:
    said = await world.say(BERT, "Buy mine")
    await world.say(CARL, "No, mine", said.id)
    before = await purges(world)
    await take_back(world, said)
    await take_back(world, said)  # the same again changes nothing
    assert await purges(world) == before + 1
    for who in (ANONYMOUS, CARL, ANNA):
        assert await world.talk(who) == [(1, "No, mine")]
        assert await seen(world, who, said) is None
    for who in (BERT, MODERATOR):
        assert len(await world.talk(who)) == 2
        assert await seen(world, who, said) is State.TAKEN_BACK
    counted = await world.responses.count_responses(story_ids=(STORY,))
    assert counted[0].responses == 1
    assert await told_by(world, "ResponseRemoved") == [(MODERATOR.person_id, BERT.person_id)]


async def purges(world: World) -> int:
    rows = await world.db.all("SELECT * FROM octavo_purges")
    return len([row for row in rows if f"responses:{STORY}" in str(dict(row))])


async def test_neither_its_writer_nor_the_storys_undo_it(world: World) -> None:
    said = await world.say(BERT, "Buy mine")
    own = await world.say(ANNA, "Buy the author's")
    await take_back(world, said)
    await take_back(world, own)
    for who, one in ((BERT, said), (ANNA, said), (ANNA, own)):
        for shown in (True, False):
            with acting_as(who), pytest.raises(ResponseNotFound):
                await world.responses.set_shown(response_id=one.id, shown=shown)
    with acting_as(BERT):
        changed = await world.responses.edit_response(response_id=said.id, text="Buy this one")
    assert changed.state is State.TAKEN_BACK
    assert await world.talk(CARL) == []
    with acting_as(ANNA):
        assert (await world.responses.list_held()).responses == ()
    with pytest.raises(ResponseNotFound):
        await world.say(CARL, "To that", said.id)
    with acting_as(CARL), pytest.raises(ResponseNotFound):
        await world.responses.clap_for_response(response_id=said.id, claps=1)


async def test_words_that_were_read_before_it_was_taken_back_do_not_bring_it_back(world: World) -> None:
    said = await world.say(BERT, "Buy mine")
    kept = (await world.inside.talk.get([said.id]))[0]
    await take_back(world, said)
    changed = await world.inside.talk.edit(kept, entities.read("Other words"), State.SHOWN, world.clock())
    assert changed.state is State.TAKEN_BACK
    await world.inside.talk.set_state(kept, State.SHOWN, moderator_id=None)
    assert await seen(world, CARL, said) is None


async def test_moderators_show_it_again_but_not_their_own(world: World) -> None:
    said = await world.say(BERT, "Buy mine")
    await take_back(world, said)
    with acting_as(SECOND_MODERATOR):
        await world.responses.set_shown(response_id=said.id, shown=True)
    assert await seen(world, CARL, said) is State.SHOWN
    assert await told_by(world, "ResponsePublished") == [
        ("", BERT.person_id),
        (SECOND_MODERATOR.person_id, BERT.person_id),
    ]
    own = await world.say(MODERATOR, "Buy a moderator's")
    await take_back(world, own, SECOND_MODERATOR)
    with acting_as(MODERATOR), pytest.raises(Forbidden):
        await world.responses.set_shown(response_id=own.id, shown=True)


async def test_what_a_moderator_hides_under_the_story_of_others_is_taken_back(world: World) -> None:
    said = await world.say(BERT, "Rude")
    with acting_as(ANNA):
        await world.responses.set_shown(response_id=said.id, shown=False)
    with acting_as(MODERATOR):
        await world.responses.set_shown(response_id=said.id, shown=False)
    assert await seen(world, BERT, said) is State.TAKEN_BACK
    assert await told_by(world, "ResponseRemoved") == [("", ""), (MODERATOR.person_id, BERT.person_id)]


async def test_only_moderators_take_back_and_only_what_there_is(world: World) -> None:
    said = await world.say(BERT, "Fine")
    for who, fault in ((ANONYMOUS, Unauthenticated), (BERT, Forbidden), (ANNA, Forbidden)):
        with pytest.raises(fault):
            await take_back(world, said, who)
    with acting_as(MODERATOR):
        with pytest.raises(ResponseNotFound):
            await world.responses.take_back(response_id=ResponseId("1111111None"))
        with pytest.raises(Invalid):
            await world.responses.take_back(response_id=ResponseId("no id"))
    assert await seen(world, CARL, said) is State.SHOWN


async def test_what_its_writer_took_away_stays_so(world: World) -> None:
    said = await world.say(BERT, "Buy mine")
    await world.say(CARL, "No, mine", said.id)
    with acting_as(BERT):
        await world.responses.delete_response(response_id=said.id)
    await take_back(world, said)
    assert await seen(world, CARL, said) is State.REMOVED
    other = await world.say(BERT, "Buy mine")
    await take_back(world, other)
    with acting_as(BERT):
        await world.responses.delete_response(response_id=other.id)
    assert await seen(world, MODERATOR, other) is None


async def test_a_moderator_sees_what_was_reported_whoever_blocks_whom_and_wherever_the_story_is(
    world: World,
) -> None:
    said = await world.say(BERT, "Rude")
    world.others.block(BERT, MODERATOR)
    assert await seen(world, MODERATOR, said) is State.SHOWN
    with acting_as(MODERATOR):
        page = await world.responses.list_responses(story_id=STORY, below=said.id)
    assert [one.id for one in page.responses] == [said.id]
    assert await world.talk(MODERATOR) == []  # among the others a block holds for them as for everybody
    world.others.withdrawn.add(STORY)
    world.inside.near.purge((f"story:{STORY}",))
    assert await seen(world, MODERATOR, said) is State.SHOWN
    assert await seen(world, BERT, said) is None
    await take_back(world, said)  # it would come back with its story
    world.others.withdrawn.clear()
    world.inside.near.purge((f"story:{STORY}",))
    assert await seen(world, CARL, said) is None


async def test_a_held_response_that_is_taken_back_waits_no_more(world: World) -> None:
    with acting_as(ANNA):
        await world.responses.set_rule(story_id=STORY, rule=Rule.ALL_HELD)
    said = await world.say(BERT, "May I?")
    await take_back(world, said)
    with acting_as(ANNA):
        assert (await world.responses.list_held()).responses == ()
    assert await seen(world, BERT, said) is State.TAKEN_BACK


@pytest.mark.parametrize("after", [State.SHOWN, State.HIDDEN, State.TAKEN_BACK])
def test_what_may_become_of_what(after: State) -> None:
    for moderates in (True, False):
        assert not may_become(State.REMOVED, after, moderates=moderates)
        assert not may_become(after, after, moderates=moderates)
        assert may_become(State.HELD, after, moderates=moderates)
    assert may_become(State.TAKEN_BACK, after, moderates=True) is (after is State.SHOWN)
    assert not may_become(State.TAKEN_BACK, after, moderates=False)
