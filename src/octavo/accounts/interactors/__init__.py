"""What people can do with accounts: one class for each faculty."""

from octavo.accounts.interactors.exporting import ExportDesk
from octavo.accounts.interactors.happenings import Chronicle
from octavo.accounts.interactors.leaving import Departure
from octavo.accounts.interactors.mail import MailRoom
from octavo.accounts.interactors.moderation import ModerationDesk
from octavo.accounts.interactors.notices import NoticeDesk
from octavo.accounts.interactors.one_time_links import LinkDesk
from octavo.accounts.interactors.passkeys import KeyRing
from octavo.accounts.interactors.profiles import Profiles
from octavo.accounts.interactors.providers import ProviderDesk
from octavo.accounts.interactors.sign_ins import SignInDesk
from octavo.accounts.interactors.tokens import TokenDesk


class AccountsInteractor(
    Profiles,
    LinkDesk,
    SignInDesk,
    KeyRing,
    ProviderDesk,
    TokenDesk,
    ModerationDesk,
    MailRoom,
    NoticeDesk,
    Chronicle,
    ExportDesk,
    Departure,
):
    """The Accounts of the contract; besides, `send_letter` for the relay and what is done as time goes by."""
