"""What all pages of a publication's management share: who may enter, and what went wrong with a form."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import Fault, NotFound
from octavo.edge import problems
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_private import Problem, Trouble
from octavo.edge.pages.views_publication import Workplace
from octavo.edge.problems import Answered
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.publications.api import (
    AlreadyDecided,
    AlreadyMember,
    LastOwner,
    Membership,
    PageSlugTaken,
    Publication,
    PublicationId,
    SlugNotAllowed,
    SlugTaken,
    StoryChangedSince,
    StoryNotSubmittable,
)
from octavo.publications.api import Role as Role

_KINDS = (
    (SlugTaken, Trouble.ADDRESS_TAKEN, "slug", 422),
    (PageSlugTaken, Trouble.ADDRESS_TAKEN, "slug", 422),
    (SlugNotAllowed, Trouble.ADDRESS_FORM, "slug", 422),
    (LastOwner, Trouble.LAST_OWNER_HERE, "", 422),
    (AlreadyDecided, Trouble.ALREADY_DECIDED, "", 409),
    (StoryChangedSince, Trouble.STORY_CHANGED, "", 409),
    (AlreadyMember, Trouble.ALREADY_MEMBER, "", 422),
)


def _(text: str) -> str:
    """Marks words for the catalogues."""
    return text


_WORDS = {
    Trouble.ALREADY_DECIDED: _("Somebody else was faster: this has been decided. It stands below."),
    Trouble.STORY_CHANGED: _(
        "The text is another by now. It is shown as it stands; please look at it before you decide."
    ),
    Trouble.LAST_OWNER_HERE: _("A publication needs an owner. Hand it over first, or delete it."),
    Trouble.CONFLICT: _(
        "This was changed elsewhere in the meantime. Load the page again to see how it stands."
    ),
}
_RANK = {Role.WRITER: 1, Role.EDITOR: 2, Role.OWNER: 3}


async def enter(
    bench: Workbench, publication_id: str, least: Role = Role.WRITER
) -> tuple[Publication, Membership, Workplace]:
    """A publication in which the caller is this or more. Raises NotFound for everybody else."""
    found = await bench.publications.get_publications(publication_ids=(PublicationId(publication_id),))
    mine = {one.publication_id: one for one in await bench.publications.list_memberships()}
    if not found or found[0].id not in mine:
        raise NotFound
    publication, membership = found[0], mine[found[0].id]
    if _RANK.get(membership.role, 0) < _RANK[least]:
        raise NotFound
    place = Workplace(
        publication_id=publication.id,
        name=publication.name,
        address=bench.addresses.publication(publication.slug),
        base=bench.addresses.workplace(publication.id),
        role=membership.role.value,
        version=publication.version,
        archived=publication.archived,
    )
    return publication, membership, place


def wrong(fault: Fault, fields: Mapping[str, str]) -> Answered:
    """What a fault means for a form; raised again where it is not about what was asked."""
    for kind, name, field, status in _KINDS:
        if isinstance(fault, kind):
            return Answered(Problem(kind=name, field=field), status)
    if isinstance(fault, StoryNotSubmittable):
        return Answered(Problem(kind=Trouble.OTHER, detail=fault.problem), 422)
    return problems.trouble(fault, fields)


async def told(
    bench: Workbench, request: Request, visitor: Visitor, fault: Fault, fields: Mapping[str, str]
) -> Response:
    """A page that says why an act was refused."""
    answered = wrong(fault, fields)
    words = bench.look.words(bench.language(request, visitor))
    problem = answered.problem
    said = _WORDS.get(problem.kind, problem.detail)
    view = ErrorPage(status=403 if answered.status == 403 else 400, message=words(said) if said else "")
    return await bench.page(request, view, visitor, status=answered.status)
