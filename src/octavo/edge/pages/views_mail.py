"""What the site's letters to a person say. Each has a text and an HTML form: `Look.mail`."""

from typing import ClassVar

import msgspec


class SignInMail(msgspec.Struct, frozen=True, kw_only=True):
    """The one-time link to sign in, or with `new_account` to begin an account. `minutes` it is good for."""

    template: ClassVar[str] = "sign_in"
    link: str
    minutes: int
    new_account: bool = False


class ConfirmMail(msgspec.Struct, frozen=True, kw_only=True):
    """Confirms a new address of an account."""

    template: ClassVar[str] = "confirm"
    link: str
    minutes: int
    handle: str


class InvitationMail(msgspec.Struct, frozen=True, kw_only=True):
    """Invites somebody to join. `invited_by` is a person's name, `days` how long the link is good."""

    template: ClassVar[str] = "invitation"
    link: str
    days: int
    invited_by: str


Mail = SignInMail | ConfirmMail | InvitationMail
