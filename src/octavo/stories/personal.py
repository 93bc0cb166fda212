"""Where the stories keep what is marked in the contract."""

from collections.abc import Sequence
from typing import Final

from octavo.chassis.personal import Holdings, Table
from octavo.stories.api import StoredStory

_OTHERS: Final = {
    "id": "a number",
    "story_id": "a number",
    "revision_id": "a number",
    "published_revision_id": "a number",
    "status": "where the text stands",
    "status_before": "where the text stood",
    "turn": "counts writes",
    "version": "counts changes",
    "published_digest": "says only whether two texts are the same",
    "digest": "says only whether two texts are the same",
    "offered": "says only whether two texts are the same",
    "taken": "says only whether two texts are the same",
    "sealed": "how the row may be used",
    "published": "whether readers saw it",
    "members_part": "how much of it readers see",
    "withdrawn": "whether readers see it",
    "hidden": "whether readers see it",
    "listed": "whether lists show it",
    "words": "a length",
    "reading_minutes": "a length",
    "body_at": "where the text stands",
    "html_at": "where the text stands",
    "schema_version": "the program's own",
    "renderer": "the program's own",
    "publication_id": "a number",
    "section_id": "a number",
    "standing": "where the text stands",
    "role": "what they may do: no more than that they are in it",
}
_WORDING: Final = dict.fromkeys(
    ("title", "subtitle", "excerpt", "tags", "cover", "canonical_url", "visibility", "language"), "content"
)
_OF_THEIR_STORY: Final = {
    "author_id": "story_id IN (SELECT id FROM stories WHERE author_id = :number)",
}


def _others(columns: Sequence[str]) -> dict[str, str]:
    return {column: _OTHERS[column] for column in columns}


HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="revisions",
            kind=StoredStory,
            marked=("saved_by",),
            named={
                **_WORDING,
                "opening": "content",
                "wished_slug": "content",
                "body": "content",
                "began_at": "saved_at",
            },
            others=_others(
                (
                    "id",
                    "story_id",
                    "sealed",
                    "published",
                    "words",
                    "reading_minutes",
                    "digest",
                    "schema_version",
                    "body_at",
                )
            ),
            whose=_OF_THEIR_STORY,
        ),
        Table(
            name="published",
            kind=StoredStory,
            marked=("author_id", "published_at", "html"),
            named={**_WORDING, "updated_at": "published_at", "slug": "former_slugs", "teaser": "html"},
            others=_others(
                (
                    "story_id",
                    "revision_id",
                    "members_part",
                    "withdrawn",
                    "hidden",
                    "listed",
                    "words",
                    "reading_minutes",
                    "renderer",
                    "html_at",
                    "publication_id",
                    "section_id",
                )
            ),
        ),
        Table(
            name="story_tags",
            kind=StoredStory,
            marked=("author_id", "published_at"),
            named={"tag": "content"},
            others=_others(("story_id", "listed")),
        ),
        Table(
            name="slugs",
            kind=StoredStory,
            marked=("author_id",),
            named={"slug": "former_slugs", "since": "published_at"},
            others=_others(("story_id",)),
        ),
        Table(
            name="old_paths",
            kind=StoredStory,
            named={"path": "old_paths"},
            others=_others(("story_id",)),
            whose=_OF_THEIR_STORY,
        ),
        Table(
            name="imports",
            kind=StoredStory,
            marked=("source",),
            others=_others(("story_id", "offered", "taken")),
            whose=_OF_THEIR_STORY,
        ),
        Table(
            name="suspended_authors",
            kind=StoredStory,
            marked=("author_id",),
            named={"since": "suspended_since"},
        ),
        Table(
            name="memberships",
            kind=StoredStory,
            named={"person_id": "member_id"},
            others=_others(("publication_id", "role")),
        ),
        Table(
            name="co_authors",
            kind=StoredStory,
            marked=("answered_at",),
            named={"person_id": "co_author_id", "consent": "answered_at", "invited_at": "answered_at"},
            others=_others(("story_id",)),
        ),
        Table(
            name="texts_let_go",
            others={
                "address": "a number and digest of what is to be deleted",
                "due": "when it is to be deleted",
                "deleted_at": "when it was deleted",
            },
        ),
        Table(
            name="texts_turn",
            others={
                "one": "there is one row",
                "present": "chance, by which a copy of the database is told from it",
                "next": "the same",
            },
        ),
        Table(
            name="texts_copy",
            others={
                "one": "there is one row",
                "state": "how far texts were moved",
                "place": "the address of their table",
            },
        ),
        Table(
            name="translations",
            others={**_others(("story_id",)), "group_id": "a number"},
        ),
        Table(
            name="translation_offers",
            kind=StoredStory,
            named={"offered_at": "translation_offered_at"},
            others={**_others(("story_id",)), "other_id": "a number"},
            whose=_OF_THEIR_STORY,
        ),
        Table(
            name="series_parts",
            others={**_others(("story_id",)), "series_id": "a number", "place": "an order"},
        ),
        Table(
            name="series",
            kind=StoredStory,
            named={
                "owner_id": "series_owner_id",
                **dict.fromkeys(("title", "description", "slug"), "series_text"),
                "created_at": "series_begun_at",
            },
            others=_others(("id", "version")),
        ),
        Table(
            name="stories",
            kind=StoredStory,
            marked=(
                "author_id",
                "share_key",
                "created_at",
                "saved_at",
                "scheduled_for",
                "published_at",
                "deleted_at",
                "deleted_by",
            ),
            named={"slug": "former_slugs"},
            told=("status",),
            others=_others(
                (
                    "id",
                    "status",
                    "status_before",
                    "turn",
                    "version",
                    "revision_id",
                    "published_revision_id",
                    "published_digest",
                    "publication_id",
                    "standing",
                    "section_id",
                )
            ),
        ),
    )
)
