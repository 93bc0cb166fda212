"""The addresses that a story had on its old site, and finding a story by any of them."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import unquote, urlsplit

from octavo.imports.folder import Post

_TOO_FEW = 3
"""So many links to the stories' own paths must name a host before it is taken for the old site."""

_ABSOLUTE = re.compile(r"https?://[^\s\"'<>()\[\]{}]+")
_MAX_ADDRESSES = 20


def of(post: Post) -> tuple[str, ...]:
    """The paths of a story, the one that it had last first; at most 20."""
    about = post.about
    slug = _slug(post)
    paths: list[str] = []
    if about.permalink:
        paths.append(_from_pattern(about.permalink, about.published_at, slug))
    if about.published_at is not None:
        paths.append(f"/{about.published_at:%Y/%m/%d}/{slug}/")
    if match := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})-", post.path.name):
        year, month, day = match.groups()
        paths.append(f"/{year}/{int(month):02}/{int(day):02}/{slug}/")
    if not paths:
        paths.append(f"/{slug}/")
    paths.extend(urlsplit(alias).path for alias in about.aliases)
    return tuple(dict.fromkeys(path for path in map(_tidy, paths) if path))[:_MAX_ADDRESSES]


class OldSite:
    """Who stood where: from a path to the story's file."""

    def __init__(self, posts: Iterable[Post], url: str) -> None:
        self.paths: dict[str, str] = {}
        self.files: dict[str, str] = {}
        listed = list(posts)
        for post in listed:
            self.files.setdefault(post.path.stem.lower(), post.name)
            for path in of(post):
                self.paths.setdefault(path.lower(), post.name)
        self.url = url.rstrip("/") or self._guessed(listed)

    def story_at(self, address: str) -> tuple[str | None, bool]:
        """The file of the story that an address means, and whether the address is the old site's at all."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            if not self.url or parts.netloc.lower() != urlsplit(self.url).netloc.lower():
                return None, False
        elif not parts.path:
            return None, True
        path = "/" + unquote(parts.path).lstrip("/")
        for form in (path, re.sub(r"(?:/index)?\.(?:html?|md|markdown)$", "", path)):
            found = self.paths.get((_tidy(form) or "").lower())
            if found is not None:
                return found, True
        return None, True

    def story_in(self, stem: str) -> str | None:
        """The story whose file has this name (Jekyll's `post_url`)."""
        return self.files.get(stem.rsplit("/", 1)[-1].lower().removesuffix(".md"))

    def _guessed(self, posts: list[Post]) -> str:
        """The host that the stories themselves name when they link to each other."""
        hosts: Counter[str] = Counter()
        for post in posts:
            for address in _ABSOLUTE.findall(post.body):
                parts = urlsplit(address)
                if parts.path.strip("/") and (_tidy(parts.path) or "").lower() in self.paths:
                    hosts[parts.netloc.lower()] += 1
        host, count = next(iter(hosts.most_common(1)), ("", 0))
        return f"https://{host}" if count >= _TOO_FEW else ""


def _slug(post: Post) -> str:
    return post.about.slug


def _from_pattern(pattern: str, when: datetime | None, slug: str) -> str:
    """Jekyll's and Hexo's patterns (`/:year/:title/`) filled in; other addresses as they are."""
    if "{{" in pattern:
        return ""
    values = {"title": slug, "slug": slug, "categories": "", "name": slug}
    if when is not None:
        values |= {
            "year": f"{when:%Y}",
            "month": f"{when:%m}",
            "day": f"{when:%d}",
            "i_month": str(when.month),
            "i_day": str(when.day),
        }
    return re.sub(r":(\w+)", lambda match: values.get(match[1], match[0]), urlsplit(pattern).path)


def _tidy(path: str) -> str | None:
    """One form for a path: a leading slash, no closing one; None for the root and for what is no path."""
    parts = [part for part in path.split("/") if part]
    if not parts or any(part in {".", ".."} for part in parts) or len(path) > 1000:
        return None
    return "/" + "/".join(parts)
