"""The query language. Whatever is typed means something, and costs no more than a bound."""

import re
from datetime import UTC, datetime
from typing import Final

import msgspec

LONGEST_QUERY: Final = 500
MOST_WORDS: Final = 32
MOST_FILTERS: Final = 8
"""Of each kind; what comes after counts no more."""
LONGEST_WORD: Final = 40

_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_QUOTES: Final = str.maketrans("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"' * 7)
_TOKEN: Final = re.compile(
    r'([-\u2212!]?)(?:(author|tag|in|before|after|since|until):)?(?:"([^"]*)"?|([^\s"]+))', re.I
)
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")  # noqa: RUF001 - the apostrophe of print
_DAY: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class Term(msgspec.Struct, frozen=True):
    """A word, or several that stand side by side."""

    words: tuple[str, ...]

    @property
    def is_phrase(self) -> bool:
        """Whether it is more than a word."""
        return len(self.words) > 1


class Clause(msgspec.Struct, frozen=True):
    """One of these terms is wanted; or, negated, none of them."""

    terms: tuple[Term, ...]
    negated: bool = False


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a query asks for."""

    clauses: tuple[Clause, ...] = ()
    authors: tuple[str, ...] = ()
    """Handles; one of them."""
    tags: tuple[str, ...] = ()
    """All of them."""
    places: tuple[str, ...] = ()
    """Publications by their name in the address; one of them."""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def wanted(self) -> tuple[Clause, ...]:
        """The clauses that are to be met."""
        return tuple(clause for clause in self.clauses if not clause.negated)

    @property
    def is_filtered(self) -> bool:
        """Whether it says more than words."""
        return bool(self.authors or self.tags or self.places or self.since or self.until)

    @property
    def words(self) -> tuple[str, ...]:
        """All words that are wanted."""
        return tuple(word for clause in self.wanted for term in clause.terms for word in term.words)


def cleaned(text: str, longest: int = LONGEST_QUERY) -> str:
    """What was typed without what nobody sees, in one line and of bearable length."""
    return " ".join(_UNSEEN.sub(" ", text[: 2 * longest]).translate(_QUOTES).split())[:longest]


def parse(query: str) -> Question:
    """What a query asks for; any text asks for something, if only for nothing."""
    reading = _Reading()
    for match in _TOKEN.finditer(cleaned(query)):
        minus, operator, quoted, plain = match.groups()
        reading.take(bool(minus), (operator or "").lower(), quoted, plain or "")
    return reading.question()


class _Reading:
    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self.filters: dict[str, list[str]] = {"author": [], "tag": [], "in": []}
        self.since: datetime | None = None
        self.until: datetime | None = None
        self._words = 0
        self._not = False
        self._or = False

    def take(self, negated: bool, operator: str, quoted: str | None, plain: str) -> None:
        if quoted is None and not operator and plain in ("AND", "OR", "NOT"):
            self._not = plain == "NOT" or (self._not and plain == "AND")
            self._or = plain == "OR"
            return
        value = plain if quoted is None else quoted
        if operator and self._filter(operator, value):
            return
        negated, joined = negated or self._not, self._or
        self._not = self._or = False
        words = _WORD.findall(f"{operator} {value}" if operator else value)
        words = [word[:LONGEST_WORD] for word in words[: MOST_WORDS - self._words]]
        self._words += len(words)
        if not words:
            return
        if quoted is None and not negated and not joined:
            # What is glued together by signs, as "well-known" or "a/b", is words like others.
            self.clauses += [Clause((Term((word,)),)) for word in words]
            return
        term = Term(tuple(words))
        last = self.clauses[-1] if self.clauses else None
        if joined and last is not None and not last.negated and not negated:
            self.clauses[-1] = Clause((*last.terms, term))
        else:
            self.clauses.append(Clause((term,), negated))

    def _filter(self, operator: str, value: str) -> bool:
        """Whether it was one."""
        if operator in self.filters:
            name = value.strip().lstrip("@#").lower()
            if name and len(self.filters[operator]) < MOST_FILTERS:
                self.filters[operator].append(name)
            return bool(name)
        day = read_day(value)
        if day is None:
            return False
        if operator in ("before", "until"):
            self.until = min(self.until or day, day)
        else:
            self.since = max(self.since or day, day)
        return True

    def question(self) -> Question:
        return Question(
            clauses=tuple(self.clauses),
            authors=tuple(dict.fromkeys(self.filters["author"])),
            tags=tuple(dict.fromkeys(self.filters["tag"])),
            places=tuple(dict.fromkeys(self.filters["in"])),
            since=self.since,
            until=self.until,
        )


def read_day(text: str) -> datetime | None:
    """The beginning of a day, month or year in UTC: "2026-05-01", "2026-05", "2026"."""
    match = _DAY.fullmatch(text.strip())
    if match is None or not match.group().isascii():
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
