"""Which addresses cost so much that processes of their own should answer them, where there are several.

A proxy before the site sends them there (`octavo.placements.haproxy`), so that what is expensive can be slow,
full or gone without anything else being so. Every process of the edge answers all addresses; nothing but the
proxy's routing decides. Whoever adds an expensive address to `routes.py` adds it here.
"""

from typing import Final

import msgspec

from octavo.edge.sessions import COOKIES

__all__ = ["APART", "COOKIES", "Apart"]


class Apart(msgspec.Struct, frozen=True, kw_only=True):
    """Addresses that belong together, by the name of the processes that are to answer them."""

    name: str
    why: str
    paths: tuple[str, ...]
    """As in `routes.py`; one that ends with a slash stands for all below it."""
    signed_in: tuple[str, ...] = ()
    """Paths that are expensive only for who is signed in."""
    lasting: bool = False
    """Answers that do not end: many at once cost little."""


APART: Final[tuple[Apart, ...]] = (
    Apart(
        name="search",
        why="Every question is another one: no cache answers it, and the index takes its time.",
        paths=("/search", "/search/suggestions", "/octavo.search.v1.Search/"),
    ),
    Apart(
        name="home",
        why="A home page of one's own is gathered and put in order for each reader anew.",
        paths=("/me/feed", "/me/feed/why/{receipt_id}", "/octavo.feed.v1.Feed/"),
        signed_in=("/",),
    ),
    Apart(
        name="pictures",
        why="A picture is many times as large as a page, and is made when it is first seen.",
        paths=("/images", "/i/", "/octavo.images.v1.Images/"),
    ),
    Apart(
        name="files",
        why="Whole stories and whole accounts come and go as files.",
        paths=(
            "/edit/markdown",
            "/edit/{story_id}/markdown",
            "/me/settings/data/export/{export_id}",
        ),
    ),
    Apart(
        name="streams",
        why="They stay open for as long as somebody looks at a page.",
        paths=("/me/notifications/stream",),
        lasting=True,
    ),
)
"""In the order in which a proxy asks; no address stands in two."""
