"""The small scripts of the pages, in a real browser, under the policy that the site sends."""

import gzip
import hashlib
import json

import msgspec
import pytest
from playwright.async_api import Route

from octavo.edge.assets import STATIC
from octavo.edge.pages.views import Author, HomePage, StoryPage
from octavo.edge.pages.views_graph import ClapButton, FollowButton
from octavo.edge.pages.views_private import Challenge, SignInPage
from octavo.edge.render import Frame
from tests.conftest import missing
from tests.edge.samples import BODY, CARD, PRIVATE, PUBLIC, STORY, VIEWER
from tests.edge.stage import ORIGIN, PIXEL, ROOT, Stage, signed_in, until


async def test_whoever_is_not_signed_in_asks_nothing_more(stage: Stage) -> None:
    await stage.show(STORY)
    await stage.page.wait_for_load_state("networkidle")
    assert stage.asked == ["/x"]
    assert await stage.page.locator(".sign-in").is_visible()


async def test_a_cached_page_greets_its_reader(stage: Stage) -> None:
    await signed_in(stage)
    await stage.show(STORY)
    await stage.page.locator("header summary").wait_for()
    assert "/me/here" in stage.asked
    await stage.page.locator("header summary").click()
    assert await stage.page.locator(".menu-list b").inner_text() == "Bo Ek"
    assert await stage.page.locator(".menu-list [href='/admin']").count() == 0
    assert await stage.page.locator("[data-author-tools] a").count() == 0
    await stage.page.keyboard.press("Escape")
    assert not await stage.page.locator(".menu-list").is_visible()


async def test_the_bell_counts_what_is_unread_and_hears_of_more(stage: Stage) -> None:
    await signed_in(stage, unread=2)
    told = "retry: 600000\n\ndata: 100\n\n"
    stage.answers["/me/notifications/stream"] = ("text/event-stream", told)
    await stage.show(STORY)
    bell = stage.page.locator("[data-bell]")
    await bell.get_by_text("99+").wait_for()
    assert await bell.get_attribute("aria-label") == "Notifications: 99+"


async def test_an_author_finds_the_way_to_the_editor(stage: Stage) -> None:
    await signed_in(stage, edit="/edit/11111111111", keeper=True)
    await stage.show(STORY)
    link = stage.page.locator("[data-author-tools] a")
    await link.wait_for()
    assert await link.get_attribute("href") == "/edit/11111111111"
    assert await stage.page.locator("header [href='/admin']").count() == 1


async def test_a_sign_in_that_is_over_leaves_the_way_in(stage: Stage) -> None:
    await signed_in(stage, person=None)
    await stage.show(STORY)
    await stage.page.wait_for_load_state("networkidle")
    assert "/me/here" in stage.asked  # the script has been told, and had its time to act on it
    assert await stage.page.locator(".sign-in").is_visible()


async def test_a_member_reads_the_whole_story(stage: Stage) -> None:
    await signed_in(stage, full="/p/11111111111/full")
    stage.answers["/p/11111111111/full"] = ("text/html", BODY + '<p id="b-rest">The rest.</p>')
    await stage.show(PUBLIC["story-members"])
    await stage.page.locator("#b-rest").wait_for()
    assert await stage.page.locator("[data-teaser]").count() == 0


async def test_the_colours_that_were_chosen_stay(stage: Stage) -> None:
    await stage.show(STORY)
    switch = stage.page.locator("[data-theme-switch]")
    for label in ("Light", "Dark"):
        await switch.click()
        assert (await switch.inner_text()).endswith(label)
    assert await paper(stage) == "rgb(23, 24, 22)"
    await stage.page.reload()
    assert await paper(stage) == "rgb(23, 24, 22)"
    await stage.page.keyboard.press("t")
    assert await paper(stage) == "rgb(252, 251, 248)"


async def paper(stage: Stage) -> str:
    return str(await stage.page.evaluate("getComputedStyle(document.body).backgroundColor"))


async def test_a_picture_opens_large_and_closes_again(stage: Stage) -> None:
    await stage.show(STORY)
    sheet = stage.page.locator("#lightbox")
    await stage.page.locator(".cover img").focus()
    await stage.page.keyboard.press("Enter")
    assert await sheet.is_visible()
    assert await sheet.locator("img").get_attribute("alt") == "A harbour at low tide"
    await stage.page.keyboard.press("Escape")
    assert not await sheet.is_visible()


async def test_a_placeholder_is_drawn_until_the_picture_is_there(stage: Stage) -> None:
    async def never(_: Route) -> None:
        """The picture does not come."""

    await stage.page.route("**/i/**", never)
    stage.answers["/x"] = ("text/html", stage.look.page(STORY))
    await stage.page.goto(ORIGIN + "/x", wait_until="commit")
    drawn = stage.page.locator(".cover img[style*='url(\"data:image/png']")
    await drawn.wait_for(state="attached")
    assert await drawn.count() == 1


async def test_keys_move_through_a_list_and_show_themselves(stage: Stage) -> None:
    await stage.show(PUBLIC["home"])
    for key in ("j", "j", "k"):
        await stage.page.keyboard.press(key)
    assert (
        await stage.page.evaluate("document.activeElement.closest('article').className") == "lead card-lead"
    )
    await stage.page.keyboard.press("?")
    assert await stage.page.locator("#shortcuts").is_visible()
    await stage.page.keyboard.press("Escape")
    await stage.page.keyboard.press("n")
    await stage.page.wait_for_url("**/new")


async def test_keys_mean_themselves_while_one_types(stage: Stage) -> None:
    await stage.show(SignInPage())
    await stage.page.locator("#email").press_sequentially("hnt?@x")
    assert await stage.page.locator("#email").input_value() == "hnt?@x"
    assert not await stage.page.locator("#shortcuts").is_visible()


async def test_the_riddle_of_a_sign_up_is_solved_and_sent(stage: Stage) -> None:
    await stage.show(SignInPage(challenge=Challenge(text="riddle.", difficulty=10)))
    await stage.page.locator("#email").fill("ada@example.org")
    await stage.page.locator("form[data-challenge] button").click()
    await until(stage, lambda: bool(stage.sent))
    fields = dict(pair.split("=") for pair in stage.sent[0].removeprefix("/sign-in ").split("&"))
    digest = hashlib.sha256(f"riddle.{fields['answer']}".encode()).digest()
    assert int.from_bytes(digest, "big") >> (256 - 10) == 0
    assert fields["website"] == ""


async def test_what_cannot_be_undone_at_once_is_asked_first(stage: Stage) -> None:
    await stage.show(PRIVATE["desk-published"], Frame(viewer=VIEWER))
    take_back = stage.page.get_by_role("button", name="Take it back")
    await take_back.click()
    await stage.page.get_by_role("button", name="Cancel").click()
    assert stage.sent == []
    await take_back.click()
    await stage.page.get_by_role("button", name="Go on").click()
    await until(stage, lambda: bool(stage.sent))
    assert stage.sent[0].startswith("/me/stories/22222222222/unpublish")


async def test_a_portrait_is_sent_and_kept_for_the_profile(stage: Stage) -> None:
    async def stored(route: Route) -> None:
        await route.fulfill(body=json.dumps({"id": "44444444444"}), content_type="application/json")

    await stage.page.route("**/images", stored)
    await stage.show(PRIVATE["settings"], Frame(viewer=VIEWER))
    picture = {"name": "me.png", "mimeType": "image/png", "buffer": PIXEL}
    await stage.page.locator("[data-portrait] input[type=file]").set_input_files(picture)
    await stage.page.locator("[data-shown] img").wait_for()
    assert await stage.page.locator("[name=picture_id]").input_value() == "44444444444"


async def test_no_page_is_wider_than_the_window(stage: Stage) -> None:
    too_wide = []
    for name, view in {**PUBLIC, **PRIVATE}.items():
        if name == "editor":
            continue  # The editor asks the site for its draft; its own tests look at it.
        frame = Frame(viewer=VIEWER if name in PRIVATE else None, language="de")
        stage.answers["/wide"] = ("text/html", stage.look.page(view, frame))
        await stage.page.goto(ORIGIN + "/wide")
        for width in (320, 390, 768, 1280):
            await stage.page.set_viewport_size({"width": width, "height": 800})
            if await stage.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                too_wide.append((name, width))
    assert too_wide == []


@pytest.mark.timeout(400)
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_axe_finds_nothing(stage: Stage, theme: str) -> None:
    axe = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        missing("axe-core")
    await stage.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    found = []
    for name, view in {**PUBLIC, **PRIVATE}.items():
        if name != "editor":
            await stage.show(view, Frame(viewer=VIEWER if name in PRIVATE else None))
            await stage.page.evaluate(axe.read_text(encoding="utf-8"))
            results = await stage.page.evaluate("axe.run({resultTypes: ['violations']})")
            found += [(name, wrong["id"], wrong["nodes"][0]["html"]) for wrong in results["violations"]]
    assert found == []


def test_a_story_page_brings_little_script() -> None:
    manifest = STATIC / "manifest.json"
    if not manifest.is_file():
        missing("the built front end")
    files = msgspec.json.decode(manifest.read_bytes())
    entry = files["src/site.ts"]
    names = [entry["file"], *(files[name]["file"] for name in entry.get("imports", []))]
    assert sum(len(gzip.compress((STATIC / name).read_bytes())) for name in names) < 20_000


def _long_story(paragraphs: int) -> StoryPage:
    texts = (
        f'<p id="b-block{number:03}">{"Twice a day the harbour empties. " * 12}</p>'
        for number in range(paragraphs)
    )
    return msgspec.structs.replace(
        STORY, body_html="\n".join(texts), claps=ClapButton(story_id=STORY.story_id)
    )


async def marks(stage: Stage) -> list[str]:
    """What the page told of how far one read; a beacon takes its time, whatever the page's clock says."""

    def told() -> list[str]:
        return [one for one in stage.sent if one.startswith("/me/history/mark")]

    await until(stage, lambda: bool(told()))
    return told()


async def test_a_reader_goes_on_where_they_were_and_is_remembered(stage: Stage) -> None:
    await signed_in(stage)
    own = {"followed": [], "hidden": [], "mine": [], "claps": {}}
    at = {f"story:{STORY.story_id}": {"block": "block025", "share": 62}}
    stage.answers["/me/graph"] = ("application/json", json.dumps({**own, "resume": at}))
    await stage.page.clock.install()
    await stage.show(_long_story(40))
    pill = stage.page.locator("[data-resume]")
    await pill.wait_for()
    await pill.get_by_role("link").click()
    assert await stage.page.evaluate("location.hash") == "#b-block025"
    assert not await pill.is_visible()
    await stage.page.clock.run_for(60_000)
    told = await marks(stage)
    assert len(told) <= 12
    fields = dict(pair.split("=") for pair in told[-1].partition(" ")[2].split("&"))
    assert fields["story"] == STORY.story_id
    assert fields["block"].startswith("block02")
    assert 60 <= int(fields["share"]) < 90


async def test_what_is_gone_from_a_story_is_gone_on_with_by_its_share(stage: Stage) -> None:
    await signed_in(stage)
    own = {"followed": [], "hidden": [], "mine": [], "claps": {}}
    at = {f"story:{STORY.story_id}": {"block": "goneGone", "share": 50}}
    stage.answers["/me/graph"] = ("application/json", json.dumps({**own, "resume": at}))
    await stage.show(_long_story(40))
    link = stage.page.locator("[data-resume] a")
    await link.wait_for()
    assert await link.get_attribute("href") == "#b-block019"
    await stage.page.get_by_role("button", name="Not now").click()
    assert not await link.is_visible()


async def test_whoever_hurries_to_the_end_has_not_read_it(stage: Stage) -> None:
    await signed_in(stage)
    own = {"followed": [], "hidden": [], "mine": [], "claps": {}, "resume": {}}
    stage.answers["/me/graph"] = ("application/json", json.dumps(own))
    await stage.page.clock.install()
    await stage.show(_long_story(40))
    await stage.page.wait_for_load_state("networkidle")
    assert not await stage.page.locator("[data-resume]").is_visible()
    await stage.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await stage.page.clock.run_for(10_000)
    told = await marks(stage)
    assert all(int(one.partition("share=")[2].partition("&")[0]) < 20 for one in told)


async def test_stories_of_who_is_hidden_go_out_of_lists(stage: Stage) -> None:
    await signed_in(stage, hides=["/@ada"])
    other = msgspec.structs.replace(
        CARD, title="Another", author=Author(name="Bo", handle="bo", address="/@bo")
    )
    await stage.show(HomePage(lead=CARD, stories=(CARD, other)), path="/home")
    await stage.page.locator("header summary").wait_for()
    assert await stage.page.locator("main article").count() == 1
    assert await stage.page.locator("main article h2").inner_text() == "Another"


async def test_a_page_of_who_is_blocked_says_that_it_is_not_here(stage: Stage) -> None:
    await signed_in(stage, hides=["/@ada"], closed=["/@ada"])
    own = {"followed": [], "hidden": [], "mine": [], "claps": {}, "resume": {}}
    stage.answers["/me/graph"] = ("application/json", json.dumps(own))
    await stage.show(msgspec.structs.replace(STORY, follow=FollowButton(of="person:1", then="/")))
    await stage.page.get_by_role("heading", name="This is not here for you.").wait_for()
    assert await stage.page.locator("article.story").count() == 0
