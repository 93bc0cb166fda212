# Generated from proto/octavo/images/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.images.v1: strings that must not be mixed up."""

from typing import NewType

__all__ = ["ImageId"]

ImageId = NewType("ImageId", str)
