"""What people can do with stories, and what the site does for them by itself."""

from datetime import datetime

from octavo.stories.api import PersonId
from octavo.stories.arranging import Arranging
from octavo.stories.co_authoring import CoAuthoring
from octavo.stories.exporting import Exporting
from octavo.stories.importing import Importing
from octavo.stories.mapping import Mapping
from octavo.stories.offering import Offering
from octavo.stories.reading import Reading
from octavo.stories.revising import Revising
from octavo.stories.translating import Translating
from octavo.stories.writing import Writing


class StoriesInteractor(
    Writing,
    Exporting,
    Revising,
    CoAuthoring,
    Arranging,
    Translating,
    Offering,
    Reading,
    Mapping,
    Importing,
):
    """The whole service: fits the generated Protocol `Stories`, and has what events and time call for."""

    async def hide_author(self, author_id: PersonId) -> None:
        """A suspended author's stories are not to be seen, nor do scheduled ones go out."""
        await self._shelf.hide_author(author_id, since=self._clock())

    async def show_author(self, author_id: PersonId) -> None:
        """The stories of a reinstated author are back as they stand."""
        await self._shelf.show_author(author_id)

    async def keep_time(self, now: datetime) -> int:
        """What is due: scheduled stories go out, deleted ones are erased. How many it was."""
        return await self.run_schedule(now) + await self.erase_deleted(now)
