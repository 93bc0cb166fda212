"""What the stories need from outside; `adapters/sql*.py` keep it in a database."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final, Protocol

import msgspec

from octavo.chassis.contract import Event
from octavo.stories.api import (
    CoAuthor,
    DeskItem,
    Invitation,
    ListedAuthor,
    ListedPart,
    ListedTag,
    MemberRole,
    PersonId,
    PublicationId,
    Revision,
    RevisionId,
    SectionId,
    Series,
    SeriesId,
    SeriesPart,
    Status,
    Story,
    StoryId,
    Tag,
    Translation,
    TranslationOffer,
)
from octavo.stories.entities import Manuscript, Wording
from octavo.stories.rendering import Rendered

PART: Final = 2_000
"""Lines in a part of all that is listed: a few megabytes at most."""


class Overtaken(Exception):  # noqa: N818 - an outcome: somebody else wrote in the meantime
    """The story was written since it was read: read again, then decide again. Nothing was changed."""


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where an imported story came from."""

    source: str
    story_id: StoryId
    offered: str
    """Digest of what the source said when it was last taken."""
    taken: str
    """Digest of the text that was made of it: as long as the story has it, nobody has edited it here."""
    paths: tuple[str, ...] = ()
    """Old paths that lead to it from now on; those of earlier imports go on leading there."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One step in a story's life: written as a whole or not at all."""

    before: Manuscript | None = None
    """As it was read; None: it is new."""
    after: Manuscript
    story: Story | None = None
    """What readers see from now on; None: no new text for them."""
    rendered: Rendered | None = None
    """Stands with `story`."""
    origin: Origin | None = None
    events: tuple[Event, ...] = ()
    co_author_ids: tuple[PersonId, ...] = ()
    """To be added, whose consent was given elsewhere; who has left stays away."""


class Position(msgspec.Struct, frozen=True):
    """A place in a list that is ordered by time and id, newest first."""

    at: datetime
    id: str


class Which(msgspec.Struct, frozen=True, kw_only=True):
    """The stories of a list: those to which all of this applies that is not empty."""

    author_id: PersonId = PersonId("")
    tag: str = ""
    publication_id: PublicationId = PublicationId("")
    section_id: SectionId = SectionId("")


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A story as it stands before its readers. `rendered` is None where a list was asked for without text."""

    story: Story
    rendered: Rendered | None = None
    withdrawn: bool = False
    """Taken back or deleted."""
    hidden: bool = False
    """Its author is suspended."""


class Manuscripts(Protocol):
    """Stories as their authors have them. Ids that are none are unknown ids."""

    async def find(self, story_id: StoryId) -> Manuscript | None: ...
    async def find_shared(self, share_key: str) -> Manuscript | None:
        """The one with this secret link, wherever it stands; None where its author is suspended."""
        ...

    async def find_origin(self, source: str) -> Origin | None: ...
    async def write(self, change: Change) -> None:
        """Writes the step with its events and purges in one transaction, durable when it returns. Raises
        Overtaken where the story, or another of the same source, was written since `before` was read."""
        ...

    async def erase(self, manuscript: Manuscript, event: Event) -> None:
        """Forgets everything about a story. Raises Overtaken as `write` does."""
        ...

    async def count_unpublished(self, author_id: PersonId) -> int:
        """How many stories an author has that are not published, deleted ones included."""
        ...

    async def due(self, now: datetime, *, limit: int) -> list[StoryId]:
        """Scheduled stories whose time has come, longest due first; not those of suspended authors."""
        ...

    async def deleted_before(self, moment: datetime, *, limit: int) -> list[StoryId]: ...
    async def of_author(self, author_id: PersonId, *, limit: int) -> list[StoryId]:
        """Some of all that they have, wherever it stands."""
        ...


class Members(Protocol):
    """Who is what in a publication: a copy of what publications say."""

    async def stories(
        self, publication_id: PublicationId, *, section_id: SectionId | None, limit: int
    ) -> list[StoryId]:
        """Those that were offered to it or stand in it; with a section, those that were put there."""
        ...

    async def role(self, publication_id: PublicationId, person_id: PersonId) -> MemberRole: ...
    async def publications(
        self, person_id: PersonId, roles: Collection[MemberRole]
    ) -> list[PublicationId]: ...
    async def note(self, publication_id: PublicationId, person_id: PersonId, role: MemberRole) -> None: ...


class CoAuthors(Protocol):
    """Who writes a story with its author."""

    async def all(self, story_id: StoryId) -> list[CoAuthor]:
        """Who agreed, was asked or said no; who agreed first stands first."""
        ...

    async def write(self, manuscript: Manuscript, co_author: CoAuthor, events: tuple[Event, ...]) -> None:
        """Notes where somebody stands, as one step in the story's life: raises Overtaken where it was
        written since it was read."""
        ...

    async def forget(self, manuscript: Manuscript, person_id: PersonId, events: tuple[Event, ...]) -> None:
        """As if they had never been asked. Raises Overtaken as `write` does."""
        ...

    async def invitations(self, person_id: PersonId, *, limit: int) -> list[Invitation]: ...
    async def stories(self, person_id: PersonId, *, limit: int) -> list[StoryId]:
        """Some of all stories to which they were asked, whatever they said."""
        ...


class Collections(Protocol):
    """Series: stories in an order of somebody's own."""

    async def find(self, series_id: SeriesId) -> Series | None: ...
    async def of_owner(self, owner_id: PersonId, *, limit: int) -> list[Series]: ...
    async def parts(self, series_id: SeriesId) -> list[SeriesPart]:
        """All of them, in order."""
        ...

    async def shown(self, series_id: SeriesId) -> list[Story]:
        """Those that lists show, in order; none where the owner is suspended."""
        ...

    async def holding(self, story_id: StoryId) -> Series | None: ...
    async def write(self, series: Series, *, before: Series | None) -> None:
        """Title and description. Raises Overtaken where it was changed since `before` was read."""
        ...

    async def arrange(self, before: Series, after: Series, story_ids: Sequence[StoryId]) -> None:
        """All its parts. Raises Overtaken as `write` does, InAnotherSeries where a story is in another."""
        ...

    async def take_out(self, series: Series, story_id: StoryId) -> None: ...
    async def delete(self, series: Series) -> None: ...


class Translations(Protocol):
    """Stories that are translations of each other."""

    async def all(self, story_id: StoryId) -> list[Translation]:
        """Those that are not deleted, itself included; none where it has none."""
        ...

    async def asked(self, story_id: StoryId) -> list[Translation]:
        """Those of others whose authors were asked about this one."""
        ...

    async def shown(self, story_id: StoryId) -> list[Story]:
        """Those that lists show, first published first; none where that one is not shown itself."""
        ...

    async def is_offered(self, story_id: StoryId, other_id: StoryId) -> bool: ...
    async def offers_of(self, author_id: PersonId) -> int:
        """How many of their questions are open."""
        ...

    async def offers_to(self, author_id: PersonId, *, limit: int) -> list[TranslationOffer]: ...
    async def offer(self, story_id: StoryId, other_id: StoryId, *, at: datetime) -> None: ...
    async def answered(self, story_id: StoryId, other_id: StoryId) -> None:
        """The question is none any more."""
        ...

    async def link(self, story_id: StoryId, other_id: StoryId, *, fresh_group: str) -> None:
        """Makes them one group, under `fresh_group` where neither has one. Raises AlreadyTranslated where
        both have, LanguageTaken where the group has the language of the one that joins."""
        ...

    async def unlink(self, story_id: StoryId) -> None: ...


class Archive(Protocol):
    """Revisions and the desk."""

    async def revisions(
        self, story_id: StoryId, *, before: RevisionId | None, limit: int
    ) -> list[Revision]: ...
    async def wording(self, story_id: StoryId, revision_id: RevisionId) -> Wording | None: ...
    async def seal(self, story_id: StoryId, revision_id: RevisionId) -> None:
        """Keeps a revision from being written again: the next save begins another."""
        ...

    async def desk(
        self,
        author_id: PersonId | None,
        *,
        publication_id: PublicationId | None = None,
        statuses: Sequence[Status],
        deleted_since: datetime,
        after: Position | None,
        limit: int,
    ) -> list[DeskItem]:
        """An author's, or those that stand in a publication; last saved first. What was
        deleted before `deleted_since` is as good as erased."""
        ...

    async def desk_counts(self, author_id: PersonId, *, deleted_since: datetime) -> dict[Status, int]: ...


class Shelf(Protocol):
    """Stories as their readers see them."""

    async def find(self, story_id: StoryId) -> Shown | None: ...
    async def stories(self, story_ids: Sequence[StoryId]) -> dict[StoryId, Story]:
        """Those that can be read now."""
        ...

    async def texts(self, story_ids: Sequence[StoryId]) -> dict[StoryId, Shown]:
        """The same, with their text."""
        ...

    async def page(self, which: Which, *, after: Position | None, limit: int, with_text: bool) -> list[Shown]:
        """Listed stories, newest first."""
        ...

    async def tags(self, *, limit: int) -> list[Tag]: ...
    async def find_by_slug(self, author_id: PersonId, slug: str) -> Story | None:
        """The story that had this slug last, if it can be read now."""
        ...

    async def find_by_path(self, path: str) -> Story | None: ...
    async def keep_rendered(self, story_id: StoryId, revision_id: RevisionId, rendered: Rendered) -> None:
        """Stores HTML that was made anew, unless another revision was published meanwhile."""
        ...

    async def hide_author(self, author_id: PersonId, *, since: datetime) -> None: ...
    async def show_author(self, author_id: PersonId) -> None: ...


class Listed(Protocol):
    """All that lists show, in parts of `PART` lines; the first part is number 1."""

    async def story_parts(self) -> list[ListedPart]: ...
    async def author_parts(self) -> list[ListedPart]: ...
    async def tag_parts(self) -> list[ListedPart]: ...
    async def stories(self, number: int) -> list[Story]: ...
    async def authors(self, number: int) -> list[ListedAuthor]: ...
    async def tags(self, number: int) -> list[ListedTag]: ...
