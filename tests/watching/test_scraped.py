"""A running site, scraped: by us, and by Prometheus itself with what `octavo observe` wrote for it."""

import contextlib
import http.client
import json
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.request import urlopen

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from octavo.register import SERVICES
from octavo.watching import folder
from tests.running import Running, free_port, running, wait_until
from tests.watching.conftest import written
from tests.watching.prometheus_server import prometheus
from tests.watching.promql import used

PROMETHEUS_S_OWN: Final = {"up": {"job", "instance"}, "ALERTS": {"alertname", "alertstate", "service"}}
ADDED_BY_PROMETHEUS: Final = {"job", "instance"}
NOT_BROUGHT_ABOUT: Final = {
    "octavo_edge_missing_parts_total": {"part"},
    "octavo_peer_calls_total": {"what", "method"},
    "octavo_wire_certificate_ends": {"of"},
}
"""There only once a page went without a part, a call to another process failed, or it has certificates."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A site that was asked for this and that, well and badly."""
    place = tmp_path_factory.mktemp("site")
    port = free_port()
    with running(
        place, OCTAVO_DATA=str(place / "data"), OCTAVO_PORT=str(port), OCTAVO_OPERATOR_PORT=str(port + 1)
    ) as up:
        ask(up)
        yield up


def ask(site: Running) -> None:
    for path in ("/", "/", "/@nobody", "/search?q=word", "/sign-in"):
        site.ask(path)
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    with contextlib.closing(connection):
        head = {"Content-Type": "application/json", "Connect-Protocol-Version": "1"}
        connection.request("POST", "/octavo.stories.v1.Stories/ListTags", "{}", head)
        connection.getresponse().read()
    with contextlib.closing(socket.create_connection(("127.0.0.1", site.port), timeout=60)) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n")
        raw.recv(1000)


def scraped(site: Running) -> dict[str, set[str]]:
    """The labels of each metric that the operator's port shows, and of those without samples none."""
    with urlopen(f"http://127.0.0.1:{site.port + 1}/metrics", timeout=60) as answer:
        text = answer.read().decode()
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(text):
        found.setdefault(f"{family.name}_total" if family.type == "counter" else family.name, set())
        for one in family.samples:
            found.setdefault(one.name, set()).update(one.labels)
    return found


def expressions(place: Path) -> Iterator[tuple[str, str, str]]:
    """Each expression that was written, where it stands, and what its legend names."""
    for name in (folder.RECORDING, folder.ALERTS):
        for group in yaml.safe_load((place / name).read_text())["groups"]:
            for rule in group["rules"]:
                yield rule.get("record", rule.get("alert")), rule["expr"], ""
    for file in sorted((place / "dashboards").glob("*.json")):
        for panel in json.loads(file.read_text())["panels"]:
            for target in panel.get("targets", ()):
                yield f"{file.name}: {panel['title']}", target["expr"], target["legendFormat"]


def recorded(place: Path) -> dict[str, set[str]]:
    """The labels of what the rules record."""
    found: dict[str, set[str]] = {}
    for group in yaml.safe_load((place / folder.RECORDING).read_text())["groups"]:
        for rule in group["rules"]:
            _, gathered = used(rule["expr"])
            found.setdefault(rule["record"], set()).update(gathered, rule.get("labels", ()))
    return found


def test_every_name_and_label_in_rules_and_dashboards_is_on_the_operators_port(
    site: Running, tmp_path: Path
) -> None:
    written(tmp_path)
    wait_until(lambda: "consumer" in scraped(site)["octavo_events_oldest_seconds"])
    there = scraped(site) | NOT_BROUGHT_ABOUT | PROMETHEUS_S_OWN | recorded(tmp_path)
    assert scraped(site).keys() >= NOT_BROUGHT_ABOUT.keys()
    wrong, spoken_of = [], set()
    for place, expression, legend in expressions(tmp_path):
        metrics, gathered = used(expression)
        spoken_of |= metrics.keys()
        named = set(re.findall(r"\{\{(\w+)\}\}", legend))
        for name, labels in metrics.items():
            lost = (labels | gathered | named) - there.get(name, set()) - ADDED_BY_PROMETHEUS
            if name not in there or lost:
                wrong.append((place, name, lost))
    assert not wrong
    assert {"octavo_calls_total", "octavo_call_faults_total", "octavo_call_seconds_bucket"} <= spoken_of


def test_every_service_and_method_is_counted(site: Running) -> None:
    with urlopen(f"http://127.0.0.1:{site.port + 1}/metrics", timeout=60) as answer:
        text = answer.read().decode()
    counted = {
        (one.labels["service"], one.labels["method"]): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
        if one.name == "octavo_calls_total" and one.labels["blame"] == "none"
    }
    assert {service for service, _ in counted} == set(SERVICES)
    assert counted["stories", "ListTags"] >= 1
    assert ("stories", "Publish") in counted


@pytest.mark.timeout(300)
def test_prometheus_records_what_a_running_site_does_and_knows_when_it_is_gone(tmp_path: Path) -> None:
    port = free_port()
    written(tmp_path, targets=[f"127.0.0.1:{port + 1}"])
    variables = {"OCTAVO_PORT": str(port), "OCTAVO_OPERATOR_PORT": str(port + 1)}
    with prometheus(tmp_path) as server:
        with running(tmp_path, OCTAVO_DATA=str(tmp_path / "data"), **variables) as site:
            wait_until(lambda: bool(server.query('up{job="octavo"} == 1')))

            def counted(what: str) -> bool:
                ask(site)
                time.sleep(0.3)  # it asks the site once a second: no reason to be asked more often itself
                return bool(server.query(what))

            wait_until(lambda: counted('octavo:calls:rate5m{service="stories",side="served"} > 0'))
            wait_until(lambda: counted('octavo:calls:rate5m{service="edge"} > 0'))
            wait_until(
                lambda: counted('octavo:method_seconds:p95_5m{service="accounts",method="FindPerson"}')
            )
            wait_until(
                lambda: counted('octavo:method_faults:rate5m{fault="octavo.accounts.v1.PersonNotFound"} > 0')
            )
            assert [value["value"][1] for value in server.query("octavo:calls_failed:ratio_rate5m > 0")] == []
            for place, expression, _ in expressions(tmp_path):
                asked = expression.replace("$method", ".*").replace("$__rate_interval", "5m")
                try:
                    server.query(asked)
                except OSError as error:
                    raise AssertionError(f"{place}: {asked}") from error
            rules = [rule for group in server.get("rules")["groups"] for rule in group["rules"]]
            assert {rule["health"] for rule in rules} == {"ok"}
            assert server.get("alerts")["alerts"] == []
        wait_until(lambda: bool(server.get("alerts")["alerts"]))
        assert {alert["labels"]["alertname"] for alert in server.get("alerts")["alerts"]} == {"OctavoDown"}


@pytest.mark.timeout(300)
def test_services_that_are_gone_are_seen_by_who_asks_them(tmp_path: Path) -> None:
    """The services in one process and the edge in another, which is all that is left to tell of it."""
    inner, port = free_port(), free_port()
    while abs(port - inner) < 3:
        port = free_port()
    written(tmp_path, targets=[f"127.0.0.1:{one + 1}" for one in (inner, port)])
    shared = {"OCTAVO_DATA": str(tmp_path / "data"), "OCTAVO_URL": f"http://127.0.0.1:{port}"}
    peers = [word for name in SERVICES for word in ("--peer", f"{name}=127.0.0.1:{inner}")]
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(prometheus(tmp_path))
        words = ("run", *SERVICES, "--listen", f"127.0.0.1:{inner}")
        behind = stack.enter_context(running(tmp_path, *words, OCTAVO_OPERATOR_PORT=str(inner + 1), **shared))
        edge = stack.enter_context(
            running(
                tmp_path,
                "run",
                "edge",
                *peers,
                OCTAVO_PORT=str(port),
                OCTAVO_OPERATOR_PORT=str(port + 1),
                **shared,
            )
        )

        def told(what: str) -> bool:
            edge.ask("/@nobody")
            time.sleep(0.3)
            return bool(server.query(what))

        for side in ("served", "asked"):
            wait_until(lambda side=side: told(f'octavo:calls:rate5m{{service="accounts",side="{side}"}} > 0'))
        failed = 'octavo:calls_failed:ratio_rate5m{service="accounts",side="asked"} > 0'
        assert server.query(failed) == []
        behind.process.kill()
        behind.process.wait()
        wait_until(lambda: told(failed))
        wait_until(lambda: told('octavo:method_faults:rate5m{side="asked",code="unavailable"} > 0'))
        burns = (
            'ALERTS{alertname="OctavoErrorBudgetBurnsFast",side="asked",service="accounts",severity="page"}'
        )
        wait_until(lambda: told(burns))
        down = [one for one in server.get("alerts")["alerts"] if one["labels"]["alertname"] == "OctavoDown"]
        assert [one["labels"]["instance"] for one in down] == [f"127.0.0.1:{inner + 1}"]
