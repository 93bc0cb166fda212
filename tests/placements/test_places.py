"""What `octavo place` writes: everything is in it, and the tools of each kind take it."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from octavo import config
from octavo.__main__ import main, run_some
from octavo.edge.apart import APART
from octavo.manifests import names
from octavo.placements import written
from octavo.trouble import Exit
from tests.conftest import missing
from tests.engines import fetch
from tests.running import octavo

COMMITTED = Path(__file__).parents[2] / "deploy"
SERVICES = set(names())
EDGES = {"edge", *(f"edge-{one.name}" for one in APART)}
SECRETS = {
    "OCTAVO_SECRET": "a secret of thirty-two letters or more",
    "POSTGRES_PASSWORD": "password",
    "OCTAVO_DATABASE_URL": "postgresql://octavo@db/octavo",
}
DEPLOYMENTS = {"Deployment"}


def placed(folder: Path, *words: str, **variables: str) -> Path:
    answer = octavo("place", "--out", str(folder), *words, OCTAVO_DATA=str(folder / "no data"), **variables)
    assert answer.returncode == Exit.OK, answer.stderr
    return folder


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return placed(tmp_path_factory.mktemp("place"), "--program", shutil.which("true") or "/bin/true")


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()
    }


def things(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted((folder / "kubernetes").glob("*.yaml")):
        if path.name not in ("kustomization.yaml", "secret.example.yaml"):
            yield from yaml.safe_load_all(path.read_text())


def pods(folder: Path) -> dict[str, dict[str, Any]]:
    found = [thing for thing in things(folder) if thing["kind"] in DEPLOYMENTS]
    return {thing["metadata"]["name"]: thing["spec"]["template"]["spec"] for thing in found}


def containers(folder: Path) -> dict[str, dict[str, Any]]:
    services: dict[str, dict[str, Any]] = yaml.safe_load((folder / "compose" / "compose.yaml").read_text())[
        "services"
    ]
    return services


def units(folder: Path) -> dict[str, str]:
    found = (folder / "systemd").glob("*.service")
    return {path.stem.removeprefix("octavo-"): path.read_text() for path in found}


def values(unit: str, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", unit, re.MULTILINE)


def test_what_is_committed_is_what_the_command_writes(tmp_path: Path) -> None:
    assert texts(COMMITTED) == texts(placed(tmp_path))


def test_every_service_and_every_edge_apart_is_placed_everywhere(place: Path) -> None:
    engines = {"front", "postgres", "redis", "nats"}
    assert set(containers(place)) == SERVICES | EDGES | engines
    assert set(pods(place)) == SERVICES | EDGES | {"front"}
    kinds = {name.removesuffix("-1").removesuffix("-2") for name in units(place)}
    assert kinds == SERVICES | EDGES


def commands(folder: Path) -> dict[str, list[str]]:
    """What each process is started with, by placement and name."""
    found = {f"compose {name}": one.get("command", []) for name, one in containers(folder).items()}
    found |= {
        f"kubernetes {name}": pod["containers"][0].get("args", []) for name, pod in pods(folder).items()
    }
    found |= {f"systemd {name}": values(unit, "ExecStart")[0].split() for name, unit in units(folder).items()}
    return {name: words[1:] for name, words in found.items() if words and words[0] in ("octavo", _true())}


def _true() -> str:
    return shutil.which("true") or "/bin/true"


def test_every_process_is_started_with_words_that_the_program_knows(place: Path) -> None:
    found = commands(place)
    assert len(found) == 2 * len(SERVICES | EDGES) + len(units(place))
    for name, words in found.items():
        assert words[0] == "run", name
        assert isinstance(run_some, click.Command)
        with run_some.make_context("run", words[1:], parent=click.Context(main)) as context:
            (served,) = context.params["names"]
        assert served == (name.split()[1] if name.split()[1] in SERVICES else "edge")
        assert bool(context.params["listen"]) is (served in SERVICES)


def environments(folder: Path) -> dict[str, dict[str, str]]:
    """The settings of each process, by placement and name."""
    found = {}
    for name, one in containers(folder).items():
        if name in SERVICES | EDGES:
            found[f"compose {name}"] = {key: filled(value) for key, value in one["environment"].items()}
    (settings,) = (one for one in things(folder) if one["metadata"]["name"] == "octavo-settings")
    secret = yaml.safe_load((folder / "kubernetes" / "secret.example.yaml").read_text())["stringData"]
    found["kubernetes"] = settings["data"] | secret | SECRETS
    shared = (folder / "systemd" / "octavo.env.example").read_text()
    lines = [line for line in shared.splitlines() if line and not line.startswith("#")]
    for name, unit in units(folder).items():
        own = dict(line.split("=", 1) for line in [*lines, *values(unit, "Environment")])
        found[f"systemd {name}"] = own | SECRETS
    return found


def filled(value: str) -> str:
    """As Compose does it, where only what must be set is."""
    pattern = r"\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}"
    return re.sub(
        pattern, lambda found: SECRETS.get(found[1], "8000" if found[2] is None else found[2]), str(value)
    )


def test_the_program_takes_every_setting(place: Path) -> None:
    for name, environ in environments(place).items():
        ours = {key: value for key, value in environ.items() if key.startswith("OCTAVO_")}
        read = config.read(ours)
        assert read.site.secret == SECRETS["OCTAVO_SECRET"], name
        assert "{service}" in read.peers.template, name
        assert read.operator.port, name


def test_no_two_processes_of_a_machine_share_a_port_or_a_folder(place: Path) -> None:
    found = [one for name, one in environments(place).items() if name.startswith("systemd")]
    ports = [one[key] for one in found for key in ("OCTAVO_PORT", "OCTAVO_OPERATOR_PORT") if key in one]
    folders = [one["OCTAVO_DATA"] for one in found]
    assert len(set(ports)) == len(ports)
    assert len(set(folders)) == len(folders)


@pytest.mark.parametrize("drain", ["20", "45.5"])
def test_nobody_is_killed_before_the_time_that_is_set(tmp_path: Path, drain: str) -> None:
    folder = placed(tmp_path, OCTAVO_HTTP_DRAIN_SECONDS=drain)
    for name, environ in environments(folder).items():
        read = config.read({key: value for key, value in environ.items() if key.startswith("OCTAVO_")})
        assert read.http.drain_seconds == float(drain), name
        needed = read.http.drain_seconds + read.http.notice_seconds
        for pod in pods(folder).values():
            assert pod["terminationGracePeriodSeconds"] > needed
        for one in containers(folder).values():
            if "stop_grace_period" in one and one.get("image", "").startswith("octavo"):
                assert float(one["stop_grace_period"].removesuffix("s")) > needed
        for unit in units(folder).values():
            assert float(values(unit, "TimeoutStopSec")[0]) > needed


def test_containers_may_do_nothing_that_they_need_not(place: Path) -> None:
    for name, pod in pods(place).items():
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["automountServiceAccountToken"] is False
        (container,) = pod["containers"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["limits"]["memory"]
        assert container["readinessProbe"]
    for name in SERVICES | EDGES:
        one = containers(place)[name]
        assert (one["read_only"], one["cap_drop"], one["user"]) == (True, ["ALL"], "1000:1000")


def test_in_a_cluster_calls_are_encrypted_and_each_name_leads_to_pods(place: Path) -> None:
    found = list(things(place))
    for name in SERVICES | EDGES:
        service = next(one for one in found if one["kind"] == "Service" and one["metadata"]["name"] == name)
        deployment = next(
            one for one in found if one["kind"] == "Deployment" and one["metadata"]["name"] == name
        )
        labels = deployment["spec"]["template"]["metadata"]["labels"]
        assert service["spec"]["clusterIP"] == "None"
        assert service["spec"]["selector"].items() <= labels.items()
        ports = {port["containerPort"] for port in pods(place)[name]["containers"][0]["ports"]}
        assert {port["port"] for port in service["spec"]["ports"]} <= ports
        budget = [one for one in found if one["kind"] == "PodDisruptionBudget"]
        assert name in {one["metadata"]["name"] for one in budget}
        mounts = {one["name"]: one["mountPath"] for one in pods(place)[name]["containers"][0]["volumeMounts"]}
        wire = config.read(_octavo(environments(place)["kubernetes"])).wire
        assert wire.certificate
        assert str(wire.certificate).startswith(f"{mounts['wire']}/")


def _octavo(environ: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in environ.items() if key.startswith("OCTAVO_")}


def test_pods_are_reached_by_those_who_are_to_reach_them_alone(place: Path) -> None:
    policies = [one for one in things(place) if one["kind"] == "NetworkPolicy"]
    everybody = {"app.kubernetes.io/part-of": "octavo"}
    shut = [one for one in policies if one["spec"]["ingress"] == []]
    assert [one["spec"]["podSelector"]["matchLabels"] for one in shut] == [everybody]
    labels = {
        one["metadata"]["name"]: one["spec"]["template"]["metadata"]["labels"]
        for one in things(place)
        if one["kind"] == "Deployment"
    }

    def admitted(caller: str, called: str, port: int) -> bool:
        for policy in policies:
            chosen = policy["spec"]["podSelector"]["matchLabels"]
            if not chosen.items() <= labels[called].items():
                continue
            for rule in policy["spec"]["ingress"]:
                who = [one.get("podSelector", {}).get("matchLabels") for one in rule.get("from", [])]
                if any(one and one.items() <= labels[caller].items() for one in who) and any(
                    one["port"] == port for one in rule["ports"]
                ):
                    return True
        return False

    assert admitted("edge", "stories", 7000)
    assert admitted("feed", "stories", 7000)
    assert admitted("front", "edge", 8000)
    assert not admitted("stories", "edge", 8000)
    assert not admitted("edge", "stories", 8001)


def test_compose_takes_it(place: Path) -> None:
    program = fetch.COMPOSE.path()
    if program is None:
        missing("the loader of Compose")
    text = filled((place / "compose" / "compose.yaml").read_text())
    for name, body, right in (
        ("right", text, True),
        ("wrong", text.replace("read_only:", "reed_only:"), False),
    ):
        file = place / "compose" / f".{name}.yaml"
        file.write_text(body)
        try:
            said = subprocess.run([program, str(file)], capture_output=True, text=True, check=False)
        finally:
            file.unlink()
        assert (said.returncode == 0) is right, said.stderr
    assert "reed_only" in said.stderr


def test_kubernetes_takes_it(place: Path, tmp_path: Path) -> None:
    program = fetch.KUBERNETES.path()
    if program is None:
        missing("kubectl-validate")
    files = [path for path in (place / "kubernetes").glob("*.yaml") if path.name != "kustomization.yaml"]
    for version in ("1.27", "1.30"):
        said = subprocess.run(
            [program, "--version", version, *map(str, files)], capture_output=True, text=True, check=False
        )
        assert said.returncode == 0, said.stdout + said.stderr
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text((place / "kubernetes" / "stories.yaml").read_text().replace("readinessProbe", "ready"))
    said = subprocess.run([program, str(wrong)], capture_output=True, text=True, check=False)
    assert said.returncode != 0


def test_the_kustomization_has_all_but_the_secret(place: Path) -> None:
    found = yaml.safe_load((place / "kubernetes" / "kustomization.yaml").read_text())["resources"]
    there = {path.name for path in (place / "kubernetes").iterdir()}
    assert set(found) == there - {"kustomization.yaml", "secret.example.yaml"}
    program = shutil.which("kubectl")
    if program is not None:
        said = subprocess.run(
            [program, "kustomize", str(place / "kubernetes")], capture_output=True, text=True, check=False
        )
        assert said.returncode == 0, said.stderr


def test_systemd_takes_it_and_finds_it_closed(place: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        missing("systemd-analyze")
    files = [
        str(path)
        for path in (place / "systemd").iterdir()
        if path.suffix in (".service", ".target", ".slice")
    ]
    environ = os.environ | {"SYSTEMD_LOG_LEVEL": "warning"}
    said = subprocess.run(
        [program, "verify", "--man=no", *files], capture_output=True, text=True, check=False, env=environ
    )
    ours = [line for line in said.stderr.splitlines() if "octavo" in line]
    assert (said.returncode, ours) == (0, []), said.stderr
    for name in ("stories", "edge-1"):
        unit = str(place / "systemd" / f"octavo-{name}.service")
        checked = [program, "security", "--offline=yes", "--threshold=15", "--no-pager", unit]
        said = subprocess.run(checked, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stdout + said.stderr


def test_haproxy_takes_what_stands_before_the_edges(place: Path, tmp_path: Path) -> None:
    program = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        missing("HAProxy")
    (front,) = (
        one for one in things(place) if one["kind"] == "ConfigMap" and one["metadata"]["name"] == "front"
    )
    cluster = tmp_path / "cluster.cfg"
    cluster.write_text(front["data"]["haproxy.cfg"])
    for file in (cluster, place / "compose" / "haproxy.cfg", place / "systemd" / "haproxy.cfg"):
        said = subprocess.run([program, "-c", "-f", str(file)], capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stderr
        for one in APART:
            assert f"backend {one.name}\n" in file.read_text()


def test_one_kind_alone_leaves_the_others(tmp_path: Path) -> None:
    placed(tmp_path, "compose")
    assert {path.name for path in tmp_path.iterdir()} == {"compose"}
    before = texts(tmp_path)
    placed(tmp_path, "systemd")
    assert {name: text for name, text in texts(tmp_path).items() if name in before} == before


def test_what_is_placed_no_more_goes_and_what_is_yours_stays(tmp_path: Path) -> None:
    gone, yours = tmp_path / "kubernetes" / "rooms.yaml", tmp_path / "kubernetes" / "more.yaml"
    gone.parent.mkdir()
    gone.write_text(f"{written.HEAD}kind: Deployment\n")
    yours.write_text("kind: Deployment\n")
    other = tmp_path / "systemd" / "octavo-rooms.service"
    other.parent.mkdir()
    other.write_text(written.HEAD)
    placed(tmp_path, "kubernetes")
    assert not gone.exists()
    assert yours.exists()
    assert other.exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = octavo("place", "--out", str(tmp_path / "file"))
    assert answer.returncode == Exit.CANNOT_CREATE
    assert str(tmp_path / "file") in answer.stderr
