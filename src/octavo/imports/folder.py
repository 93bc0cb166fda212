"""A folder of Markdown: which of its files are stories, where its images lie, what its settings say."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec
import yaml

from octavo.imports import front_matter, metadata
from octavo.imports.front_matter import Fields

MARKDOWN = frozenset([".md", ".markdown", ".mdown", ".mkd"])
HTML = frozenset([".html", ".htm"])

_ROOTS = (
    "_posts",
    "_drafts",
    "content/posts",
    "content/post",
    "content/blog",
    "source/_posts",
    "source/_drafts",
    "posts",
)
"""Where the usual makers of sites keep stories; where none of these is, all of the folder is looked at."""

_NOT_STORIES = frozenset(
    ["readme", "license", "licence", "changelog", "contributing", "_index", "code_of_conduct", "security"]
)
_NOT_FOLDERS = frozenset(
    [
        "node_modules",
        "_site",
        "_layouts",
        "_includes",
        "_data",
        "_sass",
        "layouts",
        "themes",
        "archetypes",
        "vendor",
    ]
)
_ASSETS = ("", "static", "source", "public", "assets", "content", "src")
_MAX_FILE = 4_000_000


class Post(msgspec.Struct, frozen=True):
    """One story's file, its head read. `name` is its path within the folder."""

    name: str
    path: Path
    about: metadata.Metadata
    fields: Fields
    body: str
    is_html: bool
    problem: str = ""


class Writer(msgspec.Struct, frozen=True):
    """What the folder says of an author."""

    name: str
    bio: str = ""


class Folder:
    """The folder as the importer sees it. Nothing outside of it is ever read."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.site_url, self.people = _settings(self.root)

    def posts(self) -> tuple[list[Post], list[tuple[str, str]]]:
        """The stories by file name; and the files that could not be read, with the reason."""
        posts, refused = [], []
        for path in sorted(self._files()):
            name = path.relative_to(self.root).as_posix()
            try:
                if path.stat().st_size > _MAX_FILE:
                    raise ValueError(f"larger than {_MAX_FILE:,} bytes")
                text = path.read_text(encoding="utf-8")
            except (OSError, ValueError) as error:
                refused.append((name, str(error)))
                continue
            source = front_matter.split(text)
            if path.suffix.lower() in HTML and not source.fields:
                continue  # a page of the site's machinery, not a story
            posts.append(_post(name, path, source))
        return posts, refused

    def file(self, address: str, beside: Path) -> Path | None:
        """The file of this folder that an image's address means; None where there is none.

        `beside` is the story's file: relative addresses begin there. An address with a host is a file
        here only if it is the old site's own.
        """
        parts = urlsplit(address)
        if (parts.scheme or parts.netloc) and parts.netloc != (urlsplit(self.site_url).netloc or None):
            return None
        path = unquote(parts.path).replace("\\", "/")
        places = [self.root / base / path.lstrip("/") for base in _ASSETS]
        if not path.startswith("/"):
            places.insert(0, beside.parent / path)
        return next((found for place in places if (found := self._inside(place)) is not None), None)

    def _inside(self, place: Path) -> Path | None:
        try:
            real = place.resolve(strict=True)
        except (OSError, RuntimeError, ValueError):
            return None
        return real if real.is_file() and real.is_relative_to(self.root) else None

    def _files(self) -> Iterator[Path]:
        roots = [self.root / name for name in _ROOTS if (self.root / name).is_dir()]
        for root in roots or [self.root]:
            for path in root.rglob("*"):
                inner = path.relative_to(root)
                if path.suffix.lower() not in MARKDOWN | HTML or self._inside(path) is None:
                    continue
                if any(part in _NOT_FOLDERS or part.startswith(".") for part in inner.parts[:-1]):
                    continue
                if path.stem.lower() not in _NOT_STORIES and not path.name.startswith("."):
                    yield path


def _post(name: str, path: Path, source: front_matter.Source) -> Post:
    # Hugo's bundles: the folder has the name, the file is its index.
    stem = path.parent.name if path.stem == "index" else path.stem
    about = metadata.read(source.fields, stem, in_drafts="_drafts" in path.parts)
    return Post(
        name=name,
        path=path,
        about=about,
        fields=source.fields,
        body=source.body,
        is_html=path.suffix.lower() in HTML,
        problem=source.problem,
    )


def _settings(root: Path) -> tuple[str, dict[str, Writer]]:
    """The old site's address and its people by key, where Jekyll's files tell them."""
    config = _yaml(root / "_config.yml")
    url = config.get("url")
    people: dict[str, Writer] = {}
    for place in ("_data/authors.yml", "data/authors.yml", "_data/authors.yaml", "data/authors.yaml"):
        for key, about in _yaml(root / place).items():
            told = about if isinstance(about, dict) else {"name": about}
            name, bio = told.get("name") or told.get("full_name"), told.get("bio")
            if isinstance(name, str) and name.strip():
                people[str(key)] = Writer(metadata.plain(name), metadata.plain(bio))
    return (url if isinstance(url, str) and re.match(r"https?://", url) else ""), people


def _yaml(path: Path) -> Fields:
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return loaded if isinstance(loaded, dict) else {}
