"""A process that claps and tells a Neo4j of it until it is killed; its arguments: database, Neo4j, seed.

Each line that it writes is a clap that was acknowledged: the reader's number, the story's, and how many.
"""

import asyncio
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

from octavo.chassis import database
from octavo.chassis.events import Outbox
from octavo.chassis.ids import to_text
from octavo.chassis.relay import Relay
from octavo.graph.adapters.sql_claps import SqlApplause
from octavo.graph.adapters.sql_counts import SqlCounts
from octavo.graph.api import PersonId, StoryId
from octavo.graph.entities import ClapsOfOne
from octavo.graph.service import MIGRATIONS, NEIGHBOURS_CONSUMER, NeighbourEvents, with_keeper
from tests.graph.world import near_in

TTL = 1.0


async def _act(url: str, neo4j: str, seed: int) -> None:
    db = await database.open(url, name="graph", migrations=Path(str(MIGRATIONS)))
    _, near = near_in(db, neo4j)
    assert near.keeper is not None
    await with_keeper(db)
    applause, chance = SqlApplause(db, Outbox(db), SqlCounts(db)), random.Random(seed)
    relay, heard = Relay(db, ttl=TTL), NeighbourEvents(near.keeper)
    relay.subscribe(consumer=NEIGHBOURS_CONSUMER, types=heard.TYPES, handler=heard)
    async with relay.running():
        while True:
            person, story, claps = chance.randint(1, 40), chance.randint(1001, 1006), chance.choice((0, 1, 7))
            one = ClapsOfOne(
                person_id=PersonId(to_text(person)),
                story_id=StoryId(to_text(story)),
                claps=claps,
                at=datetime.now(UTC),
            )
            await applause.put([one])
            print(person, story, claps, flush=True)


if __name__ == "__main__":
    asyncio.run(_act(sys.argv[1], sys.argv[2], int(sys.argv[3])))
