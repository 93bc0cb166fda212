"""Documents out of Markdown: CommonMark with tables, footnotes, formulas, call-outs and HTML in it.

Markdown is HTML in short, and may hold HTML anywhere; so it is read as what it says it is, and then as
HTML (`html_import`), which maps, degrades or refuses. Footnotes become superscript links to an ordered
list at the end.
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from octavo.document.conversion import (
    Conversion,
    Fate,
    LinkOf,
    Loss,
    PictureOf,
    no_pictures,
    same_link,
)
from octavo.document.html_import import from_html
from octavo.document.markdown_dialect import dialect

_ATTRIBUTE_LIST = re.compile(r"\{:[^{}\n]*\}")
"""Kramdown's `{:target="_blank"}` after a link or below a block."""

_MAX_NESTING = 60


def from_markdown(
    text: str,
    *,
    pictures: PictureOf = no_pictures,
    links: LinkOf = same_link,
    source: str = "",
    shift_headings: bool = True,
) -> Conversion:
    """The document that the Markdown (without front matter) means; see `html_import.from_html`.

    Raises InvalidDocument where the text is too large for a document, and nothing else.
    """
    html, losses = to_html(text)
    conversion = from_html(html, pictures=pictures, links=links, source=source, shift_headings=shift_headings)
    return Conversion(document=conversion.document, losses=losses + conversion.losses)


def to_html(text: str) -> tuple[str, tuple[Loss, ...]]:
    """The Markdown as HTML, not yet sanitised: only `from_html` may read it. And what was dropped."""
    dropped: list[str] = []
    tokens = _PARSER.parse(text, env := {"dropped": dropped})
    html: str = _PARSER.renderer.render(tokens, _PARSER.options, env)
    return html, tuple(Loss(Fate.DEGRADED, "attribute list", piece) for piece in dropped)


def _drop_attribute_lists(state: StateCore) -> None:
    """Takes attribute lists out of the prose (not of code) and notes them."""
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "text" and "{:" in child.content:
                state.env["dropped"].extend(_ATTRIBUTE_LIST.findall(child.content))
                child.content = _ATTRIBUTE_LIST.sub("", child.content)


def _footnote_number(_renderer: object, tokens: Sequence[Token], index: int, *_rest: object) -> str:
    """The number alone: superscript says the rest."""
    return str(tokens[index].meta["id"] + 1)


def _any_address(url: str) -> bool:
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _MAX_NESTING})
    parser.enable(["table", "strikethrough"]).use(footnote_plugin).use(dialect)
    parser.core.ruler.push("drop_attribute_lists", _drop_attribute_lists)
    parser.add_render_rule("footnote_caption", _footnote_number)
    # Every address is let through here: html_import judges it, and names it where it refuses it.
    parser.validateLink = _any_address  # type: ignore[method-assign]
    return parser


_PARSER = _parser()
