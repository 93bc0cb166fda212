"""One story of the old site as a document of this one: its calls, images and links settled, and counted."""

import html
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import msgspec

from octavo.document.addresses import safe_link
from octavo.document.conversion import Conversion, Fate, Loss, Picture
from octavo.document.html_import import from_html
from octavo.document.markdown_import import to_html
from octavo.document.nodes import Document, walk
from octavo.document.reading import links as links_of
from octavo.imports import old_addresses, template_calls
from octavo.imports.captions import with_captions
from octavo.imports.folder import Folder, Post
from octavo.imports.old_addresses import OldSite

_OPEN_QUOTE = re.compile(r"""(<a\s+href="[^"<>\s]+)>""")
_BROKEN_LINK = re.compile(r"\]\([^()\s]*\s[^()]*\)")

MOST_CO_AUTHORS = 50
"""So many authors of a story are named as its co-authors, besides its first."""


class Known(msgspec.Struct, kw_only=True):
    """What is known of the new site so far, by the old site's names.

    people: handles by author key; stories: story ids by file name; pictures: by owner and file.
    """

    people: dict[str, str] = {}
    stories: dict[str, str] = {}
    pictures: dict[tuple[str, Path], Picture | None] = {}


class Tally(msgspec.Struct, kw_only=True):
    """What stood in one text; each number counts places, as in `report.Counts`."""

    images: int = 0
    images_stored: int = 0
    images_unresolved: int = 0
    images_elsewhere: int = 0
    links: int = 0
    links_mended: int = 0
    links_left: int = 0
    links_elsewhere: int = 0
    links_to_people: int = 0
    links_refused: int = 0
    links_broken: int = 0
    anchors: int = 0
    captions: int = 0


class Translated(msgspec.Struct, frozen=True, kw_only=True):
    """The document of a story, what it cost, the files of its images, and the stories that it
    links to and whose ids are not known yet."""

    document: Document
    losses: tuple[Loss, ...]
    tally: Tally
    wanted: tuple[Path, ...]
    awaited: frozenset[str]


class Translator:
    """Translates the stories of one folder."""

    def __init__(self, folder: Folder, site: OldSite, published: frozenset[str], known: Known) -> None:
        self._folder = folder
        self._site = site
        self._published = published
        self._known = known

    def person_name(self, key: str) -> str:
        """An author's name as it may be shown: from the folder's own list, else made of the key."""
        listed = self._folder.people.get(key)
        if listed is not None:
            return listed.name
        if any(character.isupper() or character == " " for character in key):
            return key
        return " ".join(word.capitalize() for word in key.replace("_", "-").split("-") if word) or key

    def translate(self, post: Post, owner: str, source: str) -> Translated:
        """The story as it is with what is known now. `owner` is who owns its images, `source` its ids' root.

        Raises InvalidDocument where the text is too large for a document.
        """
        settling = _Settling(post, owner, self._folder, self._site, self._published, self._known)
        body, mended = _with_closed_quotes(post.body)
        expanded = template_calls.expand(body, post.fields, self.person_name)
        page, dropped = (expanded.text, ()) if post.is_html else to_html(expanded.text)
        page = expanded.finish(page) + self._byline(post.about.authors[1 + MOST_CO_AUTHORS :])
        conversion = from_html(
            page, pictures=settling.picture, links=settling.link, source=source, shift_headings=True
        )
        document, captions = with_captions(_without_title(conversion, post.about.title))
        tally = settling.tally
        tally.captions = captions
        # What is embedded was a link to elsewhere in its source.
        embedded = sum(node.type == "embed" for node in walk(document.content))
        tally.links += embedded
        tally.links_elsewhere += embedded
        broken = _broken_links(document)
        tally.links_broken = len(broken)
        tally.anchors = sum(address.startswith("#") for address in links_of(document))
        return Translated(
            document=document,
            losses=(
                *mended,
                *expanded.losses,
                *dropped,
                *map(_said, conversion.losses),
                *settling.losses,
                *broken,
            ),
            tally=tally,
            wanted=tuple(settling.wanted),
            awaited=frozenset(settling.awaited),
        )

    def _byline(self, others: tuple[str, ...]) -> str:
        """Authors beyond the most that a story may have are thanked at its end."""
        if not others:
            return ""
        linked = [
            f'<a href="{template_calls.PERSON}{html.escape(key)}">{html.escape(self.person_name(key))}</a>'
            for key in others
        ]
        told = ", ".join(linked[:-1]) + (" and " if linked[:-1] else "") + linked[-1]
        return f"\n<p><em>Written with {told}.</em></p>"


class _Settling:
    """Settles the images and links of one text, and counts them."""

    def __init__(
        self, post: Post, owner: str, folder: Folder, site: OldSite, published: frozenset[str], known: Known
    ) -> None:
        self.tally = Tally()
        self.losses: list[Loss] = []
        self.wanted: dict[Path, None] = {}
        self.awaited: set[str] = set()
        self._post, self._owner = post, owner
        self._folder, self._site, self._published, self._known = folder, site, published, known

    def picture(self, source: str) -> Picture | str | None:
        self.tally.images += 1
        file = self._folder.file(source, self._post.path)
        if file is not None:
            self.wanted[file] = None
            picture = self._known.pictures.get((self._owner, file))
            if picture is not None:
                self.tally.images_stored += 1
                return picture
        elif urlsplit(source).netloc:
            self.tally.images_elsewhere += 1
            return None
        self.tally.images_unresolved += 1
        return self._absolute(source)

    def link(self, address: str) -> str | None:
        if address.startswith(template_calls.PERSON):
            return self._person(address.removeprefix(template_calls.PERSON))
        self.tally.links += 1
        if address.startswith(template_calls.POST):
            file, ours = self._site.story_in(address.removeprefix(template_calls.POST)), True
        elif safe_link(address) is None:
            self.tally.links_refused += 1
            return address  # from_html names it
        else:
            file, ours = (None, False) if address.startswith("mailto:") else self._site.story_at(address)
        if file is not None and file in self._published:
            self.tally.links_mended += 1
            return self._mended(file, address)
        if ours:
            self.tally.links_left += 1
            self.losses.append(Loss(Fate.DEGRADED, "link to a page that was not imported", address))
            return self._absolute(address)
        self.tally.links_elsewhere += 1
        return address

    def _mended(self, file: str, address: str) -> str:
        story = self._known.stories.get(file)
        if story is not None:
            return f"/p/{story}"
        self.awaited.add(file)
        return urlsplit(address).path or address

    def _person(self, key: str) -> str | None:
        handle = self._known.people.get(key)
        if handle is None:
            return None
        self.tally.links_to_people += 1
        return f"/@{handle}"

    def _absolute(self, address: str) -> str:
        """The address on the old site, where that is known; a path that is relative starts at the story's."""
        if not self._site.url or urlsplit(address).netloc:
            return address
        return urljoin(f"{self._site.url}{old_addresses.of(self._post)[0]}/", address)


def _without_title(conversion: Conversion, title: str) -> Document:
    """The title is not in the body here; some write it there as a heading too."""
    first, *rest = conversion.document.content
    said = "".join(child.text for child in first.content)
    if first.type == "heading" and rest and " ".join(said.split()).casefold() == title.casefold():
        return Document(content=tuple(rest))
    return conversion.document


def _with_closed_quotes(body: str) -> tuple[str, tuple[Loss, ...]]:
    """The text with the quote that a link lacks at its end; without it all up to the next one is lost."""
    mended = tuple(
        Loss(Fate.DEGRADED, "quote missing after a link", match[0]) for match in _OPEN_QUOTE.finditer(body)
    )
    return _OPEN_QUOTE.sub(r'\1">', body), mended


def _broken_links(document: Document) -> tuple[Loss, ...]:
    """What was meant as a link and is none by the rules of Markdown: its address has a space in it."""
    texts = (
        node.text
        for block in walk(document.content)
        if block.type != "codeBlock"
        for node in block.content
        if not any(mark.type == "code" for mark in node.marks)
    )
    found = (match[0] for text in texts for match in _BROKEN_LINK.finditer(text))
    return tuple(Loss(Fate.DEGRADED, "link whose address is broken at its source", words) for words in found)


def _said(loss: Loss) -> Loss:
    if loss.where.startswith(template_calls.PERSON):
        name = loss.where.removeprefix(template_calls.PERSON)
        return Loss(Fate.DEGRADED, "person without a page here: only the name", name)
    return loss


def cover_alt(document: Document, image: str) -> str:
    """What the text says of the image that is its cover; empty where it is not in the text."""
    figures = (node for node in document.content if node.type == "figure")
    return next((str(node.attrs["alt"] or "") for node in figures if node.attrs["image"] == image), "")


def names_of_pictures(known: Mapping[tuple[str, Path], Picture | None]) -> int:
    """How many different files are stored."""
    return len({file for (_, file), picture in known.items() if picture is not None})
