"""`/@handle/followers` and `/@handle/following`: people by who follows whom, for whoever asks.

Neither is kept: whoever blocks, or is blocked by, the one who asks is not shown to them.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import PersonNotFound
from octavo.chassis.faults import Invalid
from octavo.edge.addresses import is_handle
from octavo.edge.forms import Refused
from octavo.edge.hiding import hidden_from
from octavo.edge.pages.views_lists import PeopleListPage
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.graph.api import Kind, PersonId, Target

_ROWS: Final = 50


async def people(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The page of either; people who are suspended are left out."""
    handle, show = request.path_params["handle"], request.url.path.rpartition("/")[2]
    if not is_handle(handle):
        raise Refused(404, "")
    try:
        found = await bench.accounts.find_person(handle=handle)
    except PersonNotFound:
        raise Refused(404, "") from None
    person, parts = found.person, Parts()
    if person.suspended or await hidden_from(bench.graph, parts, visitor, [person.id]):
        raise Refused(404, "")
    here = f"{bench.addresses.person(person.handle)}/{show}"
    if not found.current:
        return bench.see(here)
    after = request.query_params.get("after", "")
    try:
        ids, further = await _page(bench, PersonId(person.id), show, after)
    except Invalid:
        raise Refused(404, "") from None
    known = await bench.authors(parts, ids)
    view = PeopleListPage(
        author=bench.showing.author(person),
        show=show,
        people=tuple(
            bench.showing.author(known[one]) for one in ids if one in known and not known[one].suspended
        ),
        older=f"{here}?after={further}" if further else "",
        first=here if after else "",
    )
    return await bench.page(request, view, visitor)


async def _page(bench: Workbench, person_id: PersonId, show: str, after: str) -> tuple[list[str], str]:
    if show == "followers":
        target = Target(kind=Kind.PERSON, id=person_id)
        listed = await bench.graph.list_followers(target=target, limit=_ROWS, after=after)
        return [one.person_id for one in listed.followers], listed.next
    found = await bench.graph.list_following(person_id=person_id, kind=Kind.PERSON, limit=_ROWS, after=after)
    return [one.target.id for one in found.followed], found.next
