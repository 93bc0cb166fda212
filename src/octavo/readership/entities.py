"""The rules of counting: who is a program, where a reader came from, and how readers are told apart."""

import re
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Final

import msgspec

from octavo.readership.api import PersonId, StoryId

ELSEWHERE: Final = "*"
"""Hosts beyond the first of a story and day."""
HOSTS_A_DAY: Final = 50
SHOWN_DAYS: Final = 30

_FIRST_DAY: Final = date(1970, 1, 1)
_LONGEST_HOST: Final = 253
_HOST: Final = re.compile(r"[a-z0-9_]([a-z0-9._-]*[a-z0-9])?(:[0-9]{1,5})?")
_PROGRAM: Final = re.compile(
    r"(?<!cu)bot(\b|[/;_ -])|crawl|spider|slurp|headless|lighthouse|preview|fetch|monitor|archiv|scan|feed"
    r"|facebookexternalhit|whatsapp|curl|wget|python|java/|go-http|okhttp|axios|node|perl|ruby|php|http-?client",
    re.IGNORECASE,
)


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One reader's view or read of one story on one day, to be counted once."""

    story_id: StoryId
    author_id: PersonId
    day: int
    mark: str
    read: bool
    """False: a view."""
    host: str = ""


def day_of(now: datetime) -> int:
    """The day of UTC, counted from 1970."""
    return (now.astimezone(UTC).date() - _FIRST_DAY).days


def shown(day: int) -> str:
    """A day as people write it to machines: 2026-11-25."""
    return (_FIRST_DAY + timedelta(days=day)).isoformat()


def is_program(agent: str) -> bool:
    """Whether a user agent says that nobody reads there; one that says nothing is a program, too."""
    return not agent.strip() or _PROGRAM.search(agent) is not None


def host_of(referrer: str, own: str) -> str:
    """The other site's host in its one form; empty where it is none, or this site's `own`."""
    host = referrer.strip().lower().removesuffix(".").removeprefix("www.")
    if len(host) > _LONGEST_HOST or not _HOST.fullmatch(host):
        return ""
    return "" if host == own.lower().removeprefix("www.") else host


def mark_of(salt: bytes, *parts: str) -> str:
    """What cannot be traced back to its parts by whoever has no salt. Equal parts give equal marks."""
    hashed = blake2b(key=salt, digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hashed.update(len(data).to_bytes(4, "big") + data)
    return hashed.hexdigest()
