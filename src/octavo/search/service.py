"""How the search is put together, and what runs beside it."""

import asyncio
import hmac
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
import structlog
from msgspec import Meta

from octavo.accounts.api import (
    Accounts,
    PersonErased,
    PersonJoined,
    PersonReinstated,
    PersonSuspended,
    ProfileChanged,
)
from octavo.chassis.addresses import mistake_in
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault
from octavo.chassis.events import Envelope
from octavo.chassis.faults import Fault
from octavo.chassis.leases import LeaseLost, lease
from octavo.publications.api import PublicationChanged, PublicationDeleted, Publications
from octavo.search.entries import Entries
from octavo.search.indexing import Indexing, Press
from octavo.search.interactors import SearchInteractor
from octavo.search.learning import LEAST_STORIES, Learning
from octavo.search.personal import HOLDINGS as HOLDINGS
from octavo.search.ports import Index, Notes
from octavo.search.texts import Texts
from octavo.stories.api import (
    AuthorHidden,
    AuthorShown,
    Stories,
    StoryErased,
    StoryMoved,
    StoryPublished,
    StoryRevised,
    StoryWithdrawn,
)

MIGRATIONS: Final = resources.files("octavo.search").joinpath("migrations")
CONSUMER: Final = "search"
"""Under this name the search follows the events of accounts and stories."""
MEMORY_MIB: Final = 1024
"""It learns from time to time what stories are about."""

_LEASE_SECONDS: Final = 10.0
_TROUBLE_SECONDS: Final = 5.0

_log = structlog.get_logger(__name__)


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How the index is kept."""

    index_seconds: Annotated[float, Meta(gt=0, le=60)] = 0.5
    """How often it is looked for what other processes have changed."""
    url: Annotated[str, Meta(pattern=r"^(https?://.+)?$")] = ""
    """http(s)://user:password@host:9200: an OpenSearch that keeps the index, for all processes and machines;
    several sites may share one. Not set: it is a folder in the data folder."""
    seconds: Annotated[float, Meta(gt=0.0, le=30.0)] = 2.0
    """What one question to OpenSearch may take."""

    def mistakes(self) -> Mapping[str, str]:
        """What the types cannot say."""
        if not self.url:
            return {}
        what = mistake_in(self.url, such_as="https://user:password@search.internal:9200")
        return {"url": what} if what else {}


class Engine(msgspec.Struct, frozen=True, kw_only=True):
    """Where the index is: how it is asked, how it is kept, and how it is let go of."""

    index: Index
    press: Press
    close: Callable[[], Coroutine[Any, Any, None]]


def engine_of(config: Config, *, folder: Path, secret: bytes, least_stories: int = LEAST_STORIES) -> Engine:
    """The engine that the settings name.

    folder: for the index, or for what lies about while one elsewhere is kept. secret: the site's, which parts
    its indexes from others'. least_stories: from so many on it is learned what they are about.
    """
    if config.url:
        from octavo.search.adapters.opensearch_index import OpenSearchIndex
        from octavo.search.adapters.opensearch_link import OpenSearchLink
        from octavo.search.adapters.opensearch_press import OpenSearchPress

        site = hmac.digest(secret, b"search", "sha256").hex()[:16]
        link = OpenSearchLink(config.url, site=site, seconds=config.seconds)
        press = OpenSearchPress(link, folder, least_stories=least_stories)
        return Engine(index=OpenSearchIndex(link), press=press, close=link.close)
    # The library of the index takes 10 MB; what only looks at the settings needs none of it.
    from octavo.search.adapters.folder import Folder
    from octavo.search.adapters.index import TantivyIndex
    from octavo.search.adapters.press import TantivyPress

    place = Folder(folder)
    return Engine(
        index=TantivyIndex(place),
        press=TantivyPress(place, least_stories=least_stories),
        close=_nothing,
    )


async def _nothing() -> None:
    """A folder is not let go of."""


class Searching(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The search, and what keeps its index."""

    interactor: SearchInteractor
    indexing: Indexing


def build(
    db: Database,
    *,
    engine: Engine,
    accounts: Accounts,
    publications: Publications,
    stories: Stories,
    near: NearCache,
    clock: Callable[[], datetime],
    language: str,
) -> Searching:
    """The search over an open database and an engine; whoever has made the engine closes it.

    near: copies that the stories' stream purges. clock: the time now, in UTC. language: of stories that name
    none (BCP 47).
    """
    from octavo.search.adapters.sql import SqlNotes

    index, press = engine.index, engine.press
    notes: Notes = SqlNotes(db)
    texts = Texts(stories, near)
    return Searching(
        interactor=SearchInteractor(
            index=index,
            notes=notes,
            texts=texts,
            stories=stories,
            accounts=accounts,
            publications=publications,
            clock=clock,
            woken=asyncio.Event(),
        ),
        indexing=Indexing(
            press=press,
            index=index,
            notes=notes,
            texts=texts,
            stories=stories,
            accounts=accounts,
            publications=publications,
            clock=clock,
            entries=Entries(texts=texts, accounts=accounts, publications=publications, language=language),
            learning=Learning(
                school=press,
                index=index,
                notes=notes,
                texts=texts,
                stories=stories,
                clock=clock,
                language=language,
            ),
        ),
    )


class StoryEvents:
    """What happens here when something happens to a story; to be subscribed to the events of stories."""

    TYPES: Final = (
        StoryPublished,
        StoryRevised,
        StoryMoved,
        StoryWithdrawn,
        StoryErased,
        AuthorHidden,
        AuthorShown,
    )

    def __init__(self, search: SearchInteractor) -> None:
        self._search = search

    async def __call__(
        self,
        event: StoryPublished
        | StoryRevised
        | StoryMoved
        | StoryWithdrawn
        | StoryErased
        | AuthorHidden
        | AuthorShown,
        envelope: Envelope,
    ) -> None:
        """Effect of one event; the same again changes nothing."""
        if isinstance(event, AuthorHidden | AuthorShown):
            await self._search.note_person(event.author_id)
        else:
            await self._search.note_story(event.story_id, erased=isinstance(event, StoryErased))
        self._search.woken.set()


class PublicationEvents:
    """What happens here when something happens to a publication; to be subscribed to its events."""

    TYPES: Final = (PublicationChanged, PublicationDeleted)

    def __init__(self, search: SearchInteractor) -> None:
        self._search = search

    async def __call__(self, event: PublicationChanged | PublicationDeleted, envelope: Envelope) -> None:
        """Effect of one event; the same again changes nothing."""
        await self._search.note_publication(event.publication_id)
        self._search.woken.set()


class PersonEvents:
    """What happens here when something happens to a person; to be subscribed to the events of accounts."""

    TYPES: Final = (PersonJoined, ProfileChanged, PersonSuspended, PersonReinstated, PersonErased)

    def __init__(self, search: SearchInteractor) -> None:
        self._search = search

    async def __call__(
        self,
        event: PersonJoined | ProfileChanged | PersonSuspended | PersonReinstated | PersonErased,
        envelope: Envelope,
    ) -> None:
        """Effect of one event; the same again changes nothing."""
        await self._search.note_person(event.person_id, erased=isinstance(event, PersonErased))
        self._search.woken.set()


async def keep_index(
    searching: Searching, db: Database, config: Config, *, clock: Callable[[], datetime]
) -> None:
    """Brings into the index what changed, until cancelled; one process of all on this database does it."""
    indexing, woken = searching.indexing, searching.interactor.woken
    while True:
        try:
            async with lease(db, "search/index", _LEASE_SECONDS, clock=clock):
                await indexing.prepare()
                while True:
                    woken.clear()
                    if await indexing.step():
                        continue
                    try:
                        async with asyncio.timeout(config.index_seconds):
                            await woken.wait()
                    except TimeoutError:
                        continue
        except (LeaseLost, StorageFault, Fault, OSError, ValueError) as error:
            # The search goes on with what it has; whatever it was, it is tried again.
            _log.warning("the search index waits", reason=str(error) or type(error).__name__)
            await asyncio.sleep(_TROUBLE_SECONDS)
