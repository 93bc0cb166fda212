"""What is found, in which order, and what of it is shown."""

from datetime import UTC, datetime

import pytest

from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.faults import Forbidden, Invalid
from octavo.search.api import SuggestedTag
from tests.search.world import World
from tests.stories.desk import ANNA, BERT, MODERATOR, OPERATOR


async def test_a_published_story_is_found_by_its_words(world: World) -> None:
    story = await world.publish("A walk in the hills", "We saw three herons by the river.")
    await world.publish("Soup", "Boil the leeks.")
    await world.settle()
    for query in (
        "herons",
        "heron",
        "HERONS",
        "hérons",
        "three herons",
        "walking",
        '"three herons"',
        "anna river",
    ):
        assert await world.find(query) == [story.id], query


async def test_words_are_stemmed_by_the_storys_language(world: World) -> None:
    german = await world.publish("Spaziergang", "Die Häuser standen am Fluss.", language="de")
    french = await world.publish("Promenade", "Les chevaux marchaient lentement.", language="fr")
    polish = await world.publish("Spacer", "Wieczorem szli nad rzeką.", language="pl")
    await world.settle()
    assert await world.find("Haus") == await world.find("Hauses") == [german.id]
    assert await world.find("marcher") == [french.id]
    assert await world.find("rzeka", limit=5) == [polish.id]  # no stemmer: accents alone are folded


async def test_writing_without_spaces_is_found_by_parts_of_it(world: World) -> None:
    story = await world.publish("散歩", "今日は京都の庭園を歩きました。", language="ja")
    await world.publish("別の話", "大阪で食べました。", language="ja")
    await world.settle()
    for query in ("京都", "庭園", "京都の庭園", "園", "散歩"):
        assert await world.find(query) == [story.id], query
    assert (await world.answer("庭園")).hits[0].snippet_html.count("<mark>庭園</mark>") == 1


async def test_long_words_may_be_mistyped_and_short_ones_not(world: World) -> None:
    story = await world.publish("Accessibility", "A government of the people, and a cat.")
    await world.settle()
    for query in ("goverment", "govrenment", "accesibility", "acessibilty"):
        assert await world.find(query) == [story.id], query
    assert await world.find("cot") == []


async def test_phrases_negations_and_alternatives(world: World) -> None:
    one = await world.publish("One", "The quick brown fox jumps.")
    two = await world.publish("Two", "The brown and quick hare sleeps.")
    await world.settle()
    assert await world.find('"quick brown"') == [one.id]
    assert set(await world.find("quick brown")) == {one.id, two.id}
    assert await world.find("quick -fox") == await world.find("quick NOT fox") == [two.id]
    assert await world.find('quick -"brown fox"') == [two.id]
    assert set(await world.find("fox OR hare")) == {one.id, two.id}
    assert set(await world.find("-nothing")) == {one.id, two.id}


async def test_filters_in_the_query_and_as_fields(world: World) -> None:
    anna = await world.publish("Anna on bread", "Flour.", tags=("baking", "open source"))
    bert = await world.publish("Bert on bread", "Flour.", by=BERT, tags=("baking",))
    await world.settle()
    assert await world.find("flour author:bert") == await world.find("flour author:@Bert") == [bert.id]
    assert set(await world.find("author:bert author:anna bread")) == {anna.id, bert.id}
    assert await world.find('tag:"open source"') == await world.find("bread", tag="Open Source") == [anna.id]
    assert await world.find("bread", author_id=ANNA.person_id) == [anna.id]
    assert await world.find("bread author:bert", author_id=ANNA.person_id) == []
    assert await world.find("bread author:nobody-here") == []
    assert await world.find("in:the-daily bread") == []
    assert set(await world.find("bread after:2026-03")) == {anna.id, bert.id}
    assert await world.find("bread before:2026-03-01") == await world.find("after:2027 bread") == []
    assert await world.find("bread", since=datetime(2026, 3, 2, tzinfo=UTC)) == []
    with pytest.raises(Invalid):
        await world.find("bread", author_id="no id")


async def test_a_filter_alone_gives_the_newest_first(world: World) -> None:
    stories = []
    for number in range(3):
        world.clock.turn(days=1)
        stories.append(await world.publish(f"Number {number}", tags=("list",)))
    await world.settle()
    assert await world.find("tag:list") == [story.id for story in reversed(stories)]


async def test_a_title_counts_more_than_the_text_and_the_young_a_little_more(world: World) -> None:
    old = await world.publish("Same words", "Of a lighthouse.")
    world.clock.turn(days=3000)
    young = await world.publish("Same words", "Of a lighthouse.")
    titled = await world.publish("The lighthouse", "Of other things.")
    await world.settle()
    assert await world.find("lighthouse") == [titled.id, young.id, old.id]


async def test_snippets_are_the_storys_own_words_escaped_and_marked(world: World) -> None:
    await world.publish(
        "<b>Bold</b> & herons", "First. " * 60 + "Here <script>herons</script> stood & waited."
    )
    await world.settle()
    hit = (await world.answer("heron")).hits[0]
    assert hit.title_html == "&lt;b&gt;Bold&lt;/b&gt; &amp; <mark>herons</mark>"
    assert "&lt;script&gt;<mark>herons</mark>&lt;/script&gt; stood &amp; waited." in hit.snippet_html
    assert hit.snippet_html.startswith("… ")
    assert len(hit.snippet_html) < 400


async def test_pages_by_key_have_every_hit_once_however_many_are_equal(world: World) -> None:
    ids = {(await world.publish("The same", "Word for word.", by=ANNA)).id for _ in range(11)}
    await world.settle()
    seen: list[str] = []
    after = ""
    for _ in range(4):
        page = await world.answer("same", limit=3, after=after)
        seen += [hit.story_id for hit in page.hits]
        after = page.next
    assert after == ""
    assert len(seen) == 11
    assert set(seen) == ids
    assert seen == sorted(seen, reverse=True)  # of equals the newer first


@pytest.mark.parametrize("after", ["x", "AAAA", "\ud800", "A" * 23, "f_gAAAAAAAAAAAAAAAAAAAAA", "é"])
async def test_a_place_that_is_none_is_said(room: World, after: str) -> None:
    await room.settle()
    with pytest.raises(Invalid):
        await room.find("word", after=after)


@pytest.mark.parametrize("limit", [0, -1, 51])
async def test_the_length_of_a_page_has_limits(world: World, limit: int) -> None:
    await world.settle()
    with pytest.raises(Invalid):
        await world.find("word", limit=limit)
    with acting_as(ANONYMOUS), pytest.raises(Invalid):
        await world.search.suggest(text="a", limit=limit)


async def test_people_and_tags_as_one_types(world: World) -> None:
    await world.publish("One", tags=("design", "deserts"))
    await world.publish("Two", tags=("design",))
    await world.settle()
    answer = await world.search.suggest(text="des")
    assert answer.tags == (SuggestedTag(name="design", stories=2), SuggestedTag(name="deserts", stories=1))
    assert [person.handle for person in (await world.search.suggest(text="Ann")).people] == ["anna"]
    assert [person.name for person in (await world.search.suggest(text="@bre")).people] == ["Bertolt Brecht"]
    assert [person.handle for person in (await world.search.suggest(text="bertolt b")).people] == ["bert"]
    assert (await world.search.suggest(text="#ann")).people == ()
    assert (await world.search.suggest(text="@des")).tags == ()
    assert await world.search.suggest(text="  ") == await world.search.suggest(text="\x00(*") != answer


async def test_the_keepers_alone_see_and_remake_the_index(world: World) -> None:
    await world.publish("One")
    await world.settle()
    with acting_as(BERT), pytest.raises(Forbidden):
        await world.search.get_index_state()
    with acting_as(MODERATOR), pytest.raises(Forbidden):
        await world.search.rebuild()
    with acting_as(OPERATOR):
        state = await world.search.get_index_state()
        assert (state.documents, state.waiting, state.building) == (3, 0, False)  # a story, two people
        await world.search.rebuild()
        assert (await world.search.get_index_state()).building
        await world.settle()
        assert not (await world.search.get_index_state()).building


async def test_publications_are_found_by_name_and_narrow_down(world: World) -> None:
    daily = world.houses.add("111111Dai1y", "the-daily", "The Daily Heron")
    world.houses.add("1111Archive", "the-old", "The Archive", archived=True)
    inside = await world.publish("On bread", "Flour.")
    await world.publish("On more bread", "Flour.")
    with acting_as(ANNA):
        await world.stories.take_in(story_id=inside.id, publication_id=daily, version=1)
    await world.searching.interactor.note_story(inside.id)
    await world.settle()
    assert await world.find("flour in:the-daily") == await world.find("heron bread") == [inside.id]
    assert await world.find("flour", publication_id=daily) == [inside.id]
    assert await world.find("flour in:the-old", publication_id=daily) == []
    suggested = await world.search.suggest(text="the")
    assert [house.name for house in suggested.publications] == ["The Daily Heron"]
    assert (await world.search.suggest(text="daily")).publications[0].slug == "the-daily"
    world.houses.add(daily, "the-daily", "The Daily Egret")
    await world.searching.interactor.note_publication(daily)
    await world.settle()
    assert await world.find("egret bread") == [inside.id]
    assert "Heron" not in str(await world.search.suggest(text="daily"))


async def test_who_wrote_together_is_found_by_each(world: World) -> None:
    story = await world.publish("On birds", "Wings.")
    with acting_as(ANNA):
        await world.stories.invite_co_author(story_id=story.id, person_id=BERT.person_id)
    with acting_as(BERT):
        await world.stories.answer_invitation(story_id=story.id, accepted=True)
    await world.searching.interactor.note_story(story.id)
    await world.settle()
    assert await world.find("wings brecht") == await world.find("author:bert") == [story.id]
