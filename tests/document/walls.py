"""A second wall, of another make: what a rendered document may hold, held by ammonia."""

import nh3

from octavo.document.members_line import COMMENT

_WITH_ID = ("p", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "pre", "figure", "hr", "table")
_PLAIN = ("strong", "em", "s", "br", "thead", "tbody", "tr", "b", "caption")
_MATHS = (
    "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle", "mpadded",
    "mphantom", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover",
    "mtable", "mtr", "mtd",
)  # fmt: skip
_MATHS_ATTRIBUTES = {
    "mathvariant", "stretchy", "fence", "form", "accent", "accentunder", "displaystyle",
    "movablelimits", "columnalign", "rowalign", "columnlines", "rowlines", "notation", "largeop", "separator",
    "symmetric", "width", "height", "depth",
    "lspace", "rspace", "minsize", "maxsize", "linethickness", "voffset",
    "scriptlevel", "rowspacing", "columnspacing",
}  # fmt: skip

ATTRIBUTES: dict[str, set[str]] = {
    **{tag: {"id", "dir"} for tag in _WITH_ID},
    **{tag: set() for tag in _PLAIN},
    **dict.fromkeys(_MATHS, _MATHS_ATTRIBUTES),
    "math": {"display"},
    "a": {"id", "href", "rel", "class", "aria-hidden", "aria-label", "tabindex", "role",
        "data-person", "dir"},
    "b": {"class", "dir"},
    "blockquote": {"id", "class", "dir"},
    "code": {"class"},
    "div": {"id", "class", "tabindex", "role", "data-callout", "data-latex"},
    "figcaption": {"dir"},
    "figure": {
        "id", "class", "data-layout", "data-embed", "data-frame", "data-width", "data-height",
    },
    "img": {
        "src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding", "data-placeholder",
    },
    "nav": {"id", "class", "data-depth", "aria-label", "hidden"},
    "ol": {"id", "start", "dir"},
    "p": {"id", "class", "dir"},
    "pre": {"id", "tabindex"},
    "section": {"class", "role", "aria-label"},
    "span": {"class", "dir", "data-text"},
    "sub": set(),
    "sup": {"class", "data-text"},
    "td": {"colspan", "rowspan", "class"},
    "th": {"colspan", "rowspan", "class", "scope"},
}  # fmt: skip
"""Every tag that a rendered document may hold, with its attributes."""

_CLEANER = nh3.Cleaner(
    tags=set(ATTRIBUTES),
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=True,
)


def sanitised(html: str) -> str:
    """The HTML without anything that is not in `ATTRIBUTES`; a rendered document comes back as it was."""
    pieces = html.split(COMMENT)  # the one comment that a page may hold
    return COMMENT.join(map(_CLEANER.clean, pieces))
