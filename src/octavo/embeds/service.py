"""How the embeds are put together."""

import ipaddress
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from importlib import resources
from typing import Annotated, Final

import msgspec
import structlog
from msgspec import Meta

from octavo.accounts.api import Accounts
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.fetching import Policy
from octavo.chassis.leases import alone
from octavo.embeds.adapters.sql import SqlMemory
from octavo.embeds.adapters.web import Web
from octavo.embeds.interactors import EmbedsInteractor
from octavo.embeds.personal import HOLDINGS as HOLDINGS
from octavo.embeds.ports import Pages
from octavo.images.api import Images
from octavo.stories.api import Stories

MIGRATIONS: Final = resources.files("octavo.embeds").joinpath("migrations")

_REDIRECTS: Final = 5
_LEASE_SECONDS: Final = 30.0
_TIDY_SECONDS: Final = 3600.0

_log = structlog.get_logger(__name__)


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How other sites are asked what a pasted link is."""

    per_minute: Annotated[int, Meta(ge=1, le=10_000)] = 30
    """Links of one person."""
    keep_hours: Annotated[int, Meta(ge=1, le=8760)] = 24
    """How long what a page said is believed."""
    seconds: Annotated[float, Meta(gt=0, le=60)] = 8.0
    """What one page may take, redirects included."""
    page_bytes: Annotated[int, Meta(ge=10_000, le=20_000_000)] = 1 << 20
    """As much of a page is read; what it says of itself stands at its beginning."""
    picture_bytes: Annotated[int, Meta(ge=10_000, le=20_000_000)] = 5 << 20
    """A larger picture is left out."""
    ports: tuple[int, ...] = (80, 443)
    """The only ones that are asked."""
    networks: tuple[str, ...] = ()
    """Private networks that may be asked all the same, such as 10.1.0.0/16."""

    def mistakes(self) -> Mapping[str, str]:
        """What the types cannot say."""
        found: dict[str, str] = {}
        for name in self.networks:
            try:
                ipaddress.ip_network(name, strict=False)
            except ValueError:
                found["networks"] = f'"{name}" is no network such as 10.1.0.0/16'
        if bad := [port for port in self.ports if not 0 < port < 65536]:
            found["ports"] = f"{bad[0]} is no port"
        return found


def web(config: Config, *, url: str) -> Web:
    """Other sites, as the configuration lets them be asked. url: the site's own address."""
    policy = Policy(
        seconds=config.seconds,
        max_bytes=config.page_bytes,
        redirects=_REDIRECTS,
        plain_http=True,
        networks=config.networks,
        ports=frozenset(config.ports),
        agent=f"Octavo (+{url})",
    )
    return Web(policy, picture_bytes=config.picture_bytes)


def build(
    config: Config,
    db: Database,
    *,
    pages: Pages,
    near: NearCache,
    images: Images,
    stories: Stories,
    accounts: Accounts,
    url: str,
    name: str,
    clock: Callable[[], datetime],
) -> EmbedsInteractor:
    """The embeds over an open database.

    url, name: the site's own address, and what it is called. clock: the time now, in UTC.
    """
    return EmbedsInteractor(
        pages=pages,
        memory=SqlMemory(db),
        near=near,
        images=images,
        stories=stories,
        accounts=accounts,
        site=url,
        name=name,
        kept=timedelta(hours=config.keep_hours),
        per_minute=config.per_minute,
        clock=clock,
    )


async def keep_tidy(
    embeds: EmbedsInteractor,
    db: Database,
    *,
    clock: Callable[[], datetime],
    seconds: float = _TIDY_SECONDS,
) -> None:
    """Forgets what is over every `seconds`, until cancelled; one process of all on this database does it."""
    await alone(db, "embeds/tidy", embeds.tidy, seconds=seconds, ttl=_LEASE_SECONDS, clock=clock)
