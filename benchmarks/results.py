"""What a benchmark says: figures beside what was asked of them, kept with the commit and the machine."""

import os
import platform
import re
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results"

ahead = False
"""Whether the scheduler prefers what is measured to the machine's other work."""


@dataclass(frozen=True)
class Figure:
    """One measured value, and the limit that it was to reach: at most, or at least where `least` is set."""

    what: str
    value: float
    limit: float
    unit: str = ""
    least: bool = False

    @property
    def reached(self) -> bool:
        """Whether it keeps the limit."""
        return self.value >= self.limit if self.least else self.value <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.least else "≤"
        unit = f" {self.unit}" if self.unit else ""
        verdict = "reached" if self.reached else "NOT REACHED"
        asked = f"to reach: {sign} {number(self.limit)}{unit}: {verdict}"
        return f"{self.what:<58}{number(self.value):>10}{unit}   ({asked})"


def number(value: float) -> str:
    """With as many places as are worth reading."""
    if value == int(value) and abs(value) < 10_000:
        return str(int(value))
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 1 else f"{value:.2f}"


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which this part of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def spread(values: Sequence[float]) -> str:
    """The runs one by one, so that noise can be seen."""
    return ", ".join(number(value) for value in values)


def machine() -> str:
    """What it was measured on."""
    model = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    name = model.group(1) if model else platform.machine()
    return f"{name}, {os.cpu_count()} cores, Linux {platform.release()}, Python {platform.python_version()}"


def commit() -> str:
    """The commit that was measured, and whether anything was changed since."""

    def git(*words: str) -> str:
        out = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
        return out.stdout.strip()

    return (git("rev-parse", "--short", "HEAD") or "unknown") + (
        " and changes" if git("status", "--porcelain", "src", "web") else ""
    )


def busy_before() -> str:
    """What else went on: the machine's load as the run began. Other work makes figures worse."""
    rest = "; measured ahead of it" if ahead else ""
    return f"the machine's other work as this began: load average {os.getloadavg()[0]:.1f}{rest}"


def keep(name: str, lines: Sequence[str | Figure], began: str = "") -> bool:
    """Print the lines, and keep them with the commit and the machine; whether every figure was reached."""
    head = [f"# {name}", f"{datetime.now(UTC):%Y-%m-%d}, commit {commit()}", machine()]
    if began:
        head.append(began)
    text = "\n".join([*head, "", *map(str, lines)]) + "\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.txt").write_text(text)
    print(text, flush=True)
    return all(line.reached for line in lines if isinstance(line, Figure))
