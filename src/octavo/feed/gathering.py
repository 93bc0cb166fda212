"""What comes into question for a reader's home page, and how it is seen."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, repeat
from math import exp2
from typing import Final, TypeVar

from octavo.feed.api import Filter
from octavo.feed.avoiding import Avoided
from octavo.feed.catalogue import Catalogue
from octavo.feed.entities import Listing, Reader
from octavo.feed.learned import NOTHING, Learned
from octavo.feed.seen import SHOWN_ENOUGH, Seen
from octavo.feed.weighing import Weighable, chances

_Key = TypeVar("_Key", int, str)

MOST_CANDIDATES: Final = 160
_OF_EACH: Final = 20
_OF_A_TAG: Final = 25
_TAGS_LIKED: Final = 6
_TRENDING: Final = 40
_NEWEST: Final = 60
_INTERESTS: Final = 200
_LOOKED_THROUGH: Final = 1_500
"""Of the newest stories, so many are looked through for what a reader follows before each is asked."""
_ZERO: Final = repeat(0)
_SHOWN: Final = tuple(1000 * times // SHOWN_ENOUGH for times in range(SHOWN_ENOUGH))


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

    def of_each(self, stories: Iterable[Listing]) -> list[int]:
        """Of each, how much its tag that is liked most is."""
        topics, found = self._topics, []
        for story in stories:
            most = 0
            for tag in story.tags:
                if tag in topics and topics[tag] > most:
                    most = topics[tag]
            found.append(most)
        return found

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

    add(followed(reader, timeline, catalogue))
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


def followed(
    reader: Reader, timeline: Sequence[int], catalogue: Catalogue, most: int = MOST_CANDIDATES // 2
) -> Iterator[Listing]:
    """What the reader's people and publications published, the last first, `most` of them: what was written
    to the timeline, and what is merged now. What is followed no longer is not among it.

    Whoever follows many finds enough among the newest of all; otherwise each of those is asked.
    """
    written = {number for number in timeline if _follows(reader, catalogue.get(number))}
    if (found := among_newest(reader, written, catalogue, most)) is None:
        found = of_each(reader, written, catalogue)
    return islice(found, most)


def _follows(reader: Reader, story: Listing | None) -> bool:
    return story is not None and reader.following.follows(story)


def among_newest(
    reader: Reader, written: Collection[int], catalogue: Catalogue, most: int
) -> Iterator[Listing] | None:
    """The same as `_of_each` gives first, where the newest of all hold so many; None where they do not."""
    following = reader.following
    people, publications, rate = following.people, following.publications, reader.rate
    had: dict[int, int] = {}
    found = []
    for story in catalogue.latest(_LOOKED_THROUGH):
        # All of its keys that are followed; an id is of a person or of a publication, never of both.
        keys = [story.author] if story.author in people else []
        if story.publication in publications:
            keys.append(story.publication)
        if story.others:
            keys += people.intersection(story.others).difference(keys)
        if not keys:
            continue
        fresh = False
        for key in keys:
            count = had[key] = had.get(key, 0) + 1
            fresh = fresh or count <= _OF_EACH
        if story.number in written or (fresh and story.written_from > rate):
            found.append(story)
            if len(found) == most:
                return iter(found)
    return None


def of_each(reader: Reader, written: Collection[int], catalogue: Catalogue) -> Iterator[Listing]:
    """The newest of each that is followed, and what was written, the last first."""
    following = reader.following
    found = catalogue.entries_of(following.people, following.publications, _OF_EACH)
    found += [(story.published, one) for one in written if (story := catalogue.get(one)) is not None]
    for _, number in sorted(set(found), reverse=True):
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
    numbers, writers = [story.number for story in listed], [story.author for story in listed]
    longest = max((story.minutes for story in listed), default=1)
    long_ = [story.minutes * 1000 // longest for story in listed]
    person = _persons(listed, reader)
    topic = taste.of_each(listed)
    walks = {number: 1000 - 1000 * place // len(walked) for place, number in enumerate(walked)}
    columns = (
        person,
        _publications(listed, reader),
        _tags(listed, reader),
        [1000 if share else 0 for share in topic],
        map(catalogue.liked.get, numbers, _ZERO),
        _new_voices(writers, person, catalogue),
        _fresh(listed, now, life),
        map(taste.authors.get, writers, _ZERO),
        topic,
        [1000 - one for one in long_],
        long_,
        _shown(listed, numbers, reader, catalogue, seen),
        chances(seed, numbers),
        map(walks.get, numbers, _ZERO),
        learned.of_each(listed) if learned.since else _ZERO,
    )
    return list(map(Weighable, numbers, writers, zip(*columns, strict=False)))


def _persons(listed: Sequence[Listing], reader: Reader) -> list[int]:
    people = reader.following.people
    return [
        1000 if story.author in people or (story.others and not people.isdisjoint(story.others)) else 0
        for story in listed
    ]


def _publications(listed: Sequence[Listing], reader: Reader) -> Iterable[int]:
    publications = reader.following.publications
    if not publications:
        return _ZERO
    return [1000 if story.publication in publications else 0 for story in listed]


def _tags(listed: Sequence[Listing], reader: Reader) -> Iterable[int]:
    tags = reader.following.tags
    return [0 if tags.isdisjoint(story.tags) else 1000 for story in listed] if tags else _ZERO


def _new_voices(writers: Sequence[int], person: Sequence[int], catalogue: Catalogue) -> list[int]:
    new = catalogue.new_authors
    return [
        1000 if writer in new and not followed else 0
        for writer, followed in zip(writers, person, strict=True)
    ]


def _fresh(listed: Sequence[Listing], now: int, life: int) -> list[int]:
    return [
        int(1000 * exp2((story.published - now) / life)) if story.published < now else 1000
        for story in listed
    ]


def _shown(
    listed: Sequence[Listing], numbers: Sequence[int], reader: Reader, catalogue: Catalogue, seen: Seen
) -> list[int]:
    """How often each was shown and not opened; all of it for those by whom the reader hid something."""
    shown = [_SHOWN[times] if times < SHOWN_ENOUGH else 1000 for times in seen.times(numbers)]
    disliked = {story.author for number in reader.hidden if (story := catalogue.get(number)) is not None}
    if not disliked:
        return shown
    return [1000 if story.author in disliked else one for story, one in zip(listed, shown, strict=True)]
