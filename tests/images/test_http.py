"""Bytes in and out over HTTP, over the service here and at the end of a wire."""

import json
from pathlib import Path
from typing import Any

import pytest
import pyvips

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.s3_files import S3Files
from octavo.chassis.s3_link import Bucket
from octavo.images.api import UPLOAD_BYTES, ImageAddresses
from octavo.images.http import Pictures, build
from tests.images import samples
from tests.images.conftest import ANNA, World, built
from tests.s3_server import S3Server

ADDRESSES = ImageAddresses(b"the secret of the site, of 32 bytes or so")


class Answer:
    """What an ASGI application sent."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""

    @property
    def json(self) -> Any:
        return json.loads(self.body)


async def call(
    app: Pictures,
    method: str,
    path: str,
    *,
    headers: dict[str, str] | None = None,
    body: bytes | list[bytes] = b"",
    caller: Caller = ANONYMOUS,
    gone: bool = False,
) -> Answer:
    parts = [body] if isinstance(body, bytes) else list(body)
    answer = Answer()

    async def receive() -> dict[str, Any]:
        if gone:
            return {"type": "http.disconnect"}
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            answer.body += message.get("body", b"")

    raw = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    scope = {"type": "http", "method": method, "path": path, "headers": raw, "query_string": b""}
    with acting_as(caller):
        await app(scope, receive, send)
    return answer


@pytest.fixture
def app(world: World) -> Pictures:
    return build(world.images, ADDRESSES)


async def test_an_upload_is_answered_with_what_a_page_needs(app: Pictures) -> None:
    headers = {"x-file-name": "M%C3%BCnchen.jpg", "content-type": "text/html"}
    answer = await call(app, "POST", "/images", body=samples.jpeg(900, 600), headers=headers, caller=ANNA)
    assert answer.status == 201
    assert answer.headers["cache-control"] == "no-store"
    uploaded = answer.json
    assert (uploaded["width"], uploaded["height"], uploaded["animated"]) == (900, 600, False)
    assert uploaded["placeholder"]
    shown = await call(app, "GET", uploaded["address"])
    assert shown.status == 200
    assert pyvips.Image.new_from_buffer(shown.body, "").width == 720


async def test_a_picture_is_shown_for_ever_to_each_in_their_format(app: Pictures) -> None:
    uploaded = (await call(app, "POST", "/images", body=samples.jpeg(), caller=ANNA)).json
    path = ADDRESSES(uploaded["id"], 100)
    for accept, kind in (
        ("", "image/jpeg"),
        ("image/*,*/*;q=0.8", "image/jpeg"),
        ("image/webp,image/*", "image/webp"),
        ("image/avif,image/webp,*/*", "image/avif"),
        ("image/avif;q=0, image/webp;q=0.5", "image/webp"),
    ):
        answer = await call(app, "GET", path, headers={"accept": accept})
        assert (answer.status, answer.headers["content-type"]) == (200, kind)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["vary"] == "Accept"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-length"] == str(len(answer.body))
        head = await call(app, "HEAD", path, headers={"accept": accept})
        assert head.body == b""
        assert head.headers == answer.headers
        again = await call(
            app, "GET", path, headers={"accept": accept, "if-none-match": f'"x", W/{answer.headers["etag"]}'}
        )
        assert (again.status, again.body) == (304, b"")


async def test_only_signed_addresses_are_answered(app: Pictures, world: World) -> None:
    uploaded = (await call(app, "POST", "/images", body=samples.jpeg(), caller=ANNA)).json
    right = ADDRESSES(uploaded["id"], 100)
    for path in (
        right.replace("/100/", "/101/"),
        right[:-1],
        right + "/",
        f"/i/{uploaded['id']}/100",
        "/i/../../etc/passwd",
        "/i/\x00",
        "/i/",
        ADDRESSES("11111111111", 100),
    ):
        answer = await call(app, "GET", path)
        assert (answer.status, answer.headers["cache-control"]) == (404, "no-store")
    assert world.files("renditions") == []


async def test_other_methods_are_refused_with_what_is_allowed(room: World) -> None:
    app = build(room.images, ADDRESSES)
    answer = await call(app, "GET", "/images", caller=ANNA)
    assert (answer.status, answer.headers["allow"]) == (405, "POST")
    answer = await call(app, "DELETE", ADDRESSES("11111111111", 100), caller=ANNA)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert (await call(app, "POST", "/images", body=samples.jpeg())).status == 401


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 415, "empty"),
        (samples.SVG, 415, "SVG"),
        (samples.HTML, 415, "web page"),
        (samples.HEIC, 415, "HEIC"),
        (samples.jpeg()[:3000], 415, "broken"),
        (samples.png_bomb(2000, 2000), 413, "1 million pixels"),
        (samples.gif(20, 20, frames=21), 413, "20 frames"),
        (b"\xff\xd8\xff" + b"x" * (1 << 20), 413, "1 MB"),
    ],
)
async def test_what_is_refused_is_told_in_words(app: Pictures, body: bytes, status: int, said: str) -> None:
    answer = await call(app, "POST", "/images", body=body, caller=ANNA)
    assert answer.status == status
    assert said in answer.json["message"]


async def test_an_endless_upload_is_cut_short(room: World) -> None:
    app = build(room.images, ADDRESSES)
    part = b"\xff" * (1 << 20)
    answer = await call(app, "POST", "/images", body=[part] * 100, caller=ANNA)
    assert (answer.status, answer.json["message"]) == (413, "The picture is larger than 20 MB.")
    announced = {"content-length": str(UPLOAD_BYTES + 1)}
    answer = await call(app, "POST", "/images", body=b"x", headers=announced, caller=ANNA)
    assert answer.status == 413
    assert room.files("") == []


async def test_an_upload_while_the_bucket_is_away_is_told_to_come_again(
    room: World, s3: S3Server, tmp_path: Path
) -> None:
    away = S3Files(Bucket(name="nobodys-bucket", endpoint=s3.url), seconds=60)
    inside = built(room.db, tmp_path / "desk", shard=6, files=away)
    answer = await call(build(inside, ADDRESSES), "POST", "/images", body=samples.jpeg(), caller=ANNA)
    assert (answer.status, answer.headers["retry-after"]) == (503, "10")
    assert "Try again in a moment" in answer.json["message"]
    assert "nobodys" not in answer.json["message"]
    assert await room.db.all("SELECT * FROM images") == []
    assert not [path for path in (tmp_path / "desk").rglob("*") if path.is_file()]
    await inside.close()
    await away.close()


async def test_a_sender_who_goes_away_leaves_nothing(room: World) -> None:
    app = build(room.images, ADDRESSES)
    answer = await call(app, "POST", "/images", gone=True, caller=ANNA)
    assert answer.status == 0
    assert room.files("") == []
