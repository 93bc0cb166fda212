"""What the feed thinks in: listed stories, readers, where deliveries are worth their cost."""

from typing import Final

import msgspec

from octavo.chassis.faults import Invalid
from octavo.feed.api import Dials

MICROS_A_DAY: Final = 86_400 * 1_000_000
NEVER_WRITTEN: Final = 1 << 30
"""As `Listing.written_from`: the story is merged into the homes of all its followers when they read."""
MOST_DIALLED: Final = 2
_DAYS: Final = 30
_HIGHEST_RATE: Final = 1 << 12

# What a pair costs, in microseconds (benchmarks/home_delivery.py): a row written to a timeline, with its
# share of the commit; a story looked up among those of whom one follows, at each read of the home page.
_WRITE_COST: Final = 12.0
_MERGE_COST: Final = 1.5


class Listing(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A published story as the feed knows it. Numbers are ids as SQL has them, times microseconds."""

    number: int
    author: int
    others: tuple[int, ...] = ()
    """Who wrote it with the author."""
    publication: int = 0
    """0: its author's own."""
    tags: tuple[str, ...] = ()
    published: int
    minutes: int = 1
    written_from: int = NEVER_WRITTEN
    """It was written to the timelines of followers with at least this rate of visits; others merge it."""


class Following(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a reader follows: numbers of people and publications, names of tags."""

    people: frozenset[int] = frozenset()
    publications: frozenset[int] = frozenset()
    tags: frozenset[str] = frozenset()

    def follows(self, story: Listing) -> bool:
        """Whether somebody who wrote it, or its publication, is followed."""
        return (
            story.author in self.people
            or story.publication in self.publications
            or any(one in self.people for one in story.others)
        )


class Interest(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a reader did with a story; `strength` is 1 for a reading, 3 for a list, 2 to 7 for claps."""

    story: int
    strength: int
    at: int


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """A reader as their home page needs them."""

    number: int
    following: Following = Following()
    interests: tuple[Interest, ...] = ()
    hidden: frozenset[int] = frozenset()
    dials: Dials = Dials()
    rate: int = 0
    """Visits in 30 days as a power of two, as it was when the timeline was built; 0: nothing is written."""


def check_dials(dials: Dials) -> None:
    """Raises Invalid where one is turned too far."""
    for name in ("people", "topics", "new_voices", "length"):
        if abs(getattr(dials, name)) > MOST_DIALLED:
            raise Invalid(f"dials.{name}", f"From -{MOST_DIALLED} to {MOST_DIALLED}.")


def strength(*, clapped: int, kept: bool, read: bool) -> int:
    """How much a reader likes a story, from what they did with it: a reading 1, a list 3, claps 2 to 7."""
    return int(read) + 3 * int(kept) + (1 + clapped.bit_length() if clapped else 0)


def visited(visits: int, last: int, now: int) -> int:
    """The faded count of visits with one more, in thousandths."""
    days = max(0, now - last) / MICROS_A_DAY if last else 0.0
    return min(1 << 40, int(visits * 0.5 ** min(days / _DAYS, 60.0)) + 1000)


def rate(visits: int) -> int:
    """The class of a count of visits: the power of two at or below it."""
    count = visits // 1000
    return min(_HIGHEST_RATE, 1 << (count.bit_length() - 1)) if count else 0


def written_from(*, stories_a_month: float, followers: int, most_written: int) -> int:
    """From which rate of visits on a story is written to a follower's timeline, by expected cost.

    A pair of a writer and a reader costs a written row for each story, or a look at each visit, whichever is
    less (Silberstein et al., "Feeding Frenzy", SIGMOD 2010). A story of somebody with more than
    `most_written` followers is written to nobody: their homes would wait for the last of them.
    """
    if followers > most_written:
        return NEVER_WRITTEN
    needed = max(1.0, stories_a_month) * _WRITE_COST / _MERGE_COST
    return max(1, min(_HIGHEST_RATE, int(needed)))
