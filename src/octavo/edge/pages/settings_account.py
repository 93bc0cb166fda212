"""`/me/settings/account`: how one signs in, where one is signed in, and what happened to the account."""

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from octavo.accounts.api import Identity, IdentityId, Passkey, PasskeyId, Session, SessionId, WrongCredentials
from octavo.chassis.faults import Fault, Invalid
from octavo.edge import forms, problems
from octavo.edge.forms import Form
from octavo.edge.pages.views_private import Problem, ProviderChoice, Said, Trouble
from octavo.edge.pages.views_settings import (
    AccountSettings,
    HappeningRow,
    HappeningsPage,
    IdentityRow,
    PasskeyRow,
    SignIn,
)
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench

PARTS: Final = ("email", "password", "passkeys", "sign-ins")
"""What can be changed here, each by a form of its own."""


async def account(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The page."""
    return await _page(bench, request, visitor)


async def save(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/settings/PART`: change that part; one that is wrong comes back as it was filled in."""
    part = request.url.path.rpartition("/")[2]
    form = await forms.read(request)
    try:
        said = await _saved(bench, part, form)
    except Fault as fault:
        answered = _answered(fault, form, part)
        return await _page(bench, request, visitor, form=form, part=part, answered=answered)
    return bench.see(bench.addresses.account_settings(said=said))


async def remove_passkey(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/settings/passkeys/remove`."""
    form = await forms.read(request)
    try:
        await bench.accounts.remove_passkey(passkey_id=PasskeyId(form.line("passkey_id")))
    except Fault as fault:
        answered = problems.trouble(fault, form.items())
        return await _page(bench, request, visitor, form=form, answered=answered)
    return bench.see(bench.addresses.account_settings(said=Said.PASSKEY_REMOVED))


async def remove_provider(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/settings/providers/remove`."""
    form = await forms.read(request)
    try:
        await bench.accounts.unlink_identity(identity_id=IdentityId(form.line("identity_id")))
    except Fault as fault:
        answered = problems.trouble(fault, form.items())
        return await _page(bench, request, visitor, form=form, answered=answered)
    return bench.see(bench.addresses.account_settings(said=Said.PROVIDER_UNLINKED))


async def show_trouble(
    bench: Workbench, request: Request, visitor: Visitor, answered: problems.Answered
) -> Response:
    """The page with what went wrong on the way to a provider and back."""
    return await _page(bench, request, visitor, answered=answered)


def _answered(fault: Fault, form: Form, part: str) -> problems.Answered:
    if part in ("password", "passkeys") and isinstance(fault, WrongCredentials):
        return wrong_proof(form)
    return problems.trouble(fault, form.items())


def wrong_proof(form: Form) -> problems.Answered:
    """The present password was wrong, or is needed as the sign-in is not recent."""
    kind = Trouble.WRONG_PASSWORD if form["present_password"] else Trouble.SIGN_IN_TOO_OLD
    return problems.Answered(Problem(kind=kind, field="present_password"), 422)


async def _saved(bench: Workbench, part: str, form: Form) -> Said:
    accounts = bench.accounts
    match part:
        case "email":
            await accounts.change_email(email=form.line("email"))
            return Said.EMAIL_SENT
        case "password":
            await accounts.set_password(password=form["password"], present_password=form["present_password"])
            return Said.PASSWORD_SET
        case "passkeys":
            await accounts.add_passkey(
                credential=form["credential"],
                name=form.line("name"),
                present_password=form["present_password"],
            )
            return Said.PASSKEY_ADDED
        case _:
            session_id = form.line("session_id")
            await accounts.revoke_session(session_id=SessionId(session_id))
            return Said.SESSION_ENDED if session_id else Said.SESSIONS_ENDED


async def _page(
    bench: Workbench,
    request: Request,
    visitor: Visitor,
    *,
    form: Form | None = None,
    part: str = "",
    answered: problems.Answered | None = None,
) -> Response:
    parts = Parts()
    sessions: tuple[Session, ...] = ()
    me, registration, passkeys, identities, sessions = await asyncio.gather(
        bench.accounts.get_me(),
        bench.accounts.get_registration(),
        bench.accounts.list_passkeys(),
        bench.accounts.list_identities(),
        parts.optional("sign-ins", bench.accounts.list_sessions(), sessions),
    )
    here = bench.is_at(request, registration.passkeys_at)
    view = AccountSettings(
        handle=me.person.handle,
        email=me.email,
        email_confirmed=me.email_confirmed,
        new_email=me.new_email,
        typed_email=form["email"] if form and part == "email" else "",
        has_password=me.has_password,
        passkeys=tuple(map(_passkey, passkeys)),
        identities=tuple(map(_identity, identities)),
        providers=tuple(
            ProviderChoice(key=one.key, name=one.name)
            for one in registration.providers
            if one.key not in {identity.provider.key for identity in identities}
        ),
        passkeys_at=registration.passkeys_at,
        passkey_options=await bench.accounts.begin_passkey() if here else "",
        sign_ins=tuple(map(_sign_in, sessions)),
        problems=(answered.problem,) if answered else (),
    )
    status = answered.status if answered else 200
    return await bench.page(
        request, view, visitor, status=status, headers=answered.headers if answered else None
    )


def _passkey(passkey: Passkey) -> PasskeyRow:
    return PasskeyRow(
        passkey_id=passkey.id,
        name=passkey.name,
        created_at=passkey.created_at,
        last_used_at=passkey.last_used_at,
    )


def _identity(identity: Identity) -> IdentityRow:
    return IdentityRow(
        identity_id=identity.id,
        name=identity.provider.name,
        linked_at=identity.linked_at,
        last_used_at=identity.last_used_at,
    )


def _sign_in(session: Session) -> SignIn:
    return SignIn(
        session_id=session.id,
        device=session.device,
        created_at=session.created_at,
        last_used_at=session.last_used_at,
        current=session.current,
    )


async def log(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """What happened to the account, newest first."""
    try:
        page = await bench.accounts.list_happenings(after=request.query_params.get("after", ""))
    except Invalid:
        return bench.see(bench.addresses.happenings())
    rows = tuple(
        HappeningRow(kind=one.kind.value, happened_at=one.happened_at, device=one.device, detail=one.detail)
        for one in page.happenings
    )
    older = bench.addresses.happenings(after=page.next) if page.next else ""
    return await bench.page(request, HappeningsPage(happenings=rows, older=older), visitor)
