"""`octavo search rebuild`, with a site that runs and with none."""

import re
from pathlib import Path

from tests.running import octavo, running


def test_the_index_is_made_anew_by_whichever_worker_keeps_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(tmp_path, "up", "--workers", "2", OCTAVO_DATA=str(data)):
        made = octavo("--data", str(data), "search", "rebuild")
        first = (data / "search" / "current").read_text()
        again = octavo("--data", str(data), "search", "rebuild")
        second = (data / "search" / "current").read_text()
    for answer in (made, again):
        assert answer.returncode == 0, answer.stderr
        assert re.fullmatch(r"The index is made anew: \d+ stories and people\.\n", answer.stdout)
    assert first != second
    later = octavo("--data", str(data), "search", "rebuild")
    assert later.returncode == 0
    assert "when the site starts" in later.stdout
