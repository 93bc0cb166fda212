"""`/me/stories/ID/together`: who writes a story, in which languages it is; and what one was asked oneself."""

from collections.abc import Awaitable, Mapping
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import Person, PersonId, PersonNotFound
from octavo.chassis.faults import Fault, Forbidden, Invalid, NotFound
from octavo.edge import forms
from octavo.edge.addresses import is_handle, read_story_path
from octavo.edge.forms import Form
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_private import AskedRow, Choice, Problem, Said, TranslationAskedRow, Trouble
from octavo.edge.pages.views_together import CoAuthorRow, TogetherPage, TranslationRow
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.wordbook import name_of
from octavo.edge.workbench import Workbench
from octavo.stories.api import (
    AlreadyTranslated,
    Consent,
    LanguageTaken,
    NotInvitable,
    SeriesNotFound,
    StoryId,
    TooManyCoAuthors,
    TooManyOffers,
    Translation,
)

_OFFERED = 200
"""So many stories of one's own can be chosen from."""

_CONSENTS = {Consent.GIVEN: "given", Consent.INVITED: "invited", Consent.DECLINED: "declined"}


async def together(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The page."""
    return await _page(bench, request, visitor)


async def invite(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/stories/ID/together/invite`: ask the person of a handle."""
    form = await forms.read(request)
    story_id = _story_id(request)
    try:
        person_id = await _meant(bench, form)
        await bench.stories.invite_co_author(story_id=story_id, person_id=person_id)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except (Invalid, NotInvitable, TooManyCoAuthors) as fault:
        problem = Problem(kind=Trouble.OTHER, field="handle", detail=_why(bench, request, visitor, fault))
        return await _page(bench, request, visitor, handle=form["handle"], problem=problem)
    return bench.see(bench.addresses.together(story_id, said=Said.SAVED))


async def remove(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/stories/ID/together/remove`: take somebody's name, or an invitation, away; or leave."""
    form = await forms.read(request)
    story_id, person_id = _story_id(request), PersonId(form["person_id"])
    try:
        await bench.stories.remove_co_author(story_id=story_id, person_id=person_id)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    if person_id == visitor.person_id:
        return bench.see(bench.addresses.desk(said=Said.LEFT_STORY))
    return bench.see(bench.addresses.together(story_id, said=Said.SAVED))


async def answer(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/stories/ID/together/answer`: agree to write a story with its author, or not."""
    form = await forms.read(request)
    story_id, accepted = _story_id(request), form["accepted"] == "1"
    try:
        await bench.stories.answer_invitation(story_id=story_id, accepted=accepted)
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    if accepted:
        return bench.see(bench.addresses.edit(story_id))
    return bench.see(bench.addresses.desk(said=Said.SAVED))


async def link(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/stories/ID/together/link`: the story is a translation of another, by its address or id."""
    form = await forms.read(request)
    story_id = _story_id(request)
    try:
        other_id = _at(form)
        linked = await bench.stories.link_translation(story_id=story_id, other_id=other_id)
    except (Invalid, NotFound, LanguageTaken, AlreadyTranslated, TooManyOffers) as fault:
        detail = _why_not_linked(bench, request, visitor, fault)
        problem = Problem(kind=Trouble.OTHER, field="typed", detail=detail)
        return await _page(bench, request, visitor, typed_address=form["typed"], problem=problem)
    said = Said.SAVED if linked else Said.TRANSLATION_ASKED
    return bench.see(bench.addresses.together(story_id, said=said))


async def unlink(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/stories/ID/together/unlink`: out of its translations."""
    return await _done(bench, request, visitor, bench.stories.unlink_translation(story_id=_story_id(request)))


async def leave_series(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/stories/ID/together/leave-series`: out of a co-author's series."""
    return await _done(bench, request, visitor, bench.stories.leave_series(story_id=_story_id(request)))


async def answer_translation(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/stories/ID/together/answer-translation`: whether another's story translates this one."""
    form = await forms.read(request)
    try:
        await bench.stories.answer_translation(
            story_id=StoryId(form["story_id"]), other_id=_story_id(request), accepted=form["accepted"] == "1"
        )
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    except (LanguageTaken, AlreadyTranslated) as fault:
        detail = _why_not_linked(bench, request, visitor, fault)
        return await bench.page(request, ErrorPage(status=400, message=detail), visitor, status=422)
    return bench.see(bench.addresses.together(_story_id(request), said=Said.SAVED))


async def _done(bench: Workbench, request: Request, visitor: Visitor, act: Awaitable[None]) -> Response:
    try:
        await act
    except NotFound:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    return bench.see(bench.addresses.together(_story_id(request), said=Said.SAVED))


async def asked_translations(bench: Workbench) -> tuple[TranslationAskedRow, ...]:
    """Whose stories would be translations of the caller's, for their desk."""
    parts = Parts()
    offers = await parts.optional("translations", bench.stories.list_translation_offers(), ())
    people = await bench.authors(parts, [one.translation.author_id for one in offers])
    return tuple(
        TranslationAskedRow(
            story_id=one.translation.story_id,
            title=one.translation.title,
            address=bench.addresses.short(one.translation.story_id),
            language=name_of(one.translation.language or bench.config.language),
            author=bench.showing.author(people.get(one.translation.author_id)),
            other_id=one.other_id,
            other_title=one.other_title,
        )
        for one in offers
    )


async def asked(bench: Workbench) -> tuple[AskedRow, ...]:
    """What the caller was asked, for their desk; nothing where it cannot be told just now."""
    parts = Parts()
    invitations = await parts.optional("invitations", bench.stories.list_invitations(), ())
    people = await bench.authors(parts, [one.author_id for one in invitations])
    return tuple(
        AskedRow(
            story_id=one.story_id,
            title=one.title,
            author=bench.showing.author(people.get(one.author_id)),
            asked_at=one.invited_at,
        )
        for one in invitations
    )


def _story_id(request: Request) -> StoryId:
    return StoryId(request.path_params["story_id"])


def _at(form: Form) -> StoryId:
    """The story that was chosen, or whose address was typed. Raises Invalid where it is none."""
    last = urlsplit(form.line("typed")).path.rstrip("/").rpartition("/")[2] or form["other_id"]
    story_id = read_story_path(last).story_id
    if not story_id:
        raise Invalid("typed", "This is not the address of a story here.")
    return StoryId(story_id)


def _why_not_linked(bench: Workbench, request: Request, visitor: Visitor, fault: Fault) -> str:
    _ = bench.look.words(bench.language(request, visitor))
    match fault:
        case LanguageTaken():
            language = name_of(fault.language or bench.config.language)
            return _("There is a story in this language already: {language}.").format(language=language)
        case AlreadyTranslated():
            return _("Both stories have translations already. Take one of them out of its own first.")
        case TooManyOffers():
            return _("You have asked many authors already. Wait for some answers first.")
        case _:
            return _("This is not the address of another story that can be read here.")


async def _meant(bench: Workbench, form: Form) -> PersonId:
    """The person of the handle that was typed. Raises Invalid where there is none."""
    handle = form.line("handle").removeprefix("@").lower()
    missing = Invalid("handle", "There is nobody with this handle.")
    if not is_handle(handle):
        raise missing
    try:
        found = await bench.accounts.find_person(handle=handle)
    except PersonNotFound:
        raise missing from None
    if found.person.suspended:
        raise missing
    return found.person.id


def _why(bench: Workbench, request: Request, visitor: Visitor, fault: Fault) -> str:
    _ = bench.look.words(bench.language(request, visitor))
    if isinstance(fault, TooManyCoAuthors):
        return _("A story has at most {limit} co-authors.").format(limit=fault.limit)
    if isinstance(fault, NotInvitable) and fault.until is not None:
        return _("They said no, or left, not long ago. You can ask them again after 30 days.")
    if isinstance(fault, NotInvitable):
        return _("They write this story already, or were asked to.")
    return _("There is nobody with this handle.")


async def _page(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    handle: str = "",
    typed_address: str = "",
    problem: Problem | None = None,
) -> Response:
    story_id = _story_id(request)
    try:
        draft = await bench.stories.get_draft(story_id=story_id)
        known = await bench.stories.list_co_authors(story_id=story_id)
        translations = await bench.stories.list_own_translations(story_id=story_id)
    except (NotFound, Forbidden):
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    people: Mapping[str, Person] = await bench.authors(
        Parts(),
        [
            draft.author_id,
            *(one.person_id for one in known),
            *(one.author_id for one in translations),
        ],
    )
    mine = draft.author_id == visitor.person_id
    inside = {story_id, *(one.story_id for one in translations)}
    listed = await bench.stories.list_desk(limit=_OFFERED) if mine else None
    view = TogetherPage(
        story_id=story_id,
        title=draft.content.title,
        edit_address=bench.addresses.edit(story_id),
        mine=mine,
        author=bench.showing.author(people.get(draft.author_id)),
        co_authors=tuple(
            CoAuthorRow(
                person_id=one.person_id,
                author=bench.showing.author(people.get(one.person_id)),
                consent=_CONSENTS[one.consent],
                me=one.person_id == visitor.person_id,
            )
            for one in known
        ),
        handle=handle,
        language=name_of(draft.content.language or bench.config.language),
        translations=tuple(_translation(bench, visitor, one, people) for one in translations),
        own_stories=tuple(
            Choice(value=item.id, label=item.title)
            for item in (listed.items if listed else ())
            if item.id not in inside and item.author_id == visitor.person_id
        ),
        typed_address=typed_address,
        others_series=await _others_series(bench, visitor, story_id) if mine else "",
        problems=(problem,) if problem else (),
    )
    return await bench.page(request, view, visitor, status=422 if problem else 200)


def _translation(
    bench: Workbench, visitor: Visitor, one: Translation, people: Mapping[str, Person]
) -> TranslationRow:
    mine = one.author_id == visitor.person_id
    return TranslationRow(
        title=one.title,
        address=bench.addresses.edit(one.story_id) if mine else bench.addresses.short(one.story_id),
        language=name_of(one.language or bench.config.language),
        author=bench.showing.author(people.get(one.author_id)),
        asked=one.asked,
    )


async def _others_series(bench: Workbench, visitor: Visitor, story_id: StoryId) -> str:
    try:
        series = (await bench.stories.find_series(story_id=story_id)).series
    except SeriesNotFound:
        return ""
    return series.title if series.owner_id != visitor.person_id else ""
