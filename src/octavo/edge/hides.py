"""All that one reader is not to be shown, kept near: pages for everyone are cleared of it for them."""

from typing import Final

import msgspec

from octavo.chassis.cache import NearCache
from octavo.edge.addresses import Addresses
from octavo.edge.mastheads import Mastheads
from octavo.edge.parts import Parts
from octavo.edge.people import People
from octavo.graph.api import GetHidesResponse, Graph, PersonId
from octavo.stories.api import PersonId as Writer

_SECONDS: Final = 60.0
"""How long a handle from before may be gone on with; blocks and mutes purge it at once."""
_ENTRY_BYTES: Final = 400
_EACH_BYTES: Final = 200


class Hidden(msgspec.Struct, frozen=True, kw_only=True):
    """What one reader is not shown: by id, and by the addresses that pages name."""

    blocked: frozenset[str] = frozenset()
    """People: one of the two blocks the other."""
    muted: frozenset[str] = frozenset()
    publications: frozenset[str] = frozenset()
    closed: tuple[str, ...] = ()
    """Addresses of the blocked ones: none of their pages is for this reader."""
    unasked: tuple[str, ...] = ()
    """Addresses of all: their stories stand in no list for this reader."""

    def hides(self, writers: list[Writer], publication_id: str) -> bool:
        """Whether a story is left out of lists."""
        return not (self.blocked | self.muted).isdisjoint(writers) or publication_id in self.publications


NOTHING: Final = Hidden()


class Hides:
    """What readers are not shown, by their id."""

    def __init__(
        self, *, graph: Graph, people: People, mastheads: Mastheads, addresses: Addresses, near: NearCache
    ) -> None:
        self._graph = graph
        self._people = people
        self._mastheads = mastheads
        self._addresses = addresses
        self._near = near

    def near(self, person_id: str) -> Hidden | None:
        """The same, if it can be told at once."""
        hidden: Hidden | None = self._near.peek(("hides", person_id))
        return hidden

    async def of(self, parts: Parts, person_id: str) -> Hidden:
        """What they are not shown; nothing where it cannot be told just now, or nobody is signed in."""
        if not person_id:
            return NOTHING
        asked = self._near.get_or_load(
            ("hides", person_id),
            lambda: self._load(person_id),
            ttl=_SECONDS,
            tags=(f"hides:{person_id}",),
            size=lambda hidden: _ENTRY_BYTES + _EACH_BYTES * len(hidden.unasked),
        )
        return await parts.optional("what is hidden", asked, NOTHING)

    async def _load(self, person_id: str) -> Hidden:
        found: GetHidesResponse = await self._graph.get_hides(viewer_id=PersonId(person_id))
        if not (found.hidden or found.muted or found.publications):
            return NOTHING
        people = await self._people.known(Parts(), [Writer(one) for one in (*found.hidden, *found.muted)])
        await self._mastheads.fetch_ids(Parts(), found.publications)
        houses = [self._mastheads.near(one) for one in found.publications]
        named = {id_: self._addresses.person(one.handle) for id_, one in people.items()}
        closed = [named[one] for one in found.hidden if one in named]
        muted = [named[one] for one in found.muted if one in named]
        places = [self._addresses.publication(house.slug) for house in houses if house]
        return Hidden(
            blocked=frozenset(map(str, found.hidden)),
            muted=frozenset(map(str, found.muted)),
            publications=frozenset(map(str, found.publications)),
            closed=tuple(closed),
            unasked=tuple(dict.fromkeys([*closed, *muted, *places])),
        )
