"""What rows alone cannot give in a person's export: their stories as Markdown and HTML, their pictures."""

import re
from collections.abc import AsyncIterator
from html import escape
from typing import Final

import msgspec

from octavo.chassis.context import Caller, acting_as
from octavo.document.front_matter import to_file
from octavo.document.nodes import Document, walk
from octavo.document.parsing import parse
from octavo.document.rendering import render_html
from octavo.images.api import Image, ImageId, ImageNotFound, Images
from octavo.stories.api import Draft, Stories

_PAGE: Final = 100
_PICTURES: Final = "../../images/pictures"
"""From a text of the stories to the pictures of the images."""


async def texts(stories: Stories, images: Images, person_id: str) -> AsyncIterator[tuple[str, bytes]]:
    """Each story as a Markdown file with its head, and as a page of HTML, in its present wording."""
    caller = Caller(person_id=person_id)
    found = stories.export_stories()
    while True:
        with acting_as(caller):  # around each step: what is set in a generator would stay set outside
            draft = await anext(found, None)
        if draft is None:
            return
        document = parse(draft.content.body)
        with acting_as(caller):
            places = await _places(images, document, draft)

        def place(image_id: str, _width: int = 0, places: dict[str, str] = places) -> str:
            return places.get(image_id, image_id)

        name = f"texts/{_slug(draft.content.title)}-{draft.id}"
        date = draft.published_at.isoformat() if draft.published_at else ""
        yield f"{name}.md", to_file(msgspec.to_builtins(draft.content), document, place, date=date).encode()
        yield f"{name}.html", _page(draft, render_html(document, place)).encode()


async def pictures(images: Images, person_id: str) -> AsyncIterator[tuple[str, bytes]]:
    """Every original, as it came."""
    caller, after = Caller(person_id=person_id), ""
    while True:
        with acting_as(caller):
            page = await images.list_own(limit=_PAGE, after=after)
        for image in page.images:
            try:
                with acting_as(caller):
                    original = await images.get_original(image_id=image.id)
            except ImageNotFound:
                continue  # deleted meanwhile
            yield f"pictures/{_file(image)}", original.data
        if not page.next:
            return
        after = page.next


async def _places(images: Images, document: Document, draft: Draft) -> dict[str, str]:
    ids = [ImageId(str(node.attrs["image"])) for node in walk(document.content) if node.attrs.get("image")]
    if draft.content.cover:
        ids.append(ImageId(draft.content.cover.image_id))
    found: list[Image] = []
    for start in range(0, len(ids), _PAGE):
        found += await images.get_images(image_ids=tuple(ids[start : start + _PAGE]))
    return {image.id: f"{_PICTURES}/{_file(image)}" for image in found}


def _file(image: Image) -> str:
    return f"{image.id}.{image.format.value.lower()}"


def _slug(title: str) -> str:
    return re.sub(r"[^\w]+", "-", title.lower()).strip("-_")[:60] or "untitled"


def _page(draft: Draft, html: str) -> str:
    title, language = escape(draft.content.title), escape(draft.content.language or "en")
    return (
        f'<!doctype html>\n<html lang="{language}">\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<body style="max-width:42em;margin:2em auto;font:1.125em/1.6 serif">\n<h1>{title}</h1>\n'
        f"<p>{escape(draft.content.subtitle)}</p>\n{html}\n</body>\n</html>\n"
    )
