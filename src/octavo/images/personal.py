"""Where the images keep what is marked in the contract."""

from typing import Final

from octavo.chassis.personal import Holdings, Table
from octavo.images.api import StoredImage

HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="images",
            kind=StoredImage,
            marked=("owner_id", "name", "created_at"),
            # the file is named by it
            named={"digest": "original"},
            others={
                "id": "names the row",
                "format": "one of a few words",
                "bytes": "a size",
                "width": "a size",
                "height": "a size",
                "placeholder": "a few colours",
                "color": "a colour",
                "animated": "a property of the file's form",
                "transparent": "a property of the file's form",
            },
        ),
        Table(
            name="image_uses",
            others={"image_id": "a number", "story_id": "which published story shows it"},
        ),
    )
)
