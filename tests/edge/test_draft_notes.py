"""Notes on a draft without a script: for who may read it, each with their answers."""

from tests.edge.test_publications import staffed, submitted
from tests.edge.world import Site


async def test_writer_and_editor_talk_beside_the_draft(site: Site) -> None:
    owner, writer, _ = await staffed(site)
    story_id, _ = await submitted(site, writer)
    page = f"/edit/{story_id}/notes"
    block = (await owner.get(page)).page.css_first("#block option").attributes["value"] or ""
    assert (await owner.post(f"{page}/add", block_id=block, text="Was it <fine>?")).location == (
        f"{page}?said=saved"
    )
    seen = await writer.get(page)
    assert seen.words(".note-text") == ["Was it <fine>?"]
    assert seen.words("blockquote") == ["It was a fine day."]
    assert "no-store" in seen.header("cache-control")
    note_id = seen.page.css_first("[action$=settle] [name=note_id]").attributes["value"] or ""
    assert (await writer.post(f"{page}/answer", note_id=note_id, text="It was.")).status == 303
    assert (await writer.post(f"{page}/settle", note_id=note_id, settled="1")).status == 303
    seen = await owner.get(page)
    assert seen.words(".note-text") == ["Was it <fine>?", "It was."]
    assert seen.words(".notes-thread .badge") == ["Done with"]
    assert (await writer.post(f"{page}/delete", note_id=note_id)).status == 403
    assert (await owner.post(f"{page}/delete", note_id=note_id)).status == 303
    assert (await owner.get(page)).words(".note-text") == ["This note was taken away.", "It was."]


async def test_what_is_refused_is_said_and_typed_words_stay(site: Site) -> None:
    ada = await site.owner()
    story_id = await site.write("ada", "A walk")
    page = f"/edit/{story_id}/notes"
    answer = await ada.post(f"{page}/add", block_id="b1ock999", text="Here are my words.")
    assert answer.status == 422
    assert "Here are my words." in answer.text
    assert (await ada.get(page)).words(".note-text") == []


async def test_others_see_and_write_nothing(site: Site) -> None:
    await site.owner()
    bert = await site.member("bert")
    story_id = await site.write("ada", "A walk")
    page = f"/edit/{story_id}/notes"
    assert (await bert.get(page)).status == 404
    assert (await bert.post(f"{page}/add", block_id="b1ockzz1", text="Mine.")).status == 404
    assert (await site.browser().get(page)).status == 303
    signed_out = await site.browser().post(f"{page}/add", block_id="b1ockzz1", text="Mine.")
    assert (signed_out.status, "notes" in signed_out.location) == (303, True)
