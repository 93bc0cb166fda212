"""Writing: drafts, saves, the desk, the secret link."""

import re
import secrets

from msgspec.structs import replace

from octavo.stories.api import (
    Content,
    Draft,
    ListDeskResponse,
    MemberRole,
    PublicationId,
    ReadSharedResponse,
    SaveDraftResponse,
    Status,
    StoryId,
    StoryNotFound,
    TooManyDrafts,
    VersionConflict,
)
from octavo.stories.content import empty_body
from octavo.stories.entities import UNDO_FOR, Manuscript, begin
from octavo.stories.pages import read_position, write_position
from octavo.stories.ports import Change
from octavo.stories.rights import Right
from octavo.stories.study import Study, require_limit, signed_in

_MOST_LINES = 200
_EDITORS = (MemberRole.EDITOR, MemberRole.OWNER)
_KEY_BYTES = 16
_KEY = re.compile(r"[A-Za-z0-9_-]{22}")
_NO_PUBLICATION = PublicationId("")
_ON_THE_DESK = (Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED)


class Writing(Study):
    """What authors do with their own texts before others see them."""

    async def create_draft(self, *, content: Content | None = None) -> Draft:
        me = signed_in()
        given = content or Content()
        if not given.body:
            given = replace(given, body=empty_body())
        settled = await self._settle(given)
        if await self._manuscripts.count_unpublished(me) >= self._drafts_allowed:
            raise TooManyDrafts(limit=self._drafts_allowed)
        manuscript = begin(
            settled,
            story_id=StoryId(self._new_id()),
            author_id=me,
            revision_id=self._new_revision_id(),
            now=self._clock(),
        )
        await self._manuscripts.write(Change(after=manuscript))
        return manuscript.draft(may_publish=True)

    async def save_draft(self, *, story_id: StoryId, version: int, content: Content) -> SaveDraftResponse:
        await self._for(Right.EDIT, story_id)  # whose it is not learns nothing about their text either
        settled = await self._settle(content)

        async def save(manuscript: Manuscript) -> Change:
            if settled.digest != manuscript.wording.digest:  # the same text again is no conflict
                await self._require_version(manuscript, version)
            after = manuscript.save(settled, by=signed_in(), now=self._clock(), mint=self._new_revision_id)
            return Change(before=manuscript, after=after)

        saved = await self._change(lambda: self._for(Right.EDIT, story_id), save)
        return SaveDraftResponse(
            version=saved.version,
            saved_at=saved.saved_at,
            words=saved.wording.words,
            reading_minutes=saved.wording.reading_minutes,
            body=settled.content.body if settled.minted else "",
        )

    async def _require_version(self, manuscript: Manuscript, version: int) -> None:
        try:
            manuscript.require_version(version)
        except VersionConflict:
            # Whoever lost may now decide to write over the text that won: it must stay a revision.
            await self._archive.seal(manuscript.id, manuscript.wording.revision_id)
            raise

    async def get_draft(self, *, story_id: StoryId) -> Draft:
        return await self._draft_for_caller(await self._for(Right.READ, story_id, deleted_too=True))

    async def discard_changes(self, *, story_id: StoryId, version: int) -> Draft:
        async def discard(manuscript: Manuscript) -> Change:
            manuscript.require(Status.PUBLISHED)
            manuscript.require_version(version)
            assert manuscript.published_revision_id is not None
            shown = await self._archive.wording(manuscript.id, manuscript.published_revision_id)
            assert shown is not None, "a published revision is never forgotten before its story"
            return Change(before=manuscript, after=manuscript.discard(shown, now=self._clock()))

        after = await self._change(lambda: self._for(Right.EDIT, story_id), discard)
        return await self._draft_for_caller(after)

    async def share_draft(self, *, story_id: StoryId, shared: bool) -> str:
        key = secrets.token_urlsafe(_KEY_BYTES) if shared else ""

        async def share(manuscript: Manuscript) -> Change:
            return Change(before=manuscript, after=manuscript.share(key))

        return (await self._change(lambda: self._for(Right.OWN, story_id), share)).share_key

    async def read_shared(self, *, share_key: str) -> ReadSharedResponse:
        known = _KEY.fullmatch(share_key) is not None
        manuscript = await self._manuscripts.find_shared(share_key) if known else None
        if manuscript is None or manuscript.status is Status.DELETED:
            raise StoryNotFound
        content = manuscript.wording.content
        document = await self._document(content.body)
        html = self._renderer.html(document, cover=content.cover, language=content.language)
        return ReadSharedResponse(draft=manuscript.draft(), html=html)

    async def list_desk(
        self,
        *,
        status: Status = Status.UNSPECIFIED,
        limit: int = 50,
        after: str = "",
        publication_id: PublicationId = _NO_PUBLICATION,
    ) -> ListDeskResponse:
        me = signed_in()
        require_limit(limit, _MOST_LINES)
        if publication_id and await self._members.role(publication_id, me) not in _EDITORS:
            return ListDeskResponse()
        deleted_since = self._clock() - UNDO_FOR
        items = await self._archive.desk(
            None if publication_id else me,
            publication_id=publication_id or None,
            statuses=_ON_THE_DESK if status is Status.UNSPECIFIED else (status,),
            deleted_since=deleted_since,
            after=read_position(after),
            limit=limit + 1,
        )
        shown = items[:limit]
        counts = {} if publication_id else await self._archive.desk_counts(me, deleted_since=deleted_since)
        return ListDeskResponse(
            items=tuple(shown),
            next=write_position(shown[-1].saved_at, shown[-1].id) if len(items) > limit else "",
            counts={str(status): number for status, number in counts.items()},
        )
