"""What an import did: counts, and by file and name everything that was not kept as it was."""

from collections import Counter
from pathlib import Path

import msgspec
from rich.table import Table

from octavo.document.conversion import Fate, Loss


class Entry(msgspec.Struct, frozen=True):
    """One thing that became less, or is not there."""

    file: str
    fate: Fate
    what: str
    where: str = ""


class Counts(msgspec.Struct, kw_only=True):
    """Stories count what happened to each; links and images count every place where one stands."""

    files: int = 0
    stories_created: int = 0
    stories_updated: int = 0
    stories_unchanged: int = 0
    stories_kept: int = 0
    stories_refused: int = 0
    drafts: int = 0
    authors: int = 0
    authors_created: int = 0
    tags: int = 0
    words: int = 0
    images: int = 0
    images_stored: int = 0
    images_unresolved: int = 0
    images_elsewhere: int = 0
    image_files: int = 0
    covers: int = 0
    covers_unresolved: int = 0
    links: int = 0
    links_mended: int = 0
    links_left: int = 0
    links_elsewhere: int = 0
    links_to_people: int = 0
    links_refused: int = 0
    links_broken: int = 0
    anchors: int = 0
    captions: int = 0


MEANINGS = {
    "files": "files read",
    "stories_created": "stories created",
    "stories_updated": "stories updated",
    "stories_unchanged": "stories unchanged",
    "stories_kept": "stories left alone: changed here since",
    "stories_refused": "files refused",
    "drafts": "of the stories, drafts",
    "authors": "authors",
    "authors_created": "of them new",
    "tags": "different tags",
    "words": "words",
    "images": "images in the texts",
    "images_stored": "of them stored here",
    "images_unresolved": "of them not in the folder",
    "images_elsewhere": "of them on other sites: linked",
    "image_files": "different image files stored",
    "covers": "covers",
    "covers_unresolved": "covers not in the folder",
    "links": "links in the texts",
    "links_mended": "of them led to the story here",
    "links_left": "of them to other pages of the old site",
    "links_elsewhere": "of them to other sites",
    "links_to_people": "of them to people",
    "links_refused": "of them refused",
    "links_broken": "links that were broken at their source",
    "anchors": "links within a text",
    "captions": "captions found under their image",
}
"""What each count says, in the order of the report."""


class Report(msgspec.Struct, kw_only=True):
    """The whole of it; `old_site` is the address that the stories had, as far as it is known."""

    folder: str
    old_site: str = ""
    counts: Counts = msgspec.field(default_factory=Counts)
    entries: list[Entry] = msgspec.field(default_factory=list)

    def note(self, file: str, fate: Fate, what: str, where: str = "") -> None:
        """Names one thing."""
        self.entries.append(Entry(file=file, fate=fate, what=what, where=" ".join(where.split())[:300]))

    def note_losses(self, file: str, losses: tuple[Loss, ...]) -> None:
        """Names what a conversion lost."""
        for loss in losses:
            self.note(file, loss.fate, loss.what, loss.where)

    @property
    def changed(self) -> bool:
        """Whether the import changed anything on the site."""
        counts = self.counts
        return bool(counts.stories_created or counts.stories_updated or counts.authors_created)

    def table(self) -> Table:
        """The counts, and the kinds of losses, for the terminal."""
        table = Table(title=f"Import of {self.folder}", show_header=False, title_justify="left")
        table.add_column(justify="right")
        table.add_column()
        for name, meaning in MEANINGS.items():
            value: int = getattr(self.counts, name)
            if value or name in {"stories_created", "stories_updated", "stories_unchanged"}:
                table.add_row(f"{value:,}", meaning)
        table.add_section()
        for (fate, what), number in self._kinds().most_common():
            table.add_row(f"{number:,}", f"{fate}: {what}")
        return table

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Writes `import.json` and `import.md` into the folder; gives their paths."""
        folder.mkdir(parents=True, exist_ok=True)
        data, text = folder / "import.json", folder / "import.md"
        data.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=1))
        text.write_text(self.markdown(), encoding="utf-8")
        return data, text

    def markdown(self) -> str:
        """The report as a text."""
        lines = [f"# Import of {self.folder}", ""]
        if self.old_site:
            lines += [f"The old site: {self.old_site}", ""]
        lines += ["| | |", "|--:|:--|"]
        lines += [f"| {getattr(self.counts, name):,} | {meaning} |" for name, meaning in MEANINGS.items()]
        lines += ["", "## Degraded and refused", "", "| | | |", "|--:|:--|:--|"]
        lines += [
            f"| {number:,} | {fate} | {_cell(what)} |" for (fate, what), number in self._kinds().most_common()
        ]
        by_file: dict[str, list[Entry]] = {}
        for entry in self.entries:
            by_file.setdefault(entry.file, []).append(entry)
        for file, entries in by_file.items():
            lines += ["", f"### {_cell(file)}", "", *map(_line, entries)]
        return "\n".join(lines) + "\n"

    def _kinds(self) -> Counter[tuple[str, str]]:
        return Counter((entry.fate.value, entry.what) for entry in self.entries)


def _line(entry: Entry) -> str:
    where = f": {_cell(entry.where)}" if entry.where else ""
    return f"- {entry.fate}: {_cell(entry.what)}{where}"


def _cell(text: str) -> str:
    """Foreign text that must not become Markdown of ours."""
    return "".join(f"\\{character}" if character in "\\`*_[]<>|#!" else character for character in text)
