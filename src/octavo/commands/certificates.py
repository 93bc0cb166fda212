"""`octavo certificates`: what a fleet of one's own needs so that its processes know each other."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from octavo.commands.operator import say
from octavo.trouble import Exit, Trouble, storage_trouble


def make(out: Path, names: Sequence[str], *, site: str, days: int) -> int:
    """Make or renew an authority and the certificates of these names in `out`."""
    from octavo.chassis import authority

    try:
        written = authority.make(out, names, site=site, days=days, now=datetime.now(UTC))
    except authority.Unusable as error:
        raise Trouble(str(error), Exit.USAGE) from error
    except OSError as error:
        raise storage_trouble(error, out) from error
    for path in written:
        say(os.fspath(path))
    if out / authority.AUTHORITY_KEY in written:
        say(f"Keep {out / authority.AUTHORITY_KEY} to yourself: whoever has it can make any of them.")
    return Exit.OK
