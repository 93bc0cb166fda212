"""Translations: one story in several languages, by the word of the authors of both."""

import pytest

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.stories.api import (
    AlreadyTranslated,
    LanguageTaken,
    StoryId,
    StoryNotFound,
    TooManyOffers,
    Visibility,
)
from octavo.stories.translating import MOST_OFFERS
from tests.stories.desk import ANNA, BERT, World, text
from tests.stories.test_arranging import story
from tests.stories.test_co_authoring import pid, together


async def link(world: World, one: StoryId, other: StoryId, caller: Caller = ANNA) -> bool:
    with acting_as(caller):
        return await world.stories.link_translation(story_id=one, other_id=other)


async def shown(world: World, story_id: StoryId) -> list[str]:
    return [one.title for one in await world.stories.list_translations(story_id=story_id)]


async def test_ones_own_are_linked_at_once(world: World) -> None:
    one = await story(world, "Walk", language="en")
    two = await story(world, "Gang", language="de")
    assert await link(world, one, two)
    assert await link(world, two, one)
    assert await shown(world, one) == await shown(world, two) == ["Walk", "Gang"]
    three = await story(world, "Promenade", language="fr")
    assert await link(world, three, two)
    assert await shown(world, one) == ["Walk", "Gang", "Promenade"]
    with acting_as(ANNA):
        own = await world.stories.list_own_translations(story_id=one)
        await world.stories.unlink_translation(story_id=two)
        await world.stories.unlink_translation(story_id=two)
    assert [(t.title, t.language, t.asked) for t in own] == [
        ("Gang", "de", False),
        ("Promenade", "fr", False),
    ]
    assert await shown(world, one) == ["Walk", "Promenade"]
    assert await shown(world, two) == []


async def test_only_what_lists_show_is_told(world: World) -> None:
    one = await story(world, "Walk", language="en")
    two = await story(world, "Gang", language="de", out=False)
    three = await story(world, "Promenade", language="fr", visibility=Visibility.UNLISTED)
    for other in (two, three):
        assert await link(world, one, other)
    assert await shown(world, one) == await shown(world, two) == await shown(world, three) == []
    with acting_as(ANNA):
        await world.stories.publish(story_id=two, version=1)
    assert await shown(world, one) == ["Walk", "Gang"]
    assert await shown(world, three) == []
    with acting_as(ANNA):
        await world.stories.unpublish(story_id=one)
    assert await shown(world, two) == []


async def test_there_is_one_for_each_language(world: World) -> None:
    one, two = await story(world, "Walk", language="en"), await story(world, "Gang", language="de")
    again = await story(world, "Stroll", language="en")
    assert await link(world, one, two)
    for pair in ((again, two), (one, again)):
        with pytest.raises(LanguageTaken) as taken:
            await link(world, *pair)
        assert taken.value.language == "en"
    other = await story(world, "Paseo", language="es")
    assert await link(world, again, other)
    with pytest.raises(AlreadyTranslated):
        await link(world, one, other)
    with pytest.raises(Invalid):
        await link(world, one, one)


async def test_a_language_that_is_changed_later_doubles_nothing(world: World) -> None:
    one, two = await story(world, "Walk", language="en"), await story(world, "Gang", language="de")
    three = await story(world, "Promenade", language="fr")
    assert await link(world, one, two)
    assert await link(world, one, three)
    with acting_as(ANNA):
        await world.stories.save_draft(story_id=three, version=1, content=text("Spaziergang", language="de"))
        await world.stories.publish(story_id=three, version=2)
    assert await shown(world, one) == ["Walk", "Gang"]
    assert await shown(world, three) == ["Walk", "Spaziergang"]


async def test_of_anothers_story_its_author_is_asked(world: World) -> None:
    walk = await story(world, "Walk", language="en")
    gang = await story(world, "Gang", BERT, language="de")
    assert not await link(world, gang, walk, BERT)
    assert not await link(world, gang, walk, BERT)
    assert await shown(world, walk) == []
    with acting_as(BERT):
        (asked,) = await world.stories.list_own_translations(story_id=gang)
        assert (asked.title, asked.asked) == ("Walk", True)
    with acting_as(ANNA):
        (offer,) = await world.stories.list_translation_offers()
        assert (offer.translation.title, offer.other_id, offer.other_title) == ("Gang", walk, "Walk")
        await world.stories.answer_translation(story_id=gang, other_id=walk, accepted=True)
        assert await world.stories.list_translation_offers() == ()
    assert await shown(world, walk) == ["Walk", "Gang"]
    with acting_as(BERT):  # and either goes again
        await world.stories.unlink_translation(story_id=gang)
    assert await shown(world, walk) == []


async def test_a_question_is_declined_or_taken_back(world: World) -> None:
    walk = await story(world, "Walk", language="en")
    gang = await story(world, "Gang", BERT, language="de")
    for over in ("declined", "taken back"):
        assert not await link(world, gang, walk, BERT)
        if over == "declined":
            with acting_as(ANNA):
                await world.stories.answer_translation(story_id=gang, other_id=walk, accepted=False)
        else:
            with acting_as(BERT):
                await world.stories.unlink_translation(story_id=gang)
        with acting_as(ANNA):
            assert await world.stories.list_translation_offers() == ()
            with pytest.raises(StoryNotFound):
                await world.stories.answer_translation(story_id=gang, other_id=walk, accepted=True)


async def test_nothing_unpublished_is_told_or_linked_by_others(world: World) -> None:
    secret = await story(world, "Secret", language="en", out=False)
    gang = await story(world, "Gang", BERT, language="de")
    for unknown in (secret, StoryId("11111111111"), StoryId("?")):
        with pytest.raises(StoryNotFound):
            await link(world, gang, unknown, BERT)
    with acting_as(ANNA):  # Anna changes the title of a story that is linked with Bert's
        walk = await story(world, "Walk", language="en")
    assert not await link(world, gang, walk, BERT)
    with acting_as(ANNA):
        await world.stories.answer_translation(story_id=gang, other_id=walk, accepted=True)
        await world.stories.save_draft(story_id=walk, version=1, content=text("Not yet told", language="en"))
    with acting_as(BERT):
        (told,) = await world.stories.list_own_translations(story_id=gang)
        assert told.title == "Walk"
    with acting_as(ANNA):
        await world.stories.unpublish(story_id=walk)
    with acting_as(BERT):
        assert await world.stories.list_own_translations(story_id=gang) == ()


async def test_only_a_storys_author_says_so(world: World) -> None:
    ours = await together(world, BERT, language="en")
    walk = await story(world, "Walk", BERT, language="de")
    with acting_as(BERT):
        for refused in (
            world.stories.link_translation(story_id=ours.id, other_id=walk),
            world.stories.unlink_translation(story_id=ours.id),
        ):
            with pytest.raises(Forbidden):
                await refused
        assert await world.stories.list_own_translations(story_id=ours.id) == ()
    with acting_as(Caller(person_id="1111111CLeo", roles=frozenset({"member"}))):
        for unknown in (
            world.stories.link_translation(story_id=walk, other_id=ours.id),
            world.stories.answer_translation(story_id=ours.id, other_id=walk, accepted=True),
            world.stories.unlink_translation(story_id=walk),
            world.stories.list_own_translations(story_id=walk),
        ):
            with pytest.raises(StoryNotFound):
                await unknown
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        await world.stories.list_translation_offers()


async def test_there_are_not_too_many_questions(room: World) -> None:
    walk = await story(room, "Walk", language="en")
    for _ in range(MOST_OFFERS):
        with acting_as(BERT):
            draft = await room.stories.create_draft(content=text("Gang", language="de"))
            await room.stories.publish(story_id=draft.id, version=1)
            await room.stories.link_translation(story_id=draft.id, other_id=walk)
    one_more = await story(room, "Gang", BERT, language="de")
    with pytest.raises(TooManyOffers):
        await link(room, one_more, walk, BERT)


async def test_what_is_erased_leaves_its_translations(room: World) -> None:
    walk, gang = await story(room, "Walk", language="en"), await story(room, "Gang", BERT, language="de")
    assert not await link(room, gang, walk, BERT)
    with acting_as(ANNA):
        await room.stories.answer_translation(story_id=gang, other_id=walk, accepted=True)
    await room.inside.forget_author(pid(BERT))
    assert await shown(room, walk) == []
    assert len(await room.db.all("SELECT * FROM translations")) == 1
    await room.inside.forget_author(pid(ANNA))
    assert await room.db.all("SELECT * FROM translations") == []
