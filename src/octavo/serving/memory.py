"""How memory is handed out and collected, for a process that runs for months with a score of threads."""

import ctypes
import gc
import sys
from typing import Final

_ARENA_MAX: Final = -8  # the numbers are those of <malloc.h>
_MMAP_THRESHOLD: Final = -3
_ARENAS: Final = 2
_LARGE: Final = 256 * 1024
_COLLECTED: Final = (3_000, 5, 500)
"""After how many objects more than before the young are looked at; after how many such looks those that
stayed; after how many of these all. A page makes some thousand objects, which nearly all go by themselves."""
_TURN_SECONDS: Final = 0.001
"""For so long a thread that computes keeps the event loop waiting; five times as long otherwise."""


def give_back_large_blocks() -> None:
    """Tell glibc to give large blocks back to the system when they are freed, and to keep few heaps.

    By itself it makes heaps for the threads as they come, and after the first large block that was freed it
    keeps the next ones: a site whose pages were all rendered once then held 10 MB of 77 in such holes. To be
    called before there are threads. Where the C library is another one, nothing happens.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, _ARENAS)
        mallopt(_MMAP_THRESHOLD, _LARGE)


def settle() -> None:
    """Leave what is here now out of all collections of garbage to come: it stays until the process ends.

    For when everything is loaded. A full collection stops all readers while it looks at every object; of
    70,000 most belong to the program itself, and looking at them took 25 to 60 ms.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTED)
    sys.setswitchinterval(_TURN_SECONDS)
