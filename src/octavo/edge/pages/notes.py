"""`/edit/ID/notes`: what those who may read a draft note beside it. Forms: `add` (block_id, text), `answer`
(note_id, text), `settle` (note_id, settled "1" or "0"), `delete` (note_id)."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.annotations.api import Note, NoteId, TooManyNotes
from octavo.chassis.faults import Fault, Invalid, NotFound
from octavo.document import parsing
from octavo.document.nodes import inline_text, walk
from octavo.document.schema import TEXT_BLOCKS
from octavo.edge import forms
from octavo.edge.forms import Form
from octavo.edge.pages.publication_place import wrong
from octavo.edge.pages.views import Author, ErrorPage
from octavo.edge.pages.views_private import Choice, Said
from octavo.edge.pages.views_together import NoteShown, NotesPage, NoteThread
from octavo.edge.parts import Parts
from octavo.edge.problems import Answered
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.stories.api import StoryId

ACTS: Final = ("add", "answer", "settle", "delete")
_BEGINNING: Final = 80
"""So much of a paragraph says which one it is."""


async def notes(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The page."""
    return await _page(bench, request, visitor)


async def act(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/edit/ID/notes/ACT`."""
    form, name = await forms.read(request), request.url.path.rpartition("/")[2]
    story_id, note_id = StoryId(request.path_params["story_id"]), NoteId(form["note_id"])
    annotations = bench.annotations
    try:
        match name:
            case "add":
                await annotations.add_note(
                    story_id=story_id, block_id=form["block_id"], text=form.text("text")
                )
            case "answer":
                await annotations.add_note(
                    story_id=story_id, block_id="", text=form.text("text"), reply_to=note_id
                )
            case "settle":
                await annotations.settle_note(note_id=note_id, settled=form["settled"] == "1")
            case _:
                await annotations.delete_note(note_id=note_id)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except (Invalid, TooManyNotes) as fault:
        return await _page(bench, request, visitor, form=form, fault=fault)
    return bench.see(f"{bench.addresses.edit(story_id)}/notes?said={Said.SAVED}")


async def _page(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: Form | None = None,
    fault: Fault | None = None,
) -> Response:
    story_id = StoryId(request.path_params["story_id"])
    try:
        draft = await bench.stories.get_draft(story_id=story_id)
        found = await bench.annotations.list_notes(story_id=story_id)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    people = await bench.authors(Parts(), [note.author_id for note in found if note.author_id])
    choices = _paragraphs(draft.content.body)
    answered: Answered | None = wrong(fault, form.items()) if fault and form else None
    view = NotesPage(
        story_id=story_id,
        title=draft.content.title,
        edit_address=bench.addresses.edit(story_id),
        threads=_threads(
            found,
            {person: bench.showing.author(one) for person, one in people.items()},
            {choice.value: choice.label for choice in choices},
            visitor.person_id or "",
        ),
        paragraphs=choices,
        typed=form.items() if form else {},
        problems=(answered.problem,) if answered else (),
    )
    return await bench.page(request, view, visitor, status=answered.status if answered else 200)


def _paragraphs(body: str) -> tuple[Choice, ...]:
    """The blocks of text that can be noted at, by how they begin."""
    try:
        document = parsing.parse(body)
    except parsing.InvalidDocument:
        return ()
    return tuple(
        Choice(value=node.id, label=text if len(text) <= _BEGINNING else f"{text[:_BEGINNING]}…")
        for node in walk(document.content)
        if node.type in TEXT_BLOCKS and node.id and (text := " ".join(inline_text(node).split()))
    )


def _threads(
    found: tuple[Note, ...], authors: dict[str, Author], named: dict[str, str], me: str
) -> tuple[NoteThread, ...]:
    def shown(note: Note) -> NoteShown:
        return NoteShown(
            id=note.id,
            author=authors.get(note.author_id),
            text=note.text,
            written_at=note.written_at,
            edited=note.edited,
            own=note.author_id == me,
        )

    return tuple(
        NoteThread(
            first=shown(note),
            answers=tuple(shown(one) for one in found if one.reply_to == note.id),
            about=note.quote or named.get(note.block_id, ""),
            gone=note.gone,
            settled=note.settled,
        )
        for note in found
        if not note.reply_to
    )
