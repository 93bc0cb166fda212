"""How the stories are put together, and what runs beside them."""

import asyncio
import hmac
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple
from urllib.parse import urlsplit

import msgspec
import structlog
from msgspec import Meta

from octavo.accounts.api import PersonReinstated, PersonSuspended
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault
from octavo.chassis.events import Envelope, Outbox
from octavo.chassis.leases import LeaseLost, alone, lease
from octavo.chassis.purges import Purges
from octavo.stories.adapters.near_texts import NearTexts
from octavo.stories.adapters.sql import SqlManuscripts
from octavo.stories.adapters.sql_archive import SqlArchive
from octavo.stories.adapters.sql_co_authors import SqlCoAuthors
from octavo.stories.adapters.sql_listed import SqlListed
from octavo.stories.adapters.sql_members import SqlMembers
from octavo.stories.adapters.sql_series import SqlSeries
from octavo.stories.adapters.sql_shelf import SqlShelf
from octavo.stories.adapters.sql_text_copy import Compared as Compared
from octavo.stories.adapters.sql_text_copy import TextCopy as TextCopy
from octavo.stories.adapters.sql_text_keeping import SqlTextKeeping, any_elsewhere, require_turn
from octavo.stories.adapters.sql_text_rows import KINDS
from octavo.stories.adapters.sql_texts import SqlTexts
from octavo.stories.adapters.sql_translations import SqlTranslations
from octavo.stories.content import Limits
from octavo.stories.interactors import StoriesInteractor
from octavo.stories.personal import HOLDINGS as HOLDINGS
from octavo.stories.rendering import ImageAddress, Renderer

if TYPE_CHECKING:
    from octavo.stories.adapters.dynamo_texts import DynamoTexts

MIGRATIONS: Final = resources.files("octavo.stories").joinpath("migrations")
CONSUMER: Final = "stories"
"""Under this name the stories follow the events of accounts."""

_LEASE_SECONDS: Final = 10.0
_TEXTS_SECONDS: Final = 5.0
_TURN_SECONDS: Final = 60.0
_SCHEMES: Final = ("dynamodb", "dynamodb+http", "dynamodb+https")
_TABLE: Final = re.compile(r"/[A-Za-z0-9_.-]{3,255}")

_log = structlog.get_logger(__name__)


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How much may be written, in characters unless said otherwise, and how often time is looked at."""

    max_title: Annotated[int, Meta(ge=1, le=1000)] = 200
    max_subtitle: Annotated[int, Meta(ge=1, le=2000)] = 300
    max_excerpt: Annotated[int, Meta(ge=1, le=2000)] = 500
    max_body: Annotated[int, Meta(ge=1000, le=2_000_000)] = 2_000_000
    """Bytes of the document's JSON."""
    max_tags: Annotated[int, Meta(ge=1, le=50)] = 5
    max_tag: Annotated[int, Meta(ge=1, le=100)] = 40
    max_drafts: Annotated[int, Meta(ge=1)] = 1000
    """Stories of one person that are not published; deleted ones count until they are erased."""
    max_revisions: Annotated[int, Meta(ge=10)] = 200
    """Of one story; beyond that the oldest unpublished ones go first."""
    max_co_authors: Annotated[int, Meta(ge=1, le=50)] = 10
    """Of one story: who agreed and who was asked."""
    schedule_seconds: Annotated[float, Meta(gt=0, le=60)] = 1.0
    """How often it is looked for stories whose time has come."""
    url: str = ""
    """dynamodb://eu-central-1/TABLE: the long texts of stories stand in this table of DynamoDB, which is made
    where it is not there; dynamodb+http://HOST:PORT/TABLE (or +https) for what speaks as it does. Not set:
    they stand in the database, with all else."""
    texts_kept_hours: Annotated[float, Meta(ge=0, le=24 * 35)] = 24.0
    """How long a text that was written over stays in the table, so that an older backup of the database finds
    it there. What is erased goes at once."""
    leaves_table: bool = False
    """true: what is written stands in the database again, and what stands in the table moves there. When the
    log says `texts_left_the_table`, both settings may be taken away."""

    def mistakes(self) -> Mapping[str, str]:
        """What the types cannot say."""
        if self.leaves_table and not self.url:
            return {"leaves_table": "says which table is left: OCTAVO_STORIES_URL must name it"}
        if not self.url or _is_table(self.url):
            return {}
        return {"url": "is no table such as dynamodb://eu-central-1/octavo-texts"}

    @property
    def limits(self) -> Limits:
        """The limits as the rules take them."""
        return Limits(
            title=self.max_title,
            subtitle=self.max_subtitle,
            excerpt=self.max_excerpt,
            body=self.max_body,
            tags=self.max_tags,
            tag=self.max_tag,
        )


def _is_table(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = (
            bool(parts.hostname) and parts.port != 0 and not (parts.query or parts.fragment or parts.username)
        )
        return host and parts.scheme in _SCHEMES and _TABLE.fullmatch(parts.path) is not None
    except ValueError:
        return False


class TextsElsewhere(StorageFault):
    """Rows name texts in a store that the settings do not name."""

    def __init__(self) -> None:
        super().__init__("texts of stories stand in DynamoDB: OCTAVO_STORIES_URL must name their table")


class Kept(NamedTuple):
    """Where texts stand; `store` is None where they stand in the rows."""

    texts: SqlTexts
    store: "DynamoTexts | None" = None


async def texts(
    config: Config, db: Database, *, near: NearCache, secret: bytes, clock: Callable[[], datetime]
) -> Kept:
    """Where the settings have long texts stand; a store is open, and is to be closed at the end.

    secret: the site's, which parts its table from others'. Raises TextsElsewhere where there is no store but
    rows that need one; StorageUnavailable, `dynamo_calls.TableRefused` and TextsForked where the table cannot
    be used.
    """
    if not config.url:
        if await any_elsewhere(db):
            raise TextsElsewhere
        return Kept(SqlTexts(db, clock=clock))
    store = await _opened(config.url, db, secret=secret, clock=clock)
    kept = timedelta(hours=config.texts_kept_hours)
    copies, leaving = NearTexts(store, near), config.leaves_table
    return Kept(SqlTexts(db, store, copies, clock=clock, kept=kept, leaving=leaving), store)


async def _opened(url: str, db: Database, *, secret: bytes, clock: Callable[[], datetime]) -> "DynamoTexts":
    # a site without one does not load the client
    from octavo.chassis.dynamo_table import DynamoTable
    from octavo.stories.adapters.dynamo_texts import DynamoTexts

    store = DynamoTexts(DynamoTable(url), clock=clock)
    try:
        await store.open(site=hmac.digest(secret, b"texts of stories", "sha256").hex()[:16])
        await require_turn(db, store)
    except BaseException:
        await store.close()
        raise
    return store


@asynccontextmanager
async def moving_texts(
    db: Database, url: str, *, secret: bytes, clock: Callable[[], datetime]
) -> AsyncIterator[TextCopy]:
    """A copy of the long texts between the rows of a database and the table at an address, which is made
    where it is not there; for `octavo copy`. Raises as `texts` does."""
    store = await _opened(url, db, secret=secret, clock=clock)
    try:
        yield TextCopy(db, store, place=url, clock=clock)
    finally:
        await store.close()


async def texts_in_table(db: Database) -> int:
    """How many texts stand in a table and not in their rows."""
    rows = [await db.one(kind.counted_in_store) for kind in KINDS]
    return sum(row["number"] for row in rows if row is not None)


def build(
    config: Config,
    db: Database,
    *,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    image_address: ImageAddress,
    image_edition: str = "",
    texts: SqlTexts | None = None,
) -> StoriesInteractor:
    """The stories over an open database.

    clock: the time now, in UTC. new_id: makes ids that nobody else makes. image_address: where a picture is,
    by id and width, as octavo.images.api.ImageAddresses tells it; `image_edition` changes whenever the same
    picture gets other addresses, so that stored HTML is made anew. texts: where long texts stand; None: in
    the rows.
    """
    purges, outbox = Purges(db, clock=clock), Outbox(db, clock=clock)
    standing = texts or SqlTexts(db, clock=clock)
    return StoriesInteractor(
        manuscripts=SqlManuscripts(db, outbox, purges, standing, revisions_kept=config.max_revisions),
        archive=SqlArchive(db, standing),
        shelf=SqlShelf(db, outbox, purges, standing),
        listed=SqlListed(db),
        members=SqlMembers(db),
        translations=SqlTranslations(db, purges),
        collections=SqlSeries(db, purges),
        co_authors=SqlCoAuthors(db, Outbox(db, clock=clock), purges),
        renderer=Renderer(image_address=image_address, edition=image_edition),
        clock=clock,
        new_id=new_id,
        limits=config.limits,
        drafts_allowed=config.max_drafts,
        co_authors_allowed=config.max_co_authors,
    )


class PersonEvents:
    """What the stories do when something happens to a person; to be subscribed to the events of accounts."""

    TYPES: Final = (PersonSuspended, PersonReinstated)

    def __init__(self, stories: StoriesInteractor) -> None:
        self._stories = stories

    async def __call__(self, event: PersonSuspended | PersonReinstated, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        if isinstance(event, PersonSuspended):
            await self._stories.hide_author(event.person_id)
        else:
            await self._stories.show_author(event.person_id)


async def keep_time(
    stories: StoriesInteractor, db: Database, config: Config, *, clock: Callable[[], datetime]
) -> None:
    """Lets scheduled stories go out and erases what was deleted long ago, until cancelled.

    One process of all those on this database does it, under a lease; the next one takes over within
    seconds where it dies. What fell due while nobody ran goes out at once.
    """

    async def step() -> None:
        await stories.keep_time(clock())

    seconds = config.schedule_seconds
    await alone(
        db, "stories/time", step, seconds=seconds, ttl=_LEASE_SECONDS, clock=clock, trouble_seconds=seconds
    )


async def keep_texts(
    store: "DynamoTexts", db: Database, *, clock: Callable[[], datetime], leaving: bool = False
) -> None:
    """Deletes from the store what nobody names, and moves into it what stands in rows (out of it, where the
    site is leaving it), until cancelled; one process of all those on this database does it, under a lease."""
    keeping = SqlTextKeeping(db, store, clock=clock, leaving=leaving)
    while True:
        try:
            async with lease(db, "stories/texts", _LEASE_SECONDS, clock=clock):
                while True:
                    await keeping.take_turn()
                    until = asyncio.get_running_loop().time() + _TURN_SECONDS
                    while asyncio.get_running_loop().time() < until:
                        if not await keeping.keep():
                            await asyncio.sleep(_TEXTS_SECONDS)
                    if keeping.leaving and not await any_elsewhere(db):
                        _log.info("texts_left_the_table")
        except (LeaseLost, StorageFault) as error:
            _log.warning("the texts' keeping waits", reason=str(error))
            await asyncio.sleep(_TEXTS_SECONDS)
