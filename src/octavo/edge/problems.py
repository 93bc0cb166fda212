"""From a fault to what stands at a form's field."""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from octavo.accounts.api import (
    AccountSuspended,
    HandleNotAllowed,
    HandleTaken,
    LastOwner,
    LastWayIn,
    LooksAutomated,
    MailUnavailable,
    PasskeyRefused,
    PasskeysUnavailable,
    RegistrationClosed,
    WeakPassword,
    WrongCredentials,
)
from octavo.chassis.faults import Aborted, Code, Fault, Invalid, Overloaded, ResourceExhausted
from octavo.edge.pages.views_private import Problem, Trouble

_HANDLE_SHAPE: Final = re.compile(r"(?=.{3,30}$)[a-z0-9]+(-[a-z0-9]+)*")
_LIMIT: Final = re.compile(r"[Aa]t most (\d+) characters")
_SHORTEST_PASSWORD: Final = 10

_FIXED: Final[tuple[tuple[type[Fault], Trouble, int], ...]] = (
    (AccountSuspended, Trouble.SUSPENDED, 403),
    (LastWayIn, Trouble.LAST_WAY_IN, 422),
    (PasskeyRefused, Trouble.PASSKEY_REFUSED, 422),
    (PasskeysUnavailable, Trouble.PASSKEYS_UNAVAILABLE, 422),
    (LastOwner, Trouble.LAST_OWNER, 422),
    (MailUnavailable, Trouble.MAIL_UNAVAILABLE, 503),
    (RegistrationClosed, Trouble.REGISTRATION_CLOSED, 403),
    (WrongCredentials, Trouble.WRONG_CREDENTIALS, 422),
    (Aborted, Trouble.CONFLICT, 409),
)
"""Faults that are about the form as a whole, what they are called there, and the status of the answer."""

_REFUSALS: Final = frozenset(
    {
        Code.INVALID_ARGUMENT,
        Code.FAILED_PRECONDITION,
        Code.ALREADY_EXISTS,
        Code.RESOURCE_EXHAUSTED,
        Code.ABORTED,
        Code.UNAUTHENTICATED,
        Code.PERMISSION_DENIED,
    }
)


class Answered(msgspec.Struct, frozen=True):
    """What is wrong with a form, with the status and headers of the answer."""

    problem: Problem
    status: int
    headers: Mapping[str, str] = {}


def trouble(fault: Fault, fields: Mapping[str, str]) -> Answered:
    """What a fault means for a form that was filled in so.

    Raises the fault again where it is not about what was asked: the service is away, there is no such thing.
    """
    if isinstance(fault, Overloaded):
        raise fault
    for kind, name, status in _FIXED:
        if isinstance(fault, kind):
            return Answered(Problem(kind=name), status)
    if isinstance(fault, ResourceExhausted):
        return _too_many(fault)
    if isinstance(fault, HandleTaken):
        return _at("handle", Trouble.HANDLE_TAKEN, fault.suggestion)
    if isinstance(fault, HandleNotAllowed):
        fits = _HANDLE_SHAPE.fullmatch(fields.get("handle", "").strip().removeprefix("@").lower())
        return _at("handle", Trouble.HANDLE_RESERVED if fits else Trouble.HANDLE_FORM)
    if isinstance(fault, WeakPassword):
        short = len(fields.get("password", "")) < _SHORTEST_PASSWORD
        return _at(
            "password", Trouble.PASSWORD_SHORT if short else Trouble.OTHER, "" if short else fault.problem
        )
    if isinstance(fault, LooksAutomated):
        return Answered(Problem(kind=Trouble.LOOKS_AUTOMATED, detail=fault.problem), 422)
    if isinstance(fault, Invalid):
        return _invalid(fault, fields)
    if fault.code in _REFUSALS:
        status = fault.code.http_status if fault.code.http_status != 400 else 422
        return Answered(Problem(kind=Trouble.OTHER, detail=fault.message), status)
    raise fault


def _at(field: str, kind: Trouble, detail: str = "") -> Answered:
    return Answered(Problem(kind=kind, field=field, detail=detail), 422)


def _too_many(fault: ResourceExhausted) -> Answered:
    seconds = int(getattr(fault, "retry_after_seconds", 0) or fault.details.get("retry_after", 0) or 60)
    problem = Problem(kind=Trouble.TOO_MANY_ATTEMPTS, detail=str(seconds))
    return Answered(problem, 429, {"retry-after": str(seconds)})


def _invalid(fault: Invalid, fields: Mapping[str, str]) -> Answered:
    field = str(fault.details.get("field", ""))
    if field.startswith("links"):
        return _at("link_url", Trouble.LINK_INVALID)
    if field in fields and not fields[field].strip():
        return _at(field, Trouble.REQUIRED)
    limit = _LIMIT.search(fault.message)
    if limit:
        return _at(field, Trouble.TOO_LONG, limit[1])
    if field == "email":
        return _at(field, Trouble.EMAIL_INVALID)
    return _at(field, Trouble.OTHER, fault.message)
