"""Grafana's panels, as its JSON has them (https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/).

Panels are laid out in rows of 24 columns, from left to right and down; whoever adds one says how wide it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

__all__ = ["SCHEMA", "SOURCE", "Board"]

SCHEMA: Final = 38
"""The version of the JSON: Grafana 10's; later ones read it and bring it up to date."""
COLUMNS: Final = 24
SOURCE: Final = {"type": "prometheus", "uid": "${datasource}"}
"""The Prometheus that is chosen at the head of the dashboard."""

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PICK: Final = {
    "name": "datasource",
    "label": "Prometheus",
    "type": "datasource",
    "query": "prometheus",
    "current": {},
    "hide": 0,
    "includeAll": False,
    "multi": False,
    "options": [],
    "refresh": 1,
    "regex": "",
    "skipUrlSync": False,
}


class Board:
    """One dashboard in the making."""

    def __init__(self, uid: str, title: str, about: str) -> None:
        self._panels: list[dict[str, Any]] = []
        self._x = self._y = self._tallest = 0
        self._variables: list[dict[str, Any]] = [_PICK]
        self._head = {"id": None, "uid": uid, "title": title, "description": about}

    def row(self, title: str) -> None:
        """Begin a part of the dashboard."""
        self._break()
        self._add("row", title, COLUMNS, 1, {"collapsed": False, "panels": []})
        self._break()

    def choice(self, name: str, values: Sequence[str]) -> None:
        """A variable that is one of these, or all of them: `$name` in queries, with `=~`."""
        options = [
            {"selected": True, "text": "All", "value": "$__all"},
            *({"selected": False, "text": value, "value": value} for value in values),
        ]
        self._variables.append(
            {
                "name": name,
                "label": name.capitalize(),
                "type": "custom",
                "query": ",".join(values),
                "current": options[0],
                "options": options,
                "hide": 0,
                "includeAll": True,
                "allValue": ".*",
                "multi": False,
                "skipUrlSync": False,
            }
        )

    def text(self, words: str, *, width: int, height: int) -> None:
        """Words, as Markdown."""
        self._add("text", "", width, height, {"options": {"mode": "markdown", "content": words}})

    def stat(self, title: str, query: str, unit: str, *, width: int = 6, steps: Sequence[float] = ()) -> None:
        """One number; yellow and red from `steps` on."""
        colours = zip(("green", "orange", "red"), (None, *steps), strict=False)
        thresholds = {
            "mode": "absolute",
            "steps": [{"color": colour, "value": value} for colour, value in colours],
        }
        options = {
            "colorMode": "value",
            "graphMode": "area",
            "justifyMode": "auto",
            "orientation": "auto",
            "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
            "textMode": "auto",
        }
        self._add(
            "stat", title, width, 4, _data({"": query}, unit, thresholds=thresholds) | {"options": options}
        )

    def graph(self, title: str, queries: Mapping[str, str], unit: str, *, width: int = 12) -> None:
        """Lines over time; the queries by their legends."""
        options = {
            "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": True},
            "tooltip": {"mode": "multi", "sort": "desc"},
        }
        custom = {"drawStyle": "line", "fillOpacity": 8, "lineWidth": 1, "showPoints": "never"}
        self._add(
            "timeseries", title, width, 8, _data(queries, unit, custom=custom, min=0) | {"options": options}
        )

    def table(self, title: str, query: str, *, width: int) -> None:
        """What a query finds now, its labels as columns."""
        data = _data({"": query}, "short")
        data["targets"] = [
            one | {"format": "table", "instant": True, "range": False} for one in data["targets"]
        ]
        organize = {
            "id": "organize",
            "options": {"excludeByName": {"Time": True, "Value": True, "__name__": True}},
        }
        self._add(
            "table", title, width, 8, data | {"options": {"showHeader": True}, "transformations": [organize]}
        )

    def heatmap(self, title: str, query: str, *, width: int = 12) -> None:
        """The buckets of a histogram over time."""
        data = _data({"{{le}}": query}, "s")
        data["targets"] = [one | {"format": "heatmap"} for one in data["targets"]]
        options = {
            "calculate": False,
            "cellGap": 1,
            "color": {"mode": "scheme", "scheme": "Oranges", "steps": 64},
            "yAxis": {"unit": "s"},
            "legend": {"show": True},
        }
        self._add("heatmap", title, width, 8, data | {"options": options})

    def made(self) -> dict[str, Any]:
        """The whole dashboard."""
        return {
            **self._head,
            "tags": ["octavo"],
            "timezone": "browser",
            "editable": True,
            "graphTooltip": 1,
            "schemaVersion": SCHEMA,
            "version": 1,
            "refresh": "30s",
            "time": {"from": "now-6h", "to": "now"},
            "timepicker": {},
            "annotations": {"list": []},
            "templating": {"list": self._variables},
            "links": [
                {
                    "type": "dashboards",
                    "title": "Octavo",
                    "tags": ["octavo"],
                    "asDropdown": True,
                    "includeVars": False,
                    "keepTime": True,
                    "targetBlank": False,
                    "icon": "external link",
                    "tooltip": "",
                    "url": "",
                }
            ],
            "panels": self._panels,
        }

    def _add(self, kind: str, title: str, width: int, height: int, more: dict[str, Any]) -> None:
        if self._x + width > COLUMNS:
            self._break()
        place = {"x": self._x, "y": self._y, "w": width, "h": height}
        self._panels.append(
            {"id": len(self._panels) + 1, "type": kind, "title": title, "gridPos": place} | more
        )
        self._x += width
        self._tallest = max(self._tallest, height)

    def _break(self) -> None:
        self._y += self._tallest
        self._x = self._tallest = 0


def _data(queries: Mapping[str, str], unit: str, **defaults: Any) -> dict[str, Any]:
    targets = [
        {"refId": letter, "datasource": SOURCE, "expr": query, "legendFormat": legend or "__auto"}
        for letter, (legend, query) in zip(_LETTERS[: len(queries)], queries.items(), strict=True)
    ]
    field = {"defaults": {"unit": unit, **defaults}, "overrides": []}
    return {"datasource": SOURCE, "targets": targets, "fieldConfig": field}
