# Generated from octavo/images/v1/images.proto by `make proto`; not to be edited.

"""Images: originals kept as they came, renditions made on demand."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Protocol

import msgspec

from octavo.accounts.v1.ids import PersonId
from octavo.chassis.contract import (
    Audience,
    Category,
    Contract,
    Erasure,
    Event,
    Idempotency,
    Int32,
    Method,
    Moment,
    Personal,
)
from octavo.chassis.faults import FailedPrecondition, Invalid, NotFound, ResourceExhausted
from octavo.images.v1.ids import ImageId

__all__ = [
    "CONTRACT",
    "DeleteRequest",
    "DeleteResponse",
    "Format",
    "GetImagesRequest",
    "GetImagesResponse",
    "GetOriginalRequest",
    "GetOriginalResponse",
    "Image",
    "ImageDeleted",
    "ImageId",
    "ImageInUse",
    "ImageNotFound",
    "ImageStored",
    "ImageTooLarge",
    "Images",
    "ListOwnRequest",
    "ListOwnResponse",
    "PersonId",
    "QuotaReached",
    "RenderRequest",
    "RenderResponse",
    "StoreRequest",
    "StoreResponse",
    "StoredImage",
    "UnsupportedImage",
]


class Format(StrEnum):
    UNSPECIFIED = "FORMAT_UNSPECIFIED"
    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    AVIF = "AVIF"
    GIF = "GIF"


class Image(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    id: ImageId = ImageId("")
    owner_id: PersonId = PersonId("")
    # Of the upright picture, in pixels.
    width: Int32 = 0
    height: Int32 = 0
    # Of the original.
    format: Format = Format.UNSPECIFIED
    # Of the original, in bytes.
    bytes: Int32 = 0
    # A tiny preview to show while loading (ThumbHash, base64).
    placeholder: str = ""
    # "#rrggbb", the average colour.
    color: str = ""
    animated: bool = False
    # Has transparent parts.
    transparent: bool = False
    created_at: Moment


class StoreRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    data: bytes = b""
    # The file's name at its origin; only for messages.
    name: str = ""
    # On behalf of whom, where the operator or an owner stores it; empty: the caller.
    owner_id: PersonId = PersonId("")


class StoreResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    image: Image


class GetImagesRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    image_ids: tuple[ImageId, ...] = ()


class GetImagesResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    images: tuple[Image, ...] = ()


class RenderRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    image_id: ImageId = ImageId("")
    # In pixels, 1 to 5000. Never enlarged.
    width: Int32 = 0
    # What the reader's browser accepts; JPEG, PNG and GIF go without saying.
    accepted: tuple[Format, ...] = ()


class RenderResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    data: bytes = b""
    format: Format = Format.UNSPECIFIED
    # For ETag: the same for the same bytes.
    digest: str = ""


class GetOriginalRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    image_id: ImageId = ImageId("")


class GetOriginalResponse(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    data: bytes = b""
    format: Format = Format.UNSPECIFIED


class ListOwnRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    limit: Int32 = 50
    after: str = ""


class ListOwnResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    images: tuple[Image, ...] = ()
    next: str = ""


class DeleteRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    image_id: ImageId = ImageId("")


class DeleteResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    pass


class StoredImage(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How an image is stored, with the marks of what is about a person."""

    image_id: ImageId = ImageId("")
    owner_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="owner_id")] = PersonId(
        ""
    )
    name: Annotated[str, Personal(Category.CONTENT, Erasure.DELETE, subject="owner_id")] = ""
    # The file itself, its camera and place data included until it is stripped in renditions.
    original: Annotated[bytes, Personal(Category.CONTENT, Erasure.DELETE, subject="owner_id")] = b""
    created_at: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="owner_id")]


class ImageNotFound(NotFound):
    """There is no such picture."""

    proto_name = "octavo.images.v1.ImageNotFound"
    public_text = "There is no such picture."
    field_names: ClassVar[tuple[str, ...]] = ("image_id",)
    image_id: ImageId

    def __init__(self, *, image_id: ImageId = ImageId("")) -> None:
        super().__init__()
        self.image_id = image_id


class UnsupportedImage(Invalid):
    """Not a picture that can be read: an unknown kind, broken, or a trap."""

    proto_name = "octavo.images.v1.UnsupportedImage"
    public_text = "Not a picture that can be read: an unknown kind, broken, or a trap."
    field_names: ClassVar[tuple[str, ...]] = ("name", "problem")
    name: str
    problem: str

    def __init__(self, *, name: str = "", problem: str = "") -> None:
        super().__init__(message=problem)
        self.name = name
        self.problem = problem


class ImageTooLarge(Invalid):
    """The picture is larger than this site takes."""

    proto_name = "octavo.images.v1.ImageTooLarge"
    public_text = "The picture is larger than this site takes."
    field_names: ClassVar[tuple[str, ...]] = ("name", "limit", "maximum")
    name: str
    # "bytes", "pixels" or "frames".
    limit: str
    maximum: Int32

    def __init__(self, *, name: str = "", limit: str = "", maximum: int = 0) -> None:
        super().__init__()
        self.name = name
        self.limit = limit
        self.maximum = maximum


class QuotaReached(ResourceExhausted):
    """There is no more room for your pictures."""

    proto_name = "octavo.images.v1.QuotaReached"
    public_text = "There is no more room for your pictures."
    field_names: ClassVar[tuple[str, ...]] = ("megabytes",)
    megabytes: Int32

    def __init__(self, *, megabytes: int = 0) -> None:
        super().__init__()
        self.megabytes = megabytes


class ImageInUse(FailedPrecondition):
    """A published story shows this picture."""

    proto_name = "octavo.images.v1.ImageInUse"
    public_text = "A published story shows this picture."
    field_names: ClassVar[tuple[str, ...]] = ("image_id",)
    image_id: ImageId

    def __init__(self, *, image_id: ImageId = ImageId("")) -> None:
        super().__init__()
        self.image_id = image_id


class ImageDeleted(Event, frozen=True, kw_only=True, rename="camel"):
    """A picture was forgotten."""

    event_name: ClassVar[str] = "images.ImageDeleted"

    image_id: ImageId = ImageId("")
    owner_id: PersonId = PersonId("")


class ImageStored(Event, frozen=True, kw_only=True, rename="camel"):
    """A picture was stored."""

    event_name: ClassVar[str] = "images.ImageStored"

    image_id: ImageId = ImageId("")
    owner_id: PersonId = PersonId("")


class Images(Protocol):
    """Pictures. The bytes travel over HTTP (`POST /images`, `GET /i/…`); this is
    the door for the rest of the system.
    """

    async def store(self, *, data: bytes, name: str = "", owner_id: PersonId = PersonId("")) -> Image:
        """Keeps a picture of the caller's: type sniffed, not trusted; broken files and
        decompression bombs refused. The same bytes of the same owner give the same image.

        Raises UnsupportedImage, ImageTooLarge, QuotaReached.
        """
        ...

    async def get_images(self, *, image_ids: tuple[ImageId, ...]) -> tuple[Image, ...]:
        """What is known about these images, in the order asked for: the caller's own, and those that a
        published story shows; to a moderator any. Others and unknown ones are left out. At most 500.
        """
        ...

    async def render(
        self, *, image_id: ImageId, width: int, accepted: tuple[Format, ...] = ()
    ) -> RenderResponse:
        """The bytes at a width, in the best format of those accepted; made at the
        first asking, kept afterwards, made once however many ask.

        Raises ImageNotFound.
        """
        ...

    async def get_original(self, *, image_id: ImageId) -> GetOriginalResponse:
        """The bytes as they came, for their owner and the operator.

        Raises ImageNotFound.
        """
        ...

    async def list_own(self, *, limit: int = 50, after: str = "") -> ListOwnResponse:
        """The caller's own pictures, newest first."""
        ...

    async def delete(self, *, image_id: ImageId) -> None:
        """Forgets a picture of the caller's (an owner or moderator: anybody's) that
        no published story uses.

        Raises ImageNotFound, ImageInUse.
        """
        ...


CONTRACT = Contract(
    name="octavo.images.v1.Images",
    wire="octavo.images.v1.images_wire",
    methods=(
        Method(
            name="Store",
            call="store",
            request=StoreRequest,
            response=StoreResponse,
            returns="image",
            faults=(
                UnsupportedImage,
                ImageTooLarge,
                QuotaReached,
            ),
        ),
        Method(
            name="GetImages",
            call="get_images",
            request=GetImagesRequest,
            response=GetImagesResponse,
            returns="images",
            audience=Audience.PUBLIC,
            scope="any",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="Render",
            call="render",
            request=RenderRequest,
            response=RenderResponse,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(ImageNotFound,),
        ),
        Method(
            name="GetOriginal",
            call="get_original",
            request=GetOriginalRequest,
            response=GetOriginalResponse,
            idempotency=Idempotency.NO_SIDE_EFFECTS,
            faults=(ImageNotFound,),
        ),
        Method(
            name="ListOwn",
            call="list_own",
            request=ListOwnRequest,
            response=ListOwnResponse,
            audience=Audience.PUBLIC,
            scope="images:read",
            idempotency=Idempotency.NO_SIDE_EFFECTS,
        ),
        Method(
            name="Delete",
            call="delete",
            request=DeleteRequest,
            response=DeleteResponse,
            returns=None,
            audience=Audience.PUBLIC,
            scope="images:write",
            faults=(
                ImageNotFound,
                ImageInUse,
            ),
        ),
    ),
    events=(
        ImageDeleted,
        ImageStored,
    ),
)
