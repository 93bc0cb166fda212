"""The services that the site is made of, here or elsewhere."""

import msgspec

from octavo.accounts.api import Accounts
from octavo.images.api import Images
from octavo.publications.api import Publications
from octavo.replays.api import Replays
from octavo.search.api import Search
from octavo.stories.api import Stories
from octavo.syndication.api import Syndication


class Services(msgspec.Struct, kw_only=True):
    """All of them, by their contracts."""

    accounts: Accounts
    images: Images
    search: Search
    replays: Replays
    publications: Publications
    stories: Stories
    syndication: Syndication
