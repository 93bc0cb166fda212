"""What the graph needs from outside; `adapters/sql*.py` keep it in a database."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from octavo.graph.api import (
    Avoidance,
    Avoided,
    Claps,
    Edge,
    EdgeKind,
    FollowedTarget,
    Follower,
    GetAvoidedResponse,
    GetHidesResponse,
    Kind,
    ListedStory,
    ListId,
    MutedPublication,
    PersonId,
    PublicationId,
    Reading,
    ReadingList,
    Saved,
    StoryId,
    Target,
)
from octavo.graph.entities import ClapsOfOne, Place, ReadingOfOne


class Follows(Protocol):
    """Who follows what. Changes tell their events; each says whether it changed anything."""

    async def add(
        self, person_id: PersonId, target: Target, now: datetime, *, most: int, a_minute: int
    ) -> bool:
        """Raises TargetNotFound where one of two people blocks the other, TooManyFollows, TooManyActs."""
        ...

    async def remove(self, person_id: PersonId, target: Target) -> bool: ...
    async def of(self, person_id: PersonId, targets: Sequence[Target]) -> set[Target]:
        """Which of these the person follows."""
        ...

    async def counts(self, targets: Sequence[Target]) -> Mapping[Target, int]:
        """How many follow each; suspended people do not count."""
        ...

    async def following(self, person_ids: Sequence[PersonId]) -> Mapping[str, int]: ...
    async def followers(
        self, target: Target, *, viewer: PersonId | None, after: Place | None, limit: int
    ) -> Sequence[tuple[Follower, Place]]: ...
    async def followed(
        self, person_id: PersonId, kind: Kind, *, after: Place | None, limit: int
    ) -> Sequence[tuple[FollowedTarget, Place]]: ...


class Avoiding(Protocol):
    """Who mutes and blocks whom."""

    async def add(
        self, person_id: PersonId, how: Avoidance, other_id: PersonId, now: datetime, *, most: int
    ) -> bool:
        """A block ends follows between the two. Raises TooManyFollows."""
        ...

    async def remove(self, person_id: PersonId, how: Avoidance, other_id: PersonId) -> bool: ...
    async def between(self, viewer_id: PersonId, others: Collection[PersonId]) -> GetAvoidedResponse: ...
    async def blocked_by(self, person_id: PersonId, others: Collection[PersonId]) -> set[PersonId]:
        """Whom of these the person blocks themselves."""
        ...

    async def of(
        self, person_id: PersonId, how: Avoidance, *, after: Place | None, limit: int
    ) -> Sequence[tuple[Avoided, Place]]: ...


class Hides(Protocol):
    """All that is hidden from one person, and the publications that they muted."""

    async def all_of(self, person_id: PersonId, *, limit: int) -> GetHidesResponse:
        """So many of each kind, the newest."""
        ...

    async def add(self, person_id: PersonId, place: PublicationId, now: datetime, *, most: int) -> None:
        """Raises TooManyFollows."""
        ...

    async def remove(self, person_id: PersonId, place: PublicationId) -> None: ...
    async def page(
        self, person_id: PersonId, *, after: Place | None, limit: int
    ) -> Sequence[tuple[MutedPublication, Place]]: ...
    async def forget_place(self, place: PublicationId) -> None:
        """The publication is no more."""
        ...


class Applause(Protocol):
    """Claps by reader and story."""

    async def put(self, claps: Sequence[ClapsOfOne]) -> None:
        """All or nothing; of the same reader and story the last counts. Tells what changed."""
        ...

    async def of(self, story_ids: Sequence[StoryId], viewer: PersonId | None) -> Mapping[str, Claps]: ...
    async def forget_story(self, story_id: StoryId) -> None: ...


class Shelf(Protocol):
    """What people keep to read later."""

    async def add(
        self, person_id: PersonId, story_id: StoryId, note: str, now: datetime, *, most: int
    ) -> None:
        """Raises TooManyFollows."""
        ...

    async def remove(self, person_id: PersonId, story_id: StoryId) -> None: ...
    async def of(self, person_id: PersonId, story_ids: Sequence[StoryId]) -> Sequence[Saved]: ...
    async def page(
        self, person_id: PersonId, *, after: Place | None, limit: int
    ) -> Sequence[tuple[Saved, Place]]: ...
    async def forget_story(self, story_id: StoryId) -> None: ...


class Lists(Protocol):
    """Lists that people made. Changes by anybody but the owner raise ListNotFound."""

    async def create(
        self, list_id: ListId, owner_id: PersonId, name: str, description: str, *, public: bool, now: datetime
    ) -> ReadingList:
        """Raises TooManyLists."""
        ...

    async def change(
        self, list_id: ListId, owner_id: PersonId, name: str, description: str, *, public: bool, now: datetime
    ) -> None: ...
    async def delete(self, list_id: ListId, owner_id: PersonId) -> None:
        """There is none of the owner's: nothing happens."""
        ...

    async def find(self, list_id: ListId, viewer: PersonId | None) -> ReadingList | None:
        """A list as far as the viewer may know of it."""
        ...

    async def of(
        self, owner_id: PersonId, viewer: PersonId | None, *, after: Place | None, limit: int
    ) -> Sequence[tuple[ReadingList, Place]]: ...
    async def items(
        self, list_id: ListId, *, after: Place | None, limit: int
    ) -> Sequence[tuple[ListedStory, Place]]: ...
    async def holding(self, owner_id: PersonId, story_id: StoryId) -> Sequence[ListId]: ...
    async def add(self, list_id: ListId, owner_id: PersonId, story_id: StoryId, now: datetime) -> None:
        """At the end. Raises TooManyInList."""
        ...

    async def remove(self, list_id: ListId, owner_id: PersonId, story_id: StoryId, now: datetime) -> None: ...
    async def annotate(
        self, list_id: ListId, owner_id: PersonId, story_id: StoryId, note: str, now: datetime
    ) -> None:
        """Raises TargetNotFound where the story is not in it."""
        ...

    async def move(
        self, list_id: ListId, owner_id: PersonId, story_id: StoryId, place: int, now: datetime
    ) -> None:
        """Raises TargetNotFound where the story is not in it."""
        ...

    async def forget_story(self, story_id: StoryId) -> None: ...


class Readings(Protocol):
    """What readers read, and how far they came."""

    async def put(self, readings: Sequence[ReadingOfOne]) -> None:
        """All or nothing; what is further than before is kept, of those who wish it. Tells StoryRead once."""
        ...

    async def of(self, person_id: PersonId, story_ids: Sequence[StoryId]) -> Sequence[Reading]: ...
    async def page(
        self, person_id: PersonId, *, after: Place | None, limit: int
    ) -> Sequence[tuple[Reading, Place]]: ...
    async def forget(self, person_id: PersonId, story_id: StoryId) -> None: ...
    async def forget_all(self, person_id: PersonId) -> None: ...
    async def are_kept(self, person_id: PersonId) -> bool: ...
    async def keep(self, person_id: PersonId, *, kept: bool) -> None:
        """Whether what they read from now on is kept."""
        ...

    async def forget_story(self, story_id: StoryId) -> None: ...


class Standing(Protocol):
    """Whether what somebody did counts, and what goes with people and publications."""

    async def suspend(self, person_id: PersonId, *, suspended: bool) -> None:
        """What the person did counts no longer, or again; pages that show sums are made anew."""
        ...

    async def forget_person(self, person_id: PersonId) -> None:
        """Their follows and claps, and who follows them, with the sums. May be told twice."""
        ...

    async def forget_place(self, publication_id: PublicationId) -> None:
        """A publication's followers; each is told as Unfollowed. May be told twice."""
        ...


class Edges(Protocol):
    """All edges alike."""

    async def page(self, kind: EdgeKind, *, after: str, limit: int) -> tuple[Sequence[Edge], str]:
        """Edges that count, and where the next page begins. Raises Invalid where `after` is no place."""
        ...

    async def stale(self, tags: Collection[str]) -> None:
        """Kept pages with these tags are made anew."""
        ...


class ClapTracks(Protocol):
    """Who clapped for what, for walks over it."""

    async def latest(self, actor: int, limit: int) -> Sequence[int]:
        """The stories that somebody clapped for last."""
        ...


class Neighbours(Protocol):
    """Who and what is near by claps and follows; best first, nothing while there is no graph to ask.

    Nothing is told that fewer than three people stand behind. What is not to be seen the caller leaves out.
    """

    async def walk(self, person: int, pins: Sequence[int], limit: int) -> Sequence[int]:
        """Stories near the pins, by walks from them; none of the pins. The same again on the same graph."""
        ...

    async def stories_like(self, story: int, limit: int) -> Sequence[int]:
        """Stories that the same people clapped for."""
        ...

    async def people_like(self, person: int, limit: int) -> Sequence[int]:
        """Whom the same people follow."""
        ...

    async def close(self) -> None: ...


class NeighbourKeeper(Protocol):
    """Keeps a graph elsewhere like the store; each raises Unavailable, and may be told again in any order."""

    async def settle_clap(self, person: int, story: int) -> None:
        """Whether the person clapped for the story, as the store says."""
        ...

    async def settle_follow(self, person: int, followed: int) -> None:
        """Whether the one follows the other, as the store says."""
        ...

    async def settle_person(self, person: int) -> None:
        """All that somebody did, and who follows them where nobody does any more."""
        ...

    async def forget_story(self, story: int) -> None:
        """A story that nobody clapped for any more."""
        ...

    async def is_due(self, now: datetime) -> bool:
        """Whether all is to be made anew."""
        ...

    async def make_anew(self, clock: Callable[[], datetime]) -> int:
        """Bring everybody's acts in, and take out what is not so. Returns how many people there were."""
        ...
