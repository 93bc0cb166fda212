"""Between rows and values: ids, times, JSON."""

from typing import Final

import msgspec

from octavo.chassis.events import micros, moment
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.sql import Row
from octavo.publications.api import (
    Invitation,
    InvitationId,
    Logo,
    Membership,
    NavigationLink,
    Note,
    NoteId,
    PageLink,
    PersonId,
    Publication,
    PublicationId,
    RevisionId,
    Role,
    Section,
    SectionId,
    Stage,
    StoryId,
    Submission,
    SubmissionId,
)
from octavo.publications.entities import Asked, Case
from octavo.publications.ports import Kept

__all__ = ["micros", "moment"]

_LOGO: Final = msgspec.json.Decoder(Logo)
_NAVIGATION: Final = msgspec.json.Decoder(tuple[NavigationLink, ...])
_SECTIONS: Final = msgspec.json.Decoder(tuple[Section, ...])


def number_or_none(text: str) -> int | None:
    """The same; None where it is empty."""
    return number_of(text) if text else None


def text_of(value: int | None) -> str:
    """The id that SQL has; empty where there is none."""
    return "" if value is None else to_text(value)


def json(value: object) -> str:
    """As JSON."""
    return msgspec.json.encode(value).decode()


def kept_of(row: Row, pages: tuple[PageLink, ...]) -> Kept:
    """A publication with the list of its pages."""
    return Kept(
        publication=Publication(
            id=PublicationId(to_text(row["id"])),
            slug=row["slug"],
            name=row["name"],
            description=row["description"],
            accent=row["accent"],
            logo=_LOGO.decode(row["logo"]) if row["logo"] else None,
            navigation=_NAVIGATION.decode(row["navigation"]),
            sections=_SECTIONS.decode(row["sections"]),
            pages=pages,
            lead_story_id=StoryId(text_of(row["lead_story_id"])),
            archived=bool(row["archived"]),
            version=row["version"],
            founded_at=moment(row["founded_at"]),
            orphaned=bool(row["orphaned"]),
        ),
        orphaned=bool(row["orphaned"]),
        deleted_at=None if row["deleted_at"] is None else moment(row["deleted_at"]),
    )


def membership_of(row: Row) -> Membership:
    """A membership."""
    return Membership(
        publication_id=PublicationId(to_text(row["publication_id"])),
        person_id=PersonId(to_text(row["person_id"])),
        role=Role(row["role"]),
        since=moment(row["since"]),
        suspended=row["suspended_since"] is not None,
    )


def asked_of(row: Row) -> Asked:
    """An invitation."""
    return Asked(
        invitation=Invitation(
            id=InvitationId(to_text(row["id"])),
            publication_id=PublicationId(to_text(row["publication_id"])),
            role=Role(row["role"]),
            person_id=PersonId(text_of(row["person_id"])),
            email=row["email"],
            invited_by=PersonId(text_of(row["invited_by"])),
            invited_at=moment(row["invited_at"]),
            expires_at=moment(row["expires_at"]),
            hands_over=bool(row["hands_over"]),
        ),
        digest=row["digest"] or "",
    )


def case_of(row: Row) -> Case:
    """A submission, with the number of its notes."""
    return Case(
        submission=Submission(
            id=SubmissionId(to_text(row["id"])),
            publication_id=PublicationId(to_text(row["publication_id"])),
            story_id=StoryId(to_text(row["story_id"])),
            writer_id=PersonId(to_text(row["writer_id"])),
            stage=Stage(row["stage"]),
            title=row["title"],
            submitted_revision_id=RevisionId(to_text(row["submitted_revision_id"])),
            accepted_revision_id=RevisionId(text_of(row["accepted_revision_id"])),
            submitted_at=moment(row["submitted_at"]),
            decided_at=None if row["decided_at"] is None else moment(row["decided_at"]),
            decided_by=PersonId(text_of(row["decided_by"])),
            notes=row["notes"],
        ),
        turn=row["turn"],
        decision=Stage(row["decision"]),
        version=row["decided_version"],
        section_id=SectionId(text_of(row["section_id"])),
    )


def note_of(row: Row) -> Note:
    """A note."""
    return Note(
        id=NoteId(to_text(row["id"])),
        author_id=PersonId(to_text(row["author_id"])),
        text=row["text"],
        written_at=moment(row["written_at"]),
    )
