"""What OpenSearch is told to keep: the form of its indexes, and entries in that form.

Words are taken apart here, by the same analysis as in the folder, and arrive as terms with spaces between
them: so a language's words are the same in both, and OpenSearch needs no plug-in for any.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from octavo.chassis.events import micros
from octavo.chassis.ids import from_text
from octavo.search.adapters.analysis import LANGUAGES, analyzer, field, spaced, stemmed_language
from octavo.search.adapters.writing import texts_of, younger
from octavo.search.ports import PersonEntry, PublicationEntry, StoryEntry

FORM: Final = "1"
"""Changes with what is below, or the analysis: an index of another form is made anew."""

SEAL: Final = "seal"
"""The entry that each commit writes last: an index without it is not whole, or was emptied."""
_PER_LANGUAGE: Final = ("title", "subtitle", "text", "rest", "tags")
_NAMES: Final = ("authors", "house", "name")

Entry = Mapping[str, Any]


def _properties() -> dict[str, Any]:
    number, word = {"type": "long"}, {"type": "keyword"}
    terms = {"type": "text", "analyzer": "whitespace"}
    found: dict[str, Any] = dict.fromkeys(
        ("story", "person", "publication", "author", "place", "revision", "published"), number
    )
    found["weight"] = {"type": "double", "index": False}
    found |= {field(name, language): terms for language in LANGUAGES for name in _PER_LANGUAGE}
    found |= dict.fromkeys(_NAMES, terms | {"index_options": "freqs"})
    found["words"] = terms | {"index_options": "docs", "norms": False}
    return found | {"tag": word, "language": word}


def index_form(pen: str) -> Entry:
    """Of the index of stories and people. pen: the alias by which it is written, gone when it is."""
    return {
        "settings": {
            # One piece, so that words are as rare as they are in all of it; copies where there are machines.
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            # Who writes says when it is to be found.
            "refresh_interval": "-1",
            # So long a late writer cannot bring back what is gone.
            "gc_deletes": "1h",
        },
        "aliases": {pen: {}},
        # Nothing is stored: what is shown comes from the stories.
        "mappings": {
            "dynamic": "strict",
            "_source": {"enabled": False},
            "_meta": {"octavo": FORM},
            "properties": _properties(),
        },
    }


def vectors_form(pen: str) -> Entry:
    """Of the index of the stories' vectors."""
    return {
        "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "-1"},
        "aliases": {pen: {}},
        "mappings": {
            "dynamic": "strict",
            "_meta": {"octavo": FORM},
            "properties": {
                "row": {"type": "binary"},
                "late": {"type": "boolean"},
                "space": {"type": "binary"},
                "placed": {"type": "long", "index": False},
            },
        },
    }


def is_of_this_form(mappings: Mapping[str, Any]) -> bool:
    """Whether an index is as we make them; somebody else's hand or template may have changed it."""
    properties = mappings.get("properties")
    if mappings.get("_meta") != {"octavo": FORM} or mappings.get("dynamic") != "strict":
        return False
    if not isinstance(properties, dict):
        return False
    return all(
        each["type"] == (properties.get(name) or {}).get("type") for name, each in _properties().items()
    )


def story_id(story: str) -> str:
    """The name of a story's entry."""
    return f"s{from_text(story)}"


def person_id(person: str) -> str:
    """The name of a person's entry."""
    return f"p{from_text(person)}"


def publication_id(publication: str) -> str:
    """The name of a publication's entry."""
    return f"h{from_text(publication)}"


def story_form(entry: StoryEntry) -> Entry:
    """What is kept of a story."""
    language = stemmed_language(entry.language)
    found: dict[str, Any] = {
        "story": from_text(entry.story_id),
        "revision": from_text(entry.revision_id),
        "published": micros(entry.published_at),
        "weight": younger(entry.published_at),
        "author": [from_text(author_id) for author_id in entry.author_ids],
        "language": language or "-",
        "tag": list(entry.tags),
    }
    if entry.publication_id:
        found["place"] = from_text(entry.publication_id)
    found |= dict(_terms(entry, language))
    return found


def person_form(entry: PersonEntry) -> Entry:
    """What is kept of a person."""
    return {"person": from_text(entry.person_id), "name": terms_of(f"{entry.name} {entry.handle}", "")}


def publication_form(entry: PublicationEntry) -> Entry:
    """What is kept of a publication."""
    return {
        "publication": from_text(entry.publication_id),
        "name": terms_of(f"{entry.name} {entry.slug}", ""),
    }


def terms_of(text: str, language: str) -> str:
    """The terms of a text, with spaces between them: none has one in it."""
    return " ".join(analyzer(language).analyze(spaced(text)))


def _terms(entry: StoryEntry, language: str) -> Iterator[tuple[str, str]]:
    for name, of, text in texts_of(entry, language):
        if text and (terms := terms_of(text, of)):
            yield name, terms
