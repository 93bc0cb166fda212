# Generated from proto/octavo/webhooks/v1 by `make proto`; not to be edited.
"""The contract of octavo.webhooks.v1, as Python."""
