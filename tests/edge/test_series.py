"""Series on the site: made and put in order by forms alone, read from part to part."""

from octavo.stories.api import Story
from tests.edge.world import Site


async def walked(site: Site, *titles: str) -> tuple[str, list[Story]]:
    """A series of Ada's with these stories, in this order."""
    ada = await site.owner()
    stories = [await site.publish("ada", title) for title in titles]
    made = await ada.post("/me/series", title="Long walks", description="On foot.")
    for number, story in enumerate(stories, 1):
        added = await ada.post(f"{made.location}/add", version=str(number), story_id=story.id)
        assert added.location == f"{made.location}?said=saved"
    return made.location, stories


def address(story: Story) -> str:
    return f"/@ada/{story.slug}-{story.id}"


async def test_readers_go_from_part_to_part(site: Site) -> None:
    own, (one, two, three) = await walked(site, "One", "Two", "Three")
    browser = site.browser()
    page = await browser.get(address(two))
    nav = page.page.css_first(".series-nav")
    assert "Part 2 of 3" in " ".join(nav.text().split())
    assert nav.css_first("[rel=prev]").attributes["href"] == address(one)
    assert nav.css_first("[rel=next]").attributes["href"] == address(three)
    series = nav.css_first("a").attributes["href"]
    assert series == f"/@ada/series/long-walks-{own.rpartition('/')[2]}"
    listed = await browser.get(series)
    assert listed.words(".series-parts h2") == ["One", "Two", "Three"]
    assert (await browser.get(series.replace("long", "old"))).location == series
    assert (await browser.get("/@ada/series/nonsense")).status == 404
    assert (await browser.get("/@ada/series/long-walks-11111111111")).status == 404


async def test_its_order_changes_by_forms_and_what_is_kept_follows(site: Site) -> None:
    own, (one, two) = await walked(site, "One", "Two")
    ada, browser = site.people["ada"], site.browser()
    series = f"/@ada/series/long-walks-{own.rpartition('/')[2]}"
    assert (await browser.get(series)).words(".series-parts h2") == ["One", "Two"]
    assert "Part 1 of 2" in (await browser.get(address(one))).page.css_first(".series-nav").text()
    assert (await ada.post(f"{own}/up", version="3", story_id=two.id)).status == 303
    assert (await browser.get(series)).words(".series-parts h2") == ["Two", "One"]
    assert "Part 2 of 2" in (await browser.get(address(one))).page.css_first(".series-nav").text()
    lost = await ada.post(f"{own}/down", version="3", story_id=two.id)
    assert lost.status == 409
    assert "changed elsewhere" in lost.page.css_first("[role=alert]").text()
    await ada.post(f"{own}/out", version="4", story_id=two.id)
    assert (await browser.get(series)).words(".series-parts h2") == ["One"]
    assert (await browser.get(address(two))).page.css_first(".series-nav") is None
    await ada.post(f"{own}/name", title="Short walks", description="")
    assert (await browser.get(series)).location == series.replace("long", "short")
    await ada.post(f"/me/stories/{one.id}/unpublish")
    assert (await browser.get(series)).status == 404
    await ada.post(f"/me/stories/{one.id}/publish", version="1")
    assert "Short walks" in (await browser.get(address(one))).text  # alone in it: no number
    assert (await ada.post(f"{own}/delete")).location == "/me/series?said=saved"
    assert "Short walks" not in (await browser.get(address(one))).text


async def test_what_was_typed_comes_back_with_what_is_wrong(site: Site) -> None:
    own, _ = await walked(site, "One")
    ada = site.people["ada"]
    wrong = await ada.post(f"{own}/name", title="x" * 201, description="kept")
    assert wrong.status == 422
    assert wrong.page.css_first("#title-wrong") is not None
    assert wrong.page.css_first("#description").attributes["value"] == "kept"
    empty = await ada.post("/me/series", title=" ", description="kept")
    assert empty.status == 422
    assert empty.page.css_first("#description").attributes["value"] == "kept"


async def test_nobody_arranges_the_series_of_another(site: Site) -> None:
    own, (one,) = await walked(site, "One")
    bert = await site.member("bert")
    assert (await bert.get(own)).status == 404
    for act in ("name", "add", "up", "down", "out", "delete"):
        fields = {"version": "2", "story_id": one.id, "title": "Mine"}
        assert (await bert.post(f"{own}/{act}", **fields)).status == 404
    assert (await site.browser().get(own)).status == 303
    assert "Long walks" in (await site.people["ada"].get("/me/series")).text
    assert "Long walks" not in (await bert.get("/me/series")).text


async def test_a_draft_in_a_series_is_not_shown(site: Site) -> None:
    own, (one,) = await walked(site, "One")
    ada = site.people["ada"]
    secret = await site.write("ada", "Secret plans")
    await ada.post(f"{own}/add", version="2", story_id=secret)
    series = f"/@ada/series/long-walks-{own.rpartition('/')[2]}"
    for path in (series, address(one)):
        assert "Secret plans" not in (await site.browser().get(path)).text
    assert "Secret plans" in (await ada.get(own)).text
