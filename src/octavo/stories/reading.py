"""Reading: published stories, one or many, by list, tag and old address."""

from msgspec.structs import replace

from octavo.chassis.context import current_caller
from octavo.chassis.faults import Invalid
from octavo.stories.addresses import is_slug, normal_path
from octavo.stories.api import (
    FullStory,
    ListStoriesResponse,
    PersonId,
    PublicationId,
    SectionId,
    Story,
    StoryGone,
    StoryId,
    StoryNotFound,
    Tag,
    Visibility,
)
from octavo.stories.content import normal_tag
from octavo.stories.pages import read_position, write_position
from octavo.stories.ports import Shown, Which
from octavo.stories.study import CONFIRMED, Study, require_limit

_MOST_BY_ID = 200
_MOST_STORIES = 100
_MOST_READ = 20
_MOST_WITH_TEXT = 50
_MOST_TAGS = 500
_MOST_CHARACTERS = 4_000_000
"""Of HTML in one answer: a page of very long stories ends sooner."""


class Reading(Study):
    """What readers are shown. Nothing here ever touches a working copy."""

    async def get_stories(self, *, story_ids: tuple[StoryId, ...]) -> tuple[Story, ...]:
        if len(story_ids) > _MOST_BY_ID:
            raise Invalid("story_ids", f"At most {_MOST_BY_ID} at once.")
        found = await self._shelf.stories(story_ids)
        return tuple(found[story_id] for story_id in story_ids if story_id in found)

    async def read_story(self, *, story_id: StoryId) -> FullStory:
        shown = await self._shelf.find(story_id)
        if shown is None or shown.hidden:
            raise StoryNotFound(story_id=story_id)
        if shown.withdrawn:
            raise StoryGone(story_id=story_id)
        return await self._full(shown)

    async def read_stories(self, *, story_ids: tuple[StoryId, ...]) -> tuple[FullStory, ...]:
        if len(story_ids) > _MOST_READ:
            raise Invalid("story_ids", f"At most {_MOST_READ} at once.")
        found = await self._shelf.texts(story_ids)
        return tuple([await self._full(found[story_id]) for story_id in story_ids if story_id in found])

    async def list_stories(
        self,
        *,
        author_id: PersonId = PersonId(""),  # noqa: B008 - a string by another name, and the contract's default
        tag: str = "",
        limit: int = 20,
        after: str = "",
        with_text: bool = False,
        publication_id: PublicationId = PublicationId(""),  # noqa: B008 - as above
        section_id: SectionId = SectionId(""),  # noqa: B008 - as above
    ) -> ListStoriesResponse:
        require_limit(limit, _MOST_WITH_TEXT if with_text else _MOST_STORIES)
        page = await self._shelf.page(
            Which(
                author_id=author_id,
                tag=normal_tag(tag),
                publication_id=publication_id,
                section_id=section_id,
            ),
            after=read_position(after),
            limit=limit + 1,
            with_text=with_text,
        )
        shown = _bounded(page[:limit])
        last = shown[-1].story if len(page) > len(shown) else None
        return ListStoriesResponse(
            stories=tuple(line.story for line in shown),
            full=tuple([await self._full(line) for line in shown]) if with_text else (),
            next=write_position(last.published_at, last.id) if last else "",
        )

    async def find_by_old_address(
        self,
        *,
        address: str,
        author_id: PersonId = PersonId(""),  # noqa: B008 - as above
    ) -> Story:
        if author_id:
            slug = address.lower()
            story = await self._shelf.find_by_slug(author_id, slug) if is_slug(slug) else None
        else:
            path = normal_path(address)
            story = await self._shelf.find_by_path(path) if path else None
        if story is None:
            raise StoryNotFound
        return story

    async def list_tags(self, *, limit: int = 20) -> tuple[Tag, ...]:
        return tuple(await self._shelf.tags(limit=require_limit(limit, _MOST_TAGS)))

    async def _full(self, shown: Shown) -> FullStory:
        shown = await self._fresh(shown)
        assert shown.rendered is not None
        whole = _may_read_on(shown.story)
        return FullStory(
            story=shown.story,
            html=shown.rendered.html if whole else shown.rendered.teaser,
            teaser_only=not whole,
        )

    async def _fresh(self, shown: Shown) -> Shown:
        """HTML of another renderer is made anew, and kept."""
        story, rendered = shown.story, shown.rendered
        if rendered is not None and rendered.renderer == self._renderer.name:
            return shown
        wording = await self._archive.wording(story.id, story.revision_id)
        if wording is None:  # erased between the two reads
            raise StoryNotFound(story_id=story.id)
        document = await self._document(wording.content.body)
        rendered = self._renderer.render(
            document,
            cover=story.cover,
            with_teaser=story.visibility is Visibility.MEMBERS,
            language=story.language,
        )
        await self._shelf.keep_rendered(story.id, story.revision_id, rendered)
        return replace(shown, rendered=rendered)


def _bounded(page: list[Shown]) -> list[Shown]:
    """As many of the first ones as make an answer of bearable size; one at least."""
    size = 0
    for number, shown in enumerate(page):
        size += len(shown.rendered.html) if shown.rendered else 0
        if size > _MOST_CHARACTERS and number:
            return page[:number]
    return page


def _may_read_on(story: Story) -> bool:
    caller = current_caller()
    for_members = story.visibility is Visibility.MEMBERS or story.members_part
    if not for_members or caller.person_id in {story.author_id, *story.co_author_ids}:
        return True
    return caller.person_id is not None and CONFIRMED in caller.roles
