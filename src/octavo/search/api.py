"""The door: the Protocol and values of search."""

from octavo.search.v1.search import (
    CONTRACT,
    FindStoriesResponse,
    Hit,
    IndexState,
    PersonId,
    Search,
    StoredChange,
    StoredEntry,
    StoryId,
    SuggestedPerson,
    SuggestedTag,
    SuggestResponse,
)

__all__ = [
    "CONTRACT",
    "FindStoriesResponse",
    "Hit",
    "IndexState",
    "PersonId",
    "Search",
    "StoredChange",
    "StoredEntry",
    "StoryId",
    "SuggestResponse",
    "SuggestedPerson",
    "SuggestedTag",
]
