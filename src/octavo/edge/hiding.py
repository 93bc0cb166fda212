"""Who is not to be shown to whom, where a page is made for one reader."""

from collections.abc import Iterable
from typing import Final

from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.graph.api import GetAvoidedResponse, Graph, PersonId

_MOST: Final = 500
_NOBODY: Final = GetAvoidedResponse()


async def hidden_from(graph: Graph, parts: Parts, visitor: Visitor, people: Iterable[str]) -> frozenset[str]:
    """Those of these people, 500 at most, of whom one blocks the other; nobody where it cannot be told."""
    wanted = tuple(map(PersonId, list(dict.fromkeys(people))[:_MOST]))
    if not visitor.signed_in or not wanted:
        return frozenset()
    asked = graph.get_avoided(viewer_id=PersonId(str(visitor.person_id)), person_ids=wanted)
    return frozenset((await parts.optional("blocked people", asked, _NOBODY)).hidden)
