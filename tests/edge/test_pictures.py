"""Pictures come in through the site, and go out of it."""

import struct
import zlib

import pytest

from octavo.stories.api import Cover, ImageId
from tests.edge.browser import Answer, Browser
from tests.edge.world import Site


def png(width: int = 900, height: int = 600) -> bytes:
    """A grey picture."""
    rows = (b"\0" + b"\x80\x80\x80" * width) * height

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


async def upload(browser: Browser, data: bytes) -> Answer:
    return await browser.send("/images", data, {"content-type": "image/png"})


async def test_a_picture_is_sent_shown_and_stands_above_its_story(site: Site) -> None:
    ada = await site.owner()
    sent = await upload(ada, png())
    assert sent.status == 201
    picture = sent.json
    shown = await site.browser().get(picture["address"], accept="image/webp")
    assert shown.status == 200
    assert shown.header("content-type") == "image/webp"
    cover = Cover(image_id=ImageId(picture["id"]), alt="Grey", width=900, height=600)
    story = await site.publish("ada", "A walk", cover=cover)
    page = (await site.browser().get(f"/@ada/a-walk-{story.id}")).page
    image = page.css_first("figure.cover img")
    assert image is not None
    assert (image.attributes["alt"], image.attributes["width"]) == ("Grey", "900")
    for address in [part.split()[0] for part in (image.attributes["srcset"] or "").split(",")]:
        assert (await site.browser().get(address)).status == 200
    preview = page.css_first("meta[property='og:image']")
    assert (preview.attributes["content"] or "").startswith("http://octavo.test/i/")


async def test_a_picture_of_ones_own_stands_beside_the_name(site: Site) -> None:
    ada = await site.owner()
    picture = (await upload(ada, png())).json
    await ada.post("/me/settings/profile", name="Ada", bio="", picture_id=picture["id"])
    portrait = (await ada.get("/me/here?path=/")).json["person"]["picture"]
    assert (await site.browser().get(portrait)).status == 200
    assert portrait in (await site.browser().get("/@ada")).text


@pytest.mark.parametrize(
    ("data", "status"),
    [(b"", 415), (b"not a picture", 415), (b"<svg onload='alert(1)'/>", 415)],
)
async def test_what_is_no_picture_is_not_taken(site: Site, data: bytes, status: int) -> None:
    ada = await site.owner()
    answer = await upload(ada, data)
    assert answer.status == status
    assert answer.json["message"]


async def test_who_is_not_signed_in_sends_none(site: Site) -> None:
    assert (await upload(site.browser(), png())).status == 401


async def test_another_site_sends_none(site: Site) -> None:
    ada = await site.owner()
    answer = await ada.send("/images", png(), {"origin": "https://evil.test", "sec-fetch-site": "cross-site"})
    assert answer.status == 403


async def test_an_address_that_was_not_signed_shows_nothing(site: Site) -> None:
    ada = await site.owner()
    address: str = (await upload(ada, png())).json["address"]
    start, _, signature = address.rpartition("/")
    wider = start.replace("/720", "/721")
    for changed in (f"{start}/{signature[::-1]}", f"{wider}/{signature}", "/i/11111111111/720/x", "/i/"):
        assert (await site.browser().get(changed)).status == 404


async def test_the_editor_finds_a_picture_by_its_id(site: Site) -> None:
    ada = await site.owner()
    picture = (await upload(ada, png())).json
    led = await ada.get(f"/images/{picture['id']}?width=320")
    assert led.status == 302
    assert f"/i/{picture['id']}/360/" in led.location
    assert (await ada.get(led.location)).status == 200
    for wrong in (
        "/images/nonsense",
        f"/images/{picture['id']}?width=wide",
        f"/images/{picture['id']}?width=-1",
    ):
        assert (await ada.get(wrong)).status == 404
    assert (await site.browser().get(f"/images/{picture['id']}")).location.startswith("/sign-in")
