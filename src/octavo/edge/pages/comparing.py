"""`/edit/ID/compare?from=&to=`: what was changed between two revisions, or since one."""

from starlette.requests import Request
from starlette.responses import Response

from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_together import ComparePage, RevisionRow
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.stories.api import NotPublishable, RevisionId, RevisionNotFound, StoryId, StoryNotFound

_LISTED = 100
"""So many revisions can be chosen from; older ones by their address."""


async def compare(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Without `from`: what was written since the revision before the newest; without `to`: the text as it is
    now."""
    story_id = StoryId(request.path_params["story_id"])
    older, newer = (RevisionId(request.query_params.get(name, "")) for name in ("from", "to"))
    try:
        draft = await bench.stories.get_draft(story_id=story_id)
        revisions = await bench.stories.list_revisions(story_id=story_id, limit=_LISTED)
        if not older and revisions:
            older = revisions[min(1, len(revisions) - 1)].id
        found = (
            await bench.stories.compare_revisions(
                story_id=story_id, from_revision_id=older, to_revision_id=newer
            )
            if older
            else None
        )
    except (StoryNotFound, RevisionNotFound, NotPublishable):
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    view = ComparePage(
        story_id=story_id,
        title=draft.content.title,
        edit_address=bench.addresses.edit(story_id),
        older=older,
        newer=newer,
        revisions=tuple(
            RevisionRow(id=one.id, saved_at=one.created_at, words=one.words, published=one.published)
            for one in revisions
        ),
        html=found.html if found else "",
        words_added=found.words_added if found else 0,
        words_removed=found.words_removed if found else 0,
    )
    return await bench.page(request, view, visitor)
