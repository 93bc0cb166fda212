"""What the feed needs from outside; `adapters/sql_*.py` keep it in a database."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

import msgspec

from octavo.feed.entities import Listing, Reader
from octavo.feed.records import Record

Numbered = tuple[str, str]
"""A kind, such as "PERSON", and an id in base58 or the name of a tag."""


class Change(NamedTuple):
    """A listing as it is now; None: it is listed no longer."""

    number: int
    story: Listing | None
    at: int


class Deed(msgspec.Struct, frozen=True, gc=False):
    """Something that a reader did with a story."""

    reader: int
    story: int
    strength: int
    at: int


Place = tuple[int, int, int]
"""Of a deed among all, in time: when, of which reader, with which story."""
NOW: Final[Place] = ((1 << 63) - 1, 0, 0)
"""Before this place stand all deeds."""


class Presence(NamedTuple):
    """That a reader was here: thousandths of visits, when last, what they have seen."""

    visits: int = 0
    visited: int = 0
    seen: bytes = b""


class Listings(Protocol):
    """What is published, and how it is liked."""

    async def get(self, number: int) -> Listing | None: ...
    async def put(self, story: Listing, now: int, *, to: Sequence[Numbered] = ()) -> None:
        """As it is now; it is to be written to the timelines of those who follow `to`."""
        ...

    async def take_out(self, number: int, now: int) -> None:
        """It is not to be seen; for good or for a while."""
        ...

    async def of_author(self, author: int) -> Sequence[int]: ...
    async def changes(self, since: int, limit: int) -> Sequence[Change]:
        """What changed at this time or later, in the order in which it did."""
        ...

    async def newest(self, limit: int) -> Sequence[Listing]: ...
    async def written_lately(self, kind: str, number: int, since: int) -> int:
        """How many stories a person or publication has had since then."""
        ...

    async def put_liked(self, liked: Mapping[int, int]) -> None: ...
    async def liked(self) -> Mapping[int, int]: ...
    async def forget(self, number: int) -> None:
        """Nothing of it is kept."""
        ...


class Readers(Protocol):
    """Who reads, what they follow and like."""

    async def get(self, number: int) -> Reader:
        """What changes seldom; of visits and what was seen the state of then."""
        ...

    async def presence(self, number: int) -> Presence: ...
    async def arrival(self, number: int, limit: int) -> tuple[Presence, Sequence[int]]:
        """Their presence and the newest `limit` stories of their timeline, asked for at once."""
        ...

    async def follow(
        self, reader: int, target: Numbered, followed: int, *, active: bool, now: int
    ) -> None: ...
    async def recall(self, edges: Sequence[tuple[int, Numbered, int]], now: int) -> None:
        """Follows as they stand with their owner; what ended meanwhile stays ended."""
        ...

    async def forget_followings(self, before: int) -> None:
        """Those that were not recalled since, and what ended before."""
        ...

    async def followers(self, target: Numbered, most: int) -> int:
        """How many follow it, counted up to `most`."""
        ...

    async def note(
        self, reader: int, story: int, now: int, *, clapped: int | None = None, kept: bool | None = None,
        opened: bool | None = None
    ) -> None:  # fmt: skip
        """What somebody did with a story; None: as before."""
        ...

    async def deeds(self, before: Place, limit: int) -> Sequence[Deed]:
        """What readers did before that place, the last first; of a reader and a story at most one."""
        ...

    async def set_dials(self, reader: int, dials: str, now: int) -> None: ...
    async def hide(self, reader: int, story: int, now: int, *, most: int) -> None:
        """Raises TooManyHidden."""
        ...

    async def unhide(self, reader: int, story: int) -> None: ...
    async def hidden(self, reader: int, *, before: tuple[int, int], limit: int) -> Sequence[tuple[int, int]]:
        """When it was hidden, and the story."""
        ...


class Timelines(Protocol):
    """What was written to whom."""

    async def of(self, reader: int, limit: int) -> Sequence[int]: ...
    async def rebuild(
        self, reader: Reader, fresh: Callable[[], Awaitable[Sequence[Listing]]], now: int
    ) -> None:
        """Build it anew for the reader's rate of what `fresh` gives: asked within the transaction, so that no
        delivery falls between."""
        ...

    async def step(self, most: int) -> bool:
        """Write one slice of what waits, to `most` followers; False: nothing waits."""
        ...

    async def trim(self, keep: int, before: int) -> None: ...


class Visit(NamedTuple):
    """What is to be kept of one look at a home page."""

    reader: int
    at: int
    visits: int
    seen: bytes
    receipt: int
    record: bytes


class Receipts(Protocol):
    """Records of home pages, and that somebody was there."""

    async def put(self, visits: Sequence[Visit]) -> None: ...
    async def get(self, receipt: int, reader: int) -> tuple[int, Record] | None:
        """When it was made, and the record."""
        ...

    async def page(
        self, since: int, *, after: tuple[int, int], limit: int
    ) -> Sequence[tuple[int, int, bytes]]:
        """When, which, and the record as it is kept."""
        ...

    async def trim(self, before: int) -> None: ...


class Models(Protocol):
    """What was learned of all readers' doings; see octavo.feed.ranking. One at a time."""

    async def newest(self) -> int:
        """When it was learned, which is its number; 0: nothing was."""
        ...

    async def get(self, model: int) -> bytes | None:
        """None: it has been replaced."""
        ...

    async def put(self, model: int, kept: bytes) -> None:
        """It takes the place of what there was."""
        ...


class Text(msgspec.Struct, frozen=True, array_like=True):
    """A listed story as it is learned from: what everybody may read of it."""

    number: int
    language: str
    published: int
    words: str


class Lesson(msgspec.Struct, frozen=True, array_like=True):
    """All that is learned from at once."""

    readers: bytes
    """Of each deed, as 64-bit numbers of this machine; so are the next three."""
    stories: bytes
    strengths: bytes
    times: bytes
    """Seconds."""
    texts: list[Text]


class Tutor(Protocol):
    """Learns, apart from all requests."""

    async def learn(self, lesson: Lesson) -> bytes:
        """What fits `ranking.keeping.unpacked`. Raises LessonError."""
        ...


class LessonError(Exception):
    """It took too long or too much, or its process ended."""


class State(Protocol):
    """Of the copies of what others own."""

    async def built_at(self) -> int: ...
    async def set_built_at(self, at: int) -> None: ...
