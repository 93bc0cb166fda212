"""How long it takes to bring in a whole site (the folder of real stories, or our own few), and once more.

python -m benchmarks.import_rate
"""

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.results import Figure, busy_before, keep
from benchmarks.stage import BLOG, LOAD_CORE, ROOT, SERVER_CORE, all_stories, environment, folder, running


def imported(data: Path) -> float:
    """Seconds of one import, on both cores, from the command to its end."""
    words = ("import", str(BLOG)) if BLOG.is_dir() else ("demo",)
    command = ["taskset", "-c", f"{SERVER_CORE},{LOAD_CORE}", sys.executable, "-m", "octavo", *words]
    begin = time.monotonic()
    subprocess.run(command, env=environment(data), cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - begin


def main() -> bool:
    """Measure, print, keep."""
    began = busy_before()
    with folder() as place:
        data = place / "data"
        first, again = imported(data), imported(data)
        with running(data) as site:
            count = len(all_stories(site))
    lines: list[str | Figure] = [
        f"{count} stories with their images ({'real' if BLOG.is_dir() else 'our own'})",
        f"first import     {first:6.1f} s   {count / first:,.0f} stories/s",
        f"once more        {again:6.1f} s   (nothing has changed)",
    ]
    return keep("import_rate", lines, began)


if __name__ == "__main__":
    main()
