"""From what the services say to what the templates show."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from octavo.accounts.api import Person, PersonId
from octavo.document.rendering import IMAGE_WIDTHS, ImageAddress
from octavo.edge.addresses import Addresses
from octavo.edge.mastheads import Mastheads
from octavo.edge.pages.views import Author, Link, Nameplate, Picture, StoryCard, Topic
from octavo.publications.api import Logo, PageLink, Publication, Section
from octavo.stories.api import Cover, Story, Tag, Visibility

_PORTRAIT_WIDTHS: Final = (96, 240)
_LOGO_WIDTHS: Final = (240, 720)


def writers(stories: Iterable[Story]) -> list[PersonId]:
    """Everybody who wrote one of these, alone or with others."""
    return list(dict.fromkeys(one for story in stories for one in (story.author_id, *story.co_author_ids)))


class Showing:
    """Makes the values of the views. `images` signs the addresses of pictures."""

    def __init__(self, addresses: Addresses, images: ImageAddress, mastheads: Mastheads) -> None:
        self._addresses = addresses
        self._images = images
        self._mastheads = mastheads

    def author(self, person: Person | None) -> Author:
        """A person as everybody sees them; one who cannot be told has no name and no address."""
        if person is None:
            return Author(name="", handle="", address="")
        return Author(
            name=person.name or f"@{person.handle}",
            handle=person.handle,
            address=self._addresses.person(person.handle),
            bio=person.bio,
            picture=self.portrait(person),
        )

    def co_authors(self, ids: Iterable[str], people: Mapping[str, Person]) -> tuple[Author, ...]:
        """Those of these people that can be told, as everybody sees them."""
        return tuple(self.author(people[one]) for one in ids if one in people)

    def picture(self, image_id: str, width: int) -> str:
        """Where a picture is, in this width."""
        return self._images(image_id, width)

    def portrait(self, person: Person) -> Picture | None:
        """A person's picture, square by the style sheet."""
        if not person.picture_id:
            return None
        small, large = (self._images(person.picture_id, width) for width in _PORTRAIT_WIDTHS)
        return Picture(src=small, srcset=f"{small} {_PORTRAIT_WIDTHS[0]}w, {large} {_PORTRAIT_WIDTHS[1]}w")

    def links(self, person: Person) -> tuple[Link, ...]:
        """The links of a profile."""
        return tuple(Link(label=link.label, address=link.url) for link in person.links)

    def cover_above(self, cover: Cover | None, html: str) -> Picture | None:
        """The cover at the head of a text, unless the text shows that picture itself."""
        return None if cover is not None and cover.image_id in html else self.cover(cover)

    def cover(self, cover: Cover | None) -> Picture | None:
        """A story's cover in every width that is offered and not wider than the original."""
        if cover is None:
            return None
        widths = [width for width in IMAGE_WIDTHS if not cover.width or width < cover.width]
        if cover.width and cover.width < IMAGE_WIDTHS[-1]:
            widths.append(cover.width)
        shown = min((width for width in widths if width >= 720), default=widths[-1])
        return Picture(
            src=self._images(cover.image_id, shown),
            srcset=", ".join(f"{self._images(cover.image_id, width)} {width}w" for width in widths),
            alt=cover.alt,
            width=cover.width,
            height=cover.height,
            placeholder=cover.placeholder,
        )

    def figure(self, cover: Picture) -> str:
        """A cover as it stands above the text where there is no page: in a feed, at its whole address."""
        source = escape(self._addresses.absolute(cover.src))
        return f'<figure><img src="{source}" alt="{escape(cover.alt)}"></figure>\n'

    def topic(self, name: str, *, stories: int = 0) -> Topic:
        """A tag by its name."""
        return Topic(name=name, address=self._addresses.tag(name), stories=stories)

    def topics(self, tags: Iterable[Tag], *, without: str = "") -> tuple[Topic, ...]:
        """Tags with how many stories they have."""
        return tuple(self.topic(tag.name, stories=tag.stories) for tag in tags if tag.name != without)

    def plate(self, publication: Publication, *, here: str = "") -> Nameplate:
        """The head of a publication's pages."""
        logo, of = publication.logo, self._addresses.publication

        def link(part: Section | PageLink, label: str) -> Link:
            return Link(label=label, address=of(publication.slug, part.slug))

        return Nameplate(
            name=publication.name,
            address=of(publication.slug),
            description=publication.description,
            logo=self.logo(logo) if logo else None,
            look=self._addresses.colours(publication.accent) if publication.accent else "",
            navigation=tuple(Link(label=one.label, address=one.address) for one in publication.navigation),
            sections=tuple(link(section, section.name) for section in publication.sections),
            pages=tuple(link(page, page.title) for page in publication.pages),
            here=of(publication.slug, here) if here else "",
            archived=publication.archived,
        )

    def logo(self, logo: Logo) -> Picture:
        """A publication's sign, whole, however wide it is."""
        small, large = (self._images(logo.image_id, width) for width in _LOGO_WIDTHS)
        return Picture(
            src=small,
            srcset=f"{small} {_LOGO_WIDTHS[0]}w, {large} {_LOGO_WIDTHS[1]}w",
            width=logo.width,
            height=logo.height,
            placeholder=logo.placeholder,
        )

    def address(self, story: Story, person: Person | None) -> str:
        """Where a story is read: below its publication, or its author; by its id alone where neither can be
        told. Publications are told where `Mastheads.fetch` has them near."""
        publication = self._mastheads.near(story.publication_id)
        if publication is not None:
            return self._addresses.publication_story(publication.slug, story.slug, story.id)
        if person is None:
            return self._addresses.short(story.id)
        return self._addresses.story(person.handle, story.slug, story.id)

    def card(self, story: Story, people: Mapping[str, Person], *, inside: bool = False) -> StoryCard:
        """A story in a list, with its authors as far as they are known; `inside` its publication the list
        says its name already."""
        person = people.get(story.author_id)
        publication = None if inside else self._mastheads.near(story.publication_id)
        return StoryCard(
            title=story.title,
            address=self.address(story, person),
            author=self.author(person),
            co_authors=self.co_authors(story.co_author_ids, people),
            published_at=story.published_at,
            excerpt=story.excerpt,
            minutes=story.reading_minutes,
            picture=self.cover(story.cover),
            topics=tuple(map(self.topic, story.tags)),
            members_only=story.visibility is Visibility.MEMBERS,
            members_part=story.members_part,
            language=story.language,
            publication=Link(label=publication.name, address=self._addresses.publication(publication.slug))
            if publication
            else None,
        )

    def cards(self, stories: Iterable[Story], people: Mapping[str, Person]) -> tuple[StoryCard, ...]:
        """Stories in a list, with their authors as far as they are known."""
        return tuple(self.card(story, people) for story in stories)
