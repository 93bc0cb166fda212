"""The rules of pictures: what is taken, what is shown in which format. No I/O, no clock."""

import math
from datetime import datetime
from typing import Final

import msgspec

from octavo.images.api import Format, Image, ImageId, PersonId

RENDERER: Final = 1
"""Grows whenever the same original and width give other bytes: older renditions are then made anew."""

LONGEST_SIDE: Final = 65_000
"""In pixels: JPEG and GIF end there."""
_WEBP_AND_AVIF_END: Final = 16_383

EXTENSIONS: Final = {
    Format.JPEG: "jpg",
    Format.PNG: "png",
    Format.WEBP: "webp",
    Format.AVIF: "avif",
    Format.GIF: "gif",
}
MEDIA_TYPES: Final = {
    Format.JPEG: "image/jpeg",
    Format.PNG: "image/png",
    Format.WEBP: "image/webp",
    Format.AVIF: "image/avif",
    Format.GIF: "image/gif",
}


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How large a picture may be."""

    bytes: int
    pixels: int
    """Of one frame."""
    frames: int
    animation_pixels: int
    """Of all frames together."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at the whole picture showed."""

    width: int
    height: int
    animated: bool
    transparent: bool
    color: str
    placeholder: str


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """An image as it is kept: `digest` is the SHA-256 of the original."""

    id: ImageId
    owner_id: PersonId
    digest: str
    name: str
    format: Format
    bytes: int
    seen: Seen
    created_at: datetime

    def as_image(self) -> Image:
        """As everybody sees it."""
        seen = self.seen
        return Image(
            id=self.id,
            owner_id=self.owner_id,
            width=seen.width,
            height=seen.height,
            format=self.format,
            bytes=self.bytes,
            placeholder=seen.placeholder,
            color=seen.color,
            animated=seen.animated,
            transparent=seen.transparent,
            created_at=self.created_at,
        )


class Rendition(msgspec.Struct, frozen=True, kw_only=True):
    """How a picture is to be shown."""

    width: int
    format: Format
    animated: bool
    lossless: bool

    @property
    def name(self) -> str:
        """Of its file, next to the others of the same original."""
        return f"{self.width}.{EXTENSIONS[self.format]}"


def rendition_of(picture: Picture, width: int, accepted: frozenset[Format]) -> Rendition:
    """The best way to show a picture so many pixels wide to a reader who accepts these formats.

    Photographs as AVIF (at the least effort it costs as much as WebP and is a third smaller), else WebP, else
    JPEG. Drawings (PNG, GIF) not as AVIF, whose halved colours blur their edges. What is transparent stays
    so, and what was drawn with transparency loses nothing. Moving pictures go on moving as WebP, or as GIF.
    """
    seen, shown = picture.seen, min(width, picture.seen.width)
    if max(shown, math.ceil(seen.height * shown / seen.width)) > _WEBP_AND_AVIF_END:
        accepted = frozenset()
    drawn = picture.format in (Format.PNG, Format.GIF)
    if seen.animated:
        moving = Format.WEBP if Format.WEBP in accepted else Format.GIF
        return Rendition(width=shown, format=moving, animated=True, lossless=False)
    if seen.transparent:
        clear = Format.WEBP if Format.WEBP in accepted else Format.PNG
        return Rendition(width=shown, format=clear, animated=False, lossless=drawn or clear is Format.PNG)
    if Format.AVIF in accepted and not drawn:
        return Rendition(width=shown, format=Format.AVIF, animated=False, lossless=False)
    opaque = Format.WEBP if Format.WEBP in accepted else Format.JPEG
    return Rendition(width=shown, format=opaque, animated=False, lossless=False)
