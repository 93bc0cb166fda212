"""The services that the site is made of, here or elsewhere."""

from collections.abc import Mapping

import msgspec

from octavo.accounts.api import CONTRACT as ACCOUNTS
from octavo.accounts.api import Accounts
from octavo.annotations.api import CONTRACT as ANNOTATIONS
from octavo.annotations.api import Annotations
from octavo.chassis.contract import Contract
from octavo.embeds.api import CONTRACT as EMBEDS
from octavo.embeds.api import Embeds
from octavo.feed.api import CONTRACT as FEED
from octavo.feed.api import Feed
from octavo.graph.api import CONTRACT as GRAPH
from octavo.graph.api import Graph
from octavo.images.api import CONTRACT as IMAGES
from octavo.images.api import Images
from octavo.moderation.api import CONTRACT as MODERATION
from octavo.moderation.api import Moderation
from octavo.notifications.api import CONTRACT as NOTIFICATIONS
from octavo.notifications.api import Notifications
from octavo.publications.api import CONTRACT as PUBLICATIONS
from octavo.publications.api import Publications
from octavo.readership.api import CONTRACT as READERSHIP
from octavo.readership.api import Readership
from octavo.replays.api import Replays
from octavo.responses.api import CONTRACT as RESPONSES
from octavo.responses.api import Responses
from octavo.search.api import CONTRACT as SEARCH
from octavo.search.api import Search
from octavo.stories.api import CONTRACT as STORIES
from octavo.stories.api import Stories
from octavo.syndication.api import CONTRACT as SYNDICATION
from octavo.syndication.api import Syndication
from octavo.webhooks.api import CONTRACT as WEBHOOKS
from octavo.webhooks.api import Webhooks


class Services(msgspec.Struct, kw_only=True):
    """All of them, by their contracts."""

    accounts: Accounts
    images: Images
    search: Search
    replays: Replays
    moderation: Moderation
    annotations: Annotations
    publications: Publications
    stories: Stories
    syndication: Syndication
    embeds: Embeds
    readership: Readership
    graph: Graph
    feed: Feed
    responses: Responses
    notifications: Notifications
    webhooks: Webhooks

    def offered(self) -> Mapping[Contract, object]:
        """Those that have public methods: what the open API is made of."""
        return {
            ACCOUNTS: self.accounts,
            STORIES: self.stories,
            SEARCH: self.search,
            MODERATION: self.moderation,
            PUBLICATIONS: self.publications,
            IMAGES: self.images,
            SYNDICATION: self.syndication,
            EMBEDS: self.embeds,
            READERSHIP: self.readership,
            GRAPH: self.graph,
            FEED: self.feed,
            RESPONSES: self.responses,
            NOTIFICATIONS: self.notifications,
            WEBHOOKS: self.webhooks,
            ANNOTATIONS: self.annotations,
        }
