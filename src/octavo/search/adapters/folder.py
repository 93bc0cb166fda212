"""The index in its folder: `current` names the present one, so that another takes its place at once.

current        the mark of the present index
<mark>/        a tantivy index
"""

import contextlib
import os
import shutil
from pathlib import Path
from typing import Final

import tantivy

from octavo.search.adapters.analysis import LANGUAGES, analyzer, field

FORM: Final = "3"
"""Changes with the schema or the analysis: an index of another form is made anew."""

SPACE: Final = "space"
"""The file of what was learned of the stories, beside the index; see `vectors`."""
_CURRENT: Final = "current"


def schema() -> tantivy.Schema:
    """What is indexed. Nothing is stored: what is shown comes from the stories."""
    building = tantivy.SchemaBuilder()
    for name in ("story", "person", "publication"):
        building.add_integer_field(name, indexed=True, fast=True)
    for name in ("author", "place"):  # of a story: who wrote it, and the publication it stands in
        building.add_integer_field(name, indexed=True)
    building.add_integer_field("revision", fast=True)
    building.add_integer_field("published", indexed=True, fast=True)
    building.add_float_field("weight", fast=True)
    # Each language has fields of its own, which know how its words are stemmed.
    for language in LANGUAGES:
        for name in ("title", "subtitle", "text", "rest", "tags"):
            building.add_text_field(
                field(name, language), tokenizer_name=f"of_{language}", index_option="position"
            )
    for name in ("authors", "house", "name"):
        building.add_text_field(name, tokenizer_name="of_", index_option="freq")
    # Unstemmed: a mistyped word is like these, hardly like their stems.
    building.add_text_field("words", tokenizer_name="of_", index_option="basic")
    for name in ("tag", "language"):
        building.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return building.build()


def _with_analyzers(index: tantivy.Index) -> tantivy.Index:
    for language in LANGUAGES:
        index.register_tokenizer(f"of_{language}", analyzer(language))
    return index


class Folder:
    """Where the indexes are."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def present(self) -> str:
        """The mark of the present index; empty where there is none."""
        try:
            return (self.path / _CURRENT).read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def stamp(self, mark: str) -> tuple[int, int, int]:
        """Changes whenever there is something new to read. OSError where the index is gone."""
        return (
            os.stat(self.path / _CURRENT).st_mtime_ns,
            os.stat(self.path / mark / "meta.json").st_mtime_ns,
            self.learned(mark),
        )

    def learned(self, mark: str) -> int:
        """Changes whenever it was learned anew what the stories are about; 0 where that never was."""
        try:
            return os.stat(self.path / mark / SPACE).st_mtime_ns
        except OSError:
            return 0

    def forget(self, mark: str, learned: int) -> None:
        """What was learned then cannot be read: whoever keeps the indexes sees that nothing is there."""
        if self.learned(mark) == learned:
            with contextlib.suppress(OSError):
                (self.path / mark / SPACE).unlink()

    def open(self, mark: str) -> tantivy.Index:
        """The index of this mark. ValueError where it is damaged or not there."""
        if not mark.startswith(f"{FORM}-") or not tantivy.Index.exists(str(self.path / mark)):
            raise ValueError("there is no index of this form")
        index = tantivy.Index.open(str(self.path / mark))
        index.config_reader("manual")
        return _with_analyzers(index)

    def make(self, mark: str) -> tantivy.Index:
        """A new, empty index."""
        shutil.rmtree(self.path / mark, ignore_errors=True)
        (self.path / mark).mkdir(mode=0o700, parents=True)
        return _with_analyzers(tantivy.Index(schema(), path=str(self.path / mark)))

    def swap(self, mark: str) -> None:
        """From now on this is the present index; the others go, though who reads them still may go on."""
        unfinished = self.path / f"{_CURRENT}.new"
        unfinished.write_text(mark + "\n", "ascii")
        unfinished.rename(self.path / _CURRENT)
        self.sweep()

    def condemn(self, mark: str) -> None:
        """The index of this mark cannot be read: whoever keeps the indexes sees that there is none."""
        if self.present() == mark:
            (self.path / _CURRENT).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what no `current` names."""
        present = self.present()
        for path in self.path.iterdir():
            if path.is_dir() and path.name != present:
                shutil.rmtree(path, ignore_errors=True)
