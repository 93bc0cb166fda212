"""Renditions: upright, small, without what the camera wrote, made once."""

import asyncio
from typing import Any

import pytest
import pyvips

from octavo.chassis.context import acting_as
from octavo.chassis.faults import Invalid
from octavo.images.api import Format, ImageNotFound, RenderResponse
from octavo.images.service import Config
from tests.conftest import missing
from tests.images import samples
from tests.images.conftest import ANNA, PHOTOS, World, built

AVIF_TOO = (Format.AVIF, Format.WEBP)


async def shown(world: World, data: bytes, *, width: int = 100, accepted: tuple[Format, ...] = ()) -> Any:
    """The rendition of an upload, decoded."""
    made = await rendered(world, data, width=width, accepted=accepted)
    return pyvips.Image.new_from_buffer(made.data, "n=-1" if made.format is Format.GIF else "").copy_memory()


async def rendered(
    world: World, data: bytes, *, width: int = 100, accepted: tuple[Format, ...] = ()
) -> RenderResponse:
    with acting_as(ANNA):
        image = await world.images.store(data=data)
    return await world.images.render(image_id=image.id, width=width, accepted=accepted)


async def test_a_rendition_is_as_wide_as_asked_and_never_wider_than_the_original(world: World) -> None:
    data = samples.jpeg(300, 200)
    assert [(await shown(world, data, width=width)).width for width in (1, 77, 300, 5000)] == [
        1,
        77,
        300,
        300,
    ]
    with acting_as(ANNA):
        image = await world.images.store(data=data)
    for width in (0, -1, 5001):
        with pytest.raises(Invalid):
            await world.images.render(image_id=image.id, width=width)


async def test_a_reader_gets_what_they_accept(world: World) -> None:
    data = samples.jpeg()
    made = [await rendered(world, data, accepted=accepted) for accepted in ((), (Format.WEBP,), AVIF_TOO)]
    assert [one.format for one in made] == [Format.JPEG, Format.WEBP, Format.AVIF]
    assert len({one.digest for one in made}) == 3
    assert (made[0].data[:3], made[1].data[:4], made[2].data[4:12]) == (b"\xff\xd8\xff", b"RIFF", b"ftypavif")
    again = await rendered(world, data, accepted=(Format.WEBP,))
    assert again == made[1]


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_picture_stands_upright(studio: World, orientation: int) -> None:
    data = samples.jpeg(80, 40, orientation=orientation)
    with acting_as(ANNA):
        image = await studio.images.store(data=data)
    assert (image.width, image.height) == ((80, 40) if orientation < 5 else (40, 80))
    for accepted in ((), (Format.WEBP,), AVIF_TOO):
        upright = await shown(studio, data, width=image.width, accepted=accepted)
        assert (upright.width, upright.height) == (image.width, image.height)
        # the blue corner goes where the camera's mark says: EXIF's own table of the eight
        right, low = orientation in (2, 3, 6, 7), orientation in (3, 4, 7, 8)
        x, y = (image.width - 4 if right else 3), (image.height - 4 if low else 3)
        assert upright.getpoint(x, y)[2] > 150
        assert upright.getpoint(image.width - 1 - x, image.height - 1 - y)[2] < 100


@pytest.mark.parametrize("side", ["Landscape", "Portrait"])
async def test_real_photographs_of_all_orientations_look_the_same(studio: World, side: str) -> None:
    if not PHOTOS.is_dir():
        missing("the folder of photographs in all orientations")
    seen = []
    for number in range(1, 9):
        data = (PHOTOS / f"{side}_{number}.jpg").read_bytes()
        inside = built(studio.db, studio.folder, Config())
        with acting_as(ANNA):
            image = await inside.store(data=data)
        assert (image.width, image.height) == ((1800, 1200) if side == "Landscape" else (1200, 1800))
        made = await inside.render(image_id=image.id, width=120, accepted=())
        await inside.close()
        seen.append(pyvips.Image.new_from_buffer(made.data, "").colourspace("b-w").gaussblur(3).copy_memory())
    for other in seen[1:]:
        assert (seen[0] - other).abs().avg() < 12


@pytest.mark.parametrize("accepted", [(), (Format.WEBP,), AVIF_TOO])
async def test_nothing_that_the_camera_wrote_is_shown(studio: World, accepted: tuple[Format, ...]) -> None:
    data = samples.jpeg(gps=True, orientation=6)
    assert b"SecretCamera" in data
    made = await rendered(studio, data, accepted=accepted)
    assert b"SecretCamera" not in made.data
    assert b"Exif" not in made.data
    fields = pyvips.Image.new_from_buffer(made.data, "").get_fields()
    assert not [name for name in fields if name.startswith(("exif", "xmp", "iptc", "icc", "orientation"))]


@pytest.mark.parametrize("accepted", [(), (Format.WEBP,), AVIF_TOO])
async def test_what_is_transparent_stays_so_and_loses_nothing(
    studio: World, accepted: tuple[Format, ...]
) -> None:
    image = await shown(studio, samples.png(80, 60, alpha=True), width=80, accepted=accepted)
    assert image.hasalpha()
    original = pyvips.Image.new_from_buffer(samples.png(80, 60, alpha=True), "")
    assert image[3].getpoint(1, 1) == [0]
    assert image[3].getpoint(40, 30) == [255]
    assert (image[0] - original[0]).abs().getpoint(40, 30) == [0]


@pytest.mark.parametrize("accepted", [(), (Format.WEBP,)])
async def test_what_moves_goes_on_moving(studio: World, accepted: tuple[Format, ...]) -> None:
    made = await rendered(studio, samples.gif(64, 48, frames=5), width=32, accepted=accepted)
    assert made.format is (Format.WEBP if accepted else Format.GIF)
    moving = pyvips.Image.new_from_buffer(made.data, "n=-1")
    assert moving.get("n-pages") == 5
    assert (moving.width, moving.get("page-height")) == (32, 24)


@pytest.mark.parametrize("data", [samples.cmyk(), samples.grey(), samples.png(deep=True)])
async def test_other_colours_and_depths_are_shown_in_srgb(studio: World, data: bytes) -> None:
    image = await shown(studio, data, width=60)
    assert image.interpretation in ("srgb", "b-w")
    assert image.format == "uchar"


async def test_colours_of_print_come_out_as_they_look(studio: World) -> None:
    printed = await shown(studio, samples.cmyk(), width=120)
    red, _, blue = printed.getpoint(110, 5)
    assert red > 150
    assert blue < 120


async def test_a_scroll_is_shown_whole(studio: World) -> None:
    inside = built(studio.db, studio.folder, Config(), shard=6)
    with acting_as(ANNA):
        image = await inside.store(data=samples.png(20, 20_000))
    made = await inside.render(image_id=image.id, width=20, accepted=AVIF_TOO)
    await inside.close()
    assert made.format is Format.JPEG
    assert pyvips.Image.new_from_buffer(made.data, "").height == 20_000


async def test_a_rendition_is_made_once_however_many_ask(room: World) -> None:
    with acting_as(ANNA):
        image = await room.inside.store(data=samples.jpeg())
    calls = 0
    studio = room.inside.studio
    render = studio.render

    async def counted(*arguments: Any) -> None:
        nonlocal calls
        calls += 1
        await render(*arguments)

    studio.render = counted  # type: ignore[method-assign]
    made = await asyncio.gather(
        *(room.inside.render(image_id=image.id, width=90, accepted=AVIF_TOO) for _ in range(20))
    )
    assert len({one.data for one in made}) == 1
    assert calls == 1
    assert len(room.files("renditions")) == 1
    assert not room.inside.making


async def test_a_rendition_outlives_the_site_and_the_first_who_asked(studio: World) -> None:
    with acting_as(ANNA):
        image = await studio.inside.store(data=samples.png(900, 900))
    first = asyncio.create_task(studio.inside.render(image_id=image.id, width=800, accepted=(Format.WEBP,)))
    while not studio.inside.making:  # noqa: ASYNC110 - until it is under way
        await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    async with asyncio.timeout(20):
        while not studio.files("renditions"):  # noqa: ASYNC110 - a folder has no event to wait on
            await asyncio.sleep(0.01)
    after = built(studio.db, studio.folder, shard=6)
    assert (await after.render(image_id=image.id, width=800, accepted=(Format.WEBP,))).data
    assert after.studio.started == 0  # type: ignore[attr-defined]


async def test_a_rendition_that_is_lost_is_made_anew(studio: World) -> None:
    first = await rendered(studio, samples.jpeg())
    for path in studio.files("renditions"):
        path.unlink()
    assert await rendered(studio, samples.jpeg()) == first


async def test_a_lost_original_is_told_and_breaks_nothing_else(studio: World) -> None:
    with acting_as(ANNA):
        image = await studio.inside.store(data=samples.jpeg())
        for path in studio.files("originals"):
            path.unlink()
        with pytest.raises(ImageNotFound):
            await studio.inside.get_original(image_id=image.id)
        with pytest.raises(ImageNotFound):
            await studio.inside.render(image_id=image.id, width=50)
    assert await rendered(studio, samples.png())
