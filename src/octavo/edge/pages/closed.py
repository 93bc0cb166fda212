"""Kept pages that are not for one reader: one of the two, its owner and they, blocks the other.

Asked only for those whose browser has the mark that somebody is hidden from them; all others are answered
from the page cache without a question.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.edge.addresses import read_story_path
from octavo.edge.marks import MARK
from octavo.edge.pages.views import ErrorPage
from octavo.edge.parts import Parts
from octavo.edge.workbench import Workbench
from octavo.stories.api import StoryId

_LONGEST: Final = 500


async def closed(bench: Workbench, request: Request) -> Response | None:
    """The page that says that there is nothing; None where the page may be shown."""
    if MARK not in request.cookies:
        return None
    visitor = await bench.sessions.visitor(request.scope["headers"])
    parts = Parts()
    hidden = await bench.hides.of(parts, visitor.person_id)
    path = request.url.path
    if not hidden.blocked or len(path) > _LONGEST:
        return None
    if not any(path == one or path.startswith(f"{one}/") for one in hidden.closed):
        last = path.rstrip("/").removesuffix("/embed").rpartition("/")[2]
        story_id = read_story_path(last).story_id
        if not story_id:
            return None
        stub = await bench.shelf.stub(parts, StoryId(story_id))
        if hidden.blocked.isdisjoint((stub.author_id, *stub.co_author_ids)):
            return None
    return await bench.page(request, ErrorPage(status=404), visitor, status=404)
