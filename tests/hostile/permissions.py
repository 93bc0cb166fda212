"""Everybody there is, asking for everything there is; what comes of it is compared with a table.

The table (`permissions.txt`) has a line for each public method and each route, and a column for each role. A
method's cell says what the role may do with Anna's things: `+` it may, `-` 401, `x` 403, `?` 404, `i` the
request itself was refused, `s` it may ask, and as things stand the answer is no (400, 409, 429). A route's
cell is the status of the answer.

python -m tests.hostile.permissions     asks all and writes the table anew, to be read before it is believed
"""

import asyncio
import json
import re
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Final

from msgspec.structs import fields

from octavo.chassis.contract import Audience, Contract, Idempotency, Method
from octavo.edge import routes
from octavo.edge.services import Services
from tests.edge import world
from tests.edge.browser import Answer, Browser
from tests.edge.world import Site, document
from tests.hostile.town import BLOCK, ROLES, Town, settle

TABLE: Final = Path(__file__).with_name("permissions.txt")
_NONE: Final = "1" * 11
_OF_READERS: Final = frozenset(
    {
        "ReadStory",
        "ListTranslations",
        "Report",
        "Clap",
        "Respond",
        "ListResponses",
        "GetRule",
        "SetRule",
        "MarkRead",
        "Highlight",
        "ListHighlights",
        "GetTopHighlight",
    }
)
"""What is asked about a published story, not about a draft."""
_SIGNS: Final = {401: "-", 403: "x", 404: "?"}


def offered() -> list[Contract]:
    """The contracts of the services that the site offers."""
    nothing = Services(**{one.name: None for one in fields(Services)})
    return list(nothing.offered())


def methods() -> Iterator[tuple[str, Method]]:
    """Every public method, by its path; what streams is asked in envelopes."""
    for contract in offered():
        for method in contract.methods:
            if method.audience is Audience.PUBLIC:
                yield f"/{contract.name}/{method.name}", method


def every_route() -> list[tuple[str, str]]:
    """Every route of the site, as verb and path."""
    found = [("GET", path) for path, _ in routes.KEPT]
    found += [(verb, path) for verb, path, _ in (*routes.OPEN, *routes.MEMBERS)]
    return sorted(set(found), key=lambda route: (route[1], route[0]))


def sample(method: Method, ids: dict[str, str]) -> bytes:
    """A request about Anna's things; ids of what nobody has where it asks for others."""
    asked = {one.encode_name for one in fields(method.request)}
    values: dict[str, Any] = {
        **ids,
        "storyId": ids["storyIds" if method.name in _OF_READERS else "storyId"],
        "storyIds": [ids["storyIds"]],
        "fromRevisionId": ids["revisionId"],
        "toRevisionId": ids["revisionId"],
        "personIds": [ids["personId"]],
        "version": 1,
        "content": {"title": "Taken over", "body": document("Mine now.")},
        "at": "2026-12-31T08:00:00Z",
        "email": "mallory@mail.test",
        "handle": "anna",
        "name": "Mallory",
        "password": "correct staple battery horse",
        "slug": "the-paper",
        "role": "EDITOR" if "publicationId" in asked else "MEMBER",
        "suspended": True,
        "shared": True,
        "scopes": ["search"],
        "days": 1,
        "text": "A note.",
        "title": "A title",
        "query": "sea",
        "prefix": "se",
        "target": {"kind": "PERSON", "id": ids["personId"]},
        "kind": "CLAPPED" if method.name == "SetChoice" else "PERSON",
        "told": True,
        "how": "MUTED",
        "claps": 1,
        "rule": "FIRST_HELD",
        "parentId": "",
        "below": "",
        "dials": {"people": 1},
        "blockId": BLOCK,
        "start": 4,
        "end": 7,
        "quote": "sea",
        "note": "",
        "public": True,
    }
    request = {}
    for one in fields(method.request):
        name = one.encode_name
        if name in values:
            request[name] = values[name]
        elif name.endswith("Id") and one.required is False:
            request[name] = _NONE
    return json.dumps(request).encode()


async def ask(site: Site, town: Town, role: str, path: str, method: Method) -> str:
    """What comes of one call by one role."""
    browser = Browser(site.edge, cookies=dict(town.cookies[role]))
    return _sign(await called(browser, path, method, sample(method, town.ids)))


async def called(browser: Browser, path: str, method: Method, body: bytes, **headers: str) -> Answer:
    """The call; of a stream, an answer with the status that stands at its end."""
    kind = "application/json"
    if method.streams:
        kind, body = "application/connect+json", b"\0" + len(body).to_bytes(4, "big") + body
    answer = await browser.send(path, body, {"content-type": kind, **headers})
    if method.streams and b'"error":' in answer.body:
        code = re.findall(rb'"error":\{"code":"(\w+)"', answer.body)[0].decode()
        status = {"unauthenticated": 401, "permission_denied": 403, "not_found": 404}.get(code, 400)
        return Answer(status, answer.headers, answer.body)
    return answer


def _sign(answer: Answer) -> str:
    # The index of the search is not made here: whoever hears so was let in.
    assert answer.status < 500 or answer.status == 503, (answer.status, answer.text)
    if answer.status == 400 and b'"invalid_argument"' in answer.body:
        return "i"
    if answer.status in (200, 503):
        return "+"
    return _SIGNS.get(answer.status, "s")


async def of_method(town: Town, path: str, method: Method) -> list[str]:
    """What each role may; where one has changed something, the next one finds all as it was."""
    safe = method.idempotency is Idempotency.NO_SIDE_EFFECTS
    return await _in_turn(town, lambda site, role: ask(site, town, role, path, method), "+", safe=safe)


async def _in_turn(
    town: Town, asked: Callable[[Site, str], Awaitable[str]], change: str, *, safe: bool
) -> list[str]:
    """Every role after the other, on a fresh copy where something may have changed."""
    found: list[str] = []
    waiting = list(ROLES)
    while waiting:
        async with copied(town) as site:
            while waiting:
                found.append(await asked(site, waiting.pop(0)))
                if found[-1] == change and not safe:
                    break
    return found


class copied:  # noqa: N801 - reads as what it does
    """A site over a copy of the town's folder."""

    def __init__(self, town: Town) -> None:
        self._town = town

    async def __aenter__(self) -> Site:
        self._place = tempfile.TemporaryDirectory()
        folder = Path(self._place.name) / "data"
        shutil.copytree(self._town.folder, folder)
        self._site = world.site(folder)
        return await self._site.__aenter__()

    async def __aexit__(self, *how: Any) -> None:
        await self._site.__aexit__(*how)
        self._place.cleanup()


PARTS: Final = ("GET", "POST /me/", "POST")
"""What is asked in one test: a route is of the first that begins it."""


async def of_routes(town: Town, part: str) -> dict[str, list[str]]:
    """The status of every route of a part for every role; forms are sent empty."""

    def visit(verb: str, path: str) -> Callable[[Site, str], Awaitable[str]]:
        async def visited(site: Site, role: str) -> str:
            browser = Browser(site.edge, cookies=dict(town.cookies[role]))
            answer = await _visit(browser, verb, address_of(path, town.ids))
            assert answer.status < 500 or "/search" in path, (verb, path, role, answer.text)
            # Tries of passwords are counted; that one too many is refused is tested elsewhere.
            return "422" if answer.status == 429 else str(answer.status)

        return visited

    return {
        f"{verb} {path}": await _in_turn(town, visit(verb, path), "303", safe=verb == "GET")
        for verb, path in every_route()
        if next(one for one in PARTS if f"{verb} {path}".startswith(one)) == part
    }


async def _visit(browser: Browser, verb: str, address: str) -> Answer:
    return await (browser.get(address) if verb == "GET" else browser.post(address))


def address_of(path: str, ids: dict[str, str]) -> str:
    """The route with ids in the places of its parameters."""
    known = {
        "handle": "anna",
        "story_id": ids["storyId"],
        "publication_id": ids["publicationId"],
        "publication": "the-paper",
        "person_id": ids["personId"],
        "series_id": ids["seriesId"],
        "submission_id": ids["submissionId"],
        "webhook_id": ids["webhookId"],
        "highlight_id": ids["highlightId"],
        "response_id": ids["responseId"],
        "service": "stories",
        "name": "sea",
        "slug": "nothing",
    }

    def fill(found: re.Match[str]) -> str:
        return known.get(found[1].partition(":")[0], _NONE)

    return re.sub(r"\{([^}]+)\}", fill, path)


def read() -> dict[str, list[str]]:
    """The table: cells by line."""
    found: dict[str, list[str]] = {}
    for line in TABLE.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, cells = line.rpartition("  |  ")
            found[name.strip()] = cells.split()
    return found


def written(table: dict[str, list[str]]) -> str:
    """The table as it stands in the file."""
    width = max(70, *map(len, table))  # mostly the same, so that a change of the table is seen
    head = f"# {'':{width - 2}}  |  {' '.join(ROLES)}"
    lines = []
    for name, cells in table.items():
        told = " ".join(f"{cell:^{len(role)}}" for cell, role in zip(cells, ROLES, strict=True))
        lines.append(f"{name:{width}}  |  {told}".rstrip())
    return "\n".join([_ABOUT, head, *lines, ""])


_ABOUT: Final = (
    "# Who may what. Methods: + may, - 401, x 403, ? 404, i invalid, s as things stand no; "
    "routes: the status."
)


async def _all() -> dict[str, list[str]]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data"
        folder.mkdir()
        town = await settle(folder)
        table = {path: await of_method(town, path, method) for path, method in methods()}
        for part in PARTS:
            table |= await of_routes(town, part)
        return {**{path: table[path] for path, _ in methods()}, **_in_order(table)}


def _in_order(table: dict[str, list[str]]) -> dict[str, list[str]]:
    return {f"{verb} {path}": table[f"{verb} {path}"] for verb, path in every_route()}


if __name__ == "__main__":
    TABLE.write_text(written(asyncio.run(_all())))
