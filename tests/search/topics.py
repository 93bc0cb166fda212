"""Made stories about a few things, so that there is something to learn; the same ones each time."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from octavo.chassis.ids import to_text
from octavo.search.adapters.folder import Folder
from octavo.search.adapters.press import TantivyPress
from octavo.search.adapters.writing import gist_of
from octavo.search.ports import StoryEntry
from octavo.stories.api import StoryId

TOPICS: Final = {
    "birds": "heron egret marsh reed feather nest plumage wader beak flock",
    "bread": "flour yeast dough oven crust loaf knead sourdough baker crumb",
    "stars": "comet orbit nebula telescope planet eclipse galaxy meteor moonlight zenith",
    "ships": "harbour anchor sail mast rudder deck captain voyage tide cabin",
    "law": "court judge statute verdict lawyer appeal witness treaty clause tribunal",
    "music": "violin chord melody rhythm concert sonata choir tempo tenor ballad",
    "trees": "oak birch bark root sapling timber acorn canopy grove willow",
    "metal": "iron forge anvil copper alloy smelt ingot rust blacksmith tin",
}
EACH: Final = 8
"""Stories of a topic; fewer than a fifth of all, so that its words count."""
LEAST: Final = 60
"""From so many on these tests have it learned."""
QUESTIONS: Final = (
    "heron egret marsh reed flock",
    "the flour and the yeast of a dough in an oven, and its crust",
    "comet orbit nebula telescope planet",
    "judge statute verdict violin chord court",
)
"""That are answered by meaning, too."""
BY_WORDS: Final = (
    "heron",
    "heron egret",
    "heron egret marsh -reed",
    '"heron egret" marsh reed',
    "heron OR egret marsh reed",
    "-heron -egret -marsh",
    "heronn egrett marshh",
    "what nobody ever wrote",
    "author:anna",
)
"""That are answered by words alone, whatever was learned."""


def texts() -> list[tuple[str, str]]:
    """Titles and texts. Each has some words of its topic, more than once, and one of another."""
    draw = random.Random(5)
    made: list[tuple[str, str]] = []
    for number in range(EACH):
        for topic, words in TOPICS.items():
            own = draw.sample(words.split(), 6)
            other = draw.choice(" ".join(TOPICS.values()).split())
            said = [word for word in own for _ in range(draw.randrange(1, 4))]
            draw.shuffle(said)
            made.append((f"On {topic} {number}", f"We spoke of {' '.join(said)} and also of {other}."))
    return made


def entry(number: int, title: str, text: str, rest: str = "") -> StoryEntry:
    """What the index is told of a story."""
    return StoryEntry(
        story_id=StoryId(to_text(number)),
        revision_id=to_text(number),
        author_ids=(),
        authors="",
        title=title,
        subtitle="",
        tags=(),
        text=text,
        rest=rest,
        language="en",
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def entries() -> list[StoryEntry]:
    """Of all of these stories."""
    return [entry(number, title, text) for number, (title, text) in enumerate(texts(), 1)]


def shelved(folder: Folder, told: Sequence[StoryEntry]) -> TantivyPress:
    """An index that has these, without a space."""
    press = TantivyPress(folder, least_stories=LEAST)
    mark, pen = press.new()
    for one in told:
        pen.put_story(one)
    pen.commit()
    pen.close()
    press.swap(mark)
    return press


def taught(press: TantivyPress, told: Sequence[StoryEntry]) -> None:
    """One lesson, at once."""
    lesson = press.lesson(len(told))
    lesson.hear([gist_of(one) for one in told])
    lesson.learn()
    lesson.publish()
    lesson.close()
