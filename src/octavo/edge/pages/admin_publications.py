"""`/admin/publications`: every publication, whose it is, and whether it takes stories."""

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_admin import PublicationAdminRow, PublicationsAdmin
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.publications.api import Membership, Publication, Role

_AT_ONCE: Final = 20
_NONE: Final[tuple[Membership, ...]] = ()


async def publications(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Those that take stories; with `?show=archived` the others."""
    if not visitor.moderates:
        return await bench.page(request, ErrorPage(status=403), visitor, status=403)
    archived = request.query_params.get("show") == "archived"
    after = request.query_params.get("after", "")[:100]
    listed = await bench.publications.list_publications(limit=_AT_ONCE, after=after, archived=archived)
    parts = Parts()
    members = await asyncio.gather(
        *(
            parts.optional("owners", bench.publications.list_memberships(publication_id=one.id), _NONE)
            for one in listed.publications
        )
    )
    people = await bench.authors(parts, [one.person_id for staff in members for one in staff])

    def row(one: Publication, staff: tuple[Membership, ...]) -> PublicationAdminRow:
        owners = [it.person_id for it in staff if it.role is Role.OWNER and it.person_id in people]
        return PublicationAdminRow(
            name=one.name,
            address=bench.addresses.publication(one.slug),
            description=one.description,
            archived=one.archived,
            orphaned=one.orphaned,
            owners=tuple(bench.showing.author(people[id_]) for id_ in owners),
        )

    show = "archived" if archived else ""
    view = PublicationsAdmin(
        rows=tuple(map(row, listed.publications, members)),
        archived=archived,
        more=bench.addresses.admin_part("publications", show=show, after=listed.next) if listed.next else "",
    )
    return await bench.page(request, view, visitor)
