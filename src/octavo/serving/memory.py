"""How the C library hands memory out, for a process that runs for months with a score of threads."""

import ctypes
from typing import Final

_ARENA_MAX: Final = -8  # the numbers are those of <malloc.h>
_MMAP_THRESHOLD: Final = -3
_ARENAS: Final = 2
_LARGE: Final = 256 * 1024


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
