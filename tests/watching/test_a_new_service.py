"""A service that did not exist a moment ago is described, counted and watched with no further line, and not
let in before there is a test in which what it stands on fails."""

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from prometheus_client import CollectorRegistry, generate_latest

import octavo
from octavo.chassis.place import Place
from octavo.fleet.figures import Asker
from octavo.fleet.file import read
from octavo.fleet.plan import plan
from octavo.manifests import manifest, manifests, names, with_files
from octavo.objectives import Objectives
from octavo.placements import compose, kubernetes, systemd
from octavo.placements.parts import Plan, parts
from octavo.watching import folder
from tests.conftest import missing
from tests.watching.conftest import Promtool, written

INIT = '''"""Rooms: who meets where.

Owns the rooms.
"""
'''
API = '''
from typing import ClassVar, Protocol

import msgspec

from octavo.chassis.contract import Audience, Contract, Event, Idempotency, Method
from octavo.chassis.faults import FailedPrecondition


class RoomTaken(FailedPrecondition):
    """Somebody else is in it."""

    proto_name = "octavo.rooms.v1.RoomTaken"


class RoomOpened(Event):
    event_name: ClassVar[str] = "rooms.RoomOpened"
    room_id: str = ""


class Request(msgspec.Struct):
    pass


class Rooms(Protocol):
    async def enter(self) -> Request: ...


CONTRACT = Contract(
    name="octavo.rooms.v1.Rooms",
    wire="octavo.rooms.v1.rooms_wire",
    methods=(
        Method(
            name="Enter",
            call="enter",
            request=Request,
            response=Request,
            audience=Audience.PUBLIC,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(RoomTaken,),
        ),
    ),
    events=(RoomOpened,),
)
'''
SERVICE = """
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from octavo.rooms.api import Request, RoomTaken
from octavo.stories.api import Stories, StoryErased

CONSUMER: Final = "rooms"


class Config(msgspec.Struct, frozen=True, kw_only=True):
    most: Annotated[int, Meta(ge=1, le=9)] = 3


class RoomsInteractor:
    async def enter(self) -> Request:
        raise RoomTaken


class StoryEvents:
    TYPES: Final = (StoryErased,)

    def __init__(self, rooms: RoomsInteractor) -> None:
        self._rooms = rooms


def build(config: Config, *, stories: Stories) -> RoomsInteractor:
    return RoomsInteractor()
"""


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The folder of a new service, as one of ours."""
    place = tmp_path / "more" / "rooms"
    place.mkdir(parents=True)
    for name, text in (("__init__", INIT), ("api", API), ("service", SERVICE)):
        (place / f"{name}.py").write_text(text)
    monkeypatch.setattr(octavo, "__path__", [*octavo.__path__, str(place.parent)])
    yield
    for name in [name for name in sys.modules if name.startswith("octavo.rooms")]:
        del sys.modules[name]


@pytest.mark.usefixtures("rooms")
def test_its_manifest_is_read_from_its_code() -> None:
    found = manifest("rooms")
    assert (found.about, found.contracts) == ("who meets where", ("octavo.rooms.v1.Rooms",))
    assert [(one.name, one.public, one.faults) for one in found.methods] == [
        ("Enter", True, ("octavo.rooms.v1.RoomTaken",))
    ]
    assert (found.calls, found.hears, found.tells) == (
        ("stories",),
        ("stories.StoryErased",),
        ("rooms.RoomOpened",),
    )
    assert [(one.variable, one.default) for one in found.settings] == [("OCTAVO_ROOMS_MOST", 3)]
    assert found.start == "octavo run rooms --listen ADDRESS"
    assert (found.build, found.port, found.memory_mib) == ("make proto", 7000, 768)
    assert found.engines == ("OCTAVO_CACHE_URL", "OCTAVO_EVENTS_URL")
    assert "rooms" in next(one for one in manifests() if one.name == "edge").start


@pytest.mark.usefixtures("rooms")
def test_it_is_in_the_fleet_with_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "fleet.toml"
    path.write_text(
        'engines = {database = "postgresql://db.test/x", cache = "none", events = "nats://bus.test:4222"}'
    )
    if shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin") is None:
        missing("HAProxy")
    file = read(path, names(), with_files())
    fleet = plan(file, Asker(), folder=tmp_path, secret=b"s" * 32, services=names(), life=0)
    rooms = next(one for one in fleet.parts if one.name == "rooms")
    assert rooms.command[2:6] == ("octavo", "run", "rooms", "--listen")
    assert rooms.command[6] == fleet.peers["rooms"]
    told = [one.environ["OCTAVO_PEERS_ADDRESSES"] for one in fleet.parts if one.ours]
    assert all(fleet.peers["rooms"] in line for line in told)


@pytest.mark.usefixtures("rooms")
@pytest.mark.timeout(300)
async def test_it_is_counted_and_its_rules_and_dashboard_speak_of_what_is_counted(
    tmp_path: Path, promtool: Promtool
) -> None:
    from octavo.rooms.api import CONTRACT, Rooms, RoomTaken  # type: ignore[import-not-found]  # made above
    from octavo.rooms.service import RoomsInteractor  # type: ignore[import-not-found]

    place = Place(secret=b"0123456789abcdef0123456789abcdef", measures=True)
    service = await place.get("rooms", Rooms, CONTRACT, RoomsInteractor)
    with pytest.raises(RoomTaken):
        await service.enter()
    registry = CollectorRegistry()
    registry.register(place.calls)
    counted = generate_latest(registry).decode()
    assert 'octavo_calls_total{blame="caller",method="Enter",service="rooms",side="served"} 1.0' in counted
    assert 'fault="octavo.rooms.v1.RoomTaken"' in counted

    some = [one for one in manifests() if one.name in ("rooms", "edge")]
    out = written(tmp_path / "watch", some, Objectives())
    alerts = yaml.safe_load((out / folder.ALERTS).read_text())["groups"]
    assert [len(group["rules"]) for group in alerts if group["name"] == "octavo-rooms"] == [6]
    assert 'kind="read",service=~"rooms"' in (out / folder.RECORDING).read_text()
    said = promtool("test", "rules", *sorted((out / "rules").glob("octavo.tests.*.yml")))
    assert said.count("SUCCESS") == 2
    assert 'service="rooms"' in (out / "rules" / "octavo.tests.hours.yml").read_text()
    board = json.loads((out / "dashboards" / "rooms.json").read_text())
    assert "Enter" in [option["value"] for option in board["templating"]["list"][1]["options"]]
    assert any("rooms" in target["expr"] for panel in board["panels"] for target in panel.get("targets", ()))
    titles = {panel["title"] for panel in board["panels"]}
    assert titles >= {"Events of its own that wait", "Events for it that wait"}


@pytest.mark.usefixtures("rooms")
def test_it_is_placed_wherever_the_others_are() -> None:
    plan = Plan(parts=parts(manifests()), url="https://octavo.example", image="octavo", drain_seconds=20.0)
    (compose_file,) = (text for name, text in compose.files(plan).items() if name.endswith("compose.yaml"))
    own = yaml.safe_load(compose_file)["services"]["rooms"]
    assert own["command"][:3] == ["octavo", "run", "rooms"]
    kubernetes_files = kubernetes.files(plan)
    kinds = [one["kind"] for one in yaml.safe_load_all(kubernetes_files["kubernetes/rooms.yaml"])]
    assert kinds == ["Deployment", "Service", "PodDisruptionBudget"]
    assert "rooms.yaml" in kubernetes_files["kubernetes/kustomization.yaml"]
    unit = systemd.files(plan)["systemd/octavo-rooms.service"]
    assert "run rooms --quiet --listen unix:/run/octavo/rooms.sock" in unit
    assert "who meets where" in unit


def script(name: str) -> ModuleType:
    """One of the repository's scripts as a module."""
    place = Path(__file__).resolve().parents[2] / "scripts" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"octavo_script_{name}", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("rooms")
def test_without_a_fault_test_the_check_fails_and_says_what_to_write(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert any("scripts/fault_tests.py" in command for _, command, _ in script("check").CHECKS)
    monkeypatch.setattr(sys, "argv", ["fault_tests.py", "--check"])
    assert script("fault_tests").main() == 1
    said = capsys.readouterr().err
    assert said.startswith("tests/rooms/test_faults.py: it is not there")
    assert "once_or_not_at_all" in said
    assert said.count("test_faults.py: ") == 1  # all that there were before have theirs
    assert manifest("rooms").fault_test == "make test TESTS=tests/rooms/test_faults.py"


USES = "from tests.faults.standing import Act, once_or_not_at_all\n"
TEST = "async def test_it(whole_site):\n    await once_or_not_at_all(whole_site, Act())\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it uses nothing of tests.faults"),
        ("def test_it():\n    pass\n", "it uses nothing of tests.faults"),
        (USES + "def test_it():\n    assert Act\n", "no test in it does something"),
        (USES + "async def helper(site):\n    await once_or_not_at_all(site, Act())\n", "no test in it does"),
        (USES + "@pytest.mark.skip\n" + TEST, "no test in it does something"),
        (USES + "@pytest.mark.xfail(strict=False)\n" + TEST, "no test in it does something"),
        (USES + TEST, ""),
    ],
)
def test_what_counts_as_a_fault_test(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "test_faults.py"
    file.write_text(text)
    found = script("fault_tests").lacking(file)
    assert found.startswith(why)
    assert bool(found) == bool(why)
