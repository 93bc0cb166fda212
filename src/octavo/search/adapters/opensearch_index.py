"""The index in OpenSearch, as it is asked by this process."""

import zlib
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any, Final

import msgspec
import structlog

from octavo.chassis.faults import Unavailable
from octavo.chassis.ids import from_text, to_text
from octavo.search.adapters import opensearch_queries as queries
from octavo.search.adapters.analysis import analyzer, spaced
from octavo.search.adapters.asking import Among, Asking, Query, counted_terms
from octavo.search.adapters.marking import marks
from octavo.search.adapters.meaning import WINDOW, Hit
from octavo.search.adapters.opensearch_link import Answer, MissingError, OpenSearchLink, RefusedError
from octavo.search.adapters.opensearch_marks import mark_of, space_of, vectors_of
from octavo.search.adapters.opensearch_meaning import Understanding
from octavo.search.api import PersonId, PublicationId, StoryId
from octavo.search.ports import Found, Wish

_AWAY: Final = "The search is being prepared. Try again in a moment."
_SECONDS: Final = 1.0
"""So old may be what is known of the index, where another process writes it."""
_AT_ONCE: Final = 1000

_log = structlog.get_logger(__name__)


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the index before it is asked."""

    mark: str
    vectors: str
    """Their index; empty where nothing was learned of this one."""
    languages: tuple[str, ...]
    stories: int
    documents: int
    counts: Mapping[tuple[str, str], int] = {}

    def having(self, of: str, term: str) -> int:
        """How many entries have this term in this field; some may count that are gone."""
        return self.counts.get((of, term), 0)


class OpenSearchIndex:
    """Fits ports.Index."""

    def __init__(self, link: OpenSearchLink) -> None:
        self._link = link
        self._view: View | None = None
        self._seen = (-1, 0.0)
        """What had been written by us when that was looked at, and when it was."""
        self._understanding = Understanding(link)

    async def find(self, wish: Wish, *, limit: int) -> list[Found]:
        view = await self._now()
        view = msgspec.structs.replace(view, counts=await self._counts(wish, view.languages))
        asked, by_words = narrowed(view, wish)
        if asked is None:
            return []
        aim = await self._understanding.aim(view.vectors, wish, view.languages) if by_words else None
        reach = limit if aim is None else max(limit, WINDOW + 1)
        body = queries.hits_body(asked, by_words=by_words, limit=reach)
        # The same question goes to the same copy, whose scores are the same for each of its pages.
        which = zlib.crc32(msgspec.json.encode(body["query"]))
        answer = await self._search(body, f"&preference=q{which}")
        found = [_hit(each) for each in answer["hits"]["hits"]]
        space = 0
        if aim is not None and (ordered := await aim.ordered(found)) is not None:
            found, space = ordered, aim.epoch
        return [
            Found(StoryId(to_text(hit.story)), to_text(hit.revision), hit.rank, space)
            for hit in found[:limit]
        ]

    async def marks(self, wish: Wish, folded: str) -> list[tuple[int, int]]:
        languages = self._view.languages if self._view else ("",)
        return marks(folded, wish.question.words, languages)

    async def people(self, text: str, *, limit: int) -> list[PersonId]:
        return [PersonId(id_) for id_ in await self._named("person", text, limit)]

    async def publications(self, text: str, *, limit: int) -> list[PublicationId]:
        return [PublicationId(id_) for id_ in await self._named("publication", text, limit)]

    async def _named(self, kind: str, text: str, limit: int) -> list[str]:
        words = analyzer("").analyze(spaced(text))[:4]
        await self._now()
        if not words:
            return []
        answer = await self._search(queries.names_body(kind, words, limit))
        return [to_text(hit["sort"][-1]) for hit in answer["hits"]["hits"]]

    async def tags(self, text: str, *, limit: int) -> list[tuple[str, int]]:
        answer = await self._search(queries.tags_body(text, limit))
        return [(each["key"], each["doc_count"]) for each in answer["aggregations"]["tags"]["buckets"]]

    async def documents(self) -> int:
        return (await self._now()).documents

    async def count_stories(self) -> int:
        return (await self._now()).stories

    async def stories_of(self, person_id: PersonId) -> list[StoryId]:
        return await self._all(Among("author", (from_text(person_id),)))

    async def stories_in(self, publication_id: PublicationId) -> list[StoryId]:
        return await self._all(Among("place", (from_text(publication_id),)))

    async def _all(self, query: Query) -> list[StoryId]:
        found: list[StoryId] = []
        after: Sequence[Any] = ()
        while True:
            answer = await self._search(queries.ids_body(query, "story", limit=_AT_ONCE, after=after))
            hits = answer["hits"]["hits"]
            found += [StoryId(to_text(hit["sort"][0])) for hit in hits]
            if len(hits) < _AT_ONCE:
                return found
            after = hits[-1]["sort"]

    async def _search(self, body: queries.Told, more: str = "") -> Answer:
        """What it finds in the present index. Raises Unavailable where there is none."""
        path = f"/{self._link.name}/_search?allow_partial_search_results=false&{self._link.until}{more}"
        try:
            return await self._link.ask("POST", path, msgspec.json.encode(body))
        except RefusedError as error:
            # It is gone, or it is none of ours: who keeps it sees that, too, and makes it anew.
            if not isinstance(error, MissingError):
                _log.error("the search engine refuses a question", reason=str(error))
            self._view = None
            raise Unavailable(_AWAY) from error

    async def _now(self) -> View:
        written, seen = self._seen
        if self._view is None or written != self._link.changes or monotonic() - seen > _SECONDS:
            begun = (self._link.changes, monotonic())
            answer = await self._search(queries.view_body())
            self._view = _view(self._link.name, answer, await self._vectors())
            self._seen = begun
        return self._view

    async def _vectors(self) -> tuple[str, ...]:
        """The indexes of vectors that are in use; more than one only where somebody else was at it."""
        try:
            return tuple(await self._link.ask("GET", f"/_alias/{space_of(self._link.name)}"))
        except MissingError:
            return ()

    async def _counts(self, wish: Wish, languages: tuple[str, ...]) -> Mapping[tuple[str, str], int]:
        terms = counted_terms(wish, languages)
        if not terms:
            return {}
        body = msgspec.json.encode(queries.counts_body(terms))
        path = f"/{self._link.name}/_termvectors?realtime=false"
        try:
            answer = await self._link.ask("POST", path, body)
        except MissingError as error:
            raise Unavailable(_AWAY) from error
        return {
            (of, term): said.get("doc_freq", 0)
            for of, found in answer["term_vectors"].items()
            for term, said in found["terms"].items()
        }


def narrowed(view: View, wish: Wish) -> tuple[Query | None, bool]:
    """What is asked; where that is more than OpenSearch takes, in the languages of most stories."""
    while True:
        asked, by_words = Asking(view, wish).query()
        if asked is None or len(view.languages) == 1 or queries.parts(asked) <= queries.MOST_PARTS:
            return asked, by_words
        view = msgspec.structs.replace(view, languages=view.languages[: len(view.languages) // 2])


def _hit(hit: Mapping[str, Any]) -> Hit:
    return Hit(float(hit["sort"][0]), int(hit["sort"][1]), int(hit["fields"]["revision"][0]))


def _view(name: str, answer: Answer, vectors: Sequence[str]) -> View:
    hits = answer["hits"]["hits"]
    if not hits or hits[0]["_score"] != 1.0:
        raise Unavailable(_AWAY)  # without its seal: not whole, or emptied
    known = answer["aggregations"]["languages"]["buckets"]
    mark = mark_of(name, hits[0]["_index"])
    ours = [each for each in vectors if (found := vectors_of(name, each)) and found[0] == mark]
    return View(
        mark=mark,
        vectors=ours[0] if len(ours) == 1 else "",
        languages=tuple(each["key"].strip("-") for each in known) or ("",),
        stories=sum(each["doc_count"] for each in known),
        documents=answer["hits"]["total"]["value"] - 1,
    )
