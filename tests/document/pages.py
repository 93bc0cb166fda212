"""Reading a rendered page as a browser does, to say whether anything in it could run."""

import re

from lxml import html as lxml_html
from selectolax.lexbor import LexborHTMLParser

from tests.document.walls import ATTRIBUTES, sanitised

_SCHEME = re.compile(r"^[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.\-\t\r\n]*):")


def image_address(image: str, width: int) -> str:
    """Where the tests' images lie."""
    return f"/i/{image}/{width}"


def assert_inert(page: str) -> None:
    """Two parsers of different make find only known tags, known attributes and safe addresses."""
    elements = [
        (node.tag or "", {key: value or "" for key, value in node.attributes.items()})
        for node in LexborHTMLParser(f"<body>{page}</body>").css("body *")
    ]
    tree = lxml_html.document_fromstring(f"<html><body>{page or 'x'}</body></html>")
    elements += [
        (str(node.tag), dict(node.attrib))
        for node in tree.iterdescendants()
        if node.tag not in {"body", "p"} or node.attrib
    ]
    for tag, attributes in elements:
        assert tag in ATTRIBUTES, f"<{tag}> stands in {page[:500]}"
        assert set(attributes) <= ATTRIBUTES[tag], f"{attributes} stand in {page[:500]}"
        for name in ("href", "src"):
            scheme = _SCHEME.match(attributes.get(name, ""))
            assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}, attributes[name]
        assert "javascript:" not in attributes.get("srcset", "").lower()
    assert sanitised(page).replace("&nbsp;", "\u00a0") == page, (
        "a sanitiser of another make would change the page"
    )
