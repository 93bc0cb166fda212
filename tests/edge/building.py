"""How services are put together for the tests' site."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from octavo.accounts import service as accounts_service
from octavo.accounts.interactors import AccountsInteractor
from octavo.annotations import service as annotations_service
from octavo.annotations.interactors import AnnotationsInteractor
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.folder_files import FolderFiles
from octavo.chassis.holders import Holders
from octavo.chassis.ids import IdMaker
from octavo.chassis.relay import Relay
from octavo.chassis.traces import Config as TracesConfig
from octavo.chassis.traces import Traces
from octavo.edge import app as edge_app
from octavo.embeds.interactors import EmbedsInteractor
from octavo.feed import service as feed_service
from octavo.feed.interactors import FeedInteractor
from octavo.graph import service as graph_service
from octavo.graph.interactors import GraphInteractor
from octavo.images import service as images_service
from octavo.images.api import ImageAddresses
from octavo.images.interactors import ImagesInteractor
from octavo.moderation import service as moderation_service
from octavo.moderation.interactors import ModerationInteractor
from octavo.notifications import service as notifications_service
from octavo.notifications.interactors import NotificationsInteractor
from octavo.publications import service as publications_service
from octavo.publications.interactors import PublicationsInteractor
from octavo.readership import service as readership_service
from octavo.readership.interactors import ReadershipInteractor
from octavo.replays import service as replays_service
from octavo.replays.interactors import ReplaysInteractor
from octavo.responses import service as responses_service
from octavo.responses.interactors import ResponsesInteractor
from octavo.search import service as search_service
from octavo.search.service import Searching
from octavo.stories import service as stories_service
from octavo.stories.interactors import StoriesInteractor
from octavo.syndication import service as syndication_service
from octavo.syndication.interactors import SyndicationInteractor
from octavo.webhooks import service as webhooks_service
from octavo.webhooks.interactors import WebhooksInteractor
from tests.edge.pasting import embeds

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
    ids: IdMaker,
    stack: AsyncExitStack,
) -> GraphInteractor:
    config = graph_service.Config()
    edges = graph_service.build(
        config,
        db,
        neighbours=graph_service.near_by(config, db, near=near, secret=b"").neighbours,
        accounts=accounts,
        stories=stories,
        publications=publications,
        near=near,
        clock=clock,
        new_id=ids.text,
    )
    stack.push_async_callback(edges.close)
    return edges


TRACES = Traces(TracesConfig(share=0.0))
"""Where a test has something kept for the pages of traces."""


def accounts(
    registration: Literal["open", "invitation", "closed"],
    db: Database,
    near: NearCache,
    clock: Callable[[], datetime],
    ids: IdMaker,
    folder: Path,
    holders: Holders,
) -> AccountsInteractor:
    return accounts_service.build(
        accounts_service.Config(
            registration=registration,
            mail_host="localhost",
            mail_from="octavo@mail.test",
            challenge_bits=4,
            argon2_memory_kib=64,
            argon2_passes=1,
        ),
        db,
        cache=near,
        clock=clock,
        new_id=ids.text,
        secret=SECRET,
        home=URL,
        files=FolderFiles(folder.parent),
        folder=folder,
        holders=holders,
    )


def stories(
    db: Database, clock: Callable[[], datetime], ids: IdMaker, addresses: ImageAddresses
) -> StoriesInteractor:
    config = stories_service.Config()
    return stories_service.build(config, db, clock=clock, new_id=ids.text, image_address=addresses)


def syndication(
    db: Database, accounts: AccountsInteractor, clock: Callable[[], datetime], ids: IdMaker
) -> SyndicationInteractor:
    config = syndication_service.Config()
    return syndication_service.build(config, db, accounts=accounts, clock=clock, new_id=ids.text)


def images(db: Database, folder: Path, clock: Callable[[], datetime], ids: IdMaker) -> ImagesInteractor:
    config = images_service.Config()
    return images_service.build(
        config, db, files=FolderFiles(folder.parent), folder=folder, clock=clock, new_id=ids.text
    )


def moderation(
    db: Database,
    accounts: AccountsInteractor,
    stories: StoriesInteractor,
    responses: ResponsesInteractor,
    clock: Callable[[], datetime],
    ids: IdMaker,
) -> ModerationInteractor:
    return moderation_service.build(
        moderation_service.Config(),
        db,
        accounts=accounts,
        stories=stories,
        responses=responses,
        clock=clock,
        new_id=ids.text,
    )


def searching(
    db: Database,
    folder: Path,
    accounts: AccountsInteractor,
    stories: StoriesInteractor,
    publications: PublicationsInteractor,
    near: NearCache,
    clock: Callable[[], datetime],
) -> Searching:
    return search_service.build(
        db,
        engine=search_service.engine_of(search_service.Config(), folder=folder, secret=b""),
        accounts=accounts,
        publications=publications,
        stories=stories,
        near=near,
        clock=clock,
        language="en",
    )


def publications(
    db: Database,
    stories: StoriesInteractor,
    clock: Callable[[], datetime],
    ids: IdMaker,
    addresses: ImageAddresses,
) -> tuple[PublicationsInteractor, Relay]:
    """They, and what passes on to the stories who is what."""
    publications = publications_service.build(
        publications_service.Config(),
        db,
        stories=stories,
        clock=clock,
        new_id=ids.text,
        image_address=addresses,
    )
    passes_on = publications_service.OwnEvents(publications)
    relay = Relay(db)
    relay.subscribe(consumer="publications", types=passes_on.TYPES, handler=passes_on, into=None)
    return publications, relay


def feed(
    db: Database,
    stories: StoriesInteractor,
    graph: GraphInteractor,
    near: NearCache,
    clock: Callable[[], datetime],
    ids: IdMaker,
    stack: AsyncExitStack,
) -> FeedInteractor:
    homes = feed_service.build(
        feed_service.Config(), db, stories=stories, graph=graph, near=near, clock=clock, new_id=ids.text
    )
    stack.push_async_callback(homes.close)
    return homes


def annotations(
    db: Database,
    stories: StoriesInteractor,
    graph: GraphInteractor,
    near: NearCache,
    clock: Callable[[], datetime],
    ids: IdMaker,
    stack: AsyncExitStack,
) -> AnnotationsInteractor:
    notes = annotations_service.build(
        annotations_service.Config(),
        db,
        stories=stories,
        graph=graph,
        near=near,
        clock=clock,
        new_id=ids.text,
    )
    stack.push_async_callback(notes.close)
    return notes


class Ground(NamedTuple):
    """What services stand on."""

    databases: dict[str, Database]
    folder: Path
    near: NearCache
    clock: Callable[[], datetime]
    ids: IdMaker
    addresses: ImageAddresses
    stack: AsyncExitStack


class Made(NamedTuple):
    """Every service."""

    accounts: AccountsInteractor
    stories: StoriesInteractor
    publications: PublicationsInteractor
    relay: Relay
    images: ImagesInteractor
    syndication: SyndicationInteractor
    moderation: ModerationInteractor
    annotations: AnnotationsInteractor
    webhooks: WebhooksInteractor
    search: Searching
    readership: ReadershipInteractor
    graph: GraphInteractor
    feed: FeedInteractor
    responses: ResponsesInteractor
    notifications: NotificationsInteractor
    embeds: EmbedsInteractor
    replays: ReplaysInteractor


def services(ground: Ground, registration: Literal["open", "invitation", "closed"], holders: Holders) -> Made:
    """All of them, over real databases."""
    opened, folder, near, clock, ids, addresses, stack = ground
    people = accounts(registration, opened["accounts"], near, clock, ids, folder / "exports", holders)
    texts = stories(opened["stories"], clock, ids, addresses)
    houses, relay = publications(opened["publications"], texts, clock, ids, addresses)
    pictures = images(opened["images"], folder / "images", clock, ids)
    edges = graph(opened["graph"], people, texts, houses, near, clock, ids, stack)
    talk = responses_service.build(
        responses_service.Config(),
        opened["responses"],
        stories=texts,
        graph=edges,
        near=near,
        clock=clock,
        new_id=ids.text,
    )
    return Made(
        accounts=people,
        stories=texts,
        publications=houses,
        relay=relay,
        images=pictures,
        syndication=syndication(opened["syndication"], people, clock, ids),
        moderation=moderation(opened["moderation"], people, texts, talk, clock, ids),
        annotations=annotations(opened["annotations"], texts, edges, near, clock, ids, stack),
        webhooks=webhooks(opened["webhooks"], people, texts, houses, clock, ids),
        search=searching(opened["search"], folder / "search", people, texts, houses, near, clock),
        readership=readership(opened["readership"], texts, near, clock, stack),
        graph=edges,
        responses=talk,
        notifications=notifications_service.build(
            notifications_service.Config(),
            opened["notifications"],
            stories=texts,
            graph=edges,
            clock=clock,
            new_id=ids.text,
        ),
        feed=feed(opened["feed"], texts, edges, near, clock, ids, stack),
        embeds=embeds(opened["embeds"], near, pictures, texts, people, clock, URL),
        replays=replays_service.build(replays_service.Config(), opened["replays"], clock=clock),
    )
