"""What a conversion of foreign text gives: the document, and by name everything that it could not keep."""

from collections.abc import Callable
from enum import StrEnum

import msgspec

from octavo.document.nodes import Document


class Fate(StrEnum):
    """What became of something that the document cannot hold as it was."""

    DEGRADED = "degraded"
    """Its text or address is there, its form is not."""
    REFUSED = "refused"
    """It is not in the document."""


class Loss(msgspec.Struct, frozen=True):
    """One thing that was not kept as it was: `what` names its kind, `where` the thing itself."""

    fate: Fate
    what: str
    where: str = ""


class Picture(msgspec.Struct, frozen=True):
    """An image that the site has: its id at the images service, its size in pixels, its preview."""

    id: str
    width: int | None = None
    height: int | None = None
    placeholder: str | None = None


PictureOf = Callable[[str], Picture | str | None]
"""Finds the stored image of a source address. Where there is none it becomes a link and a Loss: to the
address given instead, or to the source itself where that is None."""

LinkOf = Callable[[str], str | None]
"""Where a link shall lead; None takes the link off its text, which is a Loss."""


class Conversion(msgspec.Struct, frozen=True):
    """A document made of foreign text, and what it cost."""

    document: Document
    losses: tuple[Loss, ...] = ()


def no_pictures(_source: str) -> Picture | None:
    """A PictureOf for text whose images are not to be had."""
    return None


def same_link(address: str) -> str | None:
    """A LinkOf that leaves links as they are."""
    return address
