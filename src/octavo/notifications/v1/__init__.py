# Generated from proto/octavo/notifications/v1 by `make proto`; not to be edited.
"""The contract of octavo.notifications.v1, as Python."""
