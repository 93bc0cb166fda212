"""A real fleet: engines, services apart, edges, HAProxy; used, hurt, and stopped whole."""

import os
import re
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from octavo.manifests import names
from octavo.trouble import Exit
from tests.fleet.conftest import START_SECONDS, fleet, listening, place, processes_of
from tests.journeys.acts import become_owner, publish, write
from tests.journeys.conftest import person as person
from tests.running import Running, free_port, octavo, wait_until

pytestmark = [pytest.mark.usefixtures("whole"), pytest.mark.timeout(600)]


def ports_of(folder: Path) -> set[int]:
    """Every port that the fleet's settings and HAProxy's configuration name."""
    text = (folder / "fleet" / "fleet.env").read_text() + configuration(folder)
    return {int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", text)}


def pid_of(site: Running, name: str) -> int:
    """The number under which a part was started last."""
    return int(re.findall(rf" {name} starting \(process (\d+)\)", site.output(), re.MULTILINE)[-1])


def stopped(site: Running) -> int:
    """End it as Ctrl-C does; its exit code, when all of its processes have had their time."""
    site.process.send_signal(signal.SIGINT)
    return site.process.wait(START_SECONDS)


def counted(folder: Path) -> dict[str, int]:
    """How many requests HAProxy sent to each pool."""
    port = re.findall(r"^frontend metrics\n +bind 127.0.0.1:(\d+)", configuration(folder), re.MULTILINE)[0]
    with urlopen(f"http://127.0.0.1:{port}/metrics?scope=backend") as answer:
        told = answer.read().decode()
    found = re.findall(r'^haproxy_backend_http_requests_total\{proxy="(\w+)"\} (\d+)', told, re.MULTILINE)
    return {name: int(many) for name, many in found}


def configuration(folder: Path) -> str:
    return (folder / "fleet" / "haproxy.cfg").read_text()


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
            told = octavo("login-link", "ada@mail.test", **site.variables)
            assert told.returncode == 0, told.stderr
            reader.goto(told.stdout.strip())
            reader.get_by_role("button").first.click()
            reader.goto(f"{site.url}{path}")
            reader.goto(f"{site.url}/me/stories?show=published")
            expect(reader.get_by_role("link", name="Of herons").first).to_be_visible()

            # What is expensive is answered apart; the others go on while that is stuck, and it comes back.
            before = counted(folder)
            for _ in range(5):
                assert site.ask("/search?q=heron")[0] == 200
            wait_until(lambda: counted(folder)["search"], before["search"] + 5)  # counted after the answer
            assert counted(folder)["edge"] == before["edge"]
            os.kill(pid_of(site, "edge-search-1"), signal.SIGSTOP)
            wait_until(lambda: "haproxy not ready" in site.output())  # it has nobody left for them
            assert site.ask("/search?q=heron")[0] == 503
            assert [site.ask("/sign-in")[0] for _ in range(8)] == [200] * 8
            wait_until(lambda: "edge-search-1 not ready" in site.output())
            os.kill(pid_of(site, "edge-search-1"), signal.SIGCONT)
            wait_until(lambda: site.ask("/search?q=heron")[0], 200)

            # What dies is started again, and the site goes on meanwhile.
            before = pid_of(site, "stories")
            os.kill(before, signal.SIGKILL)
            wait_until(lambda: pid_of(site, "stories") != before)
            assert site.ask("/sign-in")[0] == 200
            wait_until(lambda: "stories ready" in site.output().rpartition("stories starting")[2])
            wait_until(lambda: site.ask(path)[0], 200)

            assert stopped(site) == 0
            assert "The fleet has stopped." in site.output()
            ended = re.findall(r"^[\d:]+ ([\w-]+) stopped", site.output(), re.MULTILINE)
            assert set(ended[:4]) == {"haproxy", "edge-1", "edge-2", "edge-search-1"}
            assert set(ended[-3:]) == {"postgresql", "redis", "nats"}
            assert "with" not in site.output().rpartition("haproxy stopping")[2]
        assert not processes_of(folder)
        assert not ports & listening()


SMALL = """
edges = 1
front.listen = "127.0.0.1:8000"
settings.http.drain_seconds = 3600
groups.all = {services = [SERVICES]}
""".replace("SERVICES", ", ".join(f'"{name}"' for name in names()))


def test_whoever_kills_the_fleet_itself_leaves_nothing_and_the_next_one_goes_on() -> None:
    with place() as folder:
        with fleet(folder, SMALL) as site:
            link = site.wait_for(rf"{site.url}/sign-in/link/[\w-]+").removeprefix(site.url)
            second = octavo("fleet", str(folder / "fleet.toml"))
            assert second.returncode == Exit.LOCKED
            site.process.kill()
            site.process.wait()
            wait_until(lambda: processes_of(folder), [])
        with fleet(folder, SMALL) as site:
            assert site.ask(link)[0] == 200  # its accounts are those of before

            # A second signal waits for nobody, not even for who would never end.
            os.kill(pid_of(site, "all"), signal.SIGSTOP)
            site.process.send_signal(signal.SIGINT)
            site.wait_for("all stopping")
            assert stopped(site) == 0
            assert "all stopped, with SIGKILL" in site.output()
        assert not processes_of(folder)


def test_what_cannot_be_mended_by_starting_again_ends_the_fleet(tmp_path: Path) -> None:
    with place() as folder:
        text = SMALL + 'settings.wire = {certificate = "/no.pem", key = "/no.key", authority = "/no.pem"}\n'
        (folder / "fleet.toml").write_text(text.replace(":8000", f":{free_port()}"))
        answer = octavo("fleet", str(folder / "fleet.toml"))
        assert answer.returncode == Exit.SETTINGS
        assert "/no.pem" in answer.stderr
        assert ": OCTAVO_WIRE_CERTIFICATE: " in answer.stderr
        assert not processes_of(folder)


def test_a_terminal_shows_every_process_as_it_is() -> None:
    with place() as folder, fleet(folder, SMALL, terminal=True) as site:

        def shows(pattern: str) -> bool:
            plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", site.output())
            return re.search(pattern, plain) is not None

        for name in ("all", "edge-1", "haproxy", "nats"):
            wait_until(partial(shows, rf"{name} +\d+ +ready"))
        assert site.ask("/")[0] == 200
        wait_until(partial(shows, r"edge-1 +\d+ +ready +[\d.]+ +≤ [\d.]+ ms"))
