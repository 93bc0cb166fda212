"""Where a list of hits goes on: an opaque text of the last hit's rank and id, and how many came before."""

import base64
import binascii
import struct
from typing import Final

import msgspec

from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text, to_text
from octavo.search.ports import Found

_FORM: Final = struct.Struct(">dqH")


class Place(msgspec.Struct, frozen=True):
    """After the hit with this rank and id, the `passed`-th or so."""

    rank: float
    story: int
    passed: int

    def is_before(self, hit: Found) -> bool:
        """Whether the hit stands further down."""
        return (-self.rank, -self.story) < (-hit.rank, -from_text(hit.story_id))


def write_place(hit: Found, passed: int) -> str:
    """24 characters that may stand in an address."""
    number = from_text(hit.story_id)
    return base64.urlsafe_b64encode(_FORM.pack(hit.rank, number, min(passed, 65535))).decode()


def read_place(text: str) -> Place | None:
    """The place; None for the first page. Raises Invalid for any other text."""
    if not text:
        return None
    try:
        rank, story, passed = _FORM.unpack(base64.b64decode(text.encode("ascii"), b"-_", validate=True))
        to_text(story)
    except (binascii.Error, struct.error, ValueError, OverflowError, Invalid):
        raise Invalid("after", "Is not where a page of these hits ended.") from None
    if rank != rank or story < 0:
        raise Invalid("after", "Is not where a page of these hits ended.")
    return Place(rank, story, passed)
