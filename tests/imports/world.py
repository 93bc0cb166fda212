"""A small site for the tests of the import: the three real services over databases of their own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyvips

from octavo.accounts import service as accounts_service
from octavo.accounts.api import CONTRACT as ACCOUNTS
from octavo.accounts.api import Accounts
from octavo.chassis.cache import NearCache
from octavo.chassis.context import Caller
from octavo.chassis.folder_files import FolderFiles
from octavo.chassis.holders import Holders
from octavo.chassis.ids import IdMaker
from octavo.chassis.testing import in_world
from octavo.images import service as images_service
from octavo.images.api import CONTRACT as IMAGES
from octavo.images.api import Images
from octavo.stories import service as stories_service
from octavo.stories.api import CONTRACT as STORIES
from octavo.stories.api import Stories
from tests.conftest import DatabaseFactory

OPERATOR = Caller(roles=frozenset({"owner", "operator", "confirmed"}))
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Site:
    """The services as the importer sees them."""

    accounts: Accounts
    stories: Stories
    images: Images


@asynccontextmanager
async def running(world: str, databases: DatabaseFactory, data: Path) -> AsyncIterator[Site]:
    """A site in that world, here or over the wire."""
    ids = IdMaker(5, clock=lambda: datetime.now(UTC))

    def clock() -> datetime:
        return NOW

    async with AsyncExitStack() as stack:
        accounts = accounts_service.build(
            accounts_service.Config(),
            await databases("accounts", Path(str(accounts_service.MIGRATIONS))),
            cache=NearCache(max_bytes=1 << 20),
            clock=clock,
            new_id=ids.text,
            secret=b"the secret of the tests, 32 bytes or more",
            home="https://site.example",
            files=FolderFiles(data),
            folder=data / "exports",
            holders=Holders(),
        )
        stories = stories_service.build(
            stories_service.Config(),
            await databases("stories", Path(str(stories_service.MIGRATIONS))),
            clock=clock,
            new_id=ids.text,
            image_address=lambda image, width: f"/i/{image}/{width}",
        )
        images = images_service.build(
            images_service.Config(worker_idle_seconds=1),
            await databases("images", Path(str(images_service.MIGRATIONS))),
            files=FolderFiles(data),
            folder=data / "images",
            clock=clock,
            new_id=ids.text,
        )
        yield Site(
            await stack.enter_async_context(in_world(world, Accounts, ACCOUNTS, accounts)),
            await stack.enter_async_context(in_world(world, Stories, STORIES, stories)),
            await stack.enter_async_context(in_world(world, Images, IMAGES, images)),
        )


def picture(shade: int = 0) -> bytes:
    """A small PNG; another shade is another picture."""
    data: bytes = (pyvips.Image.black(30, 20) + shade).cast("uchar").pngsave_buffer()
    return data


def write(root: Path, name: str, head: str = "", body: str = "Text.") -> None:
    """Writes a story."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{head}\n---\n{body}\n" if head else body)
