"""`octavo search rebuild`, with a site that runs and with none; and a whole site over OpenSearch."""

import re
from pathlib import Path

import pytest

from tests.opensearch_server import OpenSearchServer
from tests.running import octavo, running, wait_until
from tests.search.gate import gate_to


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


@pytest.mark.timeout(600)  # what stops and starts takes long beside others
def test_a_whole_site_over_opensearch_goes_on_without_it(
    opensearch_running: OpenSearchServer, tmp_path: Path
) -> None:
    data, server = tmp_path / "data", opensearch_running
    with gate_to(server.port) as gate:
        settings = {"OCTAVO_DATA": str(data), "OCTAVO_SEARCH_URL": gate.url}
        # It is away while the site starts.
        gate.act = lambda method, path: (503, b"{}")
        with running(tmp_path, "up", "--workers", "2", **settings) as site:
            assert site.ask("/search?q=octavo")[0] == 503
            assert site.ask("/")[0] == 200
            assert site.ask("/up")[0] == 200
            site.wait_for("the search index waits")
            gate.act = lambda method, path: None
            made = octavo("--data", str(data), "search", "rebuild", OCTAVO_SEARCH_URL=gate.url)
            assert made.returncode == 0, made.stderr
            assert re.fullmatch(r"The index is made anew: \d+ stories and people\.\n", made.stdout)
            wait_until(lambda: site.ask("/search?q=octavo")[0], 200)
            first = server.indexes()
            again = octavo("--data", str(data), "search", "rebuild", OCTAVO_SEARCH_URL=gate.url)
            assert again.returncode == 0, again.stderr
            assert first.isdisjoint(server.indexes())
    assert not (data / "search").exists()
    server.empty()
