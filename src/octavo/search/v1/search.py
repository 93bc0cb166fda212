# Generated from octavo/search/v1/search.proto by `make proto`; not to be edited.

"""Search: what is found of what is public."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Protocol

import msgspec

from octavo.accounts.v1.ids import PersonId
from octavo.chassis.contract import (
    Audience,
    Category,
    Contract,
    Erasure,
    Idempotency,
    Int32,
    Method,
    Moment,
    Personal,
)
from octavo.publications.v1.ids import PublicationId
from octavo.stories.v1.ids import StoryId

__all__ = [
    "CONTRACT",
    "FindStoriesRequest",
    "FindStoriesResponse",
    "GetIndexStateRequest",
    "GetIndexStateResponse",
    "Hit",
    "IndexState",
    "PersonId",
    "PublicationId",
    "RebuildRequest",
    "RebuildResponse",
    "Search",
    "StoredChange",
    "StoredEntry",
    "StoryId",
    "SuggestRequest",
    "SuggestResponse",
    "SuggestedPerson",
    "SuggestedPublication",
    "SuggestedTag",
]


class Hit(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A story that was found."""

    story_id: StoryId = StoryId("")
    # The title, escaped, with <mark> around what was looked for.
    title_html: str = ""
    # A passage of what the caller may read of it, escaped and marked alike.
    snippet_html: str = ""


class SuggestedPerson(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What is suggested while one types."""

    person_id: PersonId = PersonId("")
    handle: str = ""
    name: str = ""


class SuggestedPublication(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    publication_id: PublicationId = PublicationId("")
    slug: str = ""
    name: str = ""


class SuggestedTag(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    name: str = ""
    # About how many stories have it.
    stories: Int32 = 0


class IndexState(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The index as it is."""

    documents: int = 0
    # Stories and people whose change is not in it yet.
    waiting: int = 0
    # It is being made, or made anew.
    building: bool = False
    # Empty where there is none yet.
    built_at: Moment | None = None


class FindStoriesRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    query: str = ""
    # Filters; each counts together with those in the query.
    author_id: PersonId = PersonId("")
    tag: str = ""
    # Published from then on, and before then.
    since: Moment | None = None
    until: Moment | None = None
    # From 1 to 50.
    limit: Int32 = 10
    # The `next` of the page before.
    after: str = ""
    # Only in this publication.
    publication_id: PublicationId = PublicationId("")
    # The asker's language (BCP 47), whose forms of words are tried first.
    language: str = ""


class FindStoriesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    hits: tuple[Hit, ...] = ()
    # Where the next page begins; empty: this was the last.
    next: str = ""


class SuggestRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # Its first 100 characters count.
    text: str = ""
    # Of each kind, from 1 to 20.
    limit: Int32 = 5


class SuggestResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    people: tuple[SuggestedPerson, ...] = ()
    tags: tuple[SuggestedTag, ...] = ()
    publications: tuple[SuggestedPublication, ...] = ()


class RebuildRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class RebuildResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class GetIndexStateRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    pass


class GetIndexStateResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    state: IndexState


class StoredChange(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What the service keeps in its database until the index has it: which story
    or person changed, and no word of them.
    """

    # Kept when the person is erased: it is gone as soon as the index has forgotten them too, in a second or
    # so.
    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.KEEP, subject="person_id")] = PersonId(
        ""
    )


class StoredEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What the index has of people and of what they wrote, beside the words of the
    published stories: it goes with the person by a step of the service's own.
    """

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    handle: Annotated[str, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = ""
    name: Annotated[str, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = ""
    text: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="person_id")] = ""


class Search(Protocol):
    """Finds stories by words, and people, publications and tags while one types. Nothing that is
    asked fails by its form: what cannot be understood is read as plain words.
    """

    async def find_stories(
        self,
        *,
        query: str = "",
        author_id: PersonId = PersonId(""),
        tag: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 10,
        after: str = "",
        publication_id: PublicationId = PublicationId(""),
        language: str = "",
    ) -> FindStoriesResponse:
        """Stories that have the words, best first: those alone that the caller may
        know of now. The text below the members' line of a story is looked at only
        for those who may read it.

        In `query`: words, "phrases in quotes", -without, author:handle, tag:name,
        in:publication, before:2026-05-01, after:2025. Its first 500 characters and
        32 words count. An empty query with a filter gives the newest.
        """
        ...

    async def suggest(self, *, text: str, limit: int = 5) -> SuggestResponse:
        """People by name or handle, publications, and tags, that begin with what is typed."""
        ...

    async def rebuild(self) -> None:
        """Has the index made anew from the stories and people; what is found goes on
        being found meanwhile. Operator only.
        """
        ...

    async def get_index_state(self) -> IndexState:
        """Where the index stands. Owner, moderators and operator."""
        ...


CONTRACT = Contract(
    name="octavo.search.v1.Search",
    wire="octavo.search.v1.search_wire",
    methods=(
        Method(
            name="FindStories",
            call="find_stories",
            request=FindStoriesRequest,
            response=FindStoriesResponse,
            audience=Audience.PUBLIC,
            scope="search",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="Suggest",
            call="suggest",
            request=SuggestRequest,
            response=SuggestResponse,
            audience=Audience.PUBLIC,
            scope="search",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="Rebuild",
            call="rebuild",
            request=RebuildRequest,
            response=RebuildResponse,
            returns=None,
        ),
        Method(
            name="GetIndexState",
            call="get_index_state",
            request=GetIndexStateRequest,
            response=GetIndexStateResponse,
            returns="state",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            plain_response=False,
        ),
    ),
)
