"""What readers see when the process of the services dies and the edge stays."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.acts import become_owner, publish, write
from tests.journeys.conftest import SERVICES
from tests.running import free_port, running, wait_until


def test_a_story_is_still_read(tmp_path: Path, person: Callable[..., Page]) -> None:
    inner, front = free_port(), free_port()
    shared = {"OCTAVO_SECRET": "s" * 40, "OCTAVO_PORT": str(front)}
    words = ["run", *SERVICES, "--listen", f"127.0.0.1:{inner}"]
    kept = {**shared, "OCTAVO_DATA": str(tmp_path / "data")}
    peers = [word for name in SERVICES for word in ("--peer", f"{name}=127.0.0.1:{inner}")]
    with (
        running(tmp_path, *words, **kept) as services,
        running(tmp_path, "run", "edge", *peers, **shared) as edge,
    ):
        ada, reader = person(), person()
        become_owner(ada, edge)
        write(ada, edge, "A walk by the sea", "Waves, all day long.")
        path = publish(ada)
        reader.goto(edge.url + path)
        services.stop()

        reader.reload()
        expect(reader.locator("article")).to_contain_text("Waves, all day long.")
        expect(reader.locator("article")).to_contain_text("Ada Byron")
        answer = reader.goto(f"{edge.url}/tag/never-asked-for")
        assert answer is not None
        assert answer.status == 503
        expect(reader.get_by_role("heading", level=1)).to_be_visible()

        with running(tmp_path, *words, **kept):
            wait_until(lambda: edge.ask("/tag/never-asked-for")[0], 404)
            ada.goto(f"{edge.url}/me/stories?show=published")
            expect(ada.locator("main")).to_contain_text("A walk by the sea")
