"""A Markdown file as a story's content: its head, its text, and its pictures uploaded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from octavo.document.conversion import Loss, Picture
from octavo.document.markdown_import import from_markdown
from octavo.document.nodes import to_json
from octavo.document.parsing import InvalidDocument
from octavo.imports.front_matter import Fields, split
from octavo.trouble import Exit, Trouble

_MOST_BYTES: Final = 8 << 20
_LISTED: Final = ("tags", "topics", "keywords")
_VISIBILITIES: Final = {"everybody": "EVERYBODY", "unlisted": "UNLISTED", "members": "MEMBERS"}

Upload = Callable[[bytes, str], Any]
"""Stores a picture's bytes under a name, and says its id, width, height and placeholder."""


class Draft:
    """What a file says. `losses` names what a story here cannot hold as it was."""

    def __init__(self, content: dict[str, Any], losses: tuple[Loss, ...], pictures: int) -> None:
        self.content = content
        self.losses = losses
        self.pictures = pictures


def read(file: Path, *, site: str, upload: Upload) -> Draft:
    """The content of a file; raises Trouble where it cannot be read or is too large.

    The head may say title, subtitle, tags, language, visibility, canonical_url, excerpt, slug and cover.
    Without a title the first heading is it.
    """
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise Trouble(f"{file}: larger than {_MOST_BYTES >> 20} MB, which is no story", Exit.BAD_DATA)
        source = split(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Trouble(f"{file}: {error.strerror or error}", Exit.NO_INPUT) from None
    except UnicodeDecodeError:
        raise Trouble(f"{file}: is not text in UTF-8", Exit.BAD_DATA) from None
    if source.problem:
        raise Trouble(f"{file}: {source.problem}", Exit.BAD_DATA)
    pictures = _Pictures(file.parent, site, upload)
    body, title = _title(source.body, str(source.fields.get("title") or ""))
    try:
        conversion = from_markdown(body, pictures=pictures)
    except InvalidDocument as wrong:
        raise Trouble(f"{file}: {wrong}", Exit.BAD_DATA) from None
    content = {"title": title, "body": to_json(conversion.document), **_head(file, source.fields)}
    cover = str(source.fields.get("cover") or "")
    if cover and (found := pictures(cover)):
        content["cover"] = {
            "imageId": found.id,
            "alt": str(source.fields.get("cover_alt") or ""),
            "width": found.width or 0,
            "height": found.height or 0,
            "placeholder": found.placeholder or "",
        }
    return Draft(content, conversion.losses, pictures.sent)


def _title(body: str, title: str) -> tuple[str, str]:
    """The text without the title in it, and the title."""
    first, _, rest = body.lstrip().partition("\n")
    if not first.startswith("# "):
        return body, title
    heading = first[2:].strip().rstrip("#").strip()
    return (rest, title or heading) if not title or title == heading else (body, title)


def _head(file: Path, fields: Fields) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name in ("subtitle", "language", "excerpt", "slug"):
        if fields.get(name):
            content[name] = str(fields[name])
    if fields.get("canonical_url"):
        content["canonicalUrl"] = str(fields["canonical_url"])
    tags: Any = next((fields[name] for name in _LISTED if fields.get(name)), [])
    listed = tags.split(",") if isinstance(tags, str) else tags if isinstance(tags, list) else []
    content["tags"] = [str(tag).strip() for tag in listed if str(tag).strip()]
    visibility = str(fields.get("visibility") or "everybody").lower()
    if visibility not in _VISIBILITIES:
        wanted = ", ".join(_VISIBILITIES)
        raise Trouble(f"{file}: visibility is one of {wanted}, not “{visibility}”", Exit.BAD_DATA)
    content["visibility"] = _VISIBILITIES[visibility]
    return content


class _Pictures:
    """Finds a text's pictures beside the file, and uploads each once; those of the site are there already."""

    def __init__(self, folder: Path, site: str, upload: Upload) -> None:
        self._folder = folder.resolve()
        self._stored = f"{site}/images/"
        self._upload = upload
        self._known: dict[str, Picture] = {}
        self.sent = 0

    def __call__(self, source: str) -> Picture | None:
        if source.startswith(self._stored):
            return _stored(source)
        parts = urlsplit(source)
        if parts.scheme or parts.netloc:
            return None
        if source not in self._known:
            path = (self._folder / unquote(parts.path)).resolve()
            try:
                data = path.read_bytes()
            except OSError as error:
                raise Trouble(f"{source}: {error.strerror or error}", Exit.NO_INPUT) from None
            told = self._upload(data, path.name)
            self.sent += 1
            self._known[source] = Picture(
                told["id"], told["width"], told["height"], told.get("placeholder") or None
            )
        return self._known[source]


def _stored(address: str) -> Picture:
    """A picture that `octavo story pull` wrote: its size stands behind the address."""
    parts = urlsplit(address)
    width, _, height = parts.fragment.partition("x")
    size = (int(width), int(height)) if width.isdigit() and height.isdigit() else (None, None)
    return Picture(parts.path.rpartition("/")[2], *size)
