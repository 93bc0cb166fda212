"""A dashboard for each service, from its manifest, and one over all of them."""

from collections.abc import Sequence
from typing import Any, Final

from octavo.manifests import EDGE, Manifest
from octavo.objectives import Objective
from octavo.watching.panels import Board
from octavo.watching.rules import BURNS, JOB, KINDS, QUANTILES, SECONDS, allowed, kinds

__all__ = ["of", "overview"]

_ALERTS: Final = 'ALERTS{{alertname=~"Octavo.*",alertstate="firing"{more}}}'
_SHORTEST: Final = "5m"


def of(service: Manifest, objective: Objective) -> tuple[str, dict[str, Any]]:
    """The dashboard of one service, after its name."""
    board = Board(f"octavo-{service.name}", f"Octavo: {service.name}", service.about)
    which = f'service="{service.name}"'
    _state(board, service, objective, which)
    if service.name == EDGE:
        _answers(board)
    else:
        _calls(board, service, which)
    _budgets(board, which, objective)
    _events(board, service)
    return service.name, board.made()


def _state(board: Board, service: Manifest, objective: Objective, which: str) -> None:
    """What it is, and how it does just now."""
    lost = allowed(KINDS[0], objective)
    board.stat("Calls a second", f"sum(octavo:calls:rate5m{{{which}}})", "reqps")
    board.stat(
        "Failed by our own fault",
        f"max(octavo:calls_failed:ratio_rate5m{{{which}}})",
        "percentunit",
        steps=(lost, lost * BURNS[0].factor),
    )
    board.stat(
        "95 of 100 calls take at most",
        f"max(octavo:call_seconds:p95_5m{{{which}}})",
        "s",
        steps=(objective.fast_seconds, objective.fast_seconds * 4),
    )
    board.stat(
        "Budget used in three days, of what three days may use",
        f"max(octavo:calls_failed:ratio_rate3d{{{which}}}) / {lost:g}",
        "percentunit",
        steps=(0.5, 1),
    )
    board.text(_described(service, objective), width=12, height=8)
    board.table("Alerts", _ALERTS.format(more=f",{which}"), width=12)


def _described(service: Manifest, objective: Objective) -> str:
    asked = [f"{objective.available:g} % of calls do not fail by our own fault"]
    if objective.fast is not None:
        what = "answers" if service.name == EDGE else "calls that only read"
        asked.append(f"{objective.fast:g} % of {what} take no longer than {objective.fast_seconds:g} s")
    facts = {
        "Asked of it": "; ".join(asked),
        "Contract": ", ".join(f"`{name}`" for name in service.contracts),
        "Calls": ", ".join(service.calls),
        "Hears": ", ".join(f"`{name}`" for name in service.hears),
        "Tells": ", ".join(f"`{name}`" for name in service.tells),
        "Starts with": f"`{service.start}`",
    }
    lines = [f"- **{name}**: {what}" for name, what in facts.items() if what]
    return "\n".join([f"{service.about.capitalize()}.", "", *lines])


def _calls(board: Board, service: Manifest, which: str) -> None:
    """Rate, errors and durations: of the whole service, and of the method that is chosen."""
    board.row("Calls")
    board.choice("method", [method.name for method in service.methods])
    one = f'{which},method=~"$method"'
    board.graph(
        "Calls a second, by method",
        {"{{method}}": f"sum by (method) (octavo:method_calls:rate5m{{{one}}})"},
        "reqps",
    )
    board.graph(
        "Calls a second, by whose fault they failed",
        {"{{blame}} ({{side}})": f"sum by (blame, side) (octavo:method_calls:rate5m{{{one}}})"},
        "reqps",
    )
    board.graph(
        "Faults a second",
        {"{{fault}} {{method}}": f"sum by (fault, method) (octavo:method_faults:rate5m{{{one}}})"},
        "reqps",
    )
    board.graph(
        "Times of the service",
        {
            f"{quantile} of 100 ({{{{side}}}})": f"octavo:call_seconds:p{quantile}_5m{{{which}}}"
            for quantile in QUANTILES
        },
        "s",
    )
    board.graph("95 of 100 calls, by method", {"{{method}}": f"octavo:method_seconds:p95_5m{{{one}}}"}, "s")
    board.heatmap(
        "Calls by how long they took",
        f"sum by (le) (increase(octavo_call_seconds_bucket{{{one}}}[$__rate_interval]))",
    )


def _answers(board: Board) -> None:
    """What browsers and other machines are answered."""
    board.row("Answers")
    board.graph(
        "Answers of the application a second, by status",
        {"{{status}}": "sum by (status) (rate(octavo_http_answers_total[$__rate_interval]))"},
        "reqps",
    )
    board.graph(
        "Answers from the page cache a second",
        {"{{kind}}": "sum by (kind) (rate(octavo_page_cache_answers_total[$__rate_interval]))"},
        "reqps",
    )
    board.graph(
        "Times of the application",
        {f"{one} of 100": f'octavo:call_seconds:p{one}_5m{{service="{EDGE}"}}' for one in QUANTILES},
        "s",
    )
    board.heatmap(
        "Answers by how long they took",
        "sum by (le) (increase(octavo_http_seconds_bucket[$__rate_interval]))",
    )
    board.graph(
        "Refused unheard a second, by status",
        {"{{status}}": "sum by (status) (rate(octavo_http_refused_total[$__rate_interval]))"},
        "reqps",
    )
    board.graph(
        "Parts that pages went without, a second",
        {"{{part}}": "sum by (part) (rate(octavo_edge_missing_parts_total[$__rate_interval]))"},
        "reqps",
    )
    board.graph(
        "Calls of the open API a second, by outcome",
        {"{{code}}": "sum by (code) (rate(octavo_connect_calls_total[$__rate_interval]))"},
        "reqps",
    )


def _budgets(board: Board, which: str, objective: Objective) -> None:
    """How fast each budget burns, as the alerts see it: at 1 it lasts thirty days."""
    board.row("Budgets")
    for kind in kinds(objective):
        most = f"{allowed(kind, objective):g}"
        shares = {
            window: f"max(octavo:calls_{kind.name}:ratio_rate{window}{{{which}}}) / {most}"
            for window in SECONDS
        }
        board.graph(f"Calls that {kind.what}: times as many as allowed", shares, "short")


def _events(board: Board, service: Manifest) -> None:
    """What waits in it for others, and in others for it."""
    told = {f'service="{service.name}"': "of its own"} if service.tells else {}
    heard = {f'consumer=~"{"|".join(service.consumers)}"': "for it"} if service.consumers else {}
    if told or heard:
        board.row("Events")
    for which, whose in (told | heard).items():
        by = "by (service, consumer)"
        legend = "{{service}} to {{consumer}}"
        board.graph(
            f"Events {whose} that wait",
            {
                legend: f"max {by} (octavo_events_waiting{{{which}}})",
                f"{legend}, given up": f"max {by} (octavo_events_dead{{{which}}})",
            },
            "short",
        )
        board.graph(
            f"Longest wait of events {whose}",
            {legend: f"max {by} (octavo_events_oldest_seconds{{{which}}})"},
            "s",
        )


def overview(services: Sequence[Manifest]) -> tuple[str, dict[str, Any]]:
    """The dashboard over all services."""
    board = Board("octavo-overview", "Octavo: overview", "The whole site.")
    edge = f'service="{EDGE}"'
    board.stat("Processes that answer", f'sum(up{{job="{JOB}"}})', "short")
    board.stat("Answers a second", f"sum(octavo:calls:rate5m{{{edge}}})", "reqps")
    board.stat("Failed", f"max(octavo:calls_failed:ratio_rate5m{{{edge}}})", "percentunit")
    board.stat("95 of 100 take at most", f"max(octavo:call_seconds:p95_5m{{{edge}}})", "s")
    links = " · ".join(f"[{one.name}](/d/octavo-{one.name})" for one in services)
    board.text(f"{len(services)} parts: {links}", width=12, height=8)
    board.table("Alerts", _ALERTS.format(more=""), width=12)
    board.row("Services")
    legend = "{{service}} ({{side}})"
    board.graph("Calls a second", {legend: "octavo:calls:rate5m"}, "reqps")
    board.graph(
        "Share that failed by our own fault", {legend: "octavo:calls_failed:ratio_rate5m"}, "percentunit"
    )
    board.graph("95 of 100 calls take at most", {legend: "octavo:call_seconds:p95_5m"}, "s")
    board.graph("Share that took too long", {legend: "octavo:calls_slow:ratio_rate5m"}, "percentunit")
    board.row("Events")
    by = "by (service, consumer)"
    for title, metric, unit in (
        ("Events that wait", "octavo_events_waiting", "short"),
        ("Longest wait", "octavo_events_oldest_seconds", "s"),
        ("Events that were given up", "octavo_events_dead", "short"),
    ):
        board.graph(title, {"{{service}} to {{consumer}}": f"max {by} ({metric}) > 0"}, unit)
    leases = f"sum by (service) (increase(octavo_leases_lost_total[{_SHORTEST}]))"
    board.graph("Leases lost in five minutes", {"{{service}}": leases}, "short")
    _overload(board)
    _machine(board)
    return "overview", board.made()


def _overload(board: Board) -> None:
    """What is worked at, what was turned away, and what went wrong between processes."""
    board.row("Overload")
    for title, name in (("Requests", "http_requests"), ("Calls of other processes", "rpc_calls")):
        board.graph(
            f"{title} in work, and how many may be",
            {
                "now, {{instance}}": f"octavo_{name}_inside",
                "at most, {{instance}}": f"octavo_{name}_limit",
            },
            "short",
        )
        shed = f"sum by (priority) (rate(octavo_{name}_shed_total[$__rate_interval]))"
        board.graph(f"{title} refused a second", {"{{priority}}": shed}, "reqps")
    wrong = "sum by (what) (rate(octavo_peer_calls_total[$__rate_interval]))"
    board.graph(
        "Calls to other processes, repeated, hedged or refused by a breaker", {"{{what}}": wrong}, "reqps"
    )


def _machine(board: Board) -> None:
    """Caches, memory, processors and the disk."""
    board.row("Processes")
    rate = "sum by (cache) (rate(octavo_cache_events_total{{event=~{events}}}[$__rate_interval]))"
    hits, both = rate.format(events='"hits"'), rate.format(events='"hits|misses"')
    board.graph("Share of hits", {"{{cache}}": f"{hits} / ({both} > 0)"}, "percentunit")
    board.graph("Held by caches", {"{{cache}} {{instance}}": "octavo_cache_held_bytes"}, "bytes")
    job = f'{{job="{JOB}"}}'
    board.graph("Memory", {"{{instance}}": f"process_resident_memory_bytes{job}"}, "bytes")
    busy = f"rate(process_cpu_seconds_total{job}[$__rate_interval])"
    board.graph("Processors", {"{{instance}}": busy}, "short")
    board.graph("Open files", {"{{instance}}": f"process_open_fds{job}"}, "short")
    disk = "min by (instance) (octavo_disk_free_bytes / octavo_disk_size_bytes)"
    board.graph("Share of the disk that is free", {"{{instance}}": disk}, "percentunit")
