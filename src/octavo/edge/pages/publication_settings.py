"""`/me/publications/ID/settings`, `/arrangement` and `/pages`: how a publication looks and what it holds."""

from collections.abc import Mapping
from itertools import zip_longest

from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import Fault, NotFound
from octavo.document.markdown_import import from_markdown
from octavo.document.nodes import to_json
from octavo.document.parsing import InvalidDocument
from octavo.edge import forms
from octavo.edge.forms import Form
from octavo.edge.pages.publication_place import Role, enter, told, wrong
from octavo.edge.pages.views import ErrorPage, Link
from octavo.edge.pages.views_private import Problem, Said, Trouble
from octavo.edge.pages.views_publication import (
    ArrangementPage,
    PagesPage,
    SectionRow,
    SettingsOfPublication,
)
from octavo.edge.problems import Answered
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.publications.api import (
    ImageId,
    Logo,
    NavigationLink,
    PageId,
    Publication,
    PublicationId,
    Section,
    SectionId,
)

_ROOM_FOR = 2
"""Empty lines below those that there are."""
_PAGE_BYTES = 300_000


def _id(request: Request) -> PublicationId:
    return PublicationId(request.path_params["publication_id"])


async def _none(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    return await bench.page(request, ErrorPage(status=404), visitor, status=404)


async def settings(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Name, address, look, and its end; owners."""
    return await _settings(bench, request, visitor)


async def save_settings(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/publications/ID/settings`."""
    form = await forms.read(request)
    try:
        publication, _, _ = await enter(bench, _id(request), Role.OWNER)
        await bench.publications.change_settings(
            publication_id=_id(request),
            version=form.number("version"),
            name=form.line("name"),
            slug=form.line("slug"),
            description=form.line("description"),
            accent="" if form["own_colour"] != "1" else form.line("accent"),
            logo=await _logo(bench, publication, form["picture_id"]),
        )
    except NotFound:
        return await _none(bench, request, visitor)
    except Fault as fault:
        return await _settings(bench, request, visitor, form=form, answered=wrong(fault, form.items()))
    return bench.see(bench.addresses.workplace(_id(request), "settings", said=Said.SAVED))


async def _logo(bench: Workbench, publication: Publication, image_id: str) -> Logo | None:
    """The picture that was chosen, with what its own service knows of it."""
    if not image_id:
        return None
    if publication.logo is not None and publication.logo.image_id == image_id:
        return publication.logo
    found = await bench.images.get_images(image_ids=(ImageId(image_id),))
    if not found:
        return Logo(image_id=ImageId(image_id))  # refused or shown as it is, as the rules have it
    image = found[0]
    return Logo(image_id=image.id, width=image.width, height=image.height, placeholder=image.placeholder)


async def _settings(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: Form | None = None,
    answered: Answered | None = None,
) -> Response:
    try:
        publication, _, place = await enter(bench, _id(request), Role.OWNER)
    except NotFound:
        return await _none(bench, request, visitor)
    present = {
        "name": publication.name,
        "slug": publication.slug,
        "description": publication.description,
        "accent": publication.accent,
        "own_colour": "1" if publication.accent else "",
        "picture_id": publication.logo.image_id if publication.logo else "",
    }
    typed = form.items() if form else present
    logo = bench.showing.logo(publication.logo).src if publication.logo and typed.get("picture_id") else ""
    view = SettingsOfPublication(
        place=place,
        typed={**dict.fromkeys(present, ""), **typed},
        logo=logo,
        host=bench.addresses.host,
        problems=(answered.problem,) if answered else (),
    )
    return await bench.page(request, view, visitor, status=answered.status if answered else 200)


async def archive(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/publications/ID/archive`."""
    form = await forms.read(request)
    try:
        await enter(bench, _id(request), Role.OWNER)
        await bench.publications.set_archived(publication_id=_id(request), archived=form["archived"] == "1")
    except NotFound:
        return await _none(bench, request, visitor)
    except Fault as fault:
        return await told(bench, request, visitor, fault, form.items())
    return bench.see(bench.addresses.workplace(_id(request), "settings", said=Said.ARCHIVED))


async def delete(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/publications/ID/deletion`: its address has to be typed."""
    form = await forms.read(request)
    try:
        publication, _, _ = await enter(bench, _id(request), Role.OWNER)
        if form["confirmation"].strip().lower() != publication.slug:
            answered = Answered(Problem(kind=Trouble.REQUIRED, field="confirmation"), 422)
            return await _settings(bench, request, visitor, answered=answered)
        await bench.publications.delete_publication(publication_id=publication.id)
    except NotFound:
        return await _none(bench, request, visitor)
    except Fault as fault:
        return await told(bench, request, visitor, fault, form.items())
    return bench.see(bench.addresses.publications(said=Said.PUBLICATION_DELETED))


async def arrangement(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """Navigation and sections; owners and editors."""
    return await _arrangement(bench, request, visitor)


async def save_arrangement(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/publications/ID/arrangement`: all links and sections in their order; empty lines go."""
    form = await forms.read(request)
    try:
        await enter(bench, _id(request), Role.EDITOR)
        await bench.publications.arrange(
            publication_id=_id(request),
            version=form.number("version"),
            navigation=tuple(NavigationLink(label=link.label, address=link.address) for link in _links(form)),
            sections=tuple(
                Section(id=SectionId(one.section_id), name=one.name, slug=one.slug, tag=one.tag)
                for one in _rows(form)
            ),
        )
    except NotFound:
        return await _none(bench, request, visitor)
    except Fault as fault:
        return await _arrangement(bench, request, visitor, form=form, answered=wrong(fault, form.items()))
    return bench.see(bench.addresses.workplace(_id(request), "arrangement", said=Said.SAVED))


def _links(form: Form) -> list[Link]:
    pairs = zip(form.all("label"), form.all("address"), strict=False)
    return [
        Link(label=label.strip(), address=to.strip()) for label, to in pairs if label.strip() or to.strip()
    ]


def _rows(form: Form) -> list[SectionRow]:
    fields = (form.all(name) for name in ("section_id", "section_name", "section_slug", "section_tag"))
    rows = [
        SectionRow(section_id=own, name=name.strip(), slug=slug.strip(), tag=tag.strip())
        for own, name, slug, tag in zip_longest(*fields, fillvalue="")
    ]
    return [row for row in rows if row.name or row.slug or row.tag]


async def _arrangement(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: Form | None = None,
    answered: Answered | None = None,
) -> Response:
    try:
        publication, _, place = await enter(bench, _id(request), Role.EDITOR)
    except NotFound:
        return await _none(bench, request, visitor)
    links = (
        _links(form)
        if form
        else [Link(label=link.label, address=link.address) for link in publication.navigation]
    )
    sections = (
        _rows(form)
        if form
        else [
            SectionRow(section_id=one.id, name=one.name, slug=one.slug, tag=one.tag)
            for one in publication.sections
        ]
    )
    problem = answered.problem if answered else None
    view = ArrangementPage(
        place=place,
        links=(*links, *[Link(label="", address="")] * _ROOM_FOR),
        sections=(*sections, *[SectionRow()] * _ROOM_FOR),
        # Which line it is says the words; the lines' fields share their names.
        problems=(Problem(kind=problem.kind, detail=problem.detail),) if problem else (),
    )
    return await bench.page(request, view, visitor, status=answered.status if answered else 200)


async def pages(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The static pages, and with `?page=` one to edit; owners and editors."""
    return await _pages(bench, request, visitor, slug=request.query_params.get("page", ""))


async def save_page(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/publications/ID/pages`: save one in Markdown, or (`act` delete) take it away."""
    form = await forms.read(request, max_bytes=_PAGE_BYTES * 3)
    page_id = PageId(form["page_id"])
    try:
        await enter(bench, _id(request), Role.EDITOR)
        if form["act"] == "delete":
            await bench.publications.delete_page(publication_id=_id(request), page_id=page_id)
        else:
            source = form.text("source")
            await bench.publications.save_page(
                publication_id=_id(request),
                page_id=page_id,
                title=form.line("title"),
                slug=form.line("slug"),
                body=_document(source),
                source=source,
            )
    except InvalidDocument as problem:
        answered = Answered(Problem(kind=Trouble.OTHER, field="source", detail=problem.problem), 422)
        return await _pages(bench, request, visitor, form=form, answered=answered)
    except NotFound:
        return await _none(bench, request, visitor)
    except Fault as fault:
        return await _pages(bench, request, visitor, form=form, answered=wrong(fault, form.items()))
    return bench.see(bench.addresses.workplace(_id(request), "pages", said=Said.SAVED))


def _document(source: str) -> str:
    """The document of what was typed. The title stands above it, so its headings keep their rank."""
    return to_json(from_markdown(source).document)


async def _pages(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    slug: str = "",
    form: Form | None = None,
    answered: Answered | None = None,
) -> Response:
    try:
        publication, _, place = await enter(bench, _id(request), Role.EDITOR)
        typed: Mapping[str, str] = form.items() if form else {}
        if slug:
            page = await bench.publications.read_page(publication_id=publication.id, slug=slug)
            typed = {
                "page_id": page.id,
                "title": page.title,
                "slug": page.slug,
                "source": page.source or page.html,
            }
    except NotFound:
        return await _none(bench, request, visitor)
    typed = {**dict.fromkeys(("page_id", "title", "slug", "source"), ""), **typed}
    view = PagesPage(
        place=place,
        pages=tuple(
            Link(
                label=page.title,
                address=bench.addresses.workplace(publication.id, "pages", page=page.slug),
            )
            for page in publication.pages
        ),
        typed=dict(typed),
        page_id=typed["page_id"],
        page_address=bench.addresses.publication(publication.slug, slug) if slug else "",
        problems=(answered.problem,) if answered else (),
    )
    return await bench.page(request, view, visitor, status=answered.status if answered else 200)
