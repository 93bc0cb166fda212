# Generated from proto/octavo/graph/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.graph.v1: strings that must not be mixed up."""

from typing import NewType

__all__ = ["ListId"]

ListId = NewType("ListId", str)
