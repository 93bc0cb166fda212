"""How the accounts are put together, and what runs beside them."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.utils import parseaddr
from importlib import resources
from typing import Annotated, Final, Literal

import msgspec
import structlog
from msgspec import Meta

from octavo.accounts.adapters.argon2id import Argon2id
from octavo.accounts.adapters.smtp import SmtpMailer, Tls
from octavo.accounts.adapters.sql_links import SqlHousekeeping, SqlLetters, SqlLinks, SqlNews
from octavo.accounts.adapters.sql_people import SqlHandles, SqlPeople
from octavo.accounts.adapters.sql_sign_ins import SqlAttempts, SqlSignIns
from octavo.accounts.adapters.sql_tokens import SqlAccessTokens
from octavo.accounts.api import LetterTemplates, MailRequested, PlainLetters, Registration
from octavo.accounts.challenges import Challenges
from octavo.accounts.checks import check_email
from octavo.accounts.interactors import AccountsInteractor
from octavo.accounts.interactors.tools import Limits, Tools
from octavo.accounts.personal import HOLDINGS as HOLDINGS
from octavo.accounts.ports import Rate
from octavo.accounts.tokens import LONGEST_DAYS
from octavo.chassis.cache import NearCache
from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault
from octavo.chassis.events import Envelope
from octavo.chassis.faults import Invalid
from octavo.chassis.leases import LeaseLost, lease

MIGRATIONS: Final = resources.files("octavo.accounts").joinpath("migrations")
MAIL_CONSUMER: Final = "mail"
"""Under this name the letters that were asked for are delivered; see MailEvents."""

_HOUR: Final = 3600
_LEASE_SECONDS: Final = 30.0
_TIDY_SECONDS: Final = 600.0

_REGISTRATIONS: Final = {
    "open": Registration.OPEN,
    "invitation": Registration.BY_INVITATION,
    "closed": Registration.CLOSED,
}

_log = structlog.get_logger(__name__)


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Who may join, how mail leaves, and how often what may be tried."""

    registration: Literal["open", "invitation", "closed"] = "invitation"
    """Who may make an account: anybody with an address, who is invited, or nobody (but who is invited)."""

    mail_host: str = ""
    """The SMTP server; not set: no mail is sent, and people sign in by password or by the operator's link."""
    mail_port: Annotated[int, Meta(ge=1, le=65535)] = 587
    """Usually 587 with starttls, 465 with tls, 25 on the same machine."""
    mail_tls: Tls = "starttls"
    """Encrypted after a greeting in the clear, from the first byte, or not at all."""
    mail_user: str = ""
    """Not set: the server takes mail without a name."""
    mail_password: str = ""
    """For `mail_user`."""
    mail_from: str = ""
    """The sender, such as "Octavo <octavo@example.org>"; must be set where mail_host is."""
    mail_timeout: Annotated[float, Meta(gt=0, le=300)] = 20.0
    """Seconds for each step of sending."""

    sign_ins_per_login: Annotated[int, Meta(ge=1)] = 10
    """Passwords tried for one account in 15 minutes."""
    sign_ins_per_address: Annotated[int, Meta(ge=1)] = 50
    """Passwords tried from one network address in 15 minutes."""
    letters_per_email: Annotated[int, Meta(ge=1)] = 5
    """Letters to one e-mail address in an hour."""
    letters_per_address: Annotated[int, Meta(ge=1)] = 10
    """Letters asked for from one network address in an hour."""
    letters_in_all: Annotated[int, Meta(ge=1)] = 500
    """Letters asked for in an hour, beyond which addresses without an account get none."""
    handle_changes: Annotated[int, Meta(ge=1)] = 3
    """Changes of one's handle in 30 days."""
    invitations: Annotated[int, Meta(ge=1)] = 100
    """Invitations by one person in a day."""

    token_days: Annotated[int, Meta(ge=1, le=LONGEST_DAYS)] = LONGEST_DAYS
    """Days that an access token may last at most."""

    challenge_bits: Annotated[int, Meta(ge=0, le=24)] = 14
    """Proof of work for the sign-in form; each bit more doubles it. 14 cost a browser a quarter second."""
    challenge_min_seconds: Annotated[float, Meta(ge=0, le=60)] = 2.0
    """A form that comes back sooner was not filled in by a person."""
    challenge_max_seconds: Annotated[float, Meta(ge=60)] = 3600.0
    """A form that comes back later must be sent once more."""

    argon2_memory_kib: Annotated[int, Meta(ge=8)] = 19_456
    """Memory for each password hash (OWASP's first choice: 19 MiB, 2 passes, 1 lane)."""
    argon2_passes: Annotated[int, Meta(ge=1)] = 2
    """Over that memory; each more costs an attacker as much time as the site."""
    argon2_threads: Annotated[int, Meta(ge=1, le=64)] = 2
    """Hashes made at a time."""

    def mistakes(self) -> Mapping[str, str]:
        """What the types cannot say."""
        found: dict[str, str] = {}
        if self.mail_host and not _is_sender(self.mail_from):
            found["mail_from"] = (
                "must be an address such as “Octavo <octavo@example.org>” where mail_host is set"
            )
        if (
            self.mail_password
            and self.mail_tls == "none"
            and self.mail_host not in ("localhost", "127.0.0.1")
        ):
            found["mail_tls"] = "must not be none where a password is sent to another machine"
        return found

    @property
    def limits(self) -> Limits:
        """The limits as the rules take them."""
        return Limits(
            sign_ins_by_login=Rate(self.sign_ins_per_login, _HOUR // 4),
            sign_ins_by_address=Rate(self.sign_ins_per_address, _HOUR // 4),
            letters_by_email=Rate(self.letters_per_email, _HOUR),
            letters_by_address=Rate(self.letters_per_address, _HOUR),
            letters_in_all=Rate(self.letters_in_all, _HOUR),
            handle_changes=Rate(self.handle_changes, 30 * 24 * _HOUR),
            invitations=Rate(self.invitations, 24 * _HOUR),
        )


def build(
    config: Config,
    db: Database,
    *,
    cache: NearCache,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    secret: bytes,
    home: str,
    site: str = "Octavo",
    address_of_link: Callable[[str], str] | None = None,
    templates: LetterTemplates | None = None,
) -> AccountsInteractor:
    """The accounts over an open database.

    cache: follows the purges of this database. new_id: makes ids that nobody else makes. secret: the site's.
    home: the site's address without a slash at the end. site: its name. address_of_link: where a one-time
    token is redeemed; `{home}/sign-in/link/{token}` where it is not given. templates: the words of letters;
    plain ones in English and German where they are not given.
    """
    return AccountsInteractor(
        Tools(
            transaction=db.run,
            people=SqlPeople(db),
            handles=SqlHandles(db),
            sign_ins=SqlSignIns(db),
            tokens=SqlAccessTokens(db),
            links=SqlLinks(db),
            letters=SqlLetters(db),
            attempts=SqlAttempts(db),
            news=SqlNews(db, clock),
            housekeeping=SqlHousekeeping(db),
            passwords=Argon2id(
                memory=config.argon2_memory_kib, passes=config.argon2_passes, threads=config.argon2_threads
            ),
            templates=templates or PlainLetters(),
            mailer=_mailer(config, clock),
            cache=cache,
            challenges=Challenges(
                secret,
                difficulty=config.challenge_bits,
                youngest=timedelta(seconds=config.challenge_min_seconds),
                oldest=timedelta(seconds=config.challenge_max_seconds),
            ),
            registration=_REGISTRATIONS[config.registration],
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


def _is_sender(text: str) -> bool:
    if not text.isprintable():
        return False
    try:
        check_email(parseaddr(text)[1])
    except Invalid:
        return False
    return True


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
    """Deletes what is over every `seconds`, until cancelled; one process of all on this database does it."""
    while True:
        try:
            async with lease(db, "accounts/tidy", _LEASE_SECONDS, clock=clock):
                while True:
                    await accounts.tidy()
                    await asyncio.sleep(seconds)
        except (LeaseLost, StorageFault) as error:
            _log.warning("tidying of the accounts waits", reason=str(error))
            await asyncio.sleep(min(seconds, _LEASE_SECONDS))
