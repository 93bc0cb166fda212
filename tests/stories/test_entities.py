from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from octavo.document import parsing
from octavo.stories.api import (
    Content,
    NotPublishable,
    PersonId,
    RevisionId,
    Status,
    StoryId,
    VersionConflict,
    Visibility,
    WrongState,
)
from octavo.stories.content import Limits, Settled, settle
from octavo.stories.entities import (
    COALESCED_WITHIN,
    UNDO_FOR,
    Manuscript,
    begin,
    is_listed,
    pages_showing,
)
from tests.stories.desk import body, figure, text

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANNA, BERT = PersonId("1111111AnNa"), PersonId("1111111Bert")


def settled(content: Content) -> Settled:
    return settle(content, Limits())


def draft(content: Content | None = None) -> Manuscript:
    return begin(
        settled(content or text()),
        story_id=StoryId("11111111one"),
        author_id=ANNA,
        revision_id=RevisionId("r0"),
        now=NOON,
    )


def saved(manuscript: Manuscript, content: Content, *, later: timedelta, by: PersonId = ANNA) -> Manuscript:
    return manuscript.save(settled(content), by=by, now=NOON + later, mint=lambda: RevisionId("r1"))


def document_of(manuscript: Manuscript) -> parsing.Document:
    return parsing.parse(manuscript.wording.content.body)


def published(manuscript: Manuscript) -> Manuscript:
    return manuscript.publish(document_of(manuscript), now=NOON)


def test_a_save_soon_after_goes_into_the_same_revision() -> None:
    after = saved(draft(), text("B"), later=COALESCED_WITHIN - timedelta(seconds=1))
    assert after.wording.revision_id == "r0"
    assert after.wording.began_at == NOON
    assert after.version == 2


@pytest.mark.parametrize(
    ("by", "later"), [(ANNA, COALESCED_WITHIN), (BERT, timedelta(seconds=1))], ids=["later", "somebody else"]
)
def test_a_save_begins_a_revision(by: PersonId, later: timedelta) -> None:
    assert saved(draft(), text("B"), later=later, by=by).wording.revision_id == "r1"


def test_a_save_that_loses_most_of_the_text_begins_a_revision() -> None:
    long = draft(text("A walk", "word " * 60))
    assert saved(long, text("A walk", "word " * 20), later=timedelta(seconds=1)).wording.revision_id == "r1"
    assert saved(long, text("A walk", "word " * 40), later=timedelta(seconds=1)).wording.revision_id == "r0"


def test_a_save_never_goes_into_a_revision_that_readers_saw() -> None:
    assert saved(published(draft()), text("B"), later=timedelta(seconds=1)).wording.revision_id == "r1"


def test_the_same_text_again_is_no_save() -> None:
    manuscript = draft()
    assert saved(manuscript, text(), later=timedelta(hours=1)) is manuscript


def test_a_conflict_brings_the_text_that_won() -> None:
    winner = saved(draft(), text("The winner"), later=timedelta(minutes=1))
    with pytest.raises(VersionConflict) as caught:
        winner.require_version(1)
    assert caught.value.version == 2
    assert caught.value.content.title == "The winner"
    assert caught.value.saved_by == ANNA


@pytest.mark.parametrize(
    ("content", "field"), [(text(""), "title"), (text("A walk", "  "), "body"), (text("A walk", "…"), "body")]
)
def test_a_published_story_has_a_title_and_something_to_read(content: Content, field: str) -> None:
    with pytest.raises(NotPublishable) as caught:
        published(draft(content))
    assert caught.value.field == field


def test_a_picture_is_something_to_read() -> None:
    assert published(draft(Content(title="A lake", body=figure()))).status is Status.PUBLISHED


def test_what_readers_see_already_is_not_published_again() -> None:
    out = published(draft())
    with pytest.raises(WrongState):
        published(out)


def test_the_address_stays_when_the_title_changes_and_goes_when_it_is_wished() -> None:
    out = published(draft(text("First title")))
    renamed = published(saved(out, text("Second title"), later=timedelta(hours=1)))
    assert renamed.slug == "first-title"
    wished = published(saved(renamed, text("Second title", slug="second"), later=timedelta(hours=2)))
    assert wished.slug == "second"
    forgotten = published(saved(wished, text("Third title"), later=timedelta(hours=3)))
    assert forgotten.slug == "second"


def test_the_first_publication_keeps_its_day() -> None:
    back = published(draft()).unpublish()
    again = back.publish(document_of(back), now=NOON + timedelta(days=9))
    assert again.published_at == NOON


def test_a_deletion_ends_a_plan() -> None:
    manuscript = draft()
    planned = manuscript.schedule(document_of(manuscript), at=NOON + timedelta(days=1))
    undone = planned.delete(by=ANNA, now=NOON).undelete()
    assert undone.status is Status.DRAFT
    assert undone.scheduled_for is None


def test_a_deletion_is_over_after_thirty_days() -> None:
    gone = draft().delete(by=ANNA, now=NOON)
    assert not gone.is_over(NOON + UNDO_FOR - timedelta(microseconds=1))
    assert gone.is_over(NOON + UNDO_FOR)


@pytest.mark.parametrize("visibility", [Visibility.EVERYBODY, Visibility.MEMBERS, Visibility.UNLISTED])
def test_lists_hold_what_is_out_and_not_unlisted(visibility: Visibility) -> None:
    assert is_listed(visibility, withdrawn=False, hidden=False) is (visibility is not Visibility.UNLISTED)
    assert not is_listed(visibility, withdrawn=True, hidden=False)
    assert not is_listed(visibility, withdrawn=False, hidden=True)


def test_the_pages_of_an_unlisted_story_are_its_own_and_its_authors() -> None:
    keys = pages_showing(StoryId("s"), PersonId("p"), listed=False, tags=frozenset({"a"}))
    assert keys == {"story:s", "person-stories:p"}
    listed = pages_showing(StoryId("s"), PersonId("p"), listed=True, tags=frozenset({"a"}))
    assert listed == keys | {"stories", "tag:a"}


class Life(RuleBasedStateMachine):
    """Any acts in any order: what must hold of every story all the time."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = count(1)
        self.now = NOON
        self.story = draft()
        self.highest = self.story.version
        self.seen: dict[str, str] = {}

    def act(self, after: Manuscript) -> None:
        assert after.version in {self.story.version, self.story.version + 1}
        assert (after.version == self.story.version) == (
            after.wording.content == self.story.wording.content
            or after.wording.digest == self.story.wording.digest
        )
        self.story = after

    @rule(words=st.integers(0, 40), title=st.sampled_from(["", "A", "B"]), by=st.sampled_from([ANNA, BERT]))
    def save(self, words: int, title: str, by: PersonId) -> None:
        content = Content(title=title, body=body("word " * words))
        self.act(
            self.story.save(
                settled(content), by=by, now=self.now, mint=lambda: RevisionId(f"r{next(self.numbers)}")
            )
        )

    @rule(minutes=st.integers(0, 15))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def publish(self) -> None:
        try:
            self.act(self.story.publish(document_of(self.story), now=self.now))
        except (WrongState, NotPublishable):
            return
        self.seen[self.story.wording.revision_id] = self.story.wording.digest

    @rule()
    def unpublish(self) -> None:
        if self.story.status is Status.PUBLISHED:
            self.act(self.story.unpublish())

    @precondition(lambda self: self.story.status is not Status.DELETED)
    @rule()
    def delete(self) -> None:
        self.act(self.story.delete(by=ANNA, now=self.now))

    @precondition(lambda self: self.story.status is Status.DELETED)
    @rule()
    def undelete(self) -> None:
        self.act(self.story.undelete())

    @invariant()
    def the_version_never_goes_back(self) -> None:
        assert self.story.version >= self.highest
        self.highest = self.story.version

    @invariant()
    def what_readers_saw_is_never_written_over(self) -> None:
        wording = self.story.wording
        assert self.seen.get(wording.revision_id, wording.digest) == wording.digest

    @invariant()
    def a_story_that_is_out_has_an_address_and_a_day(self) -> None:
        if self.story.status is Status.PUBLISHED:
            assert self.story.slug
            assert self.story.published_at
            assert self.story.published_revision_id in self.seen

    @invariant()
    def only_a_deleted_story_has_a_day_of_deletion(self) -> None:
        assert (self.story.status is Status.DELETED) == (self.story.deleted_at is not None)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
