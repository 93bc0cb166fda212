"""The page's HTML of a document: semantic, inert, the same bytes for the same document.

Every text is escaped and every address was checked when the document was parsed; what is written here,
in `sheet` and in `things` are only the tags that stand there, so that a sanitiser would change nothing (the
tests hold it against one). No style attributes: the site's policy forbids them.
"""

from collections.abc import Callable
from html import escape

from octavo.document import things
from octavo.document.members_line import COMMENT, LINE
from octavo.document.nodes import Document, Node
from octavo.document.sheet import IMAGE_WIDTHS, SIZES, ImageAddress, Sheet, attribute, runs_both_ways
from octavo.document.wording import wording_of

__all__ = ["IMAGE_WIDTHS", "RENDERER_VERSION", "SIZES", "ImageAddress", "block_html", "render_html"]

RENDERER_VERSION = 3
"""Raised whenever the same document gives other HTML, so that stored HTML is made anew."""


def render_html(
    document: Document, image_address: ImageAddress, *, eager_images: int = 1, language: str = ""
) -> str:
    """The document as HTML for the inside of an `<article>`.

    Block ids become `id="b-…"`. The first `eager_images` images load at once, the others when they
    come near: pass 0 where a cover stands above the text. Empty paragraphs between the blocks are
    left out: distance is the style sheet's. `language` (BCP 47) is that of the text: the few words that the
    page adds are in it. Where any text runs from right to left, each block finds its own direction.
    """
    sheet = Sheet(
        image_address,
        eager=eager_images,
        wording=wording_of(language),
        dir_=' dir="auto"' if runs_both_ways(document) else "",
    )
    writer = _Writer(sheet, document)
    for node in document.content:
        if node.type != "paragraph" or node.content:
            writer.block(node)
    things.footnotes(sheet)
    return "".join(sheet.out)


def block_html(sheet: Sheet, node: Node) -> str:
    """One block alone, as it stands in a page; contents find no headings."""
    _Writer(sheet, Document(content=())).block(node)
    return "".join(sheet.out)


class _Writer:
    """Writes blocks one after the other onto the sheet."""

    def __init__(self, sheet: Sheet, document: Document) -> None:
        self.sheet = sheet
        self._write = sheet.out.append
        self._blocks: dict[str, Callable[[Node], None]] = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "blockquote": self._blockquote,
            "pullquote": self._pullquote,
            "bulletList": self._bullet_list,
            "orderedList": self._ordered_list,
            "listItem": self._list_item,
            "codeBlock": self._code,
            "figure": lambda node: things.figure(sheet, node),
            "gallery": lambda node: things.gallery(sheet, node),
            "embed": lambda node: things.embed(sheet, node),
            "linkCard": lambda node: things.link_card(sheet, node),
            "callout": self._callout,
            "tableOfContents": lambda node: things.contents(sheet, node, document),
            "blockMath": lambda node: things.block_maths(sheet, node),
            "horizontalRule": self._rule,
            "table": self._table,
            LINE: self._members_line,
        }

    def block(self, node: Node) -> None:
        self._blocks[node.type](node)

    def _all(self, nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            self._blocks[node.type](node)

    def _inside(self, nodes: tuple[Node, ...]) -> None:
        """What a list or a quote holds runs as that does: one whose parts found directions of their own would
        find none itself, and stand with its marks on the wrong side."""
        outside, self.sheet.dir = self.sheet.dir, ""
        self._all(nodes)
        self.sheet.dir = outside

    def _paragraph(self, node: Node) -> None:
        self._write(f'<p id="b-{node.id}"{self.sheet.dir}>')
        self.sheet.line(node.content)
        self._write("</p>\n")

    def _heading(self, node: Node) -> None:
        level = node.attrs["level"]
        self._write(f'<h{level} id="b-{node.id}"{self.sheet.dir}>')
        self.sheet.line(node.content)
        self._write(
            f'<a class="anchor" href="#b-{node.id}" aria-hidden="true" tabindex="-1"></a></h{level}>\n'
        )

    def _blockquote(self, node: Node) -> None:
        self._write(f'<blockquote id="b-{node.id}"{self.sheet.dir}>\n')
        self._inside(node.content)
        self._write("</blockquote>\n")

    def _pullquote(self, node: Node) -> None:
        self._write(f'<blockquote class="pullquote" id="b-{node.id}"><p{self.sheet.dir}>')
        self.sheet.line(node.content)
        self._write("</p></blockquote>\n")

    def _callout(self, node: Node) -> None:
        kind = str(node.attrs["kind"])
        name = escape(getattr(self.sheet.wording, kind), quote=False)
        self._write(
            f'<div id="b-{node.id}" class="callout callout-{kind}" role="note" data-callout="{kind}">\n'
        )
        self._write(f'<p class="callout-name">{name}</p>\n')
        self._all(node.content)
        self._write("</div>\n")

    def _bullet_list(self, node: Node) -> None:
        self._write(f'<ul id="b-{node.id}"{self.sheet.dir}>\n')
        self._inside(node.content)
        self._write("</ul>\n")

    def _ordered_list(self, node: Node) -> None:
        start = node.attrs["start"]
        begins = f' start="{start}"' if start != 1 else ""
        self._write(f'<ol id="b-{node.id}"{self.sheet.dir}{begins}>\n')
        self._inside(node.content)
        self._write("</ol>\n")

    def _list_item(self, node: Node) -> None:
        self._write(f'<li id="b-{node.id}">')
        self._all(node.content)
        self._write("</li>\n")

    def _code(self, node: Node) -> None:
        language = node.attrs["language"]
        named = f' class="language-{attribute(language)}"' if language else ""
        text = escape("".join(child.text for child in node.content), quote=False)
        self._write(f'<pre id="b-{node.id}" tabindex="0"><code{named}>{text}</code></pre>\n')

    def _rule(self, node: Node) -> None:
        self._write(f'<hr id="b-{node.id}">\n')

    def _members_line(self, _node: Node) -> None:
        self._write(COMMENT + "\n")

    def _table(self, node: Node) -> None:
        self._write(f'<div class="table-scroll" tabindex="0"><table id="b-{node.id}"{self.sheet.dir}>\n')
        if node.attrs["caption"]:
            self._write(f"<caption>{escape(str(node.attrs['caption']), quote=False)}</caption>\n")
        head = _is_head(node.content[0]) and len(node.content) > 1
        if head:
            self._write("<thead>\n")
            self._row(node.content[0], "col")
            self._write("</thead>\n")
        self._write("<tbody>\n")
        for row in node.content[1:] if head else node.content:
            self._row(row, "col" if _is_head(row) else "row")
        self._write("</tbody>\n</table></div>\n")

    def _row(self, row: Node, scope: str) -> None:
        self._write("<tr>")
        for cell in row.content:
            attrs = cell.attrs
            tag = "th" if cell.type == "tableHeader" else "td"
            self._write(f'<th scope="{scope}"' if tag == "th" else "<td")
            for name in ("colspan", "rowspan"):
                if attrs[name] != 1:
                    self._write(f' {name}="{attrs[name]}"')
            self._write(f' class="align-{attrs["align"]}">' if attrs["align"] else ">")
            self._all(cell.content)
            self._write(f"</{tag}>")
        self._write("</tr>\n")


def _is_head(row: Node) -> bool:
    return all(cell.type == "tableHeader" for cell in row.content)
