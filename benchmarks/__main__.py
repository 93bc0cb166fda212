"""Every claim of speed or size, measured one after the other, or those that are named.

python -m benchmarks [--ahead] [NAME …]     results are printed, and kept in benchmarks/results

With --ahead the kernel runs what is measured, and what it is measured against, before the machine's other
work: for a machine that is not idle. It needs root, and Linux.
"""

import importlib
import os
import subprocess
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks import results

CLAIMS: Final = (
    "story_page",
    "edit_under_load",
    "signed_in",
    "feed",
    "publish",
    "acts",
    "home_feed",
    "home_delivery",
    "api",
    "search",
    "start_and_memory",
    "calls",
    "failures",
    "overload",
    "floors",
    "events",
    "second_tier",
    "hot_key",
    "fleet_page",
    "traces",
    "page_weight",
    "long_story",
    "typing",
    "import_rate",
    "walks",
    "deskdrop",
)


def go_ahead() -> None:
    """Put this program, and all that it starts, into a session that the scheduler prefers."""
    if os.getsid(0) != os.getpid():
        if os.getpgid(0) == os.getpid():
            # Who leads a group of processes cannot begin a session, but a child of theirs can.
            words = [sys.executable, "-m", "benchmarks", *sys.argv[1:]]
            sys.exit(subprocess.run(words, check=False, start_new_session=True).returncode)
        os.setsid()
    Path("/proc/self/autogroup").write_text("-20")
    results.ahead = True


def main(names: Sequence[str]) -> int:
    """Run them; 1 where a figure was not reached or could not be measured."""
    names = list(names)
    if "--ahead" in names:
        names.remove("--ahead")
        go_ahead()
    unknown = [name for name in names if name not in CLAIMS]
    if unknown:
        print(f"There is no {unknown[0]}; there are {', '.join(CLAIMS)}.", file=sys.stderr)
        return 2
    missed = []
    for name in names or CLAIMS:
        try:
            reached = importlib.import_module(f"benchmarks.{name}").main()
        except Exception:  # noqa: BLE001 one that cannot be measured here must not keep the others from it
            traceback.print_exc()
            reached = False
        if not reached:
            missed.append(name)
    if missed:
        print(f"Not reached, or not measured: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
