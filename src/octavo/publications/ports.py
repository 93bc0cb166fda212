"""What the publications need from outside; `adapters/sql*.py` keep it in a database. Ids that are none are
unknown ids. Whatever stands in one `Together.run` is written as a whole or not at all."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

import msgspec

from octavo.chassis.contract import Event
from octavo.publications.api import (
    InvitationId,
    Membership,
    Note,
    Page,
    PageId,
    PersonId,
    Publication,
    PublicationId,
    Stage,
    StoryId,
    Submission,
    SubmissionId,
)
from octavo.publications.entities import Asked, Case

T = TypeVar("T")


class Taken(Exception):  # noqa: N818 - an outcome: somebody else has it
    """The address, or the place, is taken. Nothing was changed."""


class Overtaken(Exception):  # noqa: N818 - an outcome: somebody else wrote in the meantime
    """It was written since it was read: read again, then decide again. Nothing was changed."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A publication as it is kept."""

    publication: Publication
    orphaned: bool = False
    """Archived by itself, as nobody was left who could act as owner."""
    deleted_at: datetime | None = None


class Together(Protocol):
    """A transaction with its news."""

    async def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """`work` may run more than once, and does nothing but use the ports."""
        ...

    async def tell(self, *events: Event) -> None: ...
    async def purge(self, *tags: str) -> None: ...


class Directory(Protocol):
    """The publications and their pages."""

    async def add(self, kept: Kept) -> None:
        """Raises Taken where another has or had the address."""
        ...

    async def find(self, publication_id: PublicationId) -> Kept | None:
        """Deleted ones too."""
        ...

    async def find_by_slug(self, slug: str) -> Kept | None:
        """By a present or former address; deleted ones too."""
        ...

    async def many(self, publication_ids: Sequence[PublicationId]) -> dict[PublicationId, Publication]: ...
    async def page(self, *, after: PublicationId | None, limit: int, archived: bool) -> list[Publication]:
        """By name; not those deleted."""
        ...

    async def write(self, before: Kept, after: Kept) -> None:
        """Raises Overtaken, Taken."""
        ...

    async def ownerless(self) -> list[PublicationId]:
        """Those that are not known as orphaned and have no owner who can act."""
        ...

    async def read_page(self, publication_id: PublicationId, slug: str) -> tuple[Page, str] | None:
        """With the name of what rendered it."""
        ...

    async def save_page(
        self, publication_id: PublicationId, page: Page, *, renderer: str, by: PersonId | None
    ) -> bool:
        """New or anew; False where there is none of this id there. Raises Taken."""
        ...

    async def add_page(
        self, publication_id: PublicationId, page: Page, *, renderer: str, by: PersonId
    ) -> None:
        """Raises Taken."""
        ...

    async def delete_page(self, publication_id: PublicationId, page_id: PageId) -> bool: ...


class People(Protocol):
    """Memberships and invitations."""

    async def member(self, publication_id: PublicationId, person_id: PersonId) -> Membership | None: ...
    async def of(self, publication_id: PublicationId) -> list[Membership]:
        """Owners first, then by how long they have been in it."""
        ...

    async def places(self, person_id: PersonId) -> list[Membership]:
        """Where somebody is something; not in deleted ones."""
        ...

    async def save(self, membership: Membership) -> None: ...
    async def remove(self, publication_id: PublicationId, person_id: PersonId) -> None: ...
    async def mark_suspended(self, person_id: PersonId, since: datetime | None) -> None: ...
    async def ask(self, asked: Asked) -> None:
        """An earlier invitation of the same person there is replaced."""
        ...

    async def asked(self, invitation_id: InvitationId) -> Asked | None: ...
    async def asked_by_link(self, digest: str) -> Asked | None: ...
    async def waiting(
        self, *, publication_id: PublicationId | None, person_id: PersonId | None, now: datetime
    ) -> list[Asked]:
        """Those of a publication, or of a person, whose time is not over; newest first."""
        ...

    async def unask(self, invitation_id: InvitationId) -> bool:
        """False where somebody else was faster."""
        ...


class Desk(Protocol):
    """Submissions and their notes."""

    async def add(self, case: Case) -> None:
        """Raises Taken where the story waits for review already."""
        ...

    async def find(self, submission_id: SubmissionId) -> Case | None: ...
    async def open_of(self, story_id: StoryId) -> Case | None:
        """The one that waits, or is just being decided on."""
        ...

    async def open_by(self, publication_id: PublicationId, writer_id: PersonId | None) -> list[Case]:
        """Those that wait in a publication, of a writer or of all; at most 500."""
        ...

    async def write(self, before: Case, after: Case) -> None:
        """Raises Overtaken."""
        ...

    async def page(
        self,
        *,
        publication_id: PublicationId | None,
        writer_id: PersonId | None,
        stage: Stage,
        before: SubmissionId | None,
        limit: int,
    ) -> list[Submission]:
        """Newest first."""
        ...

    async def notes(self, submission_id: SubmissionId) -> list[Note]:
        """Oldest first."""
        ...

    async def add_note(self, submission_id: SubmissionId, note: Note) -> None: ...
    async def forget_story(self, story_id: StoryId) -> None:
        """Nothing is kept of what was submitted with it."""
        ...

    async def forget_writer(self, writer_id: PersonId) -> None:
        """Nor of what somebody submitted."""
        ...
