"""What services there are: their tables, and what each keeps about people."""

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Final

from octavo.accounts import service as accounts_service
from octavo.annotations import service as annotations_service
from octavo.chassis.personal import Holdings
from octavo.embeds import service as embeds_service
from octavo.feed import service as feed_service
from octavo.graph import service as graph_service
from octavo.images import service as images_service
from octavo.moderation import service as moderation_service
from octavo.notifications import service as notifications_service
from octavo.publications import service as publications_service
from octavo.readership import service as readership_service
from octavo.replays import service as replays_service
from octavo.responses import service as responses_service
from octavo.search import service as search_service
from octavo.stories import service as stories_service
from octavo.syndication import service as syndication_service
from octavo.webhooks import service as webhooks_service

SERVICES: Final = (
    "accounts",
    "images",
    "moderation",
    "annotations",
    "publications",
    "search",
    "stories",
    "syndication",
    "embeds",
    "readership",
    "graph",
    "feed",
    "responses",
    "notifications",
    "replays",
    "webhooks",
)
"""Their names, which are also those of their databases."""

MIGRATIONS: Final[Mapping[str, Traversable]] = {
    "accounts": accounts_service.MIGRATIONS,
    "images": images_service.MIGRATIONS,
    "search": search_service.MIGRATIONS,
    "replays": replays_service.MIGRATIONS,
    "moderation": moderation_service.MIGRATIONS,
    "annotations": annotations_service.MIGRATIONS,
    "publications": publications_service.MIGRATIONS,
    "stories": stories_service.MIGRATIONS,
    "syndication": syndication_service.MIGRATIONS,
    "embeds": embeds_service.MIGRATIONS,
    "readership": readership_service.MIGRATIONS,
    "graph": graph_service.MIGRATIONS,
    "feed": feed_service.MIGRATIONS,
    "responses": responses_service.MIGRATIONS,
    "notifications": notifications_service.MIGRATIONS,
    "webhooks": webhooks_service.MIGRATIONS,
}

HOLDINGS: Final[Mapping[str, Holdings]] = {
    "accounts": accounts_service.HOLDINGS,
    "images": images_service.HOLDINGS,
    "search": search_service.HOLDINGS,
    "replays": replays_service.HOLDINGS,
    "moderation": moderation_service.HOLDINGS,
    "annotations": annotations_service.HOLDINGS,
    "publications": publications_service.HOLDINGS,
    "stories": stories_service.HOLDINGS,
    "syndication": syndication_service.HOLDINGS,
    "embeds": embeds_service.HOLDINGS,
    "readership": readership_service.HOLDINGS,
    "graph": graph_service.HOLDINGS,
    "feed": feed_service.HOLDINGS,
    "responses": responses_service.HOLDINGS,
    "notifications": notifications_service.HOLDINGS,
    "webhooks": webhooks_service.HOLDINGS,
}
"""What each keeps about people: exported for them, and erased when they go."""

ComparedTexts = stories_service.Compared
TextCopy = stories_service.TextCopy
moving_texts = stories_service.moving_texts
texts_in_table = stories_service.texts_in_table
"""For `octavo copy`: the long texts of stories stand in rows, or in a table of DynamoDB."""
