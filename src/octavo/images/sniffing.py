"""What a file is, by its first bytes; what its name or its sender says does not count."""

from typing import Final

from octavo.images.api import Format

HEAD_BYTES: Final = 64
_AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})
_HEIC_BRANDS: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"heif", b"mif1", b"msf1"}
)
_OTHERS: Final = (
    (b"%PDF", "This is a PDF document, not a picture."),
    (b"BM", "BMP pictures are not taken: save it as PNG or JPEG."),
    (b"II*\x00", "TIFF pictures are not taken: save it as JPEG or PNG."),
    (b"MM\x00*", "TIFF pictures are not taken: save it as JPEG or PNG."),
    (b"\x00\x00\x01\x00", "Icons are not taken: save it as PNG."),
    (b"8BPS", "Photoshop files are not taken: export it as JPEG or PNG."),
    (b"\xff\x0a", "JPEG XL pictures are not taken yet: save it as JPEG, WebP or AVIF."),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL pictures are not taken yet: save it as JPEG, WebP or AVIF."),
    (b"PK", "This is an archive, not a picture."),
)
_KNOWN: Final = "JPEG, PNG, WebP, GIF and AVIF are taken."


class NotAPicture(Exception):  # noqa: N818 - an outcome
    """The text says to the person what the file is instead."""


def sniff(head: bytes) -> Format:
    """The format that a file's first 64 bytes show. Raises NotAPicture."""
    if head.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Format.GIF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Format.WEBP
    if head[4:8] == b"ftyp":
        return _boxed(head)
    raise NotAPicture(_what(head))


def _boxed(head: bytes) -> Format:
    """AVIF and HEIC share a container; its brands tell them apart."""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[place : place + 4] for place in range(16, size - 3, 4))}
    if brands & _AVIF_BRANDS:
        return Format.AVIF
    if brands & _HEIC_BRANDS:
        raise NotAPicture("HEIC pictures cannot be shown by most browsers: save or share it as JPEG.")
    raise NotAPicture(f"This is a film or another file, not a picture. {_KNOWN}")


def _what(head: bytes) -> str:
    if not head:
        return "The file is empty."
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<svg", b"<?xml")):
        return "SVG drawings are not taken, since they can hold scripts: save it as PNG."
    if text.startswith((b"<!doctype", b"<html", b"<")):
        return "This is a web page, not a picture."
    known = next((said for mark, said in _OTHERS if head.startswith(mark)), "")
    return known or f"This is not a picture. {_KNOWN}"
