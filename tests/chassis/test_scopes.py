"""What a token may be used for, and that it stays a token's call over the wire."""

from datetime import UTC, datetime

import pytest

from octavo.chassis.assertion import Signer
from octavo.chassis.context import ANONYMOUS, Caller
from octavo.chassis.faults import Forbidden
from octavo.chassis.scopes import ANY, check_scope

READER = Caller(person_id="p1", scopes=frozenset({"stories:read"}))


@pytest.mark.parametrize("scope", ["", "stories:write", "stories:rea", "stories:read "])
def test_a_token_is_good_for_what_it_names_alone(scope: str) -> None:
    with pytest.raises(Forbidden):
        check_scope(READER, scope)
    check_scope(Caller(person_id="p1"), scope)
    check_scope(ANONYMOUS, scope)


def test_a_token_of_no_scope_is_good_for_what_all_are() -> None:
    bare = Caller(person_id="p1", scopes=frozenset())
    check_scope(bare, ANY)
    check_scope(READER, "stories:read")
    with pytest.raises(Forbidden, match="stories:read"):
        check_scope(bare, "stories:read")


@pytest.mark.parametrize("scopes", [None, frozenset[str](), frozenset({"stories:read", "search"})])
def test_scopes_travel_with_the_caller(scopes: frozenset[str] | None) -> None:
    signer = Signer(b"s" * 32, lambda: datetime(2026, 6, 1, tzinfo=UTC))
    caller = Caller(person_id="p1", roles=frozenset({"member"}), scopes=scopes)
    assert signer.read(signer.sign(caller, "a/B"), "a/B") == caller
