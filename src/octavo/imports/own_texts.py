"""The wording of a story in an export, as it may stand in a site where nobody else is."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from octavo.chassis.faults import Invalid
from octavo.stories.api import Content

_SOMEONE: Final = "@someone"
_TEXTS: Final = ("title", "subtitle", "excerpt", "canonical_url", "visibility", "language")


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What a revision says, and what was taken out of it."""

    content: Content
    mentions: int
    """Of other people, who are "@someone" now."""
    pictures: int
    """That the export does not hold."""


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """Who and what is called otherwise here."""

    person_id: str
    """In the export."""
    here_id: str
    here_handle: str
    pictures: Mapping[str, str]
    """Ids in the export to ids here."""


def wording(row: Mapping[str, Any], names: Names) -> Wording:
    """The content of a record of revisions. Raises Invalid where it is none."""
    body = row.get("body")
    if isinstance(body, str):
        try:
            body = msgspec.json.decode(body) if body else ""
        except msgspec.DecodeError as error:
            raise Invalid("body", f"This is no document: {error}") from error
    lost = {"mentions": 0, "pictures": 0}
    told = {name: row.get(name) or "" for name in _TEXTS}
    told = {name: value for name, value in told.items() if value}
    cover = row.get("cover")
    if isinstance(cover, dict):
        cover = _covered(cover, names, lost)
    try:
        content = msgspec.convert(
            {
                **told,
                "body": msgspec.json.encode(_named(body, names, lost)).decode() if body else "",
                "tags": row.get("tags") or [],
                "cover": cover or None,
                "slug": row.get("wished_slug") or "",
            },
            Content,
            strict=False,
        )
    except (msgspec.ValidationError, RecursionError) as error:
        raise Invalid("content", f"This is no story: {error}") from error
    return Wording(content=content, mentions=lost["mentions"], pictures=lost["pictures"])


def _covered(cover: Mapping[str, Any], names: Names, lost: dict[str, int]) -> Mapping[str, Any] | None:
    old = str(cover.get("imageId") or cover.get("image_id") or "")
    if old not in names.pictures:
        lost["pictures"] += 1
        return None
    kept = {name: value for name, value in cover.items() if name not in ("imageId", "image_id")}
    return {**kept, "imageId": names.pictures[old]}


def _named(node: Any, names: Names, lost: dict[str, int]) -> Any:
    """A part of the document with the ids of this site; RecursionError where it is nested without end."""
    if isinstance(node, list):
        return [one for each in node if (one := _named(each, names, lost)) is not None]
    if not isinstance(node, dict):
        return node
    attrs = node.get("attrs")
    if isinstance(attrs, dict):
        if node.get("type") == "mention":
            return _mention(node, attrs, names, lost)
        if attrs.get("image"):
            new = names.pictures.get(str(attrs["image"]))
            if new is None:
                lost["pictures"] += 1
                return None
            node = {**node, "attrs": {**attrs, "image": new}}
    return {name: _named(value, names, lost) if name == "content" else value for name, value in node.items()}


def _mention(
    node: Mapping[str, Any], attrs: Mapping[str, Any], names: Names, lost: dict[str, int]
) -> Mapping[str, Any]:
    if attrs.get("person") == names.person_id:
        return {**node, "attrs": {**attrs, "person": names.here_id, "handle": names.here_handle}}
    lost["mentions"] += 1
    marks = {"marks": node["marks"]} if "marks" in node else {}
    return {"type": "text", "text": _SOMEONE, **marks}
