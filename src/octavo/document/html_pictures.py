"""Images in foreign HTML: where their bytes are, and the figure that they become."""

import re

from selectolax.lexbor import LexborNode

from octavo.document.addresses import safe_link
from octavo.document.conversion import Fate, Loss, Picture, PictureOf
from octavo.document.flow import Draft
from octavo.document.schema import SCHEMA

_LAZY_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-orig-file")
_MAX_ALT = SCHEMA.nodes["figure"].attrs["alt"].max_length or 0
_MAX_HREF = SCHEMA.nodes["figure"].attrs["href"].max_length or 0
_LAYOUT = re.compile(r"(?:^|\s)figure-(wide|full)(?:\s|$)")


class PictureReader:
    """Turns `<img>` into figures, or into what is left of them."""

    def __init__(self, pictures: PictureOf, losses: list[Loss]) -> None:
        self._pictures = pictures
        self._losses = losses

    def block(self, node: LexborNode, href: str | None) -> Draft | None:
        """The figure; a paragraph with a link where the image is not to be had; else None."""
        source = _source(node)
        if not source:
            self._losses.append(Loss(Fate.REFUSED, "image without a source", _alt(node)[:200]))
            return None
        if {node.attributes.get("width"), node.attributes.get("height")} & {"0", "1"}:
            self._losses.append(Loss(Fate.REFUSED, "tracking pixel", source[:200]))
            return None
        picture = self._pictures(source)
        if not isinstance(picture, Picture):
            return self._link(node, source, href or picture)
        alt = _alt(node)
        if len(alt) > _MAX_ALT:
            self._losses.append(Loss(Fate.DEGRADED, "long description of an image", source[:200]))
        return {
            "type": "figure",
            "attrs": {
                "image": picture.id,
                "alt": alt[:_MAX_ALT],
                "layout": _layout(node),
                "width": picture.width,
                "height": picture.height,
                "placeholder": picture.placeholder,
                "href": href,
            },
            "content": [],
        }

    def _link(self, node: LexborNode, source: str, href: str | None) -> Draft | None:
        address = href or safe_link(source)
        words = _alt(node) or source.rsplit("/", 1)[-1]
        if address is None or len(address) > _MAX_HREF or not words.strip():
            self._losses.append(Loss(Fate.REFUSED, "image", source[:200]))
            return None
        self._losses.append(Loss(Fate.DEGRADED, "image became a link", source[:200]))
        mark = {"type": "link", "attrs": {"href": address}}
        text = {"type": "text", "text": words[:_MAX_ALT], "marks": [mark]}
        return {"type": "paragraph", "attrs": {}, "content": [text]}


def _source(node: LexborNode) -> str:
    sources = [node.attributes.get(name) for name in _LAZY_SOURCES]
    sources.append(node.attributes.get("src"))
    return next((source.strip() for source in sources if source and source.strip()), "")


def _alt(node: LexborNode) -> str:
    return " ".join((node.attributes.get("alt") or "").split())


def _layout(node: LexborNode) -> str:
    """The layout that our own pages write on the figure; foreign images stand inset."""
    outer = node.parent
    while outer is not None and outer.tag not in {"figure", "body"}:
        outer = outer.parent
    match = _LAYOUT.search(outer.attributes.get("class") or "") if outer is not None else None
    return match[1] if match else "inset"
