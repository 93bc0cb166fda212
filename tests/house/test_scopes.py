"""Every public method says what an access token needs for it, or here is why none will do."""

import importlib
from pathlib import Path

import octavo
from octavo.chassis.contract import Audience, Contract
from octavo.chassis.scopes import ANY, SCOPES

NEEDS_A_BROWSER = {
    "Accounts.ChangeEmail": "whoever has the address has the account",
    "Accounts.SetPassword": "whoever has the password has the account",
    "Accounts.IssueChallenge": "belongs to a form that people fill in",
    "Accounts.CreateToken": "a token that makes tokens would never end",
    "Accounts.ListTokens": "goes with making them",
    "Accounts.RevokeToken": "whoever finds a token must not end the others",
    "Accounts.ListSessions": "shows sign-ins, which no token is",
    "Accounts.RevokeSession": "ends sign-ins, which no token is",
    "Accounts.SignOut": "ends a sign-in, which no token is",
    "Moderation.Report": "is heard from a person, and few from each",
    "Accounts.SetRole": "makes owners: nobody who finds a token may become one",
}


def contracts() -> list[Contract]:
    """The contract of every service there is."""
    folder = Path(octavo.__file__).parent
    modules = (
        f"octavo.{path.parents[1].name}.v1.{path.stem}"
        for path in folder.glob("*/v1/*.py")
        if path.stem == path.parents[1].name
    )
    found = (getattr(importlib.import_module(name), "CONTRACT", None) for name in sorted(modules))
    return [contract for contract in found if isinstance(contract, Contract)]


def short(contract: Contract, name: str) -> str:
    return f"{contract.name.rpartition('.')[2]}.{name}"


def test_every_public_method_has_a_scope_or_a_reason_to_have_none() -> None:
    without = {
        short(contract, method.name)
        for contract in contracts()
        for method in contract.methods
        if method.audience is Audience.PUBLIC and not method.scope
    }
    assert without - NEEDS_A_BROWSER.keys() == set(), "give it (octavo.scope), or say here why it has none"
    assert NEEDS_A_BROWSER.keys() - without == set(), "these have a scope now, or are gone"


def test_a_method_that_changes_something_is_not_open_to_every_token() -> None:
    changing = {
        short(contract, method.name)
        for contract in contracts()
        for method in contract.methods
        if method.scope == ANY and method.idempotency.name != "NO_SIDE_EFFECTS"
    }
    assert changing == set()


def test_every_scope_says_what_it_opens() -> None:
    assert all(text.endswith(".") for text in SCOPES.values())
    assert all(name == name.lower() and " " not in name for name in SCOPES)
