"""The rules and alerts, as Prometheus understands them."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from octavo import config
from octavo.manifests import manifests
from octavo.objectives import Exceptional, Objectives
from octavo.trouble import Exit, Trouble
from octavo.watching import folder, rules
from tests.running import octavo
from tests.watching.conftest import Promtool, written


def test_prometheus_takes_configuration_and_rules(promtool: Promtool, tmp_path: Path) -> None:
    written(tmp_path)
    assert "2 rule files found" in promtool("check", "config", tmp_path / "prometheus.yml")
    said = promtool("check", "rules", *(tmp_path / name for name in (folder.RECORDING, folder.ALERTS)))
    assert said.count("SUCCESS") == 2


@pytest.mark.timeout(300)
def test_each_burn_raises_its_alert_and_a_healthy_site_none(promtool: Promtool, tmp_path: Path) -> None:
    written(tmp_path)
    tests = sorted((tmp_path / "rules").glob("octavo.tests.*.yml"))
    assert len(tests) == 2
    assert promtool("test", "rules", *tests).count("SUCCESS") == 2


@pytest.mark.timeout(300)
def test_other_objectives_move_the_alerts_with_their_tests(promtool: Promtool, tmp_path: Path) -> None:
    some = [one for one in manifests() if one.name in ("stories", "search", "edge")]
    slack = Exceptional(name="search", available=95, fast=97, fast_seconds=2.5)
    written(tmp_path, some, Objectives(available=99.99, fast_seconds=0.5, least=50, services=(slack,)))
    assert (
        promtool("check", "rules", tmp_path / folder.RECORDING, tmp_path / folder.ALERTS).count("SUCCESS")
        == 2
    )
    said = promtool("test", "rules", *sorted((tmp_path / "rules").glob("octavo.tests.*.yml")))
    assert said.count("SUCCESS") == 2
    alerts = yaml.safe_load((tmp_path / folder.ALERTS).read_text())
    search = next(group for group in alerts["groups"] if group["name"] == "octavo-search")
    assert "> 14.4 * 0.05" in search["rules"][0]["expr"]


def test_a_rule_that_is_wrong_does_not_pass(promtool: Promtool, tmp_path: Path) -> None:
    """The made tests can fail: with a threshold ten times as high they do."""
    written(tmp_path, [one for one in manifests() if one.name in ("stories", "edge")])
    alerts = tmp_path / folder.ALERTS
    alerts.write_text(alerts.read_text().replace("> 14.4 *", "> 144 *"))
    with pytest.raises(AssertionError, match="OctavoErrorBudgetBurnsFast"):
        promtool("test", "rules", tmp_path / "rules" / "octavo.tests.hours.yml")


def test_every_service_has_its_alerts_of_time_where_something_reads(tmp_path: Path) -> None:
    written(tmp_path)
    groups = {group["name"]: group["rules"] for group in rules_in(tmp_path / folder.ALERTS)}
    budgets = {}
    for one in manifests():
        burning = groups[f"octavo-{one.name}"]
        budgets[one.name] = len(burning) // 3
        assert [(rule["labels"]["burn"], rule["labels"]["severity"]) for rule in burning] == [
            ("14.4", "page"),
            ("6", "page"),
            ("1", "ticket"),
        ] * budgets[one.name]
    reading = {one.name for one in manifests() if any(method.reads for method in one.methods)}
    assert {name for name, count in budgets.items() if count == 2} == reading | {"edge"}
    assert {name for name, count in budgets.items() if count == 1} == set(budgets) - reading - {"edge"}
    assert budgets["stories"] == 2
    assert [rule["alert"] for rule in groups["octavo-site"]] == [
        "OctavoDown",
        "OctavoEventsLate",
        "OctavoEventsDead",
        "OctavoLeasesLost",
        "OctavoCertificateEnds",
        "OctavoDiskAlmostFull",
    ]


def rules_in(file: Path) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = yaml.safe_load(file.read_text())["groups"]
    return groups


def test_a_service_that_others_call_must_do_better(tmp_path: Path) -> None:
    files = folder.files(manifests(), Objectives(), targets=("127.0.0.1:8001",))
    text = files[folder.ALERTS].decode()
    assert 'octavo:calls_failed:ratio_rate1h{service="stories"} > 14.4 * 0.001' in text.replace("\\", "")
    assert 'octavo:calls_failed:ratio_rate1h{service="search"} > 14.4 * 0.005' in text.replace("\\", "")


def test_services_of_which_nothing_reads_have_rules_that_hold(promtool: Promtool, tmp_path: Path) -> None:
    written(tmp_path, [one for one in manifests() if one.name in ("embeds", "replays", "edge")])
    said = promtool("check", "rules", tmp_path / folder.RECORDING, tmp_path / folder.ALERTS)
    assert said.count("SUCCESS") == 2
    said = promtool("test", "rules", *sorted((tmp_path / "rules").glob("octavo.tests.*.yml")))
    assert said.count("SUCCESS") == 2


def test_pictures_may_take_their_time_unless_the_settings_say_otherwise() -> None:
    asked = rules.objectives_of(manifests(), Objectives(fast_seconds=0.1))
    assert (asked["images"].fast, asked["images"].fast_seconds) == (95, 2.5)
    assert (asked["edge"].fast, asked["edge"].fast_seconds) == (95, 1.0)
    assert (asked["stories"].fast, asked["stories"].fast_seconds) == (99, 0.1)
    strict = Objectives(services=(Exceptional(name="images", fast_seconds=0.5),))
    assert rules.objectives_of(manifests(), strict)["images"].fast_seconds == 0.5
    assert rules.objectives_of(manifests(), strict)["images"].fast == 95


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("OCTAVO_OBJECTIVES_AVAILABLE", "90", "from 95"),
        ("OCTAVO_OBJECTIVES_FAST_SECONDS", "0.3", "one of the bounds"),
        ("OCTAVO_OBJECTIVES_SERVICES", '[{"name":"feed","fast_seconds":0.3}]', "one of the bounds"),
        ("OCTAVO_OBJECTIVES_SERVICES", '[{"name":"feed"},{"name":"feed"}]', "twice"),
    ],
)
def test_an_objective_that_cannot_be_watched_is_refused(variable: str, value: str, said: str) -> None:
    with pytest.raises(Trouble, match=said) as caught:
        config.read({variable: value})
    assert caught.value.exit == Exit.SETTINGS


def test_the_command_writes_for_the_ports_of_the_settings_and_says_what_is_wrong(tmp_path: Path) -> None:
    out = tmp_path / "a" / "watch"
    done = octavo("observe", "--out", str(out), "--workers", "2", OCTAVO_OPERATOR_PORT="9000")
    assert done.returncode == 0, done.stderr
    asked = yaml.safe_load((out / "prometheus.yml").read_text())["scrape_configs"]
    assert asked == [
        {"job_name": "octavo", "static_configs": [{"targets": ["127.0.0.1:9000", "127.0.0.1:9001"]}]}
    ]
    assert out.stat().st_mode & 0o777 == 0o755
    assert (out / folder.ALERTS).stat().st_mode & 0o777 == 0o644
    strange = octavo(
        "observe", "--out", str(out), OCTAVO_OBJECTIVES_SERVICES='[{"name":"x"}]', OCTAVO_OPERATOR_PORT="9000"
    )
    assert (strange.returncode, "no service x" in strange.stderr) == (Exit.SETTINGS, True)
    nowhere = octavo("observe", "--out", str(out))  # OCTAVO_OPERATOR_PORT=0
    assert (nowhere.returncode, "--target" in nowhere.stderr) == (Exit.SETTINGS, True)
    (tmp_path / "file").write_text("")
    closed = octavo("observe", "--out", str(tmp_path / "file"), "--target", "a:1")
    assert closed.returncode == Exit.CANNOT_CREATE, closed.stderr


def test_what_else_is_in_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.yml").write_text("groups: []\n")
    tmp_path.chmod(0o750)
    written(tmp_path)
    written(tmp_path)
    assert (tmp_path / "rules" / "mine.yml").read_text() == "groups: []\n"
    assert tmp_path.stat().st_mode & 0o777 == 0o750
    assert not list(tmp_path.rglob(".*"))
