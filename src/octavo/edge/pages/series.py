"""`/@handle/series/slug-ID`: stories in an order; `/me/series`: one's own, to put in order."""

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import Aborted, FailedPrecondition, Fault, Invalid, NotFound, ResourceExhausted
from octavo.edge import forms
from octavo.edge.addresses import read_story_path
from octavo.edge.forms import Form
from octavo.edge.pages.home import shown_tags
from octavo.edge.pages.views import ErrorPage, SeriesPage, Sharing
from octavo.edge.pages.views_private import Choice, Problem, Said, Trouble
from octavo.edge.pages.views_together import OwnSeriesPage, OwnSeriesPart, SeriesListPage, SeriesRow
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.showing import writers
from octavo.edge.workbench import Asked, Workbench
from octavo.serving.page_cache import Page
from octavo.stories.api import (
    GetOwnSeriesResponse,
    InAnotherSeries,
    Series,
    SeriesId,
    SeriesNotFound,
    StoryId,
    TooManySeries,
)

_OFFERED = 200
"""So many stories of one's own can be chosen from."""


async def series(bench: Workbench, asked: Asked) -> Page:
    """The page of a series: only the ID decides; any other handle or slug leads to the present address."""
    read = read_story_path(asked.parts["slug"])
    if not read.story_id:
        return bench.unknown(asked)
    key = f"series:{read.story_id}"
    try:
        found = await bench.stories.read_series(series_id=SeriesId(read.story_id))
    except SeriesNotFound:
        return bench.unknown(asked, tags=[key])
    parts, shown = Parts(), found.series
    await bench.mastheads.fetch(parts, found.stories)
    people = await bench.authors(parts, [shown.owner_id, *writers(found.stories)])
    owner = people.get(shown.owner_id)
    keys = [key, f"person:{shown.owner_id}", *shown_tags(found.stories)]
    if owner is not None:
        if owner.suspended:
            return bench.unknown(asked, tags=keys)
        present = bench.addresses.series(owner.handle, shown.slug, shown.id)
        if present != asked.path:
            return bench.moved(present, tags=keys)
    view = SeriesPage(
        title=shown.title,
        description=shown.description,
        author=bench.showing.author(owner),
        stories=bench.showing.cards(found.stories, people),
        sharing=Sharing(
            canonical=bench.addresses.absolute(asked.path), description=shown.description, indexed=True
        ),
    )
    return bench.kept(view, asked, tags=keys, parts=parts)


async def own_list(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/me/series`."""
    return await _list(bench, request, visitor)


async def create(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/series`."""
    form = await forms.read(request)
    try:
        made = await bench.stories.create_series(
            title=form.line("title"), description=form.line("description")
        )
    except (Invalid, ResourceExhausted) as fault:
        return await _list(bench, request, visitor, form=form, fault=fault)
    return bench.see(bench.addresses.own_series(made.id))


async def own(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/me/series/ID`."""
    try:
        return await _own(bench, request, visitor)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)


async def act(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/series/ID/ACT`: name, add, up, down, out or delete."""
    form = await forms.read(request)
    series_id, done = _id(request), request.url.path.rpartition("/")[2]
    try:
        if done == "delete":
            await bench.stories.delete_series(series_id=series_id)
            return bench.see(bench.addresses.own_series(said=Said.SAVED))
        if done == "name":
            await bench.stories.change_series(
                series_id=series_id, title=form.line("title"), description=form.line("description")
            )
        else:
            await _arrange(bench, series_id, done, form)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except (Aborted, FailedPrecondition, Invalid) as fault:
        return await _own(bench, request, visitor, form=form, fault=fault)
    return bench.see(bench.addresses.own_series(series_id, said=Said.SAVED))


async def _arrange(bench: Workbench, series_id: SeriesId, done: str, form: Form) -> None:
    found = await bench.stories.get_own_series(series_id=series_id)
    version, story_id = form.number("version"), StoryId(form["story_id"])
    ids = [part.story_id for part in found.parts]
    if done == "add":
        ids += [] if story_id in ids else [story_id]
    elif story_id not in ids:
        return  # moved or taken out elsewhere: the page shows how it is
    elif done == "out":
        ids.remove(story_id)
    else:
        place = ids.index(story_id)
        other = place + (1 if done == "down" else -1)
        if 0 <= other < len(ids):
            ids[place], ids[other] = ids[other], ids[place]
    await bench.stories.arrange_series(series_id=series_id, version=version, story_ids=tuple(ids))


def _id(request: Request) -> SeriesId:
    return SeriesId(request.path_params["series_id"])


def _problem(bench: Workbench, request: Request, visitor: Visitor, fault: Fault) -> tuple[Problem, int]:
    _ = bench.look.words(bench.language(request, visitor))
    if isinstance(fault, Aborted):
        said = _("The series was changed elsewhere meanwhile. Here is how it is now.")
        return Problem(kind=Trouble.OTHER, detail=said), 409
    if isinstance(fault, InAnotherSeries):
        return Problem(kind=Trouble.OTHER, detail=_("That story is in another series already.")), 422
    if isinstance(fault, TooManySeries):
        return Problem(kind=Trouble.OTHER, detail=_("You have as many series as there may be.")), 422
    field = str(fault.details.get("field", ""))
    if field == "title":
        return Problem(kind=Trouble.OTHER, field=field, detail=_("A title of 1 to 200 characters.")), 422
    if field == "description":
        return Problem(kind=Trouble.OTHER, field=field, detail=_("At most 500 characters.")), 422
    return Problem(kind=Trouble.OTHER, detail=_("This cannot be done with the series as it stands now.")), 422


async def _list(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: Form | None = None,
    fault: Fault | None = None,
) -> Response:
    found = await bench.stories.list_series()
    problem, status = _problem(bench, request, visitor, fault) if fault else (None, 200)
    view = SeriesListPage(
        rows=tuple(
            SeriesRow(title=one.title, address=bench.addresses.own_series(one.id), parts=one.parts)
            for one in found
        ),
        title=form["title"] if form else "",
        description=form["description"] if form else "",
        problems=(problem,) if problem else (),
    )
    return await bench.page(request, view, visitor, status=status)


async def _own(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: Form | None = None,
    fault: Fault | None = None,
) -> Response:
    found = await bench.stories.get_own_series(series_id=_id(request))
    problem, status = _problem(bench, request, visitor, fault) if fault else (None, 200)
    view = await _own_view(bench, visitor, found)
    if form is not None and "title" in form:
        view = replace(view, title=form["title"], description=form["description"])
    if problem is not None:
        view = replace(view, problems=(problem,))
    return await bench.page(request, view, visitor, status=status)


async def _own_view(bench: Workbench, visitor: Visitor, found: GetOwnSeriesResponse) -> OwnSeriesPage:
    listed = await bench.stories.list_desk(limit=_OFFERED)
    inside = {part.story_id for part in found.parts}
    return OwnSeriesPage(
        series_id=found.series.id,
        name=found.series.title,
        title=found.series.title,
        description=found.series.description,
        version=found.series.version,
        address=await _public(bench, visitor, found.series) if any(p.shown for p in found.parts) else "",
        parts=tuple(
            OwnSeriesPart(
                story_id=part.story_id,
                title=part.title,
                edit_address=bench.addresses.edit(part.story_id),
                shown=part.shown,
            )
            for part in found.parts
        ),
        offered=tuple(
            Choice(value=item.id, label=item.title) for item in listed.items if item.id not in inside
        ),
    )


async def _public(bench: Workbench, visitor: Visitor, shown: Series) -> str:
    owner = (await bench.authors(Parts(), [visitor.person_id])).get(visitor.person_id)
    return bench.addresses.series(owner.handle, shown.slug, shown.id) if owner else ""
