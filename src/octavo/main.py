"""The composition root: every service, in order, on one page. No registry, no container."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

from octavo import readers, takeout
from octavo.accounts import service as accounts_service
from octavo.accounts.api import CONTRACT as ACCOUNTS
from octavo.accounts.api import Accounts
from octavo.chassis import database
from octavo.chassis.certificates import Certificates
from octavo.chassis.clock import utc_now
from octavo.chassis.context import Caller
from octavo.chassis.database import Database
from octavo.chassis.place import Place
from octavo.chassis.traces import Traces
from octavo.config import Config
from octavo.edge import app as edge
from octavo.embeds import service as embeds_service
from octavo.embeds.api import CONTRACT as EMBEDS
from octavo.embeds.api import Embeds
from octavo.ground import Ground, database_url
from octavo.images import service as images_service
from octavo.images.api import CONTRACT as IMAGES
from octavo.images.api import Images
from octavo.moderation import service as moderation_service
from octavo.moderation.api import CONTRACT as MODERATION
from octavo.moderation.api import Moderation
from octavo.publications import service as publications_service
from octavo.publications.api import CONTRACT as PUBLICATIONS
from octavo.publications.api import Publications
from octavo.register import HOLDINGS, MIGRATIONS
from octavo.replays import service as replays_service
from octavo.replays.api import CONTRACT as REPLAYS
from octavo.replays.api import Replays
from octavo.responses.api import Responses
from octavo.search import service as search_service
from octavo.search.api import CONTRACT as SEARCH
from octavo.search.api import Search
from octavo.stories import service as stories_service
from octavo.stories.api import CONTRACT as STORIES
from octavo.stories.api import Stories
from octavo.syndication import service as syndication_service
from octavo.syndication.api import CONTRACT as SYNDICATION
from octavo.syndication.api import Syndication
from octavo.webhooks import service as webhooks_service
from octavo.webhooks.api import CONTRACT as WEBHOOKS
from octavo.webhooks.api import Webhooks

OPERATOR: Final = Caller(roles=frozenset({"owner", "moderator", "member", "confirmed", "operator"}))
"""Who works at the command line: whoever can read the data folder may do anything."""


class Services(edge.Services, kw_only=True):
    """All services, here or elsewhere, and what those that are here stand on."""

    ground: Ground


@asynccontextmanager
async def services(
    config: Config,
    *,
    data: Path,
    secret: bytes,
    peers: Mapping[str, str],
    url: str,
    certificates: Certificates | None = None,
) -> AsyncIterator[Services]:
    """Every service, in order: those that `peers` name at the end of a wire, the others built here.

    data: the folder of those that are here. secret: the site's. url: where readers reach the site.
    certificates: what is shown to other machines, where calls between them are encrypted.
    """
    async with AsyncExitStack() as stack:
        traces = Traces(config.traces)
        place = Place(secret=secret, peers=peers, measures=True, traces=traces, certificates=certificates)
        stack.push_async_callback(place.close)
        ground = _ground(config, place, stack, data=data, secret=secret, url=url)
        accounts = await place.get("accounts", Accounts, ACCOUNTS, partial(_accounts, ground))
        stories = await place.get("stories", Stories, STORIES, partial(_stories, ground))
        publications = await place.get(
            "publications", Publications, PUBLICATIONS, partial(_publications, ground, accounts, stories)
        )
        images = await place.get("images", Images, IMAGES, partial(_images, ground))
        done = await readers.build(place, ground, accounts, stories, publications)
        services = Services(
            **done._asdict(),
            accounts=accounts,
            images=images,
            embeds=await place.get(
                "embeds", Embeds, EMBEDS, partial(_embeds, ground, accounts, images, stories)
            ),
            search=await place.get(
                "search", Search, SEARCH, partial(_search, ground, accounts, stories, publications)
            ),
            replays=await place.get("replays", Replays, REPLAYS, partial(_replays, ground)),
            stories=stories,
            moderation=await place.get(
                "moderation",
                Moderation,
                MODERATION,
                partial(_moderation, ground, accounts, stories, done.responses),
            ),
            publications=publications,
            syndication=await place.get(
                "syndication", Syndication, SYNDICATION, partial(_syndication, ground, accounts)
            ),
            webhooks=await place.get(
                "webhooks", Webhooks, WEBHOOKS, partial(_webhooks, ground, accounts, stories, publications)
            ),
            ground=ground,
        )
        _adds_files(ground, services)
        ground.introduce()
        await ground.follow_peers()
        yield services


def _ground(
    config: Config, place: Place, stack: AsyncExitStack, *, data: Path, secret: bytes, url: str
) -> Ground:
    return Ground(
        config,
        data=data,
        secret=secret,
        url=url,
        place=place,
        migrations=MIGRATIONS,
        holdings=HOLDINGS,
        stack=stack,
    )


def _adds_files(ground: Ground, services: Services) -> None:
    """What an export holds beside the rows."""
    if ground.place.is_here("stories"):
        ground.holders.adds_files("stories", partial(takeout.texts, services.stories, services.images))
    if ground.place.is_here("images"):
        ground.holders.adds_files("images", partial(takeout.pictures, services.images))


@asynccontextmanager
async def databases(config: Config, data: Path) -> AsyncIterator[Mapping[str, Database]]:
    """The databases alone, brought up to date: for what is looked at or mended in all of them alike."""
    async with AsyncExitStack() as stack:
        opened: dict[str, Database] = {}
        for name, migrations in MIGRATIONS.items():
            opened[name] = await database.open(
                database_url(config, data, name), name=name, migrations=migrations
            )
            stack.push_async_callback(opened[name].close)
        yield opened


async def _accounts(ground: Ground) -> Accounts:
    db = await ground.database("accounts")
    accounts = accounts_service.build(
        ground.config.accounts,
        db,
        cache=ground.near,
        clock=utc_now,
        new_id=await ground.new_ids(db),
        secret=ground.secret,
        home=ground.url,
        files=ground.files,
        folder=ground.data / "exports",
        holders=ground.holders,
        site=ground.config.edge.name,
        templates=edge.letters(ground.config.edge, url=ground.url),
    )
    # A mail leaves the site: there is nothing of ours that its mark could commit with.
    mails = accounts_service.MailEvents(accounts)
    ground.hear("accounts", accounts_service.MAIL_CONSUMER, mails.TYPES, mails, into=None)
    ground.work["tidy accounts"] = partial(accounts_service.keep_tidy, accounts, db, clock=utc_now)
    ground.work["pack exports"] = partial(accounts_service.keep_packing, accounts, db, clock=utc_now)
    return accounts


async def _images(ground: Ground) -> Images:
    db = await ground.database("images")
    images = images_service.build(
        ground.config.images,
        db,
        files=ground.files,
        folder=ground.data / "images",
        clock=utc_now,
        new_id=await ground.new_ids(db),
    )
    ground.at_end(images.close)
    uses = images_service.StoryEvents(images)
    ground.hear("stories", images_service.CONSUMER, uses.TYPES, uses, into=db)
    ground.holders.before_erasure("images", images.forget_owner)
    ground.work["tidy images"] = partial(images_service.keep_tidy, images, db, clock=utc_now)
    if ground.files.name != "folder":  # each machine has copies of its own
        ground.work["tidy copies of images"] = partial(images_service.keep_tidy_here, images)
    return images


async def _stories(ground: Ground) -> Stories:
    db, config = await ground.database("stories"), ground.config.stories
    kept = await stories_service.texts(config, db, near=ground.near, secret=ground.secret, clock=utc_now)
    if kept.store is not None:
        ground.at_end(kept.store.close)
        ground.figures.append(kept.store)
        ground.checks["texts"] = kept.store.turn
        ground.holders.fills("stories", kept.texts.in_full)
        ground.work["stories' texts"] = partial(
            stories_service.keep_texts, kept.store, db, clock=utc_now, leaving=config.leaves_table
        )
    stories = stories_service.build(
        config,
        db,
        clock=utc_now,
        new_id=await ground.new_ids(db),
        image_address=ground.image_addresses,
        image_edition=ground.image_addresses.edition,
        texts=kept.texts,
    )
    people = stories_service.PersonEvents(stories)
    ground.hear("accounts", stories_service.CONSUMER, people.TYPES, people, into=db)
    ground.holders.before_erasure("stories", stories.forget_author)
    ground.work["stories' time"] = partial(stories_service.keep_time, stories, db, config, clock=utc_now)
    return stories


async def _embeds(ground: Ground, accounts: Accounts, images: Images, stories: Stories) -> Embeds:
    db = await ground.database("embeds")
    web = embeds_service.web(ground.config.embeds, url=ground.url)
    ground.at_end(web.close)
    embeds = embeds_service.build(
        ground.config.embeds,
        db,
        pages=web,
        near=ground.near,
        images=images,
        stories=stories,
        accounts=accounts,
        url=ground.url,
        name=ground.config.edge.name,
        clock=utc_now,
    )
    ground.work["tidy embeds"] = partial(embeds_service.keep_tidy, embeds, db, clock=utc_now)
    return embeds


async def _replays(ground: Ground) -> Replays:
    db = await ground.database("replays")
    replays = replays_service.build(ground.config.replays, db, clock=utc_now)
    ground.work["tidy replays"] = partial(replays_service.keep_tidy, replays, db, clock=utc_now)
    return replays


async def _publications(ground: Ground, accounts: Accounts, stories: Stories) -> Publications:
    db = await ground.database("publications")
    publications = publications_service.build(
        ground.config.publications,
        db,
        stories=stories,
        clock=utc_now,
        new_id=await ground.new_ids(db),
        image_address=ground.image_addresses,
        image_edition=ground.image_addresses.edition,
    )
    people = publications_service.PersonEvents(publications)
    ground.hear("accounts", publications_service.CONSUMER, people.TYPES, people, into=db)
    texts = publications_service.StoryEvents(publications)
    ground.hear("stories", publications_service.CONSUMER, texts.TYPES, texts, into=db)
    # What it does happens in the stories: there is nothing of ours that its mark could commit with.
    own = publications_service.OwnEvents(publications)
    ground.hear("publications", publications_service.CONSUMER, own.TYPES, own, into=None)
    letters = publications_service.WriterLetters(publications, accounts)
    ground.hear("publications", publications_service.LETTERS, letters.TYPES, letters, into=None)
    ground.holders.before_erasure("publications", publications.forget_person)
    return publications


async def _syndication(ground: Ground, accounts: Accounts) -> Syndication:
    db = await ground.database("syndication")
    syndication = syndication_service.build(
        ground.config.syndication, db, accounts=accounts, clock=utc_now, new_id=await ground.new_ids(db)
    )
    people = syndication_service.PersonEvents(syndication)
    ground.hear("accounts", syndication_service.CONSUMER, people.TYPES, people, into=db)
    return syndication


async def _search(ground: Ground, accounts: Accounts, stories: Stories, publications: Publications) -> Search:
    db = await ground.database("search")
    engine = search_service.engine_of(
        ground.config.search, folder=ground.data / "search", secret=ground.secret
    )
    ground.at_end(engine.close)
    searching = search_service.build(
        db,
        engine=engine,
        accounts=accounts,
        publications=publications,
        stories=stories,
        near=ground.near,
        clock=utc_now,
        language=ground.config.edge.language,
    )
    search = searching.interactor
    people, texts = search_service.PersonEvents(search), search_service.StoryEvents(search)
    ground.hear("accounts", search_service.CONSUMER, people.TYPES, people, into=db)
    ground.hear("stories", search_service.CONSUMER, texts.TYPES, texts, into=db)
    houses = search_service.PublicationEvents(search)
    ground.hear("publications", search_service.CONSUMER, houses.TYPES, houses, into=db)
    ground.work["the search index"] = partial(
        search_service.keep_index, searching, db, ground.config.search, clock=utc_now
    )
    return search


async def _moderation(
    ground: Ground, accounts: Accounts, stories: Stories, responses: Responses
) -> Moderation:
    db = await ground.database("moderation")
    moderation = moderation_service.build(
        ground.config.moderation,
        db,
        accounts=accounts,
        stories=stories,
        responses=responses,
        clock=utc_now,
        new_id=await ground.new_ids(db),
    )
    people = moderation_service.PersonEvents(moderation)
    ground.hear("accounts", moderation_service.CONSUMER, people.TYPES, people, into=db)
    texts = moderation_service.StoryEvents(moderation)
    ground.hear("stories", moderation_service.CONSUMER, texts.TYPES, texts, into=db)
    talk = moderation_service.ResponseEvents(moderation)
    ground.hear("responses", moderation_service.CONSUMER, talk.TYPES, talk, into=db)
    houses = moderation_service.PublicationEvents(moderation)
    ground.hear("publications", moderation_service.CONSUMER, houses.TYPES, houses, into=db)
    return moderation


async def _webhooks(
    ground: Ground, accounts: Accounts, stories: Stories, publications: Publications
) -> Webhooks:
    db, config = await ground.database("webhooks"), ground.config.webhooks
    service = webhooks_service.build(
        config,
        db,
        accounts=accounts,
        stories=stories,
        publications=publications,
        secret=ground.secret,
        url=ground.url,
        story_address=edge.story_address(ground.url),
        clock=utc_now,
        new_id=await ground.new_ids(db),
    )
    webhooks = service.webhooks
    # What is told asks the stories, and a letter leaves the site: their marks could commit with nothing.
    texts, people = webhooks_service.StoryEvents(webhooks), webhooks_service.PersonEvents(webhooks)
    places, own = webhooks_service.PublicationEvents(webhooks), webhooks_service.OwnEvents(webhooks)
    ground.hear("stories", webhooks_service.CONSUMER, texts.TYPES, texts, into=None)
    ground.hear("accounts", webhooks_service.CONSUMER, people.TYPES, people, into=None)
    ground.hear("publications", webhooks_service.CONSUMER, places.TYPES, places, into=None)
    ground.hear("webhooks", webhooks_service.CONSUMER, own.TYPES, own, into=None)
    ground.holders.before_erasure("webhooks", webhooks.forget_person)
    ground.work["webhooks"] = partial(webhooks_service.keep_delivering, service, db, config, clock=utc_now)
    ground.work["tidy webhooks"] = partial(webhooks_service.keep_tidy, service, db, clock=utc_now)
    return webhooks
