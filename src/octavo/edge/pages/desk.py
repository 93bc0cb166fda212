"""`/me/stories`: the writer's desk, and what can be done from it without a script."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import Person
from octavo.chassis.faults import Aborted, Fault, Forbidden, Invalid, NotFound
from octavo.edge import forms
from octavo.edge.addresses import local_path
from octavo.edge.forms import Form
from octavo.edge.pages import together
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_private import DeskPage, DeskRow, Said
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.publications.api import Stage, Submission
from octavo.readership.api import Totals
from octavo.stories.api import DeskItem, NotPublishable, Standing, Status, StoryId, Visibility, WrongState

TABS: Final = {
    "drafts": Status.DRAFT,
    "scheduled": Status.SCHEDULED,
    "published": Status.PUBLISHED,
    "deleted": Status.DELETED,
}
_LATEST: Final = 100
UNDO: Final = timedelta(days=30)
_VISIBILITIES: Final = {Visibility.UNLISTED: "unlisted", Visibility.MEMBERS: "members"}
ACTS: Final = (
    "publish",
    "schedule",
    "unschedule",
    "unpublish",
    "delete",
    "undelete",
    "discard",
    "share",
    "unshare",
)
"""What can be done with a story by a form."""


async def desk(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """One tab of the desk."""
    tab = request.query_params.get("show", "drafts")
    if tab not in TABS:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    listed = await bench.stories.list_desk(status=TABS[tab], after=request.query_params.get("after", ""))
    parts = Parts()
    people = await bench.authors(parts, [visitor.person_id, *(item.author_id for item in listed.items)])
    placed = await _placed(bench, parts, listed.items)
    counted = await _counted(bench, parts, listed.items)
    view = DeskPage(
        tab=tab,
        rows=tuple(counted(placed(_row(bench, item, visitor, people), item)) for item in listed.items),
        asked=await together.asked(bench),
        asked_translations=await together.asked_translations(bench),
        counts={name: listed.counts.get(status.name, 0) for name, status in TABS.items()},
        older=bench.addresses.desk(tab, after=listed.next) if listed.next else "",
    )
    return await bench.page(request, view, visitor)


async def _placed(
    bench: Workbench, parts: Parts, items: Sequence[DeskItem]
) -> Callable[[DeskRow, DeskItem], DeskRow]:
    """Says of each row how it stands to publications, as far as these can be asked."""
    none: tuple[Submission, ...] = ()
    submitted = await parts.optional("submissions", bench.publications.list_submissions(limit=_LATEST), none)
    latest = {one.story_id: one for one in reversed(submitted) if one.stage is not Stage.WITHDRAWN}
    await bench.mastheads.fetch_ids(parts, {item.publication_id for item in items})

    def placed(row: DeskRow, item: DeskItem) -> DeskRow:
        stands = item.standing is Standing.TAKEN_IN
        publication = bench.mastheads.near(item.publication_id) if stands else None
        submission = latest.get(item.id)
        address = row.story_address
        if publication and address:
            address = bench.addresses.publication_story(publication.slug, item.slug, item.id)
        return replace(
            row,
            story_address=address,
            publication=publication.name if publication else "",
            submission=bench.addresses.submission(submission.id) if submission else "",
            stage=submission.stage.value if submission else "",
        )

    return placed


async def _counted(bench: Workbench, parts: Parts, items: Sequence[DeskItem]) -> Callable[[DeskRow], DeskRow]:
    """Says of each row how often it was seen and read, as far as that can be told just now."""
    ids = tuple(item.id for item in items if item.status is Status.PUBLISHED)
    none: tuple[Totals, ...] = ()
    asked = bench.readership.list_totals(story_ids=ids) if ids else None
    totals = await parts.optional("readership", asked, none) if asked else none
    known = {one.story_id: one for one in totals}

    def counted(row: DeskRow) -> DeskRow:
        if row.story_id not in ids:
            return row
        address = bench.addresses.numbers(row.story_id)
        one = known.get(StoryId(row.story_id))
        if one is None:
            return replace(row, numbers_address=address)
        return replace(row, numbers_address=address, views=one.views, reads=one.reads)

    return counted


def _row(bench: Workbench, item: DeskItem, visitor: Visitor, people: Mapping[str, Person]) -> DeskRow:
    author = people.get(item.author_id)
    handle = author.handle if author else ""
    read = item.status is Status.PUBLISHED
    address = bench.addresses.story(handle, item.slug, item.id) if handle else bench.addresses.short(item.id)
    return DeskRow(
        story_id=item.id,
        title=item.title,
        edit_address=bench.addresses.edit(item.id),
        saved_at=item.saved_at,
        version=item.version,
        excerpt=item.excerpt,
        words=item.words,
        minutes=item.reading_minutes,
        visibility=_VISIBILITIES.get(item.visibility, "everybody"),
        story_address=address if read else "",
        scheduled_for=item.scheduled_for,
        published_at=item.published_at,
        deleted_at=item.deleted_at,
        undo_until=item.deleted_at + UNDO if item.deleted_at else None,
        changed=item.has_unpublished_changes,
        main_author=None if item.author_id == visitor.person_id else bench.showing.author(author),
        together_address=bench.addresses.together(item.id),
    )


async def act(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/stories/ID/ACT`: do it, and go back to the desk (or to `then`)."""
    form = await forms.read(request)
    story_id = StoryId(request.path_params["story_id"])
    _ = bench.look.words(bench.language(request, visitor))
    try:
        address = await _done(bench, request.url.path.rpartition("/")[2], story_id, form, visitor)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except Aborted:
        message = _("This story was changed elsewhere meanwhile. Open it again, and look at it first.")
        return await bench.page(request, ErrorPage(status=400, message=message), visitor, status=409)
    except (WrongState, NotPublishable, Invalid, Forbidden) as fault:
        message = _why(fault, _("This cannot be done with the story as it stands now."))
        return await bench.page(request, ErrorPage(status=400, message=message), visitor, status=422)
    return bench.see(local_path(form["then"], otherwise=address))


def _why(fault: Fault, otherwise: str) -> str:
    problem = str(fault.details.get("problem", "")) or (
        fault.message if isinstance(fault, Invalid | Forbidden) else ""
    )
    return problem or otherwise


async def _done(bench: Workbench, act: str, story_id: StoryId, form: Form, visitor: Visitor) -> str:
    """Do it; where to go on."""
    stories, desk = bench.stories, bench.addresses.desk
    match act:
        case "publish":
            story = await stories.publish(story_id=story_id, version=form.number("version"))
            return bench.addresses.short(story.id)
        case "schedule":
            await stories.schedule(
                story_id=story_id, version=form.number("version"), at=_moment(form, visitor)
            )
            return desk("scheduled")
        case "unschedule":
            await stories.unschedule(story_id=story_id)
            return desk("drafts", said=Said.UNSCHEDULED)
        case "unpublish":
            await stories.unpublish(story_id=story_id)
            return desk("drafts", said=Said.UNPUBLISHED)
        case "delete":
            await stories.delete(story_id=story_id)
            return desk("drafts", said=Said.DELETED)
        case "undelete":
            draft = await stories.undelete(story_id=story_id)
            tab = "published" if draft.status is Status.PUBLISHED else "drafts"
            return desk(tab, said=Said.UNDELETED)
        case "discard":
            await stories.discard_changes(story_id=story_id, version=form.number("version"))
            return desk("published", said=Said.DISCARDED)
        case "share":
            key = await stories.share_draft(story_id=story_id, shared=True)
            return bench.addresses.draft(key)
        case _:
            await stories.share_draft(story_id=story_id, shared=False)
            return desk("drafts", said=Said.SAVED)


def _moment(form: Form, visitor: Visitor) -> datetime:
    """What an `<input type="datetime-local">` says, in the person's time zone; or a time with its offset."""
    try:
        moment = datetime.fromisoformat(form["at"])
    except ValueError:
        raise Invalid("at", "Please give a day and a time, such as 2027-01-31T08:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(visitor.time_zone or "UTC"))
