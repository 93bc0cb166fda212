"""Editors of the publication in which a story stands decide about its responses as its author does."""

import pytest

from octavo.chassis import personal
from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.events import Envelope
from octavo.responses.api import Locked, ResponseNotFound, Rule, State
from octavo.responses.personal import HOLDINGS
from octavo.responses.service import StoryEvents
from octavo.stories.api import PublicationId, Standing, StoryMoved
from tests.responses.world import CARL, MEMBERS, MODERATOR, STORY, World
from tests.stories.desk import ANNA, BERT

ENVELOPE: Envelope = None  # type: ignore[assignment] # what is done does not depend on it
PAPER, OTHER = PublicationId("11111Paper1"), PublicationId("11111Paper2")
EDNA = Caller(person_id="1111111Edna", roles=frozenset({"member", "confirmed"}))
STRANGER = Caller(person_id="1111111Stan", roles=frozenset({"member", "confirmed"}))


@pytest.fixture(autouse=True)
def paper(world: World) -> None:
    """The story stands in a paper that Edna edits; Stan edits another."""
    world.others.standing[STORY] = PAPER
    world.others.editors |= {(str(EDNA.person_id), PAPER), (str(STRANGER.person_id), OTHER)}


async def moved(world: World, publication_id: PublicationId, standing: Standing = Standing.TAKEN_IN) -> None:
    world.others.standing[STORY] = publication_id if standing is Standing.TAKEN_IN else ""
    world.inside.near.purge((f"story:{STORY}",))
    event = StoryMoved(story_id=STORY, publication_id=publication_id, standing=standing, published=True)
    await StoryEvents(world.inside)(event, ENVELOPE)


async def waiting(world: World, who: Caller) -> list[str]:
    with acting_as(who):
        return [one.id for one in (await world.responses.list_held()).responses]


async def test_they_set_the_rule_and_let_through_what_it_holds(world: World) -> None:
    for other in (STRANGER, BERT):
        with acting_as(other), pytest.raises(ResponseNotFound):
            await world.responses.set_rule(story_id=STORY, rule=Rule.LOCKED)
    with acting_as(EDNA):
        await world.responses.set_rule(story_id=STORY, rule=Rule.ALL_HELD)
    held = await world.say(BERT, "May I?")
    assert held.state is State.HELD
    assert await waiting(world, EDNA) == await waiting(world, ANNA) == [held.id]
    assert await waiting(world, STRANGER) == await waiting(world, CARL) == []
    assert len(await world.talk(EDNA)) == 1
    assert await world.talk(STRANGER) == []
    with acting_as(STRANGER), pytest.raises(ResponseNotFound):
        await world.responses.set_shown(response_id=held.id, shown=True)
    with acting_as(EDNA):
        await world.responses.set_shown(response_id=held.id, shown=True)
    assert len(await world.talk(ANONYMOUS)) == 1
    assert await waiting(world, EDNA) == []


async def test_they_hide_and_close_the_conversation_and_are_not_held_themselves(world: World) -> None:
    said = await world.say(BERT, "Rude")
    with acting_as(EDNA):
        await world.responses.set_shown(response_id=said.id, shown=False)
        await world.responses.set_rule(story_id=STORY, rule=Rule.LOCKED)
    assert await world.talk(CARL) == []
    with pytest.raises(Locked):
        await world.say(CARL, "Still")
    own = await world.say(EDNA, "Enough of this.")
    assert own.state is State.SHOWN
    with acting_as(ANNA):  # what an editor hid, its author may show, and the other way round
        await world.responses.set_shown(response_id=said.id, shown=True)
    assert len(await world.talk(CARL)) == 2


async def test_who_decides_is_told_so(world: World) -> None:
    for who, decides in (
        (EDNA, True),
        (ANNA, True),
        (STRANGER, False),
        (MODERATOR, False),
        (ANONYMOUS, False),
    ):
        with acting_as(who):
            assert (await world.responses.list_responses(story_id=STORY)).decides is decides


async def test_a_right_ends_with_the_membership_and_goes_with_the_story(world: World) -> None:
    with acting_as(ANNA):
        await world.responses.set_rule(story_id=STORY, rule=Rule.ALL_HELD)
    held = await world.say(BERT, "May I?")
    await moved(world, OTHER)
    assert (await waiting(world, EDNA), await waiting(world, STRANGER)) == ([], [held.id])
    with acting_as(EDNA), pytest.raises(ResponseNotFound):
        await world.responses.set_shown(response_id=held.id, shown=True)
    await moved(world, PAPER, Standing.OFFERED)  # a paper that may still decline it decides nothing here
    assert await waiting(world, EDNA) == await waiting(world, STRANGER) == []
    await moved(world, PAPER)
    assert await waiting(world, EDNA) == [held.id]
    world.others.editors.clear()
    assert await waiting(world, EDNA) == []
    with acting_as(EDNA), pytest.raises(ResponseNotFound):
        await world.responses.set_shown(response_id=held.id, shown=True)


async def test_a_list_of_what_waits_goes_on_over_both_kinds(world: World) -> None:
    """The author's own stories elsewhere, and those of a paper that they edit."""
    world.others.editors.add((str(ANNA.person_id), PAPER))
    for story in (STORY, MEMBERS):
        with acting_as(ANNA):
            await world.responses.set_rule(story_id=story, rule=Rule.ALL_HELD)
    said = [
        (await world.say(who, "May I?", story=story)).id
        for who, story in ((BERT, STORY), (BERT, MEMBERS), (CARL, STORY))
    ]
    seen, after = [], ""
    with acting_as(ANNA):
        while True:
            page = await world.responses.list_held(limit=1, after=after)
            seen += [one.id for one in page.responses]
            if not (after := page.next):
                break
    assert seen == said[::-1]


async def test_what_a_moderator_took_back_they_do_not_show(world: World) -> None:
    said = await world.say(BERT, "Buy mine")
    with acting_as(MODERATOR):
        await world.responses.take_back(response_id=said.id)
    assert await world.talk(EDNA) == []
    with acting_as(EDNA), pytest.raises(ResponseNotFound):
        await world.responses.set_shown(response_id=said.id, shown=True)


async def test_an_erased_writers_words_wait_for_nobody(world: World) -> None:
    with acting_as(EDNA):
        await world.responses.set_rule(story_id=STORY, rule=Rule.ALL_HELD)
    await world.say(BERT, "May I?")
    await personal.erase(world.db, HOLDINGS, str(BERT.person_id))
    assert await waiting(world, EDNA) == []
