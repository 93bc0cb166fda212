"""The HTML of what stands between the texts: pictures, embeds, cards, formulas, contents, notes."""

from html import escape
from typing import Final

from octavo.document.nodes import Document, Node
from octavo.document.providers import PROVIDERS, frame_of
from octavo.document.reading import Heading, outline
from octavo.document.sheet import Sheet, anchor, attribute, maths

_ROW: Final = 3
_CARD_SIZES: Final = "(min-width: 728px) 230px, 40vw"


def figure(sheet: Sheet, node: Node, kind: str = "") -> None:
    """A picture with its caption; in a gallery `kind` is its class there."""
    attrs = node.attrs
    layout = str(attrs["layout"])
    said = f'class="{kind}"' if kind else f'class="figure-{layout}" data-layout="{layout}"'
    sheet.write(f'<figure id="b-{node.id}" {said}>')
    href = str(attrs["href"] or "")
    picture = sheet.image(node, "gallery" if kind else layout)
    sheet.write(f"{anchor(href)}{picture}</a>" if href else picture)
    sheet.caption(node.content)
    sheet.write("</figure>\n")


def gallery(sheet: Sheet, node: Node) -> None:
    """Pictures in rows; those of a row are of one height."""
    sheet.write(f'<figure id="b-{node.id}" class="gallery">\n')
    for row in _rows(node.content):
        sheet.write('<div class="gallery-row">\n')
        for one in row:
            figure(sheet, one, f"ratio-{_ratio(one)}")
        sheet.write("</div>\n")
    if node.attrs["caption"]:
        sheet.write(f"<figcaption{sheet.dir}>{escape(str(node.attrs['caption']), quote=False)}</figcaption>")
    sheet.write("</figure>\n")


def _rows(pictures: tuple[Node, ...]) -> list[tuple[Node, ...]]:
    """Rows of three, none of one where there are several: 4 are 2 and 2, 7 are 3, 2 and 2."""
    rows, start = [], 0
    while start < len(pictures):
        left = len(pictures) - start
        size = 2 if left in {2, 4} else min(_ROW, left)
        rows.append(pictures[start : start + size])
        start += size
    return rows


def _ratio(node: Node) -> int:
    """Tenths of width by height, held between a tower and a panorama: the style sheet knows these."""
    width, height = int(node.attrs["width"] or 0), int(node.attrs["height"] or 0)
    return min(max(round(10 * width / height), 5), 30) if width and height else 15


def embed(sheet: Sheet, node: Node) -> None:
    """A thing of another site, until the reader opens it a picture with a link: nobody else is asked."""
    attrs, url = node.attrs, str(node.attrs["url"])
    frame = frame_of(str(attrs["provider"]), url)
    provider = PROVIDERS.get(str(attrs["provider"]))
    site = provider.title if provider else str(attrs["provider"]).capitalize()
    shape = _shape(node, provider.shape if provider else "page") if frame else "link"
    sheet.write(f'<figure id="b-{node.id}" class="embed embed-{shape}" data-embed="{attrs["provider"]}"')
    for name in ("width", "height"):
        if attrs[name]:
            sheet.write(f' data-{name}="{attrs[name]}"')
    sheet.write(f' data-frame="{attribute(frame)}">' if frame else ">")
    sheet.write(anchor(url, "embed-poster"))
    if attrs["image"]:
        sheet.write(sheet.poster(attrs["image"], "(min-width: 728px) 680px, 100vw"))
    sheet.write('<span class="embed-words">')
    if attrs["title"]:
        sheet.write(f'<b class="embed-title" dir="auto">{escape(str(attrs["title"]), quote=False)}</b>')
    if attrs["author"]:
        sheet.write(
            f'<span class="embed-author" dir="auto">{escape(str(attrs["author"]), quote=False)}</span>'
        )
    sheet.write(f'<span class="embed-site">{escape(site, quote=False)}</span>')
    if frame:
        tells = escape(sheet.wording.tells.format(site=site), quote=False)
        sheet.write(f'<span class="embed-tells">{tells}</span>')
    sheet.write("</span></a>")
    sheet.caption(node.content)
    sheet.write("</figure>\n")


def _shape(node: Node, kind: str) -> str:
    """The room that the frame will take, so that nothing moves when it comes."""
    width, height = int(node.attrs["width"] or 0), int(node.attrs["height"] or 0)
    if kind != "video" or not width or not height or width >= height * 1.5:
        return kind
    return "tall" if width * 1.2 < height else "square"


def link_card(sheet: Sheet, node: Node) -> None:
    """A link with what its page says of itself, and a picture that is ours."""
    attrs = node.attrs
    sheet.write(
        f'<div id="b-{node.id}" class="link-card">{anchor(str(attrs["url"]))}<span class="link-words">'
    )
    sheet.write(
        f'<b class="link-title" dir="auto">{escape(str(attrs["title"] or attrs["url"]), quote=False)}</b>'
    )
    for name, kind in (("description", "link-about"), ("site", "link-site")):
        if attrs[name]:
            sheet.write(f'<span class="{kind}" dir="auto">{escape(str(attrs[name]), quote=False)}</span>')
    sheet.write("</span>")
    if attrs["image"]:
        sheet.write(sheet.poster(attrs["image"], _CARD_SIZES))
    sheet.write("</a></div>\n")


def block_maths(sheet: Sheet, node: Node) -> None:
    """A formula of its own; wide ones scroll."""
    latex = str(node.attrs["latex"])
    sheet.write(f'<div id="b-{node.id}" class="maths-block" tabindex="0" data-latex="{attribute(latex)}">')
    sheet.write(f"{maths(latex, block=True)}</div>\n")


def contents(sheet: Sheet, node: Node, document: Document) -> None:
    """The headings of the document, as deep as is wished; without any it is there, but not seen."""
    depth = int(node.attrs["depth"] or 3)
    headings = [one for one in outline(document) if one.level <= depth]
    label = escape(sheet.wording.contents, quote=False)
    sheet.write(f'<nav id="b-{node.id}" class="contents" data-depth="{depth}" aria-label="{label}"')
    if not headings:
        sheet.write(' hidden=""></nav>\n')
        return
    sheet.write(f'><p class="contents-name">{label}</p>\n')
    _list(sheet, headings)
    sheet.write("</nav>\n")


def _list(sheet: Sheet, headings: list[Heading]) -> None:
    """Headings nested as they are; one that is higher than the first stands beside it."""
    sheet.write("<ol>\n")
    top, start = headings[0].level, 0
    while start < len(headings):
        end = start + 1
        while end < len(headings) and headings[end].level > top:
            end += 1
        one = headings[start]
        sheet.write(f'<li><a href="#b-{one.block_id}"{sheet.dir}>{escape(one.text, quote=False)}</a>')
        if end > start + 1:
            sheet.write("\n")
            _list(sheet, headings[start + 1 : end])
        sheet.write("</li>\n")
        start = end
    sheet.write("</ol>\n")


def footnotes(sheet: Sheet) -> None:
    """The notes whose references were written, each with its way back."""
    if not sheet.notes:
        return
    label, back = escape(sheet.wording.footnotes, quote=False), attribute(sheet.wording.back)
    sheet.write(f'<section class="footnotes" role="doc-endnotes" aria-label="{label}">\n<ol>\n')
    for note in tuple(sheet.notes):
        sheet.write(f'<li id="b-{note.id}"><p{sheet.dir}>')
        sheet.line(note.content)
        sheet.write(
            f' <a class="footnote-back" href="#r-{note.id}" role="doc-backlink" aria-label="{back}">'
            "\u21a9\ufe0e</a>"
        )
        sheet.write("</p></li>\n")
    sheet.write("</ol>\n</section>\n")
