# Generated from proto/octavo/responses/v1 by `make proto`; not to be edited.
"""The contract of octavo.responses.v1, as Python."""
