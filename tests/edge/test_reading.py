"""What everybody reads: home, story, profile, tag; where their addresses lead."""

from tests.edge.world import Site


async def test_an_empty_site_has_a_home_page(site: Site) -> None:
    answer = await site.browser().get("/")
    assert answer.status == 200
    assert answer.header("content-type") == "text/html; charset=utf-8"


async def test_a_published_story_is_read_by_whoever_comes(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk by the sea", "Waves, all day long.", tags=("sea",))
    answer = await site.browser().get(f"/@ada/a-walk-by-the-sea-{story.id}")
    assert answer.status == 200
    assert answer.words("h1") == ["A walk by the sea"]
    assert "Waves, all day long." in answer.text
    assert "Ada" in answer.text
