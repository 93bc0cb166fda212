"""The rules of the graph: what can be followed, how much a reader claps, where a page of a list goes on."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text
from octavo.document.block_ids import BLOCK_ID
from octavo.graph.api import Kind, PersonId, StoryId, Target, TooManyClaps

MOST_CLAPS: Final = 50
"""Of one reader for one story."""
_WHOLE: Final = 90
_LONGEST_TAG: Final = 100
_LONGEST_NOTE: Final = 500
_LONGEST_NAME: Final = 100
_LONGEST_DESCRIPTION: Final = 500
_FURTHEST: Final = 10_000
_LONGEST_PLACE: Final = 400
_NUMBER_DIGITS: Final = 18


class ClapsOfOne(msgspec.Struct, frozen=True, kw_only=True):
    """A reader's claps for a story as they shall be."""

    person_id: PersonId
    story_id: StoryId
    claps: int
    at: datetime


class ReadingOfOne(msgspec.Struct, frozen=True, kw_only=True):
    """How far a reader came in a story, in percent of its text."""

    person_id: PersonId
    story_id: StoryId
    block: str
    share: int
    at: datetime


class Place(NamedTuple):
    """Where a page of a list that goes back in time ended."""

    since: int
    key: str


def check_claps(claps: int) -> None:
    """Raises TooManyClaps, or Invalid where it is less than none."""
    if claps < 0:
        raise Invalid("claps", "Claps are counted from 0.")
    if claps > MOST_CLAPS:
        fault = TooManyClaps(limit=MOST_CLAPS)
        fault.say(f"A story has at most {MOST_CLAPS} claps of one reader.")
        raise fault


def check_reading(block: str, share: int) -> None:
    """Raises Invalid where it is no block's id, or no share of a text."""
    if block and not BLOCK_ID.fullmatch(block):
        raise Invalid("block", "Is not the id of a block.")
    if not 0 <= share <= 100:
        raise Invalid("share", "From 0 to 100 percent.")


def is_whole(share: int) -> bool:
    """Whether a story was read to its end: what stands at the very end is often not looked at."""
    return share >= _WHOLE


def check_note(text: str) -> str:
    """A note as it is kept. Raises Invalid where it is too long."""
    kept = " ".join(text.split())
    if len(kept) > _LONGEST_NOTE:
        raise Invalid("note", f"At most {_LONGEST_NOTE} characters.")
    return kept


def check_list(name: str, description: str) -> tuple[str, str]:
    """The name and description of a list as they are kept. Raises Invalid."""
    named, described = _line(name), _line(description)
    if not 1 <= len(named) <= _LONGEST_NAME:
        raise Invalid("name", f"1 to {_LONGEST_NAME} characters.")
    if len(described) > _LONGEST_DESCRIPTION:
        raise Invalid("description", f"At most {_LONGEST_DESCRIPTION} characters.")
    return named, described


def check_place(place: int) -> None:
    """Raises Invalid where it is no place in a list."""
    if not 0 <= place <= _FURTHEST:
        raise Invalid("place", f"From 0 to {_FURTHEST}.")


def moved(places: Mapping[int, int], story: int, place: int) -> Sequence[tuple[int, int]]:
    """Those whose place is another, with it, when one of them moves to the n-th from 0, or to the end."""
    order = sorted(places, key=lambda one: (places[one], one))
    order.remove(story)
    order.insert(place, story)
    return [(one, new) for new, one in enumerate(order) if places[one] != new]


def _line(text: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    return " ".join("".join(one if one.isprintable() else " " for one in normal).split())


def checked(target: Target) -> Target:
    """A target in its one form. Raises Invalid."""
    if target.kind in (Kind.PERSON, Kind.PUBLICATION):
        from_text(target.id, "target.id")
        return target
    if target.kind is not Kind.TAG:
        raise Invalid("target.kind", "A person, a publication or a tag.")
    name = " ".join(unicodedata.normalize("NFC", target.id).split()).lstrip("#").strip().lower()
    name = unicodedata.normalize("NFC", name)
    if not name or len(name) > _LONGEST_TAG or not name.isprintable():
        raise Invalid("target.id", f"A tag has 1 to {_LONGEST_TAG} characters.")
    return Target(kind=Kind.TAG, id=name)


def write_place(place: Place | None) -> str:
    """As it stands in `next`; empty where the list is over."""
    return f"{place.since}.{place.key}" if place else ""


def read_place(text: str) -> Place | None:
    """The `after` of a request; None: from the beginning. Raises Invalid where it is no place."""
    if not text:
        return None
    since, dot, key = text.partition(".")
    digits = since.isascii() and since.isdecimal() and len(since) <= _NUMBER_DIGITS
    if not (digits and dot and key) or len(text) > _LONGEST_PLACE:
        raise Invalid("after", "Is not where a page of this list ended.")
    return Place(int(since), key)
