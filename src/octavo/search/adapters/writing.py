"""Writes the index: one process of the site at a time, in a thread of its own."""

import math
from collections.abc import Iterable
from datetime import datetime
from typing import Final

import tantivy

from octavo.chassis.events import micros
from octavo.chassis.ids import from_text
from octavo.search.adapters.analysis import field, inflected_words, spaced, stemmed_language
from octavo.search.ports import PersonEntry, PublicationEntry, StoryEntry

_HEAP_BYTES: Final = 32 << 20
_YEAR: Final = 365.25 * 86_400
_FRESHER: Final = 0.03
"""How much better a story ranks for being a year younger: 3 %."""
_MOST_INTEGER: Final = (1 << 63) - 1


class Writer:
    """An index open for writing. What is put in is found after `commit`."""

    def __init__(self, index: tantivy.Index) -> None:
        self._writer = index.writer(_HEAP_BYTES, 1)

    def put_story(self, entry: StoryEntry) -> None:
        """In the place of what the index has of it."""
        self.remove_story(entry.story_id)
        self._writer.add_document(_story(entry))

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
        self._writer.commit()

    def close(self) -> None:
        """Let what is being merged come to its end, and let go of the index."""
        self._writer.wait_merging_threads()


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
    _texts(document, entry, language)
    for tag in entry.tags:
        document.add_text("tag", tag)
    if entry.publication_id:
        document.add_integer("place", from_text(entry.publication_id))
    return document


def _texts(document: tantivy.Document, entry: StoryEntry, language: str) -> None:
    tags = " ".join(entry.tags)
    fields: Iterable[tuple[str, str]] = (
        (field("title", language), entry.title),
        (field("subtitle", language), entry.subtitle),
        # One field with all words: what counts is how rare they are in all of it.
        (field("text", language), f"{entry.title}\n{entry.subtitle}\n{entry.text}"),
        (field("rest", language), entry.rest),
        (field("tags", language), tags),
        # Names are not inflected.
        ("authors", entry.authors),
        ("house", entry.publication),
        # Of what everybody may read alone: a slip must not tell what the rest says.
        ("words", inflected_words(f"{entry.title} {entry.subtitle} {tags} {entry.text}", language)),
    )
    for name, text in fields:
        if text:
            document.add_text(name, spaced(text))


def weight(published_at: datetime) -> float:
    """What makes younger stories rank a little higher.

    The factor grows by the same part with every year, so the order of two stories is the same whenever it is
    asked for, and the index needs no clock. Tantivy multiplies a score by log2(2 + weight).
    """
    years = published_at.timestamp() / _YEAR  # since 1970; before that all are alike
    return float(2 ** math.exp(_FRESHER * min(60 * 2, max(0.0, years))) - 2)
