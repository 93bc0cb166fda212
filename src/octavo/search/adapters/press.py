"""Opens the indexes of a folder for writing."""

import secrets

from octavo.search.adapters.folder import FORM, Folder
from octavo.search.adapters.writing import Writer


class TantivyPress:
    """Fits indexing.Press."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def is_sound(self, mark: str) -> bool:
        if self._folder.present() != mark:
            return False
        try:
            index = self._folder.open(mark)
            index.reload()
            return index.searcher().num_docs >= 0
        except (OSError, ValueError):
            return False

    def is_present(self, mark: str) -> bool:
        return self._folder.present() == mark

    def present(self) -> Writer:
        return Writer(self._folder.open(self._folder.present()))

    def new(self) -> tuple[str, Writer]:
        mark = f"{FORM}-{secrets.token_hex(6)}"
        return mark, Writer(self._folder.make(mark))

    def swap(self, mark: str) -> None:
        self._folder.swap(mark)
