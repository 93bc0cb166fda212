# Generated from proto/tests/chassis/shelf/v1 by `make proto`; not to be edited.
"""The contract of octavo.shelf.v1, as Python."""
