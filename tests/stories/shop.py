"""Stories whose texts stand in DynamoDB, with all that a test wants to see of it."""

from dataclasses import dataclass

from octavo.chassis.context import acting_as
from octavo.chassis.database import Database
from octavo.stories.adapters.dynamo_texts import DynamoTexts
from octavo.stories.adapters.sql_text_keeping import SqlTextKeeping
from octavo.stories.api import Draft
from octavo.stories.interactors import StoriesInteractor
from octavo.stories.service import Kept
from tests.dynamo_server import GoBetween
from tests.stories.desk import ANNA, Clock, text


@dataclass
class Shop:
    """Stories whose texts stand in a table, and a go-between before the table."""

    stories: StoriesInteractor
    db: Database
    clock: Clock
    kept: Kept
    store: DynamoTexts
    keeping: SqlTextKeeping
    on_the_way: GoBetween

    async def keys(self) -> list[tuple[str, str]]:
        """Of all items that stories have in the table."""
        keys, _ = await self.store._table.listed(None, limit=1000)
        return [key for key in keys if key[0].startswith("story/")]

    async def texts_of(self, story_id: str) -> list[str]:
        """The places of one story's items."""
        return sorted(place for part, place in await self.keys() if part == f"story/{story_id}")

    async def drafted(self, title: str = "A walk", *words: str) -> Draft:
        with acting_as(ANNA):
            return await self.stories.create_draft(content=text(title, *words))

    async def kept_up(self) -> None:
        """Until there is nothing more to be done beside the requests."""
        while await self.keeping.keep():
            pass
