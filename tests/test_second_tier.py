import subprocess
import sys

import pytest

from octavo import config
from octavo.trouble import Trouble

GOOD = (
    "",
    "redis://:secret@h:6379/1",
    "rediss://h",
    "unix:///run/redis.sock",
    "redis+cluster://:secret@a:6379,b:6379",
    "rediss+cluster://entrance",
)


def test_a_site_without_a_second_tier_does_not_load_its_client() -> None:
    code = """
import sys
from octavo import second_tier, site
from octavo.config import Config
assert second_tier.build(Config(), secret=bytes(32), url="http://127.0.0.1") is None
print(*sys.modules)
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "redis" not in out.split()


@pytest.mark.parametrize(
    "url",
    [
        "http://h",
        "redis://h:99999",
        "redis://h/0?db=x",
        "redis://h?nope=1",
        "rediss://h?ssl_cert_reqs=x",
        "redis://a:6379,b:6379",
        "redis+cluster://a:6379,b:6379/1",
    ],
)
def test_an_address_that_cannot_be_used_is_told_by_the_name_of_its_setting(url: str) -> None:
    with pytest.raises(Trouble, match=r"^OCTAVO_CACHE_URL: "):
        config.read({"OCTAVO_CACHE_URL": url})


@pytest.mark.parametrize("url", GOOD)
def test_addresses_that_can_be_used(url: str) -> None:
    assert config.read({"OCTAVO_CACHE_URL": url}).cache.url == url
