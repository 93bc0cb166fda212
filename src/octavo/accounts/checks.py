"""What may stand in the fields of an account. Each gives the value as it is stored, or raises Invalid."""

import re
import zoneinfo
from collections.abc import Sequence
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from octavo.accounts.api import ImageId, ProfileLink
from octavo.chassis.faults import Invalid

NAME_LENGTH: Final = 80
BIO_LENGTH: Final = 500
LABEL_LENGTH: Final = 50
URL_LENGTH: Final = 500
MOST_LINKS: Final = 10
EMAIL_LENGTH: Final = 254
REASON_LENGTH: Final = 500
SOURCE_LENGTH: Final = 500
PATH_LENGTH: Final = 2000
SOUGHT_LENGTH: Final = 100
SOUGHT_WORDS: Final = 8

# RFC 5322's dot-atom, which is what mail servers take without SMTPUTF8.
_LOCAL_PART: Final = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN: Final = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
_ID: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]{11}")
# Control characters, and those that turn the direction of the text around them.
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def is_id(text: str) -> bool:
    """Whether it has the form of an id; whatever has not names nothing, and need not be looked up."""
    return _ID.fullmatch(text) is not None


def check_name(name: str) -> str:
    """A name on one line, 1 to 80 characters."""
    tidy = " ".join(_UNSEEN.sub("", name).split())
    if not tidy:
        raise Invalid("name", "A name is needed.")
    return _at_most(NAME_LENGTH, tidy, "name")


def check_sought(query: str) -> tuple[str, ...]:
    """The words of a search for people, at most 8 in 100 characters; ASCII letters become small."""
    words = _at_most(SOUGHT_LENGTH, _UNSEEN.sub("", query), "query").split()
    if len(words) > SOUGHT_WORDS:
        raise Invalid("query", f"At most {SOUGHT_WORDS} words.")
    return tuple("".join(letter.lower() if letter.isascii() else letter for letter in word) for word in words)


def check_bio(bio: str) -> str:
    """A few lines, at most 500 characters."""
    lines = (" ".join(line.split()) for line in _UNSEEN.sub("", bio).splitlines())
    return _at_most(BIO_LENGTH, re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), "bio")


def check_picture(picture_id: ImageId) -> ImageId:
    """An image's id, or nothing. Whether there is such an image is not asked: a page shows initials else."""
    if picture_id and not _ID.fullmatch(picture_id):
        raise Invalid("picture_id", "This is not an image's id.")
    return picture_id


def check_links(links: Sequence[ProfileLink]) -> tuple[ProfileLink, ...]:
    """At most ten links to http(s) addresses; one without a label is called by its host."""
    if len(links) > MOST_LINKS:
        raise Invalid("links", f"At most {MOST_LINKS} links.")
    return tuple(_check_link(link, f"links[{place}]") for place, link in enumerate(links))


def _check_link(link: ProfileLink, field: str) -> ProfileLink:
    url = _at_most(URL_LENGTH, link.url.strip(), f"{field}.url")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # asking for the port checks it
    except ValueError:
        host, parts = None, urlsplit("")
    readable = url.isprintable() and not re.search(r"[\s<>\"\\^`{|}]", url)
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or not readable:
        raise Invalid(f"{field}.url", "A link begins with https:// or http:// and names a site.")
    label = " ".join(_UNSEEN.sub("", link.label).split()) or host.removeprefix("www.")[:LABEL_LENGTH]
    return ProfileLink(label=_at_most(LABEL_LENGTH, label, f"{field}.label"), url=url)


def check_email(email: str) -> str:
    """An address in lower case, an international domain as mail servers spell it."""
    local, at, domain = email.strip().lower().rpartition("@")
    try:
        domain = domain.encode("idna").decode() if not domain.isascii() else domain
    except UnicodeError:
        domain = ""
    address = f"{local}@{domain}"
    fits = len(address) <= EMAIL_LENGTH and len(local) <= 64
    if not (at and fits and _LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        raise Invalid("email", "This is not an e-mail address.")
    return address


def check_language(language: str) -> str:
    """A BCP 47 tag, or nothing."""
    if language and (len(language) > 35 or not _LANGUAGE.fullmatch(language)):
        raise Invalid("language", "This is not a language tag such as “en” or “pt-BR”.")
    return language


def check_time_zone(time_zone: str) -> str:
    """A zone of the IANA database, or nothing."""
    if time_zone and time_zone not in _zones():
        raise Invalid("time_zone", "This is not a time zone such as “Europe/Berlin”.")
    return time_zone


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def local_path(then: str) -> str:
    """A path of this site to go to; empty for anything that might lead elsewhere."""
    odd = "\\" in then or not then.isprintable() or len(then) > PATH_LENGTH
    return "" if odd or not then.startswith("/") or then.startswith("//") else then


def check_reason(reason: str) -> str:
    return _at_most(REASON_LENGTH, _UNSEEN.sub("", reason).strip(), "reason")


def check_source(source: str) -> str:
    if not source or not source.isprintable():
        raise Invalid("source", "The name of the origin is needed.")
    return _at_most(SOURCE_LENGTH, source, "source")


def _at_most(limit: int, text: str, field: str) -> str:
    if len(text) > limit:
        raise Invalid(field, f"At most {limit} characters; these are {len(text)}.")
    return text
