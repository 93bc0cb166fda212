# Generated from proto/octavo/feed/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.feed.v1: strings that must not be mixed up."""

from typing import NewType

__all__ = ["ReceiptId"]

ReceiptId = NewType("ReceiptId", str)
