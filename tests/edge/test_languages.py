"""One story in several languages: linked on the desk, told in the head and on the page; right to left."""

from octavo.stories.api import Story
from tests.edge.world import Site


def address(story: Story, handle: str = "ada") -> str:
    return f"/@{handle}/{story.slug}-{story.id}"


async def linked(site: Site) -> tuple[Story, Story]:
    ada = await site.owner()
    walk = await site.publish("ada", "A walk", language="en")
    gang = await site.publish("ada", "Ein Gang", language="de")
    page = f"/me/stories/{gang.id}/together"
    assert (await ada.post(f"{page}/link", other_id=walk.id)).location == f"{page}?said=saved"
    return walk, gang


async def test_each_page_names_the_others(site: Site) -> None:
    walk, gang = await linked(site)
    browser = site.browser()
    page = await browser.get(address(walk))
    alternates = {
        node.attributes["hreflang"]: node.attributes["href"]
        for node in page.page.css("link[rel=alternate][hreflang]")
    }
    assert alternates == {
        "en": f"http://octavo.test{address(walk)}",
        "de": f"http://octavo.test{address(gang)}",
        "x-default": f"http://octavo.test{address(walk)}",
    }
    also = page.page.css_first(".also-in")
    assert "Deutsch" in also.text()
    assert "English" not in also.text()
    assert also.css_first("a").attributes == {
        "href": address(gang), "hreflang": "de", "lang": "de", "dir": "ltr",
    }  # fmt: skip
    assert "English" in (await browser.get(address(gang))).page.css_first(".also-in").text()


async def test_what_is_kept_follows(site: Site) -> None:
    walk, gang = await linked(site)
    ada, browser = site.people["ada"], site.browser()
    assert "hreflang" in (await browser.get(address(walk))).text
    await ada.post(f"/me/stories/{gang.id}/unpublish")
    assert "x-default" not in (await browser.get(address(walk))).text
    await ada.post(f"/me/stories/{gang.id}/publish", version="1")
    assert "x-default" in (await browser.get(address(walk))).text
    await ada.post(f"/me/stories/{walk.id}/together/unlink")
    for story in (walk, gang):
        assert "x-default" not in (await browser.get(address(story))).text


async def test_anothers_story_is_asked_for_by_its_address(site: Site) -> None:
    ada, bert = await site.owner(), await site.member("bert")
    walk = await site.publish("ada", "A walk", language="en")
    gang = await site.publish("bert", "Ein Gang", language="de")
    page = f"/me/stories/{gang.id}/together"
    asked = await bert.post(f"{page}/link", typed=f"http://octavo.test{address(walk)}")
    assert asked.location == f"{page}?said=translation-asked"
    assert "A walk" in (await bert.get(page)).text
    assert "x-default" not in (await site.browser().get(address(walk))).text
    assert "Ein Gang" in (await ada.get("/me/stories")).page.css_first(".asked").text()
    answer = {"story_id": gang.id, "accepted": "1"}
    assert (await bert.post(f"/me/stories/{walk.id}/together/answer-translation", **answer)).status == 404
    assert (await ada.post(f"/me/stories/{walk.id}/together/answer-translation", **answer)).status == 303
    assert "x-default" in (await site.browser().get(address(walk))).text
    assert "Ein Gang" in (await ada.get(f"/me/stories/{walk.id}/together")).text


async def test_what_cannot_be_linked_says_why(site: Site) -> None:
    ada = await site.owner()
    story_id = await site.write("ada", "A walk", language="en")
    same = await site.publish("ada", "A stroll", language="en")
    link = f"/me/stories/{story_id}/together/link"
    for typed, said in (
        ("nonsense", "not the address"),
        ("", "not the address"),
        ("https://elsewhere.test/x-11111111111", "not the address"),
        (f"/p/{same.id}", "English"),
        (f"/edit/{story_id}", "not the address"),
    ):
        answer = await ada.post(link, typed=typed)
        assert answer.status == 422, typed
        assert said in answer.page.css_first("#typed-wrong").text()
        assert (answer.page.css_first("#typed").attributes["value"] or "") == typed


async def test_text_from_right_to_left_is_marked_wherever_it_stands(site: Site) -> None:
    await site.owner()
    for language in ("ar", "he", "fa", "ur", "az-Arab"):
        story = await site.publish("ada", f"Title {language}", language=language)
        page = await site.browser().get(address(story))
        assert page.page.css_first("article.story").attributes["dir"] == "rtl", language
        assert page.page.css_first("article.story h1").attributes["lang"] == language
    home = await site.browser().get("/@ada")
    assert {node.attributes["dir"] for node in home.page.css(".card")} == {"rtl"}
    assert (await site.browser().get("/feed")).text.count('dir="rtl"') == 5 or (
        await site.browser().get("/feed")
    ).text.count("dir=&quot;rtl&quot;") == 5
