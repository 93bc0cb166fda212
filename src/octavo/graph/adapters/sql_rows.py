"""Ids between the contract and SQL."""

from typing import Final

from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text, to_text
from octavo.graph.api import PersonId


def number(text: str) -> int:
    """An id as SQL has it; 0, which is nobody's, where the text is no id."""
    try:
        return from_text(text)
    except Invalid:
        return 0


KEPT: Final = """
SELECT story_id FROM listed WHERE owner_id = :owner AND story_id IN :stories
UNION SELECT story_id FROM saved WHERE person_id = :owner AND story_id IN :stories
"""
"""Those of some stories that a person keeps, in a list or to read later."""


def person(value: int) -> PersonId:
    """A person's id as the contract has it."""
    return PersonId(to_text(value))
