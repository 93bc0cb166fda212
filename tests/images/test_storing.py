"""Keeping pictures, whose they are, and what is refused."""

import asyncio

import pytest

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.images.api import (
    Format,
    ImageId,
    ImageInUse,
    ImageNotFound,
    ImageTooLarge,
    PersonId,
    QuotaReached,
    UnsupportedImage,
)
from octavo.images.service import StoryEvents
from octavo.stories.api import StoryErased, StoryPublished, StoryRevised, StoryWithdrawn
from tests.images import samples
from tests.images.conftest import ANNA, BERT, MODERATOR, OPERATOR, World, built


async def stored(world: World, data: bytes, caller: Caller = ANNA) -> ImageId:
    with acting_as(caller):
        return (await world.images.store(data=data, name="a.jpg")).id


async def test_a_picture_is_kept_as_it_came_and_looked_at(world: World) -> None:
    data = samples.jpeg(300, 200)
    with acting_as(ANNA):
        image = await world.images.store(data=data, name="C:\\fakepath\\a\u202e.jpg")
        original = await world.images.get_original(image_id=image.id)
    assert original.data == data
    assert (image.width, image.height, image.format, image.bytes) == (300, 200, Format.JPEG, len(data))
    assert (image.animated, image.transparent, image.owner_id) == (False, False, ANNA.person_id)
    assert image.placeholder
    assert image.color[0] == "#"
    with acting_as(ANNA):
        assert await world.images.get_images(image_ids=(image.id,)) == (image,)
    assert len(world.files("originals")) == 1
    assert world.files("incoming") == []
    rows = await world.db.all("SELECT type FROM octavo_outbox")
    assert [row["type"] for row in rows] == ["images.ImageStored"]


@pytest.mark.parametrize(
    ("data", "kind", "animated", "transparent"),
    [
        (samples.png(), Format.PNG, False, False),
        (samples.png(alpha=True), Format.PNG, False, True),
        (samples.png(deep=True), Format.PNG, False, False),
        (samples.webp(), Format.WEBP, False, False),
        (samples.avif(), Format.AVIF, False, False),
        (samples.gif(), Format.GIF, False, False),
        (samples.gif(frames=5), Format.GIF, True, False),
        (samples.cmyk(), Format.JPEG, False, False),
        (samples.grey(), Format.JPEG, False, False),
    ],
)
async def test_every_format_is_taken(
    studio: World, data: bytes, kind: Format, animated: bool, transparent: bool
) -> None:
    with acting_as(ANNA):
        image = await studio.images.store(data=data)
        assert (image.format, image.animated, image.transparent) == (kind, animated, transparent)
        for accepted in ((), (Format.WEBP,), (Format.AVIF, Format.WEBP)):
            assert (await studio.images.render(image_id=image.id, width=50, accepted=accepted)).data


async def test_the_same_bytes_of_the_same_owner_are_the_same_picture(world: World) -> None:
    data = samples.jpeg()
    first, again, berts = (
        await stored(world, data),
        await stored(world, data),
        await stored(world, data, BERT),
    )
    assert first == again
    assert berts != first
    assert len(world.files("originals")) == 1


async def test_the_same_bytes_at_once_are_one_picture(room: World) -> None:
    data, other = samples.jpeg(), built(room.db, room.folder, shard=6)
    with acting_as(ANNA):
        images = await asyncio.gather(*(who.store(data=data) for who in (room.inside, other) * 3))
    await other.close()
    assert len({image.id for image in images}) == 1
    assert len(room.files("originals")) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (samples.SVG, "SVG"),
        (samples.HTML, "web page"),
        (samples.HEIC, "HEIC"),
        (samples.jpeg()[:2000], "broken"),
        (samples.png()[:3000], "broken"),
        (samples.webp()[:500], "broken"),
        (samples.avif()[:600], "broken"),
        (b"\xff\xd8\xff" + b"nonsense" * 100, "broken"),
        (b"GIF89a" + b"\xff" * 500, "broken"),
        (samples.png_that_claims(500, 500), "broken"),
        (samples.png_that_claims(0, 0), "broken"),
        (samples.png_that_claims(2**31 - 1, 2**31 - 1), "broken"),
    ],
)
async def test_what_cannot_be_read_is_refused_and_leaves_nothing(
    world: World, data: bytes, said: str
) -> None:
    with acting_as(ANNA), pytest.raises(UnsupportedImage) as raised:
        await world.images.store(data=data, name="x.png")
    assert said in raised.value.problem
    assert raised.value.name == "x.png"
    assert world.files("") == []
    assert await world.db.all("SELECT * FROM images") == []


@pytest.mark.parametrize(
    ("data", "limit"),
    [
        (b"\xff\xd8\xff" + b"\x00" * (1 << 20), "bytes"),
        (samples.png_bomb(5000, 3000), "pixels"),
        (samples.png_that_claims(60_000, 60_000), "pixels"),
        (samples.gif(20, 20, frames=21), "frames"),
        (samples.gif(200, 200, frames=4), "pixels"),
    ],
)
async def test_what_is_too_large_is_refused_by_its_limit(studio: World, data: bytes, limit: str) -> None:
    with acting_as(ANNA), pytest.raises(ImageTooLarge) as raised:
        await studio.images.store(data=data)
    assert raised.value.limit == limit
    assert studio.files("") == []


async def test_a_persons_pictures_have_room_up_to_the_quota(world: World) -> None:
    large = [samples.png(500, 500 + number, noise=True) for number in range(2)]
    assert sum(map(len, large)) > 1 << 20
    await stored(world, large[0])
    with acting_as(ANNA), pytest.raises(QuotaReached) as raised:
        await world.images.store(data=large[1])
    assert raised.value.megabytes == 1
    assert await stored(world, large[0])
    assert await stored(world, samples.jpeg())
    assert await stored(world, large[1], BERT)


async def test_only_who_is_signed_in_stores_and_only_with_power_for_another(world: World) -> None:
    data = samples.jpeg()
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        await world.images.store(data=data)
    for caller in (ANNA, MODERATOR, ANONYMOUS):
        with acting_as(caller), pytest.raises(Forbidden):
            await world.images.store(data=data, owner_id=PersonId("1111111Bert"))
    with acting_as(OPERATOR):
        image = await world.images.store(data=data, owner_id=PersonId("1111111Bert"))
    assert image.owner_id == "1111111Bert"


async def test_an_original_is_for_its_owner_and_the_operator(world: World) -> None:
    image_id = await stored(world, samples.jpeg(gps=True))
    for caller in (ANONYMOUS, BERT, MODERATOR):
        with acting_as(caller), pytest.raises(ImageNotFound):
            await world.images.get_original(image_id=image_id)
    with acting_as(OPERATOR):
        assert (await world.images.get_original(image_id=image_id)).data


async def test_ones_own_pictures_are_listed_newest_first_by_page(world: World) -> None:
    ids = [await stored(world, samples.jpeg(50, 50 + number)) for number in range(3)]
    await stored(world, samples.jpeg(), BERT)
    with acting_as(ANNA):
        first = await world.images.list_own(limit=2)
        second = await world.images.list_own(limit=2, after=first.next)
        for limit in (0, 201):
            with pytest.raises(Invalid):
                await world.images.list_own(limit=limit)
    assert [image.id for image in (*first.images, *second.images)] == ids[::-1]
    assert second.next == ""
    with pytest.raises(Unauthenticated):
        await world.images.list_own()


async def test_unknown_pictures_are_left_out(world: World) -> None:
    image_id = await stored(world, samples.jpeg())
    asked = (ImageId("11111111111"), image_id, ImageId("no id"), ImageId(""), image_id)
    with acting_as(ANNA):
        assert [image.id for image in await world.images.get_images(image_ids=asked)] == [image_id]
    assert await world.images.get_images(image_ids=()) == ()
    with pytest.raises(Invalid):
        await world.images.get_images(image_ids=(image_id,) * 501)


@pytest.mark.parametrize("image_id", ["11111111111", "no id", "", "../../etc/passwd", "\x00"])
async def test_an_unknown_picture_is_not_there(world: World, image_id: str) -> None:
    with acting_as(ANNA):
        for call in (
            world.images.render(image_id=ImageId(image_id), width=100),
            world.images.get_original(image_id=ImageId(image_id)),
            world.images.delete(image_id=ImageId(image_id)),
        ):
            with pytest.raises(ImageNotFound):
                await call


async def test_a_picture_is_deleted_by_its_owner_or_a_moderator(world: World) -> None:
    first, second = await stored(world, samples.jpeg(60, 60)), await stored(world, samples.jpeg(61, 61))
    with acting_as(ANONYMOUS), pytest.raises(Unauthenticated):
        await world.images.delete(image_id=first)
    with acting_as(BERT), pytest.raises(ImageNotFound):
        await world.images.delete(image_id=first)
    with acting_as(ANNA):
        await world.images.delete(image_id=first)
        with pytest.raises(ImageNotFound):
            await world.images.delete(image_id=first)
    with acting_as(MODERATOR):
        assert [image.id for image in await world.images.get_images(image_ids=(first, second))] == [second]
        await world.images.delete(image_id=second)
    with acting_as(ANNA):
        assert await world.images.get_images(image_ids=(first, second)) == ()


async def test_others_learn_of_a_picture_once_readers_see_it(room: World) -> None:
    image_id = await stored(room, samples.jpeg())
    for caller in (ANONYMOUS, BERT):
        with acting_as(caller):
            assert await room.images.get_images(image_ids=(image_id,)) == ()
    await room.inside.note_uses("1111111stry", (image_id,))
    for caller in (ANONYMOUS, BERT):
        with acting_as(caller):
            assert [image.id for image in await room.images.get_images(image_ids=(image_id,))] == [image_id]
    await room.inside.note_uses("1111111stry", ())
    with acting_as(BERT):
        assert await room.images.get_images(image_ids=(image_id,)) == ()


async def test_a_picture_that_a_published_story_shows_stays(room: World) -> None:
    first, second = await stored(room, samples.jpeg(60, 60)), await stored(room, samples.jpeg(61, 61))
    events = StoryEvents(room.inside)

    async def happen(event: StoryPublished | StoryRevised | StoryWithdrawn | StoryErased) -> None:
        await events(event, None)  # type: ignore[arg-type]

    async def deletable(image_id: ImageId) -> bool:
        try:
            with acting_as(ANNA):
                await room.images.delete(image_id=image_id)
        except ImageInUse:
            return False
        return True

    published = StoryPublished(story_id="1111111stry", image_ids=(first, second, first, ImageId("no id")))  # type: ignore[arg-type]
    await happen(published)
    await happen(published)
    assert not await deletable(first)
    await happen(StoryRevised(story_id="1111111stry", image_ids=(second,)))  # type: ignore[arg-type]
    assert await deletable(first)
    assert not await deletable(second)
    await happen(StoryWithdrawn(story_id="1111111stry"))  # type: ignore[arg-type]
    assert await deletable(second)
    await happen(StoryErased(story_id="1111111stry"))  # type: ignore[arg-type]


async def test_whoever_is_erased_takes_their_pictures_along_and_no_others(room: World) -> None:
    shared, own = samples.jpeg(300, 200), samples.png()
    mine = [await stored(room, data) for data in (shared, own)]
    theirs = await stored(room, shared, BERT)
    await room.inside.note_uses("1111111stry", (mine[1],))
    for image_id in mine:
        await room.images.render(image_id=image_id, width=100)
    assert len(room.files("originals")) == len(room.files("renditions")) == 2
    await room.inside.forget_owner(PersonId(str(ANNA.person_id)))
    for image_id in mine:
        with pytest.raises(ImageNotFound):
            await room.images.render(image_id=image_id, width=100)
    assert len(room.files("originals")) == len(room.files("renditions")) == 1
    assert (await room.images.render(image_id=theirs, width=100)).data
    assert [dict(row) for row in await room.db.all("SELECT * FROM image_uses")] == []
    await room.inside.forget_owner(PersonId(str(ANNA.person_id)))
    rows = await room.db.all("SELECT type FROM octavo_outbox WHERE type = 'images.ImageDeleted'")
    assert len(rows) == 2
