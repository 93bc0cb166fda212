"""The rules of responses: what one may hold, where it stands in the conversation, where a list goes on."""

from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

import msgspec

from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text, to_text
from octavo.document.markdown_import import from_markdown
from octavo.document.markdown_writing import to_markdown
from octavo.document.nodes import Node, to_json
from octavo.document.parsing import InvalidDocument, parse
from octavo.document.rendering import render_html
from octavo.responses.api import PersonId, State, StoryId

LONGEST: Final = 20_000
"""Characters of a response's Markdown."""
DEEPEST: Final = 7
MOST_CLAPS: Final = 50
_ID: Final = 11
_ALLOWED: Final = frozenset(
    {
        *("paragraph", "blockquote", "codeBlock", "bulletList", "orderedList", "listItem"),
        *("text", "hardBreak", "mention"),
    }
)
_LONGEST_PLACE: Final = _ID * (DEEPEST + 2)


class Told(msgspec.Struct, frozen=True):
    """The story under which is responded, by what decides who may do what."""

    story_id: StoryId
    writers: tuple[PersonId, ...]
    """Its author first."""
    for_members: bool
    publication_id: str
    """Where it stands; empty: with its author."""

    def is_decided_by(self, person_id: PersonId | None, edited: Collection[str]) -> bool:
        """Whether somebody who edits in these publications decides about what is said under it."""
        return person_id is not None and (person_id in self.writers or self.publication_id in edited)

    @property
    def author(self) -> PersonId:
        """Whose it is."""
        return self.writers[0]


class Body(NamedTuple):
    """A response's words."""

    body: str
    html: str


class Spot(NamedTuple):
    """Where a response stands in a conversation."""

    path: str
    depth: int


def read(text: str) -> Body:
    """The words as they are kept and shown. Raises Invalid where there are none, too many or other things."""
    if len(text) > LONGEST:
        raise Invalid("text", f"At most {LONGEST:,} characters.")
    try:
        document = from_markdown(text, shift_headings=False).document
    except InvalidDocument:
        raise Invalid("text", "This is too much for a response.") from None
    if any(node.type not in _ALLOWED for node in _nodes(document.content)):
        raise Invalid("text", "A response has paragraphs, links, lists, quotations and code.")
    if not any(node.text.strip() for node in _nodes(document.content)):
        raise Invalid("text", "Please write something.")
    return Body(to_json(document), render_html(document, _no_picture))


def markdown(body: str) -> str:
    """The words as their author edits them."""
    return to_markdown(parse(body), _no_picture).strip() if body else ""


def spot_below(parent: Spot | None, number: int) -> Spot:
    """Where an answer to a response, or with None to the story, stands."""
    if parent is None:
        return Spot(to_text(number), 0)
    if parent.depth >= DEEPEST:
        return Spot(parent.path[:-_ID] + to_text(number), DEEPEST)
    return Spot(parent.path + to_text(number), parent.depth + 1)


def check_claps(claps: int) -> None:
    """Raises Invalid."""
    if not 0 <= claps <= MOST_CLAPS:
        raise Invalid("claps", f"A response has at most {MOST_CLAPS} claps of one reader.")


def after_path(after: str) -> str:
    """Where a page of a conversation begins. Raises Invalid where it is no place."""
    parts = [after[start : start + _ID] for start in range(0, len(after), _ID)]
    if len(after) > _LONGEST_PLACE:
        raise Invalid("after", "Is not where a page of this list ended.")
    for part in parts:
        from_text(part, "after")
    return after


def number_before(after: str) -> int:
    """Of a list that goes back by id: below which number it goes on. Raises Invalid where it is no place."""
    return from_text(after, "after") if after else 1 << 62


def sees(state: State, *, mine: bool, decides: bool, moderates: bool) -> bool:
    """Whether somebody sees a response in this state. `decides`: about what is said under its story."""
    if state in (State.SHOWN, State.REMOVED) or mine or moderates:
        return True
    return decides and state is not State.TAKEN_BACK


def may_become(before: State, after: State, *, moderates: bool) -> bool:
    """Whether somebody who decides may bring a response from one state to the other: what was taken back only
    moderators show again, what was taken away nobody does."""
    if before is after or before is State.REMOVED:
        return False
    return before is not State.TAKEN_BACK or (moderates and after is State.SHOWN)


def _nodes(content: Iterable[Node]) -> Iterator[Node]:
    for node in content:
        yield node
        yield from _nodes(node.content)


def _no_picture(image_id: str, width: int) -> str:
    raise LookupError("a response holds no pictures")
