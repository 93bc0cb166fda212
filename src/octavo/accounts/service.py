"""How the accounts are put together, and what runs beside them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Final

import structlog

from octavo.accounts.adapters.argon2id import Argon2id
from octavo.accounts.adapters.openid import OpenId
from octavo.accounts.adapters.passkeys import WebAuthn, place_of
from octavo.accounts.adapters.smtp import SmtpMailer
from octavo.accounts.adapters.sql_identities import SqlIdentities
from octavo.accounts.adapters.sql_leaving import SqlExports, SqlHappenings
from octavo.accounts.adapters.sql_links import SqlHousekeeping, SqlLetters, SqlLinks, SqlNews
from octavo.accounts.adapters.sql_passkeys import SqlPasskeys
from octavo.accounts.adapters.sql_people import SqlHandles, SqlPeople
from octavo.accounts.adapters.sql_sign_ins import SqlAttempts, SqlSignIns
from octavo.accounts.adapters.sql_tokens import SqlAccessTokens
from octavo.accounts.adapters.zips import Zips
from octavo.accounts.api import LetterTemplates, MailRequested, PlainLetters
from octavo.accounts.challenges import Challenges, Riddles
from octavo.accounts.interactors import AccountsInteractor
from octavo.accounts.interactors.tools import Tools
from octavo.accounts.personal import HOLDINGS as HOLDINGS
from octavo.accounts.settings import Config as Config
from octavo.chassis import personal
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.events import Envelope
from octavo.chassis.files import Files
from octavo.chassis.holders import Holders
from octavo.chassis.leases import alone

MIGRATIONS: Final = resources.files("octavo.accounts").joinpath("migrations")
MAIL_CONSUMER: Final = "mail"
"""Under this name the letters that were asked for are delivered; see MailEvents."""

_RIDDLE_LASTS: Final = timedelta(minutes=30)
_LEASE_SECONDS: Final = 30.0
_TIDY_SECONDS: Final = 600.0
_PACK_SECONDS: Final = 2.0

_log = structlog.get_logger(__name__)


def build(
    config: Config,
    db: Database,
    *,
    cache: NearCache,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    secret: bytes,
    home: str,
    files: Files,
    folder: Path,
    holders: Holders,
    site: str = "Octavo",
    address_of_link: Callable[[str], str] | None = None,  # where a token is redeemed, else below `home`
    templates: LetterTemplates | None = None,  # else plain letters
) -> AccountsInteractor:
    """The accounts over an open database.

    cache: follows this database's purges. new_id: makes ids that nobody else makes. home: the site's address,
    without a slash at the end. files: where exports are kept, packed in `folder` from what `holders` have.
    """
    return AccountsInteractor(
        Tools(
            transaction=db.run,
            people=SqlPeople(db),
            handles=SqlHandles(db, secret),
            sign_ins=SqlSignIns(db),
            tokens=SqlAccessTokens(db),
            links=SqlLinks(db),
            letters=SqlLetters(db),
            attempts=SqlAttempts(db),
            news=SqlNews(db, clock),
            housekeeping=SqlHousekeeping(db),
            passkeys=SqlPasskeys(db),
            works=WebAuthn(place, site=site) if (place := place_of(home)) else None,
            identities=SqlIdentities(db),
            providers=_providers(config, home, clock),
            riddles=Riddles(secret, lasts=_RIDDLE_LASTS),
            happenings=SqlHappenings(db),
            exports=SqlExports(db),
            packing=Zips(files, folder, holders, most=config.export_max_bytes),
            eraser=partial(personal.erase, db, HOLDINGS),
            scrub=db.scrub,
            spans=config.spans,
            passwords=_argon2id(config),
            templates=templates or PlainLetters(),
            mailer=_mailer(config, clock),
            cache=cache,
            challenges=_challenges(config, secret),
            registration=config.who_may_join,
            limits=config.limits,
            token_days=config.token_days,
            secret=secret,
            site=site,
            home=home,
            address_of_link=address_of_link or (lambda token: f"{home}/sign-in/link/{token}"),
            clock=clock,
            new_id=new_id,
        )
    )


def _argon2id(config: Config) -> Argon2id:
    return Argon2id(
        memory=config.argon2_memory_kib, passes=config.argon2_passes, threads=config.argon2_threads
    )


def _providers(config: Config, home: str, clock: Callable[[], datetime]) -> OpenId:
    return OpenId(config.providers, home=home, networks=config.provider_networks, clock=clock)


def _challenges(config: Config, secret: bytes) -> Challenges:
    return Challenges(
        secret,
        difficulty=config.challenge_bits,
        youngest=timedelta(seconds=config.challenge_min_seconds),
        oldest=timedelta(seconds=config.challenge_max_seconds),
    )


def _mailer(config: Config, clock: Callable[[], datetime]) -> SmtpMailer | None:
    if not config.mail_host:
        return None
    return SmtpMailer(
        host=config.mail_host,
        port=config.mail_port,
        user=config.mail_user,
        password=config.mail_password,
        tls=config.mail_tls,
        sender=config.mail_from,
        clock=clock,
        timeout=config.mail_timeout,
    )


class MailEvents:
    """Sends letters; to be subscribed, without an inbox of its own, to the events of the accounts' database.

    The effect lies outside of any database, and SMTP is slow: no transaction is open while it goes on.
    """

    TYPES: Final = (MailRequested,)

    def __init__(self, accounts: AccountsInteractor) -> None:
        self._accounts = accounts

    async def __call__(self, event: MailRequested, envelope: Envelope) -> None:
        """Sends one letter; raises where it must be tried again."""
        await self._accounts.send_letter(event)


async def keep_tidy(
    accounts: AccountsInteractor,
    db: Database,
    *,
    clock: Callable[[], datetime],
    seconds: float = _TIDY_SECONDS,
) -> None:
    """Deletes what is over every `seconds`, and erases who asked for it and whose days of grace are over,
    until cancelled; one process of all on this database does it."""

    async def step() -> None:
        await accounts.tidy()
        await accounts.drop_old_exports()
        while await accounts.erase_due():
            pass

    await alone(db, "accounts/tidy", step, seconds=seconds, ttl=_LEASE_SECONDS, clock=clock)


async def keep_packing(
    accounts: AccountsInteractor,
    db: Database,
    *,
    clock: Callable[[], datetime],
    seconds: float = _PACK_SECONDS,
) -> None:
    """Packs the exports that were asked for, until cancelled; one process of all on this database does it."""
    await alone(
        db,
        "accounts/exports",
        accounts.pack_exports,
        seconds=seconds,
        ttl=_LEASE_SECONDS,
        clock=clock,
        trouble_seconds=_LEASE_SECONDS,
    )
