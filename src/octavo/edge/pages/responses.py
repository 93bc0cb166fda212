"""`/p/ID/responses`, `/r/ID` and `/me/responses`: conversations under stories. Each page is made for one
reader, so that nobody is shown whom they blocked. Forms: respond (parent, text), edit (text), delete, hide,
show, clap (claps), rule (rule)."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response as Answer

from octavo.chassis.faults import Fault, Forbidden, Invalid, NotFound
from octavo.edge import forms
from octavo.edge.forms import Form
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_responses import OwnResponsesPage, ResponseShown, ResponsesPage
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.showing import writers
from octavo.edge.workbench import Workbench
from octavo.responses.api import (
    ListResponsesResponse,
    Locked,
    Order,
    Response,
    ResponseId,
    Rule,
    State,
    TooManyResponses,
)
from octavo.stories.api import Story, StoryId

ACTS: Final = ("edit", "delete", "hide", "show", "clap")
_AT_ONCE: Final = 30
_NONE: Final = ResponseId("")
_MOST_STORIES: Final = 100


async def responses(bench: Workbench, request: Request, visitor: Visitor) -> Answer:
    """GET `/p/ID/responses`."""
    return await _talk(bench, request, visitor, request.path_params["story_id"])


async def one(bench: Workbench, request: Request, visitor: Visitor) -> Answer:
    """GET `/r/ID`: a response with what answers it."""
    response_id = ResponseId(request.path_params["response_id"])
    found = await _found(bench, response_id)
    if found is None:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    return await _talk(bench, request, visitor, found.story_id, below=response_id)


async def respond(bench: Workbench, request: Request, visitor: Visitor) -> Answer:
    """POST `/p/ID/responses`."""
    form, story_id = await forms.read(request), StoryId(request.path_params["story_id"])
    here = f"/p/{story_id}/responses"
    if not visitor.signed_in:
        return bench.see(bench.addresses.sign_in(then=here))
    parent = ResponseId(form["parent"])
    try:
        written = await bench.responses.respond(story_id=story_id, parent_id=parent, text=form.text("text"))
    except (Invalid, Locked, Forbidden, TooManyResponses) as fault:
        return await _talk(bench, request, visitor, story_id, form=form, fault=fault)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    if written.state is State.HELD:
        return bench.see(f"/r/{written.id}?{urlencode({'waits': '1'})}")
    return bench.see(f"/r/{parent}#r-{written.id}" if parent else f"{here}#r-{written.id}")


async def act(bench: Workbench, request: Request, visitor: Visitor) -> Answer:
    """POST `/r/ID/ACT`."""
    form, what = await forms.read(request), request.url.path.rpartition("/")[2]
    response_id = ResponseId(request.path_params["response_id"])
    found = await _found(bench, response_id)
    if found is None:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    there = f"/p/{found.story_id}/responses"
    try:
        match what:
            case "edit":
                await bench.responses.edit_response(response_id=response_id, text=form.text("text"))
            case "delete":
                await bench.responses.delete_response(response_id=response_id)
                return bench.see(there)
            case "clap":
                await bench.responses.clap_for_response(response_id=response_id, claps=form.number("claps"))
            case _:
                await bench.responses.set_shown(response_id=response_id, shown=what == "show")
                if form["then"] == "waiting":
                    return bench.see("/me/responses")
    except Invalid as fault:
        return await _talk(bench, request, visitor, found.story_id, below=response_id, form=form, fault=fault)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    return bench.see(f"{there}#r-{response_id}" if form["then"] == "all" else f"/r/{response_id}")


async def rule(bench: Workbench, request: Request, visitor: Visitor) -> Answer:
    """POST `/p/ID/responses/rule`: who may respond."""
    form, story_id = await forms.read(request), StoryId(request.path_params["story_id"])
    wanted = form["rule"].upper()
    chosen = Rule(wanted) if wanted in set(Rule) else Rule.UNSPECIFIED
    try:
        await bench.responses.set_rule(story_id=story_id, rule=chosen)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    return bench.see(f"/p/{story_id}/responses?said=saved")


async def own(bench: Workbench, request: Request, visitor: Visitor) -> Answer:
    """GET `/me/responses`."""
    show = "written" if request.query_params.get("show") == "written" else "waiting"
    after, here = request.query_params.get("after", ""), f"/me/responses?show={show}"
    asked = bench.responses.list_own if show == "written" else bench.responses.list_held
    listed = await asked(limit=_AT_ONCE, after=after)
    ids = tuple(dict.fromkeys(StoryId(found.story_id) for found in listed.responses))[:_MOST_STORIES]
    stories = {story.id: story for story in (await bench.stories.get_stories(story_ids=ids) if ids else ())}
    view = OwnResponsesPage(
        show=show,
        responses=await _rows(bench, Parts(), visitor, stories, listed.responses, Form([])),
        older=f"{here}&{urlencode({'after': listed.next})}" if listed.next else "",
        first=here if after else "",
    )
    return await bench.page(request, view, visitor)


async def _talk(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    story_id: str,
    *,
    below: ResponseId = _NONE,
    form: Form | None = None,
    fault: Fault | None = None,
) -> Answer:
    by_time = request.query_params.get("order") == "time" and not below
    after = request.query_params.get("after", "") if fault is None else ""
    order, parts = Order.TIME if by_time else Order.CONVERSATION, Parts()
    stories = await bench.stories.get_stories(story_ids=(StoryId(story_id),))
    try:
        listed = await bench.responses.list_responses(
            story_id=StoryId(story_id), order=order, limit=_AT_ONCE, after=after, below=below
        )
        rule_ = await bench.responses.get_rule(story_id=StoryId(story_id))
    except (NotFound, Invalid):
        listed, rule_ = ListResponsesResponse(), Rule.UNSPECIFIED
    if not stories or rule_ is Rule.UNSPECIFIED:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    story, here = stories[0], f"/r/{below}" if below else f"/p/{story_id}/responses"
    asked = form or Form(list(request.query_params.items()))
    rows = await _rows(
        bench, parts, visitor, {story.id: story}, listed.responses, asked, decides=listed.decides
    )
    people = await bench.authors(parts, [story.author_id])
    await bench.mastheads.fetch(parts, [story])
    further = f"{here}?{urlencode({**({'order': 'time'} if by_time else {}), 'after': listed.next})}"
    view = ResponsesPage(
        story_id=story.id,
        title=story.title,
        story=bench.showing.address(story, people.get(story.author_id)),
        here=here,
        responses=rows,
        alone=bool(below),
        by_time=by_time,
        older=further if listed.next else "",
        first=here if after else "",
        signed_in=visitor.signed_in,
        may_respond=rule_ is not Rule.LOCKED or listed.decides,
        rule=rule_.value.lower() if listed.decides or visitor.moderates else "",
        written=asked["text"] if fault else "",
        problem=fault.message if fault else "",
        waits=request.query_params.get("waits") == "1",
    )
    return await bench.page(request, view, visitor, status=fault.code.http_status if fault else 200)


async def _rows(
    bench: Workbench,
    parts: Parts,
    visitor: Visitor,
    stories: dict[StoryId, Story],
    found: Sequence[Response],
    asked: Form,
    *,
    decides: bool = False,
) -> tuple[ResponseShown, ...]:
    people = await bench.authors(parts, [one.author_id for one in found if one.author_id])
    top = found[0].depth if found and asked["order"] != "time" else 0

    def row(response: Response) -> ResponseShown:
        story = stories.get(response.story_id)
        wrote = writers([story]) if story else []
        return ResponseShown(
            id=response.id,
            author=bench.showing.author(people.get(response.author_id)) if response.author_id else None,
            html=response.html,
            written_at=response.written_at,
            edited=response.edited_at is not None,
            state=response.state.value.lower(),
            depth=max(0, response.depth - top),
            claps=response.claps,
            own_claps=response.own_claps,
            mine=response.author_id == visitor.person_id and visitor.signed_in,
            decides=decides,
            moderates=visitor.moderates,
            by_writer=response.author_id in wrote,
            text=response.text,
            answering=asked["reply"] == response.id or asked["parent"] == response.id,
            editing=asked["edit"] == response.id and bool(response.text),
            answers=f"/r/{response.parent_id}" if response.parent_id else "",
            story_title=story.title if story else "",
            story_address=bench.addresses.short(response.story_id),
        )

    return tuple(map(row, found))


async def _found(bench: Workbench, response_id: ResponseId) -> Response | None:
    if not bench.addresses.is_id(response_id):
        return None
    found = await bench.responses.get_responses(response_ids=(response_id,))
    return found[0] if found else None
