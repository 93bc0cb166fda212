"""Reads the index: what is asked becomes a query of tantivy's, of bounded size."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
import tantivy
from tantivy import FieldType, Occur, Query

from octavo.chassis.events import micros
from octavo.chassis.ids import from_text, to_text
from octavo.search.adapters.analysis import LONG, analyzer, asked, field, is_unspaced, spaced, stems
from octavo.search.adapters.meaning import WINDOW, Hit, Meaning
from octavo.search.api import StoryId
from octavo.search.entities import Clause, Term
from octavo.search.ports import Found, Wish

BOOSTS: Final = {"title": 0.7, "subtitle": 0.5, "tags": 0.7, "authors": 1.0, "house": 0.7, "text": 1.0}
"""What a word counts for, by where it stands. Title and subtitle stand in the text too: what is here comes
on top of that."""
_IN_REST: Final = 1.0
_PHRASE_FIELDS: Final = ("title", "subtitle", "text", "rest")
_NAMES: Final = ("authors", "house")
_TYPO: Final = 0.3
"""What a word counts for that is almost the one asked for."""
_TWO_TYPOS: Final = 9
"""From this many letters on a word may have two."""
COMMON: Final = 5
"""A word in more than a fifth of the stories, and in so many of them, tells them apart badly."""
_SEVERAL: Final = 100
_COMMON: Final = 0.3
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
    query, by_words = _Asking(view, wish).query()
    if query is None:
        return []
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


class _Asking:
    def __init__(self, view: View, wish: Wish) -> None:
        self._view = view
        self._schema = view.schema
        self._wish = wish
        self._inflected = ["title", "subtitle", "tags", "text", *(("rest",) if wish.whole else ())]

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
        # Two are both meant; of a few one may be missing; of a whole sentence a third is enough.
        return strong if strong <= 2 else max(2, strong - 1 if strong <= 4 else (strong + 2) // 3)

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
            return self._phrase(term.words), False
        word = term.words[0]
        plain = analyzer("").analyze(asked(word))
        if len(plain) != 1:
            return (self._phrase(term.words), False) if plain else None
        if is_unspaced(word) and len(word) == 1:
            return self._beginning(plain[0]), False
        parts, known = self._exactly(word)
        if not negated and (not known or self._wish.relaxed):
            parts += self._mistyped(plain[0])
        if not parts:
            return Query.empty_query(), False
        query = Query.boolean_query([(Occur.Should, part) for part in parts])
        if known > _SEVERAL and known * COMMON > self._view.searcher.num_docs:
            return Query.boost_query(query, _COMMON), True
        return query, False

    def _exactly(self, word: str) -> tuple[list[Query], int]:
        """The word in any of its forms, and how many stories have it at most in one of the fields."""
        found: list[Query] = []
        most = 0
        for name, of, form in self._forms(word):
            count = self._view.searcher.doc_freq(of, form)
            most = max(most, count)
            if count:
                found.append(_weighed(name, Query.term_query(self._schema, of, form)))
        return found, most

    def _forms(self, word: str) -> Iterator[tuple[str, str, str]]:
        """What to look for where: the name of a field, the field of a language, and the term in it."""
        for language in self._view.languages:
            for form in stems(word, (language,)):
                for name in self._inflected:
                    yield name, field(name, language), form
        for form in stems(word, ("",)):
            for name in _NAMES:
                yield name, name, form

    def _mistyped(self, word: str) -> list[Query]:
        if len(word) < LONG or not word.isalpha():
            return []
        distance = 2 if len(word) >= _TWO_TYPOS else 1
        open_to_all = [name for name in self._inflected if name != "rest"]
        of = [(name, field(name, language)) for language in self._view.languages for name in open_to_all]
        return [
            Query.boost_query(
                Query.fuzzy_term_query(self._schema, each, word, distance=distance),
                _TYPO * BOOSTS.get(name, 1.0),
            )
            for name, each in (*of, ("authors", "authors"), ("words", "words"))
        ]

    def _beginning(self, sign: str) -> Query:
        """One sign of a writing without spaces: as the first of a pair, or the last of a run."""
        return Query.disjunction_max_query(
            [
                _weighed(name, Query.fuzzy_term_query(self._schema, of, sign, distance=0, prefix=True))
                for language in self._view.languages
                for name, of in [*((name, field(name, language)) for name in self._inflected)]
            ]
        )

    def _phrase(self, words: Sequence[str]) -> Query:
        found: list[Query] = []
        text = " ".join(asked(word) for word in words)
        for language in self._view.languages:
            terms = analyzer(language).analyze(text)
            for name in self._inflected if len(terms) == 1 else _PHRASE_FIELDS:
                if name not in self._inflected:
                    continue
                of = field(name, language)
                if len(terms) == 1:
                    found.append(_weighed(name, Query.term_query(self._schema, of, terms[0])))
                elif terms:
                    found.append(_weighed(name, Query.phrase_query(self._schema, of, list(terms))))
        return Query.disjunction_max_query(found) if found else Query.empty_query()

    def _one_of(self, name: str, ids: Sequence[str]) -> Query:
        numbers = [from_text(id_) for id_ in ids]
        return Query.term_set_query(self._schema, name, numbers) if numbers else Query.empty_query()

    def _filters(self) -> list[Query]:
        wish, question = self._wish, self._wish.question
        filters = [Query.term_query(self._schema, "tag", tag) for tag in (*question.tags, *wish.tags)]
        if wish.author_ids or question.authors:
            filters.append(self._one_of("author", wish.author_ids))
        if wish.publication_ids or question.places:
            filters.append(self._one_of("place", wish.publication_ids))
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


def _weighed(name: str, query: Query) -> Query:
    return Query.boost_query(query, BOOSTS.get(name, _IN_REST))


def _mute(query: Query) -> Query:
    """The same, of no weight for the order."""
    return Query.const_score_query(query, 0.0)


def named(view: View, kind: str, text: str, limit: int) -> list[str]:
    """The people or publications whose names or addresses have words that begin with these."""
    words = analyzer("").analyze(spaced(text))[:4]
    if not words:
        return []
    parts = [(Occur.Must, _mute(Query.exists_query(kind)))]
    parts += [
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
    numbers = view.searcher.fast_field_values(kind, [address for _, address in hits])
    return [to_text(int(number or 0)) for number in numbers]


def tags(view: View, text: str, limit: int) -> list[tuple[str, int]]:
    """Tags that begin with this, those of most stories first."""
    known = view.searcher.terms_with_prefix("tag", text, filter_query=Query.all_query())
    return sorted(known, key=lambda tag: (-tag[1], tag[0]))[:limit]


def stories_with(view: View, name: str, id_: str) -> list[StoryId]:
    """All stories that the index has by this `author`, or in this `place`."""
    query = Query.term_query(view.schema, name, from_text(id_))
    hits = view.searcher.search(query, max(1, view.searcher.num_docs), count=False).hits
    numbers = view.searcher.fast_field_values("story", [address for _, address in hits])
    return [StoryId(to_text(int(number or 0))) for number in numbers]
