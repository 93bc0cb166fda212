"""From candidates to the order of a home page: whole numbers only, so that a record replays bit for bit.

Each candidate has features from 0 to 1000. The score is the sum of feature times weight, with the reader's
dials in the weights; then each further story by the same author counts for less. The record holds the
features and the weights, so the same order comes out of it on any machine and at any time.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from heapq import heapify, heappop, heappush
from operator import mul
from typing import Final

import msgspec

from octavo.chassis.faults import Invalid
from octavo.feed.api import Dials, Source
from octavo.feed.entities import MOST_DIALLED

FEATURES: Final = (
    "person",
    "publication",
    "tag",
    "similar",
    "trending",
    "new_voice",
    "fresh",
    "author",
    "topic",
    "short",
    "long",
    "shown",
    "chance",
    "walked",
    "learned",
)
"""In the order in which a record has them.

person, publication, tag: the reader follows it. similar: it shares tags with what they liked. trending: its
place among what many like just now. new_voice: its author has written little. fresh: halves with the site's
pace. author, topic: how much of what the reader liked is by this author, on these tags. short, long: its
length among the candidates. shown: how often it was shown and not opened, or that the reader
hid something by its author. chance: a little of it, by the record's seed. walked: its place among what random
walks over who clapped for what come by. learned: its place among what is told to come next from what all
readers did, and from the stories' words (see octavo.feed.ranking).
"""

DEFAULTS: Final[Mapping[str, int]] = {
    "person": 900,
    "publication": 600,
    "tag": 350,
    "similar": 150,
    "trending": 350,
    "new_voice": 200,
    "fresh": 1000,
    "author": 500,
    "topic": 300,
    "short": 0,
    "long": 0,
    "shown": -500,
    "chance": 40,
    "walked": 400,
    "learned": 800,
}
"""Weights for a site of which nothing has been learned."""

_PEOPLE: Final = ("person", "publication", "author")
_TOPICS: Final = ("tag", "similar", "topic")
_LENGTH_STEP: Final = 300
_MOST_WEIGHT: Final = 999_999
_ODD: Final = 0x9E3779B97F4A7C15
_MASK: Final = (1 << 64) - 1
_SOURCES: Final[Mapping[str, Source]] = {
    "person": Source.PERSON,
    "author": Source.SIMILAR,
    "publication": Source.PUBLICATION,
    "tag": Source.TAG,
    "similar": Source.SIMILAR,
    "topic": Source.SIMILAR,
    "trending": Source.TRENDING,
    "new_voice": Source.NEW_VOICE,
    "fresh": Source.NEWEST,
    "walked": Source.READERS,
    "learned": Source.READERS,
}
_OF_FEATURES: Final = tuple(map(_SOURCES.get, FEATURES))
# Of the same author: the second story counts for six tenths, the third for four, and so on.
_FURTHER: Final = (1000, 600, 400, 280, 200, 150, 120, 100)


class Weighable(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A candidate as it is weighed and recorded."""

    number: int
    author: int
    features: tuple[int, ...]


def weights_with(weights: Sequence[int], dials: Dials) -> tuple[int, ...]:
    """The weights as the reader wants them. A dial at -2 takes its features out, at 2 doubles them."""
    turned = dict(zip(FEATURES, weights, strict=True))
    for names, dial in ((_PEOPLE, dials.people), (_TOPICS, dials.topics), (("new_voice",), dials.new_voices)):
        for name in names:
            turned[name] = turned[name] * (MOST_DIALLED + dial) // MOST_DIALLED
    turned["long" if dials.length > 0 else "short"] += abs(dials.length) * _LENGTH_STEP
    return tuple(turned.values())


def default_weights() -> tuple[int, ...]:
    """In the order of the features."""
    return tuple(DEFAULTS[name] for name in FEATURES)


def changed(weights: Sequence[int], others: Mapping[str, int]) -> tuple[int, ...]:
    """The weights with some changed. Raises Invalid where there is no such feature, or one is too large."""
    named = dict(zip(FEATURES, weights, strict=True))
    for name, weight in others.items():
        if name not in named:
            raise Invalid("weights", f"{name[:40]!r} is none of: {', '.join(FEATURES)}.")
        if abs(weight) > _MOST_WEIGHT:
            raise Invalid("weights", f"A weight goes from -{_MOST_WEIGHT} to {_MOST_WEIGHT}.")
    return tuple({**named, **others}.values())


def version_of(weights: Sequence[int]) -> str:
    """A name for these weights: the same weights have the same."""
    text = ",".join(f"{name}={weight}" for name, weight in zip(FEATURES, weights, strict=True))
    return blake2b(text.encode(), digest_size=6).hexdigest()


def score(features: Sequence[int], weights: Sequence[int]) -> int:
    """Thousandths."""
    total: int = sum(map(mul, features, weights))
    return total // 1000


def in_order(
    candidates: Sequence[Weighable], weights: Sequence[int], limit: int
) -> list[tuple[Weighable, int]]:
    """The best with their scores, of equal ones the newer first; no author fills the page.

    weights: as `weights_with` gives them.
    """
    by_author: dict[int, list[tuple[int, int, Weighable]]] = {}
    for one in candidates:
        scored = sum(map(mul, one.features, weights)) // 1000, one.number, one
        own = by_author.get(one.author)
        if own is None:
            by_author[one.author] = [scored]
        else:
            own.append(scored)
    heads: list[tuple[int, int, int, int]] = []
    for author, own in by_author.items():
        own.sort()  # by score, then by number: no two have the same
        heads.append((-own[-1][0], -own[-1][1], author, 0))
    heapify(heads)
    order: list[tuple[Weighable, int]] = []
    while heads and len(order) < limit:
        less, _, author, had = heappop(heads)
        own = by_author[author]
        order.append((own.pop()[2], -less))
        if own:
            heappush(heads, (-_less(own[-1][0], had + 1), -own[-1][1], author, had + 1))
    return order


def chances(seed: int, numbers: Iterable[int]) -> list[int]:
    """For each number 0 to 1000, the same for the same seed."""
    own = seed * _ODD
    # Fibonacci hashing: the high bits depend on all others
    return [(((number ^ own) * _ODD & _MASK) >> 32) % 1001 for number in numbers]


def reasons(features: Sequence[int], weights: Sequence[int]) -> list[tuple[Source, int]]:
    """Where a story's score comes from, the largest part first; what speaks against it is none."""
    points: dict[Source, int] = {}
    for source, product in zip(_OF_FEATURES, map(mul, features, weights), strict=True):
        if product >= 1000 and source is not None:
            points[source] = points.get(source, 0) + product // 1000
    return sorted(points.items(), key=_largest_first) if len(points) > 1 else list(points.items())


def _largest_first(one: tuple[Source, int]) -> tuple[int, Source]:
    return -one[1], one[0]


def _less(score_: int, had: int) -> int:
    factor = _FURTHER[min(had, len(_FURTHER) - 1)]
    # What is below nothing must not rise by being made less.
    return score_ * factor // 1000 if score_ > 0 else score_ * (2000 - factor) // 1000
