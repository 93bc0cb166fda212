"""Tests of the alerts for `promtool test rules`, made beside the alerts themselves.

All services at once: each speed of burning raises its alert and the slower ones, not the faster; half a
budget raises none; a burn that is over wakes nobody within minutes; two failures wake nobody. What takes
days is in a file of its own, for a file has one pace.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from octavo.manifests import EDGE
from octavo.objectives import Objective, Objectives
from octavo.watching.rules import (
    BURNS,
    JOB,
    KINDS,
    Burn,
    Kind,
    alert_groups,
    allowed,
    kinds,
    recording_groups,
)

__all__ = ["tests"]

_RATE: Final = 1_000_000  # calls a minute; whole numbers, for a counter that loses a digit has begun anew
_STEP: Final = {"1h": "1m", "6h": "1m", "3d": "30m"}
_STEPS: Final = {"1h": 60, "6h": 360, "3d": 144}
_MINUTES: Final = {"1m": 1, "30m": 30}
_ABOVE: Final = 1.2
_OVER: Final = (60, 7)
"""Minutes of a burn, and of the calm after it: the hour still looks bad, the last five minutes do not."""
_METHOD: Final = "AnyMethod"


def tests(asked: Mapping[str, Objective], objectives: Objectives) -> dict[str, dict[str, Any]]:
    """The content of the files of tests: of "hours" and of "days"."""
    made = _Tests(asked, objectives)
    burning = [(kind, burn) for kind in KINDS for burn in BURNS]
    hours = [
        made.healthy("6h"),
        *(made.burning(kind, burn) for kind, burn in burning if burn.long != "3d"),
        *(made.over(kind) for kind in KINDS),
        *made.few(),
        made.site(),
    ]
    days = [made.healthy("3d"), *(made.burning(kind, burn) for kind, burn in burning if burn.long == "3d")]
    return {"hours": made.file("5m", hours), "days": made.file("3h", days)}


class _Tests:
    def __init__(self, asked: Mapping[str, Objective], objectives: Objectives) -> None:
        self._asked = asked
        self._least = objectives.least
        self._disk = objectives.disk_percent
        self._late = objectives.events_seconds
        alerts = alert_groups(dict(asked), objectives)
        self._order = [group["name"] for group in (*recording_groups(dict(asked)), *alerts)]
        self._rules = [
            (group["name"].removeprefix("octavo-"), rule) for group in alerts for rule in group["rules"]
        ]

    def file(self, pace: str, cases: list[dict[str, Any]]) -> dict[str, Any]:
        """A file of these tests; what is recorded is recorded before alerts look at it."""
        return {
            "rule_files": ["octavo.recording.yml", "octavo.alerts.yml"],
            "evaluation_interval": pace,
            "group_eval_order": self._order,
            "tests": cases,
        }

    def healthy(self, long: str) -> dict[str, Any]:
        """Half of every budget."""
        step, steps = _STEP[long], _STEPS[long]
        shares = {kind.name: 0.5 for kind in KINDS}
        series = [one for name in self._asked for one in self._series(name, step, steps, shares)]
        return _test("half a budget raises nothing", step, series, long, self._expected({}))

    def burning(self, kind: Kind, burn: Burn) -> dict[str, Any]:
        """A little more than this speed, as long as its long window."""
        step, steps = _STEP[burn.long], _STEPS[burn.long]
        shares = {kind.name: burn.factor * _ABOVE}
        series = [one for name in self._asked for one in self._series(name, step, steps, shares)]
        raised = {f"{kind.alert}{other.adverb}" for other in BURNS if other.factor <= burn.factor}
        name = f"calls that {kind.what}, {burn.factor:g} times as fast as allowed"
        return _test(name, step, series, burn.long, self._expected(dict.fromkeys(raised, self._asked)))

    def over(self, kind: Kind) -> dict[str, Any]:
        """The fastest burn, and the first minutes after it."""
        bad, calm = _OVER
        series = [
            one
            for name in self._asked
            for one in self._series(name, "1m", bad, {kind.name: BURNS[0].factor * _ABOVE}, then=calm)
        ]
        alert = f"{kind.alert}{BURNS[0].adverb}"
        checks: list[dict[str, Any]] = [
            {"eval_time": f"{bad}m", "alertname": alert, "exp_alerts": self._alerts(alert, self._asked)},
            {"eval_time": f"{bad + calm}m", "alertname": alert, "exp_alerts": []},
        ]
        return _test(f"calls that {kind.what} no longer", "1m", series, "", checks)

    def few(self) -> Iterator[dict[str, Any]]:
        """Two calls in an hour, both failed: a share of one, and no reason to wake anybody."""
        if self._least < 4:
            return
        values = "0x20 1x20 2x20"
        series = [
            {
                "series": _name("octavo_calls_total", name, blame=blame),
                "values": values if blame == "ours" else "0x60",
            }
            for name in self._asked
            if name != EDGE
            for blame in ("none", "ours")
        ]
        yield _test("two failures in an hour", "1m", series, "1h", self._expected({}))

    def site(self) -> dict[str, Any]:
        """Everything that is not about calls, wrong at once."""
        where = {"service": "stories", "consumer": "search"}
        series = {
            f'up{{job="{JOB}",instance="a"}}': "0x30",
            f'up{{job="{JOB}",instance="b"}}': "1x30",
            'octavo_events_oldest_seconds{service="stories",consumer="search"}': f"{self._late + 1}x30",
            'octavo_events_oldest_seconds{service="stories",consumer="feed"}': f"{self._late - 1}x30",
            'octavo_events_dead{service="stories",consumer="search"}': "1x30",
            'octavo_events_dead{service="stories",consumer="feed"}': "0x30",
            'octavo_leases_lost_total{service="feed"}': "0x20 1x10",
            'octavo_leases_lost_total{service="stories"}': "0x30",
            # The clock of these tests begins in 1970.
            'octavo_wire_certificate_ends{instance="a",of="process"}': "600000x30",
            'octavo_wire_certificate_ends{instance="a",of="authority"}': "700000x30",
            'octavo_disk_free_bytes{instance="a"}': f"{self._disk - 0.5}x30",
            'octavo_disk_size_bytes{instance="a"}': "100x30",
            'octavo_disk_free_bytes{instance="b"}': f"{self._disk + 1}x30",
            'octavo_disk_size_bytes{instance="b"}': "100x30",
        }
        raised = {
            "OctavoDown": {"job": JOB, "instance": "a"},
            "OctavoEventsLate": where,
            "OctavoEventsDead": where,
            "OctavoLeasesLost": {"service": "feed"},
            "OctavoCertificateEnds": {"instance": "a", "of": "process"},
            "OctavoDiskAlmostFull": {"instance": "a"},
        }
        rules = {rule["alert"]: rule for group, rule in self._rules if group == "site"}
        checks: list[dict[str, Any]] = [
            {"eval_time": "30m", "alertname": name, "exp_alerts": [_alert(rule, raised[name])]}
            for name, rule in rules.items()
        ]
        rows = [{"series": name, "values": values} for name, values in series.items()]
        return _test("what is not about calls", "1m", rows, "", checks)

    def _series(
        self, name: str, step: str, steps: int, burns: Mapping[str, float], then: int = 0
    ) -> Iterator[dict[str, str]]:
        """Counters of a service whose budgets are used so many times as fast as allowed; then no longer."""
        total = _RATE * _MINUTES[step]
        share = dict.fromkeys(("failed", "slow"), 0.0) | {
            kind.name: burns.get(kind.name, 0.0) * allowed(kind, self._asked[name])
            for kind in kinds(self._asked[name])
        }
        bound = self._asked[name].fast_seconds

        def row(metric: str, bad: int, well: int) -> dict[str, str]:
            values = f"0+{bad}x{steps}"
            if then:
                values += f" {bad * steps + well}+{well}x{then - 1}"
            return {"series": metric, "values": values}

        failed, slow = round(share["failed"] * total), round(share["slow"] * total)
        if name == EDGE:
            yield row('octavo_page_cache_answers_total{kind="page"}', 0, 0)
            yield row('octavo_http_answers_total{method="GET",status="200"}', total - failed, total)
            yield row('octavo_http_answers_total{method="GET",status="500"}', failed, 0)
            yield row("octavo_http_seconds_count", total, total)
            yield row(f'octavo_http_seconds_bucket{{le="{bound}"}}', total - slow, total)
            return
        yield row(_name("octavo_calls_total", name, blame="none"), total - failed, total)
        yield row(_name("octavo_calls_total", name, blame="ours"), failed, 0)
        yield row(_name("octavo_call_seconds_count", name, kind="read"), total, total)
        yield row(_name("octavo_call_seconds_bucket", name, kind="read", le=str(bound)), total - slow, total)
        yield row(_name("octavo_call_seconds_count", name, kind="write"), total, total)
        yield row(_name("octavo_call_seconds_bucket", name, kind="write", le=str(bound)), 0, 0)

    def _expected(self, raised: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Of every alert of a service: raised for these services, or not at all."""
        names = {f"{kind.alert}{burn.adverb}": None for kind in KINDS for burn in BURNS}
        return [{"alertname": name, "exp_alerts": self._alerts(name, raised.get(name, ()))} for name in names]

    def _alerts(self, alert: str, services: Any) -> list[dict[str, Any]]:
        return [
            _alert(rule, {"side": "served"})
            for name, rule in self._rules
            if rule["alert"] == alert and name in services
        ]


def _test(
    name: str, step: str, series: list[dict[str, str]], when: str, checks: list[dict[str, Any]]
) -> dict[str, Any]:
    timed = [{"eval_time": when} | check for check in checks] if when else checks
    return {"name": name, "interval": step, "input_series": series, "alert_rule_test": timed}


def _alert(rule: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    return {"exp_labels": {**rule["labels"], **labels}, "exp_annotations": rule["annotations"]}


def _name(metric: str, service: str, **labels: str) -> str:
    pairs = {"service": service, "method": _METHOD, "side": "served", **labels}
    inner = ",".join(f'{label}="{value}"' for label, value in pairs.items())
    return f"{metric}{{{inner}}}"
