"""What people do with their private feeds, and who is let in by one."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import msgspec

from octavo.accounts.api import Accounts
from octavo.chassis.context import current_caller
from octavo.chassis.faults import Unauthenticated
from octavo.syndication.api import (
    CreatePrivateFeedResponse,
    NotConfirmed,
    PersonId,
    PrivateFeed,
    PrivateFeedId,
    PrivateFeedNotFound,
    TooManyPrivateFeeds,
)
from octavo.syndication.entities import Kept, digest_of, named, new_token
from octavo.syndication.ports import PrivateFeeds

_CONFIRMED: Final = "confirmed"


class SyndicationInteractor(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The Syndication of the contract; besides, `forget` for the events of accounts."""

    feeds: PrivateFeeds
    accounts: Accounts
    feeds_allowed: int
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    async def create_private_feed(self, *, name: str = "") -> CreatePrivateFeedResponse:
        person_id, now = _caller(), self.clock()
        if _CONFIRMED not in current_caller().roles:
            raise NotConfirmed
        token = new_token()
        feed = Kept(
            id=PrivateFeedId(self.new_id()),
            person_id=person_id,
            name=named(name, now),
            digest=digest_of(token),
            created_at=now,
        )
        if not await self.feeds.add(feed, most=self.feeds_allowed):
            raise TooManyPrivateFeeds(limit=self.feeds_allowed)
        return CreatePrivateFeedResponse(feed=feed.shown(), token=token)

    async def list_private_feeds(self) -> tuple[PrivateFeed, ...]:
        return tuple(feed.shown() for feed in await self.feeds.of(_caller()))

    async def revoke_private_feed(self, *, feed_id: PrivateFeedId) -> None:
        if not await self.feeds.remove(_caller(), feed_id):
            raise PrivateFeedNotFound

    async def open_private_feed(self, *, token: str) -> PersonId:
        feed = await self.feeds.find(digest) if (digest := digest_of(token)) else None
        if feed is None:
            raise PrivateFeedNotFound
        # Asked each time, so that a suspension counts from its first moment on.
        people = await self.accounts.get_people(person_ids=(feed.person_id,))
        if not people or people[0].suspended:
            raise PrivateFeedNotFound
        now = self.clock()
        if feed.is_to_be_noted(now):
            await self.feeds.note(feed.id, now)
        return feed.person_id

    async def forget(self, person_id: PersonId) -> None:
        """Ends all of a person's feeds; the same again changes nothing."""
        await self.feeds.remove_all(person_id)


def _caller() -> PersonId:
    person_id = current_caller().person_id
    if person_id is None:
        raise Unauthenticated("Sign in first.")
    return PersonId(person_id)
