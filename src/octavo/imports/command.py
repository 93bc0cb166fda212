"""What `octavo import FOLDER` and `octavo demo` do, once the services are at hand."""

import asyncio
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from octavo.chassis.faults import Fault
from octavo.imports.demo import folder as demo_folder
from octavo.imports.importer import Importer
from octavo.imports.report import Report
from octavo.imports.services import Services

_STOPPED = (
    "The site could not go on. What was brought so far stays; the same command, given again, goes on there."
)
_STEPS = {"people": "Authors", "images": "Images", "stories": "Stories", "links": "Links among them"}


async def import_folder(
    root: Path, services: Services, console: Console, reports: Path | None = None, *, name: str = ""
) -> Report:
    """Imports the folder with a progress bar, prints what came of it, and writes the report in full.

    The caller must be the operator. `name` is what the report calls the folder; it goes into `reports` as
    `import.json` and `import.md`, and where that is None it is only printed. Raises a Fault where the site
    cannot go on, and OSError where the report cannot be written.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        tasks = {step: bars.add_task(words, total=None, visible=False) for step, words in _STEPS.items()}

        def show(step: str, done: int, total: int) -> None:
            bars.update(tasks[step], completed=done, total=total, visible=True)

        try:
            report = await Importer(root, services, show, name=name or str(root)).run()
        except Fault:
            console.print(_STOPPED, soft_wrap=True)
            raise
    console.print(report.table())
    if not report.changed:
        console.print("Nothing has changed since the last import.")
    if reports is not None:
        _, text = report.write(reports)
        console.print(f"All of it, file by file: {text}", soft_wrap=True)
    return report


async def import_demo(services: Services, console: Console) -> Report:
    """Fills the site with the stories of `demo`; a second time changes nothing. See `import_folder`."""
    with tempfile.TemporaryDirectory(prefix="octavo-demo-") as name:
        root = Path(name) / "demo"
        root.mkdir()
        await asyncio.to_thread(demo_folder.write, root)
        return await import_folder(root, services, console, name="the demo")
