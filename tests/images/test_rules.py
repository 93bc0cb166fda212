"""What a file is, how it is shown, where it is: no I/O."""

import base64
import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from octavo.images.addresses import WIDEST, ImageAddresses
from octavo.images.api import Format, ImageId, PersonId
from octavo.images.entities import Picture, Seen, rendition_of
from octavo.images.sniffing import HEAD_BYTES, NotAPicture, sniff
from octavo.images.thumbhash import thumbhash
from tests.images import samples

ADDRESSES = ImageAddresses(b"the secret of the site, of 32 bytes or so")
BOTH = frozenset({Format.AVIF, Format.WEBP})


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (samples.jpeg(), Format.JPEG),
        (samples.png(), Format.PNG),
        (samples.webp(), Format.WEBP),
        (samples.avif(), Format.AVIF),
        (samples.gif(), Format.GIF),
        (b"GIF87a", Format.GIF),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(data: bytes, found: Format) -> None:
    assert sniff(data[:HEAD_BYTES]) is found


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (samples.SVG, "SVG"),
        (b"\xef\xbb\xbf  <SVG onload=alert(1)>", "SVG"),
        (samples.HTML, "web page"),
        (samples.HEIC, "HEIC"),
        (b"%PDF-1.7", "PDF"),
        (b"BM" + b"\x00" * 60, "BMP"),
        (b"II*\x00", "TIFF"),
        (b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2", "film"),
        (b"RIFF\x00\x00\x00\x00WAVE", "not a picture"),
        (b"\x89PNG", "not a picture"),
        (b"just text", "not a picture"),
    ],
)
def test_anything_else_is_refused_by_what_it_is(data: bytes, said: str) -> None:
    with pytest.raises(NotAPicture, match=said):
        sniff(data[:HEAD_BYTES])


@given(st.binary(max_size=HEAD_BYTES))
def test_any_bytes_are_sniffed_or_refused(head: bytes) -> None:
    try:
        found = sniff(head)
    except NotAPicture:
        return
    assert head[:1] in (b"\xff", b"\x89", b"G", b"R") or found is Format.AVIF


def picture(kind: Format, *, animated: bool = False, transparent: bool = False) -> Picture:
    seen = Seen(
        width=1000, height=500, animated=animated, transparent=transparent, color="#000000", placeholder=""
    )
    return Picture(
        id=ImageId("11111111111"),
        owner_id=PersonId("11111111112"),
        digest="ab" * 32,
        name="",
        format=kind,
        bytes=1,
        seen=seen,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("original", "accepted", "shown"),
    [
        (picture(Format.JPEG), BOTH, Format.AVIF),
        (picture(Format.JPEG), frozenset({Format.WEBP}), Format.WEBP),
        (picture(Format.JPEG), frozenset[Format](), Format.JPEG),
        (picture(Format.AVIF), frozenset[Format](), Format.JPEG),
        (picture(Format.PNG), BOTH, Format.WEBP),
        (picture(Format.PNG), frozenset[Format](), Format.JPEG),
        (picture(Format.PNG, transparent=True), BOTH, Format.WEBP),
        (picture(Format.PNG, transparent=True), frozenset({Format.AVIF}), Format.PNG),
        (picture(Format.WEBP, transparent=True), frozenset[Format](), Format.PNG),
        (picture(Format.GIF, animated=True), BOTH, Format.WEBP),
        (picture(Format.GIF, animated=True), frozenset[Format](), Format.GIF),
        (picture(Format.WEBP, animated=True), frozenset[Format](), Format.GIF),
    ],
)
def test_each_reader_gets_the_best_format_they_take(
    original: Picture, accepted: frozenset[Format], shown: Format
) -> None:
    assert rendition_of(original, 500, accepted).format is shown


@pytest.mark.parametrize("transparent", [False, True])
def test_what_is_too_long_for_the_newer_formats_is_shown_in_an_older_one(transparent: bool) -> None:
    scroll = picture(Format.PNG, transparent=transparent)
    scroll = replace(scroll, seen=replace(scroll.seen, width=1000, height=40_000))
    older = Format.PNG if transparent else Format.JPEG
    assert rendition_of(scroll, 1000, BOTH).format is older
    assert rendition_of(scroll, 400, BOTH).format is Format.WEBP


def test_what_was_drawn_with_transparency_loses_nothing() -> None:
    assert rendition_of(picture(Format.PNG, transparent=True), 500, BOTH).lossless
    assert not rendition_of(picture(Format.WEBP, transparent=True), 500, BOTH).lossless


@given(st.integers(1, WIDEST))
def test_nothing_is_enlarged(width: int) -> None:
    assert rendition_of(picture(Format.JPEG), width, BOTH).width == min(width, 1000)


@given(st.from_regex(r"[1-9A-HJ-NP-Za-km-z]{11}", fullmatch=True), st.integers(1, WIDEST))
def test_an_address_opens_to_what_it_was_made_for(image_id: str, width: int) -> None:
    assert ADDRESSES.opened(ADDRESSES(image_id, width)) == (image_id, width)


@given(st.text(max_size=60))
def test_any_other_path_opens_to_nothing(path: str) -> None:
    assert ADDRESSES.opened(path) is None
    assert ADDRESSES.opened(f"/i/{path}") is None


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("/360/", "/361/"),
        ("11111111111", "11111111112"),
        ("/i/", "/j/"),
        ("/360/", "/0360/"),
        ("/360/", "/36O/"),
    ],
)
def test_a_changed_address_opens_to_nothing(was: str, becomes: str) -> None:
    assert ADDRESSES.opened(ADDRESSES("11111111111", 360).replace(was, becomes)) is None


def test_another_site_signs_otherwise() -> None:
    other = ImageAddresses(b"another secret, as long as the first one is")
    assert ADDRESSES.opened(other("11111111111", 360)) is None


def test_addresses_stand_below_a_base_and_in_a_set() -> None:
    cdn = ImageAddresses(b"x" * 32, "https://cdn.example/")
    assert cdn("11111111111", 360).startswith("https://cdn.example/i/11111111111/360/")
    assert [part.split()[1] for part in cdn.srcset("11111111111", (360, 720)).split(", ")] == ["360w", "720w"]


def unhashed(data: bytes) -> tuple[float, list[tuple[float, float, float, float]]]:
    """Ratio and 8 by 8 pixels of a ThumbHash: the published decoder, written a second time."""
    head = int.from_bytes(data[:3], "little")
    more = int.from_bytes(data[3:5], "little")
    has_alpha, landscape = bool(head >> 23), bool(more >> 15)
    light, yellow, red = (head & 63) / 63, (head >> 6 & 63) / 31.5 - 1, (head >> 12 & 63) / 31.5 - 1
    scales = ((head >> 18 & 31) / 31, (more >> 3 & 63) / 63 * 1.25, (more >> 9 & 63) / 63 * 1.25)
    opacity, opacity_scale = ((data[5] & 15) / 15, (data[5] >> 4) / 15) if has_alpha else (1.0, 0.0)
    terms = 5 if has_alpha else 7
    across, down = (terms, more & 7) if landscape else (more & 7, terms)
    place = 12 if has_alpha else 10

    def channel(nx: int, ny: int, scale: float) -> dict[tuple[int, int], float]:
        nonlocal place
        found = {}
        for cy in range(ny):
            for cx in range(1 if cy == 0 else 0, nx):
                if cx * ny >= nx * (ny - cy):
                    break
                nibble = data[place >> 1] >> ((place & 1) << 2) & 15
                found[cx, cy] = (nibble / 7.5 - 1) * scale
                place += 1
        return found

    waves = [
        channel(max(3, across), max(3, down), scales[0]),
        channel(3, 3, scales[1]),
        channel(3, 3, scales[2]),
    ]
    waves.append(channel(5, 5, opacity_scale) if has_alpha else {})
    pixels = []
    for y in range(8):
        for x in range(8):
            values = [
                mean
                + sum(
                    2 * term * math.cos(math.pi / 8 * (x + 0.5) * cx) * math.cos(math.pi / 8 * (y + 0.5) * cy)
                    for (cx, cy), term in wave.items()
                )
                for mean, wave in zip((light, yellow, red, opacity), waves, strict=True)
            ]
            blue = values[0] - 2 / 3 * values[1]
            r = (3 * values[0] - blue + values[2]) / 2
            pixels.append((r, r - values[2], blue, values[3]))
    return across / down, pixels


def test_a_placeholder_shows_what_the_picture_does() -> None:
    width, height = 32, 24
    rgba = bytes(
        value
        for y in range(height)
        for x in range(width)
        for value in (x * 255 // 31, y * 255 // 23, 40, 255)
    )
    hashed = thumbhash(width, height, rgba)
    assert 20 <= len(hashed) <= 30
    ratio, pixels = unhashed(hashed)
    assert ratio == pytest.approx(4 / 3, rel=0.15)
    errors = []
    for place, (red, green, blue, opacity) in enumerate(pixels):
        x, y = (place % 8 + 0.5) / 8, (place // 8 + 0.5) / 8
        errors += [abs(red - x), abs(green - y), abs(blue - 40 / 255)]
        assert opacity == 1.0
    assert sum(errors) / len(errors) < 0.08  # the published decoder deepens the colours by a quarter
    assert max(errors) < 0.2


def test_a_placeholder_keeps_transparency() -> None:
    rgba = bytes(value for _ in range(16) for x in range(16) for value in (200, 30, 30, 255 if x < 8 else 0))
    _, pixels = unhashed(thumbhash(16, 16, rgba))
    left, right = [pixels[y * 8 + 1] for y in range(8)], [pixels[y * 8 + 6] for y in range(8)]
    assert all(pixel[3] > 0.7 for pixel in left)
    assert all(pixel[3] < 0.3 for pixel in right)


@given(st.integers(1, 12), st.integers(1, 12), st.data())
def test_any_pixels_have_a_placeholder(width: int, height: int, data: st.DataObject) -> None:
    rgba = data.draw(st.binary(min_size=width * height * 4, max_size=width * height * 4))
    assert 5 <= len(base64.b64encode(thumbhash(width, height, rgba))) <= 44


@pytest.mark.parametrize(("width", "height", "size"), [(0, 1, 0), (101, 1, 404), (2, 2, 15)])
def test_pixels_of_another_number_have_none(width: int, height: int, size: int) -> None:
    with pytest.raises(ValueError, match="pixels"):
        thumbhash(width, height, b"\x00" * size)


def test_another_key_or_base_is_another_edition() -> None:
    first = ImageAddresses(b"a" * 32)
    assert first.edition == ImageAddresses(b"a" * 32).edition
    assert (
        len(
            {
                first.edition,
                ImageAddresses(b"b" * 32).edition,
                ImageAddresses(b"a" * 32, "https://cdn.test").edition,
            }
        )
        == 3
    )
