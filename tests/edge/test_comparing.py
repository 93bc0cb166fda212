"""What was changed, on the site: for whoever may read the draft, by a form, without a script."""

from octavo.chassis.context import acting_as
from octavo.stories.api import Content, StoryId
from tests.edge.test_publications import staffed, submitted
from tests.edge.world import Site, document


async def test_two_revisions_and_the_text_of_now_are_compared(site: Site) -> None:
    ada = await site.owner()
    story_id = await site.write("ada", "A fine walk")
    site.clock.turn(minutes=10)
    with acting_as(await site.caller("ada")):
        draft = await site.stories.get_draft(story_id=StoryId(story_id))
        content = Content(title="A long walk", body=document("It was a fine day."))
        await site.stories.save_draft(story_id=draft.id, version=draft.version, content=content)
    page = await ada.get(f"/edit/{story_id}/compare")
    assert page.status == 200
    assert page.words(".compared-title del") == ["fine"]
    assert page.words(".compared-title ins") == ["long"]
    assert "no-store" in page.header("cache-control")
    newest = page.page.css_first("#to option:nth-child(2)").attributes["value"]
    same = await ada.get(f"/edit/{story_id}/compare?from={newest}&to={newest}")
    assert same.words(".compared :is(ins, del)") == []
    assert (await ada.get(f"/edit/{story_id}/compare?from=11111111111")).status == 404


async def test_others_see_nothing_of_it(site: Site) -> None:
    await site.owner()
    bert = await site.member("bert")
    story_id = await site.write("ada", "A fine walk")
    assert (await bert.get(f"/edit/{story_id}/compare")).status == 404
    assert (await site.browser().get(f"/edit/{story_id}/compare")).status == 303


async def test_what_editors_changed_in_a_submission_is_shown(site: Site) -> None:
    owner, writer, _ = await staffed(site)
    story_id, case = await submitted(site, writer)
    assert "text=changes" not in (await writer.get(case)).text
    site.clock.turn(minutes=10)
    with acting_as(await site.caller("olga")):
        content = Content(title="A walk", body=document("It was a rainy day."))
        await site.stories.save_draft(story_id=story_id, version=1, content=content)
    for reader in (owner, writer):
        assert "text=changes" in (await reader.get(case)).text
        changes = await reader.get(f"{case}?text=changes")
        assert changes.words(".compared del") == ["fine"]
        assert changes.words(".compared ins") == ["rainy"]
