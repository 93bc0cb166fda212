"""A small world for the tests of the stories: people, texts, a clock that is turned by hand."""

import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from octavo.chassis.cache import NearCache
from octavo.chassis.context import Caller
from octavo.chassis.database import Database
from octavo.chassis.ids import IdMaker
from octavo.stories.adapters.sql_texts import SqlTexts
from octavo.stories.api import Content, Stories
from octavo.stories.interactors import StoriesInteractor
from octavo.stories.service import Config, Kept, build, texts
from tests.clock import Clock as Clock

ANNA = Caller(person_id="1111111AnNa", roles=frozenset({"member", "confirmed"}))
BERT = Caller(person_id="1111111Bert", roles=frozenset({"member", "confirmed"}))
NEWCOMER = Caller(person_id="11111111New", roles=frozenset({"member"}))
MODERATOR = Caller(person_id="1111111Mode", roles=frozenset({"moderator", "confirmed"}))
OPERATOR = Caller(roles=frozenset({"operator"}))
IMAGE = "1111111imag"


@dataclass
class World:
    """The stories as a caller sees them (here or over the wire), and what lies behind."""

    stories: Stories
    inside: StoriesInteractor
    db: Database
    clock: Clock
    texts: SqlTexts | None = None


def paragraph(text: str, block_id: str = "") -> dict[str, object]:
    attrs = {"attrs": {"id": block_id}} if block_id else {}
    return {"type": "paragraph", **attrs, "content": [{"type": "text", "text": text}] if text else []}


def body(*texts: str) -> str:
    """A document of paragraphs, each with an id of its own."""
    blocks = [paragraph(text, f"bLock{number:06d}".replace("0", "z")) for number, text in enumerate(texts, 1)]
    return json.dumps({"type": "doc", "content": blocks})


def figure(image: str = IMAGE) -> str:
    attrs = {"id": "figure11111", "image": image, "alt": "A lake", "width": 800, "height": 600}
    return json.dumps({"type": "doc", "content": [{"type": "figure", "attrs": attrs}]})


def text(title: str = "A walk", *texts: str, **more: object) -> Content:
    return Content(title=title, body=body(*(texts or ("It was a fine day.",))), **more)  # type: ignore[arg-type]  # the tests' own


SMALL = Config(max_drafts=12, max_revisions=10)


def address(image_id: str, width: int) -> str:
    return f"/i/{image_id}/{width}"


def built(
    db: Database,
    clock: Clock,
    *,
    config: Config = SMALL,
    edition: str = "",
    texts: SqlTexts | None = None,
) -> StoriesInteractor:
    ids = IdMaker(7, clock=lambda: datetime.now(clock.now.tzinfo))
    return build(
        config,
        db,
        clock=clock,
        new_id=ids.text,
        image_address=address,
        image_edition=edition,
        texts=texts,
    )


@asynccontextmanager
async def in_a_table(
    url: str, db: Database, clock: Clock, *, hours: float = 24.0, near: int = 10_000_000
) -> AsyncIterator[Kept]:
    """Texts in a table of their own of the server at this address, until the block ends."""
    place = url if "/octavo-" in url else f"dynamodb+{url}/octavo-{secrets.token_hex(8)}"
    config = Config(url=place, texts_kept_hours=hours)
    kept = await texts(config, db, near=NearCache(max_bytes=near), secret=bytes(32), clock=clock)
    assert kept.store is not None
    try:
        yield kept
    finally:
        await kept.store.close()
