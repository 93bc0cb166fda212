"""The sheet that a page's HTML is written on: lines of text with what stands in them, and pictures."""

import re
from collections.abc import Callable
from html import escape
from typing import Final
from urllib.parse import quote

from octavo.document.addresses import is_external
from octavo.document.maths import BadMaths, to_mathml
from octavo.document.nodes import Document, Mark, Node, inline_text, walk
from octavo.document.schema import TEXT_BLOCKS
from octavo.document.wording import Wording

ImageAddress = Callable[[str, int], str]
"""(image id, width in pixels) -> the address of that rendition."""

IMAGE_WIDTHS: Final = (360, 720, 1080, 1440, 2160)
"""The widths that are offered in srcset, as far as the original is as wide."""

SIZES: Final = {
    "inset": "(min-width: 728px) 680px, 100vw",
    "wide": "(min-width: 1080px) 1032px, 100vw",
    "full": "100vw",
    "gallery": "(min-width: 728px) 420px, 50vw",
}
"""How wide each layout stands on the page, for the browser's choice among `IMAGE_WIDTHS`."""

TAGS: Final = {
    "bold": ("<strong>", "</strong>"),
    "italic": ("<em>", "</em>"),
    "strike": ("<s>", "</s>"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
    "code": ("<code>", "</code>"),
}

_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def attribute(value: object) -> str:
    """A value as it stands between double quotes; an apostrophe in it needs no escape."""
    return escape(str(value), quote=False).replace('"', "&quot;")


def anchor(href: str, kind: str = "") -> str:
    """The opening tag of a link. What a writer links to is not the site's word: no opener, no rank."""
    named = f' class="{kind}"' if kind else ""
    rel = ' rel="noopener nofollow ugc"' if is_external(href) else ""
    return f'<a{named} href="{attribute(href)}"{rel}>'


def runs_both_ways(document: Document) -> bool:
    """Whether any of its text runs from right to left: then each block finds its own direction."""
    return any(
        not text.isascii() and _RIGHT_TO_LEFT.search(text)
        for text in (inline_text(node) for node in walk(document.content) if node.type in TEXT_BLOCKS)
    )


class Sheet:
    """Collects the page in `out`, and the footnotes whose references were written.

    `dir` stands in the tag of each block of text. The first `eager` images load at once.
    """

    def __init__(self, image_address: ImageAddress, *, eager: int, wording: Wording, dir_: str) -> None:
        self.out: list[str] = []
        self.wording = wording
        self.dir = dir_
        self.notes: list[Node] = []
        self._image_address = image_address
        self._eager = eager

    def write(self, text: str) -> None:
        """Adds HTML."""
        self.out.append(text)

    def line(self, nodes: tuple[Node, ...]) -> None:
        """Texts that share their first marks share the tags: a link bold in its middle is one link."""
        out = self.out
        open_marks: tuple[Mark, ...] = ()
        for node in nodes:
            if node.type == "text":
                if node.marks != open_marks:
                    shared = 0
                    for before, now in zip(open_marks, node.marks, strict=False):
                        if before != now:
                            break
                        shared += 1
                    _close(out, open_marks[shared:])
                    for mark in node.marks[shared:]:
                        out.append(
                            anchor(str(mark.attrs["href"])) if mark.type == "link" else TAGS[mark.type][0]
                        )
                    open_marks = node.marks
                out.append(escape(node.text, quote=False))
            elif node.type == "hardBreak":
                out.append("<br>")
            else:
                _close(out, open_marks)
                open_marks = ()
                self._thing(node)
        _close(out, open_marks)

    def caption(self, nodes: tuple[Node, ...]) -> None:
        """A caption, where there is one."""
        if nodes:
            self.write(f"<figcaption{self.dir}>")
            self.line(nodes)
            self.write("</figcaption>")

    def image(self, node: Node, layout: str) -> str:
        """The picture of a figure."""
        image, attrs = str(node.attrs["image"]), node.attrs
        original = int(attrs["width"] or 0)
        widths = [width for width in IMAGE_WIDTHS if not original or width < original]
        if original and original < IMAGE_WIDTHS[-1]:
            widths.append(original)
        shown = min((width for width in widths if width >= 720), default=widths[-1])
        parts = [
            self._sources(image, shown, widths),
            f' sizes="{SIZES[layout]}" alt="{attribute(attrs["alt"])}"',
        ]
        if attrs["width"] and attrs["height"]:
            parts.append(f' width="{attrs["width"]}" height="{attrs["height"]}"')
        if attrs["placeholder"]:
            parts.append(f' data-placeholder="{attribute(attrs["placeholder"])}"')
        parts.append(' decoding="async"' if self._eager > 0 else ' loading="lazy" decoding="async"')
        self._eager -= 1
        return "".join(parts) + ">"

    def poster(self, image: object, sizes: str) -> str:
        """A picture that only decorates what is said beside it; the style sheet gives it its room."""
        sources = self._sources(str(image), 720, [360, 720, 1080])
        return f'{sources} sizes="{sizes}" alt="" loading="lazy" decoding="async">'

    def _sources(self, image: str, shown: int, widths: list[int]) -> str:
        srcset = ", ".join(f"{self._image_address(image, width)} {width}w" for width in widths)
        return f'<img src="{attribute(self._image_address(image, shown))}" srcset="{attribute(srcset)}"'

    def _thing(self, node: Node) -> None:
        attrs = node.attrs
        if node.type == "mention":
            handle = attribute(attrs["handle"])
            self.write(f'<a class="mention" href="/@{handle}" data-person="{attrs["person"]}">@{handle}</a>')
        elif node.type == "hashtag":
            name = str(attrs["name"])
            where = quote(name.lower(), safe="")
            self.write(f'<a class="hashtag" href="/tag/{where}" rel="tag">#{escape(name, quote=False)}</a>')
        elif node.type == "inlineMath":
            latex = str(attrs["latex"])
            self.write(f'<span class="maths" data-text="{attribute(latex)}">{maths(latex)}</span>')
        else:
            self.notes.append(node)
            number = len(self.notes)
            self.write(
                f'<sup class="footnote-ref" data-text=""><a id="r-{node.id}" href="#b-{node.id}" '
                f'role="doc-noteref">{number}</a></sup>'
            )


def maths(latex: str, *, block: bool = False) -> str:
    """A formula; where it cannot be set, its source."""
    try:
        return to_mathml(latex, block=block)
    except BadMaths:
        return f"<code>{escape(latex, quote=False)}</code>"


def _close(out: list[str], marks: tuple[Mark, ...]) -> None:
    out.extend("</a>" if mark.type == "link" else TAGS[mark.type][1] for mark in reversed(marks))
