"""The rules of a story's life: what may follow what. No I/O, no clock: time and new ids are passed in.

A Manuscript is a story as its author has it; each act gives a new one or raises the fault that says why not.
The version grows with every change of the text and never goes back.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

import msgspec
from msgspec.structs import replace

from octavo.document import members_line
from octavo.document.nodes import Document
from octavo.document.reading import image_ids
from octavo.stories.addresses import make_slug
from octavo.stories.api import (
    Content,
    Draft,
    InAnotherPublication,
    NotPublishable,
    PersonId,
    PublicationId,
    RevisionId,
    SectionId,
    Standing,
    Status,
    Story,
    StoryId,
    VersionConflict,
    Visibility,
    WrongState,
)
from octavo.stories.content import Settled

COALESCED_WITHIN: Final = timedelta(minutes=10)
"""Saves of one person within this time of a revision's beginning go into that revision."""

UNDO_FOR: Final = timedelta(days=30)
"""How long a deletion can be undone."""

_A_TEXT_WORTH_KEEPING: Final = 20  # words


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What a story says at one time: a revision with its text."""

    revision_id: RevisionId
    content: Content
    digest: str
    opening: str
    words: int
    reading_minutes: int
    saved_by: PersonId
    began_at: datetime
    sealed: bool = False
    """Never written again: readers saw it, or somebody may want back just this text."""
    published: bool = False
    """Readers saw it."""

    def takes_in(self, settled: Settled, *, by: PersonId, now: datetime) -> bool:
        """Whether a save may go into this revision rather than begin the next one.

        Not where more than half of the text went: a slip must not take the only copy with it.
        """
        cut = self.words >= _A_TEXT_WORTH_KEEPING and settled.words * 2 < self.words
        return not (self.sealed or cut or by != self.saved_by or now - self.began_at >= COALESCED_WITHIN)


class Manuscript(msgspec.Struct, frozen=True, kw_only=True):
    """A story as its author has it, from the first draft to the erasure."""

    id: StoryId
    author_id: PersonId
    status: Status
    status_before: Status = Status.UNSPECIFIED
    """Where it stood before it was deleted."""
    turn: int = 0
    """Grows with every write; see ports.Manuscripts.write."""
    version: int
    wording: Wording
    published_revision_id: RevisionId | None = None
    published_digest: str = ""
    slug: str = ""
    """Empty until the first publication."""
    share_key: str = ""
    created_at: datetime
    saved_at: datetime
    scheduled_for: datetime | None = None
    published_at: datetime | None = None
    deleted_at: datetime | None = None
    deleted_by: PersonId | None = None
    publication_id: PublicationId = PublicationId("")
    """The publication that it was offered to or stands in; empty: it is its author's alone."""
    standing: Standing = Standing.UNSPECIFIED
    section_id: SectionId = SectionId("")
    co_author_ids: tuple[PersonId, ...] = ()
    """Who writes it with the author; `ports.CoAuthors` changes it."""

    @property
    def stands_in(self) -> PublicationId:
        """The publication below whose address readers find it; empty: its author's."""
        return self.publication_id if self.standing is Standing.TAKEN_IN else PublicationId("")

    @property
    def has_unpublished_changes(self) -> bool:
        """Published, and the working copy differs from what readers see."""
        return self.status is Status.PUBLISHED and self.wording.digest != self.published_digest

    @property
    def undo_until(self) -> datetime | None:
        """Until when the deletion can be undone."""
        return self.deleted_at + UNDO_FOR if self.deleted_at else None

    def is_over(self, now: datetime) -> bool:
        """Deleted for so long that it is as good as erased."""
        return self.undo_until is not None and now >= self.undo_until

    def require(self, *allowed: Status) -> None:
        """Raises WrongState where it stands elsewhere."""
        if self.status not in allowed:
            raise WrongState(status=self.status)

    def require_version(self, version: int) -> None:
        """Raises VersionConflict, with the text that won, unless the caller has seen this version."""
        if version != self.version:
            raise VersionConflict(
                story_id=self.id,
                version=self.version,
                saved_at=self.saved_at,
                saved_by=self.wording.saved_by,
                content=self.wording.content,
            )

    def save(
        self, settled: Settled, *, by: PersonId, now: datetime, mint: Callable[[], RevisionId]
    ) -> "Manuscript":
        """The same with another text; with the same text, itself."""
        if settled.digest == self.wording.digest:
            return self
        if self.wording.takes_in(settled, by=by, now=now):
            wording = word(settled, by=by, now=self.wording.began_at, revision_id=self.wording.revision_id)
        else:
            wording = word(settled, by=by, now=now, revision_id=mint())
        return self._with(wording, now)

    def restore(self, old: Wording, *, by: PersonId, now: datetime, revision_id: RevisionId) -> "Manuscript":
        """With the text of an older revision, as a new one; what it is now stays among the revisions."""
        if old.digest == self.wording.digest:
            return self
        return self._with(
            replace(old, revision_id=revision_id, saved_by=by, began_at=now, sealed=False, published=False),
            now,
        )

    def discard(self, shown: Wording, *, now: datetime) -> "Manuscript":
        """Back to what readers see; what is thrown away stays among the revisions."""
        self.require(Status.PUBLISHED)
        return self if shown.digest == self.wording.digest else self._with(shown, now)

    def _with(self, wording: Wording, now: datetime) -> "Manuscript":
        return replace(self, version=self.version + 1, wording=wording, saved_at=max(now, self.saved_at))

    def publish(self, document: Document, *, now: datetime, at: datetime | None = None) -> "Manuscript":
        """Before its readers, with the text it has now; `document` is that text.

        `at` is the date of a first publication that was elsewhere. Raises WrongState where readers see just
        this already, NotPublishable where something is missing.
        """
        self.require(Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED)
        if self.status is Status.PUBLISHED and not self.has_unpublished_changes:
            raise WrongState(status=self.status)
        content = self.wording.content
        require_publishable(self.wording, document)
        wished = content.slug or self.slug
        return replace(
            self,
            status=Status.PUBLISHED,
            slug=wished or make_slug(content.title, language=content.language),
            wording=replace(self.wording, sealed=True, published=True),
            published_revision_id=self.wording.revision_id,
            published_digest=self.wording.digest,
            published_at=self.published_at or at or now,
            scheduled_for=None,
        )

    def schedule(self, document: Document, *, at: datetime) -> "Manuscript":
        """To be published at `at`; with another time if it was scheduled before."""
        self.require(Status.DRAFT, Status.SCHEDULED)
        require_publishable(self.wording, document)
        return replace(self, status=Status.SCHEDULED, scheduled_for=at)

    def unschedule(self) -> "Manuscript":
        """Back to the drafts."""
        self.require(Status.SCHEDULED)
        return replace(self, status=Status.DRAFT, scheduled_for=None)

    def unpublish(self) -> "Manuscript":
        """Back to the drafts; its address stays its own."""
        self.require(Status.PUBLISHED)
        return replace(self, status=Status.DRAFT)

    def delete(self, *, by: PersonId, now: datetime) -> "Manuscript":
        """Deleted, for UNDO_FOR to be undone. A plan to publish it is over with that."""
        if self.status is Status.DELETED:
            return self
        before = Status.DRAFT if self.status is Status.SCHEDULED else self.status
        return replace(
            self,
            status=Status.DELETED,
            status_before=before,
            deleted_at=now,
            deleted_by=by,
            scheduled_for=None,
        )._without_offer()

    def undelete(self) -> "Manuscript":
        """As it was before: a draft, or published."""
        self.require(Status.DELETED)
        return replace(
            self,
            status=self.status_before,
            status_before=Status.UNSPECIFIED,
            deleted_at=None,
            deleted_by=None,
        )

    def offer(self, publication_id: PublicationId) -> "Manuscript":
        """For a publication's editors to decide on; changes of one that stands there already included.

        Its text is kept as it is now. Raises WrongState, InAnotherPublication.
        """
        self.require(Status.DRAFT, Status.PUBLISHED)
        if self.publication_id not in ("", publication_id):
            raise InAnotherPublication(story_id=self.id)
        return replace(
            self,
            publication_id=publication_id,
            standing=self.standing if self.stands_in else Standing.OFFERED,
            wording=replace(self.wording, sealed=True),
        )

    def take_in(self, publication_id: PublicationId, section_id: SectionId) -> "Manuscript":
        """Into a publication, in a section (empty: none). Raises InAnotherPublication."""
        if self.publication_id not in ("", publication_id):
            raise InAnotherPublication(story_id=self.id)
        return replace(self, publication_id=publication_id, standing=Standing.TAKEN_IN, section_id=section_id)

    def release(self) -> "Manuscript":
        """Its author's alone again."""
        return replace(
            self,
            publication_id=PublicationId(""),
            standing=Standing.UNSPECIFIED,
            section_id=SectionId(""),
        )

    def _without_offer(self) -> "Manuscript":
        return self.release() if self.standing is Standing.OFFERED else self

    def share(self, key: str) -> "Manuscript":
        """With another secret link; without one if the key is empty."""
        return replace(self, share_key=key)

    def draft(self, *, may_publish: bool = False) -> Draft:
        """As the contract shows it to its author; to one who may publish it, or not."""
        return Draft(
            id=self.id,
            author_id=self.author_id,
            status=self.status,
            version=self.version,
            content=self.wording.content,
            created_at=self.created_at,
            saved_at=self.saved_at,
            scheduled_for=self.scheduled_for,
            published_at=self.published_at,
            deleted_at=self.deleted_at,
            has_unpublished_changes=self.has_unpublished_changes,
            share_key=self.share_key,
            words=self.wording.words,
            reading_minutes=self.wording.reading_minutes,
            slug=self.slug,
            publication_id=self.publication_id,
            standing=self.standing,
            section_id=self.section_id,
            co_author_ids=self.co_author_ids,
            may_publish=may_publish,
        )

    def story(self, document: Document, *, now: datetime, imported: bool = False) -> Story:
        """As readers see it in lists; `document` is its text. Only for one that has just been published."""
        assert self.published_at is not None
        content = self.wording.content
        return Story(
            id=self.id,
            author_id=self.author_id,
            title=content.title,
            subtitle=content.subtitle,
            slug=self.slug,
            excerpt=content.excerpt or self.wording.opening,
            cover=content.cover,
            tags=content.tags,
            visibility=content.visibility,
            language=content.language,
            words=self.wording.words,
            reading_minutes=self.wording.reading_minutes,
            published_at=self.published_at,
            # An import's own day is the last change that its readers have seen.
            updated_at=self.published_at if imported else max(now, self.published_at),
            canonical_url=content.canonical_url,
            revision_id=self.wording.revision_id,
            publication_id=self.stands_in,
            section_id=self.section_id if self.stands_in else SectionId(""),
            members_part=members_line.above(document) is not None,
            co_author_ids=self.co_author_ids,
        )


def word(settled: Settled, *, by: PersonId, now: datetime, revision_id: RevisionId) -> Wording:
    """A text as a revision that begins now."""
    return Wording(
        revision_id=revision_id,
        content=settled.content,
        digest=settled.digest,
        opening=settled.opening,
        words=settled.words,
        reading_minutes=settled.reading_minutes,
        saved_by=by,
        began_at=now,
    )


def begin(
    settled: Settled,
    *,
    story_id: StoryId,
    author_id: PersonId,
    revision_id: RevisionId,
    now: datetime,
) -> Manuscript:
    """A new draft."""
    return Manuscript(
        id=story_id,
        author_id=author_id,
        status=Status.DRAFT,
        version=1,
        wording=word(settled, by=author_id, now=now, revision_id=revision_id),
        created_at=now,
        saved_at=now,
    )


def require_publishable(wording: Wording, document: Document) -> None:
    """Raises NotPublishable: a published story has a title, and a text or a picture."""
    if not wording.content.title:
        raise NotPublishable(field="title", problem="A story needs a title before it can be published.")
    if not wording.words and not image_ids(document):
        raise NotPublishable(field="body", problem="There is nothing to read yet.")


def is_listed(visibility: Visibility, *, withdrawn: bool, hidden: bool) -> bool:
    """Whether a published text stands in lists, feeds and tags."""
    return visibility is not Visibility.UNLISTED and not withdrawn and not hidden


def pages_showing(
    story_id: StoryId,
    author_id: PersonId,
    *,
    listed: bool,
    tags: frozenset[str],
    publications: frozenset[str] = frozenset(),
    co_authors: Iterable[PersonId] = (),
) -> frozenset[str]:
    """The keys of all cached pages that show this story. `tags` and `publications` are those before and
    after the change; `listed` says whether it stood in lists before or stands there after."""
    keys = {f"story:{story_id}", *(f"person-stories:{person}" for person in (author_id, *co_authors))}
    keys |= {f"publication-stories:{publication_id}" for publication_id in publications if publication_id}
    if listed:
        keys |= {"stories", *(f"tag:{tag}" for tag in tags)}
    return frozenset(keys)
