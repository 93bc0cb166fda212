"""The door: the Protocol, values, faults, ids and events of the images, and where renditions are."""

from octavo.images.addresses import WIDEST, ImageAddresses
from octavo.images.v1.images import (
    CONTRACT,
    Format,
    GetOriginalResponse,
    Image,
    ImageDeleted,
    ImageId,
    ImageInUse,
    ImageNotFound,
    Images,
    ImageStored,
    ImageTooLarge,
    ListOwnResponse,
    PersonId,
    QuotaReached,
    RenderResponse,
    StoredImage,
    UnsupportedImage,
)

__all__ = [
    "CONTRACT",
    "UPLOAD_BYTES",
    "WIDEST",
    "Format",
    "GetOriginalResponse",
    "Image",
    "ImageAddresses",
    "ImageDeleted",
    "ImageId",
    "ImageInUse",
    "ImageNotFound",
    "ImageStored",
    "ImageTooLarge",
    "Images",
    "ListOwnResponse",
    "PersonId",
    "QuotaReached",
    "RenderResponse",
    "StoredImage",
    "UnsupportedImage",
]

UPLOAD_BYTES = 20 * 2**20
"""No upload is larger, whatever is configured: what travels between processes is bounded too."""
