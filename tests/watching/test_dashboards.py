"""The dashboards, against the shape that Grafana's documentation gives its JSON."""

import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from grafana_foundation_sdk.cog import plugins
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard

from octavo.manifests import EDGE, manifests
from octavo.watching import panels
from octavo.watching.panels import Board
from tests.watching.conftest import written

NAMES = ["overview", *(one.name for one in manifests())]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("watch"))


def board(place: Path, name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((place / "dashboards" / f"{name}.json").read_text())
    return read


def test_there_is_one_for_each_service_and_one_over_all(place: Path) -> None:
    assert sorted(file.stem for file in (place / "dashboards").iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_head_is_what_grafana_imports(place: Path, name: str) -> None:
    read = board(place, name)
    assert read["id"] is None  # Grafana gives it one; the uid is what addresses and alerts go by
    assert read["uid"] == f"octavo-{name}"
    assert 8 <= len(read["uid"]) <= 40
    assert read["schemaVersion"] == panels.SCHEMA >= 36  # below, a data source was a name and no object
    assert read["title"]
    assert read["editable"] is True
    assert set(read["time"]) == {"from", "to"}
    assert isinstance(read["annotations"]["list"], list)
    assert isinstance(read["version"], int)
    variables = {one["name"]: one for one in read["templating"]["list"]}
    assert (variables["datasource"]["type"], variables["datasource"]["query"]) == ("datasource", "prometheus")
    assert len(variables) == len(read["templating"]["list"])


@pytest.mark.parametrize("name", NAMES)
def test_panels_lie_in_the_grid_and_on_no_other(place: Path, name: str) -> None:
    read = board(place, name)["panels"]
    assert [panel["id"] for panel in read] == list(range(1, len(read) + 1))
    for panel in read:
        grid = panel["gridPos"]
        assert set(grid) == {"x", "y", "w", "h"}
        assert grid["x"] >= 0
        assert 1 <= grid["w"] <= 24 - grid["x"]
        assert grid["h"] >= 1
    for one, other in combinations([panel["gridPos"] for panel in read], 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        above = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or above


@pytest.mark.parametrize("name", NAMES)
def test_what_shows_figures_asks_the_chosen_prometheus(place: Path, name: str) -> None:
    kinds = set()
    variables = {one["name"] for one in board(place, name)["templating"]["list"]}
    for panel in board(place, name)["panels"]:
        kinds.add(panel["type"])
        if panel["type"] == "row":
            assert panel["collapsed"] is False
            assert panel["panels"] == []
        elif panel["type"] == "text":
            assert panel["options"]["mode"] == "markdown"
            assert panel["options"]["content"]
        else:
            assert panel["title"]
            assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
            assert panel["targets"]
            assert panel["fieldConfig"]["defaults"]["unit"]
            assert panel["fieldConfig"]["overrides"] == []
            letters = [target["refId"] for target in panel["targets"]]
            assert len(set(letters)) == len(letters)
            for target in panel["targets"]:
                assert target["datasource"] == panel["datasource"]
                assert "$method" not in target["expr"] or "method" in variables
    assert kinds >= {"row", "text", "stat", "timeseries", "table"}


def test_each_method_of_the_contract_can_be_chosen(place: Path) -> None:
    for one in manifests():
        chosen = {
            option["value"]
            for variable in board(place, one.name)["templating"]["list"]
            if variable["name"] == "method"
            for option in variable["options"]
        }
        assert chosen == ({"$__all", *(method.name for method in one.methods)} if one.name != EDGE else set())


def test_the_words_are_those_of_the_manifest(place: Path) -> None:
    text = next(panel for panel in board(place, "graph")["panels"] if panel["type"] == "text")
    assert "accounts, publications, stories" in text["options"]["content"]
    assert "`graph.Followed`" in text["options"]["content"]


def test_more_lines_than_letters_are_refused_rather_than_lost() -> None:
    with pytest.raises(ValueError, match="zip"):
        Board("octavo-x", "x", "x").graph("too many", {str(number): "up" for number in range(27)}, "short")


@pytest.mark.parametrize("name", NAMES)
def test_grafanas_own_types_know_every_field(place: Path, name: str) -> None:
    """Read into what Grafana's makers generate from its schema, and written again: nothing was unknown."""
    plugins.register_default_plugins()
    raw = board(place, name)
    again = json.loads(json.dumps(Dashboard.from_json(raw), cls=JSONEncoder))
    assert raw.pop("id") is None  # which is the same as none
    assert list(lost(raw, again)) == []


def lost(given: Any, read: Any, path: str = "") -> Iterator[str]:
    """What was given and is not read, by where it stood."""
    if isinstance(given, dict) and isinstance(read, dict):
        for key, value in given.items():
            yield from lost(value, read.get(key), f"{path}.{key}")
    elif isinstance(given, list) and isinstance(read, list) and len(given) == len(read):
        for number, (one, other) in enumerate(zip(given, read, strict=True)):
            yield from lost(one, other, f"{path}[{number}]")
    elif given != read:
        yield f"{path}: {given!r} became {read!r}"


def test_a_field_that_grafana_does_not_know_would_be_found() -> None:
    strange = Board("octavo-strange", "x", "x").made() | {"schemaVersions": 38}
    again = json.loads(json.dumps(Dashboard.from_json(strange), cls=JSONEncoder))
    assert list(lost(strange, again)) == [".schemaVersions: 38 became None"]
