"""Writes the index: one process of the site at a time, in a thread of its own."""

import math
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, Protocol

import structlog
import tantivy

from octavo.chassis.events import micros
from octavo.chassis.ids import from_text
from octavo.search.adapters.analysis import field, inflected_words, spaced, stemmed_language
from octavo.search.ports import Gist, PersonEntry, PublicationEntry, StoryEntry

_HEAP_BYTES: Final = 32 << 20
_YEAR: Final = 365.25 * 86_400
_FRESHER: Final = 0.03
"""How much better a story ranks for being a year younger: 3 %."""
_MOST_INTEGER: Final = (1 << 63) - 1
_AT_ONCE: Final = 50

_log = structlog.get_logger(__name__)


class Shelf(Protocol):
    """Where the vectors of stories are kept: `vectors.Shelf`, which needs numpy."""

    @property
    def space(self) -> object | None:
        """None: nothing was learned, so there are none."""
        ...

    def add(self, gists: Sequence[Gist]) -> None:
        """The vectors of these stories, in the place of what there is. ValueError, OSError: it cannot be."""
        ...


class Writer:
    """An index open for writing. What is put in is found after `commit`."""

    def __init__(self, index: tantivy.Index, shelf: Shelf | None = None) -> None:
        """shelf: where the vectors of its stories are kept."""
        self._writer = index.writer(_HEAP_BYTES, 1)
        self._shelf = shelf
        self._gists: list[Gist] = []

    def read_after(self, turn: int) -> None:
        """Of no account here: the folder has one writer at a time, so none is late."""

    def put_story(self, entry: StoryEntry) -> None:
        """In the place of what the index has of it."""
        self.remove_story(entry.story_id)
        self._writer.add_document(_story(entry))
        if self._shelf is not None and self._shelf.space is not None:
            self._gists.append(gist_of(entry))
            if len(self._gists) >= _AT_ONCE:
                self._tell()

    def put_person(self, entry: PersonEntry) -> None:
        """In the place of what the index has of them."""
        self.remove_person(entry.person_id)
        document = tantivy.Document()
        document.add_integer("person", from_text(entry.person_id))
        document.add_text("name", spaced(f"{entry.name} {entry.handle}"))
        self._writer.add_document(document)

    def put_publication(self, entry: PublicationEntry) -> None:
        """In the place of what the index has of it."""
        self.remove_publication(entry.publication_id)
        document = tantivy.Document()
        document.add_integer("publication", from_text(entry.publication_id))
        document.add_text("name", spaced(f"{entry.name} {entry.slug}"))
        self._writer.add_document(document)

    def remove_publication(self, publication_id: str) -> None:
        """It is suggested no more."""
        self._writer.delete_documents_by_term("publication", from_text(publication_id))

    def remove_story(self, story_id: str) -> None:
        """Nothing of it is found any more."""
        self._writer.delete_documents_by_term("story", from_text(story_id))

    def remove_person(self, person_id: str) -> None:
        """They are suggested no more."""
        self._writer.delete_documents_by_term("person", from_text(person_id))

    def commit(self) -> None:
        """Durable, and to be found, when it returns."""
        self._tell()  # before the index, whose change tells readers to look at both
        self._writer.commit()

    def _tell(self) -> None:
        if self._shelf is None or not self._gists:
            return
        try:
            self._shelf.add(self._gists)
        except (OSError, ValueError) as error:
            # They are found by their words all the same.
            _log.warning("vectors of the search cannot be kept", reason=str(error))
        self._gists = []

    def close(self) -> None:
        """Let what is being merged come to its end, and let go of the index."""
        self._writer.wait_merging_threads()


def gist_of(entry: StoryEntry) -> Gist:
    """What the story's vector is made of: what everybody may read, whoever asks."""
    return Gist(
        story_id=entry.story_id,
        title=entry.title,
        text=f"{entry.subtitle}\n{entry.text}",
        language=entry.language,
    )


def _story(entry: StoryEntry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_integer("story", from_text(entry.story_id))
    document.add_integer("revision", from_text(entry.revision_id))
    document.add_integer("published", micros(entry.published_at))
    document.add_float("weight", weight(entry.published_at))
    for author_id in entry.author_ids:
        document.add_integer("author", from_text(author_id))
    language = stemmed_language(entry.language)
    document.add_text("language", language or "-")
    for name, _, text in texts_of(entry, language):
        if text:
            document.add_text(name, spaced(text))
    for tag in entry.tags:
        document.add_text("tag", tag)
    if entry.publication_id:
        document.add_integer("place", from_text(entry.publication_id))
    return document


def texts_of(entry: StoryEntry, language: str) -> Iterator[tuple[str, str, str]]:
    """The fields of a story, by which language their words are stemmed, and what stands in them."""
    tags = " ".join(entry.tags)
    yield field("title", language), language, entry.title
    yield field("subtitle", language), language, entry.subtitle
    # One field with all words: what counts is how rare they are in all of it.
    yield field("text", language), language, f"{entry.title}\n{entry.subtitle}\n{entry.text}"
    yield field("rest", language), language, entry.rest
    yield field("tags", language), language, tags
    # Names are not inflected.
    yield "authors", "", entry.authors
    yield "house", "", entry.publication
    # Of what everybody may read alone: a slip must not tell what the rest says.
    yield "words", "", inflected_words(f"{entry.title} {entry.subtitle} {tags} {entry.text}", language)


def younger(published_at: datetime) -> float:
    """What the score of a story is multiplied by, so that younger ones rank a little higher.

    The factor grows by the same part with every year, so the order of two stories is the same whenever it is
    asked for, and the index needs no clock.
    """
    years = published_at.timestamp() / _YEAR  # since 1970; before that all are alike
    return math.exp(_FRESHER * min(60 * 2, max(0.0, years)))


def weight(published_at: datetime) -> float:
    """The same as tantivy wants it, which multiplies a score by log2(2 + weight)."""
    return float(2 ** younger(published_at) - 2)
