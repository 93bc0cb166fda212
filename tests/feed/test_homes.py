"""Home pages: never empty, put in order by what the reader follows and likes, explained, and not twice."""

from typing import cast

import pytest

from octavo.chassis import personal
from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.chassis.events import Envelope
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.chassis.ids import from_text
from octavo.feed import records
from octavo.feed.api import Dials, Filter, ReceiptId, ReceiptNotFound, Source, Weight
from octavo.feed.entities import NEVER_WRITTEN
from octavo.feed.personal import HOLDINGS
from octavo.feed.seen import SHOWN_ENOUGH
from octavo.feed.service import GraphEvents
from octavo.graph.api import Edge, Kind, StoryRead
from octavo.graph.api import PersonId as Somebody
from tests.feed.world import OPERATOR, READER, World, ahead, caller, house, number_of, person, story_id


async def test_nobody_has_a_home_without_signing_in(world: World) -> None:
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        await world.feed.get_home()
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        await world.feed.set_dials(dials=Dials())
    with acting_as(READER), pytest.raises(Forbidden):
        await world.feed.replay(since=world.clock(), weights=())
    with acting_as(READER), pytest.raises(Forbidden):
        await world.feed.rebuild()


async def test_a_site_with_one_story_shows_it_to_a_reader_who_follows_nobody(world: World) -> None:
    assert await world.shown() == []
    await world.publish(1)
    home = await world.home()
    assert [number_of(one.story_id) for one in home.items] == [1]
    assert home.items[0].reasons


async def test_what_is_followed_comes_first_and_says_so(world: World) -> None:
    for number in range(1, 6):
        await world.publish(number, author=100 + number, tags=("sea",) if number == 2 else ())
    await world.publish(6, author=106, publication=7)
    await world.follow(1, Kind.PERSON, person(101))
    await world.follow(1, Kind.TAG, "sea")
    await world.follow(1, Kind.PUBLICATION, house(7))
    home = await world.home()
    why = {number_of(one.story_id): {reason.source for reason in one.reasons} for one in home.items}
    assert set(why) == {1, 2, 3, 4, 5, 6}
    assert Source.PERSON in why[1]
    assert Source.TAG in why[2]
    assert Source.PUBLICATION in why[6]
    about = {reason.source: reason.about for one in home.items[:3] for reason in one.reasons}
    assert about[Source.PERSON] == person(101)
    assert about[Source.PUBLICATION] == house(7)
    assert about[Source.TAG] == "sea"
    assert {number_of(one.story_id) for one in home.items[:2]} <= {1, 2, 6}


async def test_what_walks_come_by_is_on_the_page_and_says_why(world: World) -> None:
    for number in range(1, 4):
        await world.publish(number, author=100 + number)
    world.others.walked = [story_id(2), story_id(9)]  # one is gone
    home = await world.home()
    first = home.items[0]
    assert number_of(first.story_id) == 2
    assert Source.READERS in {one.source for one in first.reasons}


async def test_a_page_is_made_where_nothing_can_be_walked(world: World) -> None:
    await world.publish(1)
    world.others.broken_walks = True
    assert [number_of(one.story_id) for one in (await world.home()).items] == [1]


async def test_a_follow_counts_from_the_next_page_and_so_does_its_end(world: World) -> None:
    await world.publish(1, author=101)
    await world.publish(2, author=102)
    await world.home()
    await world.follow(1, Kind.PERSON, person(101))
    assert Source.PERSON in {one.source for one in (await world.home()).items[0].reasons}
    await world.follow(1, Kind.PERSON, person(101), active=False)
    home = await world.home()
    assert all(one.source is not Source.PERSON for item in home.items for one in item.reasons)


async def test_a_story_that_is_taken_back_is_shown_no_more(world: World) -> None:
    first = await world.publish(1)
    await world.publish(2)
    del world.others.stories[first]
    await world.inside.copying.withdrawn(first)
    assert await world.shown() == [2]


async def test_the_muted_the_blocked_and_ones_own_are_left_out_and_the_record_says_why(world: World) -> None:
    await world.publish(1, author=101)
    await world.publish(2, author=102)
    await world.publish(3, author=1)
    await world.publish(4, author=104, others=(102,))
    await world.publish(5, author=105)
    world.others.muted.add(person(101))
    world.others.hidden.add(person(102))
    with acting_as(READER):
        await world.feed.hide_story(story_id=story_id(5))
    await world.publish(6, author=106)
    home = await world.home()
    assert [number_of(one.story_id) for one in home.items] == [6]
    with acting_as(READER):
        receipt = await world.feed.get_receipt(receipt_id=home.receipt_id)
    out = {number_of(one.story_id): one.left_out for one in receipt.candidates if not one.rank}
    # Nothing tells of those who block: not even that something was left out.
    assert out == {1: Filter.AVOIDED, 3: Filter.OWN, 5: Filter.HIDDEN}


async def test_a_block_holds_on_further_pages_in_records_and_in_lists(world: World) -> None:
    for number in range(1, 9):
        await world.publish(number, author=100 + number, tags=("sea",))
    await world.inside.copying.liked(person(9), story_id(8), clapped=3)
    await world.inside.copying.liked(person(9), story_id(7), clapped=2)
    await world.inside.copying.weigh()
    first = await world.home(limit=2)
    listed = [number_of(one.story_id) for one in (await world.home(limit=50)).items]
    muted, blocked, hid = listed[2:5]
    world.others.muted.add(person(100 + muted))
    world.others.hidden |= {person(100 + blocked), person(108)}
    with acting_as(READER):
        await world.feed.hide_story(story_id=story_id(hid))
        receipt = await world.feed.get_receipt(receipt_id=first.receipt_id)
        trending = [number_of(one.story_id) for one in await world.feed.list_trending()]
        near = {number_of(one) for one in await world.feed.list_related(story_id=story_id(1))}
    rest = await world.home(limit=50, after=first.next)
    assert rest.receipt_id == first.receipt_id
    assert not {number_of(one.story_id) for one in rest.items} & {muted, blocked, hid, 8}
    told = {number_of(one.story_id) for one in receipt.candidates}
    assert told == set(range(1, 9)) - {blocked, 8}
    assert 8 not in trending
    assert not near & {muted, blocked, 8}
    with acting_as(ANONYMOUS):
        assert [number_of(one.story_id) for one in await world.feed.list_trending()] == [8, 7]


async def test_what_was_hidden_is_listed_and_can_be_shown_again(world: World) -> None:
    for number in (1, 2, 3):
        await world.publish(number)
    with acting_as(READER):
        for number in (1, 2, 3):
            await world.feed.hide_story(story_id=story_id(number))
            world.clock.turn(seconds=1)
        first = await world.feed.list_hidden(limit=2)
        rest = await world.feed.list_hidden(limit=2, after=first.next)
        assert [number_of(one) for one in (*first.story_ids, *rest.story_ids)] == [3, 2, 1]
        assert not rest.next
        await world.feed.unhide_story(story_id=story_id(2))
    assert await world.shown() == [2]


async def test_pages_go_on_where_the_last_one_ended_without_a_double(world: World) -> None:
    for number in range(1, 31):
        await world.publish(number, author=100 + number)
    first = await world.home(limit=12)
    await world.publish(31, author=131)
    second = await world.home(limit=12, after=first.next)
    third = await world.home(limit=12, after=second.next)
    seen = [number_of(one.story_id) for page in (first, second, third) for one in page.items]
    assert len(seen) == len(set(seen)) == 30
    assert not third.next
    assert first.receipt_id == second.receipt_id == third.receipt_id
    with acting_as(READER), pytest.raises(Invalid):
        await world.feed.get_home(after="nonsense")
    other = await world.home(caller(2), after=first.next)
    assert other.receipt_id != first.receipt_id


async def test_a_story_shown_often_and_not_opened_makes_room(world: World) -> None:
    for number in range(1, 41):
        await world.publish(number, author=100 + number)
    shown = []
    for _ in range(SHOWN_ENOUGH * 2):
        shown.append(set(await world.shown(limit=5)))
        world.clock.turn(hours=1)
    times = {number: sum(number in page for page in shown) for number in range(1, 41)}
    assert max(times.values()) <= SHOWN_ENOUGH
    assert len(set().union(*shown)) > 5


async def test_who_looks_again_within_half_an_hour_has_not_seen_it_twice(world: World) -> None:
    for number in range(1, 4):
        await world.publish(number)
    for _ in range(SHOWN_ENOUGH + 3):
        await world.home()
        world.clock.turn(seconds=5)
    home = await world.home()
    with acting_as(READER):
        receipt = await world.feed.get_receipt(receipt_id=home.receipt_id)
    assert {one.left_out for one in receipt.candidates} == {Filter.UNSPECIFIED}


async def test_a_home_where_all_was_seen_still_has_stories(world: World) -> None:
    for number in range(1, 4):
        await world.publish(number)
    for _ in range(SHOWN_ENOUGH + 2):
        home = await world.home()
        assert {number_of(one.story_id) for one in home.items} == {1, 2, 3}
        world.clock.turn(hours=1)


async def test_claps_make_more_of_the_same(world: World) -> None:
    for number in range(1, 11):
        await world.publish(number, author=100 + number, tags=("sea",) if number in (1, 2) else ("hills",))
    await world.inside.copying.liked(person(1), story_id(1), clapped=50)
    home = await world.home()
    assert number_of(home.items[0].story_id) == 2
    assert home.items[0].reasons[0].source in (Source.SIMILAR, Source.NEWEST)
    assert 1 not in [number_of(one.story_id) for one in home.items[:9]]


async def test_dials_are_kept_and_turn_the_page(world: World) -> None:
    await world.publish(1, author=101, minutes=20)
    for number in range(2, 6):
        await world.publish(number, author=100 + number, minutes=1)
    await world.follow(1, Kind.PERSON, person(101))
    assert (await world.shown())[0] == 1
    with acting_as(READER):
        wanted = Dials(people=-2, topics=1, new_voices=2, length=-2)
        await world.feed.set_dials(dials=wanted)
        assert await world.feed.get_dials() == wanted
        with pytest.raises(Invalid):
            await world.feed.set_dials(dials=Dials(people=3))
    assert (await world.shown())[-1] == 1
    with acting_as(caller(2)):
        assert await world.feed.get_dials() == Dials()


async def test_latest_first_is_what_is_followed_in_order_of_time(world: World) -> None:
    for number in range(1, 9):
        await world.publish(number, author=101 if number % 2 else 102, tags=("sea",) if number == 4 else ())
    await world.follow(1, Kind.PERSON, person(101))
    await world.follow(1, Kind.TAG, "sea")
    with acting_as(READER):
        await world.feed.set_dials(dials=Dials(latest_first=True))
    home = await world.home()
    assert home.latest_first
    assert [number_of(one.story_id) for one in home.items][:5] == [7, 5, 4, 3, 1]
    assert {one.source for one in home.items[2].reasons} == {Source.TAG}
    assert {number_of(one.story_id) for one in home.items[5:]} == {8, 6, 2}


async def test_every_record_replays_bit_for_bit(world: World) -> None:
    for number in range(1, 25):
        await world.publish(number, author=100 + number % 5, tags=(f"tag{number % 3}",), minutes=number)
    await world.follow(1, Kind.PERSON, person(101))
    await world.follow(1, Kind.TAG, "tag1")
    await world.inside.copying.liked(person(1), story_id(5), clapped=7)
    for turn in range(6):
        with acting_as(READER):
            await world.feed.set_dials(dials=Dials(people=turn - 2 if turn < 5 else 0, length=turn % 3 - 1))
        await world.home(limit=3)
    await world.inside.homes.writer.close()
    long_ago = world.clock().replace(year=2000)
    with acting_as(OPERATOR):
        assert (await world.feed.replay(since=ahead(world.clock, seconds=1), weights=())).pages == 0
        first = await world.feed.replay(since=long_ago, weights=(), limit=4)
        rest = await world.feed.replay(since=long_ago, weights=(), limit=4, after=first.next)
        assert [(one.pages, one.same, one.others) for one in (first, rest)] == [(4, 4, 0), (2, 2, 0)]
        assert not rest.next
        other = await world.feed.replay(since=long_ago, weights=(Weight(feature="chance", weight=9000),))
        assert other.same < other.pages
        assert 0 < other.others <= other.first
        with pytest.raises(Invalid):
            await world.feed.replay(since=long_ago, weights=(Weight(feature="beauty", weight=1),))
        with pytest.raises(Invalid):
            await world.feed.replay(since=long_ago, weights=(Weight(feature="fresh", weight=10**6),))
    for row in await world.db.all("SELECT record FROM receipts"):
        record = records.unpacked(bytes(row["record"]))
        assert records.replayed(record) == (record.order, record.scores)
        assert len(record.order) > 15


async def test_a_record_is_its_readers_alone(world: World) -> None:
    await world.publish(1)
    home = await world.home()
    await world.inside.homes.writer.close()
    with acting_as(caller(2)), pytest.raises(ReceiptNotFound):
        await world.feed.get_receipt(receipt_id=home.receipt_id)
    with acting_as(READER), pytest.raises(ReceiptNotFound):
        await world.feed.get_receipt(receipt_id=ReceiptId("1111111Gone"))
    with acting_as(READER):
        assert (await world.feed.get_receipt(receipt_id=home.receipt_id)).candidates[0].rank == 1


async def test_copies_are_made_anew_from_their_owners_and_what_ended_stays_ended(world: World) -> None:
    await world.publish(1, author=101)
    await world.publish(2, author=102)
    world.others.edges = [
        Edge(person_id=person(1), kind=Kind.PERSON, target_id=person(101), weight=1),
        Edge(person_id=person(1), kind=Kind.PERSON, target_id=person(102), weight=1),
        Edge(person_id=person(2), target_id=story_id(2), weight=9),
    ]
    await world.follow(1, Kind.PERSON, person(103))
    await world.follow(1, Kind.PERSON, person(102))
    await world.follow(1, Kind.PERSON, person(102), active=False)
    world.clock.turn(seconds=5)
    await world.db.execute("DELETE FROM listings")
    with acting_as(OPERATOR):
        await world.feed.rebuild()
    assert await world.inside.copying.rebuild_if_wanted()
    assert not await world.inside.copying.rebuild_if_wanted()
    world.inside.homes.near.empty()
    reader = await world.inside.homes.reader(from_text(person(1)))
    assert reader.following.people == {from_text(person(101))}
    assert set(await world.shown()) == {1, 2}
    await world.inside.copying.weigh()
    assert [number_of(one.story_id) for one in await world.feed.list_trending()] == [2]


async def test_follows_that_were_lost_come_back_with_what_was_published_meanwhile(world: World) -> None:
    follow = Edge(person_id=person(1), kind=Kind.PERSON, target_id=person(101), weight=1)
    world.others.edges = [follow]
    await world.follow(1, Kind.PERSON, person(101))
    await world.follow(1, Kind.PERSON, person(102))
    for _ in range(20):
        await world.home()
        world.clock.turn(hours=1)
    await world.inside.homes.writer.close()
    await world.db.execute("DELETE FROM followings WHERE target = :one", one=person(101))
    await world.publish(1, author=101)
    await world.publish(2, author=102)
    await world.deliver()
    assert await world.inside.copying.rebuild_if_wanted()
    home = await world.home()
    why = {number_of(one.story_id): {reason.source for reason in one.reasons} for one in home.items}
    assert Source.PERSON in why[1]
    # The graph knows nothing of the other follow: it is over, also for who holds it near.
    assert Source.PERSON not in why[2]


async def test_an_imported_story_is_listed_and_no_news(world: World) -> None:
    await world.follow(1, Kind.PERSON, person(101))
    await world.home()
    await world.publish(1, author=101, news=False)
    assert await world.db.all("SELECT * FROM deliveries") == []
    listing = await world.inside.copying.listings.get(from_text(story_id(1)))
    assert listing is not None
    assert listing.written_from == NEVER_WRITTEN
    assert await world.shown() == [1]


async def test_what_is_kept_of_a_reader_goes_with_them(world: World) -> None:
    await world.publish(1, author=101)
    await world.follow(1, Kind.PERSON, person(101))
    await world.inside.copying.liked(person(1), story_id(1), clapped=3)
    await world.home()
    with acting_as(READER):
        await world.feed.hide_story(story_id=story_id(1))
    await world.inside.homes.writer.close()
    tables = {name async for name, _ in personal.rows(world.db, HOLDINGS, person(1))}
    assert tables >= {"followings", "readers", "interests", "hidden", "receipts"}
    await personal.erase(world.db, HOLDINGS, person(1))
    assert [name async for name, _ in personal.rows(world.db, HOLDINGS, person(1))] == []
    await personal.erase(world.db, HOLDINGS, person(101))
    assert await world.db.all("SELECT * FROM listings") == []


async def test_a_publication_that_is_muted_is_left_out(world: World) -> None:
    await world.publish(1, author=101, publication=7)
    await world.publish(2, author=102, publication=8)
    world.others.places.add(house(7))
    home = await world.home()
    assert [number_of(one.story_id) for one in home.items] == [2]


async def test_what_was_read_to_its_end_is_not_shown_again(world: World) -> None:
    for number in range(1, 24):
        await world.publish(number, author=100 + number)
    told = GraphEvents(world.inside)
    event = StoryRead(reader_id=Somebody(person(1)), story_id=story_id(23))
    await told(event, cast(Envelope, None))
    shown = await world.shown(limit=22)
    assert 23 not in shown
    assert len(shown) == 22
