"""A story's text as it may stand in a feed: whole addresses, and nothing that needs the site around it."""

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from octavo.document.plain_forms import plain_forms

_GONE: Final = "a.anchor, button, script, style, template, noscript, [hidden]"
"""What only the site's own page has a use for."""
_ATTRIBUTES_GONE: Final = frozenset({"tabindex", "loading", "decoding", "aria-hidden", "role", "class"})
_ADDRESSED: Final = frozenset({"href", "src", "poster", "cite"})


def for_feeds(html: str, *, address: str) -> str:
    """The rendered text with whole addresses, as they are meant on the page at the whole `address`."""
    if "<" not in html:
        return html
    tree = LexborHTMLParser(plain_forms(html))
    body = tree.body
    if body is None:
        return ""
    for node in body.css(_GONE):
        node.decompose()
    for node in body.traverse():
        _mend(node, address)
    return body.inner_html or ""


def _mend(node: LexborNode, address: str) -> None:
    attributes: Mapping[str, str | None] = node.attributes
    for name, value in tuple(attributes.items()):
        if name in _ATTRIBUTES_GONE or name.startswith(("data-", "on")):
            if name == "class" and node.tag == "code":
                continue  # the language of a listing
            del node.attrs[name]
        elif name in _ADDRESSED:
            node.attrs[name] = _whole(value or "", address)
        elif name == "srcset":
            node.attrs[name] = _each_source(value or "", lambda one: _whole(one, address))


def _whole(value: str, address: str) -> str:
    if urlsplit(value).scheme:
        return value
    return urljoin(address, value)


def _each_source(value: str, mend: Callable[[str], str]) -> str:
    sources = (one.strip().partition(" ") for one in value.split(", "))
    return ", ".join(f"{mend(where)} {width}".strip() for where, _, width in sources if where)
