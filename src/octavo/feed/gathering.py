"""What comes into question for a reader's home page, and how it is seen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp2
from typing import Final, TypeVar

from octavo.feed.api import Filter
from octavo.feed.avoiding import Avoided
from octavo.feed.catalogue import Catalogue
from octavo.feed.entities import Listing, Reader
from octavo.feed.learned import NOTHING, Learned
from octavo.feed.seen import SHOWN_ENOUGH, Seen
from octavo.feed.weighing import Weighable, chance

_Key = TypeVar("_Key", int, str)

MOST_CANDIDATES: Final = 160
_OF_EACH: Final = 20
_OF_A_TAG: Final = 25
_TAGS_LIKED: Final = 6
_TRENDING: Final = 40
_NEWEST: Final = 60
_INTERESTS: Final = 200


class Taste:
    """What a reader liked: how much of it by which author and on which tag, 0 to 1000 for the most."""

    def __init__(self, reader: Reader, catalogue: Catalogue) -> None:
        self.by_author: dict[int, int] = {}
        self.by_tag: dict[str, int] = {}
        for interest in reader.interests[:_INTERESTS]:
            story = catalogue.get(interest.story)
            if story is None:
                continue
            self.by_author[story.author] = self.by_author.get(story.author, 0) + interest.strength
            for tag in story.tags:
                self.by_tag[tag] = self.by_tag.get(tag, 0) + interest.strength
        self.authors = _shares(self.by_author)
        self._topics = _shares(self.by_tag)

    def topic(self, tags: Iterable[str]) -> int:
        """Of the tag that is liked most of these."""
        topics, most = self._topics, 0
        for tag in tags:
            if (share := topics.get(tag, 0)) > most:
                most = share
        return most

    def tags(self, most: int) -> list[str]:
        """The tags liked most."""
        return sorted(self.by_tag, key=lambda tag: (-self.by_tag[tag], tag))[:most]


def _shares(counts: dict[_Key, int]) -> dict[_Key, int]:
    """Of the largest, in thousandths."""
    most = max(counts.values(), default=1)
    return {key: count * 1000 // most for key, count in counts.items()}


def candidates(
    reader: Reader,
    timeline: Sequence[int],
    catalogue: Catalogue,
    taste: Taste,
    walked: Sequence[int] = (),
    learned: Learned = NOTHING,
) -> dict[int, Listing]:
    """What comes into question, by number: what is followed first, so that it is never crowded out.

    walked: what walks from what the reader clapped for came by, best first. learned: what
    is told to come next.
    """
    found: dict[int, Listing] = {}

    def add(stories: Iterable[Listing], room: int = MOST_CANDIDATES) -> None:
        for story in stories:
            if len(found) >= room:
                return
            found[story.number] = story

    add(followed(reader, timeline, catalogue), MOST_CANDIDATES // 2)
    for tag in sorted(reader.following.tags):
        add(catalogue.with_tag(tag, _OF_A_TAG), MOST_CANDIDATES * 5 // 8)
    add((story for one in walked if (story := catalogue.get(one)) is not None), MOST_CANDIDATES * 3 // 4)
    add(
        (story for one in learned.best if (story := catalogue.get(one)) is not None),
        MOST_CANDIDATES * 13 // 16,
    )
    liked = (catalogue.get(number) for number in catalogue.most_liked[:_TRENDING])
    add(story for story in liked if story is not None)
    for tag in taste.tags(_TAGS_LIKED):
        add(catalogue.with_tag(tag, _OF_A_TAG), MOST_CANDIDATES * 7 // 8)
    add(catalogue.new_voices)
    if len(found) < MOST_CANDIDATES:
        add(catalogue.newest(_NEWEST))
    return found


def followed(reader: Reader, timeline: Sequence[int], catalogue: Catalogue) -> Iterator[Listing]:
    """What the reader's people and publications published, the last first: what was written to the timeline,
    and what is merged now. What is followed no longer is not among it."""
    following, written = reader.following, set[int]()
    for number in timeline:
        story = catalogue.get(number)
        if story is not None and following.follows(story):
            written.add(number)
    found = catalogue.entries_of(following.people, following.publications, _OF_EACH)
    found += [(story.published, one) for one in written if (story := catalogue.get(one)) is not None]
    found.sort(reverse=True)
    for _, number in found:
        story = catalogue.get(number)
        if story is not None and (number in written or story.written_from > reader.rate):
            yield story


def left_out(
    stories: Mapping[int, Listing], reader: Reader, seen: Seen, avoided: Avoided
) -> dict[int, Filter]:
    """Which of these the reader is not shown, and why."""
    found: dict[int, Filter] = {}
    me, hidden, follows, exact = reader.number, reader.hidden, reader.following.follows, seen.is_exact
    avoids = avoided.avoids if any(avoided) else None
    for number, story in stories.items():
        if story.author == me or me in story.others:
            found[number] = Filter.OWN
        elif number in hidden:
            found[number] = Filter.HIDDEN
        elif avoids is not None and avoids(story):
            found[number] = Filter.AVOIDED
        # Whether it is followed counts only where the filter would be asked.
        elif seen.over(number, followed=exact or follows(story)):
            found[number] = Filter.SEEN
    return found


def weighables(
    stories: Iterable[Listing],
    reader: Reader,
    catalogue: Catalogue,
    taste: Taste,
    seen: Seen,
    *,
    now: int,
    life: int,
    seed: int,
    walked: Sequence[int] = (),
    learned: Learned = NOTHING,
) -> list[Weighable]:
    """The features of each; see weighing.FEATURES."""
    listed = list(stories)
    longest = max((story.minutes for story in listed), default=1)
    new, people = catalogue.new_authors, reader.following.people
    publications, tags = reader.following.publications, reader.following.tags
    authors, liked = taste.authors, catalogue.liked
    disliked = {story.author for number in reader.hidden if (story := catalogue.get(number)) is not None}
    by_walks = {number: 1000 - 1000 * place // len(walked) for place, number in enumerate(walked)}
    found = []
    for story in listed:
        number, writer = story.number, story.author
        person = writer in people or not people.isdisjoint(story.others)
        topic = taste.topic(story.tags)
        long_ = story.minutes * 1000 // longest
        found.append(
            Weighable(
                number,
                writer,
                (
                    1000 * person,
                    1000 * (story.publication in publications),
                    1000 * (not tags.isdisjoint(story.tags)),
                    1000 * (topic > 0),
                    liked.get(number, 0),
                    1000 * (writer in new and not person),
                    int(1000 * exp2(-max(0, now - story.published) / life)),
                    authors.get(writer, 0),
                    topic,
                    1000 - long_,
                    long_,
                    1000 if writer in disliked else min(1000, 1000 * seen.shown(number) // SHOWN_ENOUGH),
                    chance(seed, number),
                    by_walks.get(number, 0),
                    learned.of(number, story.published),
                ),
            )
        )
    return found
