"""Who is followed is found the same way round by round and one by one."""

import zlib

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from octavo.feed import gathering, records
from octavo.feed.catalogue import Catalogue
from octavo.feed.entities import Following, Listing, Reader
from octavo.feed.records import Record
from octavo.feed.weighing import FEATURES, Weighable

AUTHORS, PUBLICATIONS = range(1, 6), range(11, 14)
listings = st.lists(
    st.tuples(
        st.sampled_from(AUTHORS),
        st.lists(st.sampled_from(AUTHORS), max_size=2),
        st.sampled_from((0, *PUBLICATIONS)),
        st.integers(0, 50),
        st.sampled_from((1, 4, 1 << 30)),
    ),
    max_size=120,
)


@given(
    told=listings,
    people=st.sets(st.sampled_from(AUTHORS)),
    publications=st.sets(st.sampled_from(PUBLICATIONS)),
    timeline=st.lists(st.integers(1, 130), max_size=40),
    rate=st.sampled_from((0, 2, 8)),
    most=st.integers(1, 30),
)
def test_what_is_followed_is_the_same_among_the_newest_and_of_each(
    told: list[tuple[int, list[int], int, int, int]],
    people: set[int],
    publications: set[int],
    timeline: list[int],
    rate: int,
    most: int,
) -> None:
    catalogue = Catalogue(1_000)
    for number, (author, others, publication, published, written_from) in enumerate(told, 1):
        catalogue.put(
            Listing(
                number=number,
                author=author,
                others=tuple(others),
                publication=publication,
                published=published,
                written_from=written_from,
            )
        )
    following = Following(people=frozenset(people), publications=frozenset(publications))
    reader = Reader(number=99, following=following, rate=rate)
    written = {one for one in timeline if (it := catalogue.get(one)) is not None and following.follows(it)}
    newest = gathering.among_newest(reader, written, catalogue, most)
    each = list(gathering.of_each(reader, written, catalogue))
    if newest is None:
        assert len(each) < most
    else:
        assert list(newest) == each[:most]
    assert list(gathering.followed(reader, timeline, catalogue, most)) == each[:most]


def test_a_record_that_was_packed_before_is_read_still() -> None:
    record = Record(
        features=FEATURES,
        weights=(1,) * len(FEATURES),
        dials=(0, 0, 0, 0, False),
        seed=1,
        at=2,
        candidates=(Weighable(7, 8, (3,) * len(FEATURES)),),
        left_out={5: "SEEN"},
        order=(7,),
        scores=(0,),
    )
    assert records.unpacked(zlib.compress(msgspec.msgpack.encode(record), 1)) == record
