"""`/me/here`: the reader's own part of a page that is the same for everyone.

Asked with every page by whoever is signed in, so cheap: all that it tells is near.
"""

from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from octavo.edge.addresses import read_story_path
from octavo.edge.guards import NO_STORE
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.stories.api import StoryId, Visibility

_HEADERS: Final = {"cache-control": NO_STORE, "vary": "cookie", "x-content-type-options": "nosniff"}
_encode = msgspec.json.Encoder().encode


class PersonHere(msgspec.Struct, frozen=True, kw_only=True):
    """Who is here."""

    name: str
    handle: str
    address: str
    picture: str = ""


class Here(msgspec.Struct, frozen=True, kw_only=True):
    """What the page's script is told."""

    person: PersonHere | None = None
    """None: nobody is signed in."""
    keeper: bool = False
    """Owner or moderator."""
    edit: str = ""
    """Where this page's story is edited, if it is theirs."""
    full: str = ""
    """Where the whole text of this members' story is, if they may have it."""


async def here(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Who is here, and what they may do with the page at `?path=`."""
    if not visitor.signed_in:
        return _answer(Here())
    parts = Parts()
    person = (await bench.authors(parts, [visitor.person_id])).get(visitor.person_id)
    story_id = _story_on(request.query_params.get("path", ""))
    stub = await bench.shelf.stub(parts, StoryId(story_id)) if story_id else None
    portrait = bench.showing.portrait(person) if person else None
    return _answer(
        Here(
            person=PersonHere(
                name=person.name if person else "",
                handle=person.handle if person else "",
                address=bench.addresses.person(person.handle) if person else bench.addresses.settings(),
                picture=portrait.src if portrait else "",
            ),
            keeper=visitor.moderates,
            edit=bench.addresses.edit(story_id) if stub and stub.author_id == visitor.person_id else "",
            full=bench.addresses.full(story_id)
            if stub and stub.visibility is Visibility.MEMBERS and visitor.confirmed
            else "",
        )
    )


def _story_on(path: str) -> str:
    """The id of the story at a path; empty where it shows none."""
    if not path.startswith(("/@", "/p/")) or len(path) > 500:
        return ""
    return read_story_path(path.rpartition("/")[2]).story_id


def _answer(here: Here) -> Response:
    return Response(_encode(here), media_type="application/json", headers=_HEADERS)
