"""Where renditions are: signed addresses, so that nobody can have this site make pictures without end."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from typing import Final

WIDEST: Final = 5000
_SIGNATURE_BYTES: Final = 12
_PATH: Final = re.compile(
    r"/i/(?P<id>[1-9A-HJ-NP-Za-km-z]{11})/(?P<width>[1-9][0-9]{0,3})/(?P<signature>[\w-]{16})"
)


class ImageAddresses:
    """`/i/<image-id>/<width>/<signature>`: pure, the same in every process that has the site's secret.

    base: what stands before it, such as "https://cdn.example.org"; nothing for a path of the site itself.
    """

    def __init__(self, secret: bytes, base: str = "") -> None:
        self._key = hashlib.blake2b(b"image addresses", key=secret[:64], digest_size=32).digest()
        self._base = base.rstrip("/")

    @property
    def edition(self) -> str:
        """Changes whenever the same rendition gets another address: what was rendered before is stale."""
        return hashlib.blake2b(self._base.encode(), key=self._key, digest_size=4).hexdigest()

    def __call__(self, image_id: str, width: int) -> str:
        """The address of a rendition so many pixels wide, 1 to 5000; never wider than the original."""
        return self.address(image_id, width)

    def address(self, image_id: str, width: int) -> str:
        """The same as calling it."""
        shown = min(max(width, 1), WIDEST)
        return f"{self._base}/i/{image_id}/{shown}/{self._signature(image_id, shown)}"

    def srcset(self, image_id: str, widths: Iterable[int]) -> str:
        """As `srcset` has it: "address 360w, address 720w"."""
        return ", ".join(f"{self.address(image_id, width)} {width}w" for width in widths)

    def opened(self, path: str) -> tuple[str, int] | None:
        """Image and width of a path that this signed; None for any other."""
        match = _PATH.fullmatch(path)
        if match is None:
            return None
        width = int(match["width"])
        right = hmac.compare_digest(match["signature"].encode(), self._signature(match["id"], width).encode())
        return (match["id"], width) if right else None

    def _signature(self, image_id: str, width: int) -> str:
        mac = hmac.digest(self._key, f"{image_id}/{width}".encode(), "sha256")
        return base64.urlsafe_b64encode(mac[:_SIGNATURE_BYTES]).decode()
