"""A story as a Markdown file: the head with what is not text, as `octavo import` and `octavo story edit` read
it, and the text below it."""

import json
from collections.abc import Mapping
from typing import Any, Final

from octavo.document.markdown_writing import to_markdown
from octavo.document.nodes import Document, walk
from octavo.document.sheet import ImageAddress

_FIELDS: Final = {
    "title": "title",
    "subtitle": "subtitle",
    "language": "language",
    "excerpt": "excerpt",
    "slug": "slug",
    "canonical_url": "canonicalUrl",
    "tags": "tags",
}
"""The head's names, and the names in the contract's JSON."""

_KEPT_FROM_SOME: Final = ("UNLISTED", "MEMBERS")


def to_file(
    content: Mapping[str, Any], document: Document, image_address: ImageAddress, *, date: str = ""
) -> str:
    """The file. `content` is a story's content as the contract's JSON has it, `document` is its text."""
    return f"{_head(content, image_address, date)}\n{to_markdown(document, image_address)}"


def sized_addresses(site: str, content: Mapping[str, Any], document: Document) -> ImageAddress:
    """Where the site has a story's pictures, with their sizes behind the address, so that a file read in
    again says them too."""
    sizes = {
        str(node.attrs["image"]): (node.attrs.get("width"), node.attrs.get("height"))
        for node in walk(document.content)
        if node.type == "figure"
    }
    if cover := content.get("cover"):
        sizes.setdefault(cover["imageId"], (cover["width"], cover["height"]))

    def address(image_id: str, _width: int = 0) -> str:
        width, height = sizes.get(image_id, (None, None))
        return f"{site}/images/{image_id}" + (f"#{width}x{height}" if width and height else "")

    return address


def _head(content: Mapping[str, Any], image_address: ImageAddress, date: str) -> str:
    fields: dict[str, Any] = {name: content.get(key) for name, key in _FIELDS.items()}
    if content.get("visibility") in _KEPT_FROM_SOME:
        fields["visibility"] = content["visibility"].lower()
    if cover := content.get("cover"):
        fields |= {"cover": image_address(cover["imageId"], 720), "cover_alt": cover["alt"]}
    fields["date"] = date
    # A value of JSON is one of YAML.
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value]
    return "\n".join(["---", *lines, "---", ""])
