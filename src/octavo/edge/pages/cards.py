"""`/oembed` and `/p/ID/embed`: how other sites show a story in theirs."""

from html import escape
from typing import Final
from urllib.parse import urlsplit

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.edge.addresses import ID, read_story_path
from octavo.edge.pages.views import EmbedPage
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.showing import writers
from octavo.edge.workbench import Asked, Workbench
from octavo.serving.page_cache import Page
from octavo.stories.api import Story, StoryGone, StoryId, StoryNotFound
from octavo.syndication.api import Card, CardFormat, write_card

_WIDTH: Final = 600
_HEIGHT: Final = 200
_NARROWEST: Final = 260
"""Below this width, or the height, a card cannot be read: such a place is given a link."""
_AGE: Final = 3600
_THUMBNAIL: Final = 720
_MOST: Final = 10_000
_LONGEST_ADDRESS: Final = 2000
_HEADERS: Final = {
    "cache-control": f"public, max-age={_AGE}",
    "x-content-type-options": "nosniff",
    "access-control-allow-origin": "*",
    "x-robots-tag": "noindex",
}


async def oembed(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """The card of a public story of ours, as JSON or XML; the same for everyone, whoever asks.

    400 for a question that cannot be answered, 404 for what is no story here, 501 for another form (as the
    protocol has it).
    """
    asked = request.query_params
    try:
        form = CardFormat(asked.get("format", "json"))
    except ValueError:
        return _refused(501, "There are json and xml.")
    address = asked.get("url", "")
    if not address or len(address) > _LONGEST_ADDRESS:
        return _refused(400, "url= names the page.")
    try:
        width, height = (_limit(asked.get(name, "")) for name in ("maxwidth", "maxheight"))
    except ValueError:
        return _refused(400, "maxwidth= and maxheight= are pixels.")
    with acting_as(ANONYMOUS):
        story = await _story_at(bench, address)
        if story is None:
            return _refused(404, "There is no such story here.")
        card = await _card(bench, story, width, height)
    return Response(write_card(card, form), headers=_HEADERS, media_type=form.answered_as)


async def embed(bench: Workbench, asked: Asked) -> Page:
    """A story as a card, which any site may hold in a frame; nothing on it can be done but to read on."""
    story_id = asked.parts["story_id"]
    if not ID.fullmatch(story_id):
        return bench.unknown(asked)
    key = f"story:{story_id}"
    try:
        story = (await bench.stories.read_story(story_id=StoryId(story_id))).story
    except StoryNotFound:
        return bench.unknown(asked, tags=[key])
    except StoryGone:
        return bench.unknown(asked, tags=[key], status=410)
    parts = Parts()
    people = await bench.authors(parts, writers([story]))
    named = await bench.mastheads.fetch(parts, [story])
    view = EmbedPage(
        card=bench.showing.card(story, people),
        address=bench.addresses.absolute(bench.showing.address(story, people.get(story.author_id))),
        home=bench.addresses.absolute(bench.addresses.home()),
    )
    keys = [key, *(f"person:{one}" for one in writers([story]))]
    return bench.framed(view, asked, tags=[*keys, *named], parts=parts)


async def _story_at(bench: Workbench, address: str) -> Story | None:
    """The public story at a whole address of this site, former ones included."""
    try:
        parts = urlsplit(address)
        host = parts.netloc.lower()
    except ValueError:
        return None
    steps = parts.path.strip("/").split("/")
    if parts.scheme not in ("http", "https") or host != bench.addresses.host or len(steps) != 2:
        return None
    story_id = read_story_path(steps[1]).story_id
    if not story_id:
        return None
    try:
        return (await bench.stories.read_story(story_id=StoryId(story_id))).story
    except (StoryNotFound, StoryGone):
        return None


async def _card(bench: Workbench, story: Story, width: int, height: int) -> Card:
    person = (await bench.authors(Parts(), [story.author_id])).get(story.author_id)
    author = bench.showing.author(person)
    rich = width >= _NARROWEST and height >= _HEIGHT
    source = bench.addresses.absolute(bench.addresses.embedded(story.id))
    frame = (
        f'<iframe src="{escape(source)}" title="{escape(story.title)}" width="{min(width, _WIDTH)}"'
        f' height="{_HEIGHT}" frameborder="0" loading="lazy" referrerpolicy="no-referrer"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
    )
    card = Card(
        title=story.title,
        provider_name=bench.config.name,
        provider_url=bench.addresses.absolute(bench.addresses.home()),
        author_name=author.name,
        author_url=bench.addresses.absolute(author.address) if author.address else "",
        cache_age=_AGE,
    )
    if rich:
        card = replace(card, html=frame, width=min(width, _WIDTH), height=_HEIGHT)
    return _with_thumbnail(bench, card, story, width, height)


def _with_thumbnail(bench: Workbench, card: Card, story: Story, width: int, height: int) -> Card:
    """With the cover, if a rendition of it fits."""
    cover = story.cover
    if cover is None or not cover.width or not cover.height:
        return card
    wide = min(_THUMBNAIL, cover.width, width, max(1, height * cover.width // cover.height))
    offered = next(
        (one for one in (_THUMBNAIL, 360) if one <= wide), cover.width if wide == cover.width else 0
    )
    if not offered:
        return card
    return replace(
        card,
        thumbnail_url=bench.addresses.absolute(bench.showing.picture(cover.image_id, offered)),
        thumbnail_width=offered,
        thumbnail_height=max(1, round(cover.height * offered / cover.width)),
    )


def _limit(text: str) -> int:
    """A most in pixels; none given is none. ValueError for what is no whole number above zero."""
    if not text:
        return _MOST
    if not (text.isascii() and text.isdigit()) or int(text[:9]) < 1:
        raise ValueError(text)
    return min(int(text[:9]), _MOST)


def _refused(status: int, text: str) -> Response:
    return PlainTextResponse(text, status_code=status, headers={**_HEADERS, "cache-control": "no-store"})
