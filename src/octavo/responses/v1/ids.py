# Generated from proto/octavo/responses/v1 by `make proto`; not to be edited.
"""The kinds of ids of octavo.responses.v1: strings that must not be mixed up."""

from typing import NewType

__all__ = ["ResponseId"]

ResponseId = NewType("ResponseId", str)
