"""What may be written: every part of a Content checked against the limits and brought into one form."""

import re
import unicodedata
from collections.abc import Callable
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from octavo.document import members_line, parsing
from octavo.document.block_ids import random_id
from octavo.document.nodes import Document, Node, to_json
from octavo.document.reading import excerpt as opening_of
from octavo.document.reading import image_ids, reading_minutes, word_count
from octavo.stories.addresses import wished_slug
from octavo.stories.api import Content, Cover, ImageId, InvalidDocument, Visibility

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_SPACES: Final = re.compile(r"\s+")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")
_IMAGE_ID: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]{11}")
_PLACEHOLDER: Final = re.compile(r"[A-Za-z0-9+/=_#:;,.-]{0,1000}")
_MAX_PIXELS: Final = 100_000
_DOUBLES: Final = 4
"""Tags that are the same in another spelling are forgiven up to this many times the limit."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much may be written. Texts are counted in characters (code points) after white space is tidied."""

    title: int = 200
    subtitle: int = 300
    excerpt: int = 500
    alt: int = 500
    body: int = 2_000_000
    """Bytes of the document's JSON in UTF-8. The document's own schema may allow less."""
    tags: int = 5
    tag: int = 40
    slug: int = 100
    canonical_url: int = 2000


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """A Content that keeps the rules, and what follows from it."""

    content: Content
    document: Document
    minted: bool
    """A block got an id here, because it had none or shared one: whoever sent the body has to know."""
    digest: str
    """The same for the same content, and for no other."""
    words: int
    reading_minutes: int
    opening: str
    """The text's beginning, for lists where the author wrote no excerpt; never from below a members' line."""


def images_of(document: Document, cover: Cover | None) -> tuple[ImageId, ...]:
    """Every picture that a text and its cover use, once, in the order of their first use."""
    first = (cover.image_id,) if cover else ()
    return tuple(dict.fromkeys((*first, *map(ImageId, image_ids(document)))))


def settle(content: Content, limits: Limits, *, mint: Callable[[], str] = random_id) -> Settled:
    """Checks a Content and brings it into its one form. Raises InvalidDocument, which names the field.

    Texts lose control characters and double spaces and become NFC; tags become lower case; an unspecified
    visibility is EVERYBODY. `mint` gives ids to blocks that have none of their own.
    """
    fresh: list[str] = []

    def noted() -> str:
        fresh.append(mint())
        return fresh[-1]

    document, body = _body(content.body, limits, noted)
    tidy = replace(
        content,
        title=line("title", content.title, limits.title),
        subtitle=line("subtitle", content.subtitle, limits.subtitle),
        excerpt=line("excerpt", content.excerpt, limits.excerpt),
        body=body,
        tags=_tags(content.tags, limits),
        cover=_cover(content.cover, limits),
        canonical_url=_canonical(content.canonical_url, limits),
        visibility=content.visibility
        if content.visibility is not Visibility.UNSPECIFIED
        else Visibility.EVERYBODY,
        language=_language(content.language),
        slug=_slug(content, limits),
    )
    return Settled(
        content=tidy,
        document=document,
        minted=bool(fresh),
        digest=digest_of(tidy),
        words=word_count(document),
        reading_minutes=reading_minutes(document),
        opening=opening_of(members_line.above(document) or document),
    )


def empty_body() -> str:
    """The body of a story of which nothing is written: one empty paragraph, as the editor begins."""
    return to_json(Document(content=(Node(type="paragraph", attrs={"id": random_id()}),)))


def digest_of(*values: object) -> str:
    """32 hex digits that stand for these values."""
    return blake2b(msgspec.json.encode(values), digest_size=16).hexdigest()


def normal_tag(text: str) -> str:
    """A tag as it is kept and stands in addresses: NFC, lower case, single inner spaces, no leading #."""
    plain = _SPACES.sub(" ", _CONTROLS.sub(" ", unicodedata.normalize("NFC", text))).strip()
    return unicodedata.normalize("NFC", plain.lstrip("#").strip().lower())


def line(field: str, text: str, limit: int) -> str:
    """A text of one line: NFC, single spaces, no controls. Raises InvalidDocument where it is too long."""
    tidy = _SPACES.sub(" ", _CONTROLS.sub(" ", unicodedata.normalize("NFC", text))).strip()
    if len(tidy) > limit:
        raise InvalidDocument(field=field, problem=f"is longer than {limit} characters")
    return tidy


def _body(text: str, limits: Limits, mint: Callable[[], str]) -> tuple[Document, str]:
    # Counting characters first spares the encoding of what is far too large.
    if len(text) > limits.body or len(text.encode(errors="replace")) > limits.body:
        raise InvalidDocument(field="body", problem=f"is larger than {limits.body:,} bytes")
    if not text:
        raise InvalidDocument(field="body", problem="is missing")
    try:
        document = parsing.parse(text, mint=mint)
    except parsing.InvalidDocument as error:
        raise InvalidDocument(
            field=f"body.{error.place}" if error.place else "body", problem=error.problem
        ) from None
    return document, to_json(document)


def _tags(tags: tuple[str, ...], limits: Limits) -> tuple[str, ...]:
    if len(tags) > limits.tags * _DOUBLES:
        raise InvalidDocument(field=f"tags[{limits.tags}]", problem=f"a story has at most {limits.tags} tags")
    found: dict[str, None] = {}
    for number, given in enumerate(tags):
        tag, field = normal_tag(given), f"tags[{number}]"
        if not tag:
            raise InvalidDocument(field=field, problem="is empty")
        if len(tag) > limits.tag:
            raise InvalidDocument(field=field, problem=f"is longer than {limits.tag} characters")
        if "/" in tag or "\\" in tag or tag in {".", ".."}:
            raise InvalidDocument(field=field, problem="cannot stand in an address: no slashes")
        found[tag] = None
        if len(found) > limits.tags:
            raise InvalidDocument(field=field, problem=f"a story has at most {limits.tags} tags")
    return tuple(found)


def _cover(cover: Cover | None, limits: Limits) -> Cover | None:
    if cover is None:
        return None
    if not _IMAGE_ID.fullmatch(cover.image_id):
        raise InvalidDocument(field="cover.image_id", problem="is not the id of an image")
    for name, value in (("width", cover.width), ("height", cover.height)):
        if not 0 <= value <= _MAX_PIXELS:
            raise InvalidDocument(field=f"cover.{name}", problem=f"must be from 0 to {_MAX_PIXELS}")
    if not _PLACEHOLDER.fullmatch(cover.placeholder):
        raise InvalidDocument(field="cover.placeholder", problem="is not a placeholder of the images service")
    return replace(cover, alt=line("cover.alt", cover.alt, limits.alt))


def _canonical(address: str, limits: Limits) -> str:
    if not address:
        return ""
    problem = "is not an http or https address"
    if len(address) > limits.canonical_url:
        raise InvalidDocument(
            field="canonical_url", problem=f"is longer than {limits.canonical_url} characters"
        )
    # What is not printable turns the direction of an address, or hides a part of it.
    if not address.isprintable() or _SPACES.search(address) or not set(address).isdisjoint('<>"\\'):
        raise InvalidDocument(field="canonical_url", problem=problem)
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InvalidDocument(field="canonical_url", problem=problem) from None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        raise InvalidDocument(field="canonical_url", problem=problem)
    return address


def _language(tag: str) -> str:
    if tag and not _LANGUAGE.fullmatch(tag):
        raise InvalidDocument(field="language", problem='is not a language tag such as "en" or "pt-BR"')
    return tag


def _slug(content: Content, limits: Limits) -> str:
    if len(content.slug) > limits.slug:
        raise InvalidDocument(field="slug", problem=f"is longer than {limits.slug} characters")
    slug = wished_slug(content.slug, language=content.language)
    if content.slug and not slug:
        raise InvalidDocument(field="slug", problem="has no letter or digit that can stand in an address")
    return slug
