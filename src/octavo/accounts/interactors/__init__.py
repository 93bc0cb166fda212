"""What people can do with accounts: profiles, sign-ins, access tokens, links, moderation, mail."""

from octavo.accounts.interactors.mail import MailRoom
from octavo.accounts.interactors.moderation import ModerationDesk
from octavo.accounts.interactors.one_time_links import LinkDesk
from octavo.accounts.interactors.profiles import Profiles
from octavo.accounts.interactors.sign_ins import SignInDesk
from octavo.accounts.interactors.tokens import TokenDesk


class AccountsInteractor(Profiles, LinkDesk, SignInDesk, TokenDesk, ModerationDesk, MailRoom):
    """The Accounts of the contract; besides, `send_letter` for the relay and `tidy` for the housekeeping."""
