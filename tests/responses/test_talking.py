"""Conversations: in order, by the story's rule, edited and taken away by their authors, and nothing lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.chassis import personal
from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.responses import entities
from octavo.responses.api import (
    Locked,
    Order,
    OwnResponse,
    ResponseId,
    ResponseNotFound,
    Rule,
    State,
    TooManyResponses,
)
from octavo.responses.entities import DEEPEST, Spot
from octavo.responses.personal import HOLDINGS
from octavo.stories.api import PersonId
from tests.responses.world import CARL, GONE, MEMBERS, MODERATOR, NEW, STORY, World, plain
from tests.stories.desk import ANNA, BERT


async def test_answers_stand_below_what_they_answer(world: World) -> None:
    first = await world.say(BERT, "First")
    second = await world.say(CARL, "Second")
    await world.say(ANNA, "To the second", second.id)
    answer = await world.say(ANNA, "To the first", first.id)
    await world.say(BERT, "To that", answer.id)
    assert await world.talk(ANONYMOUS) == [
        (0, "First"), (1, "To the first"), (2, "To that"), (0, "Second"), (1, "To the second")
    ]  # fmt: skip
    assert [words for _, words in await world.talk(ANONYMOUS, Order.TIME)] == [
        "To that", "To the first", "To the second", "Second", "First"
    ]  # fmt: skip
    with acting_as(ANONYMOUS):
        below = await world.responses.list_responses(story_id=STORY, below=first.id)
        counts = await world.responses.count_responses(story_ids=(STORY, MEMBERS))
    assert [plain(one) for one in below.responses] == ["First", "To the first", "To that"]
    assert [one.responses for one in counts] == [5, 0]
    assert await world.told() == ["ResponsePublished"] * 5


async def test_a_very_deep_conversation_goes_on_side_by_side(world: World) -> None:
    last = ResponseId("")
    for number in range(DEEPEST + 4):
        last = (await world.say(BERT, f"Words {number}", last)).id
    depths = [depth for depth, _ in await world.talk(ANONYMOUS)]
    assert depths == [*range(DEEPEST + 1), DEEPEST, DEEPEST, DEEPEST]
    assert [words for _, words in await world.talk(ANONYMOUS)] == [
        f"Words {number}" for number in range(DEEPEST + 4)
    ]


async def test_who_may_not_respond_is_told_so(world: World) -> None:
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        await world.responses.respond(story_id=STORY, text="Words")
    for story in (GONE, "nonsense"):
        with pytest.raises((ResponseNotFound, Invalid)):
            await world.say(BERT, "Words", story=story)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        await world.say(NEW, "Words", story=MEMBERS)
    assert (await world.say(BERT, "Words", story=MEMBERS)).state is State.SHOWN
    with pytest.raises(ResponseNotFound):
        await world.say(BERT, "Words", ResponseId("1111111Gone"))
    elsewhere = await world.say(BERT, "Words", story=MEMBERS)
    with pytest.raises(ResponseNotFound):
        await world.say(BERT, "Words", elsewhere.id)


@pytest.mark.parametrize(
    "text",
    [
        "", "   \n ", "<script>alert(1)</script>", "# A heading", "![]()", "| a | b |\n| - | - |\n| 1 | 2 |",
        "$$x$$", "x" * 20_001, "> " * 500 + "deep", "- " * 3000 + "x",
    ],
)  # fmt: skip
async def test_other_things_than_words_are_refused_and_change_nothing(world: World, text: str) -> None:
    with pytest.raises(Invalid):
        await world.say(BERT, text)
    assert await world.talk(BERT) == []
    assert await world.told() == []


async def test_words_are_inert(world: World) -> None:
    for text in (
        "[x](javascript:alert(1)) words", '<b onclick="alert(1)">words</b>',
        "words <svg onload=alert(1)></svg>",
        '"><img src=x onerror=alert(1)> words', "[x](data:text/html,<script>alert(1)</script>) words",
    ):  # fmt: skip
        said = await world.say(BERT, text)
        assert "words" in said.html
        for bad in ("onclick", "onload", "onerror=", "javascript:", "<script", "<svg", "<img", "data:text"):
            assert bad not in said.html.replace("onerror=alert(1)&gt;", "")


async def test_a_flood_is_stopped(world: World) -> None:
    with acting_as(BERT):
        for _ in range(6):
            await world.responses.respond(story_id=STORY, text="Words")
        with pytest.raises(TooManyResponses):
            await world.responses.respond(story_id=STORY, text="Words")
    assert len(await world.talk(BERT)) == 6
    world.clock.turn(seconds=61)
    await world.say(BERT, "Later")


async def test_words_are_edited_by_their_author_alone(world: World) -> None:
    said = await world.say(BERT, "First *words*")
    assert said.text == "First *words*"
    with acting_as(CARL), pytest.raises(ResponseNotFound):
        await world.responses.edit_response(response_id=said.id, text="Mine")
    with acting_as(BERT):
        changed = await world.responses.edit_response(response_id=said.id, text="Other words")
    assert changed.edited_at is not None
    assert plain(changed) == "Other words"
    with acting_as(CARL):
        assert (await world.responses.get_responses(response_ids=(said.id,)))[0].text == ""


async def test_what_is_taken_away_leaves_its_answers(world: World) -> None:
    said = await world.say(BERT, "First")
    await world.say(CARL, "Answer", said.id)
    with acting_as(CARL), pytest.raises(ResponseNotFound):
        await world.responses.delete_response(response_id=said.id)
    with acting_as(BERT):
        await world.responses.delete_response(response_id=said.id)
    with acting_as(ANONYMOUS):
        left = (await world.responses.list_responses(story_id=STORY)).responses
    assert [(one.state, one.author_id, plain(one)) for one in left] == [
        (State.REMOVED, "", ""), (State.SHOWN, CARL.person_id, "Answer")
    ]  # fmt: skip
    with pytest.raises(ResponseNotFound):
        await world.say(CARL, "To nobody", said.id)
    alone = await world.say(BERT, "Alone")
    with acting_as(BERT):
        await world.responses.delete_response(response_id=alone.id)
        with pytest.raises(ResponseNotFound):
            await world.responses.delete_response(response_id=alone.id)
    assert len(await world.talk(ANONYMOUS)) == 2
    assert (await world.told()).count("ResponseRemoved") == 2


async def test_the_storys_author_hides_and_shows_and_nobody_else(world: World) -> None:
    said = await world.say(BERT, "Rude")
    for other in (CARL, BERT):
        with acting_as(other), pytest.raises(ResponseNotFound):
            await world.responses.set_shown(response_id=said.id, shown=False)
    with acting_as(ANNA):
        await world.responses.set_shown(response_id=said.id, shown=False)
        await world.responses.set_shown(response_id=said.id, shown=False)
    assert await world.talk(CARL) == []
    assert len(await world.talk(BERT)) == len(await world.talk(ANNA)) == 1
    with acting_as(ANNA):
        await world.responses.set_shown(response_id=said.id, shown=True)
    assert len(await world.talk(CARL)) == 1
    assert (await world.told()).count("ResponseRemoved") == 1


async def test_responses_wait_by_the_storys_rule(world: World) -> None:
    with acting_as(BERT), pytest.raises(ResponseNotFound):
        await world.responses.set_rule(story_id=STORY, rule=Rule.LOCKED)
    with acting_as(ANNA):
        await world.responses.set_rule(story_id=STORY, rule=Rule.FIRST_HELD)
        assert await world.responses.get_rule(story_id=STORY) is Rule.FIRST_HELD
    held = await world.say(BERT, "May I?")
    assert held.state is State.HELD
    assert await world.talk(CARL) == []
    assert len(await world.talk(BERT)) == 1
    with acting_as(CARL):
        assert (await world.responses.list_held()).responses == ()
    with acting_as(ANNA):
        assert [one.id for one in (await world.responses.list_held()).responses] == [held.id]
        await world.responses.set_shown(response_id=held.id, shown=True)
        assert (await world.responses.list_held()).responses == ()
    assert (await world.say(BERT, "Again")).state is State.SHOWN
    assert await world.told() == ["ResponseHeld", "ResponsePublished", "ResponsePublished"]
    with acting_as(ANNA):
        await world.responses.set_rule(story_id=STORY, rule=Rule.ALL_HELD)
    assert (await world.say(BERT, "Third")).state is State.HELD
    with acting_as(BERT):
        changed = await world.responses.edit_response(response_id=held.id, text="Something else")
    assert changed.state is State.HELD
    with acting_as(ANNA):
        await world.responses.set_rule(story_id=STORY, rule=Rule.LOCKED)
        with pytest.raises(Invalid):
            await world.responses.set_rule(story_id=STORY, rule=Rule.UNSPECIFIED)
    with pytest.raises(Locked):
        await world.say(BERT, "Still")
    assert (await world.say(ANNA, "The author may")).state is State.SHOWN


async def test_a_block_hides_both_ways_and_lets_nobody_answer(world: World) -> None:
    said = await world.say(BERT, "Before")
    world.others.block(BERT, CARL)
    assert await world.talk(CARL) == []
    with pytest.raises(ResponseNotFound):
        await world.say(CARL, "Answer", said.id)
    with acting_as(CARL), pytest.raises(ResponseNotFound):
        await world.responses.clap_for_response(response_id=said.id, claps=1)
    world.others.block(ANNA, BERT)
    with pytest.raises(ResponseNotFound):
        await world.say(BERT, "Again")
    assert await world.talk(ANNA) == []
    assert len(await world.talk(ANONYMOUS)) == 1


async def test_claps_are_0_to_50_and_not_ones_own(world: World) -> None:
    said = await world.say(BERT, "Fine words")
    with acting_as(CARL):
        await world.responses.clap_for_response(response_id=said.id, claps=50)
        await world.responses.clap_for_response(response_id=said.id, claps=7)
        with pytest.raises(Invalid):
            await world.responses.clap_for_response(response_id=said.id, claps=51)
        with pytest.raises(Invalid):
            await world.responses.clap_for_response(response_id=said.id, claps=-1)
    with acting_as(BERT), pytest.raises(OwnResponse):
        await world.responses.clap_for_response(response_id=said.id, claps=1)
    with acting_as(ANNA):
        await world.responses.clap_for_response(response_id=said.id, claps=3)
        one = (await world.responses.get_responses(response_ids=(said.id,)))[0]
    assert (one.claps, one.own_claps) == (10, 3)
    await world.inside.silence(PersonId(str(CARL.person_id)), silent=True)
    with acting_as(ANNA):
        await world.responses.clap_for_response(response_id=said.id, claps=0)
        assert (await world.responses.get_responses(response_ids=(said.id,)))[0].claps == 0


async def test_nothing_of_a_suspended_person_is_seen(world: World) -> None:
    await world.say(BERT, "Words")
    await world.inside.silence(PersonId(str(BERT.person_id)), silent=True)
    assert await world.talk(CARL) == []
    assert len(await world.talk(MODERATOR)) == 1
    with acting_as(CARL):
        assert (await world.responses.count_responses(story_ids=(STORY,)))[0].responses == 0
    await world.inside.silence(PersonId(str(BERT.person_id)), silent=False)
    assert len(await world.talk(CARL)) == 1


async def test_what_is_under_a_story_that_is_taken_back_is_not_seen_and_goes_with_it(world: World) -> None:
    said = await world.say(BERT, "Words")
    world.others.withdrawn.add(STORY)
    world.inside.near.empty()
    with acting_as(CARL):
        assert await world.responses.get_responses(response_ids=(said.id,)) == ()
        with pytest.raises(ResponseNotFound):
            await world.responses.list_responses(story_id=STORY)
    await world.inside.forget_story(STORY)
    assert await world.db.all("SELECT * FROM responses") == []


async def test_what_somebody_said_goes_with_them(world: World) -> None:
    said = await world.say(BERT, "Words")
    await world.say(CARL, "Answer", said.id)
    with acting_as(BERT):
        assert [one.id for one in (await world.responses.list_own()).responses] == [said.id]
    who = str(BERT.person_id)
    assert {name async for name, _ in personal.rows(world.db, HOLDINGS, who)} == {"responses"}
    await personal.erase(world.db, HOLDINGS, who)
    assert await world.talk(ANONYMOUS) == [(1, "Answer")]
    await personal.erase(world.db, HOLDINGS, str(ANNA.person_id))
    assert await world.db.all("SELECT * FROM responses") == []


async def test_places_that_are_none_are_refused(world: World) -> None:
    for after in ("nonsense!", "x" * 200, "0" * 11):
        for order in (Order.CONVERSATION, Order.TIME):
            with pytest.raises(Invalid):
                await world.responses.list_responses(story_id=STORY, order=order, after=after)
    with pytest.raises(Invalid):
        await world.responses.list_responses(story_id=STORY, limit=101)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parents=st.lists(st.integers(0, 11), min_size=1, max_size=14),
    limit=st.integers(1, 5),
    order=st.sampled_from([Order.CONVERSATION, Order.TIME]),
)
async def test_pages_lose_and_double_nothing_while_others_respond(
    world: World, parents: list[int], limit: int, order: Order
) -> None:
    await world.db.execute("DELETE FROM responses")
    ids: list[ResponseId] = []
    for number, parent in enumerate(parents):
        above = ids[parent % len(ids)] if ids and parent % 3 else ResponseId("")
        ids.append((await world.say(BERT, f"Words {number}", above)).id)
    seen: list[ResponseId] = []
    after, turn = "", 0
    while True:
        page = await world.responses.list_responses(story_id=STORY, order=order, limit=limit, after=after)
        seen += [one.id for one in page.responses]
        after, turn = page.next, turn + 1
        if not after:
            break
        if turn == 1:
            await world.say(CARL, "Meanwhile", ids[0])
    assert len(seen) == len(set(seen))
    assert set(ids) <= set(seen)


@given(depths=st.lists(st.integers(0, 30), min_size=1, max_size=30))
def test_a_path_is_never_longer_than_the_deepest(depths: list[int]) -> None:
    spots: list[Spot] = []
    for number, above in enumerate(depths, 1):
        parent = spots[above % len(spots)] if spots and above else None
        spot = entities.spot_below(parent, 10**15 + number)
        assert spot.depth <= DEEPEST
        assert len(spot.path) == 11 * (spot.depth + 1)
        if parent:
            assert spot.path > parent.path
        spots.append(spot)
    assert len({spot.path for spot in spots}) == len(spots)
