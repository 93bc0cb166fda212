"""The whole site forgets a person: a canary in all that they left, then looked for in every file and line."""

import asyncio
import io
import json
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from octavo.accounts.api import PersonErased, caller_of
from octavo.accounts.interactors import AccountsInteractor
from octavo.accounts.service import Config as AccountsConfig
from octavo.chassis.context import Caller, acting_as
from octavo.config import Config
from octavo.main import OPERATOR
from octavo.process import Process
from octavo.register import SERVICES
from octavo.site import site
from octavo.stories.api import Content
from tests.images import samples

CANARY = "zwitscher8f1d"


def holding(folder: Path) -> list[str]:
    """The files that hold the canary."""
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and CANARY.encode() in path.read_bytes()
    ]


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def body(text: str, image_id: str) -> str:
    picture = {"id": "figure11111", "image": image_id, "alt": CANARY, "width": 300, "height": 200}
    blocks = [
        {"type": "paragraph", "attrs": {"id": "bLock111111"}, "content": [{"type": "text", "text": text}]},
        {"type": "figure", "attrs": picture},
    ]
    return json.dumps({"type": "doc", "content": blocks})


async def exported(accounts: AccountsInteractor, caller: Caller) -> zipfile.ZipFile:
    """All that the site keeps about them, as they get it."""
    with acting_as(caller):
        export = await accounts.request_export()
        while (await accounts.list_exports())[0].until is None:
            await accounts.pack_exports()
            await asyncio.sleep(0.05)
        data = (await accounts.read_export(export_id=export.id, offset=0)).data
    return zipfile.ZipFile(io.BytesIO(data))


async def test_whoever_leaves_is_in_no_file_and_no_line_of_the_log(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    quick = AccountsConfig(grace_days=0, argon2_memory_kib=8, argon2_passes=1)
    config = replace(Config(), accounts=quick)
    process = Process(
        config=config, secret=b"s" * 32, data=tmp_path, web=None, names=frozenset(SERVICES), peers={}
    )
    async with site(process) as running, asyncio.timeout(60):
        parts, ground = running.services, running.services.ground
        accounts = ground.place.built["accounts"]
        assert isinstance(accounts, AccountsInteractor)
        with acting_as(OPERATOR):
            link = await accounts.create_login_link(email=f"{CANARY}@example.org")
            joined = await accounts.redeem_link(
                token=link.rpartition("/")[2], handle=CANARY, name=CANARY, user_agent=f"Firefox {CANARY}"
            )
        caller = caller_of(await accounts.authenticate(token=joined.signed_in.token))
        with acting_as(caller):
            await accounts.update_profile(bio=f"I am {CANARY}")
            await accounts.set_password(password="four quiet green rivers")
            image = await parts.images.store(data=samples.jpeg(300, 200), name=f"{CANARY}.jpg")
            content = Content(title=f"A {CANARY} walk", body=body(f"Words of {CANARY}.", image.id))
            shown = await parts.stories.create_draft(content=content)
            await parts.stories.publish(story_id=shown.id, version=1)
            await parts.stories.create_draft(content=content)
            await parts.syndication.create_private_feed(name=CANARY)
        await parts.images.render(image_id=image.id, width=100)
        while not (await parts.search.find_stories(query=CANARY)).hits:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.05)

        packed = await exported(accounts, caller)
        names = packed.namelist()
        assert {name.partition("/")[0] for name in names} >= {"accounts", "stories", "images", "syndication"}
        markdown = next(name for name in names if name.startswith("stories/texts/") and name.endswith(".md"))
        assert f"images/pictures/{image.id}.jpeg" in packed.read(markdown).decode()
        assert packed.read(f"images/pictures/{image.id}.jpeg") == samples.jpeg(300, 200)
        assert any(name.endswith(".html") and CANARY in packed.read(name).decode() for name in names)
        assert holding(tmp_path)

        with acting_as(caller):
            await accounts.delete_account(handle=CANARY)
        # as after days of grace: what near copies were to forget by the handle is long forgotten
        await ground.databases["accounts"].execute("UPDATE octavo_purges SET written_at = 0")
        await accounts.erase_due()
        originals = tmp_path / "images" / "originals"
        while holding(tmp_path) or files(originals):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.2)
        assert files(tmp_path / "exports") == []
        assert not (await parts.search.find_stories(query=CANARY)).hits
        rows = await ground.databases["accounts"].all("SELECT type FROM octavo_outbox")
        assert PersonErased.event_name in {row["type"] for row in rows}
        for db in ground.databases.values():
            assert await db.all("SELECT error FROM octavo_deliveries WHERE error <> ''") == []
    assert CANARY not in "".join(capfd.readouterr())
