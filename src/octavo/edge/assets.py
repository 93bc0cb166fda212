"""The built front end: which file stands behind a source's name, and the style that pages carry inside."""

from pathlib import Path

import msgspec

STATIC = Path(__file__).parent / "static"
PREFIX = "/static/"
"""Where the built files are served; their names change with their content, so they may be kept for ever."""


class _Chunk(msgspec.Struct):
    file: str
    css: list[str] = msgspec.field(default_factory=list)
    imports: list[str] = msgspec.field(default_factory=list)


class AssetsMissing(RuntimeError):  # noqa: N818 - says what happened
    """The front end was not built; the message says how to build it."""


class Assets:
    """Vite's manifest, read once at the start."""

    def __init__(self, folder: Path = STATIC) -> None:
        path = folder / "manifest.json"
        if not path.is_file():
            raise AssetsMissing(f"The front end is not built ({path} is missing): run `make setup`.")
        self._folder = folder
        self._chunks = msgspec.json.decode(path.read_bytes(), type=dict[str, _Chunk])

    def address(self, source: str) -> str:
        """The path of the built file of a source such as `src/site.ts` or `fonts/serif-latin.woff2`."""
        return PREFIX + self._chunks[source].file

    def has(self, source: str) -> bool:
        return source in self._chunks

    def text(self, source: str) -> str:
        """The built file's own text."""
        return (self._folder / self._chunks[source].file).read_text(encoding="utf-8").strip()

    def style_addresses(self, source: str) -> list[str]:
        """The style sheets that a script brings with it."""
        return [PREFIX + name for name in self._chunks[source].css]

    def imported(self, source: str) -> list[str]:
        """The scripts that a script begins by importing, to be fetched along with it."""
        found: list[str] = []
        waiting = list(self._chunks[source].imports)
        while waiting:
            name = waiting.pop(0)
            if PREFIX + self._chunks[name].file not in found:
                found.append(PREFIX + self._chunks[name].file)
                waiting.extend(self._chunks[name].imports)
        return found
