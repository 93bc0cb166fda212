"""Two readers mark the same words, one with a note; the author sees them, and an edit does not lose them."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.acts import become_owner, publish, write
from tests.journeys.test_together import invited, look
from tests.running import Running, wait_until

WORDS = "the tide that comes in twice"
CHOOSE = """words => {
  const nodes = document.createTreeWalker(document.querySelector("[data-body]"), NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const at = node.data.indexOf(words);
    if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length);
  }
  throw new Error("not there");
}"""
DRAWN = "name => [...CSS.highlights.get(name) ?? []].map(range => range.toString())"


def test_words_are_marked_shown_and_kept_through_an_edit(
    plain_site: Running, person: Callable[..., Page]
) -> None:
    site, ada, bert, carla = plain_site, person(), person(), person()
    become_owner(ada, site)
    write(ada, site, "A walk by the sea", "First the gulls.", f"Then {WORDS} a day, and the wind.")
    story = site.url + publish(ada)
    invited(ada, bert, site)
    invited(ada, carla, site, "carla", "Carla Cruz")

    bert.goto(story)
    bert.evaluate(CHOOSE, WORDS)
    bert.get_by_role("toolbar", name="The words that you chose").get_by_role("button", name="Note").click()
    sheet = bert.get_by_role("dialog", name="Highlights")
    sheet.get_by_label("Note").fill("As every day.")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet).to_be_hidden()
    assert bert.evaluate(DRAWN, "mine") == [WORDS]
    look(bert, "highlight")
    bert.reload()
    wait_until(lambda: bert.evaluate(DRAWN, "mine"), [WORDS])

    carla.goto(story)
    carla.evaluate(CHOOSE, WORDS)
    expect(carla.get_by_role("toolbar")).to_be_visible()
    carla.keyboard.press("h")
    expect(carla.get_by_role("button", name="1 marked here")).to_be_visible()

    def top() -> int:
        ada.goto(story)
        return ada.get_by_text("Marked by 2 readers").count()

    wait_until(top, 1)
    ada.get_by_role("button", name="2 marked here").click()
    expect(ada.get_by_role("dialog", name="Highlights")).to_contain_text("As every day.")
    expect(ada.get_by_role("dialog", name="Highlights")).to_contain_text("Bert Ohm")
    look(ada, "highlights-of-a-story")

    carla.goto(f"{site.url}/me/highlights")
    shared = carla.get_by_role("link", name=WORDS).get_attribute("href") or ""
    look(carla, "own-highlights")
    bert.goto(site.url + shared)
    assert bert.url.startswith(f"{story}#b-")
    bert.goto(f"{site.url}/me/highlights")
    bert.get_by_role("button", name="Remove").click()
    bert.locator("#ask button[value=yes]").click()
    expect(bert.get_by_text("Nothing is marked yet.")).to_be_visible()
