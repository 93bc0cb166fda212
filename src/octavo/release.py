"""Which release of the program this is: its version, and which build of it where that is known."""

import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from octavo import __version__

__all__ = ["release"]

_DIGITS: Final = 12


def release() -> str:
    """Such as "1.4.0+3f9a2c41d07b": the commit where it runs from a checkout, otherwise the digest of what is
    installed; the version alone where neither can be told. Reads at most three small files."""
    build = _commit(Path(__file__).resolve().parents[2]) or _installed()
    return f"{__version__}+{build[:_DIGITS]}" if build else __version__


def _commit(checkout: Path) -> str:
    """The commit that is checked out in a folder, which may be one of several work trees."""
    try:
        git = checkout / ".git"
        if git.is_file():  # a work tree apart says where its own state is
            git = (checkout / git.read_text().removeprefix("gitdir:").strip()).resolve()
        head = (git / "HEAD").read_text().strip()
        if not head.startswith("ref:"):
            return _hex(head)
        ref = head.removeprefix("ref:").strip()
        shared = git / "commondir"
        common = (git / shared.read_text().strip()).resolve() if shared.is_file() else git
        if (common / ref).is_file():
            return _hex((common / ref).read_text().strip())
        lines = (common / "packed-refs").read_text().splitlines()
        return next((_hex(line.split()[0]) for line in lines if line.endswith(f" {ref}")), "")
    except (OSError, UnicodeDecodeError, IndexError):
        return ""


def _hex(text: str) -> str:
    return text if text and all(digit in "0123456789abcdef" for digit in text) else ""


def _installed() -> str:
    """The digest of the list of all files of the package, which holds the digest of each."""
    try:
        record = distribution("octavo").read_text("RECORD")
    except PackageNotFoundError:
        return ""
    return hashlib.sha256(record.encode()).hexdigest() if record else ""
