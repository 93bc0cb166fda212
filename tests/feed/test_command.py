"""`octavo feed`: home pages of a running site replay, also by other weights."""

import re
from pathlib import Path

from tests.running import cookie_of, octavo, running, wait_until


def test_the_pages_of_a_running_site_come_out_as_they_were(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert octavo("--data", str(data), "demo").returncode == 0
    with running(tmp_path, OCTAVO_DATA=str(data)) as run:
        handle = re.findall(r'href="/@([a-z-]+)"', run.ask("/")[1])[0]
        cookie = cookie_of(run, data, handle)

        def page() -> bool:
            return "Why this?" in run.ask("/", Cookie=cookie)[1]

        wait_until(page, True)
        for _ in range(3):
            page()
        made = octavo("--data", str(data), "feed", "replay")
        other = octavo("--data", str(data), "feed", "replay", "--weight", "fresh=0", "--weight", "chance=900")
        wrong = octavo("--data", str(data), "feed", "replay", "--weight", "fresh=much")
        unknown = octavo("--data", str(data), "feed", "replay", "--weight", "beauty=1")
        again = octavo("--data", str(data), "feed", "rebuild")
    assert made.returncode == 0, made.stderr
    count = int(made.stdout.split()[0])
    assert count >= 4
    assert made.stdout == f"{count} of {count} home pages come out as they were, bit for bit.\n"
    assert "would be others" in other.stdout
    assert wrong.returncode == 2
    assert "fresh=1200" in wrong.stderr
    assert unknown.returncode == 1
    assert "none of: person" in unknown.stderr
    assert "within a minute" in again.stdout
