"""Faults as values: compared, copied, told to the public."""

import copy
import pickle

import pytest

from octavo.chassis import faults
from octavo.chassis.faults import (
    Broken,
    Code,
    Fault,
    Invalid,
    NotFound,
    ResourceExhausted,
    Unavailable,
    generic,
)
from tests.chassis.shelf.v1.shelf import BookId, BookNotFound

ALL = [kind for kind in vars(faults).values() if isinstance(kind, type) and issubclass(kind, Fault)]


@pytest.mark.parametrize("fault", [Invalid("title", "Too long."), ResourceExhausted(3.0), BookNotFound()])
def test_a_fault_survives_copying_and_pickling(fault: Fault) -> None:
    assert copy.copy(fault) == fault
    assert pickle.loads(pickle.dumps(fault)) == fault
    assert hash(copy.copy(fault)) == hash(fault)


def test_faults_with_other_fields_are_other_faults() -> None:
    assert BookNotFound(book_id=BookId("a")) != BookNotFound(book_id=BookId("b"))
    assert BookNotFound() != NotFound()
    assert NotFound("x") != NotFound("y")
    assert NotFound() != "There is no such thing."


def test_a_fault_shows_its_fields() -> None:
    assert repr(Invalid("title", "Too long.")) == "Invalid('Too long.', field='title')"
    assert str(Invalid("title", "Too long.")) == "Too long."


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_fault_and_a_status(code: Code) -> None:
    fault = generic(code, "words")
    assert 400 <= code.http_status <= 599
    assert fault.code is code or isinstance(fault, Broken)


def test_what_is_broken_says_nothing() -> None:
    for code in (Code.UNKNOWN, Code.INTERNAL, Code.DATA_LOSS, 77):
        assert generic(code, "the password is 1234") == Broken()


def test_a_generic_fault_says_what_it_was_told() -> None:
    assert generic(Code.UNAVAILABLE) == Unavailable()
    assert generic(Code.UNAVAILABLE, "Back in a minute.") == Unavailable("Back in a minute.")


def test_codes_are_spelled_as_connect_spells_them() -> None:
    assert Code.CANCELLED.connect_name == "canceled"
    assert Code.INVALID_ARGUMENT.connect_name == "invalid_argument"


@pytest.mark.parametrize("kind", ALL)
def test_every_fault_has_words_for_the_public(kind: type[Fault]) -> None:
    assert kind().message == kind.public_text
    assert kind.public_text.endswith(".")
