"""What is asked, as OpenSearch is told it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from octavo.search.adapters import asking
from octavo.search.adapters.opensearch_forms import SEAL

Told = Mapping[str, Any]

MOST_PARTS: Final = 900
"""OpenSearch refuses a query of more than 1024 parts, as it is set up when nobody says otherwise."""
_BM25: Final = 2.2
"""Lucene leaves out this factor of BM25, which the folder's index has: what weighs the same there and here
must not weigh less beside what is worth one."""
_NO_LETTER: Final = re.compile(r"([^\w])", re.ASCII)


def told(query: asking.Query, by: float = 1.0) -> Told:
    """The same; worth `by` times what it is."""
    match query:
        case asking.Weighed(inner, times):
            return told(inner, by * times)
        case asking.AnyOf(queries, least) if queries:
            parts = [told(each, by) for each in queries]
            return {"bool": {"should": parts, "minimum_should_match": least}}
        case asking.BestOf(queries) if queries:
            return {"dis_max": {"queries": [told(each, by) for each in queries]}}
        case asking.All(queries, without):
            mute = [each for each in queries if isinstance(each, _Mute)]
            return {
                "bool": {
                    "must": [told(each, by) for each in queries if not isinstance(each, _Mute)],
                    "filter": [_by_fields(each) for each in mute],
                    "must_not": [told(each) for each in without],
                }
            }
        case asking.Word() | asking.Phrase() | asking.Like() | asking.Beginning():
            return _by_words(query, by)
        case asking.Among() | asking.Between() | asking.Tagged() | asking.Present():
            return {"constant_score": {"filter": _by_fields(query), "boost": 0.0}}
    return {"match_none": {}}


_Mute: Final = (asking.Among, asking.Between, asking.Tagged, asking.Present)


def _by_words(query: asking.Word | asking.Phrase | asking.Like | asking.Beginning, by: float) -> Told:
    match query:
        case asking.Word(of, term):
            return {"term": {of: {"value": term, "boost": _BM25 * by}}}
        case asking.Phrase(of, terms):
            return {"match_phrase": {of: {"query": " ".join(terms), "boost": _BM25 * by}}}
        case asking.Like(of, term, distance):
            like = {"value": term, "fuzziness": distance, "rewrite": "constant_score", "boost": by}
            return {"fuzzy": {of: like}}
        case asking.Beginning(of, term):
            return {"prefix": {of: {"value": term, "rewrite": "constant_score", "boost": by}}}


def _by_fields(query: asking.Among | asking.Between | asking.Tagged | asking.Present) -> Told:
    match query:
        case asking.Among(of, numbers):
            return {"terms": {of: list(numbers)}}
        case asking.Between(of, since, until):
            bounds = {name: bound for name, bound in (("gte", since), ("lt", until)) if bound is not None}
            return {"range": {of: bounds}}
        case asking.Tagged(of, value):
            return {"term": {of: {"value": value}}}
        case asking.Present(of):
            return {"exists": {"field": of}}


def parts(query: asking.Query) -> int:
    """How many there are in a query."""
    match query:
        case asking.Weighed(inner):
            return parts(inner)
        case asking.AnyOf(queries) | asking.BestOf(queries):
            return sum(map(parts, queries))
        case asking.All(queries, without):
            return sum(map(parts, queries)) + sum(map(parts, without))
        case asking.Phrase(_, terms):
            return len(terms)
    return 1


def hits_body(query: asking.Query, *, by_words: bool, limit: int) -> Told:
    """Best first, of equals the newer id; without words, newest first. With the story and its revision."""
    said = told(query)
    if by_words:
        said = {
            "function_score": {
                "query": said,
                "field_value_factor": {"field": "weight", "missing": 1.0},
                "boost_mode": "multiply",
            }
        }
    return {
        "query": said,
        "size": limit,
        "sort": [{"_score" if by_words else "published": "desc"}, {"story": "desc"}],
        "track_total_hits": False,
        "docvalue_fields": ["revision"],
        "stored_fields": "_none_",
    }


def ids_body(query: asking.Query, name: str, *, limit: int, after: Sequence[Any] = ()) -> Told:
    """All that fit, by id; what comes `after` the sort values of the last one before."""
    body: dict[str, Any] = {
        "query": told(query),
        "size": limit,
        "sort": [{name: "asc"}],
        "track_total_hits": False,
        "stored_fields": "_none_",
    }
    return body | ({"search_after": list(after)} if after else {})


def names_body(kind: str, words: Sequence[str], limit: int) -> Told:
    """People or publications whose names or addresses have words that begin with these."""
    return {
        "query": told(asking.name_query(kind, words)),
        "size": limit,
        "sort": [{"_score": "desc"}, {kind: "asc"}],
        "track_total_hits": False,
        "stored_fields": "_none_",
    }


def tags_body(text: str, limit: int) -> Told:
    """Tags that begin with this, those of most stories first."""
    include = _NO_LETTER.sub(r"\\\1", text) + ".*"
    order = [{"_count": "desc"}, {"_key": "asc"}]
    return {
        "size": 0,
        "query": {"prefix": {"tag": {"value": text}}},
        "aggs": {"tags": {"terms": {"field": "tag", "include": include, "size": limit, "order": order}}},
    }


def view_body() -> Told:
    """What is to be known of an index before it is asked: its languages, how many entries, and its seal."""
    sealed = {"constant_score": {"filter": {"ids": {"values": [SEAL]}}, "boost": 1.0}}
    return {
        "query": {"bool": {"must": {"match_all": {"boost": 0.0}}, "should": sealed}},
        "size": 1,
        "track_total_hits": True,
        "aggs": {"languages": {"terms": {"field": "language", "size": 100}}},
        "stored_fields": "_none_",
    }


def counts_body(terms: set[tuple[str, str]]) -> Told:
    """How many entries have these terms in these fields: asked of a text made up of them."""
    doc: dict[str, list[str]] = {}
    for of, term in sorted(terms):
        doc.setdefault(of, []).append(term)
    return {
        "doc": {of: " ".join(found) for of, found in doc.items()},
        "term_statistics": True,
        "field_statistics": False,
        "positions": False,
        "offsets": False,
        "payloads": False,
    }
