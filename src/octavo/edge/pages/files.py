"""What the editor asks beside the contracts: formulas set, Markdown files read, the story as such a file."""

import asyncio
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from octavo.document.conversion import Loss
from octavo.document.front_matter import sized_addresses, to_file
from octavo.document.markdown_import import from_markdown
from octavo.document.maths import LONGEST, BadMaths, to_mathml
from octavo.document.nodes import to_json
from octavo.document.parsing import InvalidDocument, parse
from octavo.edge import forms
from octavo.edge.forms import Refused
from octavo.edge.guards import NO_STORE
from octavo.edge.pages.views import ErrorPage
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.imports.front_matter import split
from octavo.stories.api import Draft, StoryId, StoryNotFound

MARKDOWN_BYTES: Final = 2_000_000
"""The longest Markdown file that is read."""

_MOST_LOSSES: Final = 20


def _(text: str) -> str:
    """Marks words for the catalogues; they are translated when they are shown."""
    return text


async def formula(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/edit/formula`: a formula as readers will see it, and what is wrong with it, for its author."""
    form = await forms.read(request)
    latex = form["latex"]
    if len(latex) > LONGEST:
        raise Refused(413, _("The formula is too long."))
    try:
        html, problem = await asyncio.to_thread(to_mathml, latex, block=bool(form["block"])), ""
    except BadMaths as bad:
        html, problem = "", bad.problem
    return _json({"html": html, "problem": problem})


async def bring_in(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/edit/markdown`: what a Markdown file says, as the editor takes it. Nothing is stored."""
    text = await _text(request)
    try:
        return _json(await asyncio.to_thread(_read, text))
    except InvalidDocument:
        raise Refused(413, _("The file is too large for one story.")) from None


async def take_out(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/edit/ID/markdown`: the working copy as a Markdown file."""
    try:
        draft = await bench.stories.get_draft(story_id=StoryId(request.path_params["story_id"]))
    except StoryNotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    text = await asyncio.to_thread(_file, draft, bench.addresses.origin)
    name = draft.slug or f"story-{draft.id}"
    headers = {"cache-control": NO_STORE, "content-disposition": f'attachment; filename="{name}.md"'}
    return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)


def _file(draft: Draft, site: str) -> str:
    content, document = msgspec.to_builtins(draft.content), parse(draft.content.body)
    return to_file(content, document, sized_addresses(site, content, document))


async def _text(request: Request) -> str:
    """The file. Refused: 413 where it is too long, 415 where it is no Markdown, 400 where it is no text."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "text/markdown":
        raise Refused(415, _("Please send a Markdown file."))
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MARKDOWN_BYTES:
            raise Refused(413, _("The file is too large for one story."))
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise Refused(400, _("The file is not text in UTF-8.")) from None
    return text.replace("\x00", "")


def _read(text: str) -> dict[str, Any]:
    source = split(text)
    body, title = source.body, str(source.fields.get("title") or "")
    first, _nl, rest = body.lstrip().partition("\n")
    if first.startswith("# "):
        heading = first[2:].strip().rstrip("#").strip()
        if title in ("", heading):
            title, body = heading, rest
    conversion = from_markdown(body)
    losses = [source.problem] if source.problem else []
    losses += [_named(loss) for loss in conversion.losses]
    return {
        "title": title.strip()[:200],
        "subtitle": str(source.fields.get("subtitle") or "").strip()[:300],
        "tags": _tags(source.fields.get("tags") or source.fields.get("tag")),
        "body": msgspec.Raw(to_json(conversion.document).encode()),
        "losses": losses[:_MOST_LOSSES],
    }


def _named(loss: Loss) -> str:
    return f"{loss.what}: {loss.where[:80]}"


def _tags(given: Any) -> list[str]:
    listed = given.split(",") if isinstance(given, str) else given if isinstance(given, list) else []
    return [tag for tag in (str(one).strip().lower()[:40] for one in listed) if tag][:5]


def _json(value: dict[str, Any]) -> Response:
    body = msgspec.json.encode(value)
    return Response(body, media_type="application/json", headers={"cache-control": NO_STORE})
