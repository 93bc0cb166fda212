"""How the images are put together, and what runs beside them."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Annotated, Final

import msgspec
import structlog
from msgspec import Meta

from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault
from octavo.chassis.events import Envelope, Outbox
from octavo.chassis.files import Files
from octavo.chassis.leases import alone
from octavo.images.adapters.files import PictureFiles
from octavo.images.adapters.sql import SqlCatalogue
from octavo.images.adapters.workshop import Workshop
from octavo.images.api import UPLOAD_BYTES, ImageId
from octavo.images.entities import Limits
from octavo.images.interactors import ImagesInteractor
from octavo.images.personal import HOLDINGS as HOLDINGS
from octavo.stories.api import StoryErased, StoryPublished, StoryRevised, StoryWithdrawn

MIGRATIONS: Final = resources.files("octavo.images").joinpath("migrations")
CONSUMER: Final = "images"
"""Under this name the images follow the events of stories."""
MEMORY_MIB: Final = 1024
"""Pictures of the largest size, several at once."""

_LEASE_SECONDS: Final = 30.0
_TIDY_SECONDS: Final = 3600.0
_TIDY_HERE_SECONDS: Final = 600.0
"""So long another machine may still hold what was made of a picture that is gone."""

_log = structlog.get_logger(__name__)


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How large pictures may be, and what working on them may cost."""

    max_bytes: Annotated[int, Meta(ge=1024, le=UPLOAD_BYTES)] = UPLOAD_BYTES
    """Of one original."""
    max_pixels: Annotated[int, Meta(ge=10_000, le=250_000_000)] = 50_000_000
    """Of one picture, or of one frame where it moves."""
    max_frames: Annotated[int, Meta(ge=1, le=2000)] = 200
    """Of a picture that moves."""
    max_animation_pixels: Annotated[int, Meta(ge=10_000, le=1_000_000_000)] = 200_000_000
    """Of all frames together."""
    quota_bytes: Annotated[int, Meta(ge=1 << 20)] = 2 << 30
    """All originals of one person."""
    renditions_bytes: Annotated[int, Meta(ge=0)] = 5 << 30
    """What renditions may take on each machine's disk, and as much in a bucket where the files are in one;
    they are made anew when they are asked for again."""
    workers: Annotated[int, Meta(ge=1, le=64)] = 2
    """Processes that work on pictures at a time; they are there only while there is work."""
    worker_memory_bytes: Annotated[int, Meta(ge=256 << 20)] = 2 << 30
    """Address space of each."""
    worker_seconds: Annotated[float, Meta(gt=0, le=600)] = 60.0
    """After which a picture is given up."""
    worker_idle_seconds: Annotated[float, Meta(gt=0)] = 20.0
    """Without work, after which a process ends."""

    @property
    def limits(self) -> Limits:
        """The limits as the rules take them."""
        return Limits(
            bytes=self.max_bytes,
            pixels=self.max_pixels,
            frames=self.max_frames,
            animation_pixels=self.max_animation_pixels,
        )


def build(
    config: Config,
    db: Database,
    *,
    files: Files,
    folder: Path,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> ImagesInteractor:
    """The images over an open database.

    files: where all processes find the originals. folder: of this machine, for what is being looked at and
    for renditions; where `files` are a folder of this machine, that which holds their `images/`.
    clock: the time now, in UTC. new_id: makes ids that nobody else makes.
    """
    return ImagesInteractor(
        catalogue=SqlCatalogue(db, Outbox(db, clock=clock)),
        files=PictureFiles(files, folder, renditions_bytes=config.renditions_bytes),
        studio=Workshop(
            workers=config.workers,
            seconds=config.worker_seconds,
            idle=config.worker_idle_seconds,
            memory=config.worker_memory_bytes,
        ),
        limits=config.limits,
        quota=config.quota_bytes,
        clock=clock,
        new_id=new_id,
    )


class StoryEvents:
    """Keeps which pictures published stories show; to be subscribed to the events of stories."""

    TYPES: Final = (StoryPublished, StoryRevised, StoryWithdrawn, StoryErased)

    def __init__(self, images: ImagesInteractor) -> None:
        self._images = images

    async def __call__(
        self, event: StoryPublished | StoryRevised | StoryWithdrawn | StoryErased, envelope: Envelope
    ) -> None:
        """Effect of one event; the same again changes nothing."""
        shown: tuple[ImageId, ...] = ()
        if isinstance(event, StoryPublished | StoryRevised):
            shown = event.image_ids
        await self._images.note_uses(event.story_id, shown)


async def keep_tidy(
    images: ImagesInteractor, db: Database, *, clock: Callable[[], datetime], seconds: float = _TIDY_SECONDS
) -> None:
    """Sweeps files that nothing needs, every `seconds`, until cancelled; one process of all does it."""
    await alone(db, "images/tidy", images.tidy, seconds=seconds, ttl=_LEASE_SECONDS, clock=clock)


async def keep_tidy_here(images: ImagesInteractor, *, seconds: float = _TIDY_HERE_SECONDS) -> None:
    """Sweeps what this machine has copies of, every `seconds`, until cancelled; each process does it where
    the files are kept elsewhere."""
    while True:
        try:
            await images.tidy_here()
        except StorageFault as error:
            _log.warning("tidying of the copies of images waits", reason=str(error))
        await asyncio.sleep(seconds)
