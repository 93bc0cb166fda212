"""The rules for links: their one form, what is this site's own, and what a page is known by."""

import re
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import msgspec

from octavo.document.addresses import is_external, safe_link

LONGEST: Final = 2048
_SPACES: Final = re.compile(r"\s+")
_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_STORY: Final = re.compile(
    r"/(?:p|(?:@|)[a-z0-9-]{1,60})/(?:.{0,300}-)?([1-9A-HJ-NP-Za-km-z]{11})", re.DOTALL
)
_PERSON: Final = re.compile(r"/@([a-z0-9-]{3,30})/?")


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a page says of itself; or, in `problem`, why nothing is known of it."""

    title: str = ""
    description: str = ""
    author: str = ""
    site: str = ""
    picture: str = ""
    """Where its picture is."""
    width: int = 0
    height: int = 0
    problem: str = ""
    refused: bool = False
    """It must not be asked at all."""


def plain(text: object, limit: int) -> str:
    """A foreign text in one line without what cannot be seen, ended with an ellipsis where it is cut."""
    if not isinstance(text, str):
        return ""
    line = _SPACES.sub(" ", _UNSEEN.sub(" ", text[: limit * 20])).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "\u2026"


def normal(url: str) -> str | None:
    """The address in its one form, international names in ASCII; None where it is none of the web."""
    address = safe_link(url)
    if address is None or not is_external(address) or len(address) > LONGEST:
        return None
    try:
        parts = urlsplit(address)
        host = (
            (parts.hostname or "").encode("idna").decode() if not address.isascii() else parts.hostname or ""
        )
        port = f":{parts.port}" if parts.port is not None else ""
    except (ValueError, UnicodeError):
        return None
    if not host or parts.username is not None or parts.password is not None:
        return None
    shown = f"[{host}]" if ":" in host else host
    return safe_link(urlunsplit((parts.scheme, shown + port, parts.path or "/", parts.query, parts.fragment)))


def asked(address: str) -> str:
    """The address as its site is asked for it: without the place within the page, in ASCII."""
    parts = urlsplit(address)
    path, query = (_in_ascii(one) for one in (parts.path, parts.query))
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def _in_ascii(text: str) -> str:
    return (
        text
        if text.isascii()
        else "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in text)
    )


def digest_of(address: str) -> str:
    """What an answer is kept under."""
    return sha256(address.encode("utf-8", "surrogatepass")).hexdigest()


class Own(msgspec.Struct, frozen=True):
    """A page of this site, by what its address says."""

    story_id: str = ""
    handle: str = ""


def own(address: str, site: str) -> Own | None:
    """Which page of `site` (its address) this is; None for another site's."""
    here, there = urlsplit(site), urlsplit(address)
    if (there.netloc.lower(), there.scheme) != (here.netloc.lower(), here.scheme):
        return None
    if story := _STORY.fullmatch(there.path):
        return Own(story_id=story[1])
    person = _PERSON.fullmatch(there.path)
    return Own(handle=person[1]) if person else Own()
