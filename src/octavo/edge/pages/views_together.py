"""What the pages show on which writers say who writes a story, in which languages it is, and which series
there are. Forms are answered as `views_private` says.

======================================  ==========================================================
`/me/stories/ID/together/invite`        handle
`/me/stories/ID/together/remove`        person_id
`/me/stories/ID/together/answer`        accepted ("1" or "0")
`/me/stories/ID/together/link`          other_id (a story of one's own) or typed (an address)
`/me/stories/ID/together/unlink`        nothing; so too leave-series
`/me/stories/ID/together/answer-translation`  story_id (the translation), accepted
`/me/series`                            title, description
`/me/series/ID/ACTION`                  name: title, description; delete: nothing; others: story_id
                                        and version
======================================  ==========================================================
"""

from datetime import datetime
from typing import ClassVar

import msgspec

from octavo.edge.pages.views import Author
from octavo.edge.pages.views_private import Choice, Problem


class TranslationRow(msgspec.Struct, frozen=True, kw_only=True):
    """A translation of a story; `asked`: its author has not answered yet."""

    title: str
    address: str
    language: str
    author: Author
    asked: bool = False


class CoAuthorRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who writes a story with its author, was asked to, or said no: `consent` is "given", "invited"
    or "declined". `me`: whoever looks."""

    person_id: str
    author: Author
    consent: str
    me: bool = False


class TogetherPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/stories/ID/together`. `mine`: the main author looks; `handle` is what was typed."""

    template: ClassVar[str] = "together.html"
    story_id: str
    title: str
    edit_address: str
    author: Author
    mine: bool = False
    co_authors: tuple[CoAuthorRow, ...] = ()
    handle: str = ""
    language: str = ""
    translations: tuple[TranslationRow, ...] = ()
    own_stories: tuple[Choice, ...] = ()
    typed_address: str = ""
    others_series: str = ""
    """The title of a co-author's series in which it stands."""
    problems: tuple[Problem, ...] = ()


class SeriesRow(msgspec.Struct, frozen=True, kw_only=True):
    """A series of one's own."""

    title: str
    address: str
    parts: int


class SeriesListPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/series`: one's own series, and a form for another."""

    template: ClassVar[str] = "series_list.html"
    rows: tuple[SeriesRow, ...] = ()
    title: str = ""
    description: str = ""
    problems: tuple[Problem, ...] = ()


class OwnSeriesPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a series, for its owner. `shown`: readers see it."""

    story_id: str
    title: str
    edit_address: str
    shown: bool


class OwnSeriesPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/series/ID`: its parts, what can be added, and its own words, as typed."""

    template: ClassVar[str] = "own_series.html"
    series_id: str
    name: str
    title: str
    description: str
    version: int
    address: str = ""
    parts: tuple[OwnSeriesPart, ...] = ()
    offered: tuple[Choice, ...] = ()
    problems: tuple[Problem, ...] = ()


class RevisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A revision that can be chosen."""

    id: str
    saved_at: datetime | None
    words: int
    published: bool


class ComparePage(msgspec.Struct, frozen=True, kw_only=True):
    """`/edit/ID/compare`: what was changed from the revision `older` to `newer` (empty: the working copy).
    Without revisions there is no `html`."""

    template: ClassVar[str] = "compare.html"
    story_id: str
    title: str
    edit_address: str
    older: str
    newer: str
    revisions: tuple[RevisionRow, ...]
    html: str
    words_added: int
    words_removed: int


class NoteShown(msgspec.Struct, frozen=True, kw_only=True):
    """A note or an answer; without `text` it was taken away. `own`: the visitor wrote it."""

    id: str
    author: Author | None
    text: str
    written_at: datetime
    edited: bool
    own: bool


class NoteThread(msgspec.Struct, frozen=True, kw_only=True):
    """A note with its answers; `about` are words of its paragraph, which may be `gone`."""

    first: NoteShown
    answers: tuple[NoteShown, ...]
    about: str
    gone: bool
    settled: bool


class NotesPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/edit/ID/notes`: the notes on a draft, and a form for another."""

    template: ClassVar[str] = "draft_notes.html"
    story_id: str
    title: str
    edit_address: str
    threads: tuple[NoteThread, ...]
    paragraphs: tuple[Choice, ...]
    typed: dict[str, str] = {}
    problems: tuple[Problem, ...] = ()


Together = ComparePage | NotesPage | TogetherPage | SeriesListPage | OwnSeriesPage
