"""Words of a story that are chosen, marked, drawn and changed, in a real browser."""

import json

import msgspec

from octavo.edge.pages.views import StoryPage
from octavo.edge.pages.views_graph import ClapButton, TopMark
from tests.edge.samples import STORY
from tests.edge.stage import Stage, signed_in

_MARK = {"id": "1111111Mark", "block": "b1ock000", "start": 4, "end": 7, "quote": "sea", "note": "", "by": ""}
_CHOOSE = """([block, from, to]) => {
  const node = document.getElementById(`b-${block}`).firstChild;
  getSelection().setBaseAndExtent(node, from, node, to);
}"""
_DRAWN = "name => [...CSS.highlights.get(name) ?? []].map(range => range.toString())"


async def _reader(stage: Stage, marks: list[dict[str, object]]) -> None:
    """Whoever is signed in and marked this before."""
    await signed_in(stage)
    own = {"followed": [], "hidden": [], "mine": [], "claps": {}, "resume": {}}
    stage.answers["/me/graph"] = ("application/json", json.dumps(own))
    stage.answers[f"/me/highlights/in/{STORY.story_id}"] = ("application/json", json.dumps(marks))


def _sea() -> StoryPage:
    html = '<p id="b-b1ock000">The sea was calm, and the hills were blue.</p><p id="b-b1ock111">More.</p>'
    claps = ClapButton(story_id=STORY.story_id)
    return msgspec.structs.replace(STORY, body_html=html, claps=claps)


async def test_chosen_words_are_marked_by_a_key_and_drawn(stage: Stage) -> None:
    await _reader(stage, [])
    path = f"/p/{STORY.story_id}/highlights"
    stage.answers[path] = ("application/json", json.dumps({**_MARK, "public": True, "mine": True}))
    await stage.show(_sea())
    bar = stage.page.locator(".mark-bar")
    assert not await bar.is_visible()
    await stage.page.evaluate(_CHOOSE, ["b1ock000", 4, 7])
    await bar.wait_for()
    await stage.page.keyboard.press("h")
    await bar.wait_for(state="hidden")
    assert await stage.page.evaluate(_DRAWN, "mine") == ["sea"]
    assert [one for one in stage.sent if one.startswith(path)] == [
        f"{path} block=b1ock000&start=4&end=7&quote=sea"
    ]
    await stage.page.get_by_role("button", name="1 marked here").click()
    sheet = stage.page.locator(".mark-sheet")
    stage.answers["/h/1111111Mark/change"] = ("application/json", "")
    await sheet.get_by_label("Note").fill("So it was")
    await sheet.get_by_role("button", name="Save").click()
    await sheet.wait_for(state="hidden")
    assert "note=So+it+was" in stage.sent[-1]
    await stage.page.locator(".mark-margin .noted").click()
    stage.answers["/h/1111111Mark/remove"] = ("application/json", "")
    await sheet.get_by_role("button", name="Remove").click()
    await sheet.wait_for(state="hidden")
    assert await stage.page.evaluate(_DRAWN, "mine") == []
    assert await stage.page.locator(".mark-margin button").count() == 0


async def test_a_mark_is_never_drawn_over_other_words(stage: Stage) -> None:
    marks: list[dict[str, object]] = [
        {**_MARK, "public": True, "mine": True, "quote": "see"},
        {**_MARK, "public": True, "mine": True, "block": "goneGone"},
        {**_MARK, "public": True, "mine": False, "by": "Carla"},
    ]
    await _reader(stage, marks)
    top = TopMark(block="b1ock000", start=12, end=16, quote="calm", readers=2, fragment="#b-b1ock000")
    await stage.show(msgspec.structs.replace(_sea(), top=top))
    await stage.page.get_by_role("button", name="1 marked here").wait_for()
    assert await stage.page.evaluate(_DRAWN, "mine") == []
    assert await stage.page.evaluate(_DRAWN, "others") == ["sea"]
    assert await stage.page.evaluate(_DRAWN, "top") == ["calm"]
    await stage.page.locator("#b-b1ock000").click(position={"x": 60, "y": 12})
    assert await stage.page.locator(".mark-sheet").get_by_text("Carla").is_visible()
    assert await stage.page.locator(".mark-sheet textarea").count() == 0


async def test_words_of_two_paragraphs_are_not_marked(stage: Stage) -> None:
    await _reader(stage, [])
    await stage.show(_sea())
    await stage.page.evaluate(
        "() => getSelection().setBaseAndExtent(document.getElementById('b-b1ock000').firstChild, 4,"
        " document.getElementById('b-b1ock111').firstChild, 3)"
    )
    bar = stage.page.locator(".mark-bar")
    await bar.get_by_text("Words within one paragraph").wait_for()
    assert await bar.get_by_role("button").count() == 0
    await stage.page.keyboard.press("Escape")
    assert not await bar.is_visible()
