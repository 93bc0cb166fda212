"""`/me/publications`: where one is what; founding one; invitations and their answers."""

import asyncio
from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import Person, PersonNotFound
from octavo.chassis.faults import Fault, NotFound
from octavo.edge import forms
from octavo.edge.addresses import is_handle
from octavo.edge.forms import Form
from octavo.edge.pages.publication_place import enter, wrong
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_private import Choice, Problem, Said, Trouble
from octavo.edge.pages.views_publication import (
    InvitationPage,
    InvitationRow,
    PlaceRow,
    PublicationsPage,
    SubmissionRow,
)
from octavo.edge.parts import Parts
from octavo.edge.problems import Answered
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.publications.api import (
    Invitation,
    InvitationId,
    InvitationNotFound,
    ListPublicationsResponse,
    Membership,
    Publication,
    PublicationId,
    Role,
    Stage,
    Submission,
)

_LATEST = 10
_DECIDES = frozenset({Role.EDITOR, Role.OWNER})


async def publications(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Where one is a member, and what waits for one's answer."""
    return await _page(bench, request, visitor)


async def found(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/publications`: found one."""
    form = await forms.read(request)
    try:
        publication = await bench.publications.found(
            name=form.line("name"), slug=form.line("slug"), description=form.line("description")
        )
    except Fault as fault:
        return await _page(bench, request, visitor, form=form, answered=wrong(fault, form.items()))
    return bench.see(bench.addresses.workplace(publication.id, "settings", said=Said.FOUNDED))


async def workplace(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/me/publications/ID`: where one's work in it begins."""
    try:
        _, membership, place = await enter(bench, request.path_params["publication_id"])
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    first = "review" if membership.role in _DECIDES else "people"
    return bench.see(bench.addresses.workplace(place.publication_id, first))


async def answer(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/publications/invitations/ID`: accept or decline one's own."""
    form = await forms.read(request)
    accepted = form["accepted"] == "1"
    try:
        await bench.publications.answer_invitation(
            invitation_id=InvitationId(request.path_params["invitation_id"]), accepted=accepted
        )
    except InvitationNotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        return await _page(bench, request, visitor, answered=wrong(fault, form.items()))
    return bench.see(bench.addresses.publications(said=Said.JOINED if accepted else Said.DECLINED))


async def invitation(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/me/publications/invitation/TOKEN`: what a link offers."""
    return await _invited(bench, request, visitor)


async def answer_link(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/publications/invitation/TOKEN`: accept it; only a person at a browser does so."""
    form = await forms.read(request)
    try:
        await bench.publications.answer_invitation(token=request.path_params["token"], accepted=True)
    except InvitationNotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        return await _invited(bench, request, visitor, answered=wrong(fault, form.items()))
    return bench.see(bench.addresses.publications(said=Said.JOINED))


async def _invited(
    bench: Workbench, request: Request, visitor: Visitor, *, answered: Answered | None = None
) -> Response:
    token = request.path_params["token"]
    hidden = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow"}
    try:
        asked = await bench.publications.peek_invitation(token=token)
    except InvitationNotFound:
        _ = bench.look.words(bench.language(request, visitor))
        gone = _("This invitation is not good any more: it was used, taken back, or its two weeks are over.")
        view = ErrorPage(status=404, message=gone)
        return await bench.page(request, view, visitor, status=404, headers=hidden)
    (publication,) = await bench.publications.get_publications(publication_ids=(asked.publication_id,))
    people = await bench.authors(Parts(), [asked.invited_by])
    view_ = InvitationPage(
        token=token,
        publication=publication.name,
        address=bench.addresses.publication(publication.slug),
        role=asked.role.value,
        by=bench.showing.author(people.get(asked.invited_by)).name,
        problems=(answered.problem,) if answered else (),
    )
    return await bench.page(
        request, view_, visitor, status=answered.status if answered else 200, headers=hidden
    )


async def _page(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: Form | None = None,
    answered: Answered | None = None,
) -> Response:
    mine, asked, submitted = await asyncio.gather(
        bench.publications.list_memberships(),
        bench.publications.list_invitations(),
        bench.publications.list_submissions(limit=_LATEST),
    )
    ids = {
        *(one.publication_id for one in mine),
        *(one.publication_id for one in asked),
        *(one.publication_id for one in submitted),
    }
    found = await bench.publications.get_publications(publication_ids=tuple(sorted(ids)))
    named: dict[str, Publication] = {publication.id: publication for publication in found}
    people = await bench.authors(Parts(), [visitor.person_id, *(one.invited_by for one in asked)])
    view = PublicationsPage(
        places=tuple(
            [
                await _place(bench, one, named[one.publication_id])
                for one in mine
                if one.publication_id in named
            ]
        ),
        invitations=invitation_rows(bench, asked, named, people),
        submissions=submission_rows(bench, submitted, named, people),
        orphans=await _orphans(bench) if visitor.owns else (),
        typed=form.items() if form else {},
        host=bench.addresses.host,
        problems=(answered.problem,) if answered else (),
    )
    return await bench.page(request, view, visitor, status=answered.status if answered else 200)


async def _orphans(bench: Workbench) -> tuple[Choice, ...]:
    """Publications that wait for the site's owner to appoint somebody; of the first hundred by name."""
    none = ListPublicationsResponse()
    asked = bench.publications.list_publications(limit=100, archived=True)
    listed = await Parts().optional("orphans", asked, none)
    return tuple(Choice(value=one.id, label=one.name) for one in listed.publications if one.orphaned)


async def appoint(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/publications/appointment`: the site's owner gives an orphan an owner, by handle."""
    form = await forms.read(request)
    try:
        handle = form.line("appointed").removeprefix("@").lower()
        if not is_handle(handle):
            raise PersonNotFound
        person = (await bench.accounts.find_person(handle=handle)).person
        await bench.publications.appoint(
            publication_id=PublicationId(form["publication_id"]), person_id=person.id
        )
    except PersonNotFound:
        answered = Answered(Problem(kind=Trouble.NOBODY_CALLED_SO, field="appointed"), 422)
        return await _page(bench, request, visitor, form=form, answered=answered)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        return await _page(bench, request, visitor, answered=wrong(fault, form.items()))
    return bench.see(bench.addresses.publications(said=Said.SAVED))


async def _place(bench: Workbench, mine: Membership, publication: Publication) -> PlaceRow:
    waiting = 0
    if mine.role in _DECIDES:
        waits = bench.publications.list_submissions(
            publication_id=publication.id, stage=Stage.SUBMITTED, limit=100
        )
        waiting = len(await Parts().optional("what waits", waits, ()))
    return PlaceRow(
        name=publication.name,
        address=bench.addresses.publication(publication.slug),
        manage=bench.addresses.workplace(publication.id),
        role=mine.role.value,
        archived=publication.archived,
        waiting=waiting,
    )


def invitation_rows(
    bench: Workbench,
    asked: Iterable[Invitation],
    named: Mapping[str, Publication],
    people: Mapping[str, Person],
) -> tuple[InvitationRow, ...]:
    """Invitations with the names of whom they are about."""
    author = bench.showing.author
    return tuple(
        InvitationRow(
            invitation_id=one.id,
            publication=named[one.publication_id].name,
            role=one.role.value,
            whom=author(people.get(one.person_id)).name if one.person_id else one.email,
            by=author(people.get(one.invited_by)).name,
            expires_at=one.expires_at,
            hands_over=one.hands_over,
            by_link=not one.person_id,
        )
        for one in asked
        if one.publication_id in named
    )


def submission_rows(
    bench: Workbench,
    submitted: Iterable[Submission],
    named: Mapping[str, Publication],
    people: Mapping[str, Person],
) -> tuple[SubmissionRow, ...]:
    """Submissions with the names of whom they are about."""
    return tuple(
        SubmissionRow(
            address=bench.addresses.submission(one.id),
            title=one.title,
            writer=bench.showing.author(people.get(one.writer_id)),
            publication=named[one.publication_id].name if one.publication_id in named else "",
            stage=one.stage.value,
            submitted_at=one.submitted_at,
            decided_at=one.decided_at,
            notes=one.notes,
        )
        for one in submitted
    )
