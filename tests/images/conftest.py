import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from octavo.chassis import database
from octavo.chassis.context import Caller
from octavo.chassis.database import Database
from octavo.chassis.files import FileStore
from octavo.chassis.folder_files import FolderFiles
from octavo.chassis.ids import IdMaker
from octavo.chassis.testing import WORLDS, in_world
from octavo.images.api import CONTRACT, Images
from octavo.images.interactors import ImagesInteractor
from octavo.images.service import MIGRATIONS, Config, build
from tests.conftest import DatabaseFactory

ROOT = Path(__file__).resolve().parents[2]
ANNA = Caller(person_id="1111111AnNa", roles=frozenset({"member"}))
BERT = Caller(person_id="1111111Bert", roles=frozenset({"member"}))
MODERATOR = Caller(person_id="1111111Mode", roles=frozenset({"member", "moderator"}))
OPERATOR = Caller(roles=frozenset({"owner", "moderator", "member", "operator"}))
PHOTOS = Path(os.environ.get("OCTAVO_SHARED_DATA", ROOT.parent / "shared" / "data")) / "photos"

SMALL = Config(
    max_bytes=1 << 20,
    max_pixels=1_000_000,
    max_frames=20,
    max_animation_pixels=100_000,
    quota_bytes=1 << 20,
    workers=2,
    worker_seconds=20,
)


@dataclass
class World:
    """The images as a caller sees them (here or over the wire), and what lies behind."""

    images: Images
    inside: ImagesInteractor
    db: Database
    folder: Path

    def files(self, part: str) -> list[Path]:
        """All files of a part of the folder."""
        return sorted(path for path in (self.folder / part).rglob("*") if path.is_file())


def built(
    db: Database,
    folder: Path,
    config: Config = SMALL,
    *,
    shard: int = 5,
    now: datetime | None = None,
    files: FileStore | None = None,
) -> ImagesInteractor:
    ids = IdMaker(shard)
    return build(
        config,
        db,
        files=files or FolderFiles(folder.parent),
        folder=folder,
        clock=lambda: now or datetime.now(UTC),
        new_id=ids.text,
    )


@pytest.fixture
def config() -> Config:
    """Of the world; a test module may have its own."""
    return SMALL


@pytest.fixture(params=WORLDS)
async def world(
    request: pytest.FixtureRequest, database_factory: DatabaseFactory, tmp_path: Path, config: Config
) -> AsyncIterator[World]:
    """Runs each test here and over the wire, on SQLite and on PostgreSQL."""
    db = await database_factory("images", Path(str(MIGRATIONS)))
    inside = built(db, tmp_path / "images", config)
    async with in_world(request.param, Images, CONTRACT, inside) as images:  # type: ignore[type-abstract]
        yield World(images, inside, db, tmp_path / "images")
    await inside.close()


@pytest.fixture
async def room(database_factory: DatabaseFactory, tmp_path: Path, config: Config) -> AsyncIterator[World]:
    """For what no wire carries: on SQLite and on PostgreSQL."""
    db = await database_factory("images", Path(str(MIGRATIONS)))
    inside = built(db, tmp_path / "images", config)
    yield World(inside, inside, db, tmp_path / "images")
    await inside.close()


@pytest.fixture
async def studio(tmp_path: Path, config: Config) -> AsyncIterator[World]:
    """For what no database matters to."""
    db = await database.open(f"sqlite:///{tmp_path}/images.db", name="images", migrations=MIGRATIONS)
    inside = built(db, tmp_path / "images", config)
    yield World(inside, inside, db, tmp_path / "images")
    await inside.close()
    await db.close()
