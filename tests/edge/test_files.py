"""A story as a Markdown file, for whoever may write it."""

from tests.edge.world import Site


async def test_a_draft_is_taken_out_as_a_markdown_file(site: Site) -> None:
    ada = await site.owner()
    story_id = await site.write("ada", "A fine walk", "It was *windy*.")
    answer = await ada.get(f"/edit/{story_id}/markdown")
    assert answer.status == 200
    assert answer.header("content-type") == "text/markdown; charset=utf-8"
    assert f"story-{story_id}.md" in answer.header("content-disposition")
    assert "no-store" in answer.header("cache-control")
    head, _, body = answer.text.removeprefix("---\n").partition("---\n")
    assert 'title: "A fine walk"' in head
    assert body.strip() == "It was \\*windy\\*."


async def test_others_get_no_file_of_it(site: Site) -> None:
    await site.owner()
    bert = await site.member("bert")
    story_id = await site.write("ada", "A fine walk")
    assert (await bert.get(f"/edit/{story_id}/markdown")).status == 404
