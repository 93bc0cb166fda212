"""Where moderation keeps what is marked in the contract."""

from typing import Final

from octavo.chassis.personal import Holdings, Table
from octavo.moderation.api import StoredDecision, StoredEntry, StoredReport

HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="reports",
            kind=StoredReport,
            marked=("reporter_id", "reason", "words", "reported_at", "concerned_id"),
            others={
                "id": "a number",
                "kind": "a story, a response or a person",
                "subject_id": "a story or response, or once more the person whom it concerns",
                "decision_id": "which decision closed it",
            },
        ),
        Table(
            name="decisions",
            kind=StoredDecision,
            marked=("concerned_id", "verdict", "statement", "title", "decided_at", "decided_by"),
            others={
                "id": "a number",
                "kind": "a story, a response or a person",
                "subject_id": "a story or response, or once more the person whom it concerns",
                "reports": "how many",
            },
        ),
        Table(
            name="log",
            kind=StoredEntry,
            marked=("by_id", "person_id"),
            others={
                "id": "a number",
                "act": "one of a few words",
                "at": "when it was done, by nobody who is named any more",
                "story_id": "which story",
                "publication_id": "which publication",
                "response_id": "which response",
                "detail": "a role or a verdict",
            },
        ),
    )
)
