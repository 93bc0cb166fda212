"""The accounts' settings."""

import ipaddress
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parseaddr
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from octavo.accounts.adapters.smtp import Tls
from octavo.accounts.api import Registration
from octavo.accounts.checks import check_email
from octavo.accounts.interactors.tools import Limits, Spans
from octavo.accounts.ports import OpenIdProvider, Rate
from octavo.accounts.tokens import LONGEST_DAYS
from octavo.chassis.faults import Invalid

_HOUR: Final = 3600

_REGISTRATIONS: Final = {
    "open": Registration.OPEN,
    "invitation": Registration.BY_INVITATION,
    "closed": Registration.CLOSED,
}


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

    providers: tuple[OpenIdProvider, ...] = ()
    """Sites by which people can sign in (OpenID Connect), each with key, name, issuer, client_id and, where
    it gave one, client_secret: tables [[accounts.providers]], or a list in JSON. They send people back to
    /sign-in/with/KEY/back."""
    provider_networks: tuple[str, ...] = ()
    """Private networks in which providers may be, such as 10.1.0.0/16."""

    token_days: Annotated[int, Meta(ge=1, le=LONGEST_DAYS)] = LONGEST_DAYS
    """Days that an access token may last at most."""

    grace_days: Annotated[int, Meta(ge=0, le=90)] = 7
    """Days in which whoever asked to be erased has the account back by signing in."""
    log_days: Annotated[int, Meta(ge=1, le=3650)] = 365
    """Days for which people see what happened to their account."""
    exports_per_day: Annotated[int, Meta(ge=1)] = 3
    """Exports that one person may ask for in a day."""
    export_days: Annotated[int, Meta(ge=1, le=90)] = 3
    """Days for which an export can be fetched."""
    export_max_bytes: Annotated[int, Meta(ge=1 << 20)] = 10 << 30
    """Of what is packed into one export, before it is compressed."""

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
        keys = [provider.key for provider in self.providers]
        if len(set(keys)) < len(keys):
            found["providers"] = "must each have a key of its own"
        plain = [one.key for one in self.providers if one.issuer.startswith("http:")]
        if plain and not self.provider_networks:
            found["providers"] = f"{plain[0]}: the issuer must begin with https:// on the open internet"
        if bad := [name for name in self.provider_networks if not _is_network(name)]:
            found["provider_networks"] = f'"{bad[0]}" is no network such as 10.1.0.0/16'
        return found

    @property
    def who_may_join(self) -> Registration:
        """The same as the contract says it."""
        return _REGISTRATIONS[self.registration]

    @property
    def spans(self) -> Spans:
        """How long things last, as the rules take it."""
        return Spans(
            grace=timedelta(days=self.grace_days),
            happenings=timedelta(days=self.log_days),
            exports=timedelta(days=self.export_days),
        )

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
            exports=Rate(self.exports_per_day, 24 * _HOUR),
        )


def _is_network(name: str) -> bool:
    try:
        ipaddress.ip_network(name, strict=False)
    except ValueError:
        return False
    return True


def _is_sender(text: str) -> bool:
    if not text.isprintable():
        return False
    try:
        check_email(parseaddr(text)[1])
    except Invalid:
        return False
    return True
