"""What carries events is chosen by one setting."""

import subprocess
import sys

import pytest

from octavo import config, event_engine
from octavo.trouble import Trouble


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
