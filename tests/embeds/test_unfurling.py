"""What a pasted link stands for: told by real sites on this machine, or not to be had."""

import asyncio
import json
from collections.abc import Iterator

import pytest

from octavo.chassis.context import Caller, acting_as
from octavo.chassis.faults import Unauthenticated
from octavo.embeds.api import Kind, NoAddress, SiteUnreached, TooManyLinks
from octavo.images.api import QuotaReached
from tests.embeds.world import DAY, PNG, SITE, STORY, World

ADA, BOB = "33333333333", "44444444444"
WATCH = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
PAGE = """<title>Plain</title><meta property="og:title" content="A title"><meta property="og:description"
 content="About  it"><meta property="og:site_name" content="The Site">
<meta property="og:image" content="/i.png">"""


@pytest.fixture(autouse=True)
def ada() -> Iterator[None]:
    with acting_as(Caller(person_id=ADA, roles=frozenset({"member"}))):
        yield


async def test_a_page_becomes_a_card_with_a_picture_of_the_callers(world: World) -> None:
    address = world.site.page("/a?x=1", PAGE)
    world.site.page("/i.png", PNG, kind="image/png")
    told = await world.embeds.unfurl(url=f" {address}#part ")
    assert (told.kind, told.url) == (Kind.CARD, f"{address}#part")
    assert (told.title, told.description, told.site) == ("A title", "About it", "The Site")
    assert told.image_id == "22222222222"
    assert world.album.kept == [(ADA, PNG)]
    assert world.site.agents == {f"user-agent: Octavo (+{SITE})"}


async def test_a_thing_of_a_known_site_is_an_embed_and_its_html_is_not_looked_at(world: World) -> None:
    said = {
        "title": "A film", "author_name": "Ada", "thumbnail_url": f"{world.site.url}/i.png", "width": "560",
        "height": 315, "html": "<script>alert(1)</script><iframe src='https://evil.example'></iframe>",
    }  # fmt: skip
    world.site.page("/oembed", json.dumps(said), kind="application/json")
    world.site.page("/i.png", PNG, kind="image/png")
    told = await world.embeds.unfurl(url="https://youtu.be/dQw4w9WgXcQ?t=5")
    assert (told.kind, told.provider, told.title, told.author) == (Kind.EMBED, "youtube", "A film", "Ada")
    assert (told.width, told.height, told.image_id) == (560, 315, "22222222222")
    assert "evil" not in repr(told)
    assert (await world.embeds.unfurl(url="https://www.youtube.com/embed/dQw4w9WgXcQ")).url == WATCH


@pytest.mark.parametrize(
    "answer", ["[]", "{", "null", '{"title": 3, "width": -1, "thumbnail_url": "file:///x"}']
)
async def test_without_a_word_of_its_site_an_embed_is_one_all_the_same(world: World, answer: str) -> None:
    world.site.page("/oembed", answer, kind="application/json")
    told = await world.embeds.unfurl(url=WATCH)
    assert (told.kind, told.url, told.title, told.width, told.image_id) == (Kind.EMBED, WATCH, "", 0, "")


async def test_pages_of_this_site_are_asked_of_nobody(world: World) -> None:
    for path in (f"/@ada/a-story-{STORY}", f"/p/{STORY}", f"/the-paper/{STORY}"):
        told = await world.embeds.unfurl(url=SITE + path)
        assert (told.kind, told.title, told.description, told.site) == (
            Kind.CARD,
            "Ours",
            "A <b>subtitle</b>",
            "The Test",
        )
    person, home = await world.embeds.unfurl(url=f"{SITE}/@ada"), await world.embeds.unfurl(url=SITE)
    assert (person.title, person.description, home.title) == ("Ada", "Writes.", "The Test")
    world.clock.turn(minutes=2)
    for path in ("/@ada/gone-55555555555", "/@nobody"):
        with pytest.raises(SiteUnreached):
            await world.embeds.unfurl(url=SITE + path)
    assert world.site.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "javascript:alert(1)",
        "mailto:a@example.org",
        "/path",
        "https://a@b.test/",
        "http://" + "x" * 3000,
    ],
)
async def test_what_is_no_address_of_the_web_is_refused(world: World, url: str) -> None:
    with pytest.raises(NoAddress):
        await world.embeds.unfurl(url=url)


@pytest.mark.parametrize(
    "host", ["inner.test", "10.0.0.1", "[::1]", "169.254.169.254", "0x7f.1", "2130706433", "other.test:22"]
)
async def test_private_addresses_are_refused(world: World, host: str) -> None:
    with pytest.raises(NoAddress):
        await world.embeds.unfurl(url=f"http://{host}/")
    assert world.site.asked == []


async def test_a_picture_of_a_private_network_is_left_out(world: World) -> None:
    address = world.site.page("/a", PAGE.replace("/i.png", "http://inner.test/i.png"))
    told = await world.embeds.unfurl(url=address)
    assert (told.title, told.image_id) == ("A title", "")


async def test_a_picture_that_is_none_too_large_or_without_room_is_left_out(world: World) -> None:
    for number, data in enumerate((b"<svg>", PNG + b"x" * 30_000)):
        world.site.page("/i.png", data, kind="image/png")
        assert (await world.embeds.unfurl(url=world.site.page(f"/{number}", PAGE))).image_id == ""
    world.site.page("/i.png", PNG, kind="image/png")
    world.album.full = QuotaReached(megabytes=1)
    assert (await world.embeds.unfurl(url=world.site.page("/full", PAGE))).image_id == ""


@pytest.mark.parametrize("status", [404, 500, 403])
async def test_a_site_that_does_not_answer_with_a_page_is_said_so_and_asked_again_soon(
    world: World, status: int
) -> None:
    address = world.site.page("/a", PAGE, status=status)
    for _ in range(2):
        with pytest.raises(SiteUnreached, match=str(status)):
            await world.embeds.unfurl(url=address)
    assert world.site.asked == ["/a"], "a failure is believed for a while"
    world.site.page("/a", PAGE)
    world.clock.turn(minutes=3)
    await asyncio.sleep(1.1)  # what is near is forgotten by its own clock
    assert (await world.embeds.unfurl(url=address)).title == "A title"


async def test_without_a_network_it_is_said_so(world: World) -> None:
    world.names.clear()
    with pytest.raises(SiteUnreached, match="not known"):
        await world.embeds.unfurl(url="https://nowhere.test/")


async def test_what_many_paste_is_asked_for_once_and_kept_a_day(world: World) -> None:
    address = world.site.page("/a", PAGE.replace('content="/i.png"', 'content=""'))
    world.site.wait = 0.1
    await asyncio.gather(*(world.embeds.unfurl(url=address) for _ in range(3)))
    with acting_as(Caller(person_id=BOB, roles=frozenset({"member"}))):
        await world.embeds.unfurl(url=address)
    assert world.site.asked == ["/a"]
    world.clock.turn(days=2)
    await world.inside.tidy()
    assert await world.db.all("SELECT * FROM told_pages") == []
    assert DAY.days == 1


async def test_a_person_has_so_many_a_minute(world: World) -> None:
    address = world.site.page("/a", PAGE)
    for _ in range(5):
        await world.embeds.unfurl(url=address)
    with pytest.raises(TooManyLinks):
        await world.embeds.unfurl(url=address)
    with acting_as(Caller(person_id=BOB, roles=frozenset({"member"}))):
        await world.embeds.unfurl(url=address)
    world.clock.turn(seconds=61)
    await world.embeds.unfurl(url=address)


async def test_nobody_asks_without_signing_in(world: World) -> None:
    with acting_as(Caller()), pytest.raises(Unauthenticated):
        await world.embeds.unfurl(url="https://example.org/")
