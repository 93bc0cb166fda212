"""`/sign-in`, one-time links, `/sign-out`: how people come in and go."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import LinkInvalid, LinkPurpose, PeekLinkResponse, Registration, SignedIn
from octavo.chassis.faults import Fault
from octavo.edge import forms, problems
from octavo.edge.addresses import local_path
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_private import (
    Challenge,
    LinkPage,
    MailSentPage,
    Problem,
    ProviderChoice,
    Said,
    SignInPage,
)
from octavo.edge.sessions import NOBODY, Visitor
from octavo.edge.workbench import Workbench

_REGISTRATIONS: Final = {
    Registration.OPEN: "open",
    Registration.BY_INVITATION: "invitation",
    Registration.CLOSED: "closed",
}
_PURPOSES: Final = {
    LinkPurpose.SIGN_IN: "sign-in",
    LinkPurpose.SIGN_UP: "sign-up",
    LinkPurpose.CONFIRM_EMAIL: "confirm-email",
    LinkPurpose.BECOME_OWNER: "become-owner",
}
_CREATING: Final = frozenset({LinkPurpose.SIGN_UP, LinkPurpose.BECOME_OWNER})


async def sign_in(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The form; whoever is signed in goes straight on."""
    then = local_path(request.query_params.get("then", ""))
    if visitor.signed_in:
        return bench.see(then)
    return await _form(bench, request, then=then)


async def request_link(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/sign-in`: mail a one-time link."""
    form = await forms.read(request)
    then = local_path(form["then"])
    try:
        await bench.accounts.request_link(
            email=form.line("email"),
            challenge=form["challenge"],
            answer=form["answer"],
            website=form["website"],
            address=client(request),
            then=then,
            language=bench.language(request, visitor),
        )
    except Fault as fault:
        answered = problems.trouble(fault, form.items())
        return await _form(bench, request, then=then, email=form["email"], answered=answered)
    return await bench.page(request, MailSentPage(email=form.line("email")), visitor)


async def with_password(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/sign-in/password`."""
    form = await forms.read(request)
    then = local_path(form["then"])
    try:
        signed_in = await bench.accounts.sign_in(
            login=form.line("login"),
            password=form["password"],
            user_agent=request.headers.get("user-agent", ""),
            address=client(request),
        )
    except Fault as fault:
        answered = problems.trouble(fault, form.items())
        return await _form(bench, request, then=then, login=form["login"], answered=answered)
    return arrive(bench, signed_in, then)


def arrive(bench: Workbench, signed_in: SignedIn, then: str) -> Response:
    """Signed in: go on there, or learn first that the account will not be erased after all."""
    to = bench.addresses.account_settings(said=Said.RETURNED) if signed_in.returned else then
    response = bench.see(to)
    bench.sessions.set(response, signed_in)
    return response


async def with_passkey(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/sign-in/passkey`: with what the page's script got from the browser."""
    form = await forms.read(request)
    then = local_path(form["then"])
    try:
        signed_in = await bench.accounts.sign_in_with_passkey(
            credential=form["credential"],
            user_agent=request.headers.get("user-agent", ""),
            address=client(request),
        )
    except Fault as fault:
        answered = problems.trouble(fault, form.items())
        return await _form(bench, request, then=then, answered=answered)
    return arrive(bench, signed_in, then)


async def show(bench: Workbench, request: Request, answered: problems.Answered) -> Response:
    """The form with what went wrong on another way in."""
    return await _form(bench, request, then="", answered=answered)


async def link(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """What a one-time link is about to do. Opening it does nothing: mail scanners open links too."""
    token = request.path_params["token"]
    try:
        peeked = await bench.accounts.peek_link(token=token)
    except LinkInvalid as fault:
        return await _dead_link(bench, request, visitor, over=fault.over)
    return await bench.page(request, _link_view(token, peeked), visitor)


async def redeem(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The button under a one-time link."""
    token = request.path_params["token"]
    form = await forms.read(request)
    try:
        peeked = await bench.accounts.peek_link(token=token)
        try:
            redeemed = await bench.accounts.redeem_link(
                token=token,
                handle=form.line("handle"),
                name=form.line("name"),
                email=form.line("email"),
                user_agent=request.headers.get("user-agent", ""),
                address=client(request),
            )
        except LinkInvalid:
            raise
        except Fault as fault:
            answered = problems.trouble(fault, form.items())
            view = _link_view(token, peeked, form=form, problem=answered.problem)
            return await bench.page(request, view, visitor, status=answered.status, headers=answered.headers)
    except LinkInvalid as fault:
        return await _dead_link(bench, request, visitor, over=fault.over)
    onwards = _onwards(bench, peeked.purpose, redeemed.then, created=redeemed.signed_in.created)
    return arrive(bench, redeemed.signed_in, onwards)


async def sign_out(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/sign-out`: ends this sign-in, and leads home."""
    await forms.read(request)
    if visitor.signed_in:
        await bench.accounts.sign_out()
    response = bench.see(bench.addresses.sign_in(said=Said.SIGNED_OUT))
    bench.sessions.clear(response)
    return response


def client(request: Request) -> str:
    """The address that a request came from, for rate limits."""
    return request.client.host if request.client else ""


def _onwards(bench: Workbench, purpose: LinkPurpose, then: str, *, created: bool) -> str:
    if purpose is LinkPurpose.CONFIRM_EMAIL:
        return bench.addresses.account_settings(said=Said.EMAIL_CONFIRMED)
    if created and local_path(then) == "/":
        return f"/me/topics?first=1&said={Said.WELCOME}"
    return local_path(then)


def _link_view(
    token: str, peeked: PeekLinkResponse, *, form: forms.Form | None = None, problem: Problem | None = None
) -> LinkPage:
    creating = peeked.purpose in _CREATING
    return LinkPage(
        purpose=_PURPOSES[peeked.purpose],
        token=token,
        email=form["email"] if form and "email" in form else peeked.email,
        handle=form["handle"] if form and creating else peeked.suggested_handle,
        name=form["name"] if form and creating else "",
        ask_email=peeked.purpose is LinkPurpose.BECOME_OWNER or (creating and not peeked.email),
        problems=(problem,) if problem else (),
    )


async def _dead_link(bench: Workbench, request: Request, visitor: Visitor, *, over: bool) -> Response:
    _ = bench.look.words(bench.language(request, visitor))
    message = (
        _("This link was used already, or is too old. Ask for a new one on the sign-in page.")
        if over
        else _("This link is not complete, or not one of ours. Copy it whole from the mail.")
    )
    status = 410 if over else 404
    return await bench.page(request, ErrorPage(status=status, message=message), visitor, status=status)


async def _form(
    bench: Workbench,
    request: Request,
    *,
    then: str,
    email: str = "",
    login: str = "",
    answered: problems.Answered | None = None,
) -> Response:
    registration = await bench.accounts.get_registration()
    challenge = await bench.accounts.issue_challenge()
    here = bench.is_at(request, registration.passkeys_at)
    view = SignInPage(
        providers=tuple(ProviderChoice(key=one.key, name=one.name) for one in registration.providers),
        passkey_options=await bench.accounts.begin_passkey_sign_in() if here else "",
        registration=_REGISTRATIONS.get(registration.registration, "closed"),
        mail_works=registration.mail_works,
        then="" if then == "/" else then,
        email=email,
        login=login,
        challenge=Challenge(text=challenge.challenge, difficulty=challenge.difficulty),
        problems=(answered.problem,) if answered else (),
    )
    return await bench.page(
        request,
        view,
        NOBODY,
        status=answered.status if answered else 200,
        headers=answered.headers if answered else None,
    )
