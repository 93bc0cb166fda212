# Generated from proto/octavo/accounts/v1 by `make proto`; not to be edited.
"""The contract of octavo.accounts.v1, as Python."""
