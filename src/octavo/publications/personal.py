"""Where the publications keep what is marked in the contract."""

from typing import Final

from octavo.chassis.personal import Holdings, Table
from octavo.publications.api import (
    StoredInvitation,
    StoredMembership,
    StoredNote,
    StoredPage,
    StoredSubmission,
)

_NUMBER: Final = "a number"
_PUBLICATIONS_OWN: Final = "the publication's own"

HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="publications",
            others=dict.fromkeys(
                (
                    "id",
                    "slug",
                    "name",
                    "description",
                    "accent",
                    "logo",
                    "navigation",
                    "sections",
                    "lead_story_id",
                    "archived",
                    "orphaned",
                    "deleted_at",
                    "version",
                    "founded_at",
                ),
                _PUBLICATIONS_OWN,
            ),
        ),
        Table(name="addresses", others=dict.fromkeys(("slug", "publication_id"), _PUBLICATIONS_OWN)),
        Table(
            name="pages",
            kind=StoredPage,
            marked=("saved_by",),
            others=dict.fromkeys(
                ("id", "publication_id", "slug", "title", "body", "html", "renderer", "saved_at", "source"),
                _PUBLICATIONS_OWN,
            ),
        ),
        Table(
            name="notes",
            kind=StoredNote,
            marked=("author_id", "text", "written_at"),
            others={"id": _NUMBER, "submission_id": _NUMBER},
        ),
        Table(
            name="submissions",
            kind=StoredSubmission,
            marked=("writer_id", "title", "submitted_at", "decided_by", "decided_at"),
            others={
                "id": _NUMBER,
                "publication_id": _NUMBER,
                "story_id": _NUMBER,
                "stage": "where it stands",
                "submitted_revision_id": _NUMBER,
                "accepted_revision_id": _NUMBER,
                "decision": "where it is going",
                "decided_version": "counts changes",
                "section_id": _NUMBER,
                "turn": "counts writes",
            },
        ),
        Table(
            name="invitations",
            kind=StoredInvitation,
            marked=("person_id", "email", "invited_by", "invited_at", "expires_at", "digest"),
            others={
                "id": _NUMBER,
                "publication_id": _NUMBER,
                "role": "what is offered",
                "hands_over": "what is offered",
            },
        ),
        Table(
            name="memberships",
            kind=StoredMembership,
            marked=("person_id", "role", "since", "suspended_since"),
            others={"publication_id": _NUMBER},
        ),
    )
)
