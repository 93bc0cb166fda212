"""What a request's headers ask for: the best encoding, and whether its copy is still good (RFC 9110)."""

from email.utils import parsedate_to_datetime
from typing import Final

BROTLI: Final = "br"
GZIP: Final = "gzip"
IDENTITY: Final = "identity"
ENCODINGS: Final = (BROTLI, GZIP, IDENTITY)
"""What we offer, best first."""

_REMEMBERED: Final = 512
_chosen: dict[bytes, str] = {b"": IDENTITY}


def encoding(accepted: bytes) -> str:
    """The encoding to answer with, from the value of Accept-Encoding.

    Browsers send the same few values for ever, so answers are remembered; the memory is emptied when it has
    grown, so that nobody can fill it. Identity is the answer even to those who refuse it: a page is better
    than a 406 (RFC 9110, 12.5.3 allows it).
    """
    known = _chosen.get(accepted)
    if known is None:
        if len(_chosen) >= _REMEMBERED:
            _chosen.clear()
        known = _chosen[accepted] = _choose(accepted)
    return known


def _choose(accepted: bytes) -> str:
    weights: dict[str, float] = {}
    for item in accepted.decode("latin-1").lower().split(","):
        name, _, parameters = item.partition(";")
        weights[name.strip()] = _weight(parameters)
    rest = weights.get("*", 0.0)
    wishes = [(weights.get(name, rest), name) for name in (BROTLI, GZIP)]
    best, name = max(wishes, key=lambda wish: wish[0])
    return name if best > 0 and best >= weights.get(IDENTITY, 0.0) else IDENTITY


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def is_fresh(if_none_match: bytes, etag: bytes) -> bool:
    """Whether the asker's copy is the one we would send: then 304 answers. Weak comparison, as GET wants."""
    if if_none_match == etag:
        return True
    if if_none_match.strip() == b"*":
        return True
    return any(part.strip().removeprefix(b"W/") == etag for part in if_none_match.split(b","))


def condition(match: bytes | None, since: bytes | None, modified: int | None) -> bytes | None:
    """The If-None-Match that says what a request's conditions say: If-Modified-Since counts only where there
    is no other, and is met by a copy not older than `modified` (seconds since 1970; None: never)."""
    if match is not None or since is None or modified is None:
        return match
    try:
        asked = parsedate_to_datetime(since.decode("latin-1"))
    except ValueError:
        return None
    if asked.tzinfo is None:
        return None
    return b"*" if asked.timestamp() >= modified else None
