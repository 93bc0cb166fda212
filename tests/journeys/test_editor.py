"""The editor in a real browser: what is typed, pasted, dropped, lost and found again."""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, StorageState, expect

from tests.journeys.acts import become_owner, publish, write, write_on
from tests.journeys.conftest import placed
from tests.running import Running

PASTES = Path(__file__).resolve().parents[2] / "web" / "test" / "paste"


def png(width: int = 320, height: int = 200) -> bytes:
    """A picture: a gradient, so that a rendition of it is one too."""
    rows = b"".join(
        b"\0" + b"".join(bytes((x * 255 // width, y * 255 // height, 120)) for x in range(width))
        for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def paste(page: Page, html: str) -> None:
    """A paste as another program puts it on the clipboard."""
    page.evaluate(
        """html => {
            const data = new DataTransfer();
            data.setData('text/html', html);
            data.setData('text/plain', 'plain');
            document.querySelector('.edit-body .prose').dispatchEvent(
                new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        html,
    )


def drop(page: Page, data: bytes, name: str, kind: str) -> None:
    """A file let go over the story's first line."""
    page.evaluate(
        """([bytes, name, kind]) => {
            const line = document.querySelector('.edit-body .prose > *').getBoundingClientRect();
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(bytes)], name, {type: kind}));
            document.querySelector('.edit-body .prose').dispatchEvent(new DragEvent('drop', {
                dataTransfer: transfer, bubbles: true, cancelable: true,
                clientX: line.left + 5, clientY: line.top + 5}));
        }""",
        [list(data), name, kind],
    )


def story(page: Page) -> Locator:
    return page.get_by_role("textbox", name="The story")


@pytest.fixture(scope="module")
def desk(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Running, StorageState]]:
    """One site for all of these tests, and the owner's sign-in: each writes stories of its own."""
    with placed("one process", tmp_path_factory.mktemp("desk")) as site:
        context = chromium.new_context()
        become_owner(context.new_page(), site)
        yield site, context.storage_state()
        context.close()


@pytest.fixture
def plain_site(desk: tuple[Running, StorageState]) -> Running:
    return desk[0]


@pytest.fixture
def ada(desk: tuple[Running, StorageState], person: Callable[..., Page]) -> Page:
    return person(storage_state=desk[1])


def test_markdown_becomes_what_it_means_as_it_is_typed(ada: Page, plain_site: Running) -> None:
    write(ada, plain_site, "Typed", "Some **bold** and `code`.", "## A heading", "- one", "two")
    body = story(ada)
    expect(body.locator("strong")).to_have_text("bold")
    expect(body.locator("p code")).to_have_text("code")
    expect(body.locator("h2")).to_have_text("A heading")
    expect(body.locator("ul li")).to_have_text(["one", "two"])
    ids = [block.get_attribute("data-block") for block in body.locator("[data-block]").all()]
    assert len(ids) == len(set(ids)) == 7


def test_the_slash_menu_is_used_by_keyboard_alone(ada: Page, plain_site: Running) -> None:
    write(ada, plain_site, "Menus", "First.")
    ada.keyboard.press("Enter")
    ada.keyboard.type("/pull")
    expect(ada.get_by_role("option")).to_have_text(["❝Pull quote"])
    ada.keyboard.press("Enter")
    ada.keyboard.type("Well said")
    expect(story(ada).locator("aside.pullquote")).to_have_text("Well said")
    ada.keyboard.press("Enter")
    ada.keyboard.type("/")
    ada.keyboard.press("Escape")
    expect(ada.locator("#block-menu")).to_be_hidden()
    expect(story(ada).locator("p").last).to_have_text("/")


def test_a_picture_is_chosen_described_and_shown_to_readers(
    ada: Page, plain_site: Running, person: Callable[..., Page]
) -> None:
    write(ada, plain_site, "A picture", "Before.")
    ada.keyboard.press("Enter")
    ada.get_by_role("button", name="Add something here").click()
    with ada.expect_file_chooser() as chooser:
        ada.get_by_role("option", name="Picture").click()
    chooser.value.set_files({"name": "sea.png", "mimeType": "image/png", "buffer": png()})
    figure = story(ada).locator("figure")
    expect(figure).to_have_count(1)
    figure.get_by_label("Description of the picture").fill("The sea at noon")
    figure.get_by_label("Description of the picture").press("Enter")
    ada.keyboard.type("Noon")
    expect(ada.locator(".save-word")).to_have_text("Saved")
    path = publish(ada)

    reader = person(java_script_enabled=False)
    reader.goto(plain_site.url + path)
    picture = reader.get_by_role("img", name="The sea at noon")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 0
    expect(reader.locator("article figcaption")).to_have_text("Noon")


def test_a_dropped_file_that_is_no_picture_is_refused_in_words(ada: Page, plain_site: Running) -> None:
    write(ada, plain_site, "Drops", "Here.")
    drop(ada, b"not a picture", "fake.png", "image/png")
    expect(ada.locator("#editor-messages [role=alert]")).to_contain_text(
        re.compile("fake|picture", re.IGNORECASE)
    )
    expect(story(ada).locator("figure")).to_have_count(0)
    drop(ada, png(), "real.png", "image/png")
    expect(story(ada).locator("figure img")).to_have_count(1)


@pytest.mark.parametrize("source", ["word", "google-docs", "web-page"])
def test_a_paste_comes_out_clean_and_is_taken_by_the_server(
    ada: Page, plain_site: Running, source: str
) -> None:
    write(ada, plain_site, "Pasted")
    paste(ada, (PASTES / f"{source}.html").read_text())
    expect(story(ada).locator("h2").first).to_be_visible()
    expect(ada.locator(".save-word")).to_have_text("Saved")
    markup = story(ada).inner_html()
    assert not re.search(r"Mso|style=\"(?!min-width)|<span|<font|javascript:|onclick|docs-internal", markup)


def test_a_copied_block_gets_an_id_of_its_own(ada: Page, plain_site: Running) -> None:
    write(ada, plain_site, "Copies", "Twice")
    block = story(ada).locator("p").first.evaluate("element => element.outerHTML")
    ada.keyboard.press("Enter")
    paste(ada, block)
    ids = story(ada).locator("p[data-block]").evaluate_all("all => all.map(one => one.dataset.block)")
    assert len(ids) == len(set(ids)) >= 2


def test_two_tabs_overwrite_nothing(ada: Page, plain_site: Running) -> None:
    write(ada, plain_site, "Two tabs", "The first words.")
    other = ada.context.new_page()
    other.goto(ada.url)
    expect(story(other)).to_contain_text("The first words.")
    ada.keyboard.type(" From the first tab.")
    expect(ada.locator(".save-word")).to_have_text("Saved")

    story(other).click()
    other.keyboard.press("Control+End")
    other.keyboard.type(" From the second tab.")
    told = other.get_by_role("dialog", name="This story was changed elsewhere")
    expect(told).to_contain_text("The first words. From the first tab.")
    expect(told).to_contain_text("The first words. From the second tab.")
    told.get_by_role("button", name="Go on with yours").click()
    expect(other.locator(".save-word")).to_have_text("Saved")
    other.reload()
    expect(story(other)).to_contain_text("From the second tab.")

    # The text that did not win is still there, among the revisions.
    other.get_by_label("More", exact=True).click()
    other.get_by_role("button", name="Revisions").click()
    lines = other.locator(".revision-list button")
    expect(lines.first).to_be_visible()
    view = other.locator(".revision-view")
    texts = []
    for line in lines.all():
        line.click()
        expect(view).to_have_attribute("data-revision", line.get_attribute("data-revision") or "")
        texts.append(view.inner_text())
    assert any("From the first tab." in text for text in texts), texts


def test_offline_is_said_and_nothing_is_lost(ada: Page, plain_site: Running) -> None:
    write(ada, plain_site, "Away", "At home.")
    ada.context.set_offline(True)
    ada.keyboard.type(" On the train.")
    expect(ada.locator(".save-word")).to_have_attribute("data-state", "offline")
    ada.context.set_offline(False)
    expect(ada.locator(".save-word")).to_have_text("Saved", timeout=40_000)
    ada.reload()
    expect(story(ada)).to_contain_text("At home. On the train.")


def test_a_closed_tab_costs_no_words(ada: Page, plain_site: Running) -> None:
    write(ada, plain_site, "Closed", "Kept.")
    address = ada.url
    ada.context.set_offline(True)
    ada.keyboard.type(" And this too.")
    expect(ada.locator(".save-word")).to_have_attribute("data-state", "offline")
    ada.close(run_before_unload=False)
    context = ada.context
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(story(again)).to_contain_text("Kept. And this too.")
    expect(again.locator(".save-word")).to_have_text("Saved")


def test_a_revision_is_looked_at_and_restored(ada: Page, plain_site: Running) -> None:
    write(ada, plain_site, "Revised", "The good beginning.")
    publish(ada)
    ada.get_by_role("link", name="Edit", exact=True).click()
    story(ada).click()
    ada.keyboard.press("Control+A")
    ada.keyboard.type("All gone.")
    expect(ada.locator(".save-word")).to_have_text("Saved")
    ada.get_by_label("More", exact=True).click()
    ada.get_by_role("button", name="Revisions").click()
    ada.locator(".revision-list button", has_text="Published").click()
    expect(ada.locator(".revision-view")).to_contain_text("The good beginning.")
    ada.get_by_role("button", name="Restore this one").click()
    expect(story(ada)).to_have_text("The good beginning.")
    write_on(ada)


def test_a_story_is_scheduled_and_stands_on_the_desk(ada: Page, plain_site: Running) -> None:
    write(ada, plain_site, "Tomorrow", "Not yet.")
    ada.locator("#publish").click()
    ada.get_by_label("Publish later").check()
    ada.locator("dialog[open] button[type=submit]").click()
    ada.wait_for_url(re.compile(r"/me/stories"))
    ada.get_by_role("link", name="Scheduled").click()
    expect(ada.locator("main")).to_contain_text("Tomorrow")


def test_a_draft_is_read_by_its_secret_link_until_it_is_switched_off(
    ada: Page, plain_site: Running, person: Callable[..., Page]
) -> None:
    write(ada, plain_site, "Secret", "Between us.")
    ada.get_by_label("More", exact=True).click()
    ada.get_by_role("button", name="Share the draft").click()
    ada.get_by_role("button", name="Make a secret link").click()
    link = ada.get_by_label("Secret link")
    expect(link).to_have_value(re.compile(r"/draft/.{10,}"))
    friend = person()
    friend.goto(link.input_value())
    expect(friend.locator("article")).to_contain_text("Between us.")
    address = link.input_value()
    ada.get_by_role("button", name="Switch the link off").click()
    expect(ada.get_by_role("button", name="Make a secret link")).to_be_visible()
    answer = friend.goto(address)
    assert answer is not None
    assert answer.status == 404


def test_the_keyboard_sheet_opens_by_keyboard(ada: Page, plain_site: Running) -> None:
    write(ada, plain_site, "Keys", "x")
    ada.keyboard.press("Control+/")
    sheet = ada.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_contain_text("Bold")
    ada.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
