"""Draws a generated dashboard: its panels where the file puts them, each asked of a real Prometheus that
watches a real site under load. Grafana draws them finer; what is asked, and what comes of it, is the same.

python -m tests.watching.picture [SERVICE] [FILE.webp]
"""

import html
import itertools
import json
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyvips
from playwright.sync_api import sync_playwright

from tests.running import Running, free_port, octavo, running, wait_until
from tests.watching.conftest import written
from tests.watching.prometheus_server import Prometheus, prometheus

SECONDS: Final = 120
_COLUMN, _ROW = 50, 34
_COLOURS: Final = ("#3d71d9", "#2f9e44", "#e8590c", "#9c36b5", "#c2255c", "#0c8599", "#e67700", "#5f3dc4")
_PAGE: Final = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; font: 12px system-ui, sans-serif; background: #f4f5f5; color: #24292e; position: relative;
  width: {width}px; height: {height}px }}
section {{ position: absolute; box-sizing: border-box; background: #fff; border: 1px solid #e0e1e3;
  border-radius: 2px; padding: 6px 8px; overflow: hidden }}
section.row {{ background: none; border: 0; font-weight: 600; font-size: 14px }}
h2 {{ font-size: 12px; font-weight: 600; margin: 0 0 4px }}
.stat {{ font-size: 30px; text-align: center; padding-top: 14px; color: #2f9e44 }}
svg {{ display: block }} text {{ font-size: 9px; fill: #666 }}
.legend span {{ margin-right: 10px; white-space: nowrap }}
i {{ display: inline-block; width: 10px; height: 3px; margin-right: 4px; vertical-align: middle }}
</style><body>{panels}"""

Series = tuple[str, list[tuple[float, float]]]


def said(value: float, unit: str) -> str:
    """A number with its unit, as short as it can be read."""
    if unit == "percentunit":
        return f"{value * 100:.3g} %"
    if unit == "s":
        return f"{value * 1000:.3g} ms" if value < 1 else f"{value:.3g} s"
    return f"{value:.3g} /s" if unit == "reqps" else f"{value:.3g}"


def asked(server: Prometheus, panel: dict[str, Any], since: float) -> Iterator[Series]:
    """What Prometheus answers to a panel's questions, over all the time."""
    for target in panel.get("targets", ()):
        expression = target["expr"].replace("$method", ".*").replace("$__rate_interval", "1m")
        told = server.get("query_range", query=expression, start=f"{since}", end=f"{time.time()}", step="2")
        for one in told["result"]:
            name = target["legendFormat"]
            for label, value in one["metric"].items():
                name = name.replace(f"{{{{{label}}}}}", value)
            values = [(at, float(value)) for at, value in one["values"] if value not in ("NaN", "+Inf")]
            if values:
                yield "" if name == "__auto" else name, values


def lines(series: list[Series], unit: str, width: int, height: int, since: float) -> str:
    """Lines over time, the largest ten named below."""
    shown = sorted(series, key=lambda one: -max(value for _, value in one[1]))[:10]
    if not shown:
        return "<p>No data</p>"
    most = max(value for _, values in shown for _, value in values) or 1.0
    span = max(1.0, time.time() - since)
    left, tall = 44, height - 14
    grid = "".join(
        f'<line x1="{left}" x2="{width}" y1="{y:.0f}" y2="{y:.0f}" stroke="#eee"/>'
        f'<text x="0" y="{y + 3:.0f}">{said(most * share, unit)}</text>'
        for share in (0.0, 0.5, 1.0)
        for y in [tall - share * (tall - 8)]
    )
    drawn, legend = [], []
    for (name, values), colour in zip(shown, itertools.cycle(_COLOURS), strict=False):
        points = " ".join(
            f"{left + (at - since) / span * (width - left):.1f},{tall - value / most * (tall - 8):.1f}"
            for at, value in values
        )
        drawn.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.3"/>')
        legend.append(f'<span><i style="background:{colour}"></i>{html.escape(name)}</span>')
    svg = f'<svg width="{width}" height="{height}">{grid}{"".join(drawn)}</svg>'
    return f'{svg}<div class="legend">{"".join(legend)}</div>'


def cells(series: list[Series], width: int, height: int, since: float) -> str:
    """A heatmap of a histogram's buckets, which count all below their bound."""
    bounds = sorted(((float(name), dict(values)) for name, values in series), key=lambda one: one[0])
    times = sorted({at for _, values in bounds for at in values})
    counts = [
        [max(0.0, here.get(at, 0.0) - below.get(at, 0.0)) for at in times]
        for (_, below), (_, here) in itertools.pairwise([(0.0, {}), *bounds])
    ]
    most = max((count for row in counts for count in row), default=0.0) or 1.0
    wide, tall = (width - 44) / max(1, len(times)), (height - 4) / max(1, len(bounds))
    drawn = [
        f'<rect x="{44 + place * wide:.1f}" y="{height - 4 - (row + 1) * tall:.1f}" width="{wide + 0.5:.1f}"'
        f' height="{tall:.1f}" fill="#3d71d9" fill-opacity="{(count / most) ** 0.4:.2f}"/>'
        for row, line in enumerate(counts)
        for place, count in enumerate(line)
        if count
    ]
    named = [
        f'<text x="0" y="{height - 6 - row * tall:.0f}">{said(bound, "s")}</text>'
        for row, (bound, _) in enumerate(bounds)
        if row % 3 == 0
    ]
    return f'<svg width="{width}" height="{height}">{"".join(drawn + named)}</svg>'


def drawn(server: Prometheus, panel: dict[str, Any], since: float) -> str:
    """One panel, in its place."""
    place, kind = panel["gridPos"], panel["type"]
    width, height = place["w"] * _COLUMN - 8, place["h"] * _ROW - 8
    unit = panel.get("fieldConfig", {}).get("defaults", {}).get("unit", "")
    inside = f"<h2>{html.escape(panel['title'])}</h2>"
    series = list(asked(server, panel, since))
    if kind == "stat":
        inside += f'<div class="stat">{said(series[0][1][-1][1], unit) if series else "no data"}</div>'
    elif kind == "timeseries":
        inside += lines(series, unit, width - 18, height - 74, since)
    elif kind == "heatmap":
        inside += cells(series, width - 18, height - 34, since)
    elif kind == "table":
        inside += f"<p>{len(series)} that fire</p>"
    elif kind == "text":
        text = re.sub(r"\*\*|`", "", panel["options"]["content"])
        inside += f"<p>{html.escape(text)}</p>".replace("\n", "<br>")
    at = f"left:{place['x'] * _COLUMN + 4}px;top:{place['y'] * _ROW + 4}px;width:{width}px;height:{height}px"
    return f'<section class="{kind}" style="{at}">{inside}</section>'


def busy(site: Running, until: float) -> None:
    """Readers of this and that, a few times a second, some of whom ask for what is not there."""
    home = site.ask("/")[1]
    stories = [part.partition('"')[0] for part in home.split('href="/@')[1:] if "/" in part.partition('"')[0]]
    paths = itertools.cycle(
        ["/", "/search?q=sea", "/explore", "/@nobody/nothing-1111111111A", *(f"/@{one}" for one in stories)]
    )
    for number, path in enumerate(paths):
        site.ask(f"{path}{'&' if '?' in path else '?'}utm={number}", Cookie="avoids=1")
        time.sleep(0.05 + 0.1 * (number // 100 % 2))
        if time.time() > until:
            return


def main(service: str = "stories", out: str = "docs/pictures/dashboard.webp") -> None:
    """Run the site, watch it, draw."""
    with tempfile.TemporaryDirectory(prefix="octavo-") as name:
        folder, port = Path(name), free_port()
        data = str(folder / "data")
        assert octavo("demo", OCTAVO_DATA=data).returncode == 0
        written(folder, targets=[f"127.0.0.1:{port + 1}"])
        variables = {"OCTAVO_DATA": data, "OCTAVO_PORT": str(port), "OCTAVO_OPERATOR_PORT": str(port + 1)}
        with prometheus(folder) as server, running(folder, **variables) as site:
            wait_until(lambda: bool(server.query('up{job="octavo"} == 1')))
            since = time.time()
            busy(site, since + SECONDS)
            panels = json.loads((folder / "dashboards" / f"{service}.json").read_text())["panels"]
            width = 24 * _COLUMN
            height = max(one["gridPos"]["y"] + one["gridPos"]["h"] for one in panels) * _ROW
            inside = "".join(drawn(server, one, since) for one in panels)
            page_text = _PAGE.format(width=width, height=height, panels=inside)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_content(page_text)
            png = page.screenshot(full_page=True)
            browser.close()
    pyvips.Image.new_from_buffer(png, "").write_to_file(out, Q=80)


if __name__ == "__main__":
    main(*sys.argv[1:])
