"""What a head says of its story, in whichever of the usual words."""

import html
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import msgspec

from octavo.imports.front_matter import Fields

NOON = 12
"""A day without a time is taken at noon UTC: it is the same day nearly everywhere."""

_FILE_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[-_ ]?(.*)")
_DATE = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(AM|PM|am|pm)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?"
)
_ZONE = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")
_TAG = re.compile(r"<[^>]*>")

_UNUSED = frozenset(
    ["layout", "hero", "comments", "comment", "toc", "type", "weight", "id", "lastmod", "updated", "modified"]
) | frozenset(
    [
        "last_modified_at",
        "modified_time",
        "mathjax",
        "math",
        "sitemap",
        "header",
        "footer",
        "sidebar",
        "classes",
    ]
)
"""Keys about the look or the machinery of the old site; nothing is lost with them."""


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """A story's head. `published_at` is None for a draft; `unused` are keys that found no place here."""

    title: str = ""
    subtitle: str = ""
    published_at: datetime | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    excerpt: str = ""
    cover: str = ""
    cover_alt: str = ""
    slug: str = ""
    permalink: str = ""
    aliases: tuple[str, ...] = ()
    canonical_url: str = ""
    language: str = ""
    draft: bool = False
    dated: bool = True
    unused: tuple[str, ...] = ()


def read(fields: Fields, stem: str, *, in_drafts: bool = False) -> Metadata:
    """The head of the file whose name, without its ending, is `stem`."""
    left = dict(fields)

    def take(*keys: str) -> Any:
        found = [left.pop(key, None) for key in keys]
        return next((value for value in found if value not in (None, "", [])), None)

    file_date, file_slug = _from_name(stem)
    draft = in_drafts or _is_false(left.pop("published", None)) or _is_true(left.pop("draft", None))
    published_at = (
        moment(take("date", "published_at", "date_published", "datepublished", "pubdate")) or file_date
    )
    cover, cover_alt = _cover(
        take("image", "cover", "cover_image", "feature", "featured_image", "thumbnail", "images")
    )
    return Metadata(
        title=plain(take("title")),
        subtitle=plain(take("subtitle", "subheading", "lead", "tagline")),
        published_at=None if draft else published_at,
        authors=names(take("authors", "author")),
        tags=_tags(take("tags", "tag", "keywords"), take("categories", "category")),
        excerpt=plain(take("excerpt", "description", "summary")),
        cover=cover,
        cover_alt=plain(take("image_alt", "cover_alt", "alt")) or cover_alt,
        slug=str(take("slug", "basename") or file_slug).strip().strip("/"),
        permalink=str(take("permalink", "url") or "").strip(),
        aliases=tuple(
            str(alias).strip() for alias in _listed(take("redirect_from")) + _listed(take("aliases"))
        ),
        canonical_url=str(take("canonical_url", "canonical") or "").strip(),
        language=str(take("lang", "language", "locale") or "").strip().replace("_", "-"),
        draft=draft,
        dated=published_at is not None,
        unused=tuple(
            key
            for key, value in left.items()
            if key not in _UNUSED | {"description", "summary"} and value not in (None, "", [], False)
        ),
    )


def moment(value: object) -> datetime | None:
    """The moment that a head means, in UTC; None where it means none. Without a zone it is UTC."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, NOON, tzinfo=UTC)
    match = _DATE.fullmatch(str(value or "").strip())
    if not match:
        return None
    year, month, day, hour, minute, second, half, zone = match.groups()
    hours = (
        NOON if hour is None else int(hour) % 12 + (12 if half.lower() == "pm" else 0) if half else int(hour)
    )
    try:
        local = datetime(
            int(year), int(month), int(day), hours, int(minute or 0), int(second or 0), tzinfo=_zone(zone)
        )
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def plain(value: object) -> str:
    """One line of text out of a value that may hold HTML."""
    text = "" if value is None else str(value)
    if "<" in text:
        text = _TAG.sub("", text)
    return " ".join(html.unescape(text).split())


def names(value: object) -> tuple[str, ...]:
    """The authors: a list, a text (also with commas), or objects with a name."""
    found = []
    for item in _listed(value, split=","):
        name = item.get("name") or item.get("id") if isinstance(item, dict) else item
        if name and str(name).strip():
            found.append(str(name).strip())
    return tuple(dict.fromkeys(found))


def _zone(text: str | None) -> timezone:
    match = _ZONE.fullmatch(text or "")
    if not match:
        return UTC
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(offset if match[1] == "+" else -offset)


def _from_name(stem: str) -> tuple[datetime | None, str]:
    match = _FILE_DATE.fullmatch(stem)
    if not match:
        return None, stem
    return moment("-".join(match.groups()[:3])), match[4] or stem


def _listed(value: object, split: str = "") -> list[Any]:
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        return [item for item in value if item not in (None, "")]
    if isinstance(value, str) and split:
        return [part for part in value.split(split) if part.strip()]
    return [value]


def _tags(*values: object) -> tuple[str, ...]:
    """Tags and categories: lists, or texts parted by commas, else by spaces as Jekyll does."""
    found: list[str] = []
    for value in values:
        if isinstance(value, str):
            items: Iterable[object] = value.split(",") if "," in value else value.split()
        else:
            items = _listed(value)
        found.extend(" ".join(str(item).strip().lstrip("#").lower().split()) for item in items)
    return tuple(dict.fromkeys(tag for tag in found if tag))


def _cover(value: object) -> tuple[str, str]:
    if isinstance(value, dict):
        return str(
            value.get("path") or value.get("src") or value.get("url") or value.get("image") or ""
        ), plain(value.get("alt"))
    if isinstance(value, list):
        return (str(value[0]), "") if value else ("", "")
    return str(value or "").strip(), ""


def _is_true(value: object) -> bool:
    return value is True or str(value).strip().lower() in {"true", "yes", "1"}


def _is_false(value: object) -> bool:
    return value is False or str(value).strip().lower() in {"false", "no", "0"}
