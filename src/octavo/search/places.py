"""Where a list of hits goes on: an opaque text of the last hit's rank and id, how many came before, and by
whose meaning they are in order."""

import base64
import binascii
import struct
from collections.abc import Sequence
from typing import Final

import msgspec

from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text, to_text
from octavo.search.ports import Found

_FORM: Final = struct.Struct(">dqHxxI")
_EARLIER: Final = struct.Struct(">dqH")
"""As it was before there were spaces: such addresses may be kept somewhere."""


class Place(msgspec.Struct, frozen=True):
    """After the hit with this rank and id, the `passed`-th or so."""

    rank: float
    story: int
    passed: int
    space: int = 0
    """By whose meaning the list is in order; 0: by words alone."""

    def is_before(self, hit: Found) -> bool:
        """Whether the hit stands further down. Its own story never does, however ranks have changed since."""
        story = from_text(hit.story_id)
        return story != self.story and (-self.rank, -self.story) < (-hit.rank, -story)

    def rest(self, hits: Sequence[Found]) -> Sequence[Found]:
        """What of all hits, best first, stands further down.

        Where it was learned anew meanwhile what the stories are about, no rank says where that is; then as
        many are passed over as were shown.
        """
        if hits and hits[0].space != self.space:
            return hits[self.passed :]
        return [hit for hit in hits if self.is_before(hit)]


def write_place(hit: Found, passed: int) -> str:
    """32 characters that may stand in an address."""
    number = from_text(hit.story_id)
    return base64.urlsafe_b64encode(_FORM.pack(hit.rank, number, min(passed, 65535), hit.space)).decode()


def read_place(text: str) -> Place | None:
    """The place; None for the first page. Raises Invalid for any other text."""
    if not text:
        return None
    try:
        raw = base64.b64decode(text.encode("ascii"), b"-_", validate=True)
        rank, story, passed, *space = (_EARLIER if len(raw) == _EARLIER.size else _FORM).unpack(raw)
        to_text(story)
    except (binascii.Error, struct.error, ValueError, OverflowError, Invalid):
        raise Invalid("after", "Is not where a page of these hits ended.") from None
    if rank != rank or story < 0:
        raise Invalid("after", "Is not where a page of these hits ended.")
    return Place(rank, story, passed, *space)
