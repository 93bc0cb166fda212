"""What the images need from outside: rows in a database, bytes in files, and somebody who looks at them."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from octavo.chassis.contract import Event
from octavo.images.api import Format, ImageId, PersonId
from octavo.images.entities import Limits, Picture, Rendition, Seen

Kept = Callable[[Collection[str]], Awaitable[set[str]]]
"""Tells of digests which of them any picture has."""


class Known(Exception):  # noqa: N818 - an outcome: the same picture came twice at once
    """The owner has these bytes already. Nothing was stored."""


class Unreadable(Exception):  # noqa: N818 - an outcome
    """The file cannot be read as a picture; the text says why, for people."""


class Gone(Exception):  # noqa: N818 - an outcome
    """The file is not there any more."""


class TooLarge(Exception):  # noqa: N818 - an outcome
    """A limit is passed: its name, and what it allows."""

    def __init__(self, limit: str, maximum: int) -> None:
        super().__init__(f"more than {maximum} {limit}")
        self.limit = limit
        self.maximum = maximum


class Catalogue(Protocol):
    """What is known of pictures. Ids that are none are unknown ids."""

    async def find(self, image_id: ImageId) -> Picture | None: ...
    async def find_many(self, image_ids: Sequence[ImageId]) -> list[Picture]: ...
    async def find_same(self, owner_id: PersonId, digest: str) -> Picture | None: ...
    async def page(self, owner_id: PersonId, *, before: ImageId | None, limit: int) -> list[Picture]:
        """Newest first."""
        ...

    async def bytes_of(self, owner_id: PersonId) -> int: ...
    async def add(self, picture: Picture, event: Event) -> None:
        """Durable when it returns. Raises Known."""
        ...

    async def remove(self, picture: Picture, event: Event) -> bool:
        """Forgets it; False where a published story uses it."""
        ...

    async def forget_owner(self, owner_id: PersonId, *, limit: int) -> list[Picture]:
        """Some of their pictures, which are no more, whoever uses them; each is told of as deleted."""
        ...

    async def note_uses(self, story_id: str, image_ids: Sequence[ImageId]) -> None:
        """What a story shows from now on; nothing else of it counts any more."""
        ...

    async def shown(self, image_ids: Sequence[ImageId]) -> set[ImageId]:
        """Those of them that a published story shows."""
        ...

    async def kept(self, digests: Collection[str]) -> set[str]:
        """Those of the digests that any picture has."""
        ...


class Files(Protocol):
    """The bytes. All raise StorageUnavailable where what keeps them is full, read-only, broken or away."""

    async def receive(self, data: bytes) -> Path:
        """A new file of this machine, outside of the shelves, to be looked at."""
        ...

    async def keep(self, received: Path, digest: str, format: Format) -> None:  # noqa: A002 - the contract's word
        """Moves a received file to its place among the originals, durable."""
        ...

    async def discard(self, received: Path) -> None: ...
    def original(self, digest: str, format: Format) -> AbstractAsyncContextManager[Path]:  # noqa: A002 - as above
        """An original as a file of this machine, while the block lasts. Raises Gone."""
        ...

    async def read_original(self, digest: str, format: Format) -> bytes | None:  # noqa: A002 - as above
        """None where there is no such file."""
        ...

    async def original_size(self, digest: str, format: Format) -> int:  # noqa: A002 - as above
        """-1 where there is no such file."""
        ...

    def rendition(self, digest: str, rendition: Rendition) -> Path:
        """Where it is to be written on this machine."""
        ...

    async def share(self, digest: str, rendition: Rendition) -> None:
        """Have other machines find a rendition that was written here, where there may be any."""
        ...

    async def read_rendition(self, digest: str, rendition: Rendition) -> bytes | None:
        """None where nobody has made it."""
        ...

    async def destroy(self, digest: str, format: Format) -> None:  # noqa: A002 - as above
        """Removes an original and all that was made of it, at once."""
        ...

    async def sweep(self, kept: Kept, now: datetime) -> int:
        """Removes what no picture needs from what all machines share; how many files. Nothing younger than an
        hour is touched."""
        ...

    async def sweep_here(self, kept: Kept, now: datetime) -> int:
        """The same on this machine, and the oldest renditions beyond what they may take here."""
        ...


class Studio(Protocol):
    """Looks at pictures and makes renditions, where a hostile file can do no harm."""

    async def inspect(self, path: Path, format: Format, limits: Limits) -> Seen:  # noqa: A002 - as above
        """Decodes the whole. Raises Unreadable, TooLarge."""
        ...

    async def render(self, path: Path, rendition: Rendition, target: Path) -> None:
        """Writes the target whole or not at all; upright, in sRGB, without metadata. Raises Unreadable,
        Gone."""
        ...

    async def close(self) -> None: ...
