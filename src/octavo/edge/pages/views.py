"""What the public pages show: one frozen Struct per template, and the small values in them.

A page's code fills one of these and hands it to `octavo.edge.render.Look.page`. Nothing here knows
a service: addresses are made by the edge's one function for them and arrive as text; `…html` fields
hold markup that was rendered and sanitised before and goes to the page as it stands; every other
text is escaped. Times are aware datetimes.

The views of the signed-in pages are in `views_private`, those of mails in `views_mail`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from octavo.edge.pages.views_api import ApiPage, ApiServicePage
from octavo.edge.pages.views_graph import ClapButton, FollowButton, TopMark


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """An image ready for an `<img>`.

    `srcset` as HTML has it ("address 360w, address 720w") or empty. `width` and `height` in pixels of
    the upright original, 0 where unknown: they keep the page from jumping. `placeholder` is the
    ThumbHash in base64 that the images service gives, or empty.
    """

    src: str
    alt: str = ""
    srcset: str = ""
    width: int = 0
    height: int = 0
    placeholder: str = ""


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """A person as everybody sees them. `address` is the profile's path."""

    name: str
    handle: str
    address: str
    bio: str = ""
    picture: Picture | None = None


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled address, such as a link of a profile. An empty label shows the address itself."""

    label: str
    address: str


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A tag. `name` as people read it; `stories` is how many there are, 0 where that is not shown."""

    name: str
    address: str
    stories: int = 0


class Nameplate(msgspec.Struct, frozen=True, kw_only=True):
    """The head of a publication's pages. `look` is the style sheet with its colour, empty: the site's own.

    `here` is the slug of the section or page that is shown, which stands in `sections` or `pages` as the
    last part of its address.
    """

    name: str
    address: str
    description: str = ""
    logo: Picture | None = None
    look: str = ""
    navigation: tuple[Link, ...] = ()
    sections: tuple[Link, ...] = ()
    pages: tuple[Link, ...] = ()
    here: str = ""
    archived: bool = False


class StoryCard(msgspec.Struct, frozen=True, kw_only=True):
    """A story in a list. `minutes` of reading; `language` BCP 47, empty: the site's."""

    title: str
    address: str
    author: Author
    published_at: datetime | None
    co_authors: tuple[Author, ...] = ()
    excerpt: str = ""
    minutes: int = 0
    picture: Picture | None = None
    topics: tuple[Topic, ...] = ()
    members_only: bool = False
    members_part: bool = False
    language: str = ""
    publication: Link | None = None
    """Where it stands, if not below its author; not said again inside it."""


class FeedLink(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that a page names: its media type, its whole address, and what it is called."""

    media_type: str
    address: str
    title: str


class Sharing(msgspec.Struct, frozen=True, kw_only=True):
    """What other machines learn of a page: search engines, messengers, feed readers.

    Addresses here are absolute. `canonical` empty: none is named. `image` is at least 1200 pixels wide
    where there is one. `feeds` are the page's own, one for each form, RSS first. `published_at` to
    `tags` are an article's. `cards` are where other sites learn how to show the page in theirs (oEmbed), one
    for each form. `linked` is JSON-LD.
    """

    canonical: str = ""
    description: str = ""
    image: str = ""
    image_alt: str = ""
    feeds: tuple[FeedLink, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    author_address: str = ""
    tags: tuple[str, ...] = ()
    cards: tuple[FeedLink, ...] = ()
    linked: Mapping[str, Any] | None = None
    indexed: bool = True


class HomePage(msgspec.Struct, frozen=True, kw_only=True):
    """`/`: the newest stories. `lead` stands first and large, only on the first page.

    `older` is the address of the next page by key, empty on the last one; `first` is the address of
    the first page when this is not it.
    """

    template: ClassVar[str] = "home.html"
    lead: StoryCard | None = None
    stories: tuple[StoryCard, ...] = ()
    topics: tuple[Topic, ...] = ()
    older: str = ""
    first: str = ""
    sharing: Sharing = Sharing()


class TagPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/tag/NAME`. `related` are other tags worth a look."""

    template: ClassVar[str] = "tag.html"
    topic: Topic
    stories: tuple[StoryCard, ...] = ()
    related: tuple[Topic, ...] = ()
    older: str = ""
    first: str = ""
    follow: FollowButton | None = None
    sharing: Sharing = Sharing()


class ProfilePage(msgspec.Struct, frozen=True, kw_only=True):
    """`/@handle`. The first page has `first` empty. `report` is where the person is reported."""

    template: ClassVar[str] = "profile.html"
    author: Author
    links: tuple[Link, ...] = ()
    joined_at: datetime | None = None
    report: str = ""
    also: tuple[Author, ...] = ()
    """People whom the same readers follow."""
    follow: FollowButton | None = None
    stories: tuple[StoryCard, ...] = ()
    older: str = ""
    first: str = ""
    sharing: Sharing = Sharing()


class SeriesNav(msgspec.Struct, frozen=True, kw_only=True):
    """A story's place in its series: part `number` of `of`."""

    title: str
    address: str
    number: int
    of: int
    previous: Link | None = None
    next: Link | None = None


class InLanguage(msgspec.Struct, frozen=True, kw_only=True):
    """A translation of a story, the story itself among them: `language` BCP 47, `name` in itself ("Deutsch").
    `whole_address` is for the head."""

    language: str
    name: str
    address: str
    whole_address: str
    here: bool = False


class SeriesPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/@handle/series/slug-ID`: stories in an order of their author's."""

    template: ClassVar[str] = "series.html"
    title: str
    author: Author
    description: str = ""
    stories: tuple[StoryCard, ...] = ()
    sharing: Sharing = Sharing()


class StoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """A story: published, or a draft by its secret link (`shared_draft`), or its author's preview.

    `body_html` is the rendered document, for a members' story its teaser: then `members_only` is true (or
    `members_part`, where the author drew a line) and `full_address` is `/p/ID/full`, which gives the whole
    text as a page to whoever is signed in and confirmed (with `?fragment=1`: only the body's HTML). Where
    the whole text is here, `full_address` is empty. `story_id` lets the page's script ask `/me/here` about
    it. `updated_at` is set only where it is worth telling the reader. `original` names the address where
    the story first stood, if elsewhere.
    """

    template: ClassVar[str] = "story.html"
    story_id: str
    title: str
    author: Author
    body_html: str
    address: str
    co_authors: tuple[Author, ...] = ()
    subtitle: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    minutes: int = 0
    cover: Picture | None = None
    cover_caption: str = ""
    topics: tuple[Topic, ...] = ()
    language: str = ""
    members_only: bool = False
    members_part: bool = False
    full_address: str = ""
    unlisted: bool = False
    shared_draft: bool = False
    preview: bool = False
    edit_address: str = ""
    original: str = ""
    series: SeriesNav | None = None
    plate: Nameplate | None = None
    """The publication that it stands in."""
    languages: tuple[InLanguage, ...] = ()
    more: tuple[StoryCard, ...] = ()
    follow: FollowButton | None = None
    claps: ClapButton | None = None
    responses: int = 0
    top: TopMark | None = None
    related: tuple[StoryCard, ...] = ()
    """How many everybody sees."""
    sharing: Sharing = Sharing()


class SearchHit(msgspec.Struct, frozen=True, kw_only=True):
    """A story that was found: its title with marks, and a passage of its text."""

    card: StoryCard
    title_html: str
    snippet_html: str


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/search`. `query`, `author`, `tag`, `place` (a publication), `since` and `until` are what was typed;
    `away`: the search cannot answer. `more` is the address of the next hits, `first` of the best ones where
    these are not they."""

    template: ClassVar[str] = "search.html"
    query: str = ""
    author: str = ""
    tag: str = ""
    place: str = ""
    since: str = ""
    until: str = ""
    unfiltered: str = ""
    away: bool = False
    hits: tuple[SearchHit, ...] = ()
    people: tuple[Author, ...] = ()
    houses: tuple[Link, ...] = ()
    topics: tuple[Topic, ...] = ()
    more: str = ""
    first: str = ""
    sharing: Sharing = Sharing(indexed=False)

    @property
    def filtered(self) -> bool:
        """Whether the search is narrowed down."""
        return bool(self.author or self.tag or self.place or self.since or self.until)

    @property
    def asked(self) -> bool:
        """Whether something is looked for."""
        return bool(self.query or self.filtered)


class ErrorPage(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong and what to do. Known `status`: 400, 403, 404, 405, 410, 413, 421, 429, 500, 503.

    `retry_after` in seconds for 429 and 503, 0 where unknown. `request_id` helps the operator find the
    log line; shown for 500 and 503. `message` replaces the page's own explanation where the edge knows
    more; it is already in the reader's language.
    """

    template: ClassVar[str] = "error.html"
    status: int
    message: str = ""
    retry_after: int = 0
    request_id: str = ""
    sharing: Sharing = Sharing(indexed=False)


class EmbedPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/p/ID/embed`: a story as a card in a frame of another site. Addresses are whole ones."""

    template: ClassVar[str] = "embed.html"
    card: StoryCard
    address: str
    home: str


PublicPage = (
    HomePage
    | TagPage
    | ProfilePage
    | StoryPage
    | SeriesPage
    | SearchPage
    | ErrorPage
    | ApiPage
    | ApiServicePage
)
