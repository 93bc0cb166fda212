"""What people do with the search; besides, what it is told of by events."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from octavo.accounts.api import Accounts, PersonNotFound
from octavo.chassis.context import current_caller
from octavo.chassis.faults import Forbidden, Invalid, Unavailable
from octavo.chassis.ids import from_text
from octavo.publications.api import PublicationGone, PublicationNotFound, Publications
from octavo.search.api import (
    FindStoriesResponse,
    Hit,
    IndexState,
    PersonId,
    PublicationId,
    StoryId,
    SuggestedPerson,
    SuggestedPublication,
    SuggestedTag,
    SuggestResponse,
)
from octavo.search.entities import Question, cleaned, parse
from octavo.search.places import Place, read_place, write_place
from octavo.search.ports import Found, Index, IndexAway, Notes, Wish
from octavo.search.snippets import folded, marked, passage
from octavo.search.texts import Text, Texts
from octavo.stories.api import Stories, Story, Visibility

MOST_HITS: Final = 50
MOST_SUGGESTED: Final = 20
LONGEST_SUGGESTED: Final = 100
DEEPEST: Final = 1000
"""So many hits of one question can be paged through."""
SOON: Final = timedelta(days=1)
"""Until when the words of an erased story are gone from the folder of the index too."""

_CONFIRMED: Final = "confirmed"
_OPERATOR: Final = "operator"
_KEEPERS: Final = frozenset({"owner", "moderator", _OPERATOR})
_MOST_CHECKED: Final = 200
"""By one call of the stories."""
_SPARE: Final = 5
"""So many more than a page are asked for, as some may not be shown."""


class SearchInteractor(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The Search of the contract; besides, `note_…` for events."""

    index: Index
    notes: Notes
    texts: Texts
    stories: Stories
    accounts: Accounts
    publications: Publications
    clock: Callable[[], datetime]
    woken: asyncio.Event
    """Set when there is something new to be indexed."""

    async def find_stories(
        self,
        *,
        query: str = "",
        author_id: PersonId = PersonId(""),  # noqa: B008 - a string by another name, and the contract's default
        tag: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        publication_id: PublicationId = PublicationId(""),  # noqa: B008 - as above
        limit: int = 10,
        after: str = "",
        language: str = "",
    ) -> FindStoriesResponse:
        if not 1 <= limit <= MOST_HITS:
            raise Invalid("limit", f"Must be from 1 to {MOST_HITS}.")
        place = read_place(after)
        question = _narrowed(parse(query), since, until)
        author_ids = await self._authors(question.authors)
        if author_id:
            from_text(author_id, "author_id")
            author_ids = (
                tuple(one for one in author_ids if one == author_id) if question.authors else (author_id,)
            )
            question = msgspec.structs.replace(question, authors=question.authors or ("",))
        publication_ids = await self._places(question.places)
        if publication_id:
            from_text(publication_id, "publication_id")
            publication_ids = tuple(
                one for one in publication_ids or (publication_id,) if one == publication_id
            )
            question = msgspec.structs.replace(question, places=question.places or ("",))
        wish = Wish(
            question=question,
            author_ids=author_ids,
            publication_ids=publication_ids,
            tags=(cleaned(tag, LONGEST_SUGGESTED).lower(),) if tag else (),
            whole=_reads_all(),
            language=language,
            space=place.space if place else None,
        )
        page = await self._page(wish, place, limit)
        if not page and place is None and question.wanted:
            # Nothing has them all: those that are close are better than nothing.
            page = await self._page(msgspec.structs.replace(wish, relaxed=True), None, limit)
            page = page[:limit]
        shown = page[:limit]
        hits = [await self._hit(wish, story, text) for _, story, text in shown]
        passed = (place.passed if place else 0) + len(shown)
        more = len(page) > limit and passed < DEEPEST
        return FindStoriesResponse(hits=tuple(hits), next=write_place(shown[-1][0], passed) if more else "")

    async def _page(self, wish: Wish, place: Place | None, limit: int) -> list[tuple[Found, Story, Text]]:
        """What the caller may see of the hits after `place`, one more than `limit` where there are more."""
        page: list[tuple[Found, Story, Text]] = []
        window = (place.passed if place else 0) + limit + 1 + _SPARE
        seen: set[StoryId] = set()
        while True:
            window = min(window, DEEPEST + MOST_HITS)
            found = await self.index.find(wish, limit=window)
            whole = len(found) < window or window >= DEEPEST + MOST_HITS
            settled = _settled(found, whole)
            after = settled if place is None else place.rest(settled)
            fresh = [hit for hit in after if hit.story_id not in seen]
            seen.update(hit.story_id for hit in fresh)
            for start in range(0, len(fresh), limit + _SPARE):
                page += await self._seen(fresh[start : start + limit + _SPARE], whole=wish.whole)
                if len(page) > limit:
                    return page[: limit + 1]
            if whole:
                return page
            window *= 4

    async def _seen(self, hits: Sequence[Found], *, whole: bool) -> list[tuple[Found, Story, Text]]:
        """Those that the caller may see now."""
        asked = tuple(hit.story_id for hit in hits)
        stories = {
            story.id: story
            for start in range(0, len(asked), _MOST_CHECKED)
            for story in await self.stories.get_stories(story_ids=asked[start : start + _MOST_CHECKED])
            if story.visibility is not Visibility.UNLISTED
        }
        texts = await self.texts.of(tuple(stories.values()), whole=whole)
        return [
            (hit, stories[hit.story_id], text)
            for hit in hits
            if (text := texts.get(hit.story_id)) is not None
            # What the index knows of an earlier revision may be for members alone by now.
            and not (text.teaser_only and stories[hit.story_id].revision_id != hit.revision_id)
        ]

    async def _hit(self, wish: Wish, story: Story, text: Text) -> Hit:
        title = marked(story.title, await self.index.marks(wish, folded(story.title)))
        return Hit(
            story_id=story.id,
            title_html=title,
            snippet_html=passage(text.words, await self.index.marks(wish, text.folded)),
        )

    async def _authors(self, handles: Sequence[str]) -> tuple[PersonId, ...]:
        found: list[PersonId] = []
        for handle in handles:
            try:
                found.append((await self.accounts.find_person(handle=handle)).person.id)
            except (PersonNotFound, Invalid):
                continue
        return tuple(found)

    async def _places(self, slugs: Sequence[str]) -> tuple[PublicationId, ...]:
        found: list[PublicationId] = []
        for slug in slugs:
            try:
                found.append((await self.publications.find_publication(slug=slug)).id)
            except (PublicationNotFound, PublicationGone, Invalid):
                continue
        return tuple(found)

    async def suggest(self, *, text: str, limit: int = 5) -> SuggestResponse:
        if not 1 <= limit <= MOST_SUGGESTED:
            raise Invalid("limit", f"Must be from 1 to {MOST_SUGGESTED}.")
        typed = cleaned(text, LONGEST_SUGGESTED)
        plain = typed.lstrip("@#").strip().lower()
        if not plain:
            return SuggestResponse()
        ids = [] if typed.startswith("#") else await self.index.people(plain, limit=limit + _SPARE)
        tags = [] if typed.startswith("@") else await self.index.tags(plain, limit=limit)
        houses = [] if typed[:1] in "@#" else await self.index.publications(plain, limit=limit)
        people = await self.accounts.get_people(person_ids=tuple(ids)) if ids else ()
        publications = (
            await self.publications.get_publications(publication_ids=tuple(houses)) if houses else ()
        )
        return SuggestResponse(
            people=tuple(
                SuggestedPerson(person_id=person.id, handle=person.handle, name=person.name)
                for person in people
                if not person.suspended
            )[:limit],
            tags=tuple(SuggestedTag(name=name, stories=stories) for name, stories in tags),
            publications=tuple(
                SuggestedPublication(publication_id=house.id, slug=house.slug, name=house.name)
                for house in publications
                if not house.archived
            ),
        )

    async def rebuild(self) -> None:
        if _OPERATOR not in current_caller().roles:
            raise Forbidden("Only the operator of this site may do this.")
        await self.notes.want_rebuild(self.clock())
        self.woken.set()

    async def get_index_state(self) -> IndexState:
        if _KEEPERS.isdisjoint(current_caller().roles):
            raise Forbidden("Only who keeps this site may see this.")
        state = await self.notes.state()
        building = not state.mark or (state.due_at is not None and state.due_at <= self.clock())
        try:
            documents = await self.index.documents() if state.mark else 0
        except IndexAway:
            documents = 0
        except Unavailable:  # damaged or gone: it is made anew in a moment
            documents, building = 0, True
        return IndexState(
            documents=documents, waiting=state.waiting, building=building, built_at=state.built_at
        )

    async def note_story(self, story_id: StoryId, *, erased: bool = False) -> None:
        """Something about the story changed; the same again changes nothing."""
        await self.notes.note_story(story_id)
        if erased:
            await self.notes.want_rebuild(self.clock() + SOON)

    async def note_publication(self, publication_id: PublicationId) -> None:
        """Something about the publication changed; the same again changes nothing."""
        await self.notes.note_publication(publication_id)

    async def note_person(self, person_id: PersonId, *, erased: bool = False) -> None:
        """Something about the person changed; the same again changes nothing."""
        await self.notes.note_person(person_id)
        if erased:
            await self.notes.want_rebuild(self.clock())


def _reads_all() -> bool:
    """Whether the caller may read what is for members."""
    caller = current_caller()
    return caller.person_id is not None and _CONFIRMED in caller.roles


def _narrowed(question: Question, since: datetime | None, until: datetime | None) -> Question:
    return msgspec.structs.replace(
        question,
        since=max(filter(None, (question.since, since)), default=None),
        until=min(filter(None, (question.until, until)), default=None),
    )


def _settled(found: list[Found], whole: bool) -> list[Found]:
    """Without those at the end that could be equal to some that were cut off: they come with more."""
    if whole or not found:
        return found
    return [hit for hit in found if hit.rank > found[-1].rank]
