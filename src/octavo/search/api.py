"""The door: the Protocol and values of search."""

from octavo.search.v1.search import (
    CONTRACT,
    FindStoriesResponse,
    Hit,
    IndexState,
    PersonId,
    PublicationId,
    Search,
    StoredChange,
    StoredEntry,
    StoryId,
    SuggestedPerson,
    SuggestedPublication,
    SuggestedTag,
    SuggestResponse,
)

__all__ = [
    "CONTRACT",
    "FindStoriesResponse",
    "Hit",
    "IndexState",
    "PersonId",
    "PublicationId",
    "Search",
    "StoredChange",
    "StoredEntry",
    "StoryId",
    "SuggestResponse",
    "SuggestedPerson",
    "SuggestedPublication",
    "SuggestedTag",
]
