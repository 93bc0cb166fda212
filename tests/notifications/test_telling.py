"""What people are told: in groups, once, never of whom they avoid, and nothing of what was undone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.accounts.api import PersonSuspended
from octavo.annotations.api import Highlighted, HighlightId, HighlightRemoved
from octavo.chassis import personal
from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.events import Envelope
from octavo.chassis.faults import Invalid, Unauthenticated
from octavo.chassis.ids import to_text
from octavo.graph.api import Blocked, Clapped, Followed, Muted, Unfollowed
from octavo.graph.api import Kind as TargetKind
from octavo.graph.api import PersonId as Somebody
from octavo.notifications.api import Kind, NotificationId, PersonId
from octavo.notifications.personal import HOLDINGS
from octavo.notifications.service import (
    GraphEvents,
    HighlightEvents,
    PersonEvents,
    ResponseEvents,
    StoryEvents,
)
from octavo.responses.api import PersonId as Speaker
from octavo.responses.api import ResponseHeld, ResponseId, ResponsePublished, ResponseRemoved
from octavo.stories.api import StoryErased
from tests.notifications.world import CARL, OTHER, STORY, World
from tests.stories.desk import ANNA, BERT

READERS = [PersonId(to_text((1 << 40) + number)) for number in range(8)]
NOW: Envelope = None  # type: ignore[assignment]  # who handles these events does not look at it


async def clap(world: World, reader: str, claps: int = 1, story: object = STORY) -> None:
    world.clock.turn(seconds=1)
    event = Clapped(person_id=Somebody(reader), story_id=story, claps=claps)  # type: ignore[arg-type]
    await GraphEvents(world.inside)(event, NOW)


async def respond(world: World, reader: str, response: str, parent: str = "", answered: str = "") -> None:
    world.clock.turn(seconds=1)
    event = ResponsePublished(
        response_id=ResponseId(response),
        story_id=STORY,  # type: ignore[arg-type]
        author_id=Speaker(reader),
        parent_id=ResponseId(parent),
        answered_id=Speaker(answered or str(ANNA.person_id)),
    )
    await ResponseEvents(world.inside)(event, NOW)


async def test_several_people_come_in_one_group(world: World) -> None:
    for reader in READERS[:5]:
        await clap(world, reader)
        await clap(world, reader, 7)
    assert await world.told(ANNA) == [("CLAPPED", STORY, 5)]
    assert await world.told(CARL) == [("CLAPPED", STORY, 5)]
    with acting_as(ANNA):
        group = (await world.notifications.list_notifications()).notifications[0]
    assert group.people == tuple(reversed(READERS[:5]))
    assert (await world.unread(ANNA), await world.unread(BERT)) == (1, 0)


async def test_what_comes_after_it_was_read_is_a_group_of_its_own(world: World) -> None:
    await clap(world, READERS[0])
    with acting_as(ANNA):
        await world.notifications.mark_read(notification_ids=())
    assert await world.unread(ANNA) == 0
    assert await world.unread(CARL) == 1
    await clap(world, READERS[0], 9)  # known already
    assert await world.unread(ANNA) == 0
    await clap(world, READERS[1])
    assert await world.told(ANNA) == [("CLAPPED", STORY, 1), ("CLAPPED", STORY, 1)]
    with acting_as(ANNA):
        found = (await world.notifications.list_notifications()).notifications
        assert [one.read for one in found] == [False, True]
        await world.notifications.mark_read(notification_ids=(found[0].id,))
    assert await world.unread(ANNA) == 0


async def test_nobody_reads_for_another(world: World) -> None:
    await clap(world, READERS[0])
    with acting_as(ANNA):
        mine = (await world.notifications.list_notifications()).notifications[0].id
    with acting_as(BERT):
        await world.notifications.mark_read(notification_ids=(mine,))
        assert (await world.notifications.list_notifications()).notifications == ()
    assert await world.unread(ANNA) == 1
    for call in (
        world.notifications.list_notifications,
        world.notifications.count_unread,
        world.notifications.get_choices,
    ):
        with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
            await call()


async def test_what_was_undone_is_told_no_more(world: World) -> None:
    await clap(world, READERS[0])
    await clap(world, READERS[1])
    await clap(world, READERS[0], 0)
    assert await world.told(ANNA) == [("CLAPPED", STORY, 1)]
    await clap(world, READERS[1], 0)
    assert await world.told(ANNA) == []
    assert await world.unread(ANNA) == 0
    hear, anna = GraphEvents(world.inside), str(ANNA.person_id)
    follow = Followed(person_id=Somebody(READERS[0]), kind=TargetKind.PERSON, target_id=anna)
    await hear(follow, NOW)
    await hear(follow, NOW)
    assert await world.told(ANNA) == [("FOLLOWED", anna, 1)]
    await hear(Unfollowed(person_id=Somebody(READERS[0]), kind=TargetKind.PERSON, target_id=anna), NOW)
    await hear(Followed(person_id=Somebody(READERS[0]), kind=TargetKind.TAG, target_id="sea"), NOW)
    assert await world.told(ANNA) == []


async def test_who_is_answered_is_told_and_the_writers(world: World) -> None:
    bert = str(BERT.person_id)
    await respond(world, bert, "1111111Res1")
    assert await world.told(ANNA) == [("RESPONDED", STORY, 1)]
    assert await world.told(BERT) == []
    await respond(world, READERS[0], "1111111Res2", parent="1111111Res1", answered=bert)
    assert await world.told(BERT) == [("ANSWERED", "1111111Res1", 1)]
    assert await world.told(ANNA) == [("RESPONDED", STORY, 2)]
    await respond(world, bert, "1111111Res3", parent="1111111Res2", answered=READERS[0])
    assert await world.told(ANNA) == [("RESPONDED", STORY, 2)]  # Bert has spoken twice
    hear = ResponseEvents(world.inside)
    await hear(ResponseRemoved(response_id=ResponseId("1111111Res2"), story_id=STORY), NOW)  # type: ignore[arg-type]
    assert await world.told(BERT) == []
    assert await world.told(ANNA) == [("RESPONDED", STORY, 1)]


async def test_what_is_held_is_told_until_it_is_let_through(world: World) -> None:
    held = ResponseHeld(
        response_id=ResponseId("1111111Res1"),
        story_id=STORY,  # type: ignore[arg-type]
        author_id=Speaker(READERS[0]),
        answered_id=Speaker(str(ANNA.person_id)),
    )
    await ResponseEvents(world.inside)(held, NOW)
    assert await world.told(ANNA) == [("HELD", STORY, 1)]
    await respond(world, READERS[0], "1111111Res1")
    assert await world.told(ANNA) == [("RESPONDED", STORY, 1)]


async def test_public_highlights_are_told(world: World) -> None:
    hear = HighlightEvents(world.inside)
    for number, public in enumerate((True, False)):
        await hear(
            Highlighted(
                highlight_id=HighlightId(f"1111111Mrk{number + 1}"),
                story_id=STORY,  # type: ignore[arg-type]
                reader_id=READERS[number],  # type: ignore[arg-type]
                author_id=ANNA.person_id,  # type: ignore[arg-type]
                public=public,
            ),
            NOW,
        )
    assert await world.told(ANNA) == [("HIGHLIGHTED", STORY, 1)]
    gone = HighlightRemoved(
        highlight_id=HighlightId("1111111Mrk1"),
        story_id=STORY,  # type: ignore[arg-type]
        reader_id=READERS[0],  # type: ignore[arg-type]
    )
    await hear(gone, NOW)
    assert await world.told(ANNA) == []


async def test_nothing_of_whom_one_avoids(world: World) -> None:
    anna = str(ANNA.person_id)
    for reader in READERS[:4]:
        await clap(world, reader)
    world.others.muted.add((anna, READERS[0]))
    world.others.blocked.add(frozenset((anna, READERS[1])))
    assert await world.told(ANNA) == [("CLAPPED", STORY, 2)]  # before the news of it has come
    hear = GraphEvents(world.inside)
    await hear(Muted(person_id=Somebody(anna), muted_id=Somebody(READERS[0])), NOW)
    await hear(Blocked(person_id=Somebody(READERS[1]), blocked_id=Somebody(anna)), NOW)
    assert await world.told(ANNA) == [("CLAPPED", STORY, 2)]
    assert await world.told(CARL) == [("CLAPPED", STORY, 4)]
    for reader in READERS[:2]:
        await clap(world, reader, 3)
        await clap(world, reader, story=OTHER)
    assert await world.told(ANNA) == [("CLAPPED", STORY, 2)]
    await PersonEvents(world.inside)(PersonSuspended(person_id=READERS[2]), NOW)  # type: ignore[arg-type]
    assert await world.told(ANNA) == [("CLAPPED", STORY, 1)]


async def test_nobody_is_told_of_themselves(world: World) -> None:
    await clap(world, str(CARL.person_id))
    assert await world.told(CARL) == []
    assert await world.told(ANNA) == [("CLAPPED", STORY, 1)]


async def test_people_choose_what_they_are_told(world: World) -> None:
    with acting_as(ANNA):
        await world.notifications.set_choice(kind=Kind.CLAPPED, told=False)
        await world.notifications.set_choice(kind=Kind.CLAPPED, told=False)
        assert await world.notifications.get_choices() == (Kind.CLAPPED,)
    await clap(world, READERS[0])
    assert await world.told(ANNA) == []
    assert await world.told(CARL) == [("CLAPPED", STORY, 1)]
    with acting_as(ANNA):
        await world.notifications.set_choice(kind=Kind.CLAPPED, told=True)
        assert await world.notifications.get_choices() == ()
    await clap(world, READERS[1])
    assert await world.told(ANNA) == [("CLAPPED", STORY, 1)]


async def test_pages_go_on_where_the_last_one_ended(world: World) -> None:
    for number in range(5):
        await respond(world, READERS[number], f"1111111Re{number + 1}x")
        with acting_as(ANNA):
            await world.notifications.mark_read(notification_ids=())
    found, after = [], ""
    with acting_as(ANNA):
        while True:
            page = await world.notifications.list_notifications(limit=2, after=after)
            found += [one.people for one in page.notifications]
            after = page.next
            if not after:
                break
    assert found == [(one,) for one in reversed(READERS[:5])]


async def test_bad_requests_are_told_so(world: World) -> None:
    with acting_as(ANNA):
        for after in ("x", "1-", "-1", "1-2-3", "9" * 50, f"{1 << 63}-1"):
            with pytest.raises(Invalid):
                await world.notifications.list_notifications(after=after)
        for limit in (0, 101):
            with pytest.raises(Invalid):
                await world.notifications.list_notifications(limit=limit)
        with pytest.raises(Invalid):
            await world.notifications.mark_read(notification_ids=(NotificationId("nonsense"),))
        with pytest.raises(Invalid):
            await world.notifications.mark_read(notification_ids=(NotificationId("11111111111"),) * 101)
        with pytest.raises(Invalid):
            await world.notifications.set_choice(kind=Kind.UNSPECIFIED, told=True)


async def test_what_is_old_or_about_nothing_goes(world: World) -> None:
    await clap(world, READERS[0])
    world.clock.turn(days=400)
    await clap(world, READERS[1], story=OTHER)
    await respond(world, READERS[2], "1111111Res1")
    await StoryEvents(world.inside)(StoryErased(story_id=OTHER, author_id=ANNA.person_id), NOW)  # type: ignore[arg-type]
    while await world.inside.tidy(limit=2):
        pass
    assert await world.told(ANNA) == [("RESPONDED", STORY, 1)]
    rows = await world.db.all("SELECT kind FROM notices")
    assert {row["kind"] for row in rows} == {"RESPONDED"}
    assert len(await world.db.all("SELECT 1 AS one FROM acts")) == len(rows) == 2


async def test_people_and_what_they_did_go_for_good(world: World) -> None:
    await clap(world, READERS[0])
    await clap(world, READERS[1])
    await personal.erase(world.db, HOLDINGS, READERS[0])
    assert await world.told(ANNA) == [("CLAPPED", STORY, 1)]
    await personal.erase(world.db, HOLDINGS, str(ANNA.person_id))
    assert await world.told(ANNA) == []
    assert await world.told(CARL) == [("CLAPPED", STORY, 1)]


_ACTS = st.lists(
    st.tuples(st.sampled_from(READERS[:4]), st.sampled_from([0, 1, 5]), st.booleans()), max_size=12
)


@given(_ACTS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_groups_hold_whoever_claps_however_often_it_is_told(
    world: World, acts: list[tuple[PersonId, int, bool]]
) -> None:
    for table in ("acts", "notices"):
        await world.db.execute(f"DELETE FROM {table}")
    clapping: dict[PersonId, None] = {}
    for reader, claps, twice in acts:
        for _ in range(1 + twice):
            await clap(world, reader, claps)
        if claps:
            clapping.setdefault(reader)
        else:
            clapping.pop(reader, None)
    assert await world.told(ANNA) == ([("CLAPPED", STORY, len(clapping))] if clapping else [])
    assert await world.unread(ANNA) == bool(clapping)
