"""Stories as one line each, on a reader's own pages: what is gone, or not theirs to see, has no title."""

from collections.abc import Mapping, Sequence

from octavo.edge.hiding import hidden_from
from octavo.edge.pages.views_graph import StoryLine
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.showing import writers
from octavo.edge.workbench import Workbench
from octavo.stories.api import StoryId


async def story_lines(
    bench: Workbench, visitor: Visitor, story_ids: Sequence[StoryId]
) -> Mapping[str, StoryLine]:
    """At most 100 stories by id, without those whose writers are hidden from the visitor."""
    if not story_ids:
        return {}
    parts, stories = Parts(), await bench.stories.get_stories(story_ids=tuple(story_ids))
    people = await bench.authors(parts, writers(stories))
    await bench.mastheads.fetch(parts, stories)
    hidden = await hidden_from(bench.graph, parts, visitor, writers(stories))
    return {
        one.id: StoryLine(
            story_id=one.id,
            title=one.title,
            address=bench.showing.address(one, people.get(one.author_id)),
            author=bench.showing.author(people.get(one.author_id)).name,
        )
        for one in stories
        if hidden.isdisjoint(writers([one]))
    }
