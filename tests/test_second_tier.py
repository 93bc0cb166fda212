import subprocess
import sys


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
