"""What the pages of one's own account show: profile, account and security, data, what happened."""

from datetime import datetime
from typing import ClassVar

import msgspec

from octavo.edge.pages.views import Author, Link
from octavo.edge.pages.views_private import Choice, Problem, ProviderChoice


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list of sign-ins."""

    session_id: str
    device: str
    created_at: datetime
    last_used_at: datetime
    current: bool = False


class PasskeyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey. `last_used_at` None: never."""

    passkey_id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None = None


class IdentityRow(msgspec.Struct, frozen=True, kw_only=True):
    """A way in through another site."""

    identity_id: str
    name: str
    linked_at: datetime
    last_used_at: datetime


class HappeningRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of what happened to the account. `kind` is the contract's word, such as "SIGNED_IN"."""

    kind: str
    happened_at: datetime
    device: str = ""
    detail: str = ""


class ExportRow(msgspec.Struct, frozen=True, kw_only=True):
    """A file with one's data. `status`: PACKING, READY, FAILED or TOO_LARGE."""

    export_id: str
    status: str
    asked_at: datetime
    until: datetime | None = None
    size: str = ""


class ProfileSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/settings`: what others see, the handle, language and time.

    `languages` and `time_zones` come from `Look.languages()` and `Look.time_zones()`. After a form that
    failed, what was typed comes back in the fields, and `problems` name the form's fields.
    """

    template: ClassVar[str] = "settings/profile.html"
    author: Author
    picture_id: str = ""
    links: tuple[Link, ...] = ()
    language: str = ""
    time_zone: str = ""
    languages: tuple[Choice, ...] = ()
    time_zones: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class AccountSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/settings/account`: how one signs in, and where one is signed in.

    `typed_email` stands in the field of the new address after a form that failed. `passkeys_at` is where
    passkeys work (empty: nowhere); `passkey_options` what the browser needs to make one, empty where the
    page was not reached there. `providers` are those by which there is no way in yet.
    """

    template: ClassVar[str] = "settings/account.html"
    handle: str
    email: str
    email_confirmed: bool = True
    new_email: str = ""
    typed_email: str = ""
    has_password: bool = False
    passkeys: tuple[PasskeyRow, ...] = ()
    passkeys_at: str = ""
    passkey_options: str = ""
    identities: tuple[IdentityRow, ...] = ()
    providers: tuple[ProviderChoice, ...] = ()
    sign_ins: tuple[SignIn, ...] = ()
    problems: tuple[Problem, ...] = ()


class DataSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/settings/data`: one's own data, to be had or to be erased.

    `part` names the form that failed: the problems stand there.
    """

    template: ClassVar[str] = "settings/data.html"
    handle: str
    typed_handle: str = ""
    has_password: bool = False
    exports: tuple[ExportRow, ...] = ()
    part: str = ""
    problems: tuple[Problem, ...] = ()


class HappeningsPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/settings/log`: what happened to the account. `older`: the address of the next page."""

    template: ClassVar[str] = "settings/log.html"
    happenings: tuple[HappeningRow, ...] = ()
    older: str = ""


class TokenRow(msgspec.Struct, frozen=True, kw_only=True):
    """An access token, without the token. `last_used_on` None: never used; `over`: it has ended."""

    token_id: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_on: datetime | None = None
    over: bool = False


class ScopeChoice(msgspec.Struct, frozen=True, kw_only=True):
    """What a token may be good for, and whether that was chosen in a form that failed."""

    name: str
    chosen: bool = False


class TokensPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/settings/tokens`. `made`: the token just made, shown this once; `name` what was typed."""

    template: ClassVar[str] = "settings/tokens.html"
    tokens: tuple[TokenRow, ...] = ()
    made: str = ""
    name: str = ""
    scopes: tuple[ScopeChoice, ...] = ()
    days: tuple[int, ...] = ()
    chosen_days: int = 0
    problems: tuple[Problem, ...] = ()


SettingsPage = ProfileSettings | AccountSettings | DataSettings | HappeningsPage | TokensPage
