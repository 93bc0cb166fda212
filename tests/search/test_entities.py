"""The query language: what queries mean, and that any text is one, at a bounded cost."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.search.entities import (
    LONGEST_QUERY,
    LONGEST_WORD,
    MOST_FILTERS,
    MOST_WORDS,
    Clause,
    Question,
    Term,
    cleaned,
    parse,
    read_day,
)


def word(*words: str, negated: bool = False) -> Clause:
    return Clause((Term(words),), negated)


@pytest.mark.parametrize(
    ("query", "clauses"),
    [
        ("two words", (word("two"), word("words"))),
        ('"side by side" x', (word("side", "by", "side"), word("x"))),
        ("“side by side”", (word("side", "by", "side"),)),
        ('"never closed', (word("never", "closed"),)),
        ("well-known a/b", (word("well"), word("known"), word("a"), word("b"))),
        ("-not this", (word("not", negated=True), word("this"))),
        ("NOT this AND that", (word("this", negated=True), word("that"))),
        ("a OR b OR c d", (Clause((Term(("a",)), Term(("b",)), Term(("c",)))), word("d"))),
        ("OR AND NOT", ()),
        ("or and not", (word("or"), word("and"), word("not"))),
        ("before:then x", (word("before"), word("then"), word("x"))),
        ("http://x.test/y", (word("http"), word("x"), word("test"), word("y"))),
        ("it's", (word("it's"),)),
        ("wild* ca?d", (word("wild"), word("ca"), word("d"))),
        ("(((((", ()),
        ("", ()),
    ],
)
def test_words_phrases_and_signs(query: str, clauses: tuple[Clause, ...]) -> None:
    assert parse(query).clauses == clauses


def test_filters() -> None:
    question = parse(
        'bread AUTHOR:@Anna tag:"open source" tag:#x in:the-daily before:2026-05 after:2024-02-29'
    )
    assert question == Question(
        clauses=(word("bread"),),
        authors=("anna",),
        tags=("open source", "x"),
        places=("the-daily",),
        since=datetime(2024, 2, 29, tzinfo=UTC),
        until=datetime(2026, 5, 1, tzinfo=UTC),
    )
    assert parse("after:2024 after:2025").since == datetime(2025, 1, 1, tzinfo=UTC)
    assert parse("before:2024 before:2025").until == datetime(2024, 1, 1, tzinfo=UTC)
    assert len(parse(" ".join(f"tag:t{n}" for n in range(50))).tags) == MOST_FILTERS


@pytest.mark.parametrize("text", ["2026-13", "2026-02-30", "0000", "26", "2026-1-1-1", "٢٠٢٦", "", "x"])
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None


HELL = [
    "(" * 10_000,
    '"' * 9_999,
    "NOT " * 5_000,
    "a OR " * 5_000,
    "x" * 10_000,
    "*?[]{}^~\\/+-&|!:" * 500,
    "\x00\x01\x1f\x7f\u202e\ufeff",
    "\ud800 \udfff word",
    "author:" * 2_000,
    'tag:"' * 2_000,
    "before:" + "9" * 5_000,
    "-" * 5_000 + "x",
]


@pytest.mark.parametrize("query", HELL)
def test_queries_from_hell_are_bounded(query: str) -> None:
    _check(parse(query))


@given(st.text(st.characters(codec=None, categories=None), max_size=2000))
def test_any_text_is_a_query(query: str) -> None:
    _check(parse(query))


@given(
    st.lists(
        st.sampled_from(
            ["(", ")", '"', "NOT", "OR", "AND", "-", "*", "author:", "tag:", "é", "a", "日本", "~2"]
        )
    )
)
def test_any_heap_of_signs_is_a_query(parts: list[str]) -> None:
    _check(parse(" ".join(parts)))
    _check(parse("".join(parts)))


def _check(question: Question) -> None:
    words = [word for clause in question.clauses for term in clause.terms for word in term.words]
    assert len(words) <= MOST_WORDS
    assert all(0 < len(word) <= LONGEST_WORD for word in words)
    assert len(question.authors) <= MOST_FILTERS
    for text in (*words, *question.authors, *question.tags, *question.places):
        text.encode()  # nothing that no index takes


@given(st.text(st.characters(codec=None, categories=None)))
def test_what_was_typed_is_cleaned_once(text: str) -> None:
    once = cleaned(text)
    assert len(once) <= LONGEST_QUERY
    assert cleaned(once) == once.strip()
