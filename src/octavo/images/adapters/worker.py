"""A process that works on pictures: jobs come on its standard input, answers go to its standard output.

It ends when its input does, so it never outlives the site; its memory is bounded, and it gives way to what
serves readers. `python -m octavo.images.adapters.worker MEMORY_BYTES`
"""

import os
import resource
import sys
from typing import BinaryIO

from octavo.images.adapters.jobs import LENGTH_BYTES, framed, job_of


def main() -> None:
    """Works until nobody sends jobs any more."""
    jobs = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints may get among the answers
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)

    from octavo.images.adapters import vips

    vips.prepare()
    while body := _frame(jobs):
        answers.write(framed(vips.do(job_of(body))))
        answers.flush()


def _frame(jobs: BinaryIO) -> bytes:
    """The next job; empty at the end."""
    head = jobs.read(LENGTH_BYTES)
    return jobs.read(int.from_bytes(head, "big")) if len(head) == LENGTH_BYTES else b""


if __name__ == "__main__":
    main()
