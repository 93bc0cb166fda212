"""`/me/publications/ID/review` and `/stories`: what waits for a decision, and what stands in it."""

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import Person
from octavo.chassis.faults import Fault, NotFound
from octavo.edge import forms
from octavo.edge.pages.publication_place import Role, enter, told
from octavo.edge.pages.publications import submission_rows
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_private import Choice, Said
from octavo.edge.pages.views_publication import PlacedStory, ReviewPage, StockPage
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.publications.api import (
    Publication,
    PublicationId,
    SectionId,
    Stage,
    StoryId,
    SubmissionId,
)
from octavo.stories.api import DeskItem, Status

_LINES = 50
_STAGES = {stage.value.lower(): stage for stage in (Stage.SUBMITTED, Stage.ACCEPTED, Stage.RETURNED)}


async def review(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The queue: `?show=submitted`, `accepted` or `returned`."""
    shown = request.query_params.get("show", "submitted")
    try:
        publication, _, place = await enter(bench, request.path_params["publication_id"], Role.EDITOR)
        stage = _STAGES.get(shown)
        if stage is None:
            raise NotFound
        before = SubmissionId(request.query_params.get("before", ""))
        found = await bench.publications.list_submissions(
            publication_id=publication.id, stage=stage, limit=_LINES + 1, before=before
        )
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    people = await bench.authors(Parts(), [one.writer_id for one in found])
    last = found[_LINES - 1].id if len(found) > _LINES else ""
    view = ReviewPage(
        place=place,
        stage=shown,
        rows=submission_rows(bench, found[:_LINES], {publication.id: publication}, people),
        older=bench.addresses.workplace(publication.id, "review", show=shown, before=last) if last else "",
    )
    return await bench.page(request, view, visitor)


async def stories(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """What stands in the publication, drafts of it included."""
    try:
        publication, _, place = await enter(bench, request.path_params["publication_id"], Role.EDITOR)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    listed = await bench.stories.list_desk(
        publication_id=publication.id, limit=_LINES, after=request.query_params.get("after", "")
    )
    people = await bench.authors(Parts(), [item.author_id for item in listed.items])
    view = StockPage(
        place=place,
        stories=tuple(_placed(bench, publication, item, people.get(item.author_id)) for item in listed.items),
        sections=sections_by_hand(publication),
        older=bench.addresses.workplace(publication.id, "stories", after=listed.next) if listed.next else "",
    )
    return await bench.page(request, view, visitor)


def _placed(bench: Workbench, publication: Publication, item: DeskItem, person: Person | None) -> PlacedStory:
    published = item.status is Status.PUBLISHED
    return PlacedStory(
        story_id=item.id,
        title=item.title,
        author=bench.showing.author(person),
        edit_address=bench.addresses.edit(item.id),
        address=bench.addresses.publication_story(publication.slug, item.slug, item.id) if published else "",
        published=published,
        changed=item.has_unpublished_changes,
        version=item.version,
        section=item.section_id,
        lead=item.id == publication.lead_story_id,
        saved_at=item.saved_at,
    )


def sections_by_hand(publication: Publication) -> tuple[Choice, ...]:
    """The sections into which stories are put one by one."""
    return tuple(
        Choice(value=section.id, label=section.name) for section in publication.sections if not section.tag
    )


async def place(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/publications/ID/stories`: `act` is section, lead, publish or out."""
    form = await forms.read(request)
    publication_id = PublicationId(request.path_params["publication_id"])
    story_id, said = StoryId(form["story_id"]), Said.SAVED
    try:
        match form["act"]:
            case "section":
                await bench.publications.assign_section(
                    publication_id=publication_id, story_id=story_id, section_id=SectionId(form["section_id"])
                )
            case "lead":
                await bench.publications.set_lead(
                    publication_id=publication_id, story_id=StoryId("") if form["none"] else story_id
                )
            case "publish":
                await bench.publications.publish_in(
                    publication_id=publication_id,
                    story_id=story_id,
                    version=form.number("version"),
                    section_id=SectionId(form["section_id"]),
                )
                said = Said.ACCEPTED
            case "out":
                await bench.publications.move_out(publication_id=publication_id, story_id=story_id)
                said = Said.MOVED_OUT
            case _:
                raise NotFound
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Fault as fault:
        return await told(bench, request, visitor, fault, form.items())
    own = form["then"] == "desk"
    return bench.see(
        bench.addresses.desk("published", said=said)
        if own
        else bench.addresses.workplace(publication_id, "stories", said=said)
    )
