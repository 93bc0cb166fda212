"""Recording rules and alerts for every service.

The alerts are those of Google's SRE Workbook, chapter 5: an error budget that burns at 14.4 times the rate
that it allows, over an hour and still in the last five minutes, is 2 % of thirty days' budget gone; at 6
times, over six hours and thirty minutes, 5 %; at 1 time, over three days and six hours, 10 %. The first two
wake somebody, the third can wait for the morning.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from octavo.chassis.calls import READ
from octavo.manifests import EDGE, Manifest
from octavo.objectives import Objective, Objectives

__all__ = [
    "BURNS",
    "KINDS",
    "Burn",
    "Kind",
    "alert_groups",
    "allowed",
    "kinds",
    "objectives_of",
    "recording_groups",
]

JOB: Final = "octavo"
"""As the scrape's configuration names what it asks."""
SECONDS: Final = {"5m": 300, "30m": 1_800, "1h": 3_600, "6h": 21_600, "3d": 259_200}
QUANTILES: Final = (50, 95, 99)

_BY: Final = "by (service, side)"
_ALL: Final = "octavo_calls_total"
_EDGE_LABELS: Final = {"service": EDGE, "side": "served"}
_EDGE_TOTAL: Final = (
    "(sum(rate(octavo_http_answers_total[{w}])) + sum(rate(octavo_page_cache_answers_total[{w}])))"
)


class Burn(msgspec.Struct, frozen=True, kw_only=True):
    """A speed at which a budget is used up, and the windows in which it is looked for."""

    factor: float
    long: str
    short: str
    severity: str
    adverb: str
    lasts: str
    """How long thirty days' budget lasts at this speed."""


BURNS: Final = (
    Burn(factor=14.4, long="1h", short="5m", severity="page", adverb="Fast", lasts="two days"),
    Burn(factor=6, long="6h", short="30m", severity="page", adverb="", lasts="five days"),
    Burn(factor=1, long="3d", short="6h", severity="ticket", adverb="Slowly", lasts="thirty days"),
)


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """What spends a budget."""

    name: str
    """As in the rules' names: "failed"."""
    of: str
    """The rates that it is a share of, as in the rules' names."""
    alert: str
    what: str
    """What its calls do."""


KINDS: Final = (
    Kind(name="failed", of="calls", alert="OctavoErrorBudgetBurns", what="fail by our own fault"),
    Kind(name="slow", of="calls_timed", alert="OctavoTimeBudgetBurns", what="take too long"),
)


def kinds(objective: Objective) -> tuple[Kind, ...]:
    """The budgets of a service: where nothing reads there is none of time."""
    return KINDS if objective.fast is not None else KINDS[:1]


def allowed(kind: Kind, objective: Objective) -> float:
    """The share of calls that the objective lets fail, or be slow."""
    kept = objective.available if kind.name == "failed" else objective.fast
    assert kept is not None
    return round(1 - kept / 100, 6)


def objectives_of(services: Sequence[Manifest], objectives: Objectives) -> dict[str, Objective]:
    """What is asked of each service. Raises LookupError where the settings name one that there is not."""
    known = {one.name: one for one in services}
    strange = [one.name for one in objectives.services if one.name not in known]
    if strange:
        raise LookupError(strange[0])
    called = {EDGE} | {name for one in services if one.name != EDGE for name in one.calls}
    return {
        name: objectives.of(
            name,
            called=name in called,
            reads=name == EDGE or any(method.reads for method in known[name].methods),
        )
        for name in sorted(known)
    }


def recording_groups(asked: dict[str, Objective]) -> list[dict[str, Any]]:
    """Rates, shares and times of every service and method."""
    shares = [rule for window in SECONDS for rule in _shares(window, asked)]
    return [
        {"name": "octavo-methods", "rules": list(_methods())},
        {"name": "octavo-services", "rules": shares},
    ]


def _methods() -> Iterator[dict[str, Any]]:
    by = "by (service, method, side"
    yield _record("octavo:method_calls:rate5m", f"sum {by}, blame) (rate({_ALL}[5m]))")
    yield _record(
        "octavo:method_faults:rate5m", f"sum {by}, fault, code) (rate(octavo_call_faults_total[5m]))"
    )
    for quantile in QUANTILES:
        buckets = f"sum {by}, le) (rate(octavo_call_seconds_bucket[5m]))"
        name = f"octavo:method_seconds:p{quantile}_5m"
        yield _record(name, f"histogram_quantile({quantile / 100}, {buckets})")
        whole = f"sum {_BY[:-1]}, le) (rate(octavo_call_seconds_bucket[5m]))"
        yield _record(f"octavo:call_seconds:p{quantile}_5m", f"histogram_quantile({quantile / 100}, {whole})")
        edge = "sum by (le) (rate(octavo_http_seconds_bucket[5m]))"
        yield _record(
            f"octavo:call_seconds:p{quantile}_5m",
            f"histogram_quantile({quantile / 100}, {edge})",
            _EDGE_LABELS,
        )


def _shares(window: str, asked: dict[str, Objective]) -> Iterator[dict[str, Any]]:
    """How many calls a second there were, and which share of them failed or was slow."""
    total = f"sum {_BY} (rate({_ALL}[{window}]))"
    failed = f'sum {_BY} (rate({_ALL}{{blame="ours"}}[{window}]))'
    yield _record(f"octavo:calls:rate{window}", total)
    yield _record(f"octavo:calls_failed:ratio_rate{window}", f"{failed} / ({total} > 0)")
    timed = {name: one for name, one in asked.items() if name != EDGE and one.fast is not None}
    reads = f'rate(octavo_call_seconds_count{{kind="{READ}"}}[{window}])'
    yield _record(f"octavo:calls_timed:rate{window}", f"sum {_BY} ({reads})")
    slow = []
    for bound in sorted({one.fast_seconds for one in timed.values()}):
        names = [name for name, one in timed.items() if one.fast_seconds == bound]
        which = f'kind="{READ}",service=~"{"|".join(names)}"'
        fast = f'sum {_BY} (rate(octavo_call_seconds_bucket{{le="{bound}",{which}}}[{window}]))'
        total = f"sum {_BY} (rate(octavo_call_seconds_count{{{which}}}[{window}]))"
        slow.append(f"1 - {fast} / ({total} > 0)")
    if slow:  # one rule, for promtool takes two of the same name for a mistake
        yield _record(f"octavo:calls_slow:ratio_rate{window}", "\nor ".join(slow))
    yield from _edge_shares(window, asked[EDGE].fast_seconds)


def _edge_shares(window: str, bound: float) -> Iterator[dict[str, Any]]:
    """The same of the site's answers to browsers; a page from the cache is one that went well."""
    total = _EDGE_TOTAL.format(w=window)
    failed = f'(sum(rate(octavo_http_answers_total{{status=~"5.."}}[{window}])) or vector(0))'
    fast = f'sum(rate(octavo_http_seconds_bucket{{le="{bound}"}}[{window}]))'
    timed = f"sum(rate(octavo_http_seconds_count[{window}]))"
    yield _record(f"octavo:calls:rate{window}", total, _EDGE_LABELS)
    yield _record(f"octavo:calls_timed:rate{window}", timed, _EDGE_LABELS)
    yield _record(f"octavo:calls_failed:ratio_rate{window}", f"{failed} / ({total} > 0)", _EDGE_LABELS)
    yield _record(f"octavo:calls_slow:ratio_rate{window}", f"1 - {fast} / ({timed} > 0)", _EDGE_LABELS)


def _record(name: str, expression: str, labels: dict[str, str] | None = None) -> dict[str, Any]:
    return {"record": name, "expr": expression} | ({"labels": dict(labels)} if labels else {})


def alert_groups(asked: dict[str, Objective], objectives: Objectives) -> list[dict[str, Any]]:
    """The alerts of each service, and those of the site."""
    groups = [
        {
            "name": f"octavo-{name}",
            "rules": [
                _burning(name, kind, burn, objective, objectives.least)
                for kind in kinds(objective)
                for burn in BURNS
            ],
        }
        for name, objective in asked.items()
    ]
    return [*groups, {"name": "octavo-site", "rules": list(_site(objectives))}]


def _burning(name: str, kind: Kind, burn: Burn, objective: Objective, least: int) -> dict[str, Any]:
    which = f'{{service="{name}"}}'
    share = f"octavo:calls_{kind.name}:ratio_rate"
    most = f"{burn.factor:g} * {allowed(kind, objective):g}"
    rate = f"octavo:{kind.of}:rate{burn.long}{which}"
    many = f"{share}{burn.long}{which} * {rate} * {SECONDS[burn.long]} >= {least}"
    kept = f"{objective.available:g} % must not fail by our own fault"
    if kind.name == "slow":
        what = "answers" if name == EDGE else "calls that only read"
        kept = f"{objective.fast:g} % of {what} must take no longer than {objective.fast_seconds:g} s"
    return {
        "alert": f"{kind.alert}{burn.adverb}",
        "expr": f"{share}{burn.long}{which} > {most}\nand {share}{burn.short}{which} > {most}\nand {many}\n",
        "labels": {"severity": burn.severity, "service": name, "burn": f"{burn.factor:g}"},
        "annotations": {
            "summary": f"{name}: too many calls {kind.what}",
            "description": (
                f"Of the calls of {name}, {kept}. Over {burn.long} and {burn.short} that budget was used "
                f"{burn.factor:g} times as fast as allowed: one of thirty days lasts {burn.lasts}."
            ),
            "dashboard": f"octavo-{name}",
        },
    }


def _site(objectives: Objectives) -> Iterator[dict[str, Any]]:
    yield _alert(
        "OctavoDown", f'up{{job="{JOB}"}} == 0', "page", "2m", "A process of the site does not answer."
    )
    yield _alert(
        "OctavoEventsLate",
        f"max by (service, consumer) (octavo_events_oldest_seconds) > {objectives.events_seconds}",
        "ticket",
        "5m",
        "An event waits too long for its consumer: the log of the process says why.",
    )
    yield _alert(
        "OctavoEventsDead",
        "max by (service, consumer) (octavo_events_dead) > 0",
        "ticket",
        "0m",
        "An event was given up, and those behind it wait: see `octavo events dead`.",
    )
    yield _alert(
        "OctavoLeasesLost",
        "sum by (service) (increase(octavo_leases_lost_total[15m])) > 0",
        "ticket",
        "0m",
        "What only one process may do changed hands unasked: the database or the machine is too slow.",
    )
    yield _alert(
        "OctavoCertificateEnds",
        "min by (instance, of) (octavo_wire_certificate_ends - time()) < 7 * 86400",
        "ticket",
        "5m",
        "A certificate of calls between machines ends within a week: renew its file, nothing is restarted.",
    )
    free = "min by (instance) (octavo_disk_free_bytes / octavo_disk_size_bytes)"
    yield _alert(
        "OctavoDiskAlmostFull",
        f"{free} < {objectives.disk_percent / 100:g}",
        "page",
        "5m",
        f"Less than {objectives.disk_percent} % of the data folder's disk is free.",
    )


def _alert(name: str, expression: str, severity: str, lasts: str, says: str) -> dict[str, Any]:
    return {
        "alert": name,
        "expr": expression,
        "for": lasts,
        "labels": {"severity": severity},
        "annotations": {"summary": says, "dashboard": "octavo-overview"},
    }
