"""Founding, naming, arranging, archiving, deleting."""

import pytest

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.publications.api import (
    ImageId,
    Logo,
    NavigationLink,
    Publication,
    PublicationChangedSince,
    PublicationGone,
    PublicationNotFound,
    Role,
    Section,
    SectionId,
    SlugNotAllowed,
    SlugTaken,
    StoryId,
    StoryNotInPublication,
    TooManyPublications,
)
from octavo.publications.service import Founders
from tests.publications.world import ANNA, EDNA, OLGA, SITE_OWNER, STRANGER, World, built, person


async def settings(world: World, paper: Publication, **more: object) -> Publication:
    given = {"name": paper.name, "slug": paper.slug, "version": paper.version} | more
    return await world.publications.change_settings(publication_id=paper.id, **given)  # type: ignore[arg-type]


async def test_whoever_founds_one_owns_it(world: World) -> None:
    paper = await world.founded("Der grüne Salon", description="  About\tgardens ")
    assert (paper.slug, paper.description) == ("der-grune-salon", "About gardens")
    assert await world.publications.find_publication(slug="Der-Grune-Salon") == paper
    assert await world.publications.get_publications(publication_ids=(paper.id,)) == (paper,)
    with acting_as(OLGA):
        (mine,) = await world.publications.list_memberships()
    assert (mine.publication_id, mine.person_id, mine.role) == (paper.id, person(OLGA), Role.OWNER)


async def test_only_the_confirmed_found_and_only_so_many(world: World) -> None:
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        await world.publications.found(name="Paper")
    with acting_as(Caller(person_id="11111111New")), pytest.raises(Forbidden):
        await world.publications.found(name="Paper")
    for number in range(3):
        await world.founded(f"Paper {number}")
    with pytest.raises(TooManyPublications):
        await world.founded("One too many")


async def test_a_site_may_leave_founding_to_those_who_look_after_it(room: World) -> None:
    strict, _ = built(room.db, room.stories_db, room.clock, founders=Founders.MODERATORS)
    with acting_as(OLGA), pytest.raises(Forbidden):
        await strict.found(name="Paper")
    with acting_as(SITE_OWNER):
        await strict.found(name="Paper")


@pytest.mark.parametrize("slug", ["me", "search", "ab", "a" * 41, "no space", "-x-", "x/y", "ümlaut", "x--y"])
async def test_an_address_that_cannot_be_is_refused_with_its_reason(world: World, slug: str) -> None:
    with pytest.raises(SlugNotAllowed) as fault:
        await world.founded(slug=slug)
    assert fault.value.problem


@pytest.mark.parametrize("name", ["", "   ", "\x00\x1f", "x" * 61])
async def test_a_name_has_one_to_sixty_characters(world: World, name: str) -> None:
    with pytest.raises(Invalid):
        await world.founded(name, slug="paper")


async def test_an_address_is_given_once_and_for_good(world: World) -> None:
    paper = await world.founded()
    with acting_as(STRANGER), pytest.raises(SlugTaken):
        await world.publications.found(name="The Paper")
    with acting_as(OLGA):
        renamed = await settings(world, paper, slug="the-journal")
        assert (await world.publications.find_publication(slug="the-paper")).slug == "the-journal"
    with acting_as(STRANGER), pytest.raises(SlugTaken):
        await world.publications.found(name="The Paper")
    with acting_as(OLGA):  # its own former one it may have back
        assert (await settings(world, renamed, slug="the-paper")).slug == "the-paper"


async def test_settings_are_the_owners_and_name_the_version_they_saw(world: World) -> None:
    paper = await world.staffed()
    logo = Logo(image_id=ImageId("1111111imag"), width=40, height=40)
    with acting_as(OLGA):
        changed = await settings(world, paper, accent="#FF8800", logo=logo, name="News")
        assert (changed.accent, changed.logo, changed.name) == ("#ff8800", logo, "News")
        with pytest.raises(PublicationChangedSince) as fault:
            await settings(world, paper, name="Late")
        assert fault.value.version == changed.version
        for wrong in ({"accent": "red"}, {"logo": Logo(image_id=ImageId("x"))}, {"description": "x" * 301}):
            with pytest.raises(Invalid):
                await settings(world, changed, **wrong)
    for other in (EDNA, ANNA, STRANGER):
        with acting_as(other), pytest.raises(Forbidden):
            await settings(world, changed, name="Mine")
    with acting_as(OLGA), pytest.raises(PublicationNotFound):
        await world.publications.set_archived(publication_id=StoryId("1" * 11), archived=True)  # type: ignore[arg-type]


async def test_editors_arrange_sections_and_links_in_their_order(world: World) -> None:
    paper = await world.staffed()
    links = (
        NavigationLink(label="Shop", address="https://shop.test/"),
        NavigationLink(label="Us", address="/a"),
    )
    with acting_as(EDNA):
        arranged = await world.publications.arrange(
            publication_id=paper.id,
            version=paper.version,
            navigation=links,
            sections=(Section(name="Hills & Lakes", tag="#Lakes"), Section(name="By hand")),
        )
        assert [(one.slug, one.tag) for one in arranged.sections] == [
            ("hills-lakes", "lakes"),
            ("by-hand", ""),
        ]
        assert arranged.navigation == links
        first, second = arranged.sections
        again = await world.publications.arrange(
            publication_id=paper.id, version=arranged.version, navigation=(), sections=(second, first)
        )
        assert [one.id for one in again.sections] == [second.id, first.id]
    with acting_as(ANNA), pytest.raises(Forbidden):
        await world.publications.arrange(
            publication_id=paper.id, version=again.version, navigation=(), sections=()
        )


@pytest.mark.parametrize(
    "sections",
    [
        (Section(name=""),),
        (Section(name="x" * 61),),
        (Section(name="One"), Section(name="One")),
        (Section(name="Edit", slug="edit"),),
        (Section(name="!?"),),
        (Section(id=SectionId("1" * 11), name="Nobody's"),),
        (Section(name="Tagged", tag="a/b"),),
        tuple(Section(name=f"Number {number}") for number in range(4)),
    ],
)
async def test_sections_that_cannot_be_are_refused(world: World, sections: tuple[Section, ...]) -> None:
    paper = await world.founded()
    with acting_as(OLGA), pytest.raises(Invalid):
        await world.publications.arrange(
            publication_id=paper.id, version=paper.version, navigation=(), sections=sections
        )


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "//evil.test",
        "data:text/html,x",
        "https://a@b.test",
        "/a b",
        "ftp://x",
        "http://[",
    ],
)
async def test_links_lead_to_pages_only(world: World, address: str) -> None:
    paper = await world.founded()
    with acting_as(OLGA), pytest.raises(Invalid):
        await world.publications.arrange(
            publication_id=paper.id,
            version=paper.version,
            navigation=(NavigationLink(label="Link", address=address),),
            sections=(),
        )


async def test_a_dissolved_section_leaves_its_stories_in_the_publication(world: World) -> None:
    paper = await world.staffed()
    draft = await world.draft(EDNA)
    with acting_as(EDNA):
        paper = await world.publications.arrange(
            publication_id=paper.id, version=1, navigation=(), sections=(Section(name="Hills"),)
        )
        section = paper.sections[0].id
        await world.publications.publish_in(
            publication_id=paper.id, story_id=draft.id, version=1, section_id=section
        )
        assert len((await world.stories.list_stories(section_id=section)).stories) == 1
        await world.publications.arrange(
            publication_id=paper.id, version=paper.version, navigation=(), sections=()
        )
        with pytest.raises(Invalid):
            await world.publications.assign_section(
                publication_id=paper.id, story_id=draft.id, section_id=section
            )
    await world.settle()
    assert (await world.stories.list_stories(section_id=section)).stories == ()
    assert len((await world.stories.list_stories(publication_id=paper.id)).stories) == 1


async def test_the_lead_is_a_story_of_the_publication(world: World) -> None:
    paper = await world.staffed()
    mine, elsewhere = await world.draft(EDNA), await world.draft(EDNA)
    with acting_as(EDNA):
        await world.publications.publish_in(publication_id=paper.id, story_id=mine.id, version=1)
        await world.stories.publish(story_id=elsewhere.id, version=1)
        await world.publications.set_lead(publication_id=paper.id, story_id=mine.id)
        with pytest.raises(StoryNotInPublication):
            await world.publications.set_lead(publication_id=paper.id, story_id=elsewhere.id)
    found = await world.publications.find_publication(slug=paper.slug)
    assert found.lead_story_id == mine.id


async def test_an_archived_one_is_read_and_takes_nothing_in(world: World) -> None:
    paper = await world.staffed()
    waiting = await world.submitted(paper)
    draft = await world.draft()
    with acting_as(EDNA), pytest.raises(Forbidden):
        await world.publications.set_archived(publication_id=paper.id, archived=True)
    with acting_as(OLGA):
        assert (await world.publications.set_archived(publication_id=paper.id, archived=True)).archived
        with pytest.raises(Forbidden):
            await world.publications.invite(publication_id=paper.id, role=Role.WRITER)
        with pytest.raises(Forbidden):
            await world.publications.accept(submission_id=waiting.id, version=1)
    with acting_as(ANNA):
        with pytest.raises(Forbidden):
            await world.publications.submit(publication_id=paper.id, story_id=draft.id, version=1)
        await world.publications.withdraw(submission_id=waiting.id)
    assert (await world.publications.list_publications()).publications == ()
    shown = await world.publications.list_publications(archived=True)
    assert [one.id for one in shown.publications] == [paper.id]


async def test_deleting_gives_stories_back_and_keeps_the_address_from_others(world: World) -> None:
    paper = await world.staffed()
    draft, waiting = await world.draft(EDNA), await world.submitted(paper)
    with acting_as(EDNA):
        await world.publications.publish_in(publication_id=paper.id, story_id=draft.id, version=1)
        with pytest.raises(Forbidden):
            await world.publications.delete_publication(publication_id=paper.id)
    with acting_as(OLGA):
        await world.publications.delete_publication(publication_id=paper.id)
        with pytest.raises(PublicationGone):
            await world.publications.find_publication(slug=paper.slug)
        with pytest.raises(PublicationNotFound):
            await world.publications.list_memberships(publication_id=paper.id)
        assert await world.publications.list_memberships() == ()
        with pytest.raises(SlugTaken):
            await world.publications.found(name="The Paper")
    await world.settle()
    read = await world.stories.read_story(story_id=draft.id)
    assert (read.story.publication_id, read.story.author_id) == ("", person(EDNA))
    with acting_as(ANNA):
        (mine,) = await world.publications.list_submissions()
        assert (mine.id, mine.stage.value) == (waiting.id, "WITHDRAWN")
        await world.stories.publish(story_id=waiting.story_id, version=1)


async def test_publications_are_listed_by_name_page_by_page(world: World) -> None:
    for name in ("Gamma", "Alpha", "Beta"):
        await world.founded(name)
    first = await world.publications.list_publications(limit=2)
    second = await world.publications.list_publications(limit=2, after=first.next)
    assert [one.name for one in (*first.publications, *second.publications)] == ["Alpha", "Beta", "Gamma"]
    assert second.next == ""
    with pytest.raises(Invalid):
        await world.publications.list_publications(limit=101)
