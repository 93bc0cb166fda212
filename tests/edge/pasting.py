"""The embeds of the tests' site."""

from collections.abc import Callable
from datetime import datetime

from octavo.accounts.interactors import AccountsInteractor
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.embeds import service as embeds_service
from octavo.embeds.interactors import EmbedsInteractor
from octavo.images.api import Images
from octavo.stories.interactors import StoriesInteractor


def embeds(
    db: Database,
    near: NearCache,
    images: Images,
    stories: StoriesInteractor,
    accounts: AccountsInteractor,
    clock: Callable[[], datetime],
    url: str,
) -> EmbedsInteractor:
    """The embeds of a test's site; they open no connection until they are asked."""
    config = embeds_service.Config()
    web = embeds_service.web(config, url=url)
    return embeds_service.build(
        config,
        db,
        pages=web,
        near=near,
        images=images,
        stories=stories,
        accounts=accounts,
        url=url,
        name="The Test",
        clock=clock,
    )
