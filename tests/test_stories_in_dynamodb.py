"""A whole site whose long texts stand in DynamoDB."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from octavo import config
from octavo.accounts.api import PersonErased, PersonId
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.dynamo_table import DynamoTable
from octavo.chassis.events import Outbox
from octavo.process import Process
from octavo.register import SERVICES
from octavo.site import site
from octavo.stories.service import TextsElsewhere
from octavo.trouble import Trouble
from tests.dynamo_server import DynamoServer
from tests.stories.desk import text


def test_a_site_without_a_table_loads_no_client(tmp_path: Path) -> None:
    code = """
import asyncio, sys
from octavo import site
from octavo.chassis import database
from octavo.chassis.cache import NearCache
from octavo.chassis.clock import utc_now
from octavo.stories import service

async def main():
    db = await database.open(sys.argv[1], name="stories", migrations=service.MIGRATIONS)
    near = NearCache(max_bytes=0)
    kept = await service.texts(service.Config(), db, near=near, secret=bytes(32), clock=utc_now)
    assert kept.store is None
    await db.close()

asyncio.run(main())
print(*sys.modules)
"""
    out = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "stories.db")], capture_output=True, text=True, check=True
    ).stdout
    assert "octavo.stories.service" in out.split()
    assert not {"aiobotocore", "botocore"} & set(out.split())


def test_an_address_that_is_no_table_is_told_by_the_name_of_its_setting() -> None:
    with pytest.raises(Trouble, match=r"^OCTAVO_STORIES_URL: .*is no table"):
        config.read({"OCTAVO_STORIES_URL": "dynamodb://eu-central-1"})


def process(data: Path, **variables: str) -> Process:
    return Process(
        config=config.read(variables),
        secret=b"s" * 32,
        data=data,
        web=None,
        names=frozenset(SERVICES),
        peers={},
    )


async def test_a_site_keeps_its_texts_there_and_whoever_leaves_leaves_none(
    tmp_path: Path, dynamo: DynamoServer
) -> None:
    url = f"dynamodb+{dynamo.url}/octavo-whole-site"
    table = DynamoTable(url)
    await table.connect()
    author = Caller(person_id="1111111AnNa", roles=frozenset({"member", "confirmed"}))
    async with site(process(tmp_path, OCTAVO_STORIES_URL=url)) as running, asyncio.timeout(60):
        parts, ground = running.services, running.services.ground
        with acting_as(author):
            draft = await parts.stories.create_draft(content=text("A walk", "Of somebody who leaves."))
            await parts.stories.publish(story_id=draft.id, version=1)
        assert "somebody who leaves" in (await parts.stories.read_story(story_id=draft.id)).html
        assert {part for part, _ in (await table.listed(None, limit=100))[0]} == {
            "octavo",
            f"story/{draft.id}",
        }
        told = generate_latest(running.registry).decode()
        assert 'octavo_table_requests_total{operation="transact_write_items",outcome="ok"' in told

        assert await running.health.problems() == await running.health.lacking() == []

        async def gone() -> None:
            await Outbox(ground.databases["accounts"]).add(PersonErased(person_id=PersonId("1111111AnNa")))

        exported = [
            piece.data
            async for piece in ground.holders.export(source="stories", person_id="1111111AnNa")
            if piece.path == "revisions.json"
        ]
        assert b"somebody who leaves" in b"".join(exported)
        await ground.databases["accounts"].run(gone)
        while await table.places(f"story/{draft.id}"):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.05)
        with acting_as(Caller(person_id="1111111Bert", roles=author.roles)):
            await parts.stories.create_draft(content=text("Another", "Of somebody who stays."))
    with pytest.raises(TextsElsewhere, match="OCTAVO_STORIES_URL"):
        async with site(process(tmp_path)):
            pass
    await table.close()
