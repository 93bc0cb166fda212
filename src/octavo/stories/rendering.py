"""From a document to what readers are sent: the whole text, and the beginning that everybody is shown of a
story that is for members, all of it or from its members' line on."""

from collections.abc import Callable
from typing import Final

import msgspec

from octavo.document import members_line
from octavo.document.nodes import Document
from octavo.document.reading import image_ids, word_count
from octavo.document.rendering import RENDERER_VERSION, render_html
from octavo.stories.api import Cover

TEASER_SHARE: Final = 0.25
TEASER_PARAGRAPHS: Final = 3
MOST_OF_IT: Final = 0.5
"""A first block that is more of the text than this is no teaser but the story."""

ImageAddress = Callable[[str, int], str]
"""(image id, width in pixels) -> the address of that rendition; pure, as octavo.images.api has it."""


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """HTML, sanitised by construction, and what made it."""

    html: str
    teaser: str
    """Empty where everybody may read the whole."""
    renderer: str
    members_part: bool = False
    """The text has a line below which it is for members."""


class Renderer(msgspec.Struct, frozen=True, kw_only=True):
    """Renders published texts. `edition` names how images are addressed: another makes stored HTML stale."""

    image_address: ImageAddress
    edition: str = ""

    @property
    def name(self) -> str:
        """What stored HTML is marked with; where the mark differs it is made anew."""
        return f"{RENDERER_VERSION}:{self.edition}" if self.edition else str(RENDERER_VERSION)

    def html(self, document: Document, *, cover: Cover | None, language: str = "") -> str:
        """The text; its first picture loads at once where no cover stands above it.

        A cover that the text holds too is shown there alone. `language`: the text's, for the page's words.
        """
        above = cover is not None and cover.image_id not in image_ids(document)
        eager = 0 if above else 1
        return render_html(document, self.image_address, eager_images=eager, language=language)

    def render(
        self, document: Document, *, cover: Cover | None, with_teaser: bool, language: str = ""
    ) -> Rendered:
        """The text, and its teaser where one is needed: by a line in the text, or because it is asked for."""
        teaser = members_line.above(document)
        members_part = teaser is not None
        if teaser is None and with_teaser:
            teaser = teaser_of(document)
        return Rendered(
            html=self.html(document, cover=cover, language=language),
            teaser=self.html(teaser, cover=cover, language=language) if teaser else "",
            renderer=self.name,
            members_part=members_part,
        )


def teaser_of(document: Document) -> Document:
    """Where the author drew no line: the first blocks, up to about a quarter of the words or three
    paragraphs, whole blocks only.

    The first block with words is in it even if it is longer, up to half of the text. A heading does not end
    a teaser: what it announces is not there. Empty where the story is one block.
    """
    lengths = [word_count(Document(content=(block,))) for block in document.content]
    allowed, most = sum(lengths) * TEASER_SHARE, sum(lengths) * MOST_OF_IT
    shown = words = paragraphs = 0
    for number, block in enumerate(document.content):
        words += lengths[number]
        paragraphs += block.type == "paragraph" and bool(block.content)
        fits = words <= allowed or (paragraphs <= 1 and words <= most)
        if not fits or paragraphs > TEASER_PARAGRAPHS:
            break
        shown = number + 1
    while shown and document.content[shown - 1].type == "heading":
        shown -= 1
    return Document(content=document.content[:shown])
