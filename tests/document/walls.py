"""A second wall, of another make: what a rendered document may hold, held by ammonia."""

import nh3

from octavo.document.members_line import COMMENT

_WITH_ID = ("p", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "pre", "figure", "hr", "table")
_PLAIN = ("strong", "em", "s", "sup", "sub", "br", "figcaption", "thead", "tbody", "tr")

ATTRIBUTES: dict[str, set[str]] = {
    **{tag: {"id"} for tag in _WITH_ID},
    **{tag: set() for tag in _PLAIN},
    "a": {"href", "rel", "class", "aria-hidden", "tabindex"},
    "blockquote": {"id", "class"},
    "code": {"class"},
    "div": {"class", "tabindex"},
    "figure": {"id", "class", "data-layout"},
    "img": {
        "src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding", "data-placeholder",
    },
    "ol": {"id", "start"},
    "pre": {"id", "tabindex"},
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
