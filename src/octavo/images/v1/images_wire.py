# Generated from octavo/images/v1/images.proto by `make proto`; not to be edited.

"""How the messages of octavo.images.v1 are packed for the wire."""

from typing import Any

from octavo.accounts.v1.ids import PersonId
from octavo.chassis import codec
from octavo.images.v1.ids import ImageId
from octavo.images.v1.images import (
    DeleteRequest,
    DeleteResponse,
    Format,
    GetImagesRequest,
    GetImagesResponse,
    GetOriginalRequest,
    GetOriginalResponse,
    Image,
    ImageInUse,
    ImageNotFound,
    ImageTooLarge,
    ListOwnRequest,
    ListOwnResponse,
    QuotaReached,
    RenderRequest,
    RenderResponse,
    StoreRequest,
    StoreResponse,
    UnsupportedImage,
)

_DESCRIPTOR = codec.load(__file__, "images.binpb")

_FORMAT = {
    0: Format.UNSPECIFIED,
    1: Format.JPEG,
    2: Format.PNG,
    3: Format.WEBP,
    4: Format.AVIF,
    5: Format.GIF,
}
_FORMAT_NUMBER = {member: number for number, member in _FORMAT.items()}
_Image = _DESCRIPTOR.message("octavo.images.v1.Image")
_StoreRequest = _DESCRIPTOR.message("octavo.images.v1.StoreRequest")
_StoreResponse = _DESCRIPTOR.message("octavo.images.v1.StoreResponse")
_GetImagesRequest = _DESCRIPTOR.message("octavo.images.v1.GetImagesRequest")
_GetImagesResponse = _DESCRIPTOR.message("octavo.images.v1.GetImagesResponse")
_RenderRequest = _DESCRIPTOR.message("octavo.images.v1.RenderRequest")
_RenderResponse = _DESCRIPTOR.message("octavo.images.v1.RenderResponse")
_GetOriginalRequest = _DESCRIPTOR.message("octavo.images.v1.GetOriginalRequest")
_GetOriginalResponse = _DESCRIPTOR.message("octavo.images.v1.GetOriginalResponse")
_ListOwnRequest = _DESCRIPTOR.message("octavo.images.v1.ListOwnRequest")
_ListOwnResponse = _DESCRIPTOR.message("octavo.images.v1.ListOwnResponse")
_DeleteRequest = _DESCRIPTOR.message("octavo.images.v1.DeleteRequest")
_DeleteResponse = _DESCRIPTOR.message("octavo.images.v1.DeleteResponse")
_ImageNotFound = _DESCRIPTOR.message("octavo.images.v1.ImageNotFound")
_UnsupportedImage = _DESCRIPTOR.message("octavo.images.v1.UnsupportedImage")
_ImageTooLarge = _DESCRIPTOR.message("octavo.images.v1.ImageTooLarge")
_QuotaReached = _DESCRIPTOR.message("octavo.images.v1.QuotaReached")
_ImageInUse = _DESCRIPTOR.message("octavo.images.v1.ImageInUse")


def fill_image(message: Any, value: Image) -> None:
    message.id = value.id
    message.owner_id = value.owner_id
    message.width = value.width
    message.height = value.height
    message.format = _FORMAT_NUMBER[value.format]
    message.bytes = value.bytes
    message.placeholder = value.placeholder
    message.color = value.color
    message.animated = value.animated
    message.transparent = value.transparent
    codec.put_moment(message.created_at, value.created_at)


def read_image(message: Any, strict: bool) -> Image:
    return Image(
        id=message.id,
        owner_id=message.owner_id,
        width=message.width,
        height=message.height,
        format=_FORMAT.get(message.format) or codec.unknown(Format.UNSPECIFIED, "format", strict),
        bytes=message.bytes,
        placeholder=message.placeholder,
        color=message.color,
        animated=message.animated,
        transparent=message.transparent,
        created_at=codec.moment(message.created_at, "created_at", strict)
        if message.HasField("created_at")
        else codec.missing("created_at", strict),
    )


def fill_store_request(message: Any, value: StoreRequest) -> None:
    message.data = value.data
    message.name = value.name
    message.owner_id = value.owner_id


def read_store_request(message: Any, strict: bool) -> StoreRequest:
    return StoreRequest(
        data=message.data,
        name=message.name,
        owner_id=message.owner_id,
    )


def fill_store_response(message: Any, value: StoreResponse) -> None:
    message.image.SetInParent()
    fill_image(message.image, value.image)


def read_store_response(message: Any, strict: bool) -> StoreResponse:
    return StoreResponse(
        image=read_image(message.image, strict)
        if message.HasField("image")
        else codec.missing("image", strict),
    )


def fill_get_images_request(message: Any, value: GetImagesRequest) -> None:
    message.image_ids.extend(value.image_ids)


def read_get_images_request(message: Any, strict: bool) -> GetImagesRequest:
    return GetImagesRequest(
        image_ids=tuple(message.image_ids),
    )


def fill_get_images_response(message: Any, value: GetImagesResponse) -> None:
    for images_item in value.images:
        fill_image(message.images.add(), images_item)


def read_get_images_response(message: Any, strict: bool) -> GetImagesResponse:
    return GetImagesResponse(
        images=tuple([read_image(item, strict) for item in message.images]),
    )


def fill_render_request(message: Any, value: RenderRequest) -> None:
    message.image_id = value.image_id
    message.width = value.width
    message.accepted.extend([_FORMAT_NUMBER[item] for item in value.accepted])


def read_render_request(message: Any, strict: bool) -> RenderRequest:
    return RenderRequest(
        image_id=message.image_id,
        width=message.width,
        accepted=tuple(
            [
                _FORMAT.get(item) or codec.unknown(Format.UNSPECIFIED, "accepted", strict)
                for item in message.accepted
            ]
        ),
    )


def fill_render_response(message: Any, value: RenderResponse) -> None:
    message.data = value.data
    message.format = _FORMAT_NUMBER[value.format]
    message.digest = value.digest


def read_render_response(message: Any, strict: bool) -> RenderResponse:
    return RenderResponse(
        data=message.data,
        format=_FORMAT.get(message.format) or codec.unknown(Format.UNSPECIFIED, "format", strict),
        digest=message.digest,
    )


def fill_get_original_request(message: Any, value: GetOriginalRequest) -> None:
    message.image_id = value.image_id


def read_get_original_request(message: Any, strict: bool) -> GetOriginalRequest:
    return GetOriginalRequest(
        image_id=message.image_id,
    )


def fill_get_original_response(message: Any, value: GetOriginalResponse) -> None:
    message.data = value.data
    message.format = _FORMAT_NUMBER[value.format]


def read_get_original_response(message: Any, strict: bool) -> GetOriginalResponse:
    return GetOriginalResponse(
        data=message.data,
        format=_FORMAT.get(message.format) or codec.unknown(Format.UNSPECIFIED, "format", strict),
    )


def fill_list_own_request(message: Any, value: ListOwnRequest) -> None:
    message.limit = value.limit
    message.after = value.after


def read_list_own_request(message: Any, strict: bool) -> ListOwnRequest:
    return ListOwnRequest(
        limit=message.limit if message.HasField("limit") else 50,
        after=message.after,
    )


def fill_list_own_response(message: Any, value: ListOwnResponse) -> None:
    for images_item in value.images:
        fill_image(message.images.add(), images_item)
    message.next = value.next


def read_list_own_response(message: Any, strict: bool) -> ListOwnResponse:
    return ListOwnResponse(
        images=tuple([read_image(item, strict) for item in message.images]),
        next=message.next,
    )


def fill_delete_request(message: Any, value: DeleteRequest) -> None:
    message.image_id = value.image_id


def read_delete_request(message: Any, strict: bool) -> DeleteRequest:
    return DeleteRequest(
        image_id=message.image_id,
    )


def fill_delete_response(message: Any, value: DeleteResponse) -> None:
    pass


def read_delete_response(message: Any, strict: bool) -> DeleteResponse:
    return DeleteResponse()


def fill_image_not_found(message: Any, value: ImageNotFound) -> None:
    message.image_id = value.image_id


def read_image_not_found(message: Any, strict: bool) -> ImageNotFound:
    return ImageNotFound(
        image_id=message.image_id,
    )


def fill_unsupported_image(message: Any, value: UnsupportedImage) -> None:
    message.name = value.name
    message.problem = value.problem


def read_unsupported_image(message: Any, strict: bool) -> UnsupportedImage:
    return UnsupportedImage(
        name=message.name,
        problem=message.problem,
    )


def fill_image_too_large(message: Any, value: ImageTooLarge) -> None:
    message.name = value.name
    message.limit = value.limit
    message.maximum = value.maximum


def read_image_too_large(message: Any, strict: bool) -> ImageTooLarge:
    return ImageTooLarge(
        name=message.name,
        limit=message.limit,
        maximum=message.maximum,
    )


def fill_quota_reached(message: Any, value: QuotaReached) -> None:
    message.megabytes = value.megabytes


def read_quota_reached(message: Any, strict: bool) -> QuotaReached:
    return QuotaReached(
        megabytes=message.megabytes,
    )


def fill_image_in_use(message: Any, value: ImageInUse) -> None:
    message.image_id = value.image_id


def read_image_in_use(message: Any, strict: bool) -> ImageInUse:
    return ImageInUse(
        image_id=message.image_id,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    ImageNotFound.proto_name: codec.Packing(_ImageNotFound, fill_image_not_found, read_image_not_found),
    UnsupportedImage.proto_name: codec.Packing(
        _UnsupportedImage, fill_unsupported_image, read_unsupported_image
    ),
    ImageTooLarge.proto_name: codec.Packing(_ImageTooLarge, fill_image_too_large, read_image_too_large),
    QuotaReached.proto_name: codec.Packing(_QuotaReached, fill_quota_reached, read_quota_reached),
    ImageInUse.proto_name: codec.Packing(_ImageInUse, fill_image_in_use, read_image_in_use),
}

METHODS: dict[str, codec.WireMethod] = {
    "Store": codec.WireMethod(
        codec.Packing(_StoreRequest, fill_store_request, read_store_request),
        codec.Packing(_StoreResponse, fill_store_response, read_store_response),
    ),
    "GetImages": codec.WireMethod(
        codec.Packing(_GetImagesRequest, fill_get_images_request, read_get_images_request),
        codec.Packing(_GetImagesResponse, fill_get_images_response, read_get_images_response),
    ),
    "Render": codec.WireMethod(
        codec.Packing(_RenderRequest, fill_render_request, read_render_request),
        codec.Packing(_RenderResponse, fill_render_response, read_render_response),
    ),
    "GetOriginal": codec.WireMethod(
        codec.Packing(_GetOriginalRequest, fill_get_original_request, read_get_original_request),
        codec.Packing(_GetOriginalResponse, fill_get_original_response, read_get_original_response),
    ),
    "ListOwn": codec.WireMethod(
        codec.Packing(_ListOwnRequest, fill_list_own_request, read_list_own_request),
        codec.Packing(_ListOwnResponse, fill_list_own_response, read_list_own_response),
    ),
    "Delete": codec.WireMethod(
        codec.Packing(_DeleteRequest, fill_delete_request, read_delete_request),
        codec.Packing(_DeleteResponse, fill_delete_response, read_delete_response),
    ),
}


class ImagesClient:
    """Images at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._store: codec.Unary[Image] = wire.unary("Store")
        self._get_images: codec.Unary[tuple[Image, ...]] = wire.unary("GetImages")
        self._render: codec.Unary[RenderResponse] = wire.unary("Render")
        self._get_original: codec.Unary[GetOriginalResponse] = wire.unary("GetOriginal")
        self._list_own: codec.Unary[ListOwnResponse] = wire.unary("ListOwn")
        self._delete: codec.Unary[None] = wire.unary("Delete")

    async def store(self, *, data: bytes, name: str = "", owner_id: PersonId = PersonId("")) -> Image:
        return await self._store(StoreRequest(data=data, name=name, owner_id=owner_id))

    async def get_images(self, *, image_ids: tuple[ImageId, ...]) -> tuple[Image, ...]:
        return await self._get_images(GetImagesRequest(image_ids=image_ids))

    async def render(
        self, *, image_id: ImageId, width: int, accepted: tuple[Format, ...] = ()
    ) -> RenderResponse:
        return await self._render(RenderRequest(image_id=image_id, width=width, accepted=accepted))

    async def get_original(self, *, image_id: ImageId) -> GetOriginalResponse:
        return await self._get_original(GetOriginalRequest(image_id=image_id))

    async def list_own(self, *, limit: int = 50, after: str = "") -> ListOwnResponse:
        return await self._list_own(ListOwnRequest(limit=limit, after=after))

    async def delete(self, *, image_id: ImageId) -> None:
        await self._delete(DeleteRequest(image_id=image_id))
