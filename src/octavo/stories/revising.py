"""Revisions: what was written before, to look at and to bring back."""

import asyncio
from typing import Final

from octavo.document.comparison import Text, compare
from octavo.stories.api import (
    CompareRevisionsResponse,
    Draft,
    GetRevisionResponse,
    Revision,
    RevisionId,
    RevisionNotFound,
    StoryId,
)
from octavo.stories.entities import Manuscript, Wording
from octavo.stories.ports import Change
from octavo.stories.rights import Right
from octavo.stories.study import Study, require_limit, signed_in

_MOST_REVISIONS = 200
_WORKING_COPY: Final = RevisionId("")


class Revising(Study):
    """What authors do with their earlier texts."""

    async def list_revisions(
        self,
        *,
        story_id: StoryId,
        limit: int = 50,
        before: RevisionId = RevisionId(""),  # noqa: B008 - a string by another name, and the contract's default
    ) -> tuple[Revision, ...]:
        await self._for(Right.READ, story_id, deleted_too=True)
        require_limit(limit, _MOST_REVISIONS)
        return tuple(await self._archive.revisions(story_id, before=before or None, limit=limit))

    async def get_revision(self, *, story_id: StoryId, revision_id: RevisionId) -> GetRevisionResponse:
        await self._for(Right.READ, story_id, deleted_too=True)
        wording = await self._find(story_id, revision_id)
        document = await self._document(wording.content.body)
        return GetRevisionResponse(
            revision=Revision(
                id=wording.revision_id,
                story_id=story_id,
                title=wording.content.title,
                words=wording.words,
                created_at=wording.began_at,
                author_id=wording.saved_by,
                published=wording.published,
            ),
            content=wording.content,
            html=self._renderer.html(
                document, cover=wording.content.cover, language=wording.content.language
            ),
        )

    async def compare_revisions(
        self,
        *,
        story_id: StoryId,
        from_revision_id: RevisionId,
        to_revision_id: RevisionId = _WORKING_COPY,
    ) -> CompareRevisionsResponse:
        manuscript = await self._for(Right.READ, story_id, deleted_too=True)
        before = await self._find(story_id, from_revision_id)
        after = await self._find(story_id, to_revision_id) if to_revision_id else manuscript.wording
        # Beside the event loop whatever the length: short texts can differ in every word.
        found = await asyncio.to_thread(compare, await self._text(before), await self._text(after))
        return CompareRevisionsResponse(
            html=found.html, words_added=found.words_added, words_removed=found.words_removed
        )

    async def _text(self, wording: Wording) -> Text:
        content = wording.content
        document = await self._document(content.body)
        return Text(title=content.title, subtitle=content.subtitle, document=document)

    async def restore_revision(self, *, story_id: StoryId, revision_id: RevisionId, version: int) -> Draft:
        async def restore(manuscript: Manuscript) -> Change:
            old = await self._find(story_id, revision_id)
            manuscript.require_version(version)
            after = manuscript.restore(
                old, by=signed_in(), now=self._clock(), revision_id=self._new_revision_id()
            )
            return Change(before=manuscript, after=after)

        after = await self._change(lambda: self._for(Right.EDIT, story_id), restore)
        return await self._draft_for_caller(after)

    async def _find(self, story_id: StoryId, revision_id: RevisionId) -> Wording:
        wording = await self._archive.wording(story_id, revision_id)
        if wording is None:
            raise RevisionNotFound(revision_id=revision_id)
        return wording
