"""Whatever people do in whatever order: nothing unpublished is ever visible to others."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from octavo.chassis import database
from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Fault
from octavo.stories.api import Content, PersonId, RevisionId, Status, StoryId, Visibility
from octavo.stories.service import MIGRATIONS
from tests.stories.desk import ANNA, BERT, MODERATOR, Clock, World, body, built

OTHERS = (BERT, MODERATOR, ANONYMOUS)


class Unseen(RuleBasedStateMachine):
    """Anna writes; each text bears a word of its own, which others may know only if it was published."""

    stories = Bundle("stories")

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        clock = Clock()
        path = Path(self.folder.name) / "stories.db"
        db = self.run(database.open(path, name="stories", migrations=MIGRATIONS))
        inside = built(db, clock)
        self.world = World(inside, inside, db, clock)
        self.words = 0
        self.current: dict[StoryId, str] = {}
        self.out: dict[StoryId, str] = {}
        self.hidden = False

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    def attempt(self, caller: Caller, work: Any) -> Any:
        """What the act gives; None where it was refused."""
        with acting_as(caller):
            try:
                return self.run(work)
            except Fault:
                return None

    def text(self, visibility: Visibility) -> tuple[str, Content]:
        self.words += 1
        word = f"word{self.words}x"
        content = Content(
            title=f"Title {word}",
            body=body(f"Text {word}."),
            tags=(word,),
            visibility=visibility,
            slug="address",  # one that is made of the title goes on bearing the first one's word
        )
        return word, content

    def publish_now(self, story: StoryId) -> None:
        self.out[story] = self.current[story]

    @rule(target=stories, visibility=st.sampled_from(list(Visibility)))
    def create(self, visibility: Visibility) -> StoryId:
        word, content = self.text(visibility)
        draft = self.attempt(ANNA, self.world.stories.create_draft(content=content))
        story = draft.id if draft else StoryId("refused")
        if draft:
            self.current[story] = word
        return story

    @rule(story=stories, visibility=st.sampled_from(list(Visibility)))
    def save(self, story: StoryId, visibility: Visibility) -> None:
        draft = self.attempt(ANNA, self.world.stories.get_draft(story_id=story))
        word, content = self.text(visibility)
        if draft and self.attempt(
            ANNA,
            self.world.stories.save_draft(story_id=story, version=draft.version, content=content),
        ):
            self.current[story] = word

    @rule(story=stories)
    def publish(self, story: StoryId) -> None:
        draft = self.attempt(ANNA, self.world.stories.get_draft(story_id=story))
        if draft and self.attempt(ANNA, self.world.stories.publish(story_id=story, version=draft.version)):
            self.publish_now(story)

    @rule(story=stories, hours=st.integers(1, 5))
    def schedule(self, story: StoryId, hours: int) -> None:
        draft = self.attempt(ANNA, self.world.stories.get_draft(story_id=story))
        if draft:
            at = self.world.clock.now.replace(year=2027, hour=hours)
            self.attempt(ANNA, self.world.stories.schedule(story_id=story, version=draft.version, at=at))

    @rule(days=st.sampled_from([1, 40, 400]))
    def time_goes_by(self, days: int) -> None:
        self.world.clock.turn(days=days)
        self.run(self.world.inside.keep_time(self.world.clock.now))
        for story in self.current:
            draft = self.attempt(ANNA, self.world.stories.get_draft(story_id=story))
            if draft and draft.status is Status.PUBLISHED and story not in self.out:
                self.publish_now(story)
            if draft is None:
                self.out.pop(story, None)

    @rule(story=stories, who=st.sampled_from([ANNA, *OTHERS]))
    def unpublish(self, story: StoryId, who: Caller) -> None:
        if self.attempt(who, self.world.stories.unpublish(story_id=story)):
            self.out.pop(story, None)

    @rule(story=stories, who=st.sampled_from([ANNA, *OTHERS]))
    def delete(self, story: StoryId, who: Caller) -> None:
        if self.attempt(who, self.world.stories.delete(story_id=story)):
            self.out.pop(story, None)

    @rule(story=stories, who=st.sampled_from([ANNA, *OTHERS]))
    def undelete(self, story: StoryId, who: Caller) -> None:
        draft = self.attempt(who, self.world.stories.undelete(story_id=story))
        if draft and draft.status is Status.PUBLISHED:
            read = self.run(self.world.inside._shelf.find(story))
            self.out[story] = read.story.tags[0]

    @rule(story=stories)
    def discard(self, story: StoryId) -> None:
        draft = self.attempt(ANNA, self.world.stories.get_draft(story_id=story))
        if draft and self.attempt(
            ANNA, self.world.stories.discard_changes(story_id=story, version=draft.version)
        ):
            self.current[story] = self.out[story]

    @rule(hidden=st.booleans())
    def suspend(self, hidden: bool) -> None:
        author = PersonId(str(ANNA.person_id))
        self.run(self.world.inside.hide_author(author) if hidden else self.world.inside.show_author(author))
        self.hidden = hidden

    @rule(story=stories, who=st.sampled_from(OTHERS))
    def others_try(self, story: StoryId, who: Caller) -> None:
        api = self.world.stories
        for work in (
            api.get_draft(story_id=story),
            api.save_draft(story_id=story, version=1, content=self.text(Visibility.EVERYBODY)[1]),
            api.publish(story_id=story, version=1),
            api.share_draft(story_id=story, shared=True),
            api.list_revisions(story_id=story),
            api.get_revision(story_id=story, revision_id=RevisionId(story)),
            api.compare_revisions(story_id=story, from_revision_id=RevisionId(story)),
        ):
            assert self.attempt(who, work) is None

    @invariant()
    def others_see_only_what_is_out(self) -> None:
        seen = {} if self.hidden else self.out
        for who in OTHERS:
            page = self.attempt(who, self.world.stories.list_stories(limit=50, with_text=True))
            told = [str(page)]
            for story in self.current:
                read = self.attempt(who, self.world.stories.read_story(story_id=story))
                assert (read is not None) == (story in seen)
                told.append(str(read))
            everything = " ".join(told)
            for number in range(1, self.words + 1):
                word = f"word{number}x"
                assert word not in everything or word in seen.values()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.run(self.world.db.close())
            self.loop.close()
            self.folder.cleanup()


TestUnseen = Unseen.TestCase
TestUnseen.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
