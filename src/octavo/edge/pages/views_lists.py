"""Pages of reading lists, and of who follows whom. Addresses are text."""

from typing import ClassVar

import msgspec

from octavo.edge.pages.views import Author, Sharing, StoryCard
from octavo.edge.pages.views_graph import FollowButton, StoryLine


class ListRow(msgspec.Struct, frozen=True, kw_only=True):
    """A list by its name; `holds` says whether the story in question is in it."""

    list_id: str
    name: str
    address: str
    description: str = ""
    stories: int = 0
    public: bool = False
    holds: bool = False


class ListsPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/@handle/lists`: a person's public lists."""

    template: ClassVar[str] = "lists.html"
    author: Author
    rows: tuple[ListRow, ...] = ()
    older: str = ""
    first: str = ""
    sharing: Sharing = Sharing()
    follow: FollowButton | None = None


class ListedCard(msgspec.Struct, frozen=True, kw_only=True):
    """A story of a list, with what the list's owner says of it."""

    card: StoryCard
    note: str = ""


class ListPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/@handle/lists/ID`: a public list."""

    template: ClassVar[str] = "list.html"
    name: str
    author: Author
    description: str = ""
    stories: int = 0
    cards: tuple[ListedCard, ...] = ()
    older: str = ""
    first: str = ""
    sharing: Sharing = Sharing()
    follow: FollowButton | None = None


class OwnListsPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/lists`: the reader's own lists; fields as they were sent, where something was wrong with them."""

    template: ClassVar[str] = "own_lists.html"
    rows: tuple[ListRow, ...] = ()
    older: str = ""
    first: str = ""
    name: str = ""
    description: str = ""
    public: bool = False
    problem: str = ""


class OwnListRow(msgspec.Struct, frozen=True, kw_only=True):
    """A story in one's own list; `place` counts from 0."""

    line: StoryLine
    note: str = ""
    place: int = 0


class OwnListPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/lists/ID`: a list, for its owner to put in order."""

    template: ClassVar[str] = "own_list.html"
    list_id: str
    name: str
    description: str = ""
    public: bool = False
    address: str = ""
    stories: int = 0
    rows: tuple[OwnListRow, ...] = ()
    here: str = ""
    older: str = ""
    first: str = ""
    problem: str = ""


class SaveInPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/p/ID/lists`: in which of the reader's lists a story is."""

    template: ClassVar[str] = "save_in.html"
    story_id: str
    title: str
    story: str
    later: bool = False
    rows: tuple[ListRow, ...] = ()
    problem: str = ""


class PeopleListPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/@handle/followers` and `/@handle/following`; `show` is the last part of the address."""

    template: ClassVar[str] = "people_of.html"
    author: Author
    show: str
    people: tuple[Author, ...] = ()
    older: str = ""
    first: str = ""


PublicLists = ListsPage | ListPage
ListPages = PublicLists | OwnListsPage | OwnListPage | SaveInPage | PeopleListPage
