# Generated from proto/octavo/syndication/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.syndication.v1: strings that must not be mixed up."""

from typing import NewType

__all__ = ["PrivateFeedId"]

PrivateFeedId = NewType("PrivateFeedId", str)
