"""Files that are not what they say, sent as pictures: refused, or shown as nothing but a picture."""

import struct
import zlib
from typing import Final

import pytest

from tests.hostile.conftest import png
from tests.hostile.site import Answer, World, check_refusal, unchanged

SCRIPT: Final = b"<!doctype html><script>alert(1)</script>"
SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
GIF: Final = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunk(picture: bytes, kind: bytes, data: bytes) -> bytes:
    """A PNG with one chunk more behind its header."""
    return picture[:33] + chunk(kind, data) + picture[33:]


REFUSED: Final = {
    "nothing": b"",
    "text": b"hello",
    "HTML": SCRIPT,
    "SVG": SVG,
    "SVG with a declaration": b'<?xml version="1.0"?>\n' + SVG,
    "SVG behind a byte order mark": b"\xef\xbb\xbf  " + SVG,
    "HTML that begins as a GIF": b"GIF89a=1/*" + SCRIPT,
    "HTML that begins as a PNG": b"\x89PNG\r\n\x1a\n" + SCRIPT,
    "HTML that begins as a JPEG": b"\xff\xd8\xff\xe0" + SCRIPT,
    "HTML that begins as a WebP": b"RIFF\x00\x01\x00\x00WEBP" + SCRIPT,
    "half a PNG": png(200, 200)[:-30],
    "a head alone": png(200, 200)[:40],
    "a PNG of another size than it says": png(10, 10, told=(9000, 9000)),
    "gigantic": png(1, 1, told=(2**31 - 1, 2**31 - 1)),
    "none at all": png(1, 1, told=(0, 0)),
    "PDF": b"%PDF-1.7\n" + SCRIPT,
    "an archive": b"PK\x03\x04" + b"x" * 100,
    "MSL for ImageMagick": b'<?xml version="1.0"?><image><read filename="/etc/passwd"/></image>',
    "MVG for ImageMagick": b"push graphic-context\nfill 'url(https://evil.test/x)'",
    "PostScript": b"%!PS\n(/etc/passwd) run",
    "a playlist for FFmpeg": b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\nfile:///etc/passwd",
    "a film": b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 100,
}

SHOWN: Final = {
    "HTML behind a PNG": png(20, 10) + SCRIPT,
    "HTML in a PNG's text": with_chunk(png(20, 10), b"tEXt", b"Comment\x00" + SCRIPT),
    "HTML in a profile": with_chunk(png(20, 10), b"iCCP", b"x\x00\x00" + zlib.compress(SCRIPT)),
    "a profile that is a bomb": with_chunk(
        png(20, 10), b"iCCP", b"x\x00\x00" + zlib.compress(b"\0" * (20 << 20))
    ),
    "HTML behind a GIF": GIF + SCRIPT,
    "HTML in a GIF's comment": GIF[:19] + b"!\xfe" + bytes([len(SCRIPT)]) + SCRIPT + b"\x00" + GIF[19:],
}


def types() -> tuple[str, ...]:
    return ("image/png", "image/svg+xml", "text/html", "application/octet-stream", "image/gif; charset=utf-7")


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_is_refused(world: World, what: str) -> None:
    with unchanged(world):
        for kind in types():
            check_refusal(world.ada.upload(REFUSED[what], "innocent.png", kind), 413, 415)


@pytest.mark.parametrize("what", SHOWN)
@pytest.mark.parametrize(
    "name",
    ["x.html", "../../../etc/cron.d/x", "x.svg\x00.png", "<img src=x onerror=alert(1)>", "\u202egpj.exe"],
)
def test_what_hides_in_a_picture_is_never_shown(world: World, what: str, name: str) -> None:
    sent = world.ada.upload(SHOWN[what], name, "text/html")
    if sent.status == 415:
        return check_refusal(sent, 415)
    assert sent.status == 201, sent
    assert b"onerror" not in sent.body
    for accepted in ("", "image/webp", "image/avif,image/webp", "text/html", "image/svg+xml"):
        picture_only(world.nobody.get(sent.json["address"], ("Accept", accepted)))
    return None


def picture_only(shown: Answer) -> None:
    assert shown.status == 200
    assert shown.header("content-type") in (
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/gif",
        "image/avif",
    )
    assert shown.header("x-content-type-options") == "nosniff"
    assert "sandbox" in shown.header("content-security-policy")
    assert b"<script" not in shown.body
    assert b"alert" not in shown.body
    assert not shown.header("set-cookie")


def test_a_bomb_is_refused_by_what_it_would_become(world: World) -> None:
    rows = zlib.compressobj(9)
    row = b"\x00" + b"\x00" * 20_000
    packed = b"".join(rows.compress(row) for _ in range(20_000)) + rows.flush()
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    assert len(bomb) < 1 << 20
    with unchanged(world):
        answer = world.ada.upload(bomb)
    check_refusal(answer, 413)
    assert "pixels" in answer.json["message"]
    assert world.nobody.get("/").status == 200


def test_a_film_of_a_thousand_frames_is_refused(world: World) -> None:
    frame = GIF[19:-1]
    with unchanged(world):
        check_refusal(world.ada.upload(GIF[:19] + frame * 5000 + b";"), 413)


def test_a_picture_is_sent_by_who_is_known_and_from_here(world: World) -> None:
    data, client = png(5, 5), world.owner.client
    with unchanged(world):
        check_refusal(world.nobody.upload(data), 401)
        check_refusal(world.stranger(session="x" * 43).upload(data), 401)
        for headers in ((("Origin", "https://evil.test"),), (("Sec-Fetch-Site", "cross-site"),), ()):
            check_refusal(client.ask("POST", "/images", (*world.ada.cookie, *headers), data), 403)
        for method in ("GET", "PUT", "DELETE"):
            check_refusal(client.ask(method, "/images", world.ada.own), 405)
        large = client.raw(
            f"POST /images HTTP/1.1\r\nHost: {client.host}\r\nContent-Length: {1 << 40}\r\n\r\n".encode()
        )
        assert large.startswith(b"HTTP/1.1 413 ")


def test_only_addresses_that_the_site_made_show_anything(world: World) -> None:
    address = world.ada.upload(png(50, 40)).json["address"]
    assert world.nobody.get(address).status == 200
    start, _, last = address.rpartition("/")
    changed = [
        f"{start}/1{last}",
        f"{start}/{last}x",
        f"{start}/{last[:-1]}",
        f"{start}/%2e%2e/{last}",
        f"{address}/",
    ]
    changed += [address.replace("/i/", "/i/../i/"), address.replace("/i/", "/i//"), f"{address}%00", start]
    changed += [address.replace(last, last.swapcase())]
    for path in changed:
        answer = world.nobody.get(path)
        assert answer.status == 404, path
    assert world.nobody.get(f"{address}?width=9999&x=y").body == world.nobody.get(address).body


def test_others_pictures_stay(world: World) -> None:
    with unchanged(world):
        answer = world.bob.call("images.v1.Images/Delete", imageId=world.ids["image"])
        check_refusal(answer, 404)
        assert world.bob.call("images.v1.Images/ListOwn").json["images"] == []
