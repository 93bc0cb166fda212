"""Reads the index: what is asked becomes a query of tantivy's, of bounded size."""

from collections.abc import Sequence
from typing import Final

import msgspec
import tantivy
from tantivy import FieldType, Occur, Query

from octavo.chassis.events import micros
from octavo.chassis.ids import from_text, to_text
from octavo.search.adapters.analysis import analyzer, asked, is_unspaced, spaced, stemmed_language, stems
from octavo.search.api import PersonId, StoryId
from octavo.search.entities import Clause, Term
from octavo.search.ports import Found, Wish

BOOSTS: Final = {"title": 3.0, "subtitle": 1.5, "tags": 2.0, "authors": 2.0, "publication": 1.5, "text": 1.0}
"""What a word counts for, by where it stands."""
_IN_REST: Final = 1.0
_PHRASE_FIELDS: Final = ("title", "subtitle", "text", "rest")
_UNSTEMMED: Final = ("authors", "publication")
_TYPO: Final = 0.3
"""What a word counts for that is almost the one asked for."""
_ONE_TYPO: Final = 5
_TWO_TYPOS: Final = 9
"""From this many letters on a word may have one, or two."""
_MOST_LANGUAGES: Final = 8
_EARLIEST: Final = -(1 << 62)


class View(msgspec.Struct, frozen=True, kw_only=True):
    """The index at one moment."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    languages: tuple[str, ...]
    """Those that stories are in, by their stemmers; those of most stories first."""


def view_of(index: tantivy.Index) -> View:
    """The index as it is now."""
    index.reload()
    searcher = index.searcher()
    known = searcher.terms_with_prefix("language", "")
    names = [name for name, _ in sorted(known, key=lambda item: -item[1])]
    languages = tuple(name.strip("-") for name in names[:_MOST_LANGUAGES])
    return View(searcher=searcher, schema=index.schema, languages=languages or ("",))


def find(view: View, wish: Wish, limit: int) -> list[Found]:
    """Best first, of equals the newer id; without words, newest first."""
    query, by_words = _Asking(view, wish).query()
    if query is None:
        return []
    searcher = view.searcher
    if by_words:
        hits = searcher.search(query, limit, count=False, weight_by_field="weight").hits
    else:
        hits = searcher.search(query, limit, count=False, order_by_field="published").hits
    addresses = [address for _, address in hits]
    stories = searcher.fast_field_values("story", addresses)
    revisions = searcher.fast_field_values("revision", addresses)
    found = [
        (float(rank), int(story or 0), int(revision or 0))
        for (rank, _), story, revision in zip(hits, stories, revisions, strict=True)
    ]
    found.sort(key=lambda hit: (-hit[0], -hit[1]))
    return [Found(StoryId(to_text(story)), to_text(revision), rank) for rank, story, revision in found]


class _Asking:
    def __init__(self, view: View, wish: Wish) -> None:
        self._view = view
        self._schema = view.schema
        self._wish = wish
        self._fields = [*BOOSTS, *(("rest",) if wish.whole else ())]
        own = stemmed_language(wish.language)
        self._languages = tuple(dict.fromkeys((*([own] if wish.language else []), *view.languages)))

    def query(self) -> tuple[Query | None, bool]:
        """What tantivy is asked, and whether words decide the order."""
        question = self._wish.question
        wanted = [built for clause in question.wanted if (built := self._clause(clause)) is not None]
        filters = self._filters()
        if question.wanted and not wanted:
            return None, False
        parts = [(Occur.Must, _mute(each)) for each in filters]
        if wanted:
            words = [(Occur.Should, query) for query, _ in wanted]
            least = self._least([weak for _, weak in wanted])
            parts.append((Occur.Must, Query.boolean_query(words, minimum_number_should_match=least)))
        elif not filters:
            if not question.clauses:
                return None, False
            parts.append((Occur.Must, Query.exists_query("story")))
        parts += [
            (Occur.MustNot, built[0])
            for clause in question.clauses
            if clause.negated and (built := self._clause(clause)) is not None
        ]
        return Query.boolean_query(parts), bool(wanted)

    def _least(self, weak: Sequence[bool]) -> int:
        """How many of the clauses must be met."""
        strong = weak.count(False)
        if self._wish.relaxed or not strong:
            return 1
        return strong if strong <= 2 else max(2, (strong * 2 + 2) // 3)

    def _clause(self, clause: Clause) -> tuple[Query, bool] | None:
        """The query, and whether it is of a word that stands in almost every story."""
        built = [each for term in clause.terms if (each := self._term(term, clause.negated)) is not None]
        if not built:
            return None
        queries = [query for query, _ in built]
        query = queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)
        return query, all(weak for _, weak in built)

    def _term(self, term: Term, negated: bool) -> tuple[Query, bool] | None:
        if term.is_phrase:
            phrase = self._phrase(term)
            return None if phrase is None else (phrase, False)
        word = term.words[0]
        forms = stems(word, self._languages)
        if any(" " in form for form in forms):
            phrase = self._phrase(term)
            return None if phrase is None else (phrase, False)
        if is_unspaced(word):
            return self._beginning(word), False
        parts: list[Query] = []
        known = 0
        for form in forms:
            for field in self._fields:
                count = self._view.searcher.doc_freq(field, form)
                known = max(known, count)
                if count:
                    parts.append(self._weighed(field, Query.term_query(self._schema, field, form)))
        plain = stems(word, ("",))
        for field in _UNSTEMMED:
            parts += [
                self._weighed(field, Query.term_query(self._schema, field, form))
                for form in plain
                if form not in forms
            ]
        if not negated and (not known or self._wish.relaxed):
            parts += self._mistyped(word, forms)
        if not parts:
            return Query.empty_query(), False
        common = known > 100 and known * 2 > self._view.searcher.num_docs
        return Query.disjunction_max_query(parts, tie_breaker=0.4), common

    def _weighed(self, field: str, query: Query) -> Query:
        return Query.boost_query(query, BOOSTS.get(field, _IN_REST))

    def _mistyped(self, word: str, forms: Sequence[str]) -> list[Query]:
        if len(word) < _ONE_TYPO or not word.isalpha():
            return []
        distance = 2 if len(word) >= _TWO_TYPOS else 1
        plain = stems(word, ("",))
        return [
            Query.boost_query(
                Query.fuzzy_term_query(self._schema, field, form, distance=distance),
                _TYPO * BOOSTS.get(field, _IN_REST),
            )
            for field in ("words", *self._fields)
            for form in (plain if field in _UNSTEMMED or field == "words" else forms[:2])
        ]

    def _beginning(self, word: str) -> Query:
        """One sign of a writing without spaces: as the first of a pair, or the last of a run."""
        sign = analyzer("").analyze(asked(word))[0]
        return Query.disjunction_max_query(
            [
                self._weighed(
                    field, Query.fuzzy_term_query(self._schema, field, sign, distance=0, prefix=True)
                )
                for field in self._fields
            ]
        )

    def _phrase(self, term: Term) -> Query | None:
        found: list[Query] = []
        text = " ".join(asked(word) for word in term.words)
        for language in self._languages:
            words = analyzer(language).analyze(text)
            if len(words) == 1:
                found += [
                    self._weighed(field, Query.term_query(self._schema, field, words[0]))
                    for field in self._fields
                ]
            elif words:
                found += [
                    self._weighed(field, Query.phrase_query(self._schema, field, list(words)))
                    for field in _PHRASE_FIELDS
                    if field in self._fields
                ]
        return Query.disjunction_max_query(found) if found else None

    def _filters(self) -> list[Query]:
        wish, question = self._wish, self._wish.question
        filters = [Query.term_query(self._schema, "tag", tag) for tag in (*question.tags, *wish.tags)]
        if wish.author_ids or question.authors:
            numbers = [from_text(person_id) for person_id in wish.author_ids]
            filters.append(
                Query.term_set_query(self._schema, "author", numbers) if numbers else Query.empty_query()
            )
        if question.places:
            filters.append(Query.term_set_query(self._schema, "place", list(question.places)))
        if question.since or question.until:
            filters.append(
                Query.range_query(
                    self._schema,
                    "published",
                    FieldType.Integer,
                    lower_bound=micros(question.since) if question.since else _EARLIEST,
                    upper_bound=micros(question.until) if question.until else -_EARLIEST,
                    include_upper=False,
                )
            )
        return filters


def _mute(query: Query) -> Query:
    """The same, of no weight for the order."""
    return Query.const_score_query(query, 0.0)


def people(view: View, text: str, limit: int) -> list[PersonId]:
    """Whose names or handles have words that begin with these."""
    words = analyzer("").analyze(spaced(text))[:4]
    if not words:
        return []
    parts = [
        (
            Occur.Must,
            Query.disjunction_max_query(
                [
                    Query.boost_query(Query.term_query(view.schema, "name", word), 3.0),
                    Query.fuzzy_term_query(view.schema, "name", word, distance=0, prefix=True),
                ]
            ),
        )
        for word in words
    ]
    hits = view.searcher.search(Query.boolean_query(parts), limit, count=False).hits
    numbers = view.searcher.fast_field_values("person", [address for _, address in hits])
    return [PersonId(to_text(int(number or 0))) for number in numbers]


def tags(view: View, text: str, limit: int) -> list[tuple[str, int]]:
    """Tags that begin with this, those of most stories first."""
    known = view.searcher.terms_with_prefix("tag", text, filter_query=Query.all_query())
    return sorted(known, key=lambda tag: (-tag[1], tag[0]))[:limit]


def stories_of(view: View, person_id: str) -> list[StoryId]:
    """All stories that the index has by this person."""
    query = Query.term_query(view.schema, "author", from_text(person_id))
    hits = view.searcher.search(query, max(1, view.searcher.num_docs), count=False).hits
    numbers = view.searcher.fast_field_values("story", [address for _, address in hits])
    return [StoryId(to_text(int(number or 0))) for number in numbers]
