"""`/new` and `/edit/ID`: the page that the editor takes over."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_private import EditorPage
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.stories.api import Draft, StoryId, StoryNotFound


async def new(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """An empty page: the draft is made with the first words, so that looking in leaves nothing behind."""
    return await _page(bench, request, visitor, None)


async def edit(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """A draft of one's own."""
    try:
        draft = await bench.stories.get_draft(story_id=StoryId(request.path_params["story_id"]))
    except StoryNotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    return await _page(bench, request, visitor, draft)


async def _page(bench: Workbench, request: Request, visitor: Visitor, draft: Draft | None) -> Response:
    person = (await bench.authors(Parts(), [visitor.person_id])).get(visitor.person_id)
    view = EditorPage(
        story_id=draft.id if draft else "",
        draft_json=msgspec.json.encode(draft).decode() if draft else "",
        author=bench.showing.author(person),
        time_zone=visitor.time_zone,
        story_language=draft.content.language if draft else "",
    )
    return await bench.page(request, view, visitor)
