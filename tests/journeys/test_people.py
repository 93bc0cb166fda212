"""How people join, and what members and speakers of another language see."""

import re
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from playwright.sync_api import Page, expect

from tests.journeys.acts import become_owner, publish, write
from tests.running import Running, free_port, running


class Mailbox:
    """Everybody's mailbox, behind a real SMTP server."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []
        self.came = threading.Event()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        letter = message_from_bytes(envelope.content or b"", policy=default)  # type: ignore[arg-type]
        body = letter.get_body(("plain",))  # type: ignore[attr-defined]
        self.letters.append((envelope.rcpt_tos[0], body.get_content()))
        self.came.set()
        return "250 OK"

    def link(self, recipient: str) -> str:
        """The one-time link in somebody's newest letter, once it is there."""
        for _ in range(200):
            found = [text for to, text in self.letters if to == recipient and "/sign-in/link/" in text]
            if found:
                match = re.search(r"http://\S+/sign-in/link/[\w-]+", found[-1])
                assert match is not None
                return match[0]
            self.came.wait(0.1)
            self.came.clear()
        raise AssertionError(f"no letter to {recipient} came")


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture
def open_site(tmp_path: Path, mailbox: tuple[Mailbox, int]) -> Iterator[Running]:
    """A site that whoever likes may join by mail."""
    with running(
        tmp_path,
        OCTAVO_DATA=str(tmp_path / "data"),
        OCTAVO_ACCOUNTS_REGISTRATION="open",
        OCTAVO_ACCOUNTS_MAIL_HOST="127.0.0.1",
        OCTAVO_ACCOUNTS_MAIL_PORT=str(mailbox[1]),
        OCTAVO_ACCOUNTS_MAIL_TLS="none",
        OCTAVO_ACCOUNTS_MAIL_FROM="Octavo <octavo@mail.test>",
    ) as site:
        yield site


def test_somebody_joins_by_mail_and_reads_what_is_for_members(
    open_site: Running, mailbox: tuple[Mailbox, int], person: Callable[..., Page]
) -> None:
    ada, bert = person(), person()
    become_owner(ada, open_site)
    paragraphs = [f"Paragraph {number} goes on for quite a while, as it should." for number in range(1, 9)]
    write(ada, open_site, "For friends", *paragraphs)
    ada.locator("#publish").click()
    ada.get_by_label("Who may read it").select_option("MEMBERS")
    path = publish_from_sheet(ada)

    bert.goto(open_site.url + path)
    expect(bert.locator("article")).to_contain_text("Paragraph 1 ")
    expect(bert.locator("article")).not_to_contain_text("Paragraph 8 ")
    bert.get_by_role("link", name="Read on").click()
    bert.get_by_label("E-mail address", exact=True).fill("bert@mail.test")
    bert.wait_for_timeout(2_500)  # a form that comes back sooner was not filled in by a person
    bert.get_by_role("button", name="Mail me a link").click()
    expect(bert.locator("main")).to_contain_text("bert@mail.test")

    bert.goto(mailbox[0].link("bert@mail.test"))
    bert.get_by_label("Your name").fill("Bert")
    bert.get_by_label("Your handle").fill("bert")
    bert.get_by_role("button", name="Begin").click()
    bert.wait_for_url(re.compile(r"/p/\w{11}/full$"))
    expect(bert.locator("article")).to_contain_text("Paragraph 8 ")
    # On the page that everybody gets, the script puts the rest in its place.
    bert.goto(open_site.url + path)
    expect(bert.locator("article")).to_contain_text("Paragraph 8 ")
    expect(bert.get_by_role("link", name="Edit", exact=True)).to_have_count(0)


def publish_from_sheet(page: Page) -> str:
    """The sheet is open: send it off."""
    page.locator("dialog[open] button[type=submit]").click()
    page.wait_for_url(re.compile(r"/@[\w-]+/[\w-]+$"))
    return re.sub(r"^https?://[^/]+", "", page.url)


def test_settings_and_desk_work_without_a_script(plain_site: Running, person: Callable[..., Page]) -> None:
    ada = person(java_script_enabled=False, locale="de-DE")
    ada.goto(plain_site.wait_for(rf"{plain_site.url}/sign-in/link/[\w-]+"))
    assert ada.locator("html").get_attribute("lang") == "de"
    ada.locator("input[name=name]").fill("Ada")
    ada.locator("input[name=handle]").fill("admin")
    ada.locator("input[name=email]").fill("ada@mail.test")
    ada.locator("main button[type=submit]").click()
    expect(ada.locator("[role=alert]").first).to_be_visible()
    expect(ada.locator("input[name=name]")).to_have_value("Ada")
    ada.locator("input[name=handle]").fill("ada")
    ada.locator("main button[type=submit]").click()
    ada.goto(f"{plain_site.url}/me/settings")
    ada.locator("form[action='/me/settings/profile'] textarea[name=bio]").fill("Ich gehe spazieren.")
    ada.locator("form[action='/me/settings/profile'] button[type=submit]").click()
    expect(ada.get_by_role("status").first).to_be_visible()
    ada.goto(f"{plain_site.url}/@ada")
    expect(ada.locator("main")).to_contain_text("Ich gehe spazieren.")


def test_two_windows_do_not_overwrite_each_other(plain_site: Running, person: Callable[..., Page]) -> None:
    ada = person()
    become_owner(ada, plain_site)
    write(ada, plain_site, "A walk", "The first words.")
    other = ada.context.new_page()
    other.goto(ada.url)
    other.get_by_role("textbox", name="The story").click()
    other.keyboard.press("Control+End")
    other.keyboard.type(" From the other window.")
    expect(other.locator(".save-word")).to_have_text("Saved")
    ada.get_by_role("textbox", name="The story").click()
    ada.keyboard.press("Control+End")
    ada.keyboard.type(" From this window.")
    expect(ada.locator(".save-word")).to_have_text("Changed elsewhere")
    dialog = ada.locator("dialog[open]")
    expect(dialog).to_contain_text("From the other window.")
    expect(dialog).to_contain_text("From this window.")
    dialog.get_by_role("button", name="Take the saved one").click()
    expect(ada.get_by_role("textbox", name="The story")).to_contain_text("From the other window.")
    assert publish(ada).startswith("/@ada/a-walk-")
