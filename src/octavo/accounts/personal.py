"""Where the accounts keep what is marked in the contract."""

from typing import Final

from octavo.accounts.api import (
    StoredExport,
    StoredHappening,
    StoredIdentity,
    StoredLink,
    StoredPasskey,
    StoredPerson,
    StoredSession,
    StoredToken,
)
from octavo.chassis.personal import Holdings, Table

_SHORT: Final = "deleted a day after it is over"
_MAIL: Final = "deleted within a week"

HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="sessions",
            kind=StoredSession,
            marked=("person_id", "token_hash", "device", "created_at", "last_used_at"),
            others={"id": "names the row", "expires_at": "follows from last_used_at, which is marked"},
        ),
        Table(
            name="access_tokens",
            kind=StoredToken,
            marked=("person_id", "name", "token_hash", "created_at", "last_used_on"),
            others={
                "id": "names the row",
                "scopes": "words of a fixed list",
                "expires_at": "so many days after created_at, which is marked",
            },
        ),
        Table(
            name="one_time_links",
            kind=StoredLink,
            marked=("person_id", "email", "token_hash", "then_path"),
            others={
                "id": "names the row",
                "purpose": "one of four words",
                "grounds": "one of five words",
                "created_at": _SHORT,
                "expires_at": _SHORT,
                "used_at": _SHORT,
            },
            whose={
                "person_id": """person_id = :number
                    OR (email <> '' AND email IN (SELECT email FROM people WHERE id = :number))"""
            },
        ),
        Table(
            name="mails",
            kind=StoredLink,
            marked=("person_id", "recipient", "then_path", "language"),
            others={
                "id": "names the row",
                "kind": "one of six words",
                "created_at": _MAIL,
                "attempts": "a count",
                "tried_at": _MAIL,
                "sent_at": _MAIL,
                "problem": "what the mail server answered, without the address",
            },
            whose={
                "person_id": """person_id = :number
                    OR recipient IN (SELECT email FROM people WHERE id = :number)"""
            },
        ),
        Table(
            name="passkeys",
            kind=StoredPasskey,
            marked=(
                "person_id",
                "credential_id",
                "public_key",
                "name",
                "uses",
                "created_at",
                "last_used_at",
            ),
            others={"id": "names the row"},
        ),
        Table(
            name="identities",
            kind=StoredIdentity,
            marked=("person_id", "issuer", "subject", "linked_at", "last_used_at"),
            others={"id": "names the row"},
        ),
        Table(
            name="happenings",
            kind=StoredHappening,
            marked=("person_id", "kind", "happened_at", "device", "detail"),
            others={"id": "names the row"},
        ),
        Table(
            name="exports",
            kind=StoredExport,
            marked=("person_id", "asked_at"),
            others={
                "id": "names the row",
                "status": "one of four words",
                "attempts": "a count",
                "until": "follows from asked_at, which is marked",
                "bytes": "a size",
            },
        ),
        Table(name="spent_handles", others={"digest": "a keyed hash that nobody can read back"}),
        Table(
            name="attempts",
            others={
                "bucket": "a keyed hash that nobody can read back; deleted within a day",
                "full_at": "when that hash is deleted",
            },
        ),
        Table(
            name="spent_challenges",
            others={"digest": "of random bits", "expires_at": "of random bits"},
        ),
        Table(
            name="handles",
            kind=StoredPerson,
            named={"handle": "former_handles"},
            others={"person_id": "names the subject", "taken_at": "when a handle was first had"},
        ),
        Table(
            name="people",
            kind=StoredPerson,
            marked=(
                "handle",
                "name",
                "bio",
                "picture_id",
                "links",
                "email",
                "new_email",
                "password_hash",
                "language",
                "time_zone",
                "source",
                "joined_at",
                "last_seen_at",
                "suspension_reason",
                "erased_at",
            ),
            others={
                "id": "names the row; the mark's subject",
                "role": "what the site entrusts, not what is known of somebody",
                "suspended_at": "that the site refuses somebody; why is marked",
            },
            whose={"person_id": "id = :number"},
        ),
    ),
    elsewhere={"StoredExport.file": "the folder of exports; removed before the rows go"},
)
