"""A story's head brought within this site's limits; what had to be cut is named."""

import re

from octavo.chassis.faults import Fault
from octavo.document.addresses import is_external, safe_link
from octavo.document.conversion import Fate, Loss, Picture
from octavo.document.nodes import Document, to_json
from octavo.document.reading import outline
from octavo.imports import template_calls
from octavo.imports.folder import Post
from octavo.imports.translation import cover_alt
from octavo.stories.api import Content, Cover, ImageId, Visibility

MAX_TITLE, MAX_SUBTITLE, MAX_EXCERPT, MAX_ALT = 200, 300, 500, 500
MAX_TAGS, MAX_TAG, MAX_SLUG = 5, 40, 100

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_NOT_IN_HANDLES = re.compile(r"[^a-z0-9]+")


def content_of(post: Post, document: Document, cover: Picture | None) -> tuple[Content, tuple[Loss, ...]]:
    """What the stories service takes, and what was cut to fit."""
    about = post.about
    losses: list[Loss] = []
    title = about.title or _found_title(post, document, losses)
    tags = _tags(about.tags, losses)
    excerpt = template_calls.expand(about.excerpt, post.fields, str).text
    canonical = about.canonical_url
    if canonical and not (is_external(canonical) and safe_link(canonical) == canonical):
        losses.append(Loss(Fate.REFUSED, "canonical address", canonical))
        canonical = ""
    language = about.language if _LANGUAGE.fullmatch(about.language) else ""
    if about.language and not language:
        losses.append(Loss(Fate.REFUSED, "language", about.language))
    losses.extend(
        Loss(Fate.REFUSED, f"front matter: {key[:40]}", str(post.fields.get(key))) for key in about.unused
    )
    if not about.dated and not about.draft:
        losses.append(Loss(Fate.DEGRADED, "no date: kept as a draft"))
    made = Content(
        title=_cut(title, MAX_TITLE, "title", losses),
        subtitle=_cut(about.subtitle, MAX_SUBTITLE, "subtitle", losses),
        body=to_json(document),
        tags=tags,
        cover=_cover(cover, about.cover_alt or (cover_alt(document, cover.id) if cover else "")),
        canonical_url=canonical,
        visibility=Visibility.EVERYBODY,
        language=language,
        excerpt=_cut(" ".join(excerpt.split()), MAX_EXCERPT, "excerpt", losses),
        slug=about.slug[:MAX_SLUG] if re.search("[A-Za-z0-9]", about.slug) else "",
    )
    return made, tuple(losses)


def wished_handle(key: str) -> str:
    """A handle out of an author's key; the accounts service finds another where it is not to be had."""
    handle = _NOT_IN_HANDLES.sub("-", key.lower()).strip("-")[:30].strip("-")
    return handle if len(handle) >= 3 else f"{handle}-author".lstrip("-")


def told(fault: Fault) -> str:
    """A fault with its fields in one line."""
    fields = ", ".join(f"{name} {value}" for name, value in fault.details.items() if value)
    return f"{fault.message} ({fields})" if fields else fault.message


def _cut(text: str, limit: int, what: str, losses: list[Loss]) -> str:
    if len(text) <= limit:
        return text
    losses.append(Loss(Fate.DEGRADED, f"{what} cut to {limit} characters", text[:200]))
    return text[: limit - 1].rsplit(" ", 1)[0] + "…"


def _found_title(post: Post, document: Document, losses: list[Loss]) -> str:
    headings = outline(document)
    title = headings[0].text if headings else post.about.slug.replace("-", " ").replace("_", " ").capitalize()
    losses.append(Loss(Fate.DEGRADED, "no title: one was found", title))
    return title


def _tags(tags: tuple[str, ...], losses: list[Loss]) -> tuple[str, ...]:
    kept: list[str] = []
    for tag in tags:
        name = tag.replace("/", "-").replace("\\", "-").strip(" .")
        if not name or len(name) > MAX_TAG:
            losses.append(Loss(Fate.REFUSED, f"tag longer than {MAX_TAG} characters", tag))
        elif len(kept) == MAX_TAGS:
            losses.append(Loss(Fate.REFUSED, f"tag: a story has at most {MAX_TAGS}", tag))
        elif name not in kept:
            kept.append(name)
    return tuple(kept)


def _cover(picture: Picture | None, alt: str) -> Cover | None:
    if picture is None:
        return None
    short = alt if len(alt) <= MAX_ALT else alt[: MAX_ALT - 1] + "…"
    return Cover(
        image_id=ImageId(picture.id),
        alt=short,
        width=picture.width or 0,
        height=picture.height or 0,
        placeholder=picture.placeholder or "",
    )
