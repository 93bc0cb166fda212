"""What comes into question for a reader's home page, and how it is seen."""

from collections.abc import Iterable, Mapping, Sequence
from math import exp2
from typing import Final

from octavo.feed.api import Filter
from octavo.feed.avoiding import Avoided, writers
from octavo.feed.catalogue import Catalogue
from octavo.feed.entities import Listing, Reader
from octavo.feed.learned import NOTHING, Learned
from octavo.feed.seen import SHOWN_ENOUGH, Seen
from octavo.feed.weighing import Weighable, chance

MOST_CANDIDATES: Final = 160
_OF_EACH: Final = 20
_OF_A_TAG: Final = 25
_TAGS_LIKED: Final = 6
_TRENDING: Final = 40
_NEW_VOICES: Final = 25
_LOOKED_AT: Final = 400
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
        self._most_author = max(self.by_author.values(), default=1)
        self._most_tag = max(self.by_tag.values(), default=1)

    def author(self, number: int) -> int:
        """Of an author."""
        return self.by_author.get(number, 0) * 1000 // self._most_author

    def topic(self, tags: Iterable[str]) -> int:
        """Of the tag that is liked most of these."""
        return max((self.by_tag.get(tag, 0) for tag in tags), default=0) * 1000 // self._most_tag

    def tags(self, most: int) -> list[str]:
        """The tags liked most."""
        return sorted(self.by_tag, key=lambda tag: (-self.by_tag[tag], tag))[:most]


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
    liked = sorted(catalogue.liked, key=lambda number: (-catalogue.liked[number], number))[:_TRENDING]
    add(story for number in liked if (story := catalogue.get(number)) is not None)
    for tag in taste.tags(_TAGS_LIKED):
        add(catalogue.with_tag(tag, _OF_A_TAG), MOST_CANDIDATES * 7 // 8)
    few = catalogue.little_written()
    voices = (story for story in catalogue.newest(_LOOKED_AT) if catalogue.written(story.author) <= few)
    add(story for story, _ in zip(voices, range(_NEW_VOICES), strict=False))
    add(catalogue.newest(_NEWEST))
    return found


def followed(reader: Reader, timeline: Sequence[int], catalogue: Catalogue) -> list[Listing]:
    """What the reader's people and publications published, the last first: what was written to the timeline,
    and what is merged now. What is followed no longer is not among it."""
    following, found = reader.following, dict[int, Listing]()
    for number in timeline:
        story = catalogue.get(number)
        if story is not None and following.follows(story):
            found[number] = story
    for story in catalogue.followed(following.people, following.publications, _OF_EACH):
        if story.written_from > reader.rate:
            found[story.number] = story
    return sorted(found.values(), key=lambda one: (-one.published, -one.number))


def left_out(
    stories: Mapping[int, Listing], reader: Reader, seen: Seen, avoided: Avoided
) -> dict[int, Filter]:
    """Which of these the reader is not shown, and why."""
    found: dict[int, Filter] = {}
    for number, story in stories.items():
        if reader.number in writers(story):
            found[number] = Filter.OWN
        elif number in reader.hidden:
            found[number] = Filter.HIDDEN
        elif avoided.avoids(story):
            found[number] = Filter.AVOIDED
        elif seen.over(number, followed=reader.following.follows(story)):
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
    few, following = catalogue.little_written(), reader.following
    disliked = {story.author for number in reader.hidden if (story := catalogue.get(number)) is not None}
    by_walks = {number: 1000 - 1000 * place // len(walked) for place, number in enumerate(walked)}
    found = []
    for story in listed:
        person = story.author in following.people or any(one in following.people for one in story.others)
        tag = any(one in following.tags for one in story.tags)
        author, topic = taste.author(story.author), taste.topic(story.tags)
        long_ = story.minutes * 1000 // longest
        new = catalogue.written(story.author) <= few and not person
        found.append(
            Weighable(
                story.number,
                story.author,
                (
                    1000 * person,
                    1000 * (story.publication in following.publications),
                    1000 * tag,
                    1000 * (topic > 0),
                    catalogue.liked.get(story.number, 0),
                    1000 * new,
                    int(1000 * exp2(-max(0, now - story.published) / life)),
                    author,
                    topic,
                    1000 - long_,
                    long_,
                    min(1000, 1000 * seen.shown(story.number) // SHOWN_ENOUGH)
                    if story.author not in disliked
                    else 1000,
                    chance(seed, story.number),
                    by_walks.get(story.number, 0),
                    learned.of(story.number, story.published),
                ),
            )
        )
    return found
