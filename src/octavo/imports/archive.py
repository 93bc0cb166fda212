"""A person's own export, read: a ZIP file from a site, of which nothing is believed.

Nothing is unpacked to the disk, and no name in the file is used as a path.
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from octavo.trouble import Exit, Trouble, storage_trouble

_MOST_MEMBERS: Final = 100_000
_MOST_RECORDS: Final = 256 << 20
"""Bytes of one file of records; a person's texts of decades are a tenth of that."""
_MOST_PICTURE: Final = 64 << 20
_ROWS: Final = ".json"
_PICTURES: Final = "images/pictures/"


class Archive:
    """An export that was opened. Use as a context manager. Raises Trouble where it is none, or too large."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise Trouble(f"{path}: there is no such file", Exit.NO_INPUT) from None
        except OSError as error:
            raise storage_trouble(error, path) from error
        except zipfile.BadZipFile as error:
            raise Trouble(f"{path} is no ZIP file, or a damaged one: {error}", Exit.BAD_DATA) from error
        self._members = {one.filename: one for one in self._zip.infolist()[: _MOST_MEMBERS + 1]}
        if len(self._members) > _MOST_MEMBERS:
            self._zip.close()
            raise Trouble(f"{path} holds more than {_MOST_MEMBERS} files", Exit.BAD_DATA)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    @property
    def tables(self) -> Iterator[str]:
        """The files of records, as "stories/revisions"."""
        for name in self._members:
            if name.endswith(_ROWS) and name.count("/") == 1:
                yield name.removesuffix(_ROWS)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The records of a table; none where the file has none. What stands in several parts of the export
        for one record (it may be about several people in it) is one again."""
        name = f"{table}{_ROWS}"
        if name not in self._members:
            return []
        try:
            found = msgspec.json.decode(self._read(name, _MOST_RECORDS), type=list[dict[str, Any]])
        except (msgspec.MsgspecError, RecursionError) as error:
            raise Trouble(f"{self.path}: {name} cannot be read: {error}", Exit.BAD_DATA) from error
        whole: dict[object, dict[str, Any]] = {}
        for number, row in enumerate(found):
            key = row.get("id")
            whole.setdefault(key if isinstance(key, str) and key else number, {}).update(row)
        return list(whole.values())

    def pictures(self) -> Mapping[str, str]:
        """The originals: the picture's id to the name of its file."""
        found = {}
        for name in self._members:
            if name.startswith(_PICTURES):
                found[name.removeprefix(_PICTURES).partition(".")[0]] = name
        return found

    def picture(self, name: str) -> bytes:
        """The bytes of one of `pictures`."""
        return self._read(name, _MOST_PICTURE)

    def _read(self, name: str, most: int) -> bytes:
        """One file, as far as `most`: what its head says of its size is not believed either."""
        try:
            with self._zip.open(self._members[name]) as stream:
                data = stream.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            raise Trouble(f"{self.path}: {name} is damaged: {error}", Exit.BAD_DATA) from error
        except OSError as error:
            raise storage_trouble(error, self.path) from error
        if len(data) > most:
            raise Trouble(f"{self.path}: {name} is larger than {most:,} bytes", Exit.BAD_DATA)
        return data
