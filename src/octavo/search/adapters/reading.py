"""Reads the index: what is asked becomes a query of tantivy's."""

from typing import Any, Final

import msgspec
import tantivy
from tantivy import FieldType, Occur

from octavo.chassis.ids import from_text, to_text
from octavo.search.adapters import asking
from octavo.search.adapters.analysis import analyzer, spaced
from octavo.search.adapters.asking import Asking
from octavo.search.adapters.meaning import WINDOW, Hit, Meaning
from octavo.search.api import StoryId
from octavo.search.ports import Found, Wish

_EARLIEST: Final = -(1 << 62)


class View(msgspec.Struct, frozen=True, kw_only=True):
    """The index at one moment."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    languages: tuple[str, ...]
    """Those that stories are in, by their stemmers; those of most stories first."""
    stories: int
    """How many there are; some may count twice that were changed lately."""
    meaning: Meaning | None = None

    @property
    def documents(self) -> int:
        """How many entries there are."""
        return self.searcher.num_docs

    def having(self, of: str, term: str) -> int:
        """How many entries have this term in this field; some may count that are gone."""
        return self.searcher.doc_freq(of, term)


def view_of(index: tantivy.Index, meaning: Meaning | None = None) -> View:
    """The index as it is now. meaning: what its stories are about, where that was learned."""
    index.reload()
    searcher = index.searcher()
    known = searcher.terms_with_prefix("language", "")
    languages = tuple(name.strip("-") for name, _ in sorted(known, key=lambda item: -item[1]))
    return View(
        searcher=searcher,
        schema=index.schema,
        languages=languages or ("",),
        stories=sum(count for _, count in known),
        meaning=meaning,
    )


def find(view: View, wish: Wish, limit: int) -> list[Found]:
    """Best first, of equals the newer id; without words, newest first."""
    asked, by_words = Asking(view, wish).query()
    if asked is None:
        return []
    query = _told(view.schema, asked)
    searcher = view.searcher
    aimed, reach = _aimed(view, wish, limit) if by_words else (None, limit)
    if by_words:
        hits = searcher.search(query, reach, count=False, weight_by_field="weight").hits
    else:
        hits = searcher.search(query, limit, count=False, order_by_field="published").hits
    addresses = [address for _, address in hits]
    stories = searcher.fast_field_values("story", addresses)
    revisions = searcher.fast_field_values("revision", addresses)
    found = [
        Hit(float(rank), int(story or 0), int(revision or 0))
        for (rank, _), story, revision in zip(hits, stories, revisions, strict=True)
    ]
    found.sort(key=lambda hit: (-hit.rank, -hit.story))
    space = 0
    if aimed is not None and view.meaning is not None:
        ordered = view.meaning.ordered(aimed, found)
        if ordered is not None:
            found, space = ordered, view.meaning.epoch
    return [
        Found(StoryId(to_text(hit.story)), to_text(hit.revision), hit.rank, space) for hit in found[:limit]
    ]


def _aimed(view: View, wish: Wish, limit: int) -> tuple[Any, int]:
    """Where the question points, if anywhere, and how many hits are to be looked at for so many."""
    aimed = view.meaning.aim(wish, view.languages) if view.meaning else None
    return aimed, limit if aimed is None else max(limit, WINDOW + 1)


def _told(schema: tantivy.Schema, query: asking.Query) -> tantivy.Query:
    """The same as tantivy is asked it."""
    match query:
        case asking.Weighed(inner, by):
            return tantivy.Query.boost_query(_told(schema, inner), by)
        case asking.AnyOf(queries, least) if queries:
            parts = [(Occur.Should, _told(schema, each)) for each in queries]
            return tantivy.Query.boolean_query(parts, minimum_number_should_match=least)
        case asking.BestOf(queries) if queries:
            return tantivy.Query.disjunction_max_query([_told(schema, each) for each in queries])
        case asking.All(queries, without):
            wanted = [(Occur.Must, _told(schema, each)) for each in queries]
            unwanted = [(Occur.MustNot, _told(schema, each)) for each in without]
            return tantivy.Query.boolean_query([*wanted, *unwanted])
        case asking.Word() | asking.Phrase() | asking.Like() | asking.Beginning():
            return _by_words(schema, query)
        case asking.Among() | asking.Between() | asking.Tagged() | asking.Present():
            return tantivy.Query.const_score_query(_by_fields(schema, query), 0.0)
    return tantivy.Query.empty_query()


def _by_words(
    schema: tantivy.Schema, query: asking.Word | asking.Phrase | asking.Like | asking.Beginning
) -> tantivy.Query:
    match query:
        case asking.Word(of, term):
            return tantivy.Query.term_query(schema, of, term)
        case asking.Phrase(of, terms):
            return tantivy.Query.phrase_query(schema, of, list(terms))
        case asking.Like(of, term, distance):
            return tantivy.Query.fuzzy_term_query(schema, of, term, distance=distance)
        case asking.Beginning(of, term):
            return tantivy.Query.fuzzy_term_query(schema, of, term, distance=0, prefix=True)


def _by_fields(
    schema: tantivy.Schema, query: asking.Among | asking.Between | asking.Tagged | asking.Present
) -> tantivy.Query:
    match query:
        case asking.Among(of, numbers):
            if not numbers:
                return tantivy.Query.empty_query()
            return tantivy.Query.term_set_query(schema, of, list(numbers))
        case asking.Between(of, since, until):
            return tantivy.Query.range_query(
                schema,
                of,
                FieldType.Integer,
                lower_bound=_EARLIEST if since is None else since,
                upper_bound=-_EARLIEST if until is None else until,
                include_upper=False,
            )
        case asking.Tagged(of, value):
            return tantivy.Query.term_query(schema, of, value)
        case asking.Present(of):
            return tantivy.Query.exists_query(of)


def named(view: View, kind: str, text: str, limit: int) -> list[str]:
    """The people or publications whose names or addresses have words that begin with these."""
    words = analyzer("").analyze(spaced(text))[:4]
    if not words:
        return []
    query = _told(view.schema, asking.name_query(kind, words))
    hits = view.searcher.search(query, limit, count=False).hits
    numbers = view.searcher.fast_field_values(kind, [address for _, address in hits])
    return [to_text(int(number or 0)) for number in numbers]


def tags(view: View, text: str, limit: int) -> list[tuple[str, int]]:
    """Tags that begin with this, those of most stories first."""
    known = view.searcher.terms_with_prefix("tag", text, filter_query=tantivy.Query.all_query())
    return sorted(known, key=lambda tag: (-tag[1], tag[0]))[:limit]


def stories_with(view: View, name: str, id_: str) -> list[StoryId]:
    """All stories that the index has by this `author`, or in this `place`."""
    query = tantivy.Query.term_query(view.schema, name, from_text(id_))
    hits = view.searcher.search(query, max(1, view.searcher.num_docs), count=False).hits
    numbers = view.searcher.fast_field_values("story", [address for _, address in hits])
    return [StoryId(to_text(int(number or 0))) for number in numbers]
