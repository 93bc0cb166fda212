"""Reading lists: `/@handle/lists` and each public one for everybody; one's own to make and put in order."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import Person, PersonNotFound
from octavo.chassis.faults import FailedPrecondition, Fault, Invalid, NotFound, ResourceExhausted
from octavo.edge import forms
from octavo.edge.addresses import is_handle, local_path
from octavo.edge.forms import Form, Refused
from octavo.edge.pages.graph import follow_button
from octavo.edge.pages.home import shown_tags
from octavo.edge.pages.profile import person_tags
from octavo.edge.pages.story_rows import story_lines
from octavo.edge.pages.views import Sharing
from octavo.edge.pages.views_graph import StoryLine
from octavo.edge.pages.views_lists import (
    ListedCard,
    ListPage,
    ListRow,
    ListsPage,
    OwnListPage,
    OwnListRow,
    OwnListsPage,
    SaveInPage,
)
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.showing import writers
from octavo.edge.workbench import Asked, Workbench
from octavo.graph.api import ListId, ListListsResponse, ListNotFound, PersonId, ReadingList, StoryId
from octavo.serving.page_cache import Page

ACTS: Final = ("change", "delete", "note", "up", "down", "top", "out")
_ROWS: Final = 50
_CARDS: Final = 20
_MOST_LISTS: Final = 200
_OWN: Final = "/me/lists"
_WRONG: Final = (Invalid, FailedPrecondition, ResourceExhausted)


# For everyone


async def lists(bench: Workbench, asked: Asked) -> Page:
    """`/@handle/lists`: what a person lets everybody see."""
    found = await _owner(bench, asked, "/lists")
    if isinstance(found, Page):
        return found
    parts, after = Parts(), asked.query.get("after", "")
    keys = [*person_tags(found, asked.parts["handle"]), f"lists:{found.id}"]
    asking = bench.graph.list_lists(person_id=PersonId(found.id), limit=_CARDS, after=after)
    try:
        listed = await parts.optional("lists", asking, ListListsResponse())
    except Invalid:
        return bench.unknown(asked)
    here = bench.addresses.lists(found.handle)
    view = ListsPage(
        author=bench.showing.author(found),
        rows=tuple(_row(bench, one, found.handle) for one in listed.lists),
        older=bench.addresses.lists(found.handle, after=listed.next) if listed.next else "",
        first=here if after else "",
        sharing=Sharing(canonical=bench.addresses.absolute(here), indexed=bool(listed.lists) and not after),
        follow=await follow_button(bench, parts, "person", found.id, here),
    )
    return bench.kept(view, asked, tags=[*keys, f"followers:{found.id}"], parts=parts)


async def one_list(bench: Workbench, asked: Asked) -> Page:
    """`/@handle/lists/ID`: the stories of a public list, with its owner's notes."""
    found = await _owner(bench, asked, f"/lists/{asked.parts['list_id']}")
    if isinstance(found, Page):
        return found
    list_id, after = ListId(asked.parts["list_id"]), asked.query.get("after", "")
    keys = [*person_tags(found, asked.parts["handle"]), f"list:{list_id}"]
    if not bench.addresses.is_id(list_id):
        return bench.unknown(asked)
    try:
        shown = await bench.graph.find_list(list_id=list_id)
        items = await bench.graph.list_items(list_id=list_id, limit=_CARDS, after=after)
    except (ListNotFound, Invalid):
        return bench.unknown(asked, tags=keys)
    if shown.owner_id != found.id or not shown.public:
        return bench.unknown(asked, tags=keys)
    parts, ids = Parts(), tuple(one.story_id for one in items.items)
    stories = await bench.stories.get_stories(story_ids=ids) if ids else ()
    await bench.mastheads.fetch(parts, stories)
    people = await bench.authors(parts, writers(stories))
    known = {one.id: one for one in stories}
    here = bench.addresses.one_list(found.handle, list_id)
    view = ListPage(
        name=shown.name,
        description=shown.description,
        author=bench.showing.author(found),
        stories=shown.stories,
        cards=tuple(
            ListedCard(card=bench.showing.card(known[one.story_id], people), note=one.note)
            for one in items.items
            if one.story_id in known
        ),
        older=bench.addresses.one_list(found.handle, list_id, after=items.next) if items.next else "",
        first=here if after else "",
        sharing=Sharing(
            canonical=bench.addresses.absolute(here), description=shown.description, indexed=not after
        ),
        follow=await follow_button(bench, parts, "person", found.id, here),
    )
    tags = [*keys, f"followers:{found.id}", *(f"story:{one}" for one in ids), *shown_tags(stories)]
    return bench.kept(view, asked, tags=tags, parts=parts)


async def _owner(bench: Workbench, asked: Asked, below: str) -> Person | Page:
    """Whose lists they are, or the page that is answered instead."""
    handle = asked.parts["handle"]
    if not is_handle(handle):
        return bench.unknown(asked)
    try:
        found = await bench.accounts.find_person(handle=handle)
    except PersonNotFound:
        return bench.unknown(asked, tags=[f"handle:{handle}"])
    keys = person_tags(found.person, handle)
    if not found.current:
        return bench.moved(bench.addresses.person(found.person.handle) + below, tags=keys)
    if found.person.suspended:
        return bench.unknown(asked, tags=keys)
    return found.person


# For their owner


async def own_lists(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/me/lists`."""
    return await _own_lists(bench, request, visitor)


async def create(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/lists`: a new list, at once with `story` in it where one is named."""
    form = await forms.read(request)
    try:
        made = await bench.graph.create_list(
            name=form["name"], description=form["description"], public=form["public"] == "1"
        )
        if form["story"]:
            await bench.graph.add_to_list(list_id=made.id, story_id=StoryId(form["story"]))
    except _WRONG as fault:
        if form["story"]:
            return await _save_in(bench, request, visitor, StoryId(form["story"]), fault)
        return await _own_lists(bench, request, visitor, form, fault)
    return bench.see(f"/p/{form['story']}/lists" if form["story"] else f"{_OWN}/{made.id}")


async def own_list(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/me/lists/ID`."""
    return await _own_list(bench, request, visitor)


async def act(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/lists/ID/ACT`: change or delete the list; note, up, down, top or out for a story of it."""
    form, list_id = await forms.read(request), ListId(request.path_params["list_id"])
    what, story_id = request.url.path.rpartition("/")[2], StoryId(form["story"])
    try:
        if what == "delete":
            await bench.graph.delete_list(list_id=list_id)
            return bench.see(_OWN)
        if what == "change":
            await bench.graph.change_list(
                list_id=list_id,
                name=form["name"],
                description=form["description"],
                public=form["public"] == "1",
            )
        elif what == "note":
            await bench.graph.set_list_note(list_id=list_id, story_id=story_id, note=form["note"])
        elif what == "out":
            await bench.graph.remove_from_list(list_id=list_id, story_id=story_id)
        else:
            place = {"up": form.number("place") - 1, "down": form.number("place") + 1, "top": 0}[what]
            await bench.graph.move_in_list(list_id=list_id, story_id=story_id, place=max(0, place))
    except _WRONG as fault:
        return await _own_list(bench, request, visitor, fault)
    return bench.see(local_path(form["then"], otherwise=f"{_OWN}/{list_id}"))


async def save_in(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/p/ID/lists`: in which lists of the reader's a story is, to be changed."""
    return await _save_in(bench, request, visitor, StoryId(request.path_params["story_id"]))


async def put_in(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/p/ID/lists`: the story is in those lists that are ticked (`in`), of those that were `shown`."""
    form, story_id = await forms.read(request), StoryId(request.path_params["story_id"])
    wanted, shown = set(form.all("in")), list(dict.fromkeys(form.all("shown")))[:_MOST_LISTS]
    await _line_of(bench, visitor, story_id)
    there = await _holding(bench, story_id)
    try:
        for one in shown:
            if (one in wanted) == (one in there):
                continue
            if one == "later":
                later = bench.graph.save if one in wanted else bench.graph.unsave
                await later(story_id=story_id)
            elif one in wanted:
                await bench.graph.add_to_list(list_id=ListId(one), story_id=story_id)
            else:
                await bench.graph.remove_from_list(list_id=ListId(one), story_id=story_id)
    except _WRONG as fault:
        return await _save_in(bench, request, visitor, story_id, fault)
    return bench.see(bench.addresses.short(story_id))


async def _holding(bench: Workbench, story_id: StoryId) -> set[str]:
    holding = {str(one) for one in await bench.graph.get_listings(story_id=story_id)}
    return holding | ({"later"} if await bench.graph.get_saved(story_ids=(story_id,)) else set())


async def _save_in(
    bench: Workbench, request: Request, visitor: Visitor, story_id: StoryId, fault: Fault | None = None
) -> Response:
    line = await _line_of(bench, visitor, story_id)
    holding, person_id = await _holding(bench, story_id), PersonId(visitor.person_id)
    handle = await _handle(bench, visitor)
    found = await _all_of(bench, person_id)
    view = SaveInPage(
        story_id=story_id,
        title=line.title,
        story=line.address,
        later="later" in holding,
        rows=tuple(_row(bench, one, handle, holds=one.id in holding) for one in found),
        problem=fault.message if fault else "",
    )
    return await bench.page(request, view, visitor, status=_status(fault))


async def _line_of(bench: Workbench, visitor: Visitor, story_id: StoryId) -> StoryLine:
    """A story that the reader may see. Raises Refused (404)."""
    lines = await story_lines(bench, visitor, (story_id,)) if bench.addresses.is_id(story_id) else {}
    if story_id not in lines:
        raise Refused(404, "")
    return lines[story_id]


async def _all_of(bench: Workbench, person_id: PersonId) -> list[ReadingList]:
    """All lists of a person: as many as a setting allows, at most 200 of them."""
    found: list[ReadingList] = []
    after = ""
    while len(found) < _MOST_LISTS:
        page = await bench.graph.list_lists(person_id=person_id, limit=100, after=after)
        found += page.lists
        after = page.next
        if not after:
            break
    return found


async def _own_lists(
    bench: Workbench, request: Request, visitor: Visitor, form: Form | None = None, fault: Fault | None = None
) -> Response:
    after = request.query_params.get("after", "")
    found = await bench.graph.list_lists(person_id=PersonId(visitor.person_id), limit=_ROWS, after=after)
    handle = await _handle(bench, visitor)
    view = OwnListsPage(
        rows=tuple(_row(bench, one, handle) for one in found.lists),
        older=f"{_OWN}?after={found.next}" if found.next else "",
        first=_OWN if after else "",
        name=form["name"] if form else "",
        description=form["description"] if form else "",
        public=bool(form and form["public"]),
        problem=fault.message if fault else "",
    )
    return await bench.page(request, view, visitor, status=_status(fault))


async def _own_list(
    bench: Workbench, request: Request, visitor: Visitor, fault: Fault | None = None
) -> Response:
    list_id, after = ListId(request.path_params["list_id"]), request.query_params.get("after", "")
    try:
        shown = await bench.graph.find_list(list_id=list_id)
        items = await bench.graph.list_items(list_id=list_id, limit=_ROWS, after=after)
    except NotFound:
        raise Refused(404, "") from None
    if shown.owner_id != visitor.person_id:
        raise Refused(404, "")
    lines = await story_lines(bench, visitor, [one.story_id for one in items.items])
    before = _places_before(after)
    here = f"{_OWN}/{list_id}"
    view = OwnListPage(
        list_id=list_id,
        name=shown.name,
        description=shown.description,
        public=shown.public,
        address=bench.addresses.one_list(await _handle(bench, visitor), list_id) if shown.public else "",
        stories=shown.stories,
        rows=tuple(
            OwnListRow(
                line=lines.get(one.story_id) or StoryLine(story_id=one.story_id),
                note=one.note,
                place=before + place,
            )
            for place, one in enumerate(items.items)
        ),
        here=f"{here}?after={after}" if after else here,
        older=f"{here}?after={items.next}" if items.next else "",
        first=here if after else "",
        problem=fault.message if fault else "",
    )
    return await bench.page(request, view, visitor, status=_status(fault))


def _places_before(after: str) -> int:
    """How many stories stand before a page: as many as its place says, or fewer where some were taken out."""
    place = after.partition(".")[0]
    return int(place) + 1 if place.isascii() and place.isdecimal() and len(place) < 6 else 0


async def _handle(bench: Workbench, visitor: Visitor) -> str:
    person = (await bench.authors(Parts(), [visitor.person_id])).get(visitor.person_id)
    return person.handle if person else ""


def _row(bench: Workbench, one: ReadingList, handle: str, *, holds: bool = False) -> ListRow:
    return ListRow(
        list_id=one.id,
        name=one.name,
        address=bench.addresses.one_list(handle, one.id),
        description=one.description,
        stories=one.stories,
        public=one.public,
        holds=holds,
    )


def _status(fault: Fault | None) -> int:
    return fault.code.http_status if fault else 200
