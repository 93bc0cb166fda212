"""What every faculty of the stories works with: the ports, the clock, the limits, and who the caller is."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Final

from msgspec.structs import replace

from octavo.chassis.context import current_caller
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated, Unavailable
from octavo.document import parsing
from octavo.document.nodes import Document
from octavo.stories.api import (
    Content,
    Draft,
    MemberRole,
    NotPublishable,
    PersonId,
    RevisionId,
    Status,
    StoryId,
    StoryNotFound,
    Visibility,
)
from octavo.stories.content import Limits, Settled, settle
from octavo.stories.entities import Manuscript
from octavo.stories.ports import (
    Archive,
    Change,
    CoAuthors,
    Collections,
    Listed,
    Manuscripts,
    Members,
    Overtaken,
    Shelf,
    Translations,
)
from octavo.stories.rendering import Rendered, Renderer
from octavo.stories.rights import Right, rights_of

MODERATORS: Final = frozenset({"owner", "moderator"})
OPERATOR: Final = "operator"
CONFIRMED: Final = "confirmed"
"""The caller's roles as the rules here know them; "confirmed": their e-mail address is."""

_ATTEMPTS: Final = 8
_REFUSALS: Final = {
    Right.READ: "This is not yours to read.",
    Right.EDIT: "This is not yours to edit.",
    Right.PUBLISH: "Its author decides when this is published, or the editors of its publication.",
    Right.TAKE_BACK: "This is not yours to take back.",
    Right.OWN: "Only its author may do this.",
}
_LONG_TEXT: Final = 64_000
"""Bodies from this many characters on are read and rendered beside the event loop."""


class Study:
    """Held by `StoriesInteractor`; its faculties are written as classes of their own over it."""

    def __init__(
        self,
        *,
        manuscripts: Manuscripts,
        archive: Archive,
        shelf: Shelf,
        listed: Listed,
        members: Members,
        co_authors: CoAuthors,
        collections: Collections,
        translations: Translations,
        renderer: Renderer,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        limits: Limits,
        drafts_allowed: int,
        co_authors_allowed: int,
    ) -> None:
        self._manuscripts = manuscripts
        self._archive = archive
        self._shelf = shelf
        self._listed = listed
        self._members = members
        self._co_authors = co_authors
        self._collections = collections
        self._translations = translations
        self._renderer = renderer
        self._clock = clock
        self._new_id = new_id
        self._limits = limits
        self._drafts_allowed = drafts_allowed
        self._co_authors_allowed = co_authors_allowed

    def _new_revision_id(self) -> RevisionId:
        return RevisionId(self._new_id())

    async def _for(self, right: Right, story_id: StoryId, *, deleted_too: bool = False) -> Manuscript:
        """A story with which the caller may do this. Raises StoryNotFound where they may not even know of
        it, Forbidden where they do and may not."""
        me = signed_in()
        manuscript = await self._manuscripts.find(story_id)
        if manuscript is None or manuscript.is_over(self._clock()):
            raise StoryNotFound(story_id=story_id)
        held = await self._rights(manuscript, me)
        gone = manuscript.status is Status.DELETED and not (deleted_too and Right.OWN in held)
        if gone or Right.READ not in held:
            raise StoryNotFound(story_id=story_id)
        if right not in held:
            raise Forbidden(_REFUSALS[right])
        return manuscript

    async def _rights(self, manuscript: Manuscript, me: PersonId) -> frozenset[Right]:
        """What this person may do with a story, by `rights.rights_of`."""
        role = MemberRole.UNSPECIFIED
        if manuscript.publication_id:
            role = await self._members.role(manuscript.publication_id, me)
        return rights_of(manuscript, me, role)

    async def _governed(self, right: Right, story_id: StoryId) -> Manuscript:
        """As `_for`; to a moderator any story that readers see or saw before it was deleted."""
        if not is_moderator():
            return await self._for(right, story_id, deleted_too=True)
        manuscript = await self._manuscripts.find(story_id)
        if manuscript is None or manuscript.is_over(self._clock()):
            raise StoryNotFound(story_id=story_id)
        public = Status.PUBLISHED in {manuscript.status, manuscript.status_before}
        if not public and manuscript.author_id != signed_in():
            raise StoryNotFound(story_id=story_id)
        return manuscript

    async def _change(
        self,
        find: Callable[[], Awaitable[Manuscript]],
        decide: Callable[[Manuscript], Awaitable[Change]],
    ) -> Manuscript:
        """Reads, decides and writes; again from the beginning where somebody else wrote in between."""
        for _ in range(_ATTEMPTS):
            change = await decide(await find())
            if change.before == change.after and change.origin is None:
                return change.after
            try:
                await self._manuscripts.write(change)
            except Overtaken:
                continue
            return change.after
        raise Unavailable("Too many people are changing this story at once. Try again.")

    async def _settle(self, content: Content) -> Settled:
        if len(content.body) < _LONG_TEXT:
            return settle(content, self._limits)
        return await asyncio.to_thread(settle, content, self._limits)

    async def _document(self, body: str) -> Document:
        """The document of a stored body. NotPublishable where the schema has changed since it was stored."""
        try:
            if len(body) < _LONG_TEXT:
                return parsing.parse(body)
            return await asyncio.to_thread(parsing.parse, body)
        except parsing.InvalidDocument as error:
            raise NotPublishable(field=f"body.{error.place}", problem=error.problem) from None

    async def _rendered(self, document: Document, manuscript: Manuscript) -> Rendered:
        content = manuscript.wording.content
        render = partial(
            self._renderer.render,
            document,
            cover=content.cover,
            with_teaser=content.visibility is Visibility.MEMBERS,
            language=content.language,
        )
        return render() if len(content.body) < _LONG_TEXT else await asyncio.to_thread(render)

    async def _draft_for_caller(self, manuscript: Manuscript) -> Draft:
        """The view of whoever may read the draft; a moderator sees no more of it than readers did."""
        held = await self._rights(manuscript, signed_in())
        if Right.READ in held:
            own = manuscript if Right.OWN in held else manuscript.share("")
            return own.draft(may_publish=Right.PUBLISH in held)
        shown = manuscript.wording
        if manuscript.published_revision_id is not None:
            found = await self._archive.wording(manuscript.id, manuscript.published_revision_id)
            assert found is not None, "a published revision is never forgotten before its story"
            shown = found
        return replace(manuscript, wording=shown, share_key="").draft()


def signed_in() -> PersonId:
    """Who asks. Raises Unauthenticated where nobody is signed in."""
    person_id = current_caller().person_id
    if person_id is None:
        raise Unauthenticated
    return PersonId(person_id)


def is_moderator() -> bool:
    """Whether the caller may take down what others published."""
    caller = current_caller()
    return caller.person_id is not None and not MODERATORS.isdisjoint(caller.roles)


def require_operator() -> None:
    """Raises Forbidden unless the operator's own command asks."""
    if OPERATOR not in current_caller().roles:
        raise Forbidden("Only the operator of this site may do this.")


def require_limit(limit: int, most: int) -> int:
    """A page's length. Raises Invalid where it is not from 1 to `most`."""
    if not 1 <= limit <= most:
        raise Invalid("limit", f"Must be from 1 to {most}.")
    return limit
