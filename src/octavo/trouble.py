"""Errors that a person can cause and mend: one clear line, and an exit code that a script can tell apart.

The numbers are those of BSD's sysexits(3), as many programs use them.
"""

import errno
from enum import IntEnum
from pathlib import Path

__all__ = ["Exit", "Trouble", "storage_trouble"]


class Exit(IntEnum):
    """Exit codes of the command line."""

    OK = 0
    FAILED = 1
    """Something in the program itself: the log has it."""
    USAGE = 2
    """The command was written wrongly."""
    BAD_DATA = 65
    """A database of a newer version, or a backup that is damaged."""
    NO_INPUT = 66
    """A file that was named is not there, or cannot be read."""
    UNAVAILABLE = 69
    """The port is taken, or a peer or database server cannot be reached."""
    CANNOT_CREATE = 73
    """The data folder cannot be made or written."""
    STORAGE = 74
    """The disk is full or failing."""
    LOCKED = 75
    """Another process owns the data folder; later it may be free."""
    NO_PERMISSION = 77
    """The site does not let this token do that."""
    SETTINGS = 78
    """A setting is wrong, missing or unknown."""


class Trouble(Exception):  # noqa: N818 what a person is in, not an error of the program
    """Told on standard error without a traceback; the process ends with `exit`."""

    def __init__(self, message: str, exit: Exit) -> None:  # noqa: A002 it is the exit
        super().__init__(message)
        self.exit = exit


def storage_trouble(error: OSError, path: Path) -> Trouble:
    """What a failed call on a file means for the one who runs the program."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Trouble(f"{path}: the disk is full; make room and start again", Exit.STORAGE)
    if error.errno == errno.EROFS:
        text = f"{path}: this file system is read-only; OCTAVO_DATA can name another folder"
        return Trouble(text, Exit.CANNOT_CREATE)
    if error.errno in (errno.EACCES, errno.EPERM):
        text = f"{path}: this user may not write here; OCTAVO_DATA can name another folder"
        return Trouble(text, Exit.CANNOT_CREATE)
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return Trouble(f"{path}: is not a folder; OCTAVO_DATA names a folder", Exit.CANNOT_CREATE)
    return Trouble(f"{path}: {error.strerror or error}", Exit.STORAGE)
