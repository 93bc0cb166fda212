"""What the manifests say is what the code does."""

import ast
import json
from pathlib import Path

import pytest

import octavo as package
from octavo.chassis.settings import variables as known_variables
from octavo.config import Config
from octavo.graph import service as graph_service
from octavo.graph.api import CONTRACT
from octavo.manifests import EDGE, Manifest, manifest, manifests, names
from octavo.process import Process
from octavo.register import HOLDINGS, SERVICES
from octavo.site import site
from tests.postgres import free_port
from tests.running import octavo

SOURCE = Path(package.__file__).parent


def test_every_service_of_the_composition_root_is_found_and_no_other() -> None:
    assert sorted(names()) == sorted(SERVICES)
    assert [one.name for one in manifests()] == [*sorted(SERVICES), EDGE]


async def test_what_they_hear_is_what_they_are_told(tmp_path: Path) -> None:
    """The subscriptions of a real site with all that may be set, against the manifests."""
    nobody = f"neo4j://127.0.0.1:{free_port()}"
    process = Process(
        config=Config(graph=graph_service.Config(neighbours=nobody)),
        secret=b"0123456789abcdef0123456789abcdef",
        data=tmp_path,
        web=None,
        names=frozenset(SERVICES),
        listen="",
    )
    told: dict[str, set[str]] = {}
    async with site(process) as running:
        for relay in running.services.ground.relays.values():
            for subscription in relay._subscriptions.values():
                told.setdefault(subscription.consumer, set()).update(subscription.hearer.types)
    listed = manifests()
    assert {name for one in listed for name in one.consumers} == told.keys()
    for one in listed:
        assert set(one.hears) == {event for name in one.consumers for event in told[name]}, one.name


def protocols_imported(name: str) -> set[str]:
    """The other services whose Protocol some module of the service imports."""
    found = set()
    for file in (SOURCE / name).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".api"):
                other = str(node.module).split(".")[1]
                if other != name and other.capitalize() in {alias.name for alias in node.names}:
                    found.add(other)
    return found


@pytest.mark.parametrize("name", SERVICES)
def test_whom_they_call_is_whose_protocol_they_import(name: str) -> None:
    assert set(manifest(name).calls) == protocols_imported(name)


def test_methods_are_those_of_the_contract() -> None:
    found = {method.name: method for method in manifest("graph").methods}
    assert list(found) == [method.name for method in CONTRACT.methods]
    assert found["Follow"].public
    assert found["Follow"].scope == "graph:write"
    assert found["Follow"].idempotency == "idempotent"
    assert not found["Follow"].reads
    assert found["ListFollowing"].reads
    assert all(fault.startswith("octavo.") for method in found.values() for fault in method.faults)


def test_tables_and_settings_are_read_and_secrets_are_not() -> None:
    for name in SERVICES:
        assert manifest(name).keeps == tuple(table.name for table in HOLDINGS[name].tables)
    settings = {one.variable: one for name in SERVICES for one in manifest(name).settings}
    assert settings["OCTAVO_GRAPH_MAX_FOLLOWS"].default == 10_000
    assert "from 1 to" in settings["OCTAVO_GRAPH_MAX_FOLLOWS"].what
    assert {one.default for key, one in settings.items() if key.endswith(("_PASSWORD", "_SECRET"))} <= {None}


def test_what_each_stands_on_and_what_pages_miss_without_it_is_listed() -> None:
    assert manifest("images").engines == (
        "OCTAVO_CACHE_URL",
        "OCTAVO_DATABASE_URL",
        "OCTAVO_EVENTS_URL",
        "OCTAVO_FILES_URL",
    )
    assert manifest("search").engines[-1] == "OCTAVO_SEARCH_URL"
    assert manifest("feed").memory_mib > manifest("stories").memory_mib
    assert "Stories that are like this one." in manifest("feed").missing
    assert {one.name for one in manifests() if not one.missing} == {
        EDGE,
        "embeds",
    }  # which only the API calls
    variables = known_variables(Config)
    for one in manifests():
        assert set(one.engines) <= variables.keys()
        assert one.port


def test_nobody_is_called_in_a_circle() -> None:
    calls = {one.name: set(one.calls) for one in manifests()}
    left = set(calls)
    while left:
        ends = {name for name in left if not calls[name] & left}
        assert ends, f"a circle among {sorted(left)}"
        left -= ends


def test_a_service_that_is_none_is_said_to_be_none() -> None:
    with pytest.raises(LookupError, match="chassis"):
        manifest("chassis")


def test_the_command_tells_people_and_programs() -> None:
    table = octavo("services")
    assert table.returncode == 0, table.stderr
    rows = table.stdout.splitlines()
    assert rows[0].split()[:3] == ["SERVICE", "METHODS", "PUBLIC"]
    assert [row.split()[0] for row in rows[1:]] == [*sorted(SERVICES), EDGE]
    told = {one["name"]: one for one in json.loads(octavo("services", "--json").stdout)}
    graph: Manifest = manifest("graph")
    assert told["graph"]["calls"] == list(graph.calls)
    assert len(told["graph"]["methods"]) == len(graph.methods)
    assert told["edge"]["start"].startswith("octavo run edge --peer accounts=ADDRESS")
