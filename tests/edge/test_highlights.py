"""Highlights on the pages: made and changed by forms, drawn, led to, told as annotations."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from octavo.chassis.context import ANONYMOUS, acting_as
from octavo.edge.text_fragments import to_words
from octavo.stories.api import StoryId
from tests.edge.browser import Answer, Browser
from tests.edge.world import URL, Site, site

TEXT = "The sea was calm that day, and the hills were blue."


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path) as made:
        await made.owner()
        yield made


async def published(here: Site) -> tuple[str, str]:
    """A story of Ada's with one paragraph: its id, and the paragraph's."""
    story = await here.publish("ada", "By the sea", TEXT)
    with acting_as(ANONYMOUS):
        html = (await here.stories.read_story(story_id=StoryId(story.id))).html
    return story.id, html.partition('id="b-')[2].partition('"')[0]


async def by_script(browser: Browser, address: str, **fields: str) -> Answer:
    return await browser.send(address, urlencode(fields).encode(), {"accept": "application/json"})


async def marked(browser: Browser, story: str, block: str, quote: str, **more: str) -> str:
    """Mark the words; the highlight's id."""
    start = TEXT.index(quote)
    fields = {"block": block, "start": str(start), "end": str(start + len(quote)), "quote": quote, **more}
    done = await by_script(browser, f"/p/{story}/highlights", **fields)
    assert done.status == 201, done.text
    return str(done.json["id"])


async def drawn(browser: Browser, story: str) -> list[tuple[str, bool]]:
    told = (await browser.get(f"/me/highlights/in/{story}")).json
    return [(one["quote"], one["mine"]) for one in told]


async def test_marked_words_have_an_address_that_leads_to_them(here: Site) -> None:
    reader, (story, block) = await here.member("bert"), await published(here)
    one = await marked(reader, story, block, "calm that day", note="So it <was>")
    led = await here.browser().get(f"/h/{one}")
    assert led.status == 303
    assert led.header("location") == (
        f"/@ada/by-the-sea-{story}#b-{block}:~:text=sea%20was-,calm%20that%20day,-%2C%20and%20the%20hills%20were"
    )
    page = (await here.browser().get(f"/p/{story}/highlights")).text
    assert "calm that day" in page
    assert "So it &lt;was&gt;" in page
    assert f'href="/h/{one}"' in page
    form = await reader.post(
        f"/p/{story}/highlights", block=block, start="4", end="7", quote="sea", private="1"
    )
    assert form.header("location").startswith("/h/")
    assert (await here.browser().get(form.header("location"))).status == 404
    assert (await reader.get(form.header("location"))).status == 303


async def test_a_highlight_is_told_as_a_web_annotation(here: Site) -> None:
    reader, (story, block) = await here.member("bert"), await published(here)
    one = await marked(reader, story, block, "calm", note="Very")
    answer = await here.browser().get(f"/h/{one}.json")
    assert answer.header("content-type") == 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    told = json.loads(answer.body)
    assert (told["type"], told["motivation"]) == ("Annotation", "commenting")
    assert told["id"] == f"{URL}/h/{one}"
    assert told["body"] == {"type": "TextualBody", "value": "Very", "format": "text/plain"}
    assert told["creator"]["id"] == f"{URL}/@bert"
    assert told["target"]["source"] == f"{URL}/@ada/by-the-sea-{story}"
    selector = told["target"]["selector"]
    assert (selector["type"], selector["value"]) == ("FragmentSelector", f"b-{block}")
    assert selector["refinedBy"] == {
        "type": "TextQuoteSelector",
        "exact": "calm",
        "prefix": "The sea was ",
        "suffix": " that day, and the hills were bl",
    }
    whole = json.loads((await here.browser().get(f"/p/{story}/highlights.json")).body)
    assert whole["type"] == "AnnotationPage"
    assert whole["partOf"]["type"] == "AnnotationCollection"
    assert [item["id"] for item in whole["items"]] == [told["id"]]
    assert "next" not in whole
    assert (await here.browser().get("/p/1111111Gone/highlights.json")).status == 404
    assert (await here.browser().get("/h/nonsense.json")).status == 404


async def test_own_marks_are_drawn_and_an_authors_are_everybodys(here: Site) -> None:
    bert, carla = await here.member("bert"), await here.member("carla")
    story, block = await published(here)
    await marked(bert, story, block, "calm")
    await marked(bert, story, block, "hills", private="1")
    await marked(carla, story, block, "blue")
    assert await drawn(bert, story) == [("hills", True), ("calm", True)]
    assert await drawn(here.people["ada"], story) == [("blue", False), ("calm", False)]
    assert await drawn(here.browser(), story) == []
    assert await drawn(bert, "nonsense") == []


async def test_the_top_one_stands_in_the_kept_page_and_goes_at_once(here: Site) -> None:
    bert, carla = await here.member("bert"), await here.member("carla")
    story, block = await published(here)
    address = f"/@ada/by-the-sea-{story}"
    first = await marked(bert, story, block, "calm that day")
    assert "data-top" not in (await here.browser().get(address)).text
    await marked(carla, story, block, "calm")
    await here.annotations.close()  # what is stale is purged now
    page = (await here.browser().get(address)).text
    assert "Marked by 2 readers" in page
    await bert.post(f"/h/{first}/remove")
    await here.annotations.close()
    assert "data-top" not in (await here.browser().get(address)).text


async def test_ones_own_are_changed_and_removed_by_forms(here: Site) -> None:
    bert, (story, block) = await here.member("bert"), await published(here)
    one = await marked(bert, story, block, "calm")
    page = (await bert.get("/me/highlights")).text
    assert "By the sea" in page
    assert f'action="/h/{one}/change"' in page
    there = f"/me/highlights#h-{one}"
    done = await bert.post(f"/h/{one}/change", note="Mine alone", private="1", then=there)
    assert done.header("location") == there
    page = (await bert.get("/me/highlights")).text
    assert "Mine alone" in page
    assert "Only you see it" in page
    assert (await here.browser().get(f"/h/{one}")).status == 404
    refused = await bert.post(f"/h/{one}/change", note="x" * 2001)
    assert refused.status == 400
    assert "x" * 2001 in refused.text
    assert (await here.people["ada"].post(f"/h/{one}/change", note="Hers")).status == 404
    await here.people["ada"].post(f"/h/{one}/remove")
    assert (await bert.get(f"/h/{one}")).status == 303
    await bert.post(f"/h/{one}/remove")
    assert (await bert.get(f"/h/{one}")).status == 404
    assert "Nothing is marked yet." in (await bert.get("/me/highlights")).text
    assert (await here.browser().get("/me/highlights")).header("location").startswith("/sign-in")


async def test_what_is_not_there_is_not_marked(here: Site) -> None:
    bert, (story, block) = await here.member("bert"), await published(here)
    there = {"block": block, "start": "4", "end": "7", "quote": "sea"}

    async def answer(**fields: str) -> tuple[int, str]:
        done = await by_script(bert, f"/p/{story}/highlights", **{**there, **fields})
        return done.status, str(done.json.get("problem", ""))

    for fields in ({"quote": "see"}, {"block": "nonsense"}, {"start": "5"}, {"end": "900"}):
        status, problem = await answer(**fields)
        assert status == 400, fields
        assert problem
    assert (await answer(start="x"))[0] == 400
    assert (await answer(quote="x" * 1001))[0] == 400
    assert (await bert.post(f"/p/{story}/highlights", quote="x" * 100_000)).status == 413
    assert (await by_script(bert, "/p/1111111Gone/highlights", **there)).status == 404
    asked = await here.browser().post(f"/p/{story}/highlights", **there)
    assert asked.header("location").startswith("/sign-in?then=")
    for number in range(30):
        assert (await answer(note=str(number)))[0] == 201
    assert (await answer(note="One more"))[0] == 429


async def test_a_block_hides_both_ways(here: Site) -> None:
    bert, carla = await here.member("bert"), await here.member("carla")
    story, block = await published(here)
    one = await marked(bert, story, block, "calm")
    bert_id = (await here.accounts.find_person(handle="bert")).person.id
    await carla.post("/me/avoid", of=f"person:{bert_id}", how="blocked")
    assert "calm" not in (await carla.get(f"/p/{story}/highlights")).text
    assert (await carla.get(f"/h/{one}")).status == 404
    other = await marked(carla, story, block, "blue")
    assert (await bert.get(f"/h/{other}")).status == 404


async def test_words_that_are_gone_are_told_as_gone(here: Site) -> None:
    bert, (story, block) = await here.member("bert"), await published(here)
    one = await marked(bert, story, block, "calm that day")
    await here.revise("ada", story, "By the sea", "It rained.")
    await here.annotations.find_again(StoryId(story))
    assert "not in the text any more" in (await bert.get("/me/highlights")).text
    assert await drawn(bert, story) == []
    assert (await bert.get(f"/h/{one}")).header("location") == f"/@ada/by-the-sea-{story}"
    assert (await here.browser().get(f"/h/{one}")).status == 404


def test_words_are_named_as_browsers_find_them() -> None:
    assert to_words("a", "well-known, it is") == "#b-a:~:text=well%2Dknown%2C%20it%20is"
    assert to_words("a", "two\n  lines", "half word ", " more hal") == ("#b-a:~:text=word-,two%20lines,-more")
    long = " ".join(f"w{number}" for number in range(100))
    assert to_words("a", long) == "#b-a:~:text=w0%20w1%20w2%20w3%20w4,w95%20w96%20w97%20w98%20w99"
    assert to_words("a", " ") == "#b-a"
