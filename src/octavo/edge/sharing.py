"""What other machines learn of a page: feeds, cards and JSON-LD, with whole addresses."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from octavo.accounts.api import Person
from octavo.document.rendering import ImageAddress
from octavo.edge import linked_data
from octavo.edge.addresses import Addresses
from octavo.edge.pages.views import FeedLink, Sharing
from octavo.publications.api import Publication
from octavo.stories.api import Story, Visibility
from octavo.syndication.api import MEDIA_TYPES, CardFormat, Format

SHARING_WIDTH: Final = 1440
"""The width of the image that messengers and search engines show; they want at least 1200 pixels."""
_PORTRAIT_WIDTH: Final = 720
_FORM_NAMES: Final = {Format.RSS: "RSS", Format.ATOM: "Atom", Format.JSON: "JSON Feed"}


class Sharer:
    """Makes `Sharing` for every kind of page. `images` signs the addresses of pictures."""

    def __init__(
        self, addresses: Addresses, images: ImageAddress, *, name: str, description: str, language: str
    ) -> None:
        self._addresses = addresses
        self._images = images
        self._name = name
        self._description = description
        self._language = language

    def feeds(self, of: Callable[[Format], str], title: str) -> tuple[FeedLink, ...]:
        """The feeds that a page names, in every form."""
        return tuple(
            FeedLink(
                media_type=MEDIA_TYPES[form].partition(";")[0],
                address=self._addresses.absolute(of(form)),
                title=f"{title} ({_FORM_NAMES[form]})",
            )
            for form in Format
        )

    def home(self, *, after: str) -> Sharing:
        """The first page of all."""
        whole, addresses = self._addresses.absolute, self._addresses
        site = linked_data.website(
            name=self._name,
            address=whole(addresses.home()),
            description=self._description,
            language=self._language,
            publisher=self._publisher(),
        )
        return Sharing(
            canonical=whole(addresses.home(after=after)),
            description=self._description,
            feeds=self.feeds(addresses.feed, self._name),
            linked=None if after else linked_data.graph(site),
            indexed=not after,
        )

    def tag(self, name: str, *, after: str) -> Sharing:
        """A tag's page."""
        address = self._addresses.absolute(self._addresses.tag(name))
        linked = linked_data.graph(
            linked_data.collection(name=name, address=address),
            linked_data.trail(self._top(), (name, address)),
        )
        return Sharing(
            canonical=self._addresses.absolute(self._addresses.tag(name, after=after)),
            feeds=self.feeds(partial(self._addresses.tag_feed, name), f"{name} \u2013 {self._name}"),
            linked=None if after else linked,
            indexed=not after,
        )

    def person(self, person: Person, *, after: str) -> Sharing:
        """A person's page."""
        address = self._addresses.absolute(self._addresses.person(person.handle))
        linked = linked_data.graph(
            linked_data.profile_page(about=self._person(person), address=address, joined_at=person.joined_at),
            linked_data.trail(self._top(), (_name_of(person), address)),
        )
        return Sharing(
            canonical=self._addresses.absolute(self._addresses.person(person.handle, after=after)),
            description=person.bio,
            feeds=self.feeds(partial(self._addresses.person_feed, person.handle), _name_of(person)),
            linked=None if after else linked,
            indexed=not after,
        )

    def publication(self, publication: Publication, part: str, *, after: str) -> Sharing:
        """A publication's home, or one of its sections (`part`)."""
        whole, addresses = self._addresses.absolute, self._addresses
        address = whole(addresses.publication(publication.slug))
        linked = linked_data.graph(
            linked_data.organization(name=publication.name, address=address),
            linked_data.collection(name=publication.name, address=address),
            linked_data.trail(self._top(), (publication.name, address)),
        )
        return Sharing(
            canonical=whole(addresses.publication(publication.slug, part, after=after)),
            description=publication.description,
            feeds=self.feeds(partial(addresses.publication_feed, publication.slug), publication.name),
            linked=None if after or part else linked,
            indexed=not after,
        )

    def image(self, story: Story) -> str:
        """The whole address of a story's picture; empty where it has none."""
        cover = story.cover
        return self._addresses.absolute(self._images(cover.image_id, SHARING_WIDTH)) if cover else ""

    def story(
        self,
        story: Story,
        address: str,
        people: Mapping[str, Person],
        publication: Publication | None = None,
    ) -> Sharing:
        """A story's page at this address; of its authors those are named that can be told. Its publisher is
        the publication that it stands in, or else the site."""
        person = people.get(story.author_id)
        listed = story.visibility is not Visibility.UNLISTED
        here = self._addresses.absolute(address)
        author = self._addresses.absolute(self._addresses.person(person.handle)) if person else ""
        return Sharing(
            canonical=story.canonical_url or here,
            description=story.subtitle or story.excerpt,
            image=self.image(story),
            image_alt=story.cover.alt if story.cover else "",
            feeds=self.feeds(partial(self._addresses.person_feed, person.handle), _name_of(person))
            if person
            else (),
            published_at=story.published_at,
            updated_at=story.updated_at,
            author_address=author,
            tags=story.tags,
            cards=tuple(
                FeedLink(
                    media_type=form.media_type,
                    address=self._addresses.absolute(self._addresses.card(here, form)),
                    title=story.title,
                )
                for form in CardFormat
            ),
            linked=self._linked_story(story, here, author, people, publication) if listed else None,
            indexed=listed,
        )

    def _linked_story(
        self,
        story: Story,
        here: str,
        author: str,
        people: Mapping[str, Person],
        publication: Publication | None,
    ) -> linked_data.Thing:
        person = people.get(story.author_id)
        told = (people[one] for one in (story.author_id, *story.co_author_ids) if one in people)
        article = linked_data.article(
            title=story.title,
            address=story.canonical_url or here,
            published_at=story.published_at,
            updated_at=story.updated_at,
            authors=[self._person(one) for one in told],
            publisher=self._publisher(publication),
            description=story.subtitle or story.excerpt,
            image=self.image(story),
            language=story.language or self._language,
            tags=story.tags,
            words=story.words,
            free=story.visibility is not Visibility.MEMBERS and not story.members_part,
        )
        above = [(_name_of(person), author)] if person else []
        return linked_data.graph(article, linked_data.trail(self._top(), *above, (story.title, here)))

    def _person(self, person: Person) -> linked_data.Thing:
        picture = self._images(person.picture_id, _PORTRAIT_WIDTH) if person.picture_id else ""
        return linked_data.person(
            name=_name_of(person),
            address=self._addresses.absolute(self._addresses.person(person.handle)),
            picture=self._addresses.absolute(picture) if picture else "",
            bio=person.bio,
            same_as=[link.url for link in person.links],
        )

    def _publisher(self, publication: Publication | None = None) -> linked_data.Thing:
        if publication is not None:
            where = self._addresses.absolute(self._addresses.publication(publication.slug))
            return linked_data.organization(name=publication.name, address=where)
        return linked_data.organization(
            name=self._name, address=self._addresses.absolute(self._addresses.home())
        )

    def _top(self) -> tuple[str, str]:
        return self._name, self._addresses.absolute(self._addresses.home())


def _name_of(person: Person) -> str:
    return person.name or f"@{person.handle}"
