"""What carries events is chosen by one setting."""

import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from octavo import config, event_engine
from octavo.accounts.api import PersonErased, PersonId
from octavo.chassis import backlog
from octavo.chassis.events import Outbox
from octavo.process import Process
from octavo.register import SERVICES
from octavo.site import site
from octavo.trouble import Trouble
from tests.chassis.story_events import until
from tests.nats_server import NatsServer


def test_a_site_without_a_message_system_loads_no_client() -> None:
    code = """
import sys
from octavo import event_engine, site
from octavo.config import Config
assert event_engine.build(Config().events, secret=bytes(32)) is None
print(*sys.modules)
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"nats", "aiobotocore"} & set(out.split())


@pytest.mark.parametrize(
    "url", ["http://h", "nats://", "nats://h:99999", "nats://a,redis://b", "sqs://", "h"]
)
def test_an_address_that_cannot_be_used_is_told_by_the_name_of_its_setting(url: str) -> None:
    with pytest.raises(Trouble, match=r"^OCTAVO_EVENTS_URL: "):
        config.read({"OCTAVO_EVENTS_URL": url})


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("nats://h", "NATS"),
        ("tls://me:secret@a:4222,tls://b:4222", "NATS"),
        ("sqs://eu-central-1", "SQS"),
        ("sqs+http://127.0.0.1:9324", "SQS"),
    ],
)
def test_one_setting_chooses(url: str, name: str) -> None:
    bus = event_engine.build(config.read({"OCTAVO_EVENTS_URL": url}).events, secret=bytes(32))
    assert bus is not None
    assert bus.name == name


async def test_a_site_over_nats_has_every_service_hear_what_it_asked_for(
    tmp_path: Path, nats_for_all: NatsServer
) -> None:
    process = Process(
        config=config.read({"OCTAVO_EVENTS_URL": nats_for_all.url}),
        secret=secrets.token_bytes(32),
        data=tmp_path,
        web=None,
        names=frozenset(SERVICES),
        listen="",
    )
    async with site(process) as running:
        databases = running.services.ground.databases
        accounts = databases["accounts"]

        async def gone() -> None:
            await Outbox(accounts).add(PersonErased(person_id=PersonId("1")))

        await accounts.run(gone)

        async def heard() -> bool:
            sql = "SELECT number FROM octavo_reached WHERE source = 'accounts' AND consumer = :consumer"
            rows = [
                await db.one(sql, consumer=f"{name}/erasure")
                for name, db in databases.items()
                if name != "accounts"
            ]
            return all(row is not None for row in rows)

        await until(heard)
        for db in databases.values():
            assert await backlog.dead_letters(db) == []
            assert await db.all("SELECT number FROM octavo_arrivals") == []
