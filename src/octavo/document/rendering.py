"""The page's HTML of a document: semantic, inert, the same bytes for the same document.

Every text is escaped and every address was checked when the document was parsed; what is written here
are only the tags below, so that a sanitiser would change nothing (the tests hold it against one). No
style attributes: the site's policy forbids them.
"""

from collections.abc import Callable
from html import escape

from octavo.document.addresses import is_external
from octavo.document.members_line import COMMENT, LINE
from octavo.document.nodes import Document, Mark, Node

RENDERER_VERSION = 1
"""Raised whenever the same document gives other HTML, so that stored HTML is made anew."""

ImageAddress = Callable[[str, int], str]
"""(image id, width in pixels) -> the address of that rendition."""

IMAGE_WIDTHS = (360, 720, 1080, 1440, 2160)
"""The widths that are offered in srcset, as far as the original is as wide."""

SIZES = {
    "inset": "(min-width: 728px) 680px, 100vw",
    "wide": "(min-width: 1080px) 1032px, 100vw",
    "full": "100vw",
}
"""How wide each layout stands on the page, for the browser's choice among `IMAGE_WIDTHS`."""

_TAGS = {
    "bold": ("<strong>", "</strong>"),
    "italic": ("<em>", "</em>"),
    "strike": ("<s>", "</s>"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
    "code": ("<code>", "</code>"),
}


def render_html(document: Document, image_address: ImageAddress, *, eager_images: int = 1) -> str:
    """The document as HTML for the inside of an `<article>`.

    Block ids become `id="b-…"`. The first `eager_images` images load at once, the others when they
    come near: pass 0 where a cover stands above the text. Empty paragraphs between the blocks are
    left out: distance is the style sheet's.
    """
    writer = _Writer(image_address, eager_images)
    for node in document.content:
        if node.type != "paragraph" or node.content:
            writer.block(node)
    return "".join(writer.out)


def _attribute(value: object) -> str:
    # Every attribute stands between double quotes; an apostrophe in it needs no escape.
    return escape(str(value), quote=False).replace('"', "&quot;")


class _Writer:
    """Writes blocks one after the other into `out`."""

    def __init__(self, image_address: ImageAddress, eager_images: int) -> None:
        self.out: list[str] = []
        self._image_address = image_address
        self._eager = eager_images
        self._blocks: dict[str, Callable[[Node], None]] = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "blockquote": self._blockquote,
            "pullquote": self._pullquote,
            "bulletList": self._bullet_list,
            "orderedList": self._ordered_list,
            "listItem": self._list_item,
            "codeBlock": self._code,
            "figure": self._figure,
            "horizontalRule": self._rule,
            "table": self._table,
            LINE: self._members_line,
        }

    def block(self, node: Node) -> None:
        self._blocks[node.type](node)

    def _all(self, nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            self._blocks[node.type](node)

    def _paragraph(self, node: Node) -> None:
        self.out.append(f'<p id="b-{node.id}">')
        self._inline(node.content)
        self.out.append("</p>\n")

    def _heading(self, node: Node) -> None:
        level = node.attrs["level"]
        self.out.append(f'<h{level} id="b-{node.id}">')
        self._inline(node.content)
        self.out.append(
            f'<a class="anchor" href="#b-{node.id}" aria-hidden="true" tabindex="-1"></a></h{level}>\n'
        )

    def _blockquote(self, node: Node) -> None:
        self.out.append(f'<blockquote id="b-{node.id}">\n')
        self._all(node.content)
        self.out.append("</blockquote>\n")

    def _pullquote(self, node: Node) -> None:
        self.out.append(f'<blockquote class="pullquote" id="b-{node.id}"><p>')
        self._inline(node.content)
        self.out.append("</p></blockquote>\n")

    def _bullet_list(self, node: Node) -> None:
        self.out.append(f'<ul id="b-{node.id}">\n')
        self._all(node.content)
        self.out.append("</ul>\n")

    def _ordered_list(self, node: Node) -> None:
        start = node.attrs["start"]
        self.out.append(f'<ol id="b-{node.id}"' + (f' start="{start}">\n' if start != 1 else ">\n"))
        self._all(node.content)
        self.out.append("</ol>\n")

    def _list_item(self, node: Node) -> None:
        self.out.append(f'<li id="b-{node.id}">')
        self._all(node.content)
        self.out.append("</li>\n")

    def _code(self, node: Node) -> None:
        language = node.attrs["language"]
        named = f' class="language-{_attribute(language)}"' if language else ""
        text = escape("".join(child.text for child in node.content), quote=False)
        self.out.append(f'<pre id="b-{node.id}" tabindex="0"><code{named}>{text}</code></pre>\n')

    def _rule(self, node: Node) -> None:
        self.out.append(f'<hr id="b-{node.id}">\n')

    def _members_line(self, _node: Node) -> None:
        self.out.append(COMMENT + "\n")

    def _figure(self, node: Node) -> None:
        attrs = node.attrs
        layout = str(attrs["layout"])
        self.out.append(f'<figure id="b-{node.id}" class="figure-{layout}" data-layout="{layout}">')
        href = str(attrs["href"] or "")
        if href:
            self.out.append(_anchor(href))
        self.out.append(self._image(node, layout))
        if href:
            self.out.append("</a>")
        if node.content:
            self.out.append("<figcaption>")
            self._inline(node.content)
            self.out.append("</figcaption>")
        self.out.append("</figure>\n")

    def _image(self, node: Node, layout: str) -> str:
        image, attrs = str(node.attrs["image"]), node.attrs
        original = int(attrs["width"] or 0)
        widths = [width for width in IMAGE_WIDTHS if not original or width < original]
        if original and original < IMAGE_WIDTHS[-1]:
            widths.append(original)
        shown = min((width for width in widths if width >= 720), default=widths[-1])
        srcset = ", ".join(f"{self._image_address(image, width)} {width}w" for width in widths)
        parts = [
            f'<img src="{_attribute(self._image_address(image, shown))}" srcset="{_attribute(srcset)}"',
            f' sizes="{SIZES[layout]}" alt="{_attribute(attrs["alt"])}"',
        ]
        if attrs["width"] and attrs["height"]:
            parts.append(f' width="{attrs["width"]}" height="{attrs["height"]}"')
        if attrs["placeholder"]:
            parts.append(f' data-placeholder="{_attribute(attrs["placeholder"])}"')
        parts.append(' decoding="async"' if self._eager > 0 else ' loading="lazy" decoding="async"')
        self._eager -= 1
        return "".join(parts) + ">"

    def _table(self, node: Node) -> None:
        self.out.append(f'<div class="table-scroll" tabindex="0"><table id="b-{node.id}">\n')
        head = _is_head(node.content[0]) and len(node.content) > 1
        if head:
            self.out.append("<thead>\n")
            self._row(node.content[0], "col")
            self.out.append("</thead>\n")
        self.out.append("<tbody>\n")
        for row in node.content[1:] if head else node.content:
            self._row(row, "col" if _is_head(row) else "row")
        self.out.append("</tbody>\n</table></div>\n")

    def _row(self, row: Node, scope: str) -> None:
        self.out.append("<tr>")
        for cell in row.content:
            attrs = cell.attrs
            tag = "th" if cell.type == "tableHeader" else "td"
            self.out.append(f'<th scope="{scope}"' if tag == "th" else "<td")
            for name in ("colspan", "rowspan"):
                if attrs[name] != 1:
                    self.out.append(f' {name}="{attrs[name]}"')
            self.out.append(f' class="align-{attrs["align"]}">' if attrs["align"] else ">")
            self._all(cell.content)
            self.out.append(f"</{tag}>")
        self.out.append("</tr>\n")

    def _inline(self, nodes: tuple[Node, ...]) -> None:
        """Texts that share their first marks share the tags: a link bold in its middle is one link."""
        out = self.out
        open_marks: tuple[Mark, ...] = ()
        for node in nodes:
            if node.marks != open_marks and node.type == "text":
                shared = 0
                for before, now in zip(open_marks, node.marks, strict=False):
                    if before != now:
                        break
                    shared += 1
                _close(out, open_marks[shared:])
                for mark in node.marks[shared:]:
                    out.append(
                        _anchor(str(mark.attrs["href"])) if mark.type == "link" else _TAGS[mark.type][0]
                    )
                open_marks = node.marks
            out.append("<br>" if node.type == "hardBreak" else escape(node.text, quote=False))
        _close(out, open_marks)


def _close(out: list[str], marks: tuple[Mark, ...]) -> None:
    out.extend("</a>" if mark.type == "link" else _TAGS[mark.type][1] for mark in reversed(marks))


def _anchor(href: str) -> str:
    # What a writer links to is not the site's word: no opener, no rank.
    rel = ' rel="noopener nofollow ugc"' if is_external(href) else ""
    return f'<a href="{_attribute(href)}"{rel}>'


def _is_head(row: Node) -> bool:
    return all(cell.type == "tableHeader" for cell in row.content)
