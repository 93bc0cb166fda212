"""Pictures made for the tests, sound and hostile."""

import struct
import zlib
from typing import Any

import pyvips


def gradient(width: int, height: int) -> Any:
    """Red grows to the right, green downwards; the upper left corner is blue."""
    x, y = pyvips.Image.xyz(width, height).bandsplit()
    corner = ((x < width / 4) & (y < height / 4)).ifthenelse(255, 0)
    bands = (x * (255 / max(1, width - 1))).bandjoin([y * (255 / max(1, height - 1)), corner])
    return bands.cast("uchar").copy(interpretation="srgb")


def jpeg(width: int = 320, height: int = 240, *, orientation: int = 0, gps: bool = False) -> bytes:
    image = gradient(width, height).copy()
    if orientation:
        image.set_type(pyvips.GValue.gint_type, "orientation", orientation)
    if gps:
        image.set_type(pyvips.GValue.gstr_type, "exif-ifd3-GPSLatitude", "52/1 30/1 0/1")
        image.set_type(pyvips.GValue.gstr_type, "exif-ifd0-Make", "SecretCamera")
    return bytes(image.jpegsave_buffer(Q=90))


def png(
    width: int = 320, height: int = 240, *, alpha: bool = False, deep: bool = False, noise: bool = False
) -> bytes:
    image = gradient(width, height)
    if noise:
        image = image + pyvips.Image.gaussnoise(width, height, sigma=60)
        image = image.cast("uchar").copy(interpretation="srgb")
    if alpha:
        hole = pyvips.Image.black(width, height).draw_circle(
            255, width // 2, height // 2, height // 4, fill=True
        )
        image = image.bandjoin(hole)
    if deep:
        image = (image.cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16")
    return bytes(image.pngsave_buffer())


def webp(width: int = 320, height: int = 240) -> bytes:
    return bytes(gradient(width, height).webpsave_buffer())


def avif(width: int = 320, height: int = 240) -> bytes:
    return bytes(gradient(width, height).heifsave_buffer(compression="av1", effort=0))


def gif(width: int = 64, height: int = 48, *, frames: int = 1) -> bytes:
    pages = [gradient(width, height).linear(1, 10 * number).cast("uchar") for number in range(frames)]
    joined = pyvips.Image.arrayjoin(pages, across=1).copy()
    if frames > 1:
        joined.set_type(pyvips.GValue.gint_type, "page-height", height)
    return bytes(joined.gifsave_buffer())


def cmyk() -> bytes:
    return bytes(gradient(120, 80).icc_transform("cmyk", input_profile="srgb").jpegsave_buffer())


def grey() -> bytes:
    return bytes(gradient(120, 80).colourspace("b-w").jpegsave_buffer())


def png_that_claims(width: int, height: int, *, data: bytes = b"") -> bytes:
    """A PNG whose head promises a size, whatever follows."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(data or b"\x00" * 1000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def png_bomb(width: int, height: int) -> bytes:
    """A few kilobytes that hold so many pixels."""
    return png_that_claims(width, height, data=(b"\x00" + b"\x00" * width * 3) * height)


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 200
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
