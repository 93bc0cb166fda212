"""A real fleet: engines, services apart, edges, HAProxy; used, hurt, and stopped whole."""

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.fleet.conftest import fleet, listening, place, processes_of
from tests.journeys.acts import become_owner, publish, write
from tests.journeys.conftest import person as person
from tests.running import Running, octavo, wait_until

pytestmark = [pytest.mark.usefixtures("whole"), pytest.mark.timeout(600)]


def ports_of(folder: Path) -> set[int]:
    """Every port that the fleet's settings and HAProxy's configuration name."""
    text = (folder / "fleet" / "fleet.env").read_text() + (folder / "fleet" / "haproxy.cfg").read_text()
    return {int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", text)}


def pid_of(site: Running, name: str) -> int:
    """The number under which a part was started last."""
    return int(re.findall(rf"^{name} starting \(process (\d+)\)", site.output(), re.MULTILINE)[-1])


def variables(folder: Path) -> dict[str, str]:
    """What a command needs to reach the fleet."""
    lines = (folder / "fleet" / "fleet.env").read_text().splitlines()
    pairs = (line.partition("=") for line in lines if line.startswith("OCTAVO_"))
    return {name: value.strip("'") for name, _, value in pairs}


def search(page: Page, address: str, title: str) -> None:
    """Look until it is there: the index hears of it over the bus."""
    for _ in range(300):
        page.goto(address)
        if page.get_by_role("link", name=title).count():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{title} was not found at {address}")


def test_a_site_lives_in_a_fleet_and_leaves_nothing_behind(person: Callable[..., Page]) -> None:
    with place() as folder:
        with fleet(folder) as site:
            ports = ports_of(folder)
            assert len(ports) >= 10
            assert ports <= listening()
            assert len(processes_of(folder)) >= 11

            ada, reader = person(), person()
            become_owner(ada, site)
            write(ada, site, "Of herons", "Three herons stood by the river.")
            path = publish(ada)
            reader.goto(f"{site.url}{path}")
            expect(reader.locator("article")).to_contain_text("Three herons")
            search(reader, f"{site.url}/search?q=heron", "Of herons")

            # A command reaches the services where they are.
            told = octavo("login-link", "ada@mail.test", **variables(folder))
            assert told.returncode == 0, told.stderr
            reader.goto(told.stdout.strip())
            reader.get_by_role("button").first.click()
            reader.goto(f"{site.url}{path}")
            reader.goto(f"{site.url}/me/stories?show=published")
            expect(reader.get_by_role("link", name="Of herons").first).to_be_visible()

            # What dies is started again, and the site goes on meanwhile.
            before = pid_of(site, "stories")
            os.kill(before, signal.SIGKILL)
            wait_until(lambda: pid_of(site, "stories") != before)
            assert site.ask("/sign-in")[0] == 200
            wait_until(lambda: "stories ready" in site.output().rpartition("stories starting")[2])
            wait_until(lambda: site.ask(path)[0], 200)

            assert site.stop(signal.SIGINT) == 0
            assert "The fleet has stopped." in site.output()
            stopped = re.findall(r"^([\w-]+) stopped", site.output(), re.MULTILINE)
            assert stopped[0] == "haproxy"
            assert set(stopped[-3:]) == {"postgresql", "redis", "nats"}
            assert "SIGKILL" not in site.output().rpartition("haproxy stopping")[2]
        assert not processes_of(folder)
        assert not ports & listening()
