"""What is asked of an index, of bounded size, in words that any engine can be told: so that the same question
means the same in each. How an engine is told it is in `reading` and `opensearch_queries`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from octavo.chassis.events import micros
from octavo.chassis.ids import from_text
from octavo.search.adapters.analysis import LONG, analyzer, asked, field, is_unspaced, stems
from octavo.search.entities import Clause, Term
from octavo.search.ports import Wish

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


@dataclass(frozen=True, slots=True)
class Word:
    """This term stands in the field; worth as much as it is rare and often there (BM25)."""

    of: str
    term: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """These terms stand in the field side by side; worth what they are together."""

    of: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Like:
    """A term that becomes this one by so many letters changed, added, left out or swapped; worth one."""

    of: str
    term: str
    distance: int


@dataclass(frozen=True, slots=True)
class Beginning:
    """A term that begins so; worth one."""

    of: str
    term: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """Worth so many times what the query is."""

    query: "Query"
    by: float


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least so many of them; worth what all that are met are worth together."""

    queries: "tuple[Query, ...]"
    least: int = 1


@dataclass(frozen=True, slots=True)
class BestOf:
    """One of them; worth what the best is."""

    queries: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class Among:
    """The number in the field is one of these; worth nothing."""

    of: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The time in the field is not before `since`, and before `until`; worth nothing."""

    of: str
    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class Tagged:
    """The field has exactly this; worth nothing."""

    of: str
    value: str


@dataclass(frozen=True, slots=True)
class Present:
    """There is something in the field; worth nothing."""

    of: str


@dataclass(frozen=True, slots=True)
class All:
    """All of `queries`, and none of `without`; worth what they are together."""

    queries: "tuple[Query, ...]"
    without: "tuple[Query, ...]" = ()


NOTHING: Final = AnyOf(())
"""That nothing fits."""

Query = Word | Phrase | Like | Beginning | Weighed | AnyOf | BestOf | Among | Between | Tagged | Present | All


class Known(Protocol):
    """What is to be known of an index before it is asked."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that stories are in, by their stemmers."""
        ...

    @property
    def documents(self) -> int:
        """How many entries it has."""
        ...

    def having(self, of: str, term: str) -> int:
        """How many entries have this term in this field; some may count that are gone."""
        ...


class Asking:
    """Makes one wish a query."""

    def __init__(self, known: Known, wish: Wish) -> None:
        self._known = known
        self._wish = wish
        self._inflected = _inflected(wish)

    def query(self) -> tuple[Query | None, bool]:
        """What is asked, None for what nothing can fit; and whether words decide the order."""
        question = self._wish.question
        wanted = [built for clause in question.wanted if (built := self._clause(clause)) is not None]
        parts: list[Query] = self._filters()
        if question.wanted and not wanted:
            return None, False
        if wanted:
            least = self._least([weak for _, weak in wanted])
            parts.append(AnyOf(tuple(query for query, _ in wanted), least))
        elif not parts:
            if not question.clauses:
                return None, False
            parts.append(Present("story"))
        without = [
            built[0]
            for clause in question.clauses
            if clause.negated and (built := self._clause(clause)) is not None
        ]
        return All(tuple(parts), tuple(without)), bool(wanted)

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
        query = queries[0] if len(queries) == 1 else BestOf(tuple(queries))
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
            return NOTHING, False
        query = AnyOf(tuple(parts))
        if known > _SEVERAL and known * COMMON > self._known.documents:
            return Weighed(query, _COMMON), True
        return query, False

    def _exactly(self, word: str) -> tuple[list[Query], int]:
        """The word in any of its forms, and how many stories have it at most in one of the fields."""
        found: list[Query] = []
        most = 0
        for name, of, form in _forms(word, self._known.languages, self._inflected):
            count = self._known.having(of, form)
            most = max(most, count)
            if count:
                found.append(_weighed(name, Word(of, form)))
        return found, most

    def _mistyped(self, word: str) -> list[Query]:
        if len(word) < LONG or not word.isalpha():
            return []
        distance = 2 if len(word) >= _TWO_TYPOS else 1
        open_to_all = [name for name in self._inflected if name != "rest"]
        of = [(name, field(name, language)) for language in self._known.languages for name in open_to_all]
        return [
            Weighed(Like(each, word, distance), _TYPO * BOOSTS.get(name, 1.0))
            for name, each in (*of, ("authors", "authors"), ("words", "words"))
        ]

    def _beginning(self, sign: str) -> Query:
        """One sign of a writing without spaces: as the first of a pair, or the last of a run."""
        return BestOf(
            tuple(
                _weighed(name, Beginning(field(name, language), sign))
                for language in self._known.languages
                for name in self._inflected
            )
        )

    def _phrase(self, words: Sequence[str]) -> Query:
        found: list[Query] = []
        text = " ".join(asked(word) for word in words)
        for language in self._known.languages:
            terms = analyzer(language).analyze(text)
            for name in self._inflected if len(terms) == 1 else _PHRASE_FIELDS:
                if name not in self._inflected:
                    continue
                of = field(name, language)
                if len(terms) == 1:
                    found.append(_weighed(name, Word(of, terms[0])))
                elif terms:
                    found.append(_weighed(name, Phrase(of, tuple(terms))))
        return BestOf(tuple(found)) if found else NOTHING

    def _filters(self) -> list[Query]:
        wish, question = self._wish, self._wish.question
        filters: list[Query] = [Tagged("tag", tag) for tag in (*question.tags, *wish.tags)]
        if wish.author_ids or question.authors:
            filters.append(_one_of("author", wish.author_ids))
        if wish.publication_ids or question.places:
            filters.append(_one_of("place", wish.publication_ids))
        if question.since or question.until:
            filters.append(Between("published", _moment(question.since), _moment(question.until)))
        return filters


def counted_terms(wish: Wish, languages: Sequence[str]) -> set[tuple[str, str]]:
    """Each field and term of which `Known.having` may be asked for this wish; bounded as the wish is."""
    inflected = _inflected(wish)
    return {
        (of, form)
        for clause in wish.question.clauses
        for term in clause.terms
        if not term.is_phrase
        for _, of, form in _forms(term.words[0], languages, inflected)
    }


def name_query(kind: str, words: Sequence[str]) -> Query:
    """People or publications whose names or addresses have words that begin with these."""
    parts = [BestOf((Weighed(Word("name", word), 3.0), Beginning("name", word))) for word in words]
    return All((Present(kind), *parts))


def _inflected(wish: Wish) -> tuple[str, ...]:
    return ("title", "subtitle", "tags", "text", *(("rest",) if wish.whole else ()))


def _forms(word: str, languages: Sequence[str], inflected: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """What to look for where: the name of a field, the field of a language, and the term in it."""
    for language in languages:
        for form in stems(word, (language,)):
            for name in inflected:
                yield name, field(name, language), form
    for form in stems(word, ("",)):
        for name in _NAMES:
            yield name, name, form


def _weighed(name: str, query: Query) -> Query:
    return Weighed(query, BOOSTS.get(name, _IN_REST))


def _one_of(name: str, ids: Sequence[str]) -> Query:
    return Among(name, tuple(from_text(id_) for id_ in ids))


def _moment(time: datetime | None) -> int | None:
    return None if time is None else micros(time)
