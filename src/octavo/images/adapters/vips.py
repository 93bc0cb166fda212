"""Looking at pictures and making renditions with libvips. Only imported in processes of their own."""

import base64
import os
from pathlib import Path
from typing import Any, Final

import pyvips

from octavo.images.adapters.jobs import (
    Answer,
    Exceeded,
    Inspect,
    Job,
    Looked,
    Made,
    Missing,
    NotWritten,
    Refused,
    Render,
)
from octavo.images.api import Format
from octavo.images.entities import LONGEST_SIDE, Limits, Seen
from octavo.images.thumbhash import thumbhash

_LOADERS: Final = {
    Format.JPEG: "VipsForeignLoadJpeg",
    Format.PNG: "VipsForeignLoadPng",
    Format.WEBP: "VipsForeignLoadWebp",
    Format.AVIF: "VipsForeignLoadHeif",
    Format.GIF: "VipsForeignLoadNsgif",
}
_LOADER_NAMES: Final = {
    Format.JPEG: "jpegload",
    Format.PNG: "pngload",
    Format.WEBP: "webpload",
    Format.AVIF: "heifload",
    Format.GIF: "gifload",
}
_NO_LIMIT: Final = 10_000_000
"""Higher than any picture: only the width binds."""
_HASHED_PIXELS: Final = 32
_BROKEN: Final = "The picture is broken or incomplete."
_SIDEWAYS: Final = range(5, 9)


def prepare() -> None:
    """Takes from libvips every format that is not taken here, and its cache of past work."""
    pyvips.operation_block_set("VipsForeignLoad", True)
    for loader in _LOADERS.values():
        pyvips.operation_block_set(loader, False)
    pyvips.cache_set_max(0)


def do(job: Job) -> Answer:
    """Does a job; whatever is wrong with the picture is an answer, not an exception."""
    try:
        data = Path(job.path).read_bytes()
    except FileNotFoundError:
        return Missing()
    try:
        return _inspect(data, job) if isinstance(job, Inspect) else _render(data, job)
    except pyvips.Error:
        return Refused(_BROKEN)
    except MemoryError:
        return Refused("The picture takes too much memory.")


def _inspect(data: bytes, job: Inspect) -> Answer:
    head = pyvips.Image.new_from_buffer(data, "", access="sequential")  # reads no pixel yet
    if not str(head.get("vips-loader")).startswith(_LOADER_NAMES[job.format]):
        return Refused(_BROKEN)
    frames = head.get("n-pages") if "n-pages" in head.get_fields() else 1
    if max(head.width, head.height) > LONGEST_SIDE:
        return Refused(f"The picture is longer than {LONGEST_SIDE} pixels.")
    exceeded = _exceeded(head.width, head.height, frames, job.limits)
    if exceeded is not None:
        return exceeded
    animated = frames > 1 and job.format is not Format.AVIF
    if animated:
        # every frame is decoded: a broken one must not be found by the first reader
        pyvips.Image.new_from_buffer(data, "n=-1", access="sequential", fail_on="error").avg()
    small = _looked_at(data)
    sideways = "orientation" in head.get_fields() and head.get("orientation") in _SIDEWAYS
    width, height = (head.height, head.width) if sideways else (head.width, head.height)
    seen = Seen(
        width=width,
        height=height,
        animated=animated,
        transparent=bool(small.hasalpha()) and small[small.bands - 1].min() < 255,
        color=_color(small),
        placeholder=_placeholder(small),
    )
    return Looked(seen)


def _exceeded(width: int, height: int, frames: int, limits: Limits) -> Exceeded | None:
    if width * height > limits.pixels:
        return Exceeded("pixels", limits.pixels)
    if frames > limits.frames:
        return Exceeded("frames", limits.frames)
    if frames > 1 and width * height * frames > limits.animation_pixels:
        return Exceeded("pixels", limits.animation_pixels)
    return None


def _looked_at(data: bytes) -> Any:
    """The picture at 100 pixels, after decoding all of it: nothing may be missing or broken."""
    whole = pyvips.Image.new_from_buffer(data, "", access="sequential", fail_on="error")
    small = whole.thumbnail_image(100, height=100, size="down", **_colours(whole))
    return _plain(small).copy_memory()


def _thumbnail(data: bytes, width: int, *, pages: str) -> Any:
    """Upright, in sRGB with 8 bits, with three or four channels, never enlarged."""
    head = pyvips.Image.new_from_buffer(data, "", access="sequential")
    small = pyvips.Image.thumbnail_buffer(
        data, width, height=_NO_LIMIT, size="down", option_string=pages, **_colours(head)
    )
    return _plain(small)


def _colours(image: Any) -> dict[str, str]:
    """From the picture's own profile, or the usual one of its kind, to sRGB."""
    usual = "cmyk" if str(image.interpretation) == "cmyk" else "srgb"
    return {"export_profile": "srgb", "input_profile": usual}


def _plain(image: Any) -> Any:
    """sRGB with 8 bits, whatever it was."""
    image = image if str(image.interpretation) == "srgb" else image.colourspace("srgb")
    return image if image.format == "uchar" else image.cast("uchar")


def _color(small: Any) -> str:
    opaque = small.flatten(background=[255, 255, 255]) if small.hasalpha() else small
    means = [round(opaque[band].avg()) for band in range(3)]
    return "#" + "".join(f"{mean:02x}" for mean in means)


def _placeholder(small: Any) -> str:
    scale = min(1.0, _HASHED_PIXELS / max(small.width, small.height))
    tiny = small.resize(scale) if scale < 1 else small
    tiny = tiny if tiny.hasalpha() else tiny.addalpha()
    pixels = bytes(tiny.cast("uchar").write_to_memory())
    return base64.b64encode(thumbhash(tiny.width, tiny.height, pixels)).decode()


def _render(data: bytes, job: Render) -> Answer:
    wanted = job.rendition
    image = _thumbnail(data, wanted.width, pages="n=-1" if wanted.animated else "")
    if image.hasalpha() and wanted.format in (Format.JPEG, Format.AVIF):
        image = image.flatten(background=[255, 255, 255])
    made = _saved(image, wanted.format, lossless=wanted.lossless)
    target = Path(job.target)
    draft = target.with_name(f".{os.getpid()}-{target.name}")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_bytes(made)
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        return NotWritten(error.errno or 0, str(error))
    return Made()


def _saved(image: Any, format: Format, *, lossless: bool) -> bytes:  # noqa: A002 - the contract's word
    """Without any metadata. Qualities are chosen to look alike; the efforts keep 1440 pixels below 0.4 s."""
    match format:
        case Format.AVIF:
            saved = image.heifsave_buffer(compression="av1", Q=54, effort=0, keep="none")
        case Format.WEBP if lossless:
            saved = image.webpsave_buffer(lossless=True, effort=3, keep="none")
        case Format.WEBP:
            saved = image.webpsave_buffer(Q=80, effort=3, smart_subsample=True, keep="none")
        case Format.PNG:
            saved = image.pngsave_buffer(compression=8, keep="none")
        case Format.GIF:
            saved = image.gifsave_buffer(effort=4, keep="none")
        case _:
            saved = image.jpegsave_buffer(Q=82, optimize_coding=True, interlace=True, keep="none")
    return bytes(saved)
