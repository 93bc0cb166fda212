"""Conversations under stories, as pages show them. Addresses are text."""

from datetime import datetime
from typing import ClassVar

import msgspec

from octavo.edge.pages.views import Author


class ResponseShown(msgspec.Struct, frozen=True, kw_only=True):
    """A response. `state` is the contract's in lower case; `mine`, `decides`, `moderates`: what the reader
    may do: with their own, as who decides about the story, as a moderator."""

    id: str
    author: Author | None
    html: str
    written_at: datetime
    edited: bool = False
    state: str = "shown"
    depth: int = 0
    claps: int = 0
    own_claps: int = 0
    mine: bool = False
    decides: bool = False
    moderates: bool = False
    by_writer: bool = False
    """Somebody who wrote the story says it."""
    text: str = ""
    """For its author: the Markdown to be edited."""
    answering: bool = False
    """The form for an answer to it is open."""
    editing: bool = False
    answers: str = ""
    """In a list by time: where the conversation is that it belongs to; empty where it answers the story."""
    story_title: str = ""
    story_address: str = ""


class ResponsesPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/p/ID/responses` and `/r/ID`: a story's conversation, or a part of it."""

    template: ClassVar[str] = "responses.html"
    story_id: str
    title: str
    story: str
    """The story's address."""
    here: str
    """Where the forms lead back to."""
    responses: tuple[ResponseShown, ...] = ()
    alone: bool = False
    """One response with what answers it."""
    by_time: bool = False
    older: str = ""
    first: str = ""
    signed_in: bool = False
    may_respond: bool = True
    """The reader may write; otherwise the story is locked, or not for them."""
    rule: str = ""
    """For who decides about it: who may respond, the contract's in lower case."""
    written: str = ""
    """What was written into a form that was refused, for it not to be lost."""
    problem: str = ""
    waits: bool = False
    """The reader's response was just held."""


class OwnResponsesPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/responses`: what waits for the reader to let it through, and what they said themselves."""

    template: ClassVar[str] = "own_responses.html"
    show: str
    """"waiting" or "written"."""
    responses: tuple[ResponseShown, ...] = ()
    older: str = ""
    first: str = ""


TalkPages = ResponsesPage | OwnResponsesPage
