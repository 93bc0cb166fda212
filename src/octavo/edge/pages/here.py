"""`/me/here`: the reader's own part of a page that is the same for everyone.

Asked with every page by whoever is signed in, so cheap: all that it tells is near.
"""

from typing import Final
from urllib.parse import unquote_to_bytes

import msgspec
from starlette.types import Receive, Scope, Send

from octavo.accounts.api import Person
from octavo.chassis.context import deadline
from octavo.edge.addresses import read_story_path
from octavo.edge.guards import NO_STORE
from octavo.edge.hides import NOTHING, Hidden
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.shelf import Stub
from octavo.edge.workbench import Workbench
from octavo.stories.api import StoryId

_HEADERS: Final = (
    (b"content-type", b"application/json"),
    (b"cache-control", NO_STORE.encode()),
    (b"vary", b"cookie"),
    (b"x-content-type-options", b"nosniff"),
)
_LONGEST_PATH: Final = 500
_PARTS: Final = 2
"""A story's address has two: whose it is, and the story."""
_NONE: Final = Stub()
_Found = tuple[Visitor, Person | None, Stub, Hidden, int]
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
    unread: int | msgspec.UnsetType = msgspec.UNSET
    """What they are told and have not read; not said where there is nothing."""
    hides: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    """Addresses of people and publications whose stories stand in no list for them; not said where there is
    none."""
    closed: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    """Those of them none of whose pages is for them."""


class HereApp:
    """Answers `GET /me/here?path=…` as an ASGI application.

    Below the router and its requests, because it is asked with every page; where all is near, nothing waits.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Who is here, and what they may do with the page at `path`."""
        bench = self._bench
        token = bench.sessions.token(scope["headers"])
        story_id = StoryId(_story_on(scope["query_string"]))
        visitor = bench.sessions.near(token)
        person = bench.people.near(visitor.person_id) if visitor else None
        stub = bench.shelf.near(story_id) if story_id else _NONE
        hidden = bench.hides.near(visitor.person_id) if visitor else None
        unread = bench.bell.near(visitor.person_id) if visitor else None
        if visitor is None or (visitor.signed_in and None in (person, stub, hidden, unread)):
            async with deadline(bench.config.seconds):
                visitor, person, stub, hidden, unread = await self._asked(token, story_id)
        here = _here(bench, visitor, person, stub or _NONE, story_id)
        here = _with_hidden(here, hidden) if hidden and hidden.unasked else here
        body = _encode(msgspec.structs.replace(here, unread=unread) if unread else here)
        headers = [*_HEADERS, (b"content-length", b"%d" % len(body))]
        if token and not visitor.signed_in:
            headers += bench.sessions.cleared()  # over: the browser need not ask again with each page
        headers += bench.sessions.marked(scope["headers"], avoids=bool(hidden and hidden.blocked))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _asked(self, token: str, story_id: StoryId) -> _Found:
        bench, parts = self._bench, Parts()
        visitor = await bench.sessions.of_token(token)
        if not visitor.signed_in:
            return visitor, None, _NONE, NOTHING, 0
        people = await bench.authors(parts, [visitor.person_id])
        stub = await bench.shelf.stub(parts, story_id) if story_id else _NONE
        hidden = await bench.hides.of(parts, visitor.person_id)
        unread = await bench.bell.of(parts, visitor)
        return visitor, people.get(visitor.person_id), stub, hidden, unread


def _here(bench: Workbench, visitor: Visitor, person: Person | None, stub: Stub, story_id: StoryId) -> Here:
    if not visitor.signed_in:
        return Here()
    portrait = bench.showing.portrait(person) if person else None
    writes = visitor.person_id in (stub.author_id, *stub.co_author_ids)
    reads_on = stub.for_members and (visitor.confirmed or writes)
    return Here(
        person=PersonHere(
            name=person.name if person else "",
            handle=person.handle if person else "",
            address=bench.addresses.person(person.handle) if person else bench.addresses.settings(),
            picture=portrait.src if portrait else "",
        ),
        keeper=visitor.moderates,
        edit=bench.addresses.edit(story_id) if writes else "",
        full=bench.addresses.full(story_id) if reads_on else "",
    )


def _with_hidden(here: Here, hidden: Hidden) -> Here:
    return msgspec.structs.replace(
        here, hides=hidden.unasked, closed=hidden.closed if hidden.closed else msgspec.UNSET
    )


def _story_on(query: bytes) -> str:
    """The id of the story on the page at `path=`; empty where it shows none."""
    _, _, path = query.partition(b"path=")
    text = unquote_to_bytes(path.partition(b"&")[0]).decode("utf-8", "replace")
    if text.count("/") != _PARTS or len(text) > _LONGEST_PATH:
        return ""
    return read_story_path(text.rpartition("/")[2]).story_id
