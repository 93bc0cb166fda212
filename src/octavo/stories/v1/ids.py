# Generated from proto/octavo/stories/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.stories.v1: strings that must not be mixed up."""

from typing import NewType

__all__ = ["RevisionId", "SeriesId", "StoryId"]

RevisionId = NewType("RevisionId", str)
SeriesId = NewType("SeriesId", str)
StoryId = NewType("StoryId", str)
