"""What people and the rest of the system do with pictures."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from octavo.chassis.context import current_caller, run_detached
from octavo.chassis.faults import Broken, Forbidden, Invalid, Unauthenticated
from octavo.images.api import (
    WIDEST,
    Format,
    GetOriginalResponse,
    Image,
    ImageDeleted,
    ImageId,
    ImageInUse,
    ImageNotFound,
    ImageStored,
    ImageTooLarge,
    ListOwnResponse,
    PersonId,
    QuotaReached,
    RenderResponse,
    UnsupportedImage,
)
from octavo.images.entities import RENDERER, Limits, Picture, Rendition, rendition_of
from octavo.images.ports import Catalogue, Files, Gone, Known, Studio, TooLarge, Unreadable
from octavo.images.sniffing import HEAD_BYTES, NotAPicture, sniff

_MOST_AT_ONCE: Final = 500
_LONGEST_PAGE: Final = 200
_LONGEST_NAME: Final = 200
_MEGABYTE: Final = 2**20
_RENDER_SECONDS: Final = 120.0
_ANYBODY: Final = PersonId("")


class ImagesInteractor(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The Images of the contract; besides, `note_uses` for the events of stories and `tidy`."""

    catalogue: Catalogue
    files: Files
    studio: Studio
    limits: Limits
    quota: int
    """Bytes of one person's originals."""
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    making: dict[str, asyncio.Future[None]] = msgspec.field(default_factory=dict)
    """Renditions that are being made just now, by path."""

    async def store(self, *, data: bytes, name: str = "", owner_id: PersonId = _ANYBODY) -> Image:
        owner, shown = _owner(owner_id), _tidy_name(name)
        if len(data) > self.limits.bytes:
            raise ImageTooLarge(name=shown, limit="bytes", maximum=self.limits.bytes)
        try:
            kind = sniff(data[:HEAD_BYTES])
        except NotAPicture as problem:
            raise UnsupportedImage(name=shown, problem=str(problem)) from None
        digest = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
        same = await self.catalogue.find_same(owner, digest)
        if same is not None:
            return same.as_image()
        if await self.catalogue.bytes_of(owner) + len(data) > self.quota:
            raise QuotaReached(megabytes=self.quota // _MEGABYTE)
        picture = await self._taken_in(data, kind, digest, owner, shown)
        return picture.as_image()

    async def _taken_in(self, data: bytes, kind: Format, digest: str, owner: PersonId, name: str) -> Picture:
        """The bytes are durable before the row that names them."""
        received = await self.files.receive(data)
        try:
            seen = await self.studio.inspect(received, kind, self.limits)
            await self.files.keep(received, digest, kind)
        except Unreadable as problem:
            raise UnsupportedImage(name=name, problem=str(problem)) from None
        except TooLarge as large:
            raise ImageTooLarge(name=name, limit=large.limit, maximum=large.maximum) from None
        finally:
            await self.files.discard(received)
        picture = Picture(
            id=ImageId(self.new_id()),
            owner_id=owner,
            digest=digest,
            name=name,
            format=kind,
            bytes=len(data),
            seen=seen,
            created_at=self.clock(),
        )
        try:
            await self.catalogue.add(picture, ImageStored(image_id=picture.id, owner_id=owner))
        except Known:
            same = await self.catalogue.find_same(owner, digest)
            if same is None:
                raise
            return same
        if await self.files.original_size(digest, kind) != len(data):
            # the broom took it for forgotten in the moment before it got its row
            await self.files.keep(await self.files.receive(data), digest, kind)
        return picture

    async def get_images(self, *, image_ids: Sequence[ImageId]) -> tuple[Image, ...]:
        if len(image_ids) > _MOST_AT_ONCE:
            raise Invalid("image_ids", f"At most {_MOST_AT_ONCE} at once.")
        if not image_ids:
            return ()
        known = await self.catalogue.find_many(image_ids)
        shown = await self._shown_to_caller(known)
        found = {picture.id: picture for picture in known if picture.id in shown}
        return tuple(found[one].as_image() for one in dict.fromkeys(image_ids) if one in found)

    async def _shown_to_caller(self, pictures: Sequence[Picture]) -> set[ImageId]:
        """Those that are the caller's, and of the others those that readers see."""
        own = {picture.id for picture in pictures if _may_keep(picture, "operator", "moderator")}
        others = [picture.id for picture in pictures if picture.id not in own]
        return own | (await self.catalogue.shown(others) if others else set())

    async def render(
        self, *, image_id: ImageId, width: int, accepted: Sequence[Format] = ()
    ) -> RenderResponse:
        if not 1 <= width <= WIDEST:
            raise Invalid("width", f"From 1 to {WIDEST} pixels.")
        picture = await self._known(image_id)
        rendition = rendition_of(picture, width, frozenset(accepted))
        data = await self.files.read_rendition(picture.digest, rendition)
        if data is None:
            await self._make(picture, rendition)
            data = await self.files.read_rendition(picture.digest, rendition)
        if data is None:
            raise Broken
        name = f"{RENDERER}/{picture.digest}/{rendition.name}"
        return RenderResponse(
            data=data, format=rendition.format, digest=hashlib.sha256(name.encode()).hexdigest()[:24]
        )

    async def _make(self, picture: Picture, rendition: Rendition) -> None:
        """Makes a rendition once, however many ask; it belongs to none of them."""
        key = str(self.files.rendition(picture.digest, rendition))
        making = self.making.get(key)
        if making is None:
            making = asyncio.ensure_future(
                run_detached(lambda: self._render(picture, rendition), seconds=_RENDER_SECONDS)
            )
            self.making[key] = making
            making.add_done_callback(lambda done: self._made(key, done))
        try:
            await asyncio.shield(making)
        except Unreadable as problem:
            raise UnsupportedImage(name=picture.name, problem=str(problem)) from None
        except Gone:
            raise ImageNotFound(image_id=picture.id) from None

    async def _render(self, picture: Picture, rendition: Rendition) -> None:
        async with self.files.original(picture.digest, picture.format) as original:
            target = self.files.rendition(picture.digest, rendition)
            await self.studio.render(original, rendition, target)
        await self.files.share(picture.digest, rendition)

    def _made(self, key: str, done: asyncio.Future[None]) -> None:
        self.making.pop(key, None)
        if not done.cancelled():
            done.exception()  # seen: there may be nobody left who waits

    async def get_original(self, *, image_id: ImageId) -> GetOriginalResponse:
        picture = await self._known(image_id)
        if not _may_keep(picture, "operator", "owner"):
            raise ImageNotFound(image_id=image_id)
        data = await self.files.read_original(picture.digest, picture.format)
        if data is None:
            raise ImageNotFound(image_id=image_id)
        return GetOriginalResponse(data=data, format=picture.format)

    async def list_own(self, *, limit: int = 50, after: str = "") -> ListOwnResponse:
        if not 1 <= limit <= _LONGEST_PAGE:
            raise Invalid("limit", f"From 1 to {_LONGEST_PAGE}.")
        before = ImageId(after) if after else None
        pictures = await self.catalogue.page(_owner(_ANYBODY), before=before, limit=limit + 1)
        return ListOwnResponse(
            images=tuple(picture.as_image() for picture in pictures[:limit]),
            next=pictures[limit - 1].id if len(pictures) > limit else "",
        )

    async def delete(self, *, image_id: ImageId) -> None:
        if current_caller().person_id is None and not current_caller().roles:
            raise Unauthenticated
        picture = await self._known(image_id)
        if not _may_keep(picture, "operator", "moderator"):
            raise ImageNotFound(image_id=image_id)
        event = ImageDeleted(image_id=picture.id, owner_id=picture.owner_id)
        if not await self.catalogue.remove(picture, event):
            raise ImageInUse(image_id=image_id)

    async def note_uses(self, story_id: str, image_ids: Sequence[ImageId]) -> None:
        """A published story shows these pictures from now on, and no others."""
        await self.catalogue.note_uses(story_id, image_ids)

    async def forget_owner(self, owner_id: PersonId) -> None:
        """Destroys every picture of a person who is erased: rows, originals, renditions. What the same bytes
        are to somebody else stays."""
        while pictures := await self.catalogue.forget_owner(owner_id, limit=_LONGEST_PAGE):
            kept = await self.catalogue.kept({picture.digest for picture in pictures})
            for picture in pictures:
                if picture.digest not in kept:
                    await self.files.destroy(picture.digest, picture.format)

    async def tidy(self) -> int:
        """Removes files that no picture needs, here and from what all machines share. How many."""
        return await self.tidy_here() + await self.files.sweep(self.catalogue.kept, self.clock())

    async def tidy_here(self) -> int:
        """The same on this machine alone."""
        return await self.files.sweep_here(self.catalogue.kept, self.clock())

    async def close(self) -> None:
        """Ends the processes that work on pictures."""
        await self.studio.close()

    async def _known(self, image_id: ImageId) -> Picture:
        picture = await self.catalogue.find(image_id)
        if picture is None:
            raise ImageNotFound(image_id=ImageId(image_id[:40]))
        return picture


def _owner(owner_id: PersonId) -> PersonId:
    """Whose the picture will be. Raises Unauthenticated, Forbidden."""
    caller = current_caller()
    if owner_id and owner_id != caller.person_id:
        if not caller.roles & {"operator", "owner"}:
            raise Forbidden
        return owner_id
    if caller.person_id is None:
        raise Unauthenticated
    return PersonId(caller.person_id)


def _may_keep(picture: Picture, *roles: str) -> bool:
    caller = current_caller()
    return caller.person_id == picture.owner_id or bool(caller.roles & set(roles))


def _tidy_name(name: str) -> str:
    """The last part of a file's name, for messages."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[:_LONGEST_NAME]
