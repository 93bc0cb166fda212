"""What Markdown has grown beside CommonMark and that our documents have a node for: formulas between dollars,
and call-outs as quotations that begin with `[!NOTE]`."""

import re
from collections.abc import Sequence
from html import escape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

_CALLOUT: Final = re.compile(r"\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|$)", re.IGNORECASE)
_MOST_DOLLARS: Final = 2_000
"""In one paragraph. One that opens nothing is looked for to its end: each more would cost that again."""


def dialect(parser: MarkdownIt) -> None:
    """Has the parser read them; both come out as the HTML that our own pages have for them."""
    dollarmath_plugin(parser, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    parser.add_render_rule("math_inline", _in_line)
    parser.add_render_rule("math_inline_double", _in_line)
    parser.add_render_rule("math_block", _block)
    parser.core.ruler.before("inline", "callouts", _callouts)
    parser.core.ruler.before("inline", "too_many_dollars", _too_many_dollars)


def _in_line(_renderer: object, tokens: Sequence[Token], index: int, *_rest: object) -> str:
    token = tokens[index]
    said = f"{token.markup}{token.content}{token.markup}"  # what stays where it is no formula of ours
    return f'<span class="maths" data-text="{_attribute(token.content)}">{escape(said)}</span>'


def _block(_renderer: object, tokens: Sequence[Token], index: int, *_rest: object) -> str:
    content = tokens[index].content.strip()
    return f'<div class="maths-block" data-latex="{_attribute(content)}">{escape(content)}</div>\n'


def _attribute(latex: str) -> str:
    return escape(latex.strip()).replace("\n", "&#10;")


def _callouts(state: StateCore) -> None:
    """Turns quotations that say so into the elements of our call-outs; those inside of others stay."""
    tokens, opened = state.tokens, None
    for index, token in enumerate(tokens):
        if token.level:
            continue
        if token.type == "blockquote_open":
            opened = _opened(token, tokens[index + 1 : index + 3])
        elif token.type == "blockquote_close" and opened is not None:
            token.tag = opened.tag = "div"
            opened = None


def _opened(quote: Token, beginning: Sequence[Token]) -> Token | None:
    """The quotation, if it begins as a call-out; the sign itself is taken away."""
    line = beginning[-1]
    found = _CALLOUT.match(line.content) if line.type == "inline" else None
    if found is None:
        return None
    line.content = line.content[found.end() :]
    quote.attrSet("data-callout", found[1].lower())
    return quote


def _too_many_dollars(state: StateCore) -> None:
    """Takes dollars in such a paragraph for what they are."""
    for token in state.tokens:
        if token.type == "inline" and token.content.count("$") > _MOST_DOLLARS:
            token.content = token.content.replace("$", "&#36;")
