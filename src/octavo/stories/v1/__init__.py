# Generated from proto/octavo/stories/v1 by `make proto`; not to be edited.
"""The contract of octavo.stories.v1, as Python."""
