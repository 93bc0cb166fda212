"""Ids between the contract and SQL."""

from typing import Final

from octavo.chassis.ids import to_text
from octavo.graph.api import PersonId

KEPT: Final = """
SELECT story_id FROM listed WHERE owner_id = :owner AND story_id IN :stories
UNION SELECT story_id FROM saved WHERE person_id = :owner AND story_id IN :stories
"""
"""Those of some stories that a person keeps, in a list or to read later."""


def person(value: int) -> PersonId:
    """A person's id as the contract has it."""
    return PersonId(to_text(value))
