"""All that is published of late, in memory: who wrote what when, on what, and how it is liked."""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, NamedTuple

from octavo.feed.entities import MICROS_A_DAY, Listing

_TRAILING: Final = 50
_NEW_VOICES: Final = 25
_LOOKED_AT: Final = 400
_SHORTEST_LIFE: Final = MICROS_A_DAY // 4
_LONGEST_LIFE: Final = 60 * MICROS_A_DAY


class _New(NamedTuple):
    authors: frozenset[int]
    stories: tuple[Listing, ...]


class Catalogue:
    """Listed stories by number and by where they come from, each list from old to new.

    It holds the newest `most`; what is older is found by search, not by the home page.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.until = 0
        """Of when the last change is that it has, in microseconds."""
        self._liked: Mapping[int, int] = {}
        self.most_liked: tuple[int, ...] = ()
        """Numbers, those that are liked most first."""
        self._stories: dict[int, Listing] = {}
        self._order: list[tuple[int, int]] = []
        self._by: dict[tuple[str, int | str], list[tuple[int, int]]] = {}
        self._new: _New | None = None

    def __len__(self) -> int:
        return len(self._stories)

    @property
    def liked(self) -> Mapping[int, int]:
        """How strongly each story is liked just now, 1 to 1000; by number."""
        return self._liked

    @liked.setter
    def liked(self, liked: Mapping[int, int]) -> None:
        self._liked = liked
        self.most_liked = tuple(sorted(liked, key=lambda number: (-liked[number], number)))

    def get(self, number: int) -> Listing | None:
        """A story, if it is listed."""
        return self._stories.get(number)

    def put(self, story: Listing) -> None:
        """List it, or what it is now."""
        self.remove(story.number)
        self._stories[story.number] = story
        self._new = None
        entry = (story.published, story.number)
        insort(self._order, entry)
        for key in _keys(story):
            insort(self._by.setdefault(key, []), entry)
        if len(self._order) > self.most:
            self.remove(self._order[0][1])

    def remove(self, number: int) -> None:
        """It is listed no longer."""
        story = self._stories.pop(number, None)
        if story is None:
            return
        self._new = None
        entry = (story.published, number)
        _take_out(self._order, entry)
        for key in _keys(story):
            rest = self._by[key]
            _take_out(rest, entry)
            if not rest:
                del self._by[key]

    def newest(self, limit: int) -> list[Listing]:
        """The newest of all, the last first."""
        return list(self.latest(limit))

    def latest(self, limit: int) -> Iterator[Listing]:
        """The newest of all, the last first, one after the other as far as they are wanted."""
        stories = self._stories
        for _, number in islice(reversed(self._order), limit):
            yield stories[number]

    def by_person(self, person: int, limit: int) -> Iterator[Listing]:
        """What somebody wrote, alone or with others, the last first."""
        return self._of(("person", person), limit)

    def in_publication(self, publication: int, limit: int) -> Iterator[Listing]:
        """What stands in a publication, the last first."""
        return self._of(("publication", publication), limit)

    def with_tag(self, tag: str, limit: int) -> Iterator[Listing]:
        """What has a tag, the last first."""
        return self._of(("tag", tag), limit)

    def tagged(self, tag: str) -> int:
        """How many stories have a tag."""
        return len(self._by.get(("tag", tag), ()))

    def followed(
        self, people: Collection[int], publications: Collection[int], limit: int
    ) -> Iterator[Listing]:
        """The newest of each of these."""
        for person in people:
            yield from self._of(("person", person), limit)
        for publication in publications:
            yield from self._of(("publication", publication), limit)

    def entries_of(
        self, people: Collection[int], publications: Collection[int], limit: int
    ) -> list[tuple[int, int]]:
        """The newest of each of these: when it was published, and its number; in any order, some twice."""
        found: list[tuple[int, int]] = []
        for kind, many in (("person", people), ("publication", publications)):
            for one in many:
                entries = self._by.get((kind, one))
                if entries is not None:
                    found += entries[-limit:]
        return found

    def life(self) -> int:
        """In how many microseconds freshness falls by half: the age that the fiftieth newest had when the
        newest came, so that a busy site moves on faster than a quiet one."""
        if not self._order:
            return _SHORTEST_LIFE
        nth = self._order[-min(_TRAILING, len(self._order))][0]
        return min(_LONGEST_LIFE, max(_SHORTEST_LIFE, self._order[-1][0] - nth))

    @property
    def new_authors(self) -> frozenset[int]:
        """Who is a new voice: who wrote no more than what a quarter of the authors have."""
        return self._newly().authors

    @property
    def new_voices(self) -> tuple[Listing, ...]:
        """What new voices wrote of late, the last first."""
        return self._newly().stories

    def _newly(self) -> _New:
        if self._new is None:
            counts = {key[1]: len(rest) for key, rest in self._by.items() if key[0] == "person"}
            few = sorted(counts.values())[len(counts) // 4] if counts else 1
            authors = frozenset(int(person) for person, count in counts.items() if count <= few)
            stories = tuple(one for one in self.newest(_LOOKED_AT) if one.author in authors)
            self._new = _New(authors, stories[:_NEW_VOICES])
        return self._new

    def _of(self, key: tuple[str, int | str], limit: int) -> Iterator[Listing]:
        entries = self._by.get(key)
        if entries is not None:
            for _, number in entries[-limit:][::-1]:
                yield self._stories[number]


def _keys(story: Listing) -> Iterable[tuple[str, int | str]]:
    yield "person", story.author
    for person in dict.fromkeys(story.others):
        if person != story.author:
            yield "person", person
    if story.publication:
        yield "publication", story.publication
    for tag in dict.fromkeys(story.tags):
        yield "tag", tag


def _take_out(entries: list[tuple[int, int]], entry: tuple[int, int]) -> None:
    del entries[bisect_left(entries, entry)]
