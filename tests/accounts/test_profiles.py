"""Profiles, preferences, handles, imported authors."""

import pytest

from octavo.accounts.api import (
    HandleNotAllowed,
    HandleTaken,
    ImageId,
    PersonId,
    PersonNotFound,
    ProfileLink,
    TooManyAttempts,
)
from octavo.chassis.context import acting_as
from octavo.chassis.faults import Invalid
from tests.accounts.world import World, person


async def test_people_come_in_the_order_asked_for_without_the_unknown(world: World) -> None:
    anna, bert = person(await world.join("anna")), person(await world.join("bert"))
    asked = (bert, PersonId("11111111111"), anna, PersonId("no id"), bert)
    people = await world.accounts.get_people(person_ids=asked)
    assert [one.handle for one in people] == ["bert", "anna"]
    assert await world.accounts.get_people(person_ids=()) == ()


async def test_what_is_no_id_is_not_kept_near(room: World) -> None:
    cache = room.inside.tools.cache
    asked = (PersonId("x" * 1_000_000), PersonId(""), PersonId("0" * 11))
    assert await room.accounts.get_people(person_ids=asked) == ()
    assert len(cache) == 0


async def test_no_more_than_five_hundred_people_come_at_once(world: World) -> None:
    anna = person(await world.join("anna"))
    assert len(await world.accounts.get_people(person_ids=(anna,) * 500)) == 1
    with pytest.raises(Invalid):
        await world.accounts.get_people(person_ids=(anna,) * 501)


async def test_nothing_private_is_shown_to_others(world: World) -> None:
    anna = person(await world.join("anna"))
    (shown,) = await world.accounts.get_people(person_ids=(anna,))
    assert "example.org" not in repr(shown)


async def test_a_profile_is_changed_and_seen_at_once(world: World) -> None:
    caller = await world.join("anna")
    await world.accounts.get_people(person_ids=(person(caller),))
    await world.accounts.find_person(handle="anna")
    links = (ProfileLink(label="Home", url="https://anna.example"),)
    with acting_as(caller):
        changed = await world.accounts.update_profile(
            name="Anna B.",
            bio="Writes.\nReads.",
            picture_id=ImageId("11111111abc"),
            links=links,
            replace_links=True,
        )
        same = await world.accounts.update_profile(name="Anna B.")
    assert (changed.name, changed.bio, changed.picture_id, changed.links) == (
        "Anna B.",
        "Writes.\nReads.",
        "11111111abc",
        links,
    )
    assert same == changed
    assert await world.accounts.get_people(person_ids=(person(caller),)) == (changed,)
    assert (await world.accounts.find_person(handle="anna")).person == changed
    assert (await world.events()).count("ProfileChanged") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"bio": "x" * 501},
        {"picture_id": "not an id"},
        {"links": (ProfileLink(url="javascript:alert(1)"),), "replace_links": True},
    ],
)
async def test_a_wrong_field_changes_nothing(world: World, wrong: dict[str, object]) -> None:
    caller = await world.join("anna")
    with acting_as(caller):
        before = await world.accounts.get_me()
        with pytest.raises(Invalid):
            await world.accounts.update_profile(**{"bio": "New.", **wrong})  # type: ignore[arg-type]
        assert await world.accounts.get_me() == before


async def test_preferences_are_checked_and_kept(world: World) -> None:
    with acting_as(await world.join("anna")):
        me = await world.accounts.update_preferences(language="de-CH", time_zone="Europe/Zurich")
        assert (me.language, me.time_zone) == ("de-CH", "Europe/Zurich")
        me = await world.accounts.update_preferences(language="")
        assert (me.language, me.time_zone) == ("", "Europe/Zurich")
        for wrong in ({"language": "<b>"}, {"time_zone": "Mars/Olympus"}):
            with pytest.raises(Invalid):
                await world.accounts.update_preferences(**wrong)


async def test_an_old_handle_leads_to_its_person_and_to_nobody_else(world: World) -> None:
    anna = await world.join("anna")
    await world.accounts.find_person(handle="anna")
    with acting_as(anna):
        assert (await world.accounts.change_handle(handle="Annabel")).handle == "annabel"
    old, new = (
        await world.accounts.find_person(handle="@Anna"),
        await world.accounts.find_person(handle="annabel"),
    )
    assert old.person == new.person
    assert (old.current, new.current) == (False, True)
    with acting_as(await world.join("bert")), pytest.raises(HandleTaken) as raised:
        await world.accounts.change_handle(handle="anna")
    assert raised.value.suggestion == "anna-2"
    with acting_as(anna):
        assert (await world.accounts.change_handle(handle="anna")).handle == "anna"


async def test_handles_change_seldom(world: World) -> None:
    with acting_as(await world.join("anna")):
        await world.accounts.change_handle(handle="anna")
        for number in range(3):
            await world.accounts.change_handle(handle=f"anna-{number}")
        with pytest.raises(TooManyAttempts):
            await world.accounts.change_handle(handle="anna-9")
        world.clock.turn(days=10)
        await world.accounts.change_handle(handle="anna-9")


async def test_a_handle_that_is_not_allowed_changes_nothing(world: World) -> None:
    with acting_as(await world.join("anna")):
        for handle in ("", "ab", "admin", "a b c", "x" * 31):
            with pytest.raises(HandleNotAllowed):
                await world.accounts.change_handle(handle=handle)
        assert (await world.accounts.get_me()).person.handle == "anna"


@pytest.mark.parametrize("handle", ["nobody", "", "\x00", "x" * 5000, "' OR 1=1 --"])
async def test_an_unknown_handle_is_nobodys(world: World, handle: str) -> None:
    with pytest.raises(PersonNotFound):
        await world.accounts.find_person(handle=handle)


async def test_an_author_is_imported_once_for_each_source(world: World) -> None:
    first = await world.accounts.import_person(source="markdown:mel", handle="mel", name="Mel", bio="Hi.")
    again = await world.accounts.import_person(source="markdown:mel", handle="other", name="Other")
    assert first.created
    assert not again.created
    assert again.person == first.person
    assert (first.person.handle, first.person.name, first.person.bio) == ("mel", "Mel", "Hi.")
    assert await world.events() == ["PersonJoined"]


async def test_an_imported_author_gets_a_handle_that_is_legal_and_free(world: World) -> None:
    await world.join("anna")
    wishes = {"anna": "anna-2", "Admin": "admin-writes", "Jürgen G.": "juergen-g", "李白": "reader-0"}
    for wish, given in wishes.items():
        imported = await world.accounts.import_person(source=f"x:{wish}", handle=wish, name=wish)
        assert imported.person.handle == given
    imported = await world.accounts.import_person(source="x:long", handle="", name="N" * 200, bio="b" * 900)
    assert (len(imported.person.name), len(imported.person.bio)) == (80, 500)


async def test_an_import_names_its_source(world: World) -> None:
    for source in ("", "x" * 501, "a\nb"):
        with pytest.raises(Invalid):
            await world.accounts.import_person(source=source, handle="mel", name="Mel")
