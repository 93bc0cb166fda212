"""Who and what is near, told by Neo4j."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from neo4j import AsyncManagedTransaction

from octavo.chassis.context import allowance
from octavo.graph.adapters.neo4j_link import Neo4jAway, Neo4jLink
from octavo.graph.walks.overlapping import MOST_LEFTS, MOST_ROWS

_LEAST: Final = 3
"""Nothing is told that fewer people stand behind, so that nobody's act shows."""
_WALKERS: Final = 5_000.0
_READERS: Final = 500
"""Readers of all pins together that a round goes by."""
_STORIES: Final = 50
"""Stories of each of them."""
_FURTHER: Final = 10
"""Of each pin's nearest stories so many are gone on from, and by so many readers and stories of theirs."""

# The same sum as `walks.overlapping.alike`: shared / sqrt(own * the other's).
_LIKE: Final = """
MATCH (one:{label} {{id: $id}})<-[:{kind}]-(p:Person)
WITH one, p LIMIT $people
WITH one, collect(p) AS people
UNWIND people AS p
MATCH (p)-[:{kind}]->(other:{label})
WITH one, size(people) AS own, other LIMIT $rows
WITH one, own, other, count(*) AS shared
WHERE shared >= $least AND other <> one
WITH other, round(1000.0 * shared / sqrt(COUNT {{ (other)<-[:{kind}]-() }} * toFloat(own))) AS score
RETURN other.id AS id ORDER BY score DESC, id LIMIT $limit
"""
STORIES_LIKE: Final = _LIKE.format(label="Story", kind="CLAPPED")
PEOPLE_LIKE: Final = _LIKE.format(label="Person", kind="FOLLOWS")

# What `walks.walking` finds by chance, as the sum that is to be expected: walkers leave each pin by all its
# readers evenly; half of those of the second round begin at the pin again, half go on.
WALK: Final = """
UNWIND $pins AS pin
MATCH (s:Story {id: pin})
WITH s, toFloat(COUNT { (s)<-[:CLAPPED]-() }) AS degree WHERE degree > 0
WITH collect({s: s, degree: degree}) AS pins, 1 + log(max(degree)) AS top
WITH pins, top, reduce(sum = 0.0, one IN pins | sum + one.degree * (top - log(one.degree))) AS whole
UNWIND pins AS one
WITH one.s AS s, one.degree * (top - log(one.degree)) / whole AS share
WITH s, share * $walkers AS walkers, toInteger(ceil(share * $readers)) + $further AS readers
CALL (s, walkers, readers) {
  MATCH (s)<-[:CLAPPED]-(p:Person)
  WITH p LIMIT $readers
  WITH collect(p) AS found
  WITH found[..readers] AS people
  UNWIND people AS p
  CALL (p) { MATCH (p)-[:CLAPPED]->(t:Story) RETURN t LIMIT $stories }
  WITH size(people) AS several, p, collect(t) AS theirs
  UNWIND theirs AS t
  WITH t, sum(walkers / (several * size(theirs))) AS visits
  ORDER BY visits DESC, t.id
  WITH collect({t: t, visits: visits}) AS first
  CALL (first) {
    UNWIND first AS each
    RETURN each.t AS t, 1.5 * each.visits AS visits
    UNION ALL
    UNWIND first[..$further] AS each
    WITH each.t AS from, each.visits AS begun
    CALL (from) { MATCH (from)<-[:CLAPPED]-(p:Person) RETURN p LIMIT $further }
    WITH from, begun, collect(p) AS people
    UNWIND people AS p
    CALL (p) { MATCH (p)-[:CLAPPED]->(t:Story) RETURN t LIMIT $further }
    WITH begun, size(people) AS several, p, collect(t) AS theirs
    UNWIND theirs AS t
    RETURN t, 0.5 * begun / (several * size(theirs)) AS visits
  }
  RETURN t, sum(visits) AS visits
}
WITH t, sum(sqrt(visits)) AS roots
WHERE NOT t.id IN $pins AND COUNT { (t)<-[:CLAPPED]-() } >= $least
RETURN t.id AS id ORDER BY round(1000.0 * roots * roots) DESC, id LIMIT $limit
"""


class Neo4jNeighbours:
    """Fits ports.Neighbours. Where Neo4j is away nothing is near: it is left alone, and asked again later.

    seconds: what one question may take.
    """

    def __init__(self, link: Neo4jLink, *, seconds: float) -> None:
        self._link = link
        self._seconds = seconds

    async def walk(self, person: int, pins: Sequence[int], limit: int) -> Sequence[int]:
        return await self._ids(
            WALK,
            pins=list(dict.fromkeys(pins)),
            walkers=_WALKERS,
            readers=_READERS,
            stories=_STORIES,
            further=_FURTHER,
            limit=limit,
        )

    async def stories_like(self, story: int, limit: int) -> Sequence[int]:
        return await self._ids(STORIES_LIKE, id=story, people=MOST_LEFTS, rows=MOST_ROWS, limit=limit)

    async def people_like(self, person: int, limit: int) -> Sequence[int]:
        return await self._ids(PEOPLE_LIKE, id=person, people=MOST_LEFTS, rows=MOST_ROWS, limit=limit)

    async def close(self) -> None:
        await self._link.close()

    async def _ids(self, cypher: LiteralString, **values: Any) -> Sequence[int]:
        left = allowance()
        seconds = self._seconds if left is None else min(self._seconds, left)
        if seconds <= 0:
            return ()

        async def ask(transaction: AsyncManagedTransaction) -> list[int]:
            found = await transaction.run(cypher, least=_LEAST, **values)
            return [record["id"] async for record in found]

        try:
            self._link.admit()
            return await self._link.read(ask, seconds=seconds)
        except Neo4jAway:
            return ()
