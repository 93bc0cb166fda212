"""A process that is killed: it writes drafts whose texts stand in DynamoDB, or in their rows where no table
is named, and says what it was told."""

import asyncio
import os
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from octavo.chassis import database
from octavo.chassis.cache import NearCache
from octavo.chassis.context import acting_as
from octavo.chassis.ids import IdMaker
from octavo.stories.service import MIGRATIONS, Config, build, texts
from tests.stories.desk import ANNA, text
from tests.stories.desk import address as image_address

_AT_ONCE = 3


def now() -> datetime:
    return datetime.now(UTC)


async def main(url: str, place: str, round_number: int, pause: float = 0.0) -> None:
    """Write until killed; "= STORY WORDS" on a line for each text that was acknowledged. place: of the
    database, a file or an address. pause: seconds after each save."""
    address = place if "://" in place else f"sqlite:///{place}"
    db = await database.open(address, name="stories", migrations=Path(str(MIGRATIONS)))
    config = Config(url=url, max_drafts=1_000_000)
    kept = await texts(config, db, near=NearCache(max_bytes=0), secret=bytes(32), clock=now)
    ids = IdMaker(round_number, clock=now)
    stories = build(config, db, clock=now, new_id=ids.text, image_address=image_address, texts=kept.texts)
    numbers = count()

    async def one_after_another() -> None:
        draft = await stories.create_draft(content=text("A walk", "0"))
        version = draft.version
        for number in numbers:
            words = f"words-{round_number}-{number}"
            saved = await stories.save_draft(
                story_id=draft.id, version=version, content=text("A walk", words)
            )
            version = saved.version
            if number % 3 == 0:
                await stories.publish(story_id=draft.id, version=version)
            os.write(1, f"= {draft.id} {words}\n".encode())
            await asyncio.sleep(pause)

    with acting_as(ANNA):
        await asyncio.gather(*(one_after_another() for _ in range(_AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *map(float, sys.argv[4:])))
