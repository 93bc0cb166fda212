"""The rules without a database: order and replay, what was seen, what is liked, what is related."""

from hypothesis import given
from hypothesis import strategies as st

from octavo.chassis.faults import Invalid
from octavo.feed import records, related, trending, weighing
from octavo.feed.api import Dials
from octavo.feed.catalogue import Catalogue
from octavo.feed.entities import Listing
from octavo.feed.ports import Deed
from octavo.feed.records import Record
from octavo.feed.seen import EXACT, SHOWN_ENOUGH, Seen
from octavo.feed.weighing import FEATURES, Weighable

features = st.tuples(*(st.integers(0, 1000) for _ in FEATURES))
weights = st.tuples(*(st.integers(-2000, 2000) for _ in FEATURES))
dials = st.builds(
    Dials,
    people=st.integers(-2, 2),
    topics=st.integers(-2, 2),
    new_voices=st.integers(-2, 2),
    length=st.integers(-2, 2),
)
candidates = st.lists(
    st.builds(Weighable, st.integers(1, 10**6), st.integers(1, 6), features),
    max_size=40,
    unique_by=lambda one: one.number,
)
DAY = 86_400 * 1_000_000


def made(found: list[Weighable], chosen: tuple[int, ...], turned: Dials) -> Record:
    order = weighing.in_order(found, weighing.weights_with(chosen, turned), records.MOST_ITEMS)
    return Record(
        features=FEATURES,
        weights=chosen,
        dials=records.flat(turned),
        seed=1,
        at=2,
        candidates=tuple(found),
        left_out={5: "SEEN"},
        order=tuple(one.number for one, _ in order),
        scores=tuple(score for _, score in order),
    )


@given(found=candidates, chosen=weights, turned=dials)
def test_a_record_replays_bit_for_bit_after_it_was_kept(
    found: list[Weighable], chosen: tuple[int, ...], turned: Dials
) -> None:
    record = made(found, chosen, turned)
    again = records.unpacked(records.packed(record))
    assert again == record
    assert records.replayed(again) == (record.order, record.scores)
    assert records.dials_of(again) == turned


@given(found=candidates, chosen=weights, data=st.randoms())
def test_the_order_does_not_depend_on_that_of_the_candidates(
    found: list[Weighable], chosen: tuple[int, ...], data: object
) -> None:
    first = weighing.in_order(found, chosen, 100)
    data.shuffle(found)  # type: ignore[attr-defined]
    assert weighing.in_order(found, chosen, 100) == first
    assert sorted(one.number for one, _ in first) == sorted(one.number for one in found)


def test_no_author_fills_the_page() -> None:
    plain = (0,) * len(FEATURES)
    strong = tuple(1000 if name in ("person", "fresh") else 0 for name in FEATURES)
    fair = tuple(600 if name in ("person", "fresh") else 0 for name in FEATURES)
    found = [Weighable(number, 1, strong) for number in range(1, 11)] + [Weighable(20, 2, fair)]
    found.append(Weighable(30, 3, plain))
    order = [one.number for one, _ in weighing.in_order(found, weighing.default_weights(), 20)]
    assert order.index(20) <= 2


def test_a_record_of_other_features_is_read_by_their_names() -> None:
    found = [Weighable(1, 1, (10, 900)), Weighable(2, 2, (900, 10))]
    old = Record(
        features=("gone", "fresh"),
        weights=(1, 1000),
        dials=(0, 0, 0, 0, False),
        seed=1,
        at=2,
        candidates=tuple(found),
        left_out={},
        order=(1, 2),
        scores=(900, 10),
    )
    assert records.replayed(old)[0] == (1, 2)
    assert records.version(old) == "other"


@given(junk=st.binary(max_size=200))
def test_bytes_that_are_no_record_are_refused(junk: bytes) -> None:
    try:
        records.unpacked(junk)
    except Invalid:
        return
    raise AssertionError("some bytes were read as a record")


@given(seen=st.lists(st.integers(1, 60), max_size=300), read=st.sets(st.integers(1, 60)))
def test_what_was_seen_is_known_exactly_while_it_is_recent(seen: list[int], read: set[int]) -> None:
    kept = Seen()
    for number in seen:
        kept.note_shown(number)
    for number in read:
        kept.note_read(number)
    again = Seen(kept.to_bytes())
    for number in range(1, 61):
        over = number in read or seen.count(number) >= SHOWN_ENOUGH
        assert again.over(number, followed=True) == over
        assert again.shown(number) == seen.count(number)


def test_what_was_read_long_ago_is_known_still_and_little_else_is_taken_for_it() -> None:
    kept = Seen()
    for number in range(1, 2_500):
        kept.note_read(number)
        if number % 97 == 0:
            kept = Seen(kept.to_bytes())
    assert all(kept.over(number, followed=False) for number in range(1, 2_500))
    wrong = sum(kept.over(number, followed=False) for number in range(10_000, 60_000))
    assert wrong <= 50_000 / 500
    assert not any(kept.over(number, followed=True) for number in range(10_000, 60_000))
    assert not any(kept.over(number, followed=True) for number in range(1, 2_500 - EXACT))


def writers(number: int) -> tuple[int, ...]:
    return (number // 100,)


@given(puppets=st.integers(1, 400), claps=st.integers(1, 7))
def test_invented_readers_do_not_lift_a_story_above_a_few_who_read_widely(puppets: int, claps: int) -> None:
    own = [Deed(reader, 901, claps, 10 * DAY) for reader in range(1_000, 1_000 + puppets)]
    real = [
        Deed(reader, 100 * author + reader, 3, 9 * DAY)
        for reader in (1, 2, 3)
        for author in range(reader, reader + 6)
    ]
    chosen = [Deed(reader, 150, 3, 10 * DAY) for reader in (1, 2, 3)]
    several = [Deed(reader, 155, 5, 10 * DAY) for reader in range(4, 20)]
    wide = [Deed(reader, 100 * (reader % 7 + 2), 2, 10 * DAY) for reader in range(4, 20)]
    liked = trending.liked([*own, *real, *chosen, *several, *wide], writers, 10 * DAY)
    assert liked[155] == 1000
    assert liked[901] < liked[155]


def test_ones_own_claps_count_for_nothing() -> None:
    assert trending.liked([Deed(1, 150, 7, DAY)], lambda _: (1,), DAY) == {}


def test_with_two_readers_there_are_trends_already_and_they_fade() -> None:
    deeds = [Deed(11, 101, 3, DAY), Deed(12, 201, 3, 9 * DAY)]
    liked = trending.liked(deeds, writers, 9 * DAY)
    assert liked[201] == 1000
    assert 1 <= liked[101] < 200


@given(
    changes=st.lists(
        st.tuples(st.integers(1, 12), st.integers(1, 4), st.sets(st.sampled_from("abc")), st.booleans()),
        max_size=40,
    )
)
def test_the_catalogue_is_what_was_put_last(changes: list[tuple[int, int, set[str], bool]]) -> None:
    catalogue, plain = Catalogue(100), dict[int, Listing]()
    for at, (number, author, tags, put) in enumerate(changes):
        if put:
            story = Listing(number=number, author=author, tags=tuple(sorted(tags)), published=at % 7)
            catalogue.put(story)
            plain[number] = story
        else:
            catalogue.remove(number)
            plain.pop(number, None)
    newest = sorted(plain.values(), key=lambda one: (one.published, one.number), reverse=True)
    assert catalogue.newest(100) == newest
    for author in range(1, 5):
        assert list(catalogue.by_person(author, 100)) == [one for one in newest if one.author == author]
    for tag in "abc":
        assert list(catalogue.with_tag(tag, 100)) == [one for one in newest if tag in one.tags]
        assert catalogue.tagged(tag) == len([one for one in newest if tag in one.tags])


def test_the_catalogue_drops_the_oldest() -> None:
    catalogue = Catalogue(3)
    for number in range(1, 6):
        catalogue.put(Listing(number=number, author=1, published=number))
    assert [one.number for one in catalogue.newest(10)] == [5, 4, 3]
    assert len(list(catalogue.by_person(1, 9))) == 3


def test_related_stories_share_rare_tags_and_are_never_the_story_itself() -> None:
    catalogue = Catalogue(100)
    for number in range(1, 20):
        tags = ("common", "rare") if number in (3, 9) else ("common",)
        catalogue.put(Listing(number=number, author=number, tags=tags, published=number))
    story = catalogue.get(3)
    assert story is not None
    found = related.related(story, catalogue, 5, {})
    assert found[0] == 9
    assert 3 not in found
    assert len(found) == 5
    alone = Catalogue(10)
    for number in (1, 2, 3):
        alone.put(Listing(number=number, author=number, published=number))
    first = alone.get(1)
    assert first is not None
    assert related.related(first, alone, 5, {}) == [3, 2]
