"""`octavo copy` where one end is a bucket: the files that a site's machines share, while it runs."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from octavo import file_engine
from octavo.chassis.engine import StorageFault
from octavo.chassis.files import File, FileStore
from octavo.chassis.files_copy import Compared, compare, copy
from octavo.chassis.folder_files import FolderFiles
from octavo.commands import serve
from octavo.trouble import Exit, Trouble, storage_trouble

if TYPE_CHECKING:
    from octavo.config import Config
    from octavo.copying.moving import Tell

_MOST_NAMED: Final = 5
_IN_BACKUPS: Final = tuple(prefix for prefix in file_engine.KEPT if not prefix.startswith("exports/"))
"""Exports are copies of what a backup holds anyway."""


def is_bucket(words: str | None) -> bool:
    """Whether this names a bucket, not a folder or a database."""
    return words is not None and words.partition("://")[0] in file_engine.SCHEMES


def move(config: "Callable[[], Config]", source: str | None, target: str, tell: "Tell") -> int:
    """Copy all files and compare them; the exit code."""
    set_up = config()
    origin = source or set_up.files.url or str(set_up.site.data)
    if origin.rstrip("/") == target.rstrip("/"):
        raise Trouble("--from and --to are the same place", Exit.USAGE)
    if "://" not in target:
        try:
            Path(target).mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise storage_trouble(error, Path(target)) from error
    serve.run_loop(_moved(_store(set_up, origin), _store(set_up, target), tell))
    return Exit.OK


def _store(config: "Config", words: str) -> FileStore:
    kind, there, _ = words.partition("://")
    if not there:
        return file_engine.build(file_engine.Config(), data=Path(words).absolute())
    if not is_bucket(words):
        text = f"{kind}: keeps no files; name a data folder, or s3://bucket/prefix"
        raise Trouble(text, Exit.USAGE)
    set_up = msgspec.structs.replace(config.files, url=words)
    if wrong := set_up.mistakes().get("url"):
        raise Trouble(f"{words} {wrong}", Exit.USAGE)
    return file_engine.build(set_up, data=Path())


def fetch(config: "Config", progress: Callable[[str], None], folder: Path) -> None:
    """Bring what a backup holds of the files in the bucket into a folder. Trouble where that cannot be."""
    serve.run_loop(_fetched(file_engine.build(config.files, data=folder), FolderFiles(folder), progress))


def bring(config: "Config", progress: Callable[[str], None], folder: Path) -> None:
    """Bring the files of a backup into the bucket, what is there and the same excepted.

    Nothing is removed from there: what no picture has is swept by the site.
    """
    away = file_engine.build(config.files, data=folder)
    serve.run_loop(_brought(FolderFiles(folder), away, progress))


async def _fetched(source: FileStore, target: FileStore, progress: Callable[[str], None]) -> None:
    try:
        await source.check()
        await copy(source, target, _IN_BACKUPS, seen=lambda file: progress(file.key))
    except StorageFault as fault:
        raise Trouble(str(fault), Exit.UNAVAILABLE) from fault
    finally:
        await source.close()


async def _brought(source: FileStore, target: FileStore, progress: Callable[[str], None]) -> None:
    try:
        await target.check()
        await copy(source, target, _IN_BACKUPS, seen=lambda file: progress(file.key))
        found = await compare(source, target, _IN_BACKUPS)
        if found.different:
            await copy(source, target, _IN_BACKUPS, anew=frozenset(found.different))
            found = await compare(source, target, _IN_BACKUPS)
        if not found.whole:
            keys = ", ".join([*found.different, *found.missing][:_MOST_NAMED])
            raise Trouble(f"the bucket does not hold what was put there: {keys}", Exit.STORAGE)
    except StorageFault as fault:
        raise Trouble(str(fault), Exit.UNAVAILABLE) from fault
    finally:
        await target.close()


async def _moved(source: FileStore, target: FileStore, tell: "Tell") -> None:
    try:
        await source.check()
        await target.check()
        done = 0

        def seen(file: File) -> None:
            nonlocal done
            done += 1
            tell.doing(f"{done:,} files looked at, {file.key}")

        brought = await copy(source, target, file_engine.KEPT, seen=seen)
        tell.line(f"{brought.written:,} files copied, {brought.bytes:,} bytes; {brought.there:,} were there.")
        found = await _the_same(source, target, tell)
        tell.line(f"{found.same:,} files, {found.bytes:,} bytes, have the same SHA-256 on both sides.")
        tell.line(
            "Set OCTAVO_FILES_URL (or take it away) and start the site again; then say the same once more "
            "with --from, for what came meanwhile."
        )
    except StorageFault as fault:
        raise Trouble(f"{fault}; what was copied is there, say the same again", Exit.UNAVAILABLE) from fault
    finally:
        await source.close()
        await target.close()


async def _the_same(source: FileStore, target: FileStore, tell: "Tell") -> Compared:
    done = 0

    def seen(file: File) -> None:
        nonlocal done
        done += 1
        tell.doing(f"{done:,} files compared, {file.key}")

    found = await compare(source, target, file_engine.KEPT, seen=seen)
    if not found.whole:  # what was written meanwhile, or was another under the same name
        await copy(source, target, file_engine.KEPT, anew=frozenset(found.different))
        found = await compare(source, target, file_engine.KEPT, seen=seen)
    if not found.whole:
        keys = [*found.different, *found.missing]
        names = ", ".join(keys[:_MOST_NAMED])
        text = f"{len(keys)} files are not the same on both sides: {names}; say the same again"
        raise Trouble(text, Exit.BAD_DATA)
    return found
