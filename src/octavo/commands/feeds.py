"""`octavo feed`: the copies made anew, and yesterday's home pages put in order again."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from octavo.commands.operator import is_apart, say, with_services
from octavo.config import Config
from octavo.datafolder import is_running
from octavo.trouble import Exit, Trouble

if TYPE_CHECKING:
    from octavo.feed.api import Weight
    from octavo.main import Services

_AT_ONCE: Final = 500
_WEIGHT: Final = re.compile(r"([a-z_]{1,40})=(-?[0-9]{1,6})")


def rebuild(config: Config) -> int:
    """Have the copies of what is published and followed made anew."""
    runs = is_apart(config) or is_running(config.site.data.absolute())

    async def work(services: "Services") -> None:
        await services.feed.rebuild()
        when = "within a minute" if runs else "when the site starts; none runs now"
        say(f"The feed's copies will be made anew {when}.")

    return with_services(config, work)


def replay(config: Config, hours: int, changed: Sequence[str]) -> int:
    """Tell how the pages come out again, by their own weights or by others."""
    weights = tuple(map(_read, changed))
    since = datetime.now(UTC) - timedelta(hours=hours)
    failed = False

    async def work(services: "Services") -> None:
        nonlocal failed
        pages = same = first = others = 0
        after = ""
        while True:
            told = await services.feed.replay(since=since, weights=weights, limit=_AT_ONCE, after=after)
            pages, same = pages + told.pages, same + told.same
            first, others, after = first + told.first, others + told.others, told.next
            if not after:
                break
        if not pages:
            say("No home page was made in this time.")
        elif not weights:
            say(f"{same:,} of {pages:,} home pages come out as they were, bit for bit.")
            failed = same < pages
        else:
            say(f"Of {pages:,} home pages {same:,} would be the same.")
            say(f"Of the ten first stories {others / max(1, first):.0%} would be others.")

    code = with_services(config, work)
    return Exit.FAILED if failed else code


def _read(text: str) -> "Weight":
    from octavo.feed.api import Weight

    match = _WEIGHT.fullmatch(text)
    if match is None:
        raise Trouble(f'"{text}" is no weight such as fresh=1200', Exit.USAGE)
    return Weight(feature=match[1], weight=int(match[2]))
