"""What a reader is told of others: the page, the live count, and what they do not want to hear."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from octavo.edge import forms
from octavo.edge.guards import NO_STORE
from octavo.edge.pages.story_rows import story_lines
from octavo.edge.pages.views_graph import StoryLine
from octavo.edge.pages.views_notifications import NotificationRow, NotificationsPage
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.notifications.api import Kind, Notification, NotificationId
from octavo.stories.api import StoryId

ACTS: Final = ("read", "choose")
KINDS: Final = tuple(kind for kind in Kind if kind is not Kind.UNSPECIFIED)
_HERE: Final = "/me/notifications"
_ROWS: Final = 30
_LOOK_SECONDS: Final = 1.0
_BEAT_SECONDS: Final = 20.0
"""Between two signs of life, which keep proxies from closing what is quiet."""
_LIFE_SECONDS: Final = 600.0
"""Then the browser comes again, perhaps to another process."""
_AGAIN_MS: Final = 5000
_OF_STORIES: Final = frozenset({Kind.CLAPPED, Kind.HIGHLIGHTED, Kind.RESPONDED, Kind.HELD})


async def told(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """GET `/me/notifications`."""
    after = request.query_params.get("after", "")
    found = await bench.notifications.list_notifications(limit=_ROWS, after=after)
    parts = Parts()
    ids = [StoryId(one.subject_id) for one in found.notifications if one.kind in _OF_STORIES]
    lines = await story_lines(bench, visitor, list(dict.fromkeys(ids)))
    people = await bench.authors(parts, [person for one in found.notifications for person in one.people])

    def row(one: Notification) -> NotificationRow | None:
        named = tuple(bench.showing.author(people[person]) for person in one.people if person in people)
        line = lines.get(StoryId(one.subject_id))
        if not named or (one.kind in _OF_STORIES and line is None):
            return None  # they are gone, or their story is not to be read just now
        return NotificationRow(
            notification_id=one.id,
            kind=one.kind.value.lower(),
            people=named,
            count=max(one.count, len(named)),
            at=one.at,
            address=_address(bench, one, line, named[0].address),
            title=line.title if line else "",
            read=one.read,
        )

    rows = tuple(filter(None, map(row, found.notifications)))
    view = NotificationsPage(
        rows=rows,
        unread=any(not one.read for one in rows),
        silenced=tuple(kind.value.lower() for kind in await bench.notifications.get_choices()),
        older=f"{_HERE}?after={found.next}" if found.next else "",
        first=_HERE if after else "",
    )
    return await bench.page(request, view, visitor)


def _address(bench: Workbench, one: Notification, line: StoryLine | None, person: str) -> str:
    """Where somebody goes who wants to see it."""
    if one.kind is Kind.HELD:
        return "/me/responses"
    if one.kind in (Kind.RESPONDED, Kind.ANSWERED):
        return f"/r/{one.item_id}"
    if one.kind is Kind.HIGHLIGHTED:
        return bench.addresses.highlights(one.subject_id)
    return line.address if line else person


async def act(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/notifications/read` (`id`, several or none for all) and `/choose` (`told`, of all kinds)."""
    form, what = await forms.read(request), request.url.path.rpartition("/")[2]
    if what == "read":
        ids = tuple(NotificationId(one) for one in form.all("id"))
        await bench.notifications.mark_read(notification_ids=ids)
    else:
        wanted = set(form.all("told"))
        for kind in KINDS:
            await bench.notifications.set_choice(kind=kind, told=kind.value.lower() in wanted)
    if request.headers.get("accept", "").startswith("application/json"):
        return Response(status_code=204, headers={"cache-control": NO_STORE})
    return bench.see(_HERE if what == "read" else f"{_HERE}?said=saved")


async def stream(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """GET `/me/notifications/stream`: server-sent events; each one's data is how much is unread."""
    draining = request.scope.get("state", {}).get("draining", lambda: False)
    headers = {"cache-control": NO_STORE, "x-accel-buffering": "no", "vary": "cookie"}
    if request.method == "HEAD":
        return Response(headers=headers, media_type="text/event-stream")
    with bench.bell.listening(visitor.person_id):
        pass  # refused here where there are too many, while there is a status to say so
    events = _events(bench, request, visitor, draining)
    return StreamingResponse(events, headers=headers, media_type="text/event-stream")


async def _events(
    bench: Workbench, request: Request, visitor: Visitor, draining: Callable[[], Any]
) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    began = spoke = loop.time()
    last = -1
    with bench.bell.listening(visitor.person_id):
        yield b"retry: %d\n\n" % _AGAIN_MS
        while not draining() and loop.time() - began < _LIFE_SECONDS:
            # Near as a rule; one who signed out or was suspended hears no more.
            present = await bench.sessions.visitor(request.scope["headers"])
            if present.person_id != visitor.person_id:
                return
            unread = await bench.bell.of(Parts(), present)
            now = loop.time()
            if unread != last:
                last, spoke = unread, now
                yield b"data: %d\n\n" % unread
            elif now - spoke >= _BEAT_SECONDS:
                spoke = now
                yield b":\n\n"
            await asyncio.sleep(_LOOK_SECONDS)
