# Generated from proto/tests/chassis/shelf/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.shelf.v1: strings that must not be mixed up."""

from typing import NewType

__all__ = ["BookId"]

BookId = NewType("BookId", str)
