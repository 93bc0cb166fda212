"""A fleet as a person sees it: a table that lives, or a line for each change where there is no terminal."""

import asyncio
import time
from typing import Final

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from octavo.fleet.crew import Crew
from octavo.fleet.process import Process, State

__all__ = ["Lines", "Screen", "table"]

_COLOURS: Final = {State.READY: "green", State.DIED: "red", State.UNREADY: "red", State.STOPPED: "dim"}
_TURN: Final = 0.5
_NEWS: Final = 6  # the last changes below the table


class Lines:
    """For logs and tests: each change in a line."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def told(self, one: Process, why: str) -> None:
        """A part has changed."""
        number = f" (process {one.pid})" if one.state is State.STARTING else ""
        text = f"{one.part.name} {one.state}{number}{f', {why}' if why else ''}"
        self.say(f"{time.strftime('%H:%M:%S')} {text}")

    def say(self, line: str) -> None:
        """A line for a person."""
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    async def show(self, crew: Crew) -> None:
        """Nothing more is shown here."""
        await asyncio.Event().wait()


class Screen(Lines):
    """For a terminal: all processes, as they are now."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._news: list[str] = []

    def say(self, line: str) -> None:
        """Kept below the table."""
        self._news.append(line)

    async def show(self, crew: Crew) -> None:
        """Until it is cancelled."""
        with Live(console=self._console, auto_refresh=False) as live:
            try:
                while True:
                    live.update(self._all(crew), refresh=True)
                    await asyncio.sleep(_TURN)
            finally:
                live.update(self._all(crew), refresh=True)

    def _all(self, crew: Crew) -> Table:
        whole = Table.grid()
        whole.add_row(table(crew.processes))
        for line in self._news[-_NEWS:]:
            whole.add_row(Text(line, style="dim"))
        return whole


def table(processes: list[Process]) -> Table:
    """One row for each process."""
    shown = Table("process", "pid", "state", box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("restarts", "requests/s", "errors", "p99"):
        shown.add_column(name, justify="right")
    for one in processes:
        rates, counts = one.rates, one.part.figures is not None
        shown.add_row(
            one.part.name,
            str(one.pid or ""),
            Text(one.state, style=_COLOURS.get(one.state, "yellow")),
            str(one.restarts or ""),
            f"{rates.per_second:.1f}" if counts else "",
            str(round(rates.errors)) if counts and rates.errors else "",
            _within(rates.most),
        )
    return shown


def _within(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return "long" if seconds == float("inf") else f"≤ {seconds * 1000:g} ms"
