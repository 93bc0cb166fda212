"""The record of a home page: all that its order came from. It is kept packed, and replays bit for bit."""

import zlib
from collections.abc import Sequence
from typing import Final, NamedTuple

import brotli
import msgspec

from octavo.chassis.faults import Invalid
from octavo.feed.api import Dials
from octavo.feed.weighing import FEATURES, Weighable, in_order, version_of, weights_with

MOST_ITEMS: Final = 100
"""Stories on a home page, all its parts together."""
_BROTLI: Final = b"b"
"""Before a record that brotli packed; zlib's begin otherwise."""
_QUALITY: Final = 0
"""As small as zlib's quickest, in a third of the time."""
_FIRST: Final = 10
_LARGEST: Final = 1 << 20


class Record(msgspec.Struct, frozen=True, array_like=True):
    """What was weighed, how, and what came out."""

    features: tuple[str, ...]
    weights: tuple[int, ...]
    """Before the dials."""
    dials: tuple[int, int, int, int, bool]
    seed: int
    at: int
    candidates: tuple[Weighable, ...]
    left_out: dict[int, str]
    """Who was left out before anything was weighed, and by which filter."""
    order: tuple[int, ...]
    scores: tuple[int, ...]
    floor: tuple[int, ...] = ()
    """What stands below, by date: seen stories where nothing else is left."""


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(Record).decode


def packed(record: Record) -> bytes:
    """As it is kept: about 4 KB for 150 candidates."""
    return b"".join((_BROTLI, brotli.compress(_encode(record), quality=_QUALITY)))


def unpacked(kept: bytes) -> Record:
    """Raises Invalid where these bytes are no record."""
    try:
        if kept[:1] == _BROTLI:
            return _decode(brotli.Decompressor().process(kept[1:], output_buffer_limit=_LARGEST))
        # as records were kept before
        return _decode(zlib.decompressobj().decompress(kept, _LARGEST))
    except (zlib.error, brotli.error, msgspec.DecodeError) as error:
        raise Invalid("record", "These bytes are no record of a home page.") from error


def dials_of(record: Record) -> Dials:
    """As the reader had turned them."""
    people, topics, new_voices, length, latest_first = record.dials
    return Dials(
        people=people, topics=topics, new_voices=new_voices, length=length, latest_first=latest_first
    )


def flat(dials: Dials) -> tuple[int, int, int, int, bool]:
    """As a record has them."""
    return dials.people, dials.topics, dials.new_voices, dials.length, dials.latest_first


def replayed(record: Record, weights: Sequence[int] | None = None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The order and the scores that come out of a record, by its own weights or by others.

    A record of a version that had other features is read by their names; a feature that it has not is 0.
    """
    dials = dials_of(record)
    if record.dials[4]:
        return record.order, record.scores
    candidates = record.candidates
    own = record.weights
    if record.features != FEATURES:
        places = {name: place for place, name in enumerate(record.features)}
        candidates = tuple(
            Weighable(
                one.number,
                one.author,
                tuple(one.features[places[name]] if name in places else 0 for name in FEATURES),
            )
            for one in candidates
        )
        own = tuple(record.weights[places[name]] if name in places else 0 for name in FEATURES)
    turned = weights_with(weights if weights is not None else own, dials)
    order = in_order(candidates, turned, MOST_ITEMS)
    return tuple(one.number for one, _ in order), tuple(score for _, score in order)


class Compared(NamedTuple):
    """How a page comes out again."""

    same: bool
    first: int
    others: int


def compared(record: Record, weights: Sequence[int] | None) -> Compared:
    """Whether the page is the same by these weights, or with None by its own; and how many of its first ten
    stories would be others."""
    order, scores = replayed(record, weights)
    same = order == record.order and (weights is not None or scores == record.scores)
    first = set(record.order[:_FIRST])
    return Compared(same, len(first), len(first - set(order[:_FIRST])))


def version(record: Record) -> str:
    """Of its weights."""
    return version_of(record.weights) if record.features == FEATURES else "other"
