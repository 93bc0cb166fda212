"""Embeds, cards, galleries, call-outs, formulas and the like in HTML: as our own pages have them, and as
Ghost, WordPress and Medium write them."""

import re
from collections.abc import Callable
from typing import Final

from selectolax.lexbor import LexborNode

from octavo.document.addresses import is_external, safe_link
from octavo.document.conversion import Picture, PictureOf
from octavo.document.flow import Draft
from octavo.document.html_tables import number
from octavo.document.maths import LONGEST
from octavo.document.providers import page_of, provider_of
from octavo.document.schema import SCHEMA

_MOST_PICTURES: Final = 10
_PROVIDER: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_PERSON: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]{11}")
_HANDLE: Final = re.compile(r"@([a-z0-9-]{3,30})")
_TAG: Final = re.compile(SCHEMA.nodes["hashtag"].attrs["name"].pattern or "")
_LONGEST_URL: Final = 2048
_LONGEST_INLINE: Final = SCHEMA.nodes["inlineMath"].attrs["latex"].max_length or 0


def classes(node: LexborNode) -> frozenset[str]:
    """The classes of an element."""
    return frozenset((node.attributes.get("class") or "").split())


def words(node: LexborNode | None, limit: int = 300) -> str:
    """The text of an element in one line."""
    return " ".join(node.text(deep=True).split())[:limit].strip() if node is not None else ""


def web_address(raw: str | None) -> str | None:
    """A whole address that may stand in a document."""
    address = safe_link(raw.strip()) if raw and raw.strip() else None
    return address if address and is_external(address) and len(address) <= _LONGEST_URL else None


class Things:
    """Makes drafts of elements that are more than text. None: the element is nothing of the kind."""

    def __init__(self, pictures: PictureOf) -> None:
        self._pictures = pictures
        self._by_class: dict[str, Callable[[LexborNode], Draft | None]] = {
            "link-card": self._own_card,
            "kg-bookmark-card": self._ghost_card,
            "graf--mixtapeEmbed": self._medium_card,
            "maths-block": self._block_maths,
            "contents": self._contents,
        }

    def block(self, node: LexborNode) -> Draft | None:
        """A block without text of its own."""
        for name in classes(node):
            make = self._by_class.get(name)
            if make is not None:
                return make(node)
        return None

    def inline(self, node: LexborNode) -> Draft | None:
        """Something that stands in a line."""
        names = classes(node)
        if "maths" in names:
            return _maths(node.attributes.get("data-text"))
        if node.tag == "math":
            source = node.css_first('annotation[encoding="application/x-tex"]')
            said = source.text(deep=True) if source is not None else node.attributes.get("alttext")
            return _maths(said, block=node.attributes.get("display") == "block")
        if "mention" in names:
            person, handle = node.attributes.get("data-person") or "", _HANDLE.fullmatch(words(node))
            if handle and _PERSON.fullmatch(person):
                return {"type": "mention", "attrs": {"person": person, "handle": handle[1]}}
        if "hashtag" in names and node.attributes.get("rel") == "tag":
            name = words(node).removeprefix("#")
            if _TAG.fullmatch(name):
                return {"type": "hashtag", "attrs": {"name": name}}
        return None

    def own_embed(self, node: LexborNode) -> Draft | None:
        """An embed as our pages have it."""
        link = node.css_first("a.embed-poster")
        provider = node.attributes.get("data-embed") or ""
        url = web_address(link.attributes.get("href")) if link is not None else None
        if link is None or url is None or not _PROVIDER.fullmatch(provider):
            return None
        return {
            "type": "embed",
            "attrs": {
                "provider": provider,
                "url": url,
                "title": words(link.css_first(".embed-title")),
                "author": words(link.css_first(".embed-author"), 200),
                "image": self._image(link),
                "width": number(node, "data-width", 0, 1, 100_000) or None,
                "height": number(node, "data-height", 0, 1, 100_000) or None,
            },
            "content": [],
        }

    def embed_of(self, address: str | None, node: LexborNode | None = None) -> Draft | None:
        """An embed of an address that a known provider can show; `node` is the frame that had it."""
        url = web_address(address)
        provider = provider_of(url) if url else None
        if url is None or provider is None:
            return None
        attrs: Draft = {"provider": provider.name, "url": page_of(url)}
        if node is not None:
            title = " ".join((node.attributes.get("title") or "").split())[:300].strip()
            attrs |= {
                "title": title,
                "width": number(node, "width", 0, 1, 100_000) or None,
                "height": number(node, "height", 0, 1, 100_000) or None,
            }
        return {"type": "embed", "attrs": attrs, "content": []}

    def _card(
        self, href: str | None, title: str, about: str, site: str, picture: LexborNode | None
    ) -> Draft | None:
        url = web_address(href)
        if url is None:
            return None
        attrs = {
            "url": url,
            "title": title,
            "description": about,
            "site": site,
            "image": self._image(picture),
        }
        return {"type": "linkCard", "attrs": attrs}

    def _own_card(self, node: LexborNode) -> Draft | None:
        link = node.css_first("a[href]")
        if link is None:
            return None
        href, title = link.attributes.get("href"), words(node.css_first(".link-title"))
        about, site = words(node.css_first(".link-about"), 600), words(node.css_first(".link-site"), 100)
        return self._card(href, "" if title == href else title, about, site, link)

    def _ghost_card(self, node: LexborNode) -> Draft | None:
        link = node.css_first("a.kg-bookmark-container")
        if link is None or node.css_first("figcaption") is not None:
            return None  # a caption says more than a card can
        return self._card(
            link.attributes.get("href"),
            words(node.css_first(".kg-bookmark-title")),
            words(node.css_first(".kg-bookmark-description"), 600),
            words(node.css_first(".kg-bookmark-publisher") or node.css_first(".kg-bookmark-author"), 100),
            node.css_first(".kg-bookmark-thumbnail"),
        )

    def _medium_card(self, node: LexborNode) -> Draft | None:
        link = node.css_first("a.markup--mixtapeEmbed-anchor")
        if link is None:
            return None
        title, about = words(link.css_first("strong")), words(link.css_first("em"), 600)
        site = words(link, 1000).removeprefix(title).lstrip().removeprefix(about).strip()[:100]
        return self._card(link.attributes.get("href"), title, about, site, None)

    def _block_maths(self, node: LexborNode) -> Draft | None:
        latex = node.attributes.get("data-latex")
        return None if latex is None else {"type": "blockMath", "attrs": {"latex": latex[:LONGEST]}}

    def _contents(self, node: LexborNode) -> Draft | None:
        if "data-depth" not in node.attributes:
            return None
        return {"type": "tableOfContents", "attrs": {"depth": number(node, "data-depth", 3, 2, 4)}}

    def _image(self, node: LexborNode | None) -> str | None:
        picture = node.css_first("img[src]") if node is not None else None
        found = self._pictures(picture.attributes.get("src") or "") if picture is not None else None
        return found.id if isinstance(found, Picture) else None


def galleries(figures: list[Draft], caption: str) -> list[Draft]:
    """The pictures as galleries of at most ten; the last one has the caption. One alone is a picture."""
    made: list[Draft] = []
    for start in range(0, len(figures), _MOST_PICTURES):
        part = figures[start : start + _MOST_PICTURES]
        for figure in part:
            figure["attrs"]["layout"] = "inset"
        made.append({"type": "gallery", "attrs": {"caption": ""}, "content": part})
    if made:
        made[-1]["attrs"]["caption"] = caption
    if len(figures) == 1 and not caption:
        return figures
    return made


def _maths(latex: str | None, *, block: bool = False) -> Draft | None:
    if latex is None or not latex.strip() or len(latex) > (LONGEST if block else _LONGEST_INLINE):
        return None
    return {"type": "blockMath" if block else "inlineMath", "attrs": {"latex": latex}}
