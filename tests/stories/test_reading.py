import pytest

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Invalid
from octavo.stories.api import Content, PersonId, Story, StoryId, StoryNotFound, Visibility
from tests.stories.desk import ANNA, BERT, MODERATOR, NEWCOMER, World, built, text

LONG = tuple(f"Paragraph {number} says something." for number in range(1, 21))


async def published(world: World, content: Content, author: Caller = ANNA) -> Story:
    world.clock.turn(seconds=1)
    with acting_as(author):
        draft = await world.stories.create_draft(content=content)
        return await world.stories.publish(story_id=draft.id, version=1)


async def test_stories_come_in_the_order_asked_for(world: World) -> None:
    one, two = await published(world, text("One")), await published(world, text("Two"))
    unlisted = await published(world, text("Three", visibility=Visibility.UNLISTED))
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text("Draft"))
    asked = (two.id, StoryId("nonsense"), draft.id, one.id, StoryId("1111111noNe"), unlisted.id)
    assert await world.stories.get_stories(story_ids=asked) == (two, one, unlisted)
    assert await world.stories.get_stories(story_ids=()) == ()
    with pytest.raises(Invalid):
        await world.stories.get_stories(story_ids=(one.id,) * 201)


@pytest.mark.parametrize("caller", [ANONYMOUS, NEWCOMER], ids=["nobody", "unconfirmed"])
async def test_a_members_story_shows_others_its_beginning(world: World, caller: Caller) -> None:
    story = await published(world, text("For members", *LONG, visibility=Visibility.MEMBERS))
    with acting_as(caller):
        read = await world.stories.read_story(story_id=story.id)
        listed = await world.stories.list_stories(with_text=True)
    assert read.teaser_only
    assert "Paragraph 1 " in read.html
    assert "Paragraph 3 " in read.html
    assert "Paragraph 4 " not in read.html
    assert listed.full == (read,)


@pytest.mark.parametrize(
    "caller", [BERT, MODERATOR, Caller(person_id=ANNA.person_id)], ids=["member", "moderator", "author"]
)
async def test_members_read_on(world: World, caller: Caller) -> None:
    story = await published(world, text("For members", *LONG, visibility=Visibility.MEMBERS))
    with acting_as(caller):
        read = await world.stories.read_story(story_id=story.id)
    assert not read.teaser_only
    assert "Paragraph 20 " in read.html


async def test_confirmed_is_nobody_without_a_person(world: World) -> None:
    story = await published(world, text("For members", *LONG, visibility=Visibility.MEMBERS))
    with acting_as(Caller(roles=frozenset({"confirmed"}))):
        assert (await world.stories.read_story(story_id=story.id)).teaser_only


async def test_lists_come_newest_first_by_page(world: World) -> None:
    titles = [(await published(world, text(f"Number {number}"))).title for number in range(7)]
    await published(world, text("Unlisted", visibility=Visibility.UNLISTED))
    found: list[str] = []
    after = ""
    for _ in range(4):
        page = await world.stories.list_stories(limit=2, after=after)
        found += [story.title for story in page.stories]
        after = page.next
    assert after == ""
    assert found == titles[::-1]


async def test_a_page_goes_on_where_it_ended_whatever_came_meanwhile(world: World) -> None:
    for number in range(4):
        await published(world, text(f"Number {number}"))
    first = await world.stories.list_stories(limit=2)
    await published(world, text("Just now"))
    second = await world.stories.list_stories(limit=2, after=first.next)
    assert [story.title for story in (*first.stories, *second.stories)] == [
        "Number 3",
        "Number 2",
        "Number 1",
        "Number 0",
    ]


async def test_stories_of_one_moment_are_all_listed(world: World) -> None:
    with acting_as(ANNA):
        for number in range(5):
            draft = await world.stories.create_draft(content=text(f"Number {number}", tags=("a",)))
            await world.stories.publish(story_id=draft.id, version=1)
    for tag in ("", "a"):
        first = await world.stories.list_stories(limit=3, tag=tag)
        second = await world.stories.list_stories(limit=3, tag=tag, after=first.next)
        assert len({story.title for story in (*first.stories, *second.stories)}) == 5


async def test_lists_by_author_and_by_tag(world: World) -> None:
    await published(world, text("Anna on walks", tags=("walks", "weather")))
    await published(world, text("Anna on weather", tags=("weather",)))
    await published(world, text("Bert on walks", tags=("Walks",)), BERT)

    async def titles(author: str = "", tag: str = "") -> list[str]:
        page = await world.stories.list_stories(author_id=PersonId(author), tag=tag)
        return [story.title for story in page.stories]

    anna, bert = str(ANNA.person_id), str(BERT.person_id)
    assert await titles(author=anna) == ["Anna on weather", "Anna on walks"]
    assert await titles(tag="walks") == ["Bert on walks", "Anna on walks"]
    assert await titles(tag="#WALKS ") == ["Bert on walks", "Anna on walks"]
    assert await titles(author=bert, tag="walks") == ["Bert on walks"]
    assert await titles(author=bert, tag="weather") == []
    assert await titles(author="1111111noNe") == []
    assert await titles(author="nonsense") == []
    assert await titles(tag="never used") == []


async def test_a_list_with_texts_brings_each_whole(world: World) -> None:
    one, two = await published(world, text("One", "First.")), await published(world, text("Two", "Second."))
    page = await world.stories.list_stories(with_text=True)
    assert page.stories == (two, one)
    assert [full.story for full in page.full] == [two, one]
    assert "Second." in page.full[0].html
    assert (await world.stories.list_stories()).full == ()


async def test_a_page_of_very_long_stories_ends_sooner(world: World) -> None:
    for number in range(4):
        await published(world, text(f"Number {number}", *["word " * 19_000] * 19))
    found: list[str] = []
    after, pages = "", 0
    while after or not pages:
        page = await world.stories.list_stories(with_text=True, after=after)
        found += [full.story.title for full in page.full]
        after, pages = page.next, pages + 1
    assert found == ["Number 3", "Number 2", "Number 1", "Number 0"]
    assert pages == 2
    assert (await world.stories.list_stories()).next == ""


@pytest.mark.parametrize(
    "bad",
    [
        {"limit": 0},
        {"limit": 101},
        {"limit": 51, "with_text": True},
        {"after": "nonsense"},
        {"after": "z" * 22},
        {"after": "1" * 21 + "!"},
    ],
)
async def test_a_bad_page_is_refused(world: World, bad: dict[str, object]) -> None:
    with pytest.raises(Invalid) as caught:
        await world.stories.list_stories(**bad)  # type: ignore[arg-type]  # on purpose
    assert caught.value.field in {"limit", "after"}


async def test_tags_are_counted_exactly(world: World) -> None:
    first = await published(world, text("One", tags=("walks", "weather")))
    await published(world, text("Two", tags=("walks",)))
    await published(world, text("Three", tags=("weather", "walks"), visibility=Visibility.MEMBERS))
    await published(world, text("Four", tags=("walks", "secret"), visibility=Visibility.UNLISTED))
    with acting_as(ANNA):
        await world.stories.create_draft(content=text("Draft", tags=("walks",)))
        await world.stories.save_draft(story_id=first.id, version=1, content=text("One", tags=("rain",)))
    counts = {tag.name: tag.stories for tag in await world.stories.list_tags()}
    assert counts == {"walks": 3, "weather": 2}
    with acting_as(ANNA):
        await world.stories.publish(story_id=first.id, version=2)
    assert [(tag.name, tag.stories) for tag in await world.stories.list_tags()] == [
        ("walks", 2),
        ("rain", 1),
        ("weather", 1),
    ]
    assert len(await world.stories.list_tags(limit=1)) == 1
    for limit in (0, 501):
        with pytest.raises(Invalid):
            await world.stories.list_tags(limit=limit)


async def test_an_old_slug_leads_to_its_story(world: World) -> None:
    story = await published(world, text("First name"))
    with acting_as(ANNA):
        await world.stories.save_draft(
            story_id=story.id, version=1, content=text("First name", slug="second-name")
        )
        await world.stories.publish(story_id=story.id, version=2)
    author = PersonId(str(ANNA.person_id))
    for slug in ("first-name", "second-name", "FIRST-NAME"):
        found = await world.stories.find_by_old_address(address=slug, author_id=author)
        assert found.id == story.id
        assert found.slug == "second-name"
    for slug, person in (
        ("first-name", str(BERT.person_id)),
        ("third", author),
        ("", author),
        ("a", "nonsense"),
    ):
        with pytest.raises(StoryNotFound):
            await world.stories.find_by_old_address(address=slug, author_id=PersonId(person))


async def test_a_slug_that_two_stories_had_leads_to_the_later(world: World) -> None:
    await published(world, text("Same name"))
    later = await published(world, text("Same name"))
    author = PersonId(str(ANNA.person_id))
    found = await world.stories.find_by_old_address(address="same-name", author_id=author)
    assert found.id == later.id


async def test_the_slug_of_an_unlisted_story_finds_nothing(world: World) -> None:
    await published(world, text("Hidden", visibility=Visibility.UNLISTED))
    with pytest.raises(StoryNotFound):
        await world.stories.find_by_old_address(address="hidden", author_id=PersonId(str(ANNA.person_id)))


@pytest.mark.parametrize("bad", ["", "/", "x", "/../etc/passwd", "//evil", "/a\x00"])
async def test_a_path_that_is_none_finds_nothing(world: World, bad: str) -> None:
    with pytest.raises(StoryNotFound):
        await world.stories.find_by_old_address(address=bad)


async def test_an_unknown_story_is_not_found(world: World) -> None:
    for story_id in ("", "nonsense", "1111111noNe", "1" * 5000):
        with pytest.raises(StoryNotFound):
            await world.stories.read_story(story_id=StoryId(story_id))


async def test_another_renderer_makes_stored_html_anew(room: World) -> None:
    story = await published(room, text("A walk", "Words."))
    await room.db.execute("UPDATE published SET html = :old, teaser = :old, renderer = :old", old="0")
    assert "Words." in (await room.stories.read_story(story_id=story.id)).html
    row = await room.db.one("SELECT html, teaser, html_at, renderer FROM published")
    assert row is not None
    stored = row if room.texts is None else await room.texts.in_full("published", row)
    assert "Words." in stored["html"]
    other = built(room.db, room.clock, edition="moved", texts=room.texts)
    await other.list_stories(with_text=True)
    moved = await room.db.one("SELECT renderer FROM published")
    assert moved is not None
    assert moved["renderer"] != row["renderer"]


async def test_texts_come_in_the_order_asked_for_and_as_far_as_the_caller_may_read(world: World) -> None:
    one = await published(world, text("One", *LONG))
    two = await published(world, text("Two", *LONG, visibility=Visibility.MEMBERS))
    gone = await published(world, text("Gone"))
    with acting_as(ANNA):
        await world.stories.unpublish(story_id=gone.id)
    asked = (two.id, StoryId("nonsense"), gone.id, one.id)
    with acting_as(ANONYMOUS):
        read = await world.stories.read_stories(story_ids=asked)
    assert [(full.story.id, full.teaser_only) for full in read] == [(two.id, True), (one.id, False)]
    assert "Paragraph 20 " not in read[0].html
    with acting_as(BERT):
        assert "Paragraph 20 " in (await world.stories.read_stories(story_ids=asked))[0].html
        assert (await world.stories.read_stories(story_ids=(one.id,)))[0] == (
            await world.stories.read_story(story_id=one.id)
        )
    assert await world.stories.read_stories(story_ids=()) == ()
    with pytest.raises(Invalid):
        await world.stories.read_stories(story_ids=(one.id,) * 21)
