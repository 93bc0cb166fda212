"""`/admin/stories`: all stories that readers can find, for those who look after the site."""

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import Forbidden, Invalid, NotFound
from octavo.edge import forms
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_admin import StoriesAdmin, StoryAdminRow
from octavo.edge.pages.views_private import Said
from octavo.edge.parts import COME_AGAIN, FAILURES, Parts, note, within_reason
from octavo.edge.sessions import Visitor
from octavo.edge.showing import writers
from octavo.edge.workbench import Workbench
from octavo.stories.api import NotPublishable, Story, StoryId, WrongState

ACTS: Final = ("take-back", "delete")
_AT_ONCE: Final = 20
_LONGEST: Final = 500


async def stories(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The newest, or with `?q=` those that words find."""
    if not visitor.moderates:
        return await bench.page(request, ErrorPage(status=403), visitor, status=403)
    query = request.query_params.get("q", "")[:_LONGEST].strip()
    after = request.query_params.get("after", "")[:100]
    parts = Parts()
    try:
        shown, more = await (_found(bench, query, after) if query else _newest(bench, after))
    except FAILURES as fault:
        if not query:
            raise
        note("search", fault)
        away = StoriesAdmin(query=query, away=True)
        return await bench.page(request, away, visitor, status=503, headers=COME_AGAIN)
    people = await bench.authors(parts, writers(shown))
    await bench.mastheads.fetch(parts, shown)
    view = StoriesAdmin(
        rows=tuple(StoryAdminRow(story_id=one.id, card=bench.showing.card(one, people)) for one in shown),
        query=query,
        more=bench.addresses.admin_part("stories", q=query, after=more) if more else "",
    )
    return await bench.page(request, view, visitor)


async def _newest(bench: Workbench, after: str) -> tuple[Sequence[Story], str]:
    listed = await bench.stories.list_stories(limit=_AT_ONCE, after=after)
    return listed.stories, listed.next


async def _found(bench: Workbench, query: str, after: str) -> tuple[Sequence[Story], str]:
    try:
        found = await within_reason(bench.search.find_stories(query=query, limit=_AT_ONCE, after=after))
    except Invalid as fault:
        if fault.details.get("field") != "after":
            raise
        found = await within_reason(bench.search.find_stories(query=query, limit=_AT_ONCE))
    ids = tuple(hit.story_id for hit in found.hits)
    stories = {one.id: one for one in (await bench.stories.get_stories(story_ids=ids) if ids else ())}
    return [stories[id_] for id_ in ids if id_ in stories], found.next


async def act(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/admin/stories/ID/ACT`: take it back from its readers, or delete it."""
    await forms.read(request)
    if not visitor.moderates:
        return await bench.page(request, ErrorPage(status=403), visitor, status=403)
    story_id = StoryId(request.path_params["story_id"])
    deletes = request.url.path.endswith("/delete")
    try:
        if deletes:
            await bench.stories.delete(story_id=story_id)
        else:
            await bench.stories.unpublish(story_id=story_id)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except (WrongState, NotPublishable, Forbidden) as fault:
        return await bench.page(request, ErrorPage(status=400, message=fault.message), visitor, status=422)
    said = Said.STORY_REMOVED if deletes else Said.STORY_TAKEN_BACK
    return bench.see(bench.addresses.admin_part("stories", said=said))
