"""How services are put together for the tests' site."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial
from pathlib import Path

from octavo.accounts.interactors import AccountsInteractor
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.ids import IdMaker
from octavo.chassis.telemetry import Health
from octavo.config import Config
from octavo.edge import app as edge_app
from octavo.graph import service as graph_service
from octavo.graph.interactors import GraphInteractor
from octavo.operating import Elsewhere, EngineRoom
from octavo.publications.interactors import PublicationsInteractor
from octavo.readership import service as readership_service
from octavo.readership.interactors import ReadershipInteractor
from octavo.stories.interactors import StoriesInteractor
from octavo.webhooks import service as webhooks_service
from octavo.webhooks.interactors import WebhooksInteractor

URL = "http://octavo.test"
SECRET = b"the secret of the tests, 32 bytes or more"


def webhooks(
    db: Database,
    accounts: AccountsInteractor,
    stories: StoriesInteractor,
    publications: PublicationsInteractor,
    clock: Callable[[], datetime],
    ids: IdMaker,
) -> WebhooksInteractor:
    return webhooks_service.build(
        webhooks_service.Config(),
        db,
        accounts=accounts,
        stories=stories,
        publications=publications,
        secret=SECRET,
        url=URL,
        story_address=edge_app.story_address(URL),
        clock=clock,
        new_id=ids.text,
    ).webhooks


def readership(
    db: Database,
    stories: StoriesInteractor,
    near: NearCache,
    clock: Callable[[], datetime],
    stack: AsyncExitStack,
) -> ReadershipInteractor:
    config = readership_service.Config()
    readership = readership_service.build(config, db, stories=stories, near=near, url=URL, clock=clock)
    stack.push_async_callback(readership.close)
    return readership


def graph(
    db: Database,
    accounts: AccountsInteractor,
    stories: StoriesInteractor,
    publications: PublicationsInteractor,
    near: NearCache,
    clock: Callable[[], datetime],
    stack: AsyncExitStack,
) -> GraphInteractor:
    edges = graph_service.build(
        graph_service.Config(),
        db,
        accounts=accounts,
        stories=stories,
        publications=publications,
        near=near,
        clock=clock,
    )
    stack.push_async_callback(edges.close)
    return edges


def engine_room(
    databases: dict[str, Database], near: NearCache, folder: Path, clock: Callable[[], datetime]
) -> EngineRoom:
    health = Health("1.2.3")
    for name, db in databases.items():
        health.add(name, partial(db.one, "SELECT 1 AS alive"))

    async def nothing(seconds: float) -> list[str]:
        return []

    return EngineRoom(
        Config(),
        environ={"OCTAVO_DATA": str(folder)},
        data=folder,
        databases=databases,
        caches={"copies": near},
        health=health,
        elsewhere=Elsewhere((), nothing),
        clock=clock,
    )
