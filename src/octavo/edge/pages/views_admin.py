"""What the pages of the administration show, beside people and reports."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from octavo.edge.operations import Letter, SettingPart, State, Storage, Tried
from octavo.edge.overview import Overview
from octavo.edge.pages.views import Author, StoryCard


class StoryAdminRow(msgspec.Struct, frozen=True, kw_only=True):
    """A story that readers can find."""

    story_id: str
    card: StoryCard


class StoriesAdmin(msgspec.Struct, frozen=True, kw_only=True):
    """`/admin/stories`: all that stand in lists, or those that words find. `away`: search does not answer."""

    template: ClassVar[str] = "admin/stories.html"
    rows: tuple[StoryAdminRow, ...] = ()
    query: str = ""
    more: str = ""
    away: bool = False


class PublicationAdminRow(msgspec.Struct, frozen=True, kw_only=True):
    """A publication. `owners` is empty where nobody is left."""

    name: str
    address: str
    description: str
    archived: bool
    orphaned: bool
    owners: tuple[Author, ...] = ()


class PublicationsAdmin(msgspec.Struct, frozen=True, kw_only=True):
    """`/admin/publications`, those that take stories or with `archived` the others."""

    template: ClassVar[str] = "admin/publications.html"
    rows: tuple[PublicationAdminRow, ...] = ()
    archived: bool = False
    more: str = ""


class SettingsAdmin(msgspec.Struct, frozen=True, kw_only=True):
    """`/admin/settings`. `tried` is what came of the value that was sent; the form sends variable, value."""

    template: ClassVar[str] = "admin/settings.html"
    parts: Sequence[SettingPart]
    tried: Tried | None = None


class HealthAdmin(msgspec.Struct, frozen=True, kw_only=True):
    """`/admin/health`. `documents` is -1 where search does not answer."""

    template: ClassVar[str] = "admin/health.html"
    state: State
    documents: int = -1
    unindexed: int = 0
    building: bool = False


class OperationAdmin(msgspec.Struct, frozen=True, kw_only=True):
    """`/admin/operation`. The forms of its errors send group."""

    template: ClassVar[str] = "admin/operation.html"
    overview: Overview


class EventsAdmin(msgspec.Struct, frozen=True, kw_only=True):
    """`/admin/events`: what was given up. Its forms send letter."""

    template: ClassVar[str] = "admin/events.html"
    letters: Sequence[Letter]


class StorageAdmin(msgspec.Struct, frozen=True, kw_only=True):
    """`/admin/storage`."""

    template: ClassVar[str] = "admin/storage.html"
    storage: Storage
    used: int


class Welcome(msgspec.Struct, frozen=True, kw_only=True):
    """`/admin/welcome`: the first steps, each done or not as the site stands now."""

    template: ClassVar[str] = "admin/welcome.html"
    named: bool
    mail_works: bool
    registration: str
    registration_chosen: bool
    has_story: bool
    has_address: bool
    site_address: str


AdminPage = (
    StoriesAdmin
    | PublicationsAdmin
    | SettingsAdmin
    | OperationAdmin
    | HealthAdmin
    | EventsAdmin
    | StorageAdmin
    | Welcome
)
