"""What every faculty of the webhooks works with."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from octavo.accounts.api import Accounts
from octavo.publications.api import Publications
from octavo.stories.api import Stories
from octavo.webhooks.ports import Deliveries, Hooks, Sender


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much there may be."""

    hooks: int
    """Of one person."""
    by_hand: int
    """Tests and replays of one person within an hour."""
    waiting: int
    """Deliveries that wait for one webhook; with one more it is stopped."""
    kept: timedelta
    """How long the log is."""


class Desk(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Ports, time and rules; the faculties of `WebhooksInteractor` are classes of their own over it."""

    hooks: Hooks
    deliveries: Deliveries
    sender: Sender
    accounts: Accounts
    stories: Stories
    publications: Publications
    limits: Limits
    site_secret: bytes
    source: str
    """The site's own address, without a slash at its end: the `source` of all that is told."""
    story_address: Callable[[str], str]
    """The whole address of a story by its id."""
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    chance: Callable[[], float]
    """From 0 to 1."""
    arrived: Callable[[], None]
    """Called when there is something new to deliver."""
