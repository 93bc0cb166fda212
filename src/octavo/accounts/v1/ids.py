# Generated from proto/octavo/accounts/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.accounts.v1: strings that must not be mixed up."""

from typing import NewType

__all__ = ["ExportId", "HappeningId", "IdentityId", "MailId", "PasskeyId", "PersonId", "SessionId", "TokenId"]

ExportId = NewType("ExportId", str)
HappeningId = NewType("HappeningId", str)
IdentityId = NewType("IdentityId", str)
MailId = NewType("MailId", str)
PasskeyId = NewType("PasskeyId", str)
PersonId = NewType("PersonId", str)
SessionId = NewType("SessionId", str)
TokenId = NewType("TokenId", str)
