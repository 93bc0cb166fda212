"""Pages that lead to what one did not look for. Addresses are text."""

from typing import ClassVar

import msgspec

from octavo.edge.pages.views import Author, Sharing, StoryCard, Topic


class TrendingPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/trending` and `/tag/NAME/trending`: what is read most just now."""

    template: ClassVar[str] = "trending.html"
    topic: Topic | None = None
    stories: tuple[StoryCard, ...] = ()
    topics: tuple[Topic, ...] = ()
    sharing: Sharing = Sharing()


class TopicChoice(msgspec.Struct, frozen=True, kw_only=True):
    """Something to follow; `of` names it as the follow forms do."""

    of: str
    name: str
    chosen: bool = False
    stories: int = 0
    author: Author | None = None


class TopicsPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/topics`: topics and people to follow. `first`: the reader has just come."""

    template: ClassVar[str] = "topics.html"
    topics: tuple[TopicChoice, ...] = ()
    people: tuple[TopicChoice, ...] = ()
    first: bool = False


DiscoveryPages = TrendingPage | TopicsPage
