"""Home pages and their records as the contract has them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from octavo.chassis.ids import to_text
from octavo.feed import records, weighing
from octavo.feed.api import Candidate, Filter, Item, Reason, Receipt, ReceiptId, Source, StoryId, Weighed
from octavo.feed.catalogue import Catalogue
from octavo.feed.entities import Following, Listing
from octavo.feed.homes import Made
from octavo.feed.records import Record

_REASONS = 3


def items(made: Made, start: int, limit: int, following: Following, catalogue: Catalogue) -> tuple[Item, ...]:
    """A part of the page, each story with its strongest reasons."""
    record = made.record
    turned = weighing.weights_with(record.weights, records.dials_of(record))
    listed = (*record.order, *record.floor)[start : start + limit]
    wanted = set(listed)
    by_number = {one.number: one for one in record.candidates if one.number in wanted}
    # Only what stands in the order has a score; the floor below has none.
    scores = dict(zip(listed, record.scores[start : start + limit], strict=False))
    found = []
    for number in listed:
        story, weighed = catalogue.get(number), by_number.get(number)
        if story is None or number in made.without:
            continue
        points = weighing.reasons(weighed.features, turned) if weighed and number in scores else []
        if not record.scores:
            points = _plain(story, following)
        found.append(
            Item(
                story_id=StoryId(to_text(number)),
                reasons=tuple(
                    Reason(source=source, about=_about(source, story, following), points=count)
                    for source, count in points[:_REASONS]
                )
                or (Reason(source=Source.NEWEST),),
                score=scores.get(number, 0),
            )
        )
    return tuple(found)


def receipt(receipt_id: ReceiptId, at: datetime, record: Record, without: Collection[int]) -> Receipt:
    """The whole record, but for some stories."""
    dials = records.dials_of(record)
    turned = record.weights
    if record.features == weighing.FEATURES:
        turned = weighing.weights_with(record.weights, dials)
    ranks = {number: rank for rank, number in enumerate((*record.order, *record.floor), 1)}
    scores = dict(zip(record.order, record.scores, strict=False))
    weighed = [
        Candidate(
            story_id=StoryId(to_text(one.number)),
            weighed=_weighed(record, one.features, turned),
            score=scores.get(one.number, weighing.score(one.features, turned)),
            rank=ranks.get(one.number, 0),
            left_out=_left(ranks, one.number),
        )
        for one in record.candidates
        if one.number not in without
    ]
    out = [
        Candidate(story_id=StoryId(to_text(number)), rank=ranks.get(number, 0), left_out=Filter(why))
        for number, why in record.left_out.items()
        if number not in without
    ]
    weighed.sort(key=lambda one: (one.rank or len(record.candidates) + 1, one.story_id))
    return Receipt(
        id=receipt_id, at=at, weights=records.version(record), dials=dials, candidates=(*weighed, *out)
    )


def _left(ranks: dict[int, int], number: int) -> Filter:
    return Filter.UNSPECIFIED if number in ranks else Filter.BELOW


def _weighed(record: Record, features: Sequence[int], turned: Sequence[int]) -> tuple[Weighed, ...]:
    return tuple(
        Weighed(feature=name, value=value, weight=weight)
        for name, value, weight in zip(record.features, features, turned, strict=True)
        if value and weight
    )


def _plain(story: Listing, following: Following) -> list[tuple[Source, int]]:
    """Why a story is there where nothing was weighed."""
    if any(one in following.people for one in (story.author, *story.others)):
        return [(Source.PERSON, 0)]
    if story.publication in following.publications:
        return [(Source.PUBLICATION, 0)]
    if any(tag in following.tags for tag in story.tags):
        return [(Source.TAG, 0)]
    return [(Source.NEWEST, 0)]


def _about(source: Source, story: Listing, following: Following) -> str:
    """Whom or what a reason is about."""
    if source is Source.PERSON or source is Source.NEW_VOICE:
        if not story.others or story.author in following.people:
            return to_text(story.author)
        return to_text(next((one for one in story.others if one in following.people), story.author))
    if source is Source.PUBLICATION:
        return to_text(story.publication)
    if source is Source.TAG or source is Source.SIMILAR:
        if following.tags.isdisjoint(story.tags):
            return story.tags[0] if story.tags else ""
        return next(tag for tag in story.tags if tag in following.tags)
    return ""
