"""Where files are kept is chosen by one setting."""

import json
import secrets
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from octavo import config, file_engine
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.faults import Unavailable
from octavo.process import Process
from octavo.register import SERVICES
from octavo.site import Site, site
from octavo.trouble import Trouble
from tests.chassis.story_events import until
from tests.images import samples
from tests.s3_server import S3Server

ANNA = Caller(person_id="1111111AnNa", roles=frozenset({"member"}))
OWNER = Caller(person_id="1111111Wner", roles=frozenset({"owner", "member"}))


@asynccontextmanager
async def a_site(data: Path, url: str) -> AsyncIterator[Site]:
    """One machine of a site; all have the same databases, by their folder."""
    process = Process(
        config=config.read({"OCTAVO_FILES_URL": url, "OCTAVO_FILES_SECONDS": "60"}),
        secret=b"the secret of the tests, 32 bytes or more",
        data=data,
        web=None,
        names=frozenset(SERVICES),
        listen="",
    )
    async with site(process) as running:
        yield running


def address(server: S3Server) -> str:
    name = server.bucket(f"site-{secrets.token_hex(6)}")
    return f"{server.url.replace('http', 's3+http')}/{name}/of/mine"


def kept(server: S3Server, url: str, part: str = "") -> list[str]:
    """What lies in the site's bucket, below the site's prefix."""
    below = server.home / "buckets" / url.removesuffix("/of/mine").rpartition("/")[2] / "of" / "mine"
    found = [path for path in (below / part).rglob("*") if path.is_file()]
    return sorted(path.relative_to(below).as_posix() for path in found)


def test_a_site_without_a_bucket_loads_no_client(tmp_path: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from octavo import file_engine, site
from octavo.config import Config
assert file_engine.build(Config().files, data=Path({str(tmp_path)!r})).name == "folder"
print(*sys.modules)
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"aiobotocore", "botocore"} & set(out.split())


@pytest.mark.parametrize(
    "url",
    [
        "http://h/bucket",
        "s3://",
        "s3://ab",
        "s3://Bucket",
        "s3://bucket:80/x",
        "s3://bucket/a b",
        "s3://bucket/a/../b",
        "s3://bucket?region=",
        "s3://bucket?endpoint=x",
        "s3://bucket#x",
        "s3+http://h:99999/bucket",
        "s3+http://h",
        "s3+http://h/",
        "s3+http://me:secret@h/bucket",
        "s3+http:///bucket",
    ],
)
def test_an_address_that_cannot_be_used_is_told_by_the_name_of_its_setting(url: str) -> None:
    with pytest.raises(Trouble, match=r"^OCTAVO_FILES_URL: ") as raised:
        config.read({"OCTAVO_FILES_URL": url})
    assert "secret" not in str(raised.value)


def test_a_folder_hands_out_nothing() -> None:
    with pytest.raises(Trouble, match=r"^OCTAVO_FILES_HAND_OUT: .*OCTAVO_FILES_URL"):
        config.read({"OCTAVO_FILES_HAND_OUT": "1"})


@pytest.mark.parametrize(
    ("url", "name", "prefix", "region", "endpoint"),
    [
        ("s3://my.bucket", "my.bucket", "", "", ""),
        ("s3://bucket/", "bucket", "", "", ""),
        ("s3://bucket/a/b?region=eu-central-1", "bucket", "a/b/", "eu-central-1", ""),
        ("s3+http://127.0.0.1:7070/bucket", "bucket", "", "", "http://127.0.0.1:7070"),
        ("s3+https://s3.example.org/bucket/a/", "bucket", "a/", "", "https://s3.example.org"),
    ],
)
def test_an_address_says_all_of_it(url: str, name: str, prefix: str, region: str, endpoint: str) -> None:
    bucket = file_engine.bucket_of(config.read({"OCTAVO_FILES_URL": url}).files)
    assert (bucket.name, bucket.prefix, bucket.region, bucket.endpoint) == (name, prefix, region, endpoint)


async def test_what_one_machine_took_in_another_shows(tmp_path: Path, s3: S3Server) -> None:
    url = address(s3)
    async with a_site(tmp_path, url) as one:
        with acting_as(ANNA):
            image = await one.services.images.store(data=samples.jpeg(200, 100))
            made = await one.services.images.render(image_id=image.id, width=100)
    assert [key.partition("/")[0] + "/" + key.split("/")[1] for key in kept(s3, url)] == [
        "images/originals",
        "images/renditions",
    ]
    (rendition,) = (tmp_path / "images" / "renditions").rglob("*.*")
    rendition.unlink()  # as on a machine that never made it
    async with a_site(tmp_path, url) as other:
        with acting_as(ANNA):
            assert (await other.services.images.get_original(image_id=image.id)).data == samples.jpeg(
                200, 100
            )
            assert (await other.services.images.render(image_id=image.id, width=100)).data == made.data
            assert rendition.read_bytes() == made.data
            await other.services.images.render(image_id=image.id, width=50)
    assert not list((tmp_path / "images" / "incoming").iterdir())
    assert not (tmp_path / "images" / "originals").exists()
    assert len(kept(s3, url, "images/renditions")) == 2


async def test_who_is_erased_leaves_nothing_in_the_bucket(tmp_path: Path, s3: S3Server) -> None:
    url = address(s3)
    async with a_site(tmp_path, url) as one:
        with acting_as(ANNA):
            for side in (60, 61):
                image = await one.services.images.store(data=samples.jpeg(side, side))
                await one.services.images.render(image_id=image.id, width=50)
        assert len(kept(s3, url)) == 4
        await one.services.ground.holders.erase("images", ANNA.person_id or "")
    assert kept(s3, url) == []
    assert not list((tmp_path / "images").rglob("*.*"))


async def test_without_its_bucket_a_site_shows_what_it_has_and_takes_nothing(
    tmp_path: Path, own_s3: S3Server
) -> None:
    async with a_site(tmp_path, address(own_s3)) as one:
        images = one.services.images
        with acting_as(ANNA):
            image = await images.store(data=samples.jpeg(200, 100))
            shown = await images.render(image_id=image.id, width=100)
            assert await one.health.lacking() == []
            own_s3.kill()
            with pytest.raises(Unavailable):
                await images.store(data=samples.jpeg(77, 77))
            assert (await images.render(image_id=image.id, width=100)).data == shown.data
            with pytest.raises(Unavailable):
                await images.render(image_id=image.id, width=60)
            assert [one.id for one in (await images.list_own()).images] == [image.id]
        assert (await one.health.problems(), await one.health.lacking()) == ([], ["files"])
        reply = await one.health.answer("/readyz")
        assert reply is not None
        assert (reply.status, json.loads(reply.body)["without"]) == (200, ["files"])
        own_s3.start()

        async def in_order() -> bool:
            return await one.health.lacking() == []

        await until(in_order)
        with acting_as(ANNA):
            await images.render(image_id=image.id, width=60)
            stored = await images.store(data=samples.jpeg(77, 77))
            assert (await images.get_original(image_id=stored.id)).data == samples.jpeg(77, 77)
